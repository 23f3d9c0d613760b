/* The fake wires of a scene: nets, and helpers that run inline. */
#include <string.h>

#include "load/helper_jobs.h"
#include "support/record.h"
#include "support/scene.h"

#define TURNS_MAX 1000 /* until a reply: an import of the largest size */

/* ---- into the hall ---- */

static struct slice
text_or_none(const char *text)
{
	return text != NULL ? slice_of(text) : SLICE_NONE;
}

static void
note_asked(struct scene *s, uint64_t conn, const struct scene_request *r)
{
	struct scene_asked *asked;

	enum port port = r->slot == SLOT_STAFF ? PORT_STAFF : PORT_CANDIDATE;

	/* no net sends what is not of its port */
	if (!record_is_on() || route_facts[r->route].port != port)
		return;
	s->asked = alloc_resize(s->asked, s->n_asked + 1, sizeof(*s->asked));
	asked = &s->asked[s->n_asked++];
	*asked = (struct scene_asked){ .conn = conn, .route = r->route };
	buf_put_slice(&asked->body, r->body);
}

uint64_t
scene_put(struct scene *s, const struct scene_request *r)
{
	struct frame_request f = { .conn = ++s->last_conn, .route = r->route,
		.peer = r->local ? PEER_LOCAL : PEER_TCP, .uid = 1000,
		.arrived = s->boottime - r->ago_ms,
		.has_token = r->token != NULL,
		.query = text_or_none(r->query), .key = text_or_none(r->key),
		.body = r->body };
	int i;

	f.address[15] = r->address;
	if (r->token != NULL)
		memcpy(f.token, r->token, TOKEN_LEN);
	for (i = 0; i < ROUTE_PARAMS_MAX; i++)
		f.params[i] = text_or_none(r->params[i]);
	buf_put_u8(&s->heard, (uint8_t)r->slot);
	frame_put_request(&s->heard, &f);
	note_asked(s, f.conn, r);
	return f.conn;
}

void
scene_hear(struct scene *s)
{
	struct cursor c = cursor_on(buf_slice(&s->heard));
	struct frame_request f;
	enum frame_kind kind;
	struct slice rest;
	unsigned slot;
	size_t len;

	while (c.left > 0) {
		slot = cursor_u8(&c);
		if (frame_next(&len, &kind, &rest,
			(struct slice){ c.at, c.left }) != ERR_OK ||
		    frame_get_request(&f, rest) != ERR_OK)
			scene_broken("a request is no frame");
		hall_hear(s->hall, slot, &f);
		(void)cursor_take(&c, len);
	}
	buf_clear(&s->heard);
}

/* ---- out of it ---- */

static const char *const media[N_BODY_TYPES] = {
	[BODY_JSON] = "application/json",
	[BODY_PROBLEM] = "application/problem+json",
	[BODY_CSV] = "text/csv",
	[BODY_TEXT] = "text/plain",
	[BODY_PNG] = "image/png",
	[BODY_JPEG] = "image/jpeg",
	[BODY_OCTETS] = "application/octet-stream",
};

static void
note_answered(const struct scene_asked *asked, const struct frame_reply *f)
{
	const struct route_facts *route = &route_facts[asked->route];
	bool stream = (f->flags & REPLY_STREAM) != 0;
	struct exchange x = { route->port, route->method, route->path,
		buf_slice(&asked->body), f->status,
		stream ? "text/event-stream" : media[f->type], f->body };

	record_exchange(&x);
	if (stream)
		record_events(route->port, f->body);
}

/* The reply to what was asked, onto the record. */
static void
note_reply(struct scene *s, const struct frame_reply *f)
{
	size_t i;

	for (i = 0; i < s->n_asked; i++) {
		if (s->asked[i].conn != f->conn)
			continue;
		note_answered(&s->asked[i], f);
		buf_fini(&s->asked[i].body);
		s->asked[i] = s->asked[--s->n_asked];
		return;
	}
}

