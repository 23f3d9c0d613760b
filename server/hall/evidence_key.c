/*
 * evidence_key: what signs, and its history.
 *
 *	keys/evidence.pem	the secret, PKCS #8
 *	keys/evidence.next	the one that takes over, until it has
 *	keys/evidence.keys	for everybody, see proof/keys.h
 *
 * A new key is in evidence.next, then in the history, then it takes the
 * secret's place; a start between any two of these steps goes on with them.
 */
#include <errno.h>

#include "base/file.h"
#include "base/log.h"
#include "hall/commands.h"
#include "hall/evidence.h"
#include "hall/journal.h"
#include "hall/reply.h"

#define SECRET "keys/evidence.pem"
#define NEXT "keys/evidence.next"
#define HISTORY "keys/evidence.keys"
#define SECRET_MAX 4096

char *
evidence_path(const struct evidence *ev, const char *name)
{
	return text_join(ev->directory, "/", name);
}

static enum err
read_file(
    struct buf *b, const struct evidence *ev, const char *name, size_t most)
{
	char *path = evidence_path(ev, name);
	enum err e = file_read(b, path, most);

	free(path);
	return e;
}

static enum err
write_file(const struct evidence *ev, const char *name, struct slice bytes,
    mode_t mode)
{
	char *path = evidence_path(ev, name);
	enum err e = file_replace_safely(path, bytes, mode);

	free(path);
	return e;
}

/* What is in evidence.next signs from now on. */
static enum err
take_over(const struct evidence *ev)
{
	char *next = evidence_path(ev, NEXT);
	char *secret = evidence_path(ev, SECRET);
	enum err e = file_rename_safely(next, secret);

	free(next);
	free(secret);
	return e;
}

static void
forget(struct buf *secret)
{
	if (secret->at != NULL)
		explicit_bzero(secret->at, secret->room);
	buf_fini(secret);
}

static enum err
write_secret(const struct evidence *ev, const char *name,
    const struct note_signer *signer)
{
	struct buf pem = { 0 };
	enum err e;

	buf_reserve(&pem, SECRET_MAX);
	e = note_signer_put(&pem, signer);
	if (e == ERR_OK)
		e = write_file(ev, name, buf_slice(&pem), 0600);
	forget(&pem);
	return e;
}

static enum err
read_secret(struct note_signer **out, const struct evidence *ev,
    const char *name, struct slice origin)
{
	struct buf pem = { 0 };
	enum err e;

	buf_reserve(&pem, SECRET_MAX + 1);
	e = read_file(&pem, ev, name, SECRET_MAX);
	if (e == ERR_OK)
		e = note_signer_read(out, origin, buf_slice(&pem));
	forget(&pem);
	return e;
}

/* ---- the first ---- */

static void
put_origin(struct buf *b, const struct hall_setup *setup)
{
	const char *host = setup->host != NULL ? setup->host : "";
	char hex[9];
	uint8_t random[4];

	hash_random(random, sizeof(random));
	hash_hex(hex, random, sizeof(random));
	buf_printf(b, "%s/examd/%s",
	    ident_is_valid(slice_of(host)) ? host : "localhost", hex);
}

/* The history last: without it there is nothing yet. */
static enum err
make_keys(struct evidence *ev, const struct hall_setup *setup)
{
	char *folder = evidence_path(ev, "keys");
	struct buf origin = { 0 }, history = { 0 };
	struct note_signer *signer = NULL;
	enum err e;

	put_origin(&origin, setup);
	/* It is there already, as a rule. */
	(void)!file_make_directory(folder);
	free(folder);
	e = note_signer_make(&signer, buf_slice(&origin));
	if (e == ERR_OK)
		e = write_secret(ev, SECRET, signer);
	if (e == ERR_OK) {
		keys_put_first(&history, note_signer_key(signer));
		e = write_file(ev, HISTORY, buf_slice(&history), 0644);
	}
	if (e == ERR_OK)
		log_line(LOG_NOTICE,
		    "a key to sign evidence with is made; publish "
		    "%s/" HISTORY,
		    ev->directory);
	note_signer_free(signer);
	buf_fini(&origin);
	buf_fini(&history);
	return e;
}

/* ---- opening ---- */

static bool
is_newest(const struct evidence *ev, const struct note_signer *signer)
{
	return note_key_equal(note_signer_key(signer), keys_newest(ev->keys));
}

