#include "outage.h"

#include "base/clock.h"
#include "test.h"

#define LOW_MS MINUTES(10) /* of a clock: it is extended */

static struct look
look(struct one *o)
{
	struct look l = { .asked_us = clock_stopwatch_us() };
	json_t *attempt = sitter_attempt(&o->sitter);

	l.answered_us = clock_stopwatch_us();
	l.remaining_ms = remaining_in(attempt);
	json_decref(attempt);
	return l;
}

void
outage_prepare(struct outage *out, struct crowd *crowd)
{
	size_t i;

	*out = (struct outage){ .crowd = crowd };
	crowd->since_us = INT64_MAX;
	for (i = 0; i < CROWD_WRITERS; i++) {
		out->before[i] = look(&crowd->ones[i]);
		crowd->ones[i].back_us = 0;
	}
}

void
outage_begin(struct outage *out)
{
	out->since_us = clock_stopwatch_us();
	out->crowd->since_us = out->since_us;
}

int64_t
outage_end(struct outage *out)
{
	struct crowd *c = out->crowd;
	int64_t first = INT64_MAX;
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++) {
		while (c->ones[i].back_us == 0)
			crowd_take_many(c, 1);
		if (c->ones[i].back_us < first)
			first = c->ones[i].back_us;
	}
	return first - out->since_us;
}

static void
check_clock(
    struct outage *out, size_t i, int64_t given_min_us, int64_t given_max_us)
{
	struct one *o = &out->crowd->ones[i];
	struct look now = look(o), before = out->before[i];
	int64_t passed_min = now.asked_us - before.answered_us;
	int64_t passed_max = now.answered_us - before.asked_us;
	int64_t least =
	    before.remaining_ms - 1 + (given_min_us - passed_max) / 1000;
	int64_t most =
	    before.remaining_ms + 1 + (given_max_us - passed_min) / 1000;

	if (now.remaining_ms < least || now.remaining_ms > most)
		fail_msg("%s had %lld ms and has %lld, not %lld to %lld",
		    o->sitter.ticket->number, (long long)before.remaining_ms,
		    (long long)now.remaining_ms, (long long)least,
		    (long long)most);
	if (now.remaining_ms < LOW_MS)
		centre_act(out->crowd->centre, o->sitter.ticket->attempt,
		    "extend", json_pack("{s:i}", "minutes", 30));
}

void
outage_check_clocks(
    struct outage *out, int64_t given_min_us, int64_t given_max_us)
{
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++)
		check_clock(out, i, given_min_us, given_max_us);
}
