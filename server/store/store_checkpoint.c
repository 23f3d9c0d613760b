/*
 * Checkpoints: when, and checked.
 *
 * A checkpoint stalls the hall for as long as the WAL is large, and costs a
 * sync or two however small it is.  So the limit grows with how long a commit
 * usually takes:
 *
 *	4 MiB for every millisecond of it, from 2 up to 64 MiB
 *
 * and an idle moment is used from a quarter of the limit on.  The file is
 * written again from its start afterwards, which is cheaper to sync than a
 * growing one; only what has outgrown twice the limit is given back.
 */
#include "base/clock.h"
#include "base/log.h"
#include "store/store_internal.h"

#define BYTES_A_MS (INT64_C(4) << 20)
#define PIECE (64 << 10) /* SQLite writes less than 128 KiB at once */

static int64_t
limit_bytes(const struct store *s)
{
	int64_t limit = s->sync_us_usual * BYTES_A_MS / 1000;

	if (s->options.wal_limit > 0)
		return s->options.wal_limit;
	if (limit < WAL_LIMIT_MIN)
		return WAL_LIMIT_MIN;
	return limit < WAL_LIMIT_MAX ? limit : WAL_LIMIT_MAX;
}

static int
count_pages(void *ctx, sqlite3 *db, const char *name, int pages)
{
	struct store *s = ctx;

	(void)db, (void)name;
	s->wal_pages = pages;
	return SQLITE_OK;
}

/* SQLite's own checkpoints are such a hook: this one takes their place. */
void
checkpoint_watch(struct store *s)
{
	sqlite3_wal_hook(s->db, count_pages, s);
}

int
checkpoint_run(struct store *s, bool truncate)
{
	int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE :
			      SQLITE_CHECKPOINT_PASSIVE;
	int in_wal = 0, moved = 0;
	int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, mode, &in_wal, &moved);

	if (rc == SQLITE_FULL && disk_shed_ballast(&s->disk)) {
		log_line(LOG_WARNING, "store: the disk is full: the ballast is "
		    "given up for a checkpoint");
		rc = sqlite3_wal_checkpoint_v2(s->db, NULL, mode, &in_wal,
		    &moved);
	}
	if (rc == SQLITE_OK && in_wal != moved)
		rc = SQLITE_BUSY;
	/* Before the next commit writes over a WAL that is still needed. */
	if (rc == SQLITE_OK && !disk_is_sound(&s->disk))
		rc = SQLITE_IOERR_FSYNC;
	if (rc == SQLITE_OK) {
		s->wal_pages = 0;
		s->retry_bytes = 0;
		s->checkpoints++;
	}
	return rc;
}

static int
write_again(sqlite3_file *f, void *piece, int64_t from, int64_t size)
{
	int n = size - from < PIECE ? (int)(size - from) : PIECE;
	int rc = f->pMethods->xRead(f, piece, n, from);

	return rc == SQLITE_OK ? f->pMethods->xWrite(f, piece, n, from) : rc;
}

/*
 * A sync that failed leaves bytes in the page cache that count as written and
 * are on no disk; the next sync says nothing of them.  A checkpoint that trusts
 * them may leave half of its work in the database without the WAL to repair it.
 */
int
checkpoint_renew_wal(struct store *s)
{
	sqlite3_file *f = NULL;
	sqlite3_int64 size = 0, at;
	void *piece;
	int rc = sqlite3_file_control(s->db, NULL,
	    SQLITE_FCNTL_JOURNAL_POINTER, &f);

	if (rc != SQLITE_OK || f == NULL || f->pMethods == NULL)
		return rc;
	rc = f->pMethods->xFileSize(f, &size);
	piece = alloc_zero(PIECE, 1);
	for (at = 0; at < size && rc == SQLITE_OK; at += PIECE)
		rc = write_again(f, piece, at, size);
	free(piece);
	if (rc == SQLITE_OK && size > 0)
		rc = f->pMethods->xSync(f, SQLITE_SYNC_NORMAL);
	return rc;
}

enum err
store_checkpoint(struct store *s, bool idle)
{
	int64_t limit = limit_bytes(s), bytes = s->wal_pages * s->page_bytes;
	int64_t began;
	int rc;

	s->checkpoint_us = 0;
	if (s->broken)
		return ERR_IO;
	if (bytes == 0 || bytes < (idle ? limit / 4 : limit) ||
	    bytes < s->retry_bytes || store_pending(s))
		return ERR_OK;
	began = clock_stopwatch_us();
	rc = checkpoint_run(s, idle && bytes > 2 * limit);
	/* The WAL has it all; saving goes on while that can grow. */
	if (rc == SQLITE_FULL || rc == SQLITE_BUSY || rc == SQLITE_LOCKED) {
		s->retry_bytes = bytes + limit;
		log_line(LOG_WARNING, "store: checkpoint put off: %s",
		    sqlite3_errstr(rc));
	} else if (rc != SQLITE_OK)
		return store_break(s, rc, "checkpoint");
	s->checkpoint_us = clock_stopwatch_us() - began;
	return ERR_OK;
}
