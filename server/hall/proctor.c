/*
 * proctor: acts on one attempt, each with who and why.
 *
 * All go the same way: read the body into an event, refuse what the rules do
 * not allow, journal it, and show the row as it is then.  What differs is said
 * in a struct deed.
 */
#include "hall/commands.h"
#include "hall/deadline.h"
#include "hall/draw.h"
#include "hall/journal.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/room.h"
#include "hall/roster.h"
#include "hall/seat.h"
#include "hall/session.h"

#define EXTENSION_MAX_MIN 720 /* twelve hours: more is a typing mistake */

/* In which states it is, for a person. */
static const char *
when_possible(uint16_t states)
{
	if (states == IN_STATE(PAUSED))
		return "while it is paused";
	if (states == ONCE_BEGUN_AND_CLOSED)
		return "when it has begun and is closed";
	if ((states & UNTIL_CLOSED) == 0)
		return "when it is closed";
	if ((states & WHILE_IT_RUNS) == 0)
		return "before it is admitted";
	return (states & BEFORE_IT_BEGINS) == 0 ? "while it runs"
						: "before it is closed";
}

/* The route is not for this state, whatever the body says. */
static bool
is_possible(struct hall *h, struct request *r, const struct seat *s)
{
	enum route route = r->frame->route;

	if (route_states[route] == 0 ||
	    (route_states[route] >> s->attempt.state & 1) != 0)
		return true;
	reply_refuse(h, r, ERR_STATE,
	    "The attempt is %s; this is possible only %s.",
	    attempt_state_word(s->attempt.state),
	    when_possible(route_states[route]));
	return false;
}

struct seat *
seat_of_path(struct hall *h, struct request *r)
{
	struct slice p = r->frame->params[0];
	uint64_t n;
	struct seat *s = number_read(&n, p) ? seat_find(h, n) : NULL;

	if (s == NULL)
		reply_refuse(h, r, ERR_UNKNOWN, "There is no attempt %.*s.",
		    SLICE_FMT(p));
	return s != NULL &&
			room_let(h, r, s, route_facts[r->frame->route].who) &&
			is_possible(h, r, s) ?
		   s :
		   NULL;
}

struct deed {
	enum event_kind kind;
	const char *const *members; /* of the body */
	/* Fill in what the body says; body_fail() what cannot be. */
	void (*read)(struct body *, struct event *, const struct seat *);
	/* A rule against it, or NULL for none: its name, and *detail. */
	const char *(*forbids)(const struct hall *, const struct seat *,
	    const struct event *, const char **detail);
	/* NULL: journal_event(). */
	enum err (*apply)(struct hall *, struct seat *, struct event *);
};

static enum err
apply(struct hall *h, const struct deed *d, struct seat *s, struct event *e)
{
	return d->apply != NULL ? d->apply(h, s, e) :
				  journal_event(h, s, e, NULL);
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
decide(struct hall *h, struct request *r, const struct deed *d, struct seat *s,
    struct event *e)
{
	const char *detail = NULL;
	const char *rule = d->forbids != NULL ? d->forbids(h, s, e, &detail) :
						NULL;
	enum err err;

	if (rule != NULL) {
		reply_problem(h, r, &(struct problem){ .err = ERR_SECOND_PERSON,
			.rule = rule, .detail = detail });
		return;
	}
	err = apply(h, d, s, e);
	if (err != ERR_OK)
		reply_refuse(h, r, err,
		    "The attempt is %s; \"%s\" is not possible now.",
		    attempt_state_word(s->attempt.state), event_word(e->kind));
	else
		reply_row(h, r, s);
}

static void
carry_out(struct hall *h, struct request *r, const struct deed *d)
{
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = d->kind };
	struct body b;

	if (s == NULL)
		return;
	body_open(&b, r->frame->body, d->members);
	e.by = slice_of(r->staff->name);
	d->read(&b, &e, s);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		decide(h, r, d, s, &e);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

static const char *const why_members[] = { "reason", "words", NULL };
static const char *const time_members[] = { "minutes", "reason", "words",
	NULL };

static void
read_why(struct body *b, struct event *e, const struct seat *s)
{
	struct act act;

	(void)s;
	act_read(b, &act);
	e->reason = act.reason;
	e->text = act.words;
}

/* ---- into the room ---- */

/* The document, and behind it what else there is to say. */
static void
read_check_in(struct body *b, struct event *e, const struct seat *s)
{
	static char text[2 * WORDS_MAX + 3];
	struct slice document = body_text(b, "document", 1, WORDS_MAX);
	struct slice words = body_text_if(b, "words", 1, WORDS_MAX);

	(void)s;
	e->reason = body_text_if(b, "reason", 1, IDENT_MAX);
	if (e->reason.len > 0 && !reason_is_known(e->reason))
		body_fail(b, ERR_INVALID, "\"reason\" is not one of the list.");
	snprintf(text, sizeof(text), "%.*s%s%.*s", SLICE_FMT(document),
	    words.len > 0 ? "; " : "", SLICE_FMT(words));
	e->text = slice_of(text);
}

void
proctor_check_in(struct hall *h, struct request *r)
{
	static const char *const members[] = { "document", "reason", "words",
		NULL };
	static const struct deed deed = { EVENT_CHECKED_IN, members,
		read_check_in, NULL, NULL };

	carry_out(h, r, &deed);
}

static void
read_admission(struct body *b, struct event *e, const struct seat *s)
{
	e->reason = body_text_if(b, "reason", 1, IDENT_MAX);
	e->text = body_text_if(b, "words", 1, WORDS_MAX);
	if (e->reason.len > 0 && !reason_is_known(e->reason))
		body_fail(b, ERR_INVALID, "\"reason\" is not one of the list.");
	if (s->roster->sitting->check_in &&
	    s->attempt.state == ATTEMPT_EXPECTED)
		body_fail(b, ERR_STATE,
		    "The candidate's identity has to be checked in first.");
}

void
proctor_admit(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_ADMITTED, why_members,
		read_admission, NULL, NULL };

	carry_out(h, r, &deed);
}

