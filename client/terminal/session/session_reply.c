#include "base/clock.h"
#include "exam/routes.h"
#include "terminal/session/json.h"
#include "terminal/session/session_state.h"
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

/* The item is the last part of the path. */
static void
put_item_path(struct buf *path, enum route route, int item)
{
	const char *to = route_facts[route].path;

	buf_printf(path, "%.*s%d", (int)strcspn(to, "{"), to, item);
}

/* The oldest change that the server has not acknowledged. */
static void
put_save(struct session *s, struct buf *path, struct buf *body)
{
	const struct outbox_entry *e = outbox_at(s->outbox, 0);
	char at[WALL_TEXT_MAX];

	s->sent = *e;
	s->sent.value = NULL;
	put_item_path(path,
	    e->kind == OUTBOX_ANSWER ? ROUTE_ANSWER : ROUTE_FLAG, e->item);
	if (e->kind == OUTBOX_FLAG)
		put_json(body, alloc_checked(json_pack("{s:O}", "flagged",
				   e->value)));
	else
		put_json(body, alloc_checked(json_pack("{s:I,s:O,s:s}", "seq",
				   (json_int_t)e->seq, "response", e->value,
				   "entered_at",
				   wall_format(at, e->entered_at))));
}

static void
put_seen(struct session *s, struct buf *body)
{
	s->sent_seen = session_shown(s);
	put_json(body, alloc_checked(json_pack("{s:I}", "event",
			   (json_int_t)s->sent_seen)));
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
		[TASK_SEEN] = ROUTE_SEEN,
		[TASK_RECEIPT] = ROUTE_RECEIPT,
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
	if (s->task == TASK_SEEN)
		put_seen(s, body);
	buf_put_u8(path, '\0');
	r->method = route_facts[routes[s->task]].method;
	r->path = path->at;
	r->body = buf_slice(body);
}

static void
over(struct session *s, enum news_kind kind, const char *text)
{
	s->phase = PHASE_OVER;
	memory_set_token(&s->memory, NULL);
	session_tell(s, (struct news){ .kind = kind }, text);
}

static void
signed_in(struct session *s, const struct wire_reply *r)
{
	const char *token = json_text(r->json, "token");
	int64_t first = s->attempt == NULL ? SESSION_STREAM_MS : 0;

	s->phase = PHASE_SIGNED_IN;
	if (s->practice == NULL) {
		memory_set_token(&s->memory, token);
		wire_set_token(s->wire, token);
		stream_free(s->stream);
		s->stream = stream_new(
		    s->server, route_facts[ROUTE_EVENTS].path, token, first);
	}
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
note_saved(const struct session *s, const struct news *news)
{
	struct item *item = s->paper == NULL ? NULL :
					       paper_find(s->paper, news->item);

	if (item != NULL && news->verdict == VERDICT_COUNTED)
		item->saved_at = news->at;
}

/* It was entered before we knew of the pause: the same again as a new change,
 * once the server says that the exam goes on. */
static void
save_after_pause(struct session *s)
{
	struct item *item = s->paper == NULL ? NULL :
					       paper_find(s->paper, s->sent.item);

	s->look_first = true;
	if (item == NULL || item->seq != s->sent.seq)
		return; /* a later change waits already */
	item->seq++;
	outbox_put_answer(s->outbox, item->number, item->seq, item->response,
	    s->sent.entered_at);
	s->counts.saves++;
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
		note_saved(s, &news);
	}
	outbox_done(s->outbox, s->sent.kind, s->sent.item, s->sent.seq);
	if (news.kind == NEWS_SAVED && news.verdict == VERDICT_PAUSED)
		save_after_pause(s);
	session_keep_copy(s);
	session_tell(s, news, "");
}

static void
picture_done(struct session *s, const struct wire_reply *r)
{
	const struct act_entry *e = &s->acts.entries[0];
	struct news news = {
		.kind = NEWS_PICTURE, .act = ACT_PICTURE, .item = e->number
	};
	const char *path;

	if (pictures_keep(&path, &s->pictures, s->directory, e->number, e->text,
		r->body) == ERR_OK) {
		session_tell(s, news, path);
	} else {
		news.kind = NEWS_REFUSED;
		session_tell(s, news,
		    "The picture cannot be kept on this "
		    "computer.");
	}
	acts_drop_first(&s->acts);
}

static void
act_done(struct session *s, const struct wire_reply *r)
{
	enum act act = s->acts.entries[0].act;

	if (act == ACT_PICTURE) {
		picture_done(s, r);
		return;
	}
	acts_drop_first(&s->acts);
	if (act_gives_attempt(act))
		session_take_attempt(s, r->json);
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
		session_take_attempt(s, r->json);
		break;
	case TASK_SAVE:
		saved(s, r);
		break;
	case TASK_ACT:
		act_done(s, r);
		break;
	case TASK_PAPER:
		session_take_paper(s, r->json);
		break;
	case TASK_SEEN:
		s->seen = s->sent_seen;
		break;
	case TASK_RECEIPT:
		session_take_receipt(s, r->json);
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
	} else if (s->task == TASK_SEEN) {
		s->seen = s->sent_seen;
	} else if (s->task == TASK_RECEIPT) {
		session_refuse_receipt(s, text);
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
	session_hear_time(s, r->json);
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
	struct message message = { json_number(json, "message"),
		json_time(json, "at"), json_text(json, "text") };

	session_hear_time(s, json);
	if (slice_is(event->name, "state")) {
		session_take_attempt(s, json);
	} else if (slice_is(event->name, "message")) {
		session_tell_message(s, &message);
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
			session_plan_look(s);
		break;
	case STREAM_REFUSED:
		if (stream_reply(s->stream)->status == 401)
			over(s, NEWS_ENDED, "");
		break;
	case STREAM_NOTHING:
		break;
	}
}
