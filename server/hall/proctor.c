/* proctor: acts on attempts, each with who and why. */
#include "base/log.h"
#include "hall/state.h"

#define EXTENSION_MAX_MIN 720 /* twelve hours: more is a typing mistake */

struct seat *
seat_of_path(struct hall *h, struct request *r)
{
	struct slice p = r->frame->params[0];
	uint64_t n = 0;
	struct seat *s;
	size_t i;

	for (i = 0; i < p.len && i < 18; i++) {
		if (p.at[i] < '0' || p.at[i] > '9')
			break;
		n = n * 10 + (uint64_t)(p.at[i] - '0');
	}
	s = i == p.len ? seat_find(h, n) : NULL;
	if (s == NULL)
		reply_refuse(h, r, ERR_UNKNOWN, "There is no attempt %.*s.",
		    SLICE_FMT(p));
	return s;
}

static void
reply_row(struct hall *h, struct request *r, struct seat *s)
{
	push_state(h, s);
	push_row(h, s);
	seat_write_row(h, reply_begin(h), s);
	reply_end(h, r, 200);
}

static void
finish(struct hall *h, struct request *r, struct seat *s, struct event *e)
{
	enum err err = journal_event(h, s, e, NULL);

	if (err != ERR_OK)
		reply_refuse(h, r, err,
		    "The attempt is %s; \"%s\" is not possible now.",
		    attempt_state_word(s->attempt.state), event_word(e->kind));
	else
		reply_row(h, r, s);
}

