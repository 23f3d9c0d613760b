#include <inttypes.h>

#include "base/clock.h"
#include "base/hash.h"
#include "exam/routes.h"
#include "terminal/json.h"
#include "terminal/outbox_file.h"
#include "terminal/session_state.h"
#include "wire/problem.h"

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

static void
put_json(struct buf *body, json_t *json)
{
	char *text = alloc_checked(json_dumps(json, JSON_COMPACT));

	buf_put_text(body, text);
	free(text);
	json_decref(json);
}

static void
put_sign_in(const struct session *s, struct buf *body)
{
	put_json(body, alloc_checked(json_pack("{s:s,s:s,s:s}", "candidate",
			   s->candidate, "code", s->code, "device", s->device)));
}

/* The oldest change that the server has not acknowledged. */
static void
put_save(struct session *s, struct buf *path, struct buf *body)
{
	const struct outbox_entry *e = outbox_at(s->outbox, 0);
	char at[WALL_TEXT_MAX];

	s->sent = *e;
	s->sent.value = NULL;
	buf_printf(path, "/v1/attempt/%s/%d",
	    e->kind == OUTBOX_ANSWER ? "answers" : "flags", e->item);
	if (e->kind == OUTBOX_FLAG)
		put_json(body, alloc_checked(json_pack("{s:O}", "flagged",
				   e->value)));
	else
		put_json(body, alloc_checked(json_pack("{s:I,s:O,s:s}", "seq",
				   (json_int_t)e->seq, "response", e->value,
				   "entered_at",
				   wall_format(at, e->entered_at))));
}

void
session_request(struct session *s, struct wire_request *r, struct buf *path,
    struct buf *body)
{
	static const enum route routes[N_TASKS] = {
		[TASK_SIGN_IN] = ROUTE_SIGN_IN,
		[TASK_ATTEMPT] = ROUTE_ATTEMPT,
		[TASK_SAVE] = ROUTE_ANSWER,
		[TASK_PAPER] = ROUTE_PAPER,
	};

	if (s->task == TASK_ACT) {
		acts_request(r, path, body, &s->acts);
		return;
	}
	if (s->task == TASK_SAVE)
		put_save(s, path, body);
	else
		buf_put_text(path, route_facts[routes[s->task]].path);
	if (s->task == TASK_SIGN_IN)
		put_sign_in(s, body);
	buf_put_u8(path, '\0');
	r->method = route_facts[routes[s->task]].method;
	r->path = path->at;
	r->body = buf_slice(body);
}

static void
over(struct session *s, enum news_kind kind, const char *text)
{
	s->phase = PHASE_OVER;
	session_tell(s, (struct news){ .kind = kind }, text);
}

static void
hear_time(struct session *s, const json_t *json)
{
	struct wall at;

	if (wall_parse(&at, json_text(json, "server_time")))
		s->server_ahead = at.ms - now().ms;
}

/* When to look at the attempt though nothing told us to: the end of what is
 * counted down, the moment it may be opened, or soon if there is no stream. */
