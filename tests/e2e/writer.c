#include "writer.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "test.h"
#include "wire/backoff.h"

/* As the candidate's program waits: what the server asks for, or longer each
 * time. */
static void
wait_to_ask_again(struct backoff *b, int retry_after)
{
	uint32_t random;
	int64_t ms;

	hash_random(&random, sizeof(random));
	ms = backoff_next(b, random);
	if (retry_after > 0)
		ms = SECONDS(retry_after);
	poll(NULL, 0, (int)ms);
}

static bool
is_to_be_asked_again(enum err e, const struct wire_reply *r)
{
	return e == ERR_SYS || (e == ERR_OK && r->status == 503);
}

_Noreturn static void
give_up(const struct wire *w, enum err e, const struct wire_reply *r)
{
	if (e == ERR_OK)
		fprintf(stderr, "a save was refused: %d\n%.*s\n", r->status,
		    SLICE_FMT(r->body));
	else
		fprintf(stderr, "a save failed: %s\n", wire_why(w));
	_exit(EXIT_FAILURE);
}

static void
save(struct ack *a, struct wire *w, const json_t *item)
{
	json_t *body = json_pack("{s:I,s:o}", "seq", (json_int_t)a->seq,
	    "response", sitter_response(item, (unsigned)a->seq));
	struct backoff backoff = { 0 };
	struct wire_reply r = { 0 };
	char path[64];
	enum err e;

	snprintf(path, sizeof(path), "/v1/attempt/answers/%u", a->item);
	for (;;) {
		a->tries++;
		a->asked_us = clock_stopwatch_us();
		e = wire_call_json(w, &r, METHOD_PUT, path, NULL, body);
		if (!is_to_be_asked_again(e, &r))
			break;
		wait_to_ask_again(&backoff, e == ERR_OK ? r.retry_after : 0);
		if (e == ERR_OK)
			wire_reply_fini(&r);
	}
	if (e != ERR_OK || r.status != 200 ||
	    strcmp(text_in(r.json, "verdict"), "counted") != 0)
		give_up(w, e, &r);
	a->answered_us = clock_stopwatch_us();
	a->event = number_in(r.json, "event");
	wire_reply_fini(&r);
	json_decref(body);
}

_Noreturn static void
write_on(const struct writer *me, struct centre *c)
{
	struct wire *w = wire_new(c->candidates);
	size_t n = json_array_size(me->items), i;
	int64_t seq;

	wire_set_token(w, me->sitter->token);
	for (seq = 1;; seq++)
		for (i = 0; i < n; i++) {
			struct ack a;

			if (*me->stop)
				_exit(EXIT_SUCCESS);
			memset(&a, 0, sizeof(a));
			a.writer = me->number;
			a.item = (uint32_t)i + 1;
			a.seq = seq;
			save(&a, w, json_array_get(me->items, i));
			if (write(me->acks, &a, sizeof(a)) != sizeof(a))
				_exit(EXIT_FAILURE);
		}
}

pid_t
writer_start(const struct writer *me, struct centre *c)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		write_on(me, c);
	}
	assert_true(pid > 0);
	return pid;
}
