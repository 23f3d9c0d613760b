/*
 * Laws of the attempt, on random events.
 *
 * Exams last some dozens of milliseconds here, so that every boundary is met
 * again and again.
 */
#include "test.h"

#include "support/property.h"
#include "support/sat.h"

#define STEPS 80
#define DATA_MAX 13 /* responses inside the struct, and outside it */

struct step {
	struct event event;
	char data[DATA_MAX];
};

struct walk {
	struct rng rng;
	struct attempt attempt;
	struct buf plan;
	int64_t now;
	uint32_t seqs[SECTIONS_MAX * 4]; /* of the save that counts */
	uint32_t sums[SECTIONS_MAX * 4]; /* and of its bytes */
	struct step steps[STEPS]; /* those that were possible */
	unsigned n;
};

static int
pick(struct walk *w, int low, int high)
{
	return property_int(&w->rng, low, high);
}

static struct instant
instant(int64_t ms)
{
	return (struct instant){ { ms + 1000000 }, { ms } };
}

static int64_t
remaining(const struct attempt *a, int64_t at)
{
	return attempt_remaining(a, (struct mono){ at });
}

/* ---- random events ---- */

static void
random_plan(struct walk *w, bool whole)
{
	struct attempt_plan p = { .grace_ms = pick(w, 0, 5),
		.late_ms = pick(w, 0, 1) * pick(w, 0, 9),
		.n_sections = (uint16_t)pick(w, 1, 4) };
	int i;

	for (i = 0; i < p.n_sections; i++) {
		p.sections[i].count = (uint16_t)pick(w, 1, 4);
		p.sections[i].linear = pick(w, 0, 1) != 0;
		p.sections[i].time_ms = whole ? 0 : pick(w, 1, 30);
		p.sections[i].break_ms = pick(w, 0, 1) * pick(w, 1, 9);
	}
	attempt_plan_encode(&p, &w->plan);
}

/* What an exam mostly consists of, so that it gets somewhere. */
static enum event_kind
random_kind(struct walk *w)
{
	static const enum event_kind often[] = { EVENT_SECTION_ENTERED,
		EVENT_SECTION_ENTERED, EVENT_ANSWERED, EVENT_ANSWERED,
		EVENT_ANSWERED, EVENT_ITEM_LEFT, EVENT_SECTION_CLOSED,
		EVENT_RESUMED, EVENT_REOPENED };

	if (pick(w, 0, 9) < 6)
		return often[pick(w, 0, 8)];
	return (enum event_kind)pick(w, 1, EVENT_KINDS - 1);
}

static void
random_event(struct walk *w, struct step *s)
{
	const struct attempt *a = &w->attempt;
	enum event_kind kind = random_kind(w);
	int64_t at = w->now - pick(w, 0, 1) * pick(w, 0, 4);
	struct event *e = &s->event;

	property_bytes(&w->rng, s->data, sizeof(s->data));
	*e = (struct event){ .kind = kind, .at = instant(at),
		.position = w->n + 1, .seq = (uint32_t)pick(w, 0, 9),
		.item = (uint16_t)pick(w, 0, 8), .code = (uint8_t)pick(w, 0, 1),
		.ms = pick(w, 0, 9), .section = a->section,
		.number = a->devices + 1,
		.data = { s->data, (size_t)pick(w, 0, DATA_MAX) } };
	if (kind == EVENT_SECTION_CLOSED)
		e->section--;
	else if (kind == EVENT_ITEM_LEFT)
		e->item = a->item;
	else if (kind == EVENT_REGISTERED)
		e->number = 1000;
	else if (kind == EVENT_DEVICE_MOVED)
		e->number = a->waiting_device;
	else if (kind == EVENT_SEEN)
		e->about = (uint64_t)pick(w, 0, (int)a->told + 1);
	else if (kind == EVENT_ANSWERED && pick(w, 0, 1) != 0)
		e->wall = instant(at - pick(w, -1, 20)).wall;
}

static void
open_walk(struct walk *w, unsigned run, bool whole, int64_t window)
{
	struct event e = { .kind = EVENT_OPENED, .at = instant(0) };
	enum verdict verdict;

	*w = (struct walk){ .now = 0 };
	property_begin(&w->rng, run);
	random_plan(w, whole);
	attempt_init(&w->attempt);
	e.ms = whole ? pick(w, 1, 90) : 0;
	e.wall = instant(window).wall;
	e.data = buf_slice(&w->plan);
	w->steps[w->n++].event = e;
	assert_int_equal(attempt_apply(&w->attempt, &e, &verdict), ERR_OK);
}

static void
end_walk(struct walk *w)
{
	attempt_fini(&w->attempt);
	buf_fini(&w->plan);
}