static enum err
apply_move(struct hall *h, struct seat *s, struct event *e)
{
	enum err err;

	e->number = s->waiting != NULL ? s->attempt.waiting_device : 0;
	err = journal_event(h, s, e, NULL);
	if (err == ERR_OK)
		session_move(h, s, e);
	return err;
}

void
proctor_move_device(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_DEVICE_MOVED, why_members,
		read_why, NULL, apply_move };

	carry_out(h, r, &deed);
}

/* Nothing moves; whoever reads the attempt later is to know. */
void
proctor_incident(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_INCIDENT, why_members, read_why,
		NULL, NULL };

	carry_out(h, r, &deed);
}

/* ---- time ---- */

void
proctor_pause(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_PAUSED, why_members, read_why,
		NULL, NULL };

	carry_out(h, r, &deed);
}

void
proctor_resume(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_RESUMED, why_members, read_why,
		NULL, NULL };

	carry_out(h, r, &deed);
}

static void
read_extension(struct body *b, struct event *e, const struct seat *s)
{
	e->ms = MINUTES(body_int(b, "minutes", 1, EXTENSION_MAX_MIN));
	read_why(b, e, s);
}

static const char *
forbids_extension(const struct hall *h, const struct seat *s,
    const struct event *e, const char **detail)
{
	(void)h, (void)e;
	*detail = "The attempt is closed. Adding time now needs two: propose "
		  "\"reopen\" with the minutes.";
	return attempt_is_closed(&s->attempt) ? "time.after-close" : NULL;
}

void
proctor_extend(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_EXTENDED, time_members,
		read_extension, forbids_extension, NULL };

	carry_out(h, r, &deed);
}

/* ---- the end, and back ---- */

static enum err
apply_end(struct hall *h, struct seat *s, struct event *e)
{
	enum err err = journal_event(h, s, e, NULL);

	if (err == ERR_OK)
		attempt_was_closed(h, s);
	return err;
}

void
proctor_terminate(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_TERMINATED, why_members,
		read_why, NULL, apply_end };

	carry_out(h, r, &deed);
}

enum err
seat_reopen(struct hall *h, struct seat *s, struct event *e)
{
	enum err err = journal_recall(h, s);

	if (err != ERR_OK)
		return ERR_SYS; /* damaged, the log says where */
	err = journal_event(h, s, e, NULL);
	if (err != ERR_OK)
		return err;
	/* What comes of it now has been confirmed by nobody. */
	if (s->roster->results > RESULTS_PROPOSED) {
		s->roster->results = RESULTS_OPEN;
		roster_store(h, s->roster);
	}
	push_state(h, s);
	return ERR_OK;
}

static void
read_reopening(struct body *b, struct event *e, const struct seat *s)
{
	e->ms = MINUTES(body_int_if(b, "minutes", 0, EXTENSION_MAX_MIN, 0));
	read_why(b, e, s);
	if (!attempt_is_closed(&s->attempt))
		body_fail(b, ERR_STATE, "The attempt is %s, not closed.",
		    attempt_state_word(s->attempt.state));
}

/* One person may undo a mistaken submission with the time that was left; any
 * more is adding time after the close. */
static const char *
forbids_reopening(const struct hall *h, const struct seat *s,
    const struct event *e, const char **detail)
{
	const struct attempt *a = &s->attempt;
	bool mistaken = e->ms == 0 && a->state == ATTEMPT_SUBMITTED &&
			!a->released &&
			attempt_remaining(a, h->now.mono) != 0 &&
			!mono_reached(h->now.mono, a->window_end) &&
			s->roster->results == RESULTS_OPEN;

	*detail = "Only a mistaken submission, with the time that was left and "
		  "before its result is out, is reopened by one person. Propose "
		  "\"reopen\" and let another confirm it.";
	return mistaken ? NULL : "time.after-close";
}

void
proctor_reopen(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_REOPENED, time_members,
		read_reopening, forbids_reopening, seat_reopen };

	carry_out(h, r, &deed);
}

/* ---- messages ---- */

enum err
proctor_write(
    struct hall *h, struct seat *s, struct slice by, struct slice text)
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

static void
read_message(struct body *b, struct event *e, const struct seat *s)
{
	(void)s;
	e->text = body_text(b, "text", 1, WORDS_MAX);
}

static enum err
apply_message(struct hall *h, struct seat *s, struct event *e)
{
	return proctor_write(h, s, e->by, e->text);
}

static const char *const text_member[] = { "text", NULL };

void
proctor_message(struct hall *h, struct request *r)
{
	static const struct deed deed = { EVENT_MESSAGED, text_member,
		read_message, NULL, apply_message };

	carry_out(h, r, &deed);
}
