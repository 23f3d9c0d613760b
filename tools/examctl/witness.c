/*
 * A witness: somebody else than the server's operator keeps its heads, and
 * sees that each grew out of the one before.
 *
 * The file is a list of heads with blank lines between, as the server's own;
 * exam-verify --head reads it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "examctl/ask.h"
#include "examctl/commands.h"
#include "examctl/files.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "proof/checkpoint.h"
#include "proof/code.h"
#include "proof/keys.h"
#include "proof/tree.h"

/* A head with the text that says it. */
struct held {
	struct checkpoint head;
	struct note note;
	struct buf text;
};

struct witness {
	struct call *call;
	const char *path;
	struct keys *keys; /* as the server tells them now */
	struct held last;  /* of the file; text empty: none yet */
	struct held now;
};

/* ---- the file ---- */

static bool
read_head(struct held *out, struct slice text)
{
	struct held h = { 0 };

	buf_put_slice(&h.text, text);
	if (note_parse(&h.note, buf_slice(&h.text)) == ERR_OK &&
	    checkpoint_parse(&h.head, &h.note) == ERR_OK) {
		buf_fini(&out->text);
		*out = h;
		return true;
	}
	buf_fini(&h.text);
	return false;
}

/* From the first byte of its text to its last signature. */
static struct slice
whole_note(const struct note *n)
{
	return (struct slice){ n->text.at,
		(size_t)(n->signatures.at + n->signatures.len - n->text.at) };
}

static enum outcome
read_last(struct witness *w)
{
	struct buf bytes = { 0 };
	struct slice rest;
	struct note n;
	enum err e = file_read(&bytes, w->path, FILE_MAX_LEN);
	bool held = true;

	if (e == ERR_SYS && errno == ENOENT)
		return DONE;
	rest = buf_slice(&bytes);
	while (e == ERR_OK && held && (e = note_next(&n, &rest)) == ERR_OK)
		held = read_head(&w->last, whole_note(&n));
	buf_fini(&bytes);
	if (e == ERR_UNKNOWN && held)
		return DONE;
	complain("%s: %s", w->path,
	    e == ERR_SYS ? strerror(errno)
			 : "is no list of heads; give a new name for a new "
			   "one");
	return REFUSED;
}

static enum outcome
append(const struct witness *w)
{
	struct buf entry = { 0 };
	enum err e;

	buf_put_slice(&entry, buf_slice(&w->now.text));
	buf_put_text(&entry, "\n");
	e = file_append_safely(w->path, buf_slice(&entry), 0644);
	buf_fini(&entry);
	if (e == ERR_OK)
		return DONE;
	complain("%s: %s", w->path, strerror(errno));
	return REFUSED;
}

/* ---- what is wrong ---- */

static enum outcome
alarm_of(const struct witness *w, const char *what)
{
	complain("ALARM: %s\n"
		 "  The server tells a head of %" PRIu64 " events; %s holds "
		 "one of %" PRIu64 ".\n"
		 "  Keep both, and ask whoever answers for this server.",
	    what, w->now.head.size, w->path, w->last.head.size);
	return REFUSED;
}

static enum outcome
check_signature(const struct witness *w, const struct held *h)
{
	if (strcmp(h->head.origin, w->keys->origin) != 0)
		return alarm_of(w, "the server has another name now");
	if (keys_verify(NULL, w->keys, &h->note) != ERR_OK)
		return alarm_of(w, "a head is signed by none of the keys");
	return DONE;
}

/* ---- asking ---- */

static enum outcome
take_keys(struct witness *w, const json_t *reply)
{
	struct diag d = { .path = "keys of the server" };
	enum err e =
	    keys_parse(w->keys, slice_of(member_text(reply, "keys")), &d);

	if (e != ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	return e == ERR_OK ? DONE : REFUSED;
}

static enum outcome
take_head(struct witness *w, const json_t *reply)
{
	if (!read_head(&w->now, slice_of(member_text(reply, "checkpoint")))) {
		complain("the server's reply is no signed head");
		return REFUSED;
	}
	return DONE;
}

static enum outcome
ask_head(struct witness *w)
{
	struct ask request = { .route = ROUTE_STAFF_CHECKPOINT };
	json_t *reply;
	enum outcome outcome = ask(&reply, w->call, &request);

	if (outcome != DONE)
		return outcome;
	outcome = take_keys(w, reply);
	if (outcome == DONE)
		outcome = take_head(w, reply);
	json_decref(reply);
	return outcome;
}

static bool
take_proof(struct tree_proof *p, const json_t *reply)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(reply, "proof"), i, one)
	{
		const char *text = json_string_value(one);

		if (p->n == TREE_PROOF_MAX || text == NULL ||
		    code_get_base64_of(
			p->hashes[p->n], SHA256_LEN, slice_of(text)) != ERR_OK)
			return false;
		p->n++;
	}
	return true;
}

