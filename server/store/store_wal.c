/*
 * Was the WAL damaged, or merely not finished?  SQLite takes the frames up to
 * the last commit before the first that is not right, and says nothing of those
 * behind it (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
 * That is right after a power cut, which leaves at most one transaction in
 * pieces.  It would throw away what was acknowledged if a bit was flipped in an
 * older one.
 *
 * Every commit was synced before the next was begun, and the file's header
 * before any frame.  So these cannot come from a power cut:
 *
 *	behind a header that is not right frames that are not in the database
 *	(all are when a file is begun again from its start, and half of its new
 *	header was written);
 *	behind a frame that is not right a commit, and behind it frames that
 *	were written since.
 *
 * What cannot be told from a power cut is damage to the last commit, and to the
 * headers of frames of the one before it, which make both look like one.
 */
#include "base/log.h"
#include "store/store_internal.h"

#define HEADER_LEN 32
#define FRAME_LEN 24	 /* and then a page */
#define MAGIC 0x377f0682 /* or 1 more: the sums are of big-endian words */
#define FORMAT 3007000
#define PAGE_MIN 512
#define PAGE_MAX 65536

struct wal {
	sqlite3_file *file;
	int64_t size;
	bool big_endian;
	uint32_t page; /* bytes */
	uint8_t salts[8];
	uint32_t sum[2]; /* of all frames so far */
	uint8_t *frame;	 /* the one being looked at; owned */
};

static uint32_t
word(const uint8_t *p, bool big)
{
	return big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			 (uint32_t)p[2] << 8 | p[3]
		   : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
			 (uint32_t)p[1] << 8 | p[0];
}

static void
add_to_sum(struct wal *w, const uint8_t *p, size_t len)
{
	const uint8_t *end = p + len;

	for (; p < end; p += 8) {
		w->sum[0] += word(p, w->big_endian) + w->sum[1];
		w->sum[1] += word(p + 4, w->big_endian) + w->sum[0];
	}
}

static bool
sum_agrees(const struct wal *w, const uint8_t stored[8])
{
	return word(stored, true) == w->sum[0] &&
	       word(stored + 4, true) == w->sum[1];
}

static int
get(void *to, const struct wal *w, size_t len, int64_t at)
{
	return w->file->pMethods->xRead(w->file, to, (int)len, at);
}

static bool
read_header(struct wal *w, const uint8_t h[HEADER_LEN])
{
	w->big_endian = (h[3] & 1) != 0;
	w->page = word(h + 8, true);
	memcpy(w->salts, h + 16, sizeof(w->salts));
	add_to_sum(w, h, 24);
	return (word(h, true) & ~1u) == MAGIC && word(h + 4, true) == FORMAT &&
	       w->page >= PAGE_MIN && w->page <= PAGE_MAX &&
	       (w->page & (w->page - 1)) == 0 && sum_agrees(w, h + 24);
}

/* Of this life of the file, which is written again from its start? */
static bool
is_current(const struct wal *w, const uint8_t *frame)
{
	return memcmp(frame + 8, w->salts, sizeof(w->salts)) == 0;
}

static bool
is_commit(const uint8_t *frame)
{
	return word(frame + 4, true) != 0;
}

/* The frames up to the first that is not right.  SQLITE_CORRUPT: one is, but
 * for its salts, which the sum does not cover. */
static int
skip_whole(struct wal *w, int64_t *at)
{
	const size_t len = FRAME_LEN + w->page;
	int rc = SQLITE_OK;

	for (; *at + (int64_t)len <= w->size; *at += (int64_t)len) {
		rc = get(w->frame, w, len, *at);
		if (rc != SQLITE_OK)
			break;
		add_to_sum(w, w->frame, 8);
		add_to_sum(w, w->frame + FRAME_LEN, w->page);
		if (!sum_agrees(w, w->frame + 16))
			break;
		if (!is_current(w, w->frame))
			return SQLITE_CORRUPT;
	}
	return rc;
}

/* SQLITE_CORRUPT: a commit is among the others that others came after. */
static int
look_behind(struct wal *w, int64_t at)
{
	const int64_t len = FRAME_LEN + (int64_t)w->page;
	bool committed = false;
	int rc = SQLITE_OK;

	for (; at + len <= w->size && rc == SQLITE_OK; at += len) {
		rc = get(w->frame, w, FRAME_LEN, at);
		if (rc != SQLITE_OK || !is_current(w, w->frame))
			continue;
		if (committed)
			return SQLITE_CORRUPT;
		committed = is_commit(w->frame);
	}
	return rc;
}

static int
look_at_frames(struct wal *w)
{
	int64_t at = HEADER_LEN;
	int rc;

	w->frame = alloc_zero(1, FRAME_LEN + w->page);
	rc = skip_whole(w, &at);
	if (rc == SQLITE_OK)
		rc = look_behind(w, at);
	free(w->frame);
	return rc;
}