/* ---- laws of one event ---- */

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Of the clock that entering starts; it may not outlive the window. */
static int64_t
expected_at_entry(const struct attempt *a, int64_t at)
{
	int64_t left = remaining(a, at), from = at > a->since.ms ? at :
								    a->since.ms;

	if (left < 0)
		left = (a->whole_ms != 0 ? a->whole_ms :
			    a->plan->sections[a->section].time_ms) +
		    a->pending_ms;
	return smaller(left, a->window_end.ms - smaller(from, a->break_end.ms));
}

/* What remains after an event, from what there was before it. */
static int64_t
expected_remaining(const struct attempt *a, const struct event *e)
{
	int64_t at = e->at.mono.ms, left = remaining(a, at);

	if (e->kind == EVENT_SECTION_ENTERED)
		return expected_at_entry(a, at);
	if (e->kind == EVENT_SECTION_CLOSED && a->whole_ms == 0)
		return -1;
	if (e->kind == EVENT_EXTENDED || e->kind == EVENT_REOPENED)
		return left < 0 ? left : left + e->ms;
	if (e->kind == EVENT_COMPENSATED) /* since bounds it from below */
		return remaining(a, at - e->ms);
	return left;
}

static void
check_time(const struct attempt *before, const struct attempt *after,
    const struct event *e)
{
	assert_int_equal(remaining(after, e->at.mono.ms),
	    expected_remaining(before, e));
	assert_true(after->window_end.ms >= before->window_end.ms);
	assert_true(after->since.ms >= before->since.ms);
	assert_true(after->extended_ms >= before->extended_ms);
	if (e->kind != EVENT_SECTION_CLOSED && attempt_runs(before) &&
	    attempt_runs(after))
		assert_true(after->deadline.ms >= before->deadline.ms);
}

static uint32_t
sum_of(struct slice s)
{
	uint32_t sum = (uint32_t)s.len;
	size_t i;

	for (i = 0; i < s.len; i++)
		sum = sum * 31 + (uint8_t)s.at[i];
	return sum;
}

/* In time, in place and newer counts; after all that may count nothing does. */
static void
check_verdict(const struct walk *w, const struct attempt *before,
    const struct event *e, enum verdict v)
{
	int64_t at = e->at.mono.ms, end = attempt_deadline(before).ms;

	if (attempt_shows(before, e->item) && at < end)
		assert_int_equal(v, e->seq > w->seqs[e->item] ?
		    VERDICT_COUNTED :
		    VERDICT_STALE);
	if (at >= end + before->plan->late_ms &&
	    before->state != ATTEMPT_PAUSED)
		assert_true(v == VERDICT_LATE || v == VERDICT_CLOSED);
	if (at >= end && before->since.ms >= end)
		assert_true(v != VERDICT_COUNTED);
	if (attempt_is_closed(before))
		assert_int_equal(v, VERDICT_CLOSED);
}

static void
check_answers(const struct walk *w)
{
	const struct attempt *a = &w->attempt;
	uint16_t i, answered = 0, counted = 0;

	for (i = 0; i < a->plan->n_items; i++) {
		const struct answer *s = attempt_answer(a, i);

		assert_int_equal(s->seq, w->seqs[i]);
		assert_int_equal(answer_counts(s), s->seq != 0);
		if (s->seq != 0)
			assert_int_equal(sum_of(answer_response(s)), w->sums[i]);
		answered = (uint16_t)(answered + (s->len > 0));
	}
	for (i = 0; i < a->plan->n_sections; i++)
		counted = (uint16_t)(counted + a->answered[i]);
	assert_int_equal(answered, counted);
}

/* The server can act when it must, and then it need not at once again. */
static void
check_due(const struct walk *w)
{
	struct mono due = attempt_due(&w->attempt);
	struct event e = { .section = w->attempt.section };
	enum verdict verdict;
	struct attempt a;
	int64_t at;

	if (due.ms == MONO_NEVER.ms)
		return;
	at = due.ms > w->now ? due.ms : w->now;
	e.at = instant(at);
	e.kind = attempt_due_event(&w->attempt);
	if (e.kind == EVENT_SECTION_CLOSED)
		e.section--;
	sat_copy(&a, &w->attempt);
	assert_int_equal(attempt_apply(&a, &e, &verdict), ERR_OK);
	assert_true(attempt_due(&a).ms > at);
	attempt_fini(&a);
}

static void
keep(struct walk *w, const struct step *s, enum verdict verdict)
{
	struct step *to = &w->steps[w->n++];
	const struct event *e = &s->event;

	*to = *s;
	to->event.data.at = to->data;
	if (e->kind == EVENT_ANSWERED &&
	    (verdict == VERDICT_COUNTED || verdict == VERDICT_LATE_COUNTED)) {
		assert_true(e->seq > w->seqs[e->item]);
		w->seqs[e->item] = e->seq;
		w->sums[e->item] = sum_of(e->data);
	}
}

