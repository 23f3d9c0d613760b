#include "test.h"

#include "support/sat.h"

struct instant
sat_instant(int64_t at)
{
	return (struct instant){ { SAT_WALL + at }, { SAT_MONO + at } };
}

static void
plan_bytes(struct buf *b, const struct sat_exam *x)
{
	struct attempt_plan p = { .grace_ms = SAT_GRACE, .late_ms = x->late_ms,
		.n_sections = 3, .n_items = 8,
		.sections = { { .first = 0, .count = 3, .break_ms = SAT_BREAK },
		    { .first = 3, .count = 3, .linear = true },
		    { .first = 6, .count = 2 } } };
	int i;

	for (i = 0; i < 3; i++)
		p.sections[i].time_ms = x->whole ? 0 : SAT_SECTION;
	attempt_plan_encode(&p, b);
}

static void
open_paper(struct attempt *a, const struct sat_exam *x)
{
	int64_t window = x->window_ms != 0 ? x->window_ms : SAT_WINDOW;
	struct buf b = { 0 };

	plan_bytes(&b, x);
	sat_do(a, SAT(0, .kind = EVENT_OPENED, .ms = x->whole ? SAT_WHOLE : 0,
		.wall = { SAT_WALL + window }, .data = buf_slice(&b)));
	buf_fini(&b);
}

void
sat_open(struct attempt *a, struct sat_exam x)
{
	attempt_init(a);
	open_paper(a, &x);
}

static const enum event_kind closing[N_ATTEMPT_STATES] = {
	[ATTEMPT_SUBMITTED] = EVENT_SUBMITTED,
	[ATTEMPT_EXPIRED] = EVENT_EXPIRED,
	[ATTEMPT_TERMINATED] = EVENT_TERMINATED,
};

static void
reach_opened(struct attempt *a, enum attempt_state s)
{
	sat_enter(a, 0, 1);
	sat_close(a, MINUTES(1), 1);
	if (s == ATTEMPT_ON_BREAK)
		return;
	sat_enter(a, MINUTES(1), 2);
	if (s == ATTEMPT_OPENED)
		sat_close(a, MINUTES(2), 2);
	else if (s == ATTEMPT_PAUSED)
		sat_do(a, SAT(MINUTES(2), .kind = EVENT_PAUSED));
	else if (attempt_is_closed(&(struct attempt){ .state = s }))
		sat_do(a, SAT(MINUTES(2), .kind = closing[s]));
}

void
sat_reach(struct attempt *a, struct sat_exam x, enum attempt_state s)
{
	attempt_init(a);
	if (s == ATTEMPT_CHECKED_IN)
		sat_do(a, SAT(0, .kind = EVENT_CHECKED_IN));
	else if (s == ATTEMPT_ADMITTED)
		sat_do(a, SAT(0, .kind = EVENT_ADMITTED));
	else if (s == ATTEMPT_ABSENT)
		sat_do(a, SAT(0, .kind = EVENT_ABSENT));
	if (s <= ATTEMPT_ADMITTED || s == ATTEMPT_ABSENT)
		return;
	open_paper(a, &x);
	reach_opened(a, s);
	assert_int_equal(a->state, s);
}

void
sat_do(struct attempt *a, const struct event *e)
{
	enum verdict verdict;

	assert_int_equal(attempt_apply(a, e, &verdict), ERR_OK);
}

void
sat_act(struct attempt *a, int64_t at, enum event_kind kind, int64_t ms)
{
	sat_do(a, SAT(at, .kind = kind, .ms = ms));
}

void
sat_enter(struct attempt *a, int64_t at, unsigned section)
{
	sat_do(a, SAT(at, .kind = EVENT_SECTION_ENTERED,
		.section = (uint16_t)(section - 1)));
}

void
sat_close(struct attempt *a, int64_t at, unsigned section)
{
	sat_do(a, SAT(at, .kind = EVENT_SECTION_CLOSED,
		.section = (uint16_t)(section - 1)));
}

void
sat_refused(struct attempt *a, enum err err, const struct event *e)
{
	struct attempt before;
	enum verdict verdict;

	sat_copy(&before, a);
	assert_int_equal(attempt_apply(a, e, &verdict), err);
	sat_same(a, &before);
	attempt_fini(&before);
}

enum verdict
sat_save(struct attempt *a, int64_t at, uint16_t item, uint32_t seq)
{
	enum verdict verdict = N_VERDICTS;

	assert_int_equal(attempt_apply(a, SAT(at, .kind = EVENT_ANSWERED,
		.item = item, .seq = seq, .data = SLICE("x")), &verdict), ERR_OK);
	return verdict;
}

enum verdict
sat_save_entered(struct attempt *a, int64_t at, int64_t entered, uint16_t item,
    uint32_t seq)
{
	enum verdict verdict = N_VERDICTS;

	assert_int_equal(attempt_apply(a, SAT(at, .kind = EVENT_ANSWERED,
		.item = item, .seq = seq, .wall = { SAT_WALL + entered },
		.data = SLICE("x")), &verdict), ERR_OK);
	return verdict;
}

int64_t
sat_time(struct mono t)
{
	return t.ms == MONO_NEVER.ms ? INT64_MAX : t.ms - SAT_MONO;
}

int64_t
sat_remaining(const struct attempt *a, int64_t at)
{
	return attempt_remaining(a, sat_instant(at).mono);
}

void
sat_copy(struct attempt *to, const struct attempt *from)
{
	struct buf b = { 0 };

	attempt_pack(from, &b);
	assert_int_equal(attempt_unpack(to, buf_slice(&b)), ERR_OK);
	buf_fini(&b);
}

void
sat_same(const struct attempt *a, const struct attempt *b)
{
	struct buf x = { 0 }, y = { 0 };

	attempt_pack(a, &x);
	attempt_pack(b, &y);
	assert_int_equal(x.len, y.len);
	assert_memory_equal(x.at, y.at, x.len);
	buf_fini(&x);
	buf_fini(&y);
}
