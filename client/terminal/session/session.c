#include "terminal/session/session.h"

#include <errno.h>

#include "base/clock.h"
#include "base/hash.h"
#include "terminal/session/acts.h"
#include "terminal/session/json.h"
#include "terminal/session/outbox_file.h"
#include "terminal/session/session_state.h"

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

static uint32_t
random_number(void)
{
	uint32_t n;

	hash_random(&n, sizeof(n));
	return n;
}

struct session *
session_new(struct wire_server *server, const char *directory,
    const char *device)
{
	struct session *s = alloc_zero(1, sizeof(*s));

	s->server = server;
	s->wire = wire_new(server);
	s->directory = alloc_text(directory);
	s->receipts = alloc_text(directory);
	s->device = alloc_text(device);
	s->outbox = outbox_new();
	s->look_at = MONO_NEVER;
	s->never_heard = true;
	return s;
}

void
session_free(struct session *s)
{
	if (s == NULL)
		return;
	stream_free(s->stream);
	wire_free(s->wire);
	outbox_free(s->outbox);
	acts_fini(&s->acts);
	attempt_free(s->attempt);
	paper_close(s->paper);
	json_decref(s->result);
	pictures_fini(&s->pictures);
	news_fini(&s->news);
	buf_fini(&s->outbox_path);
	memory_fini(&s->memory);
	free(s->directory);
	free(s->receipts);
	free(s->receipt);
	free(s->device);
	free(s->candidate);
	if (s->code != NULL)
		explicit_bzero(s->code, strlen(s->code));
	free(s->code);
	free(s);
}

void
session_sign_in(struct session *s, const char *candidate, const char *code)
{
	free(s->candidate);
	free(s->code);
	s->candidate = alloc_text(candidate);
	s->code = alloc_text(code);
	if (s->server != NULL) {
		memory_recall(&s->memory, s->directory,
		    wire_server_name(s->server), candidate);
		wire_set_token(s->wire, s->memory.token);
	}
	s->phase = PHASE_SIGNING_IN;
	s->lost_at = now();
}

/* The copy on disk follows the outbox.  If it cannot, that is said once: what
 * the server acknowledges is safe all the same. */
void
session_keep_copy(struct session *s)
{
	if (s->outbox_path.len == 0 ||
	    outbox_file_save(s->outbox, s->outbox_path.at) == ERR_OK) {
		s->copy_failed = false;
		return;
	}
	if (!s->copy_failed)
		session_tell(s, (struct news){ .kind = NEWS_LOCAL_COPY },
		    strerror(errno));
	s->copy_failed = true;
}

void
session_tell(struct session *s, struct news news, const char *text)
{
	news_put(&s->news, news, slice_of(text));
}

void
session_read_message(struct session *s, int64_t message)
{
	memory_set_read(&s->memory, message);
}

void
session_be_at(struct session *s, int item)
{
	s->at_item = item;
}

size_t
session_begin_at(const struct session *s)
{
	const struct paper *p = s->paper;
	const struct item *item = paper_find(p, s->at_item);
	size_t i;

	if (item != NULL)
		return (size_t)(item - p->items);
	for (i = 0; i < p->n_items; i++)
		if (!item_is_answered(&p->items[i]))
			return i;
	return 0;
}

struct wall
session_server_now(const struct session *s)
{
	return (struct wall){ clock_boottime() + s->server_ahead };
}

void
session_answer(struct session *s, struct item *item, json_t *response)
{
	if (json_equal(item->response, response)) {
		json_decref(response);
		return;
	}
	item_set_response(item, response);
	item->seq++;
	outbox_put_answer(s->outbox, item->number, item->seq, response,
	    session_server_now(s));
	session_keep_copy(s);
	s->counts.saves++;
}

void
session_flag(struct session *s, struct item *item, bool flagged)
{
	if (item->flagged == flagged)
		return;
	item->flagged = flagged;
	outbox_put_flag(s->outbox, item->number, flagged);
	session_keep_copy(s);
}

enum err
session_ask(struct session *s, enum act act, int number, const char *text)
{
	return acts_put(&s->acts, act, number, text);
}

/* Whoever took the news has shown them; a message is shown once it is read. */
int64_t
session_shown(const struct session *s)
{
	const struct attempt *a = s->attempt;
	size_t i;

	for (i = 0; i < a->n_messages; i++)
		if (a->messages[i].number > s->memory.read)
			return a->messages[i].number - 1;
	return a->told > s->memory.read ? a->told : s->memory.read;
}

/* What is to be asked next, if anything may be. */
enum task
session_next_task(const struct session *s)
{
	bool stands_still = s->attempt != NULL &&
	    (s->attempt->waiting_device || s->attempt->state == ATTEMPT_PAUSED);

	if (s->phase == PHASE_SIGNING_IN)
		return TASK_SIGN_IN;
	if (s->phase != PHASE_SIGNED_IN)
		return TASK_NONE;
	if (s->attempt == NULL || s->look_first)
		return TASK_ATTEMPT;
	if (!stands_still && outbox_count(s->outbox) > 0)
		return TASK_SAVE;
	if (!s->attempt->waiting_device && s->acts.n > 0)
		return TASK_ACT;
	if (s->want_paper && !stands_still)
		return TASK_PAPER;
	if (!s->attempt->waiting_device && s->news.n == 0 &&
	    session_shown(s) > s->seen)
		return TASK_SEEN;
	if (session_receipt_is_due(s))
		return TASK_RECEIPT;
	return s->want_attempt || mono_reached(now(), s->look_at) ?
	    TASK_ATTEMPT : TASK_NONE;
}

