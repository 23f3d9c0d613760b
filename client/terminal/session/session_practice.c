#include "base/clock.h"
#include "practice/practice.h"
#include "terminal/session/session_state.h"

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

struct session *
session_new_practice(struct practice *practice, const char *directory)
{
	struct session *s = alloc_zero(1, sizeof(*s));

	s->practice = practice;
	s->directory = alloc_text(directory);
	s->device = alloc_text("practice");
	s->outbox = outbox_new();
	s->look_at = MONO_NEVER;
	return s;
}

/* Nobody is far away: each request has its reply at once. */
void
session_advance_practice(struct session *s)
{
	enum task task;

	while (mono_reached(now(), s->again_at) &&
	       (task = session_next_task(s)) != TASK_NONE) {
		struct buf path = { 0 }, body = { 0 };
		struct wire_request r = { .method = METHOD_GET };
		struct wire_reply reply = { 0 };

		s->task = task;
		session_request(s, &r, &path, &body);
		practice_ask(s->practice, &reply, &r);
		session_reply(s, &reply);
		wire_reply_fini(&reply);
		buf_fini(&path);
		buf_fini(&body);
	}
}