static void
plan_look(struct session *s)
{
	const struct attempt *a = s->attempt;
	int64_t wait = stream_is_up(s->stream) ? DAYS(1) : SESSION_LOOK_MS;
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

static void
tell_messages(struct session *s)
{
	const struct attempt *a = s->attempt;
	size_t i;

	for (i = 0; i < a->n_messages; i++) {
		const struct message *m = &a->messages[i];

		if (m->number <= s->told_message)
			continue;
		s->told_message = m->number;
		session_tell(s, (struct news){ .kind = NEWS_MESSAGE,
				    .at = m->at }, m->text);
	}
}

/* What was left over from an earlier run is read once the attempt is known. */
static void
find_copy(struct session *s)
{
	enum err e = outbox_file_prepare(s->directory);

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
static void
take_attempt(struct session *s, json_t *json)
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
	s->want_attempt = s->look_first = false;
	if (a->state == ATTEMPT_PAUSED)
		s->doubted = (struct outbox_entry){ 0 };
	if (before == NULL)
		find_copy(s);
	else
		attempt_put_changes(&changes, before, a);
	buf_put_u8(&changes, '\0');
	countdown_set(&s->clock, a->remaining_ms, attempt_clock_total(a),
	    a->running, now());
	countdown_set(&s->rest, a->break_ms, 0, true, now());
	s->want_paper = a->state == ATTEMPT_IN_SECTION &&
	    (s->want_paper || !session_paper_fits(s));
	plan_look(s);
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

static void
take_paper(struct session *s, json_t *json)
{
	struct paper *p, *before = s->paper;
	size_t i;

	if (paper_read(&p, json) != ERR_OK) {
		session_lose(s, "the server sent a paper that makes no sense",
		    0);
		return;
	}
	for (i = 0; i < p->n_items; i++)
		lay_over(s, &p->items[i], before);
	s->paper = p;
	paper_free(before);
	/* It may be of the section before: then look again. */
	s->want_paper = false;
	if (!session_paper_fits(s))
		s->want_attempt = true;
	session_tell(s, (struct news){ .kind = NEWS_PAPER }, "");
}

static void
signed_in(struct session *s, const struct wire_reply *r)
{
	const char *token = json_text(r->json, "token");
	int64_t first = s->attempt == NULL ? SESSION_STREAM_MS : 0;

	s->phase = PHASE_SIGNED_IN;
	wire_set_token(s->wire, token);
	stream_free(s->stream);
	s->stream = stream_new(s->server, route_facts[ROUTE_EVENTS].path, token,
	    first);
	session_tell(s, (struct news){ .kind = NEWS_SIGNED_IN }, "");
}

static enum verdict
read_verdict(const json_t *json)
{
	const char *name = json_text(json, "verdict");
	size_t i;

	for (i = 0; i < N_VERDICTS; i++)
		if (strcmp(name, verdict_name((enum verdict)i)) == 0)
			return (enum verdict)i;
	return N_VERDICTS;
}

static void
saved(struct session *s, const struct wire_reply *r)
{
	struct news news = { .kind = NEWS_FLAGGED, .item = s->sent.item };

	if (s->sent.kind == OUTBOX_ANSWER) {
		news.kind = NEWS_SAVED;
		news.verdict = read_verdict(r->json);
		news.at = json_time(r->json, "saved_at");
		if (news.verdict == N_VERDICTS ||
		    json_number(r->json, "seq") != s->sent.seq) {
			session_lose(s, "the server sent an acknowledgement "
					"that makes no sense", 0);
			return;
		}
		s->counts.acknowledged++;
		s->counts.verdicts[news.verdict]++;
		s->want_paper |= news.verdict == VERDICT_STALE;
	}
	outbox_done(s->outbox, s->sent.kind, s->sent.item, s->sent.seq);
	session_keep_copy(s);
	session_tell(s, news, "");
}

static void
act_done(struct session *s, const struct wire_reply *r)
{
	enum act act = s->acts.entries[0].act;

	acts_drop_first(&s->acts);
	if (act_gives_attempt(act))
		take_attempt(s, r->json);
	if (act == ACT_RESULT) {
		json_decref(s->result);
		s->result = json_incref(r->json);
	}
	session_tell(s, (struct news){ .kind = act == ACT_RESULT ? NEWS_RESULT :
								   NEWS_DONE,
			    .act = act }, "");
}

/* The server has what it asked for. */
static void
good(struct session *s, const struct wire_reply *r)
{
	switch (s->task) {
	case TASK_SIGN_IN:
		signed_in(s, r);
		break;
	case TASK_ATTEMPT:
		take_attempt(s, r->json);
		break;
	case TASK_SAVE:
		saved(s, r);
		break;
	case TASK_ACT:
		act_done(s, r);
		break;
	case TASK_PAPER:
		take_paper(s, r->json);
		break;
	case TASK_NONE:
	case N_TASKS:
		break;
	}
}

static void
look_first(struct session *s)
{
	s->look_first = true;
	s->again_at = mono_add(now(), WIRE_AGAIN_MIN_MS);
}

/* It will not do it, now or ever; what it was about is given up and told. */
static void
refused(struct session *s, const char *text)
{
	struct news news = { .kind = NEWS_NOT_SAVED, .item = s->sent.item };

	s->want_attempt = true;
	if (s->task == TASK_SIGN_IN) {
		s->phase = PHASE_SIGNED_OUT;
		session_tell(s,
		    (struct news){ .kind = NEWS_SIGN_IN_REFUSED }, text);
	} else if (s->task == TASK_SAVE) {
		outbox_done(s->outbox, s->sent.kind, s->sent.item, s->sent.seq);
		session_keep_copy(s);
		s->want_paper = true;
		session_tell(s, news, text);
	} else if (s->task == TASK_ACT) {
		news.kind = NEWS_REFUSED;
		news.act = s->acts.entries[0].act;
		acts_drop_first(&s->acts);
		session_tell(s, news, text);
	} else if (s->task == TASK_PAPER) {
		s->want_paper = false;
		look_first(s);
	} else {
		session_lose(s, text, 0);
	}
}

/* Is it refused only because the exam stands still, or this device waits?  Then
 * it stays where it is, and the attempt is looked at first. */
static bool
must_wait(struct session *s, enum err e)
{
	bool again = s->doubted.item == s->sent.item &&
	    s->doubted.kind == s->sent.kind && s->doubted.seq == s->sent.seq;

	if (e == ERR_DEVICE)
		return s->task != TASK_SIGN_IN;
	if (e != ERR_STATE || s->task != TASK_SAVE || again)
		return false;
	s->doubted = s->sent;
	return true;
}

static void
bad(struct session *s, const struct wire_reply *r)
{
	enum err e = problem_reply_err(r);
	struct buf text = { 0 };

	problem_reply_text(&text, r);
	buf_put_u8(&text, '\0');
	if (r->status == 401 && s->task != TASK_SIGN_IN)
		over(s, NEWS_ENDED, text.at);
	else if (r->status >= 500 || (r->status == 429 && s->task != TASK_ACT))
		session_lose(s, text.at, r->retry_after);
	else if (must_wait(s, e))
		look_first(s);
	else
		refused(s, text.at);
	buf_fini(&text);
}

void
session_reply(struct session *s, const struct wire_reply *r)
{
	hear_time(s, r->json);
	if (r->status < 500 && r->status != 429)
		session_heard(s);
	if (wire_reply_good(r))
		good(s, r);
	else
		bad(s, r);
}

static void
take_event(struct session *s, const struct sse_event *event)
{
	json_t *json = json_loadb(event->data.at, event->data.len,
	    JSON_REJECT_DUPLICATES, NULL);
	int64_t number = json_number(json, "message");

	hear_time(s, json);
	if (slice_is(event->name, "state")) {
		take_attempt(s, json);
	} else if (slice_is(event->name, "message") &&
	    number > s->told_message) {
		s->told_message = number;
		session_tell(s, (struct news){ .kind = NEWS_MESSAGE,
				    .at = json_time(json, "at") },
		    json_text(json, "text"));
	} else if (slice_is(event->name, "taken-over")) {
		over(s, NEWS_TAKEN_OVER, "");
	}
	json_decref(json);
}

void
session_stream(struct session *s, enum stream_news news,
    const struct sse_event *event)
{
	switch (news) {
	case STREAM_EVENT:
		take_event(s, event);
		break;
	case STREAM_UP:
	case STREAM_DOWN:
		s->want_attempt |= news == STREAM_DOWN;
		if (s->attempt != NULL)
			plan_look(s);
		break;
	case STREAM_REFUSED:
		if (stream_reply(s->stream)->status == 401)
			over(s, NEWS_ENDED, "");
		break;
	case STREAM_NOTHING:
		break;
	}
}
