/* session: who is signed in, on which device, and how a candidate signs in. */
#include <utlist.h>

#include "hall/access_code.h"
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/seat.h"
#include "hall/session.h"
#include "hall/throttle.h"

#define STAFF_SESSION_MS HOURS(12)
#define SWEEP_MS SECONDS(1) /* accounts have 16 at most: it is short */

/* Of the staff: twelve hours, or until the account is closed. */
static bool
has_expired(const struct hall *h, const struct session *s)
{
	return h->now.wall.ms - s->at.ms > STAFF_SESSION_MS ||
	    s->account->roles == 0;
}

struct session *
session_find(struct hall *h, const uint8_t token[TOKEN_LEN])
{
	uint8_t key[SHA256_LEN];
	struct session *s;

	hash_sha256(key, (struct slice){ (const char *)token, TOKEN_LEN });
	HASH_FIND(hh, h->sessions, key, SHA256_LEN, s);
	if (s != NULL && s->account != NULL && has_expired(h, s)) {
		session_end(h, s);
		return NULL;
	}
	return s;
}

void
session_end(struct hall *h, struct session *s)
{
	char key[2 * SHA256_LEN + 1];

	hash_hex(key, s->key, SHA256_LEN);
	object_delete(h, STORE_SESSION, key);
	if (s->seat != NULL) {
		push_drop(h, s->topic, PORT_CANDIDATE);
		if (s->seat->current == s)
			s->seat->current = NULL;
		if (s->seat->waiting == s)
			s->seat->waiting = NULL;
		push_row(h, s->seat);
	}
	if (s->account != NULL) {
		s->account->sessions--;
		DL_DELETE(h->staff_sessions, s);
	}
	HASH_DEL(h->sessions, s);
	free(s);
}

void
session_store(struct hall *h, const struct session *s)
{
	char key[2 * SHA256_LEN + 1];
	struct buf b = { 0 };

	hash_hex(key, s->key, SHA256_LEN);
	out_open(&b, NULL);
	if (s->seat != NULL) {
		out_int(&b, "attempt", (int64_t)s->seat->chain.attempt);
		out_int(&b, "device", s->device);
		out_bool(&b, "waiting", s->seat->waiting == s);
	} else {
		out_word(&b, "account", s->account->name);
	}
	out_time(&b, "at", s->at);
	out_close(&b);
	object_put(h, STORE_SESSION, key, &b);
	buf_fini(&b);
}

static void
session_add(struct hall *h, struct session *s)
{
	s->topic = ++h->last_topic;
	if (s->account != NULL) {
		s->account->sessions++;
		DL_APPEND(h->staff_sessions, s);
	}
	HASH_ADD(hh, h->sessions, key, SHA256_LEN, s);
}

void
session_begin(struct hall *h, struct session *s)
{
	session_add(h, s);
	session_store(h, s);
}

enum err
session_restore(struct hall *h, const char *key, struct slice bytes)
{
	static const char *const names[] = { "attempt", "device", "waiting",
		"account", "at", NULL };
	struct session *s = alloc_zero(1, sizeof(*s));
	bool waiting = false;
	struct body b;

	body_open(&b, bytes, names);
	s->at = body_time_if(&b, "at");
	if (body_has(&b, "attempt")) {
		s->seat = seat_find(h,
		    (uint64_t)body_int(&b, "attempt", 1, INT64_MAX));
		s->device = (uint32_t)body_int(&b, "device", 0, UINT32_MAX);
		waiting = body_bool(&b, "waiting");
	} else {
		s->account = account_find(h,
		    body_text(&b, "account", 1, IDENT_MAX));
	}
	if (body_close(&b) != ERR_OK || (s->seat == NULL && s->account == NULL) ||
	    !hash_unhex(s->key, SHA256_LEN, slice_of(key))) {
		free(s);
		return ERR_STATE;
	}
	if (s->seat != NULL && waiting)
		s->seat->waiting = s;
	else if (s->seat != NULL)
		s->seat->current = s;
	session_add(h, s);
	return ERR_OK;
}

void
session_sweep(struct hall *h)
{
	struct session *s, *next;

	if (!mono_reached(h->now.mono, h->next_session_sweep))
		return;
	h->next_session_sweep = mono_add(h->now.mono, SWEEP_MS);
	DL_FOREACH_SAFE(h->staff_sessions, s, next)
		if (has_expired(h, s))
			session_end(h, s);
}

struct session *
session_new(struct hall *h, uint8_t token[TOKEN_LEN])
{
	struct session *s = alloc_zero(1, sizeof(*s));

	hash_random(token, TOKEN_LEN);
	hash_sha256(s->key, (struct slice){ (const char *)token, TOKEN_LEN });
	s->at = h->now.wall;
	return s;
}

void
session_reply(
    struct hall *h, struct request *r, const uint8_t token[TOKEN_LEN])
{
	struct frame_reply reply = { .status = 201, .type = BODY_JSON,
		.flags = REPLY_SET_TOKEN };

	out_time(&h->body, "server_time", h->now.wall);
	out_close(&h->body);
	memcpy(reply.token, token, TOKEN_LEN);
	reply.body = buf_slice(&h->body);
	reply_send(h, r, &reply);
}

void
session_write_token(struct buf *b, const uint8_t token[TOKEN_LEN])
{
	char hex[2 * TOKEN_LEN + 1];

	hash_hex(hex, token, TOKEN_LEN);
	out_word(b, "token", hex);
}

