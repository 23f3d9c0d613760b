/* operate: how the server is, and copies of it. */
#include <stdio.h>

#include "base/file.h"
#include "base/log.h"
#include "hall/commands.h"
#include "hall/errand.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/reply.h"
#include "proto/openapi.h"

#define BACKUP_PAGES 64 /* a step: 256 KiB, well under 2 ms */
#define KEY_FILE_MAX (1 << 20)

void
health(struct hall *h, struct request *r)
{
	out_word(reply_begin(h), "status", "ok");
	reply_end(h, r, 200);
}

/* Made when it is first asked for: it takes longer than a health check and
 * is the same for as long as we run. */
void
operate_describe(struct hall *h, struct request *r)
{
	enum port port = h->nets[r->slot].port;
	struct buf *b = &h->descriptions[port];
	struct frame_reply reply = { .status = 200, .type = BODY_JSON };

	if (reply_is_crowded(h, r))
		return;
	if (b->len == 0)
		openapi_write(b, port, h->version);
	reply.body = buf_slice(b);
	reply_send(h, r, &reply);
}

static void
write_attempts(struct hall *h, struct buf *b)
{
	struct seat *s, *next;
	int64_t expected = 0, closed = 0;

	HASH_ITER(hh, h->seats, s, next) {
		if (attempt_is_closed(&s->attempt))
			closed++;
		else if (s->attempt.plan == NULL)
			expected++;
	}
	out_open(b, "attempts");
	out_int(b, "expected", expected);
	out_int(b, "open", h->n_open);
	out_int(b, "closed", closed);
	out_int(b, "last", (int64_t)h->last_attempt);
	out_close(b);
}

void
operate_status(struct hall *h, struct request *r)
{
	struct store_facts f;
	struct buf *b = reply_begin(h);

	store_facts(h->store, &f);
	out_word(b, "version", h->version);
	out_time(b, "started", h->started.wall);
	out_int(b, "pid", h->pid);
	write_attempts(h, b);
	out_open(b, "journal");
	out_int(b, "events", (int64_t)f.events);
	out_int(b, "commits", (int64_t)f.commits);
	out_int(b, "checkpoints", (int64_t)f.checkpoints);
	out_close(b);
	out_int(b, "database_bytes", f.database_bytes);
	out_int(b, "wal_bytes", f.wal_bytes);
	out_int(b, "disk_free_bytes", f.disk_free_bytes);
	out_int(b, "sync_us", f.sync_us);
	out_int(b, "sync_us_max", f.sync_us_max);
	out_open(b, "clock");
	out_bool(b, "synchronised", h->clock_synchronised);
	out_int(b, "steps", h->clock_steps);
	out_close(b);
	out_int(b, "streams", HASH_COUNT(h->streams));
	reply_end(h, r, 200);
}

void
operate_metrics(struct hall *h, struct request *r)
{
	struct frame_reply reply = { .status = 200, .type = BODY_TEXT };

	buf_clear(&h->body);
	metrics_write(h, &h->body);
	reply.body = buf_slice(&h->body);
	reply_send(h, r, &reply);
}

/* ---- backup ---- */

/* What a backup holds besides the database, where it is there.  The mark is of
 * no more than the database has: they are copied in one turn with its end. */
static const char *const files[] = { "examd.conf", "keys/pepper", "keys/ca.pem",
	"keys/ca-key.pem", "keys/cert.pem", "keys/key.pem",
	"keys/evidence.pem", "keys/evidence.keys", "keys/high-water" };

static bool
copy_file(const char *from_directory, const char *to_directory,
    const char *name, struct buf *told)
{
	char *from = text_join(from_directory, "/", name);
	char *to = text_join(to_directory, "/", name);
	struct buf bytes = { 0 };
	bool ok = true;

	if (file_read(&bytes, from, KEY_FILE_MAX) == ERR_OK) {
		ok = file_create(to, buf_slice(&bytes), 0600) == ERR_OK;
		if (ok)
			out_word(told, NULL, name);
		explicit_bzero(bytes.at, bytes.len);
	}
	buf_fini(&bytes);
	free(from);
	free(to);
	return ok;
}

static void
refuse_backup(struct hall *h, struct request *r, struct slice why)
{
	reply_problem(h, r, &(struct problem){ .err = ERR_CONFLICT,
		.detail = "The backup cannot be made.", .errors = why });
}

static void
start_backup(struct hall *h, struct request *r, const char *directory)
{
	char *database = text_join(directory, "/", "examd.db");
	char *keys = text_join(directory, "/", "keys");
	struct diag diag = { .path = directory };
	struct errand *e;

	if (file_make_directory(directory) != ERR_OK ||
	    file_make_directory(keys) != ERR_OK)
		diag_add(&diag, 0, "", "cannot be made; name a folder that does "
		    "not exist yet, where examd may write");
	else if (store_backup_start(&h->backup, h->store, database, &diag) !=
	    ERR_OK)
		h->backup = NULL;
	if (h->backup == NULL) {
		refuse_backup(h, r, buf_slice(&diag.text));
	} else {
		/* The errand waits for backup_go_on(), not for a helper. */
		e = errand_new(h, r, N_JOBS);
		e->object = alloc_text(directory);
		h->backup_errand = e;
	}
	diag_fini(&diag);
	free(database);
	free(keys);
}

void
operate_backup(struct hall *h, struct request *r)
{
	static const char *const names[] = { "directory", NULL };
	char *directory;
	struct body b;

	body_open(&b, r->frame->body, names);
	directory = text_of(body_text(&b, "directory", 1, 1024));
	if (b.err == ERR_OK && directory[0] != '/')
		body_fail(&b, ERR_INVALID,
		    "The backup's directory is named in full, from / on.");
	if (b.err == ERR_OK && r->frame->peer != PEER_LOCAL)
		body_fail(&b, ERR_FORBIDDEN,
		    "Backups are made over the local socket only.");
	if (b.err == ERR_OK && h->backup != NULL)
		body_fail(&b, ERR_BUSY, "Another backup is under way.");
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		start_backup(h, r, directory);
	free(directory);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

static void
finish_backup(struct hall *h, struct request *r, const char *directory)
{
	struct store_facts f;
	size_t i;
	bool ok = true;

	out_word(reply_begin(h), "directory", directory);
	out_open_array(&h->body, "files");
	out_word(&h->body, NULL, "examd.db");
	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		ok &= copy_file(h->directory, directory, files[i], &h->body);
	out_close_array(&h->body);
	store_facts(h->store, &f);
	out_int(&h->body, "events", (int64_t)f.events);
	if (!ok) {
		refuse_backup(h, r, SLICE("keys could not be copied"));
		return;
	}
	journal_admin(h, slice_of(h->backup_errand->who), SLICE_NONE,
	    slice_of(directory), "backup made");
	reply_end(h, r, 201);
}

void
backup_go_on(struct hall *h)
{
	struct errand *e = h->backup_errand;
	struct frame_request frame;
	struct request r;
	bool done = false;
	int remaining;
	enum err err;

	if (h->backup == NULL)
		return;
	err = store_backup_step(h->backup, BACKUP_PAGES, &done, &remaining);
	if (err == ERR_OK && !done)
		return;
	store_backup_free(h->backup);
	h->backup = NULL;
	reply_resume(h, &r, &frame, e);
	if (err != ERR_OK)
		refuse_backup(h, &r, SLICE("the copy could not be written; is the "
					   "disk full?"));
	else
		finish_backup(h, &r, e->object);
	h->backup_errand = NULL;
	errand_free(h, e);
}