/* ---- without a header ---- */

/* The frames from the file's start that have the same salts, up to their last
 * commit.  SQLITE_CORRUPT: the first is damaged, too. */
static int
count_frames(struct wal *w, uint32_t *n)
{
	const int64_t len = FRAME_LEN + (int64_t)w->page;
	uint8_t frame[FRAME_LEN];
	uint32_t i;
	int64_t at = HEADER_LEN;
	int rc = SQLITE_OK;

	*n = 0;
	for (i = 0; at + len <= w->size && rc == SQLITE_OK; at += len, i++) {
		rc = get(frame, w, FRAME_LEN, at);
		if (i == 0)
			memcpy(w->salts, frame + 8, sizeof(w->salts));
		if (rc != SQLITE_OK || !is_current(w, frame))
			break;
		if (is_commit(frame))
			*n = i + 1;
	}
	/* What is of the file's life before has the number before. */
	if (rc == SQLITE_OK && i == 1 && at + len <= w->size &&
	    word(w->salts, true) != word(frame + 8, true) + 1)
		return SQLITE_CORRUPT;
	return rc;
}

/* Of each page the last of so many frames. */
static int
find_last(uint32_t *last, uint32_t pages, const struct wal *w, uint32_t n)
{
	uint8_t frame[FRAME_LEN];
	uint32_t i, page;
	int rc = SQLITE_OK;

	for (i = 0; i < n && rc == SQLITE_OK; i++) {
		rc = get(frame, w, FRAME_LEN,
		    HEADER_LEN + i * (FRAME_LEN + (int64_t)w->page));
		page = word(frame, true);
		if (rc == SQLITE_OK && (page < 1 || page > pages))
			rc = SQLITE_CORRUPT;
		if (rc == SQLITE_OK)
			last[page - 1] = i + 1;
	}
	return rc;
}

static int
compare_pages(const uint32_t *last, uint32_t pages, const struct wal *w,
    sqlite3_file *database)
{
	uint8_t *both = alloc_zero(2, w->page);
	uint32_t i;
	int rc = SQLITE_OK;

	for (i = 0; i < pages && rc == SQLITE_OK; i++) {
		if (last[i] == 0)
			continue;
		rc = get(both, w, w->page,
		    HEADER_LEN + FRAME_LEN +
			(last[i] - 1) * (FRAME_LEN + (int64_t)w->page));
		if (rc == SQLITE_OK)
			rc = database->pMethods->xRead(database, both + w->page,
			    (int)w->page, (int64_t)i * w->page);
		if (rc == SQLITE_OK &&
		    memcmp(both, both + w->page, w->page) != 0)
			rc = SQLITE_CORRUPT;
	}
	free(both);
	return rc;
}

/* SQLITE_CORRUPT unless the database has what is committed in the frames. */
static int
look_in_database(struct wal *w, sqlite3 *db)
{
	sqlite3_file *database = NULL;
	sqlite3_int64 size = 0;
	int64_t page = 0;
	uint32_t *last, n = 0;
	int rc = store_ask(&page, db, "PRAGMA page_size");

	w->page = (uint32_t)page;
	if (rc == SQLITE_OK)
		rc = sqlite3_file_control(
		    db, NULL, SQLITE_FCNTL_FILE_POINTER, &database);
	if (rc == SQLITE_OK)
		rc = database->pMethods->xFileSize(database, &size);
	if (rc == SQLITE_OK)
		rc = count_frames(w, &n);
	if (rc != SQLITE_OK)
		return rc;
	last = alloc_zero((size_t)(size / page), sizeof(*last));
	rc = find_last(last, (uint32_t)(size / page), w, n);
	if (rc == SQLITE_OK)
		rc = compare_pages(last, (uint32_t)(size / page), w, database);
	free(last);
	return rc;
}

int
wal_check(struct store *s)
{
	uint8_t header[HEADER_LEN];
	sqlite3_int64 size = 0;
	struct wal w = { 0 };
	int rc;

	/* A new database has another journal for a moment. */
	if (disk_file_bytes(&s->disk, STORE_WAL) <= HEADER_LEN)
		return SQLITE_OK;
	rc = sqlite3_file_control(
	    s->db, NULL, SQLITE_FCNTL_JOURNAL_POINTER, &w.file);
	if (rc != SQLITE_OK || w.file == NULL || w.file->pMethods == NULL)
		return rc;
	rc = w.file->pMethods->xFileSize(w.file, &size);
	w.size = size;
	if (rc != SQLITE_OK)
		return rc;
	rc = get(header, &w, HEADER_LEN, 0);
	if (rc != SQLITE_OK)
		return rc;
	return read_header(&w, header) ? look_at_frames(&w)
				       : look_in_database(&w, s->db);
}