static void
keep_reply(struct scene *s, const struct frame_reply *f)
{
	struct scene_reply *r;

	note_reply(s, f);
	s->replies = alloc_resize(s->replies, s->n_replies + 1,
	    sizeof(*s->replies));
	r = &s->replies[s->n_replies++];
	*r = (struct scene_reply){ .conn = f->conn, .status = f->status,
		.type = f->type, .flags = f->flags, .turn = s->turns };
	memcpy(r->token, f->token, TOKEN_LEN);
	buf_put_slice(&r->text, f->body);
	if (s->plain || (f->type != BODY_JSON && f->type != BODY_PROBLEM))
		return;
	r->body = json_loadb(f->body.at, f->body.len, JSON_REJECT_DUPLICATES,
	    NULL);
	if (r->body == NULL)
		scene_broken("a reply is not JSON: %.*s", SLICE_FMT(f->body));
}

static void
begin_stream(struct scene *s, const struct frame_reply *f)
{
	struct scene_stream *to;

	s->streams =
	    alloc_resize(s->streams, s->n_streams + 1, sizeof(*s->streams));
	to = &s->streams[s->n_streams++];
	*to = (struct scene_stream){ .conn = f->conn, .n_topics = f->n_topics };
	memcpy(to->topics, f->topics, sizeof(to->topics));
	buf_put_slice(&to->pushed, f->body);
}

struct scene_stream *
scene_stream(struct scene *s, uint64_t conn)
{
	size_t i;

	for (i = 0; i < s->n_streams; i++)
		if (s->streams[i].conn == conn)
			return &s->streams[i];
	return NULL;
}

static bool
listens(const struct scene_stream *stream, uint64_t topic)
{
	size_t i;

	for (i = 0; !stream->ended && i < stream->n_topics; i++)
		if (stream->topics[i] == topic)
			return true;
	return false;
}

static void
push_to_streams(struct scene *s, const struct frame_push *push)
{
	size_t i;

	buf_put_slice(&s->pushed, push->text);
	for (i = 0; i < s->n_streams; i++)
		if (listens(&s->streams[i], push->topic))
			buf_put_slice(&s->streams[i].pushed, push->text);
}

static void
end_streams(struct scene *s, uint64_t topic)
{
	size_t i;

	for (i = 0; i < s->n_streams; i++)
		if (listens(&s->streams[i], topic))
			s->streams[i].ended = true;
}

static void
read_frame(struct scene *s, unsigned slot, enum frame_kind kind,
    struct slice rest)
{
	struct frame_reply reply;
	struct frame_push push;
	uint64_t topic;

	if (kind == FRAME_REPLY && frame_get_reply(&reply, rest) == ERR_OK) {
		keep_reply(s, &reply);
		if ((reply.flags & REPLY_STREAM) != 0)
			begin_stream(s, &reply);
	} else if (kind == FRAME_PUSH &&
	    frame_get_push(&push, rest) == ERR_OK) {
		push_to_streams(s, &push);
		record_events(slot == SLOT_STAFF ? PORT_STAFF : PORT_CANDIDATE,
		    push.text);
	} else if (kind == FRAME_DROP && frame_get_drop(&topic, rest) == ERR_OK)
		end_streams(s, topic);
	else
		scene_broken("the hall sent a frame that is none");
}

static void
read_slot(struct scene *s, unsigned slot)
{
	struct buf *out = hall_out(s->hall, slot);
	size_t at = 0, len;
	enum frame_kind kind;
	struct slice rest;

	while (at < s->may_leave[slot]) {
		if (frame_next(&len, &kind, &rest,
			(struct slice){ out->at + at,
			    s->may_leave[slot] - at }) != ERR_OK)
			scene_broken("the hall let half a frame leave");
		read_frame(s, slot, kind, rest);
		at += len;
	}
	buf_drop(out, at);
	s->may_leave[slot] = 0;
}

void
scene_read_out(struct scene *s)
{
	unsigned slot;

	for (slot = 0; slot < N_SLOTS; slot++)
		read_slot(s, slot);
}

/* Only what the commit covers may leave. */
static void
answer(void *ctx)
{
	struct scene *s = ctx;
	unsigned slot;

	for (slot = 0; slot < N_SLOTS; slot++)
		s->may_leave[slot] = hall_out(s->hall, slot)->len;
}