/* The head that comes with the proof may be a newer one yet. */
static enum outcome
check_growth(struct witness *w)
{
	struct tree_proof proof = { 0 };
	struct ask request = { .route = ROUTE_LOG };
	char from[24];
	json_t *reply;
	enum outcome outcome;

	snprintf(from, sizeof(from), "%" PRIu64, w->last.head.size);
	request.params[0] = from;
	outcome = ask(&reply, w->call, &request);
	if (outcome != DONE)
		return outcome;
	outcome = take_head(w, reply);
	if (outcome == DONE &&
	    (!take_proof(&proof, reply) ||
		!tree_verify_prefix(&proof, w->last.head.size, w->now.head.size,
		    w->last.head.root, w->now.head.root)))
		outcome = alarm_of(w, "the journal was rewritten: its head "
				      "did not grow out of the one before");
	json_decref(reply);
	return outcome;
}

static enum outcome
compare(struct witness *w)
{
	const struct checkpoint *last = &w->last.head, *now = &w->now.head;
	enum outcome outcome = check_signature(w, &w->now);

	if (outcome != DONE || w->last.text.len == 0)
		return outcome;
	outcome = check_signature(w, &w->last);
	if (outcome != DONE)
		return outcome;
	if (now->size < last->size)
		return alarm_of(w, "the journal was rolled back: events that "
				   "were signed are gone");
	/* Every journal begins with no events. */
	if (now->size > last->size && last->size > 0)
		outcome = check_growth(w);
	else if (now->size == last->size && !hash_equal(now->root, last->root, SHA256_LEN))
		outcome = alarm_of(w, "the journal was rewritten: as many "
				      "events, but others");
	return outcome == DONE ? check_signature(w, &w->now) : outcome;
}

/* "2026-12-01T08:00:00.000Z 12345 BASE64": to be printed and kept. */
static void
say_head(const struct checkpoint *head)
{
	char at[WALL_TEXT_MAX];
	struct buf root = { 0 };

	code_put_base64(
	    &root, (struct slice){ (const char *)head->root, SHA256_LEN });
	say("%s %" PRIu64 " %.*s\n", wall_format(at, head->at), head->size,
	    SLICE_FMT(buf_slice(&root)));
	fflush(stdout);
	buf_fini(&root);
}

/* What happened since is in no head that others have. */
static enum outcome
say_age(const struct witness *w)
{
	struct ask request = { .route = ROUTE_STATUS };
	json_t *status;
	enum outcome outcome = ask(&status, w->call, &request);
	uint64_t events;
	struct wall now;

	if (outcome != DONE)
		return outcome;
	events = (uint64_t)json_integer_value(
	    json_object_get(json_object_get(status, "journal"), "events"));
	if (wall_parse(&now, member_text(status, "server_time")) &&
	    now.ms >= w->now.head.at.ms && events >= w->now.head.size)
		say("published %" PRId64 " min and %" PRIu64 " events ago\n",
		    (now.ms - w->now.head.at.ms) / MINUTES(1),
		    events - w->now.head.size);
	fflush(stdout);
	json_decref(status);
	return DONE;
}

static void
greet(const struct witness *w)
{
	say("%s: %s\nCompare this key with what the body publishes.\n",
	    w->keys->origin, w->path);
}

static enum outcome
look(struct witness *w)
{
	bool first = w->last.text.len == 0;
	enum outcome outcome = ask_head(w);

	if (outcome == DONE)
		outcome = compare(w);
	if (outcome != DONE)
		return outcome;
	if (!first && w->last.head.size == w->now.head.size)
		return call_has(w->call, OPTION_EVERY) ? DONE : say_age(w);
	outcome = append(w);
	if (outcome != DONE)
		return outcome;
	if (first)
		greet(w);
	say_head(&w->now.head);
	(void)read_head(&w->last, buf_slice(&w->now.text));
	return say_age(w);
}

/* 0: once; less: it is no number. */
static long
minutes_between(const struct call *call)
{
	const char *text = call->options[OPTION_EVERY];
	char *end;
	long minutes;

	if (text == NULL)
		return 0;
	minutes = strtol(text, &end, 10);
	return *end == '\0' && minutes > 0 && minutes <= 1440 ? minutes : -1;
}

enum outcome
run_witness(struct call *call)
{
	struct witness w = { .call = call, .path = call->arguments[0] };
	struct timespec pause = { 60 * minutes_between(call), 0 };
	enum outcome outcome;

	if (pause.tv_sec < 0) {
		complain("--every takes minutes, 1 to 1440");
		return MISUSED;
	}
	w.keys = alloc_zero(1, sizeof(*w.keys));
	outcome = read_last(&w);
	if (outcome == DONE)
		outcome = look(&w);
	while (
	    pause.tv_sec > 0 && (outcome == DONE || outcome == NO_CONNECTION)) {
		nanosleep(&pause, NULL);
		outcome = look(&w);
	}
	buf_fini(&w.last.text);
	buf_fini(&w.now.text);
	free(w.keys);
	return outcome;
}
