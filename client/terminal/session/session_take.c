#include "base/clock.h"
#include "terminal/session/json.h"
#include "terminal/session/outbox_file.h"
#include "terminal/session/session_state.h"
#include "terminal/session/state_file.h"

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

void
session_hear_time(struct session *s, const json_t *json)
{
	struct wall at;

	if (wall_parse(&at, json_text(json, "server_time")))
		s->server_ahead = at.ms - now().ms;
}

/* When to look at the attempt though nothing told us to: the end of what is
 * counted down, the moment it may be opened, or soon if there is no stream. */
void
session_plan_look(struct session *s)
{
	const struct attempt *a = s->attempt;
	bool told = s->practice != NULL || stream_is_up(s->stream);
	int64_t wait = told ? DAYS(1) : SESSION_LOOK_MS;
	int64_t until;

	if (a->running && a->remaining_ms + GRACE_MS < wait)
		wait = a->remaining_ms + GRACE_MS;
	if (a->break_ms >= 0 && a->break_ms + GRACE_MS < wait)
		wait = a->break_ms + GRACE_MS;
	until = json_time(a->may_open, "earliest").ms - a->server_time.ms;
	if (until > 0 && until < wait)
		wait = until;
	s->look_at = mono_add(now(),
	    (wait > SECONDS(1) ? wait : SECONDS(1)) + WIRE_AGAIN_MIN_MS);
}

void
session_tell_message(struct session *s, const struct message *m)
{
	if (m->number <= s->told_message || m->number <= s->memory.read)
		return;
	s->told_message = m->number;
	session_tell(s,
	    (struct news){
		.kind = NEWS_MESSAGE, .at = m->at, .message = m->number },
	    m->text);
}

static void
tell_messages(struct session *s)
{
	size_t i;

	for (i = 0; i < s->attempt->n_messages; i++)
		session_tell_message(s, &s->attempt->messages[i]);
}

/* What was left over from an earlier run is read once the attempt is known. */
static void
find_copy(struct session *s)
{
	enum err e = state_file_prepare(s->directory);

	if (e == ERR_OK) {
		outbox_file_path(&s->outbox_path, s->directory,
		    wire_server_name(s->server), s->candidate,
		    s->attempt->number);
		e = outbox_file_load(s->outbox, s->outbox_path.at);
		s->counts.saves += outbox_answers(s->outbox);
	}
	if (e == ERR_OK)
		return;
	session_tell(s, (struct news){ .kind = NEWS_LOCAL_COPY },
	    e == ERR_SYNTAX ? "a damaged file was set aside" :
			      "the folder cannot be used");
}

/* The stream and the replies cross: what was said earlier is passed over. */
void
session_take_attempt(struct session *s, json_t *json)
{
	struct attempt *a, *before = s->attempt;
	struct buf changes = { 0 };

	if (attempt_read(&a, json) != ERR_OK) {
		session_lose(s, "the server sent an attempt that makes no sense",
		    0);
		return;
	}
	if (before != NULL && a->server_time.ms < before->server_time.ms) {
		attempt_free(a);
		return;
	}
	s->attempt = a;
	if (a->seen > s->seen)
		s->seen = a->seen;
	s->want_attempt = s->look_first = false;
	if (a->state == ATTEMPT_PAUSED)
		s->doubted = (struct outbox_entry){ 0 };
	if (before == NULL && s->practice == NULL)
		find_copy(s);
	else if (before != NULL)
		attempt_put_changes(&changes, before, a);
	buf_put_u8(&changes, '\0');
	countdown_set(&s->clock, a->remaining_ms, attempt_clock_total(a),
	    a->running, now());
	countdown_set(&s->rest, a->break_ms, 0, true, now());
	s->want_paper = a->state == ATTEMPT_IN_SECTION &&
	    (s->want_paper || !session_paper_fits(s));
	session_plan_look(s);
	memory_set_attempt(&s->memory, a->number);
	memory_set_over(&s->memory, attempt_is_over(a));
	session_tell(s, (struct news){ .kind = NEWS_ATTEMPT }, changes.at);
	tell_messages(s);
	buf_fini(&changes);
	attempt_free(before);
}

/* What is entered here and not acknowledged stands over what the server has. */
static void
lay_over(struct session *s, struct item *item, const struct paper *before)
{
	const struct outbox_entry *e;
	const struct item *old = before == NULL ? NULL :
						  paper_find(before, item->number);

	item->seen = old != NULL && old->seen;
	e = outbox_find(s->outbox, OUTBOX_ANSWER, item->number);
	if (e != NULL) {
		item_set_response(item, json_incref(e->value));
		item->seq = e->seq > item->seq ? e->seq : item->seq;
	}
	e = outbox_find(s->outbox, OUTBOX_FLAG, item->number);
	if (e != NULL)
		item->flagged = json_is_true(e->value);
}

void
session_take_paper(struct session *s, json_t *json)
{
	struct paper *p, *before = s->paper;
	size_t i;

	if (paper_open(&p, json) != ERR_OK) {
		session_lose(s, "the server sent a paper that makes no sense",
		    0);
		return;
	}
	for (i = 0; i < p->n_items; i++)
		lay_over(s, &p->items[i], before);
	s->paper = p;
	paper_close(before);
	/* It may be of the section before: then look again. */
	s->want_paper = false;
	if (!session_paper_fits(s))
		s->want_attempt = true;
	session_tell(s, (struct news){ .kind = NEWS_PAPER }, "");
}