/* ---- helpers ---- */

static void
ask_helper(void *ctx, uint64_t id, enum hall_job job, struct slice input)
{
	struct scene *s = ctx;

	if (s->n_jobs == HELPER_QUEUE_MAX)
		scene_broken("more helpers asked for than may wait");
	s->jobs[s->n_jobs] = (struct scene_job){ .id = id, .job = job };
	buf_put_slice(&s->jobs[s->n_jobs++].input, input);
}

struct hall_wires
scene_wires(struct scene *s)
{
	return (struct hall_wires){ answer, ask_helper, s };
}

/* A hash that anybody can undo; the real one is the helper's test. */
static int
hash_password(struct buf *output, struct slice password)
{
	buf_put_text(output, "hash of ");
	buf_put_slice(output, password);
	return 0;
}

static int
check_password(struct buf *output, struct slice input)
{
	size_t len = strnlen(input.at, input.len);
	struct buf expected = { 0 };

	(void)hash_password(&expected, (struct slice){ input.at + len + 1,
					   input.len - len - 1 });
	buf_put_text(output,
	    slice_equal(buf_slice(&expected), (struct slice){ input.at, len }) ?
		"yes" :
		"no");
	buf_fini(&expected);
	return 0;
}

static int (*const jobs[N_JOBS])(struct buf *, struct slice) = {
	[JOB_BANK] = load_job_bank,
	[JOB_PROGRAMME] = load_job_programme,
	[JOB_SCHEDULE] = load_job_schedule,
	[JOB_FIT] = load_job_fit,
	[JOB_CANDIDATES] = load_job_candidates,
	[JOB_PASSWORD_HASH] = hash_password,
	[JOB_PASSWORD_CHECK] = check_password,
};

void
scene_run_jobs(struct scene *s)
{
	struct buf output = { 0 };
	size_t i, n = s->n_jobs;

	for (i = 0; i < n; i++) {
		struct scene_job *j = &s->jobs[i];
		int status;

		buf_clear(&output);
		status = jobs[j->job](&output, buf_slice(&j->input));
		buf_fini(&j->input);
		hall_hear_helper(s->hall, j->id, status, buf_slice(&output));
	}
	/* What these have led to comes the next time. */
	s->n_jobs -= n;
	memmove(s->jobs, s->jobs + n, s->n_jobs * sizeof(*s->jobs));
	buf_fini(&output);
}

/* ---- replies ---- */

void
scene_reply_fini(struct scene_reply *r)
{
	buf_fini(&r->text);
	json_decref(r->body);
	r->body = NULL;
}

void
scene_forget(struct scene *s)
{
	size_t i;

	for (i = 0; i < s->n_replies; i++)
		scene_reply_fini(&s->replies[i]);
	s->n_replies = 0;
	for (i = 0; i < s->n_jobs; i++)
		buf_fini(&s->jobs[i].input);
	s->n_jobs = 0;
	for (i = 0; i < s->n_asked; i++)
		buf_fini(&s->asked[i].body);
	s->n_asked = 0;
	buf_clear(&s->heard);
	for (i = 0; i < s->n_streams; i++)
		buf_fini(&s->streams[i].pushed);
	s->n_streams = 0;
}

bool
scene_take(struct scene *s, uint64_t conn, struct scene_reply *reply)
{
	size_t i;

	for (i = 0; i < s->n_replies; i++) {
		if (s->replies[i].conn != conn)
			continue;
		*reply = s->replies[i];
		s->replies[i] = s->replies[--s->n_replies];
		return true;
	}
	return false;
}

void
scene_ask(struct scene *s, const struct scene_request *r,
    struct scene_reply *reply)
{
	uint64_t conn = scene_put(s, r);
	int n;

	for (n = 0; n < TURNS_MAX; n++) {
		scene_turn(s);
		if (scene_take(s, conn, reply))
			return;
	}
	scene_broken("%s gets no reply", route_facts[r->route].name);
}