/* ERR_UNKNOWN: there is none, and nothing was ever signed here. */
static enum err
read_history(struct evidence *ev, struct diag *d)
{
	struct buf mark = { 0 };
	enum err e = read_file(&ev->keys_text, ev, HISTORY, KEYS_BYTES_MAX);

	if (e == ERR_OK)
		return ERR_OK;
	if (e == ERR_SYS && errno == ENOENT) {
		e = read_file(&mark, ev, EVIDENCE_MARK, CHECKPOINT_MAX);
		buf_fini(&mark);
		if (e == ERR_SYS && errno == ENOENT)
			return ERR_UNKNOWN;
	}
	diag_add(d, 0, HISTORY,
	    "is missing or cannot be read, and " EVIDENCE_MARK
	    " says that there was one; put it back from a backup");
	return e == ERR_SYS ? ERR_SYS : ERR_STATE;
}

/* The secret, or the one that was about to take over from it. */
static enum err
open_signer(struct evidence *ev, struct diag *d)
{
	struct slice origin = slice_of(ev->keys->origin);
	struct note_signer *signer;
	enum err e = read_secret(&signer, ev, SECRET, origin);

	if (e == ERR_OK) {
		ev->signer = signer;
		if (is_newest(ev, signer))
			return ERR_OK;
		note_signer_free(signer);
		ev->signer = NULL;
	}
	if (read_secret(&signer, ev, NEXT, origin) == ERR_OK) {
		ev->signer = signer;
		if (is_newest(ev, signer) && take_over(ev) == ERR_OK)
			return ERR_OK;
	}
	diag_add(d, 0, SECRET,
	    "is not the newest key of " HISTORY ", or cannot be read; put it "
	    "back from a backup");
	return e == ERR_SYS ? ERR_SYS : ERR_STATE;
}

enum err
evidence_open_keys(
    struct evidence *ev, const struct hall_setup *setup, struct diag *d)
{
	struct diag of_file = { .path = HISTORY };
	enum err e;

	e = read_history(ev, d);
	if (e == ERR_UNKNOWN) {
		e = make_keys(ev, setup);
		if (e != ERR_OK)
			diag_add(d, 0, HISTORY, "cannot be made: %s",
			    strerror(errno));
		else
			e = read_history(ev, d);
	}
	if (e != ERR_OK)
		return e;
	ev->keys = alloc_zero(1, sizeof(*ev->keys));
	e = keys_parse(ev->keys, buf_slice(&ev->keys_text), &of_file);
	if (e != ERR_OK)
		diag_add(d, 0, "", "%.*s; put it back from a backup",
		    SLICE_FMT(((struct slice){
			of_file.text.at, of_file.text.len - 1 })));
	diag_fini(&of_file);
	return e == ERR_OK ? open_signer(ev, d) : ERR_STATE;
}

/* ---- another key takes over ---- */

/* In the order of the head of this file. */
static enum err
hand_over(struct evidence *ev, struct note_signer *next, struct wall now)
{
	struct buf history = { 0 };
	enum err e = write_secret(ev, NEXT, next);

	buf_put_slice(&history, buf_slice(&ev->keys_text));
	if (e == ERR_OK)
		e = keys_put_next(&history, ev->signer, next, now);
	if (e == ERR_OK)
		e = write_file(ev, HISTORY, buf_slice(&history), 0644);
	if (e == ERR_OK)
		e = take_over(ev);
	if (e != ERR_OK) {
		buf_fini(&history);
		return e;
	}
	buf_fini(&ev->keys_text);
	ev->keys_text = history;
	ev->keys->all[ev->keys->n] = *note_signer_key(next);
	ev->keys->since[ev->keys->n++] = now;
	note_signer_free(ev->signer);
	ev->signer = next;
	return ERR_OK;
}

static void
rotate(struct hall *h, struct request *r, const struct act *act)
{
	struct evidence *ev = h->evidence;
	struct note_signer *next = NULL;
	struct buf key = { 0 };
	enum err e = ev->keys->n < KEYS_MAX ? ERR_OK : ERR_FULL;

	if (e == ERR_OK)
		e = note_signer_make(&next, slice_of(ev->keys->origin));
	if (e == ERR_OK)
		e = hand_over(ev, next, h->now.wall);
	if (e != ERR_OK) {
		if (next != NULL)
			note_signer_free(next);
		reply_refuse(h, r, e == ERR_FULL ? e : ERR_SYS,
		    e == ERR_FULL ? "There have been too many keys."
				  : "The new key cannot be written; is the "
				    "disk full? The old one stays.");
		return;
	}
	note_key_put(&key, note_signer_key(next));
	journal_admin(h, slice_of(r->staff->name), act->reason, buf_slice(&key),
	    "evidence key handed over: %.*s", SLICE_FMT(act->words));
	buf_fini(&key);
	out_text(reply_begin(h), "keys", buf_slice(&ev->keys_text));
	reply_end(h, r, 200);
}

void
log_rotate_key(struct hall *h, struct request *r)
{
	static const char *const names[] = { "reason", "words", NULL };
	struct act act;
	struct body b;

	body_open(&b, r->frame->body, names);
	act_read(&b, &act);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		rotate(h, r, &act);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