/* ---- candidates ---- */

/* A right code outside its window hears the rule and the earliest time. */
static bool
refuse_outside_window(struct hall *h, struct request *r, const struct seat *s)
{
	const struct sitting *sitting = s->roster->sitting;
	struct problem p = { .rule = "sitting.window" };

	if (h->now.wall.ms < sitting->opens.ms - SIGN_IN_EARLY_MS) {
		p.err = ERR_TOO_EARLY;
		p.detail = "Sign-in opens an hour before the exam does.";
		p.earliest = wall_add(sitting->opens, -SIGN_IN_EARLY_MS);
	} else if (s->attempt.state == ATTEMPT_ABSENT ||
	    (s->attempt.plan == NULL && !attempt_is_closed(&s->attempt) &&
		h->now.wall.ms >= seat_window_closes(s).ms)) {
		p.err = ERR_TOO_LATE;
		p.detail = "The window of this exam has closed; talk to the "
			   "certification body.";
	} else {
		return false;
	}
	reply_problem(h, r, &p);
	return true;
}

/* ---- devices of a seat ---- */

static void
tell_taken_over(struct hall *h, const struct session *s)
{
	buf_clear(&h->payload);
	buf_put_text(&h->payload, "event: taken-over\ndata: {");
	out_time(&h->payload, "server_time", h->now.wall);
	out_close(&h->payload);
	buf_put_text(&h->payload, "\n\n");
	push_text(h, s->topic, PORT_CANDIDATE, buf_slice(&h->payload));
}

/* NULL is nothing to do. */
static void
take_over(struct hall *h, struct session *s)
{
	if (s == NULL)
		return;
	tell_taken_over(h, s);
	session_end(h, s);
}

void
session_end_all(struct hall *h, struct seat *s)
{
	take_over(h, s->current);
	take_over(h, s->waiting);
}

/* Which place the new session takes; the one that loses it is told. */
static void
take_place(struct hall *h, struct seat *s, struct session *fresh, bool waits)
{
	if (waits)
		take_over(h, s->waiting);
	else
		session_end_all(h, s);
	if (waits)
		s->waiting = fresh;
	else
		s->current = fresh;
}

static void
sign_in_seat(struct hall *h, struct request *r, struct seat *s,
    struct slice device)
{
	/* Who shows the token of the device that has the attempt, and the
	 * code, is that device: a program that was started again. */
	bool waits = s->current != NULL && s->current != r->session &&
	    !attempt_is_closed(&s->attempt) &&
	    s->roster->sitting->takeover == TAKEOVER_PROCTOR;
	struct event e = { .kind = EVENT_SIGNED_IN, .code = waits,
		.number = s->attempt.devices + 1, .text = device };
	uint8_t token[TOKEN_LEN];
	struct session *fresh;

	journal_note(h, s, &e);
	fresh = session_new(h, token);
	fresh->seat = s;
	fresh->device = e.number;
	take_place(h, s, fresh, waits);
	session_begin(h, fresh);
	push_state(h, s);
	reply_begin(h);
	session_write_token(&h->body, token);
	out_word(&h->body, "device", waits ? "waiting" : "current");
	out_int(&h->body, "attempt", (int64_t)s->chain.attempt);
	session_reply(h, r, token);
}

static void
refuse_code(struct hall *h, struct request *r)
{
	if (throttle_is_empty(h, r->frame->address, SLICE_NONE)) {
		reply_refuse(h, r, ERR_FULL,
		    "Too many wrong codes from this address; a right one still "
		    "works.");
		return;
	}
	throttle_charge(h, r->frame->address, SLICE_NONE);
	reply_refuse(h, r, ERR_SIGN_IN,
	    "Check the candidate number and the access code on your ticket.");
}

void
session_sign_in(struct hall *h, struct request *r)
{
	static const char *const names[] = { "candidate", "code", "device",
		NULL };
	struct slice number, code, device;
	struct seat *s;
	struct body b;

	body_open(&b, r->frame->body, names);
	number = body_text(&b, "candidate", 1, IDENT_MAX);
	code = body_text(&b, "code", 1, IDENT_MAX);
	device = body_text_if(&b, "device", 0, NAME_MAX_LEN);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if ((s = access_code_seat(h, number, code)) == NULL) {
		refuse_code(h, r);
	} else if (!refuse_outside_window(h, r, s)) {
		sign_in_seat(h, r, s, device);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
session_reply_ended(struct hall *h, struct request *r)
{
	struct frame_reply reply = { .status = 200, .type = BODY_JSON,
		.flags = REPLY_CLEAR_TOKEN };

	reply_begin(h);
	out_time(&h->body, "server_time", h->now.wall);
	out_close(&h->body);
	reply.body = buf_slice(&h->body);
	reply_send(h, r, &reply);
}

void
session_sign_out(struct hall *h, struct request *r)
{
	struct event e = { .kind = EVENT_SIGNED_OUT,
		.number = r->session->device };

	journal_note(h, r->seat, &e);
	session_end(h, r->session);
	session_reply_ended(h, r);
}

void
session_move(struct hall *h, struct seat *s, const struct event *e)
{
	struct session *fresh = e->number != 0 ? s->waiting : NULL;

	take_over(h, s->current);
	if (fresh != NULL) {
		s->waiting = NULL;
		s->current = fresh;
		session_store(h, fresh);
	}
	push_state(h, s);
}