/* Only reopening brings a closed attempt back. */
static void
check_closed(const struct attempt *before, const struct attempt *after,
    const struct event *e)
{
	if (attempt_is_closed(before) && e->kind != EVENT_REOPENED)
		assert_int_equal(after->state, before->state);
}

/* What was shown is a part of what was told, and it is said no more often than
 * something is told. */
static void
check_shown(const struct walk *w)
{
	const struct attempt *a = &w->attempt;
	unsigned i, told = 0, said = 0;

	for (i = 0; i < w->n; i++) {
		enum event_kind kind = w->steps[i].event.kind;

		told += (event_fields(kind) & F_TOLD) != 0;
		said += kind == EVENT_SEEN;
	}
	assert_true(a->shown <= a->told);
	assert_true(said + a->to_show <= told);
	assert_int_equal(a->to_show == 0, a->shown == a->told);
}

static void
take(struct walk *w, const struct step *s)
{
	enum verdict verdict = N_VERDICTS, other = N_VERDICTS;
	struct attempt before, twin;
	enum err err;

	sat_copy(&before, &w->attempt);
	sat_copy(&twin, &w->attempt);
	err = attempt_apply(&w->attempt, &s->event, &verdict);
	assert_int_equal(attempt_apply(&twin, &s->event, &other), err);
	assert_int_equal(verdict, other);
	sat_same(&twin, &w->attempt);
	if (err != ERR_OK) {
		sat_same(&before, &w->attempt);
	} else {
		check_time(&before, &w->attempt, &s->event);
		check_closed(&before, &w->attempt, &s->event);
		if (s->event.kind == EVENT_ANSWERED)
			check_verdict(w, &before, &s->event, verdict);
		keep(w, s, verdict);
	}
	attempt_fini(&before);
	attempt_fini(&twin);
}

static void
assert_replays(const struct walk *w)
{
	struct attempt a;
	enum verdict verdict;
	unsigned i;

	attempt_init(&a);
	for (i = 0; i < w->n; i++)
		assert_int_equal(attempt_apply(&a, &w->steps[i].event,
		    &verdict), ERR_OK);
	sat_same(&a, &w->attempt);
	attempt_fini(&a);
}

static void
every_event_keeps_the_laws_and_the_journal_gives_the_same_bytes(void **state)
{
	static struct walk w;
	unsigned run, i;
	struct step s;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS / 3; run++) {
		open_walk(&w, run, run % 2 != 0, 20 + run % 90);
		for (i = 1; i < STEPS; i++) {
			w.now += pick(&w, 0, 1) * pick(&w, 0, 8);
			random_event(&w, &s);
			take(&w, &s);
			check_answers(&w);
			check_due(&w);
			check_shown(&w);
		}
		assert_replays(&w);
		end_walk(&w);
	}
}

/* ---- a law of the whole exam ---- */

/* Running time that went by, counted beside the attempt. */
static int64_t
used_until(const struct walk *w, int64_t now)
{
	if (!attempt_runs(&w->attempt))
		return 0;
	return smaller(now - w->now, remaining(&w->attempt, w->now));
}

static int64_t
given_back(const struct walk *w, const struct event *e)
{
	int64_t from = w->now - e->ms;

	if (e->kind != EVENT_COMPENSATED || !attempt_runs(&w->attempt))
		return 0;
	return remaining(&w->attempt, from) - remaining(&w->attempt, w->now);
}

static void
time_used_and_time_left_are_the_time_entitled_to(void **state)
{
	static struct walk w;
	unsigned run, i, entered = 0;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		int64_t used = 0, left;

		open_walk(&w, run, true, DAYS(1));
		for (i = 1; i < STEPS; i++) {
			int64_t now = w.now + pick(&w, 0, 8), back;
			enum verdict verdict;
			struct step s;

			used += used_until(&w, now);
			w.now = now;
			random_event(&w, &s);
			s.event.at = instant(now);
			back = given_back(&w, &s.event);
			if (attempt_apply(&w.attempt, &s.event, &verdict) ==
			    ERR_OK)
				used -= back;
			left = remaining(&w.attempt, now);
			if (left < 0)
				continue;
			entered++;
			assert_int_equal(used + left,
			    w.attempt.whole_ms + w.attempt.extended_ms);
		}
		end_walk(&w);
	}
	assert_in_range(entered, PROPERTY_RUNS, UINT32_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_event_keeps_the_laws_and_the_journal_gives_the_same_bytes),
		cmocka_unit_test(
		    time_used_and_time_left_are_the_time_entitled_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