static void
start_task(struct session *s, enum task task)
{
	struct buf path = { 0 }, body = { 0 };
	struct wire_request r = { .method = METHOD_GET };

	s->task = task;
	session_request(s, &r, &path, &body);
	wire_start(s->wire, &r);
	buf_fini(&path);
	buf_fini(&body);
}

static void
start_next(struct session *s)
{
	enum task task =
	    mono_reached(now(), s->again_at) ? session_next_task(s) : TASK_NONE;

	if (task != TASK_NONE)
		start_task(s, task);
}

/* Tries again later: after what the server asked for, or after a growing
 * pause; never a whole room at once. */
void
session_lose(struct session *s, const char *why, int retry_after)
{
	int64_t pause = backoff_next(&s->backoff, random_number());

	if (retry_after > 0)
		pause = SECONDS(retry_after) +
		    (int64_t)(random_number() % WIRE_AGAIN_MIN_MS);
	s->again_at = mono_add(now(), pause);
	if (s->offline)
		return;
	s->offline = true;
	s->lost_at = s->never_heard ? s->lost_at : now();
	session_tell(s, (struct news){ .kind = NEWS_OFFLINE }, why);
}

/* The server replied; whatever it said, it is there. */
void
session_heard(struct session *s)
{
	backoff_reset(&s->backoff);
	s->again_at = now();
	s->never_heard = false;
	if (!s->offline)
		return;
	s->offline = false;
	s->counts.reconnects++;
	s->want_attempt = true;
	session_tell(s, (struct news){ .kind = NEWS_ONLINE }, "");
}

static void
advance_wire(struct session *s)
{
	struct wire_reply reply = { 0 };

	for (;;) {
		switch (wire_advance(s->wire, &reply)) {
		case WIRE_BUSY:
			return;
		case WIRE_IDLE:
			start_next(s);
			if (wire_fd(s->wire) < 0 &&
			    wire_deadline(s->wire).ms == MONO_NEVER.ms)
				return;
			break;
		case WIRE_DONE:
			session_reply(s, &reply);
			wire_reply_fini(&reply);
			break;
		case WIRE_FAILED:
			session_lose(s, wire_why(s->wire), 0);
			break;
		}
	}
}

static void
advance_stream(struct session *s)
{
	struct sse_event event;
	enum stream_news news;

	if (s->stream == NULL)
		return;
	while ((news = stream_advance(s->stream, &event)) != STREAM_NOTHING &&
	    s->phase == PHASE_SIGNED_IN)
		session_stream(s, news, &event);
}

void
session_advance(struct session *s)
{
	if (s->practice != NULL) {
		session_advance_practice(s);
		return;
	}
	advance_stream(s);
	advance_wire(s);
	if (s->phase == PHASE_OVER) {
		stream_free(s->stream);
		s->stream = NULL;
		wire_abandon(s->wire);
	}
}

size_t
session_poll(const struct session *s, struct pollfd *fds)
{
	size_t n = 0;

	if (s->wire != NULL && wire_fd(s->wire) >= 0)
		fds[n++] = (struct pollfd){ .fd = wire_fd(s->wire),
			.events = wire_events(s->wire) };
	if (s->stream != NULL && stream_fd(s->stream) >= 0)
		fds[n++] = (struct pollfd){ .fd = stream_fd(s->stream),
			.events = stream_events(s->stream) };
	return n;
}

static struct mono
earlier(struct mono a, struct mono b)
{
	return a.ms < b.ms ? a : b;
}

struct mono
session_deadline(const struct session *s)
{
	struct mono at =
	    s->practice == NULL ? wire_deadline(s->wire) : MONO_NEVER;

	if (s->stream != NULL)
		at = earlier(at, stream_deadline(s->stream));
	if ((s->practice != NULL || wire_fd(s->wire) < 0) &&
	    s->phase != PHASE_OVER)
		at =
		    earlier(at, session_next_task(s) != TASK_NONE ? s->again_at
								  : s->look_at);
	return at;
}

bool
session_news(struct session *s, struct news *news)
{
	return news_take(&s->news, news);
}

const struct attempt *
session_attempt(const struct session *s)
{
	return s->attempt;
}

const struct paper *
session_paper(const struct session *s)
{
	return s->paper;
}

const json_t *
session_result(const struct session *s)
{
	return s->result;
}

bool
session_paper_fits(const struct session *s)
{
	return s->paper != NULL && s->attempt != NULL &&
	    s->attempt->section == s->paper->section &&
	    (!s->paper->linear ||
		s->paper->items[0].number == s->attempt->item);
}

struct countdown *
session_clock(struct session *s)
{
	return &s->clock;
}

int64_t
session_break_left(const struct session *s)
{
	return countdown_left(&s->rest, now());
}

size_t
session_unsaved(const struct session *s)
{
	return outbox_count(s->outbox);
}

bool
session_is_unsaved(const struct session *s, const struct item *item)
{
	return outbox_find(s->outbox, OUTBOX_ANSWER, item->number) != NULL;
}

size_t
session_acts(const struct session *s)
{
	return s->acts.n;
}

bool
session_signing_in(const struct session *s)
{
	return s->phase == PHASE_SIGNING_IN;
}

int64_t
session_offline_ms(const struct session *s)
{
	bool first = s->never_heard && s->phase == PHASE_SIGNING_IN;

	return s->offline || first ? now().ms - s->lost_at.ms : 0;
}

bool
session_untrusted(const struct session *s)
{
	return s->wire != NULL && s->never_heard && wire_is_untrusted(s->wire);
}

const struct session_counts *
session_counts(const struct session *s)
{
	return &s->counts;
}