/* The acts that need nothing but a reason. */
static void
act_plain(struct hall *h, struct request *r, enum event_kind kind)
{
	static const char *const names[] = { "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = kind };
	struct body b;
	struct act act;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	act_read(&b, &act);
	act_event(&e, r, &act);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		finish(h, r, s, &e);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
proctor_pause(struct hall *h, struct request *r)
{
	act_plain(h, r, EVENT_PAUSED);
}

void
proctor_resume(struct hall *h, struct request *r)
{
	act_plain(h, r, EVENT_RESUMED);
}

void
proctor_check_in(struct hall *h, struct request *r)
{
	static const char *const names[] = { "document", "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = EVENT_CHECKED_IN };
	struct body b;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	e.by = slice_of(r->staff->name);
	e.reason = body_text_if(&b, "reason", 1, IDENT_MAX);
	e.text = body_text(&b, "document", 1, WORDS_MAX);
	(void)body_text_if(&b, "words", 1, WORDS_MAX);
	if (b.err == ERR_OK && e.reason.len > 0 && !reason_is_known(e.reason))
		body_fail(&b, ERR_INVALID, "\"reason\" is not one of the list.");
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		finish(h, r, s, &e);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
proctor_admit(struct hall *h, struct request *r)
{
	static const char *const names[] = { "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = EVENT_ADMITTED,
		.by = slice_of(r->staff->name) };
	struct body b;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	e.reason = body_text_if(&b, "reason", 1, IDENT_MAX);
	e.text = body_text_if(&b, "words", 1, WORDS_MAX);
	if (b.err == ERR_OK && s->room->sitting->check_in &&
	    s->attempt.state == ATTEMPT_EXPECTED)
		body_fail(&b, ERR_STATE,
		    "The candidate's identity has to be checked in first.");
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		finish(h, r, s, &e);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
proctor_extend(struct hall *h, struct request *r)
{
	static const char *const names[] = { "minutes", "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = EVENT_EXTENDED };
	struct body b;
	struct act act;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	e.ms = MINUTES(body_int(&b, "minutes", 1, EXTENSION_MAX_MIN));
	act_read(&b, &act);
	act_event(&e, r, &act);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else if (attempt_is_closed(&s->attempt))
		reply_problem(h, r, &(struct problem){ .err = ERR_SECOND_PERSON,
			.rule = "time.after-close",
			.detail = "The attempt is closed. Adding time now needs two: "
				  "propose \"reopen\" with the minutes." });
	else
		finish(h, r, s, &e);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
proctor_move_device(struct hall *h, struct request *r)
{
	static const char *const names[] = { "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = EVENT_DEVICE_MOVED };
	struct body b;
	struct act act;
	enum err err;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	act_read(&b, &act);
	act_event(&e, r, &act);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else {
		e.number = s->waiting != NULL ? s->attempt.waiting_device : 0;
		err = journal_event(h, s, &e, NULL);
		if (err == ERR_OK) {
			session_move(h, s, &e);
			reply_row(h, r, s);
		} else {
			reply_refuse(h, r, err, "The device cannot be moved now.");
		}
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
proctor_terminate(struct hall *h, struct request *r)
{
	static const char *const names[] = { "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = EVENT_TERMINATED };
	struct body b;
	struct act act;
	enum err err;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	act_read(&b, &act);
	act_event(&e, r, &act);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if ((err = journal_event(h, s, &e, NULL)) != ERR_OK) {
		reply_refuse(h, r, err, "The attempt is %s already.",
		    attempt_state_word(s->attempt.state));
	} else {
		attempt_was_closed(h, s);
		reply_row(h, r, s);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

/* ---- reopening ---- */

enum err
seat_reopen(struct hall *h, struct seat *s, struct event *e)
{
	enum err err = journal_recall(h, s);

	if (err != ERR_OK)
		return err;
	err = journal_event(h, s, e, NULL);
	if (err != ERR_OK)
		return err;
	/* What comes of it now has been confirmed by nobody. */
	if (s->room->results > RESULTS_PROPOSED) {
		s->room->results = RESULTS_OPEN;
		room_store(h, s->room);
	}
	push_state(h, s);
	return ERR_OK;
}

/* One person may undo a mistaken submission with the time that was left; any
 * more is adding time after the close. */
static bool
needs_second_person(const struct hall *h, const struct seat *s, int64_t ms)
{
	const struct attempt *a = &s->attempt;

	return ms > 0 || a->state != ATTEMPT_SUBMITTED || a->released ||
	    attempt_remaining(a, h->now.mono) == 0 ||
	    mono_reached(h->now.mono, a->window_end) ||
	    s->room->results != RESULTS_OPEN;
}

void
proctor_reopen(struct hall *h, struct request *r)
{
	static const char *const names[] = { "minutes", "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = EVENT_REOPENED };
	struct body b;
	struct act act;
	enum err err;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	e.ms = MINUTES(body_int_if(&b, "minutes", 0, EXTENSION_MAX_MIN, 0));
	act_read(&b, &act);
	act_event(&e, r, &act);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else if (!attempt_is_closed(&s->attempt))
		reply_refuse(h, r, ERR_STATE, "The attempt is %s, not closed.",
		    attempt_state_word(s->attempt.state));
	else if (needs_second_person(h, s, e.ms))
		reply_problem(h, r, &(struct problem){ .err = ERR_SECOND_PERSON,
			.rule = "time.after-close",
			.detail = "Only a mistaken submission, with the time that was "
				  "left and before its result is out, is reopened by "
				  "one person. Propose \"reopen\" and let another "
				  "confirm it." });
	else if ((err = seat_reopen(h, s, &e)) != ERR_OK)
		reply_refuse(h, r, err, "The attempt cannot be reopened.");
	else
		reply_row(h, r, s);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

/* ---- messages ---- */

static enum err
send_message(struct hall *h, struct seat *s, struct slice by, struct slice text)
{
	struct event e = { .kind = EVENT_MESSAGED, .by = by, .text = text };
	enum err err = journal_event(h, s, &e, NULL);
	struct buf sse = { 0 };

	if (err != ERR_OK)
		return err;
	if (s->messages_known || s->attempt.n_messages == 1) {
		seat_add_message(s, e.position, e.at.wall, text);
		s->messages_known = true;
	}
	if (s->current != NULL && s->streams > 0) {
		buf_put_text(&sse, "event: message\ndata: {");
		out_int(&sse, "message", (int64_t)e.position);
		out_time(&sse, "at", e.at.wall);
		out_text(&sse, "text", text);
		out_time(&sse, "server_time", h->now.wall);
		out_close(&sse);
		buf_put_text(&sse, "\n\n");
		push_text(h, s->current->topic, PORT_CANDIDATE, buf_slice(&sse));
		buf_fini(&sse);
	}
	return ERR_OK;
}

void
proctor_message(struct hall *h, struct request *r)
{
	static const char *const names[] = { "text", NULL };
	struct seat *s = seat_of_path(h, r);
	struct slice text;
	struct body b;
	enum err err;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, names);
	text = body_text(&b, "text", 1, WORDS_MAX);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else if ((err = send_message(h, s, slice_of(r->staff->name), text)) !=
	    ERR_OK)
		reply_refuse(h, r, err, "The message cannot be sent.");
	else
		reply_row(h, r, s);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
proctor_broadcast(struct hall *h, struct request *r)
{
	static const char *const names[] = { "text", NULL };
	struct room *room = room_of_path(h, r);
	struct slice text;
	struct body b;
	size_t i, sent = 0;

	if (room == NULL)
		return;
	body_open(&b, r->frame->body, names);
	text = body_text(&b, "text", 1, WORDS_MAX);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else {
		for (i = 0; i < room->n_seats; i++)
			if (!attempt_is_closed(&room->seats[i]->attempt))
				sent += send_message(h, room->seats[i],
					    slice_of(r->staff->name), text) ==
				    ERR_OK;
		out_int(reply_begin(h), "sent", (int64_t)sent);
		reply_end(h, r, 200);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

/* ---- looking ---- */

void
proctor_room(struct hall *h, struct request *r)
{
	const struct room *room = room_of_path(h, r);
	size_t i;

	if (room == NULL)
		return;
	out_word(reply_begin(h), "sitting", room->sitting->ident);
	out_open_array(&h->body, "candidates");
	for (i = 0; i < room->n_seats; i++) {
		out_open(&h->body, NULL);
		seat_write_row(h, &h->body, room->seats[i]);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

void
proctor_events(struct hall *h, struct request *r)
{
	struct room *room = room_of_path(h, r);

	if (room != NULL)
		push_listen(h, r, NULL, room);
}

/* What happened, in words. */
static void
write_event_text(struct buf *b, const struct event *e)
{
	struct buf text = { 0 };
	unsigned has = event_fields(e->kind);

	buf_put_text(&text, event_word(e->kind));
	if ((has & F_SECTION) != 0)
		buf_printf(&text, " %u", e->section + 1u);
	if ((has & F_ITEM) != 0)
		buf_printf(&text, " item %u", e->item + 1u);
	if ((has & F_SEQ) != 0)
		buf_printf(&text, " (change %u)", e->seq);
	if (e->kind == EVENT_SIGNED_IN || e->kind == EVENT_DEVICE_MOVED)
		buf_printf(&text, " device %u%s", e->number,
		    e->kind == EVENT_SIGNED_IN && e->code != 0 ? ", waits" : "");
	if (e->kind == EVENT_FLAGGED)
		buf_put_text(&text, e->code != 0 ? " set" : " cleared");
	if (e->kind == EVENT_SCORED)
		buf_printf(&text, " %u.%03u %%", e->number / 1000,
		    e->number % 1000);
	if (e->kind == EVENT_REGISTERED)
		buf_printf(&text, " %s, time x %u.%03u",
		    route_name_text((enum route_name)e->code), e->number / 1000,
		    e->number % 1000);
	if ((has & F_MS) != 0 && e->ms != 0)
		buf_printf(&text, " %lld.%03lld s", (long long)e->ms / 1000,
		    (long long)e->ms % 1000);
	out_text(b, "text", buf_slice(&text));
	buf_fini(&text);
}

/* Of the kinds that name nobody. */
static bool
is_by_server(const struct event *e)
{
	return e->kind == EVENT_EXPIRED || e->kind == EVENT_ABSENT ||
	    e->kind == EVENT_SCORED || e->kind == EVENT_COMPENSATED ||
	    (e->kind == EVENT_SECTION_CLOSED && e->code == CLOSED_BY_TIME) ||
	    (e->kind == EVENT_SECTION_ENTERED && e->code != 0);
}

struct timeline {
	struct buf *rows;
	size_t n;
};

#define TIMELINE_MAX 5000 /* events shown: the newest */

static bool
see_timeline(void *ctx, const struct store_event *row)
{
	struct timeline *t = ctx;
	struct buf *b = &t->rows[t->n];
	struct event e;

	if (event_decode(&e, row->kind, row->payload) != ERR_OK)
		return true;
	out_open(b, NULL);
	out_int(b, "event", (int64_t)row->position);
	out_int(b, "number", row->number);
	out_time(b, "at", row->at.wall);
	out_word(b, "kind", event_word(e.kind));
	if ((event_fields(e.kind) & F_BY) != 0)
		out_text(b, "by", e.by);
	else
		out_word(b, "by", is_by_server(&e) ? "server" : "candidate");
	if (e.reason.len > 0)
		out_text(b, "reason", e.reason);
	if (e.text.len > 0)
		out_text(b, "words", e.text);
	write_event_text(b, &e);
	out_close(b);
	return ++t->n < TIMELINE_MAX;
}

void
proctor_timeline(struct hall *h, struct request *r)
{
	struct seat *s = seat_of_path(h, r);
	struct timeline t = { 0 };
	size_t i;

	if (s == NULL)
		return;
	t.rows = alloc_zero(TIMELINE_MAX, sizeof(*t.rows));
	seat_write_row(h, reply_begin(h), s);
	if (store_walk_back(h->store, s->chain.head, see_timeline, &t) != ERR_OK)
		log_line(LOG_ERROR, "attempt %llu: the journal cannot be read",
		    (unsigned long long)s->chain.attempt);
	out_open_array(&h->body, "events");
	for (i = t.n; i-- > 0;) {
		out_raw(&h->body, NULL, buf_slice(&t.rows[i]));
		buf_fini(&t.rows[i]);
	}
	free(t.rows);
	out_close_array(&h->body);
	reply_end(h, r, 200);
}
