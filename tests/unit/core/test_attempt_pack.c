/* Plans and snapshots: there and back, and nothing else. */
#include "test.h"

#include "support/sat.h"

static const struct sat_exam sections = { 0 };

/* One of every state, with answers short and long. */
static void
reach_with_answers(struct attempt *a, struct sat_exam x, enum attempt_state s)
{
	sat_reach(a, x, s);
	if (s != ATTEMPT_IN_SECTION)
		return;
	sat_do(a, SAT(1, .kind = EVENT_FLAGGED, .item = 3, .code = 1));
	sat_do(a, SAT(1, .kind = EVENT_ANSWERED, .item = 3, .seq = 7,
		.data = SLICE("longer than what fits")));
	sat_do(a, SAT(2, .kind = EVENT_ITEM_LEFT, .item = 3));
	sat_do(a, SAT(2, .kind = EVENT_ANSWERED, .item = 4, .seq = 1,
		.data = SLICE("short")));
	sat_do(a, SAT(2, .kind = EVENT_SIGNED_IN, .number = 1));
}

static void
a_snapshot_of_every_state_comes_back_the_same(void **state)
{
	struct attempt a, b;
	int s;

	(void)state;
	for (s = 0; s < 2 * N_ATTEMPT_STATES; s++) {
		reach_with_answers(&a, (struct sat_exam){ .whole = s % 2 },
		    (enum attempt_state)(s / 2));
		sat_copy(&b, &a);
		sat_same(&b, &a);
		assert_int_equal(b.state, a.state);
		assert_int_equal(sat_remaining(&b, MINUTES(3)),
		    sat_remaining(&a, MINUTES(3)));
		attempt_fini(&a);
		attempt_fini(&b);
	}
}

static void
a_snapshot_without_its_answers_comes_back_without_them(void **state)
{
	struct attempt a, b;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_save(&a, 1, 0, 1);
	sat_act(&a, 2, EVENT_SUBMITTED, 0);
	attempt_forget_answers(&a);
	sat_copy(&b, &a);
	assert_null(b.answers);
	assert_int_equal(b.answered[0], 1);
	sat_same(&b, &a);
	attempt_fini(&a);
	attempt_fini(&b);
}

static void
a_snapshot_cut_short_or_too_long_is_refused(void **state)
{
	struct buf b = { 0 };
	struct attempt a, got;
	size_t len;
	int s;

	(void)state;
	for (s = 0; s < N_ATTEMPT_STATES; s++) {
		reach_with_answers(&a, sections, (enum attempt_state)s);
		buf_clear(&b);
		attempt_pack(&a, &b);
		buf_put_u8(&b, 0);
		for (len = 0; len <= b.len; len++)
			if (len != b.len - 1)
				assert_int_equal(attempt_unpack(&got,
				    (struct slice){ b.at, len }), ERR_SYNTAX);
		attempt_fini(&a);
	}
	buf_fini(&b);
}

/* What comes back from damaged bytes can be used without harm. */
static void
use(struct attempt *a)
{
	enum event_kind kind;
	enum verdict verdict;

	for (kind = 1; kind < EVENT_KINDS; kind++) {
		enum err err = attempt_apply(a, SAT(MINUTES(3), .kind = kind,
			.item = 3, .section = a->section, .seq = 9), &verdict);

		assert_true(err == ERR_OK || err == ERR_STATE ||
		    err == ERR_INVALID || err == ERR_TOO_LATE);
	}
	(void)attempt_due(a);
	(void)attempt_remaining(a, (struct mono){ 0 });
}

static void
a_snapshot_with_any_byte_changed_is_refused_or_harmless(void **state)
{
	struct buf b = { 0 };
	struct attempt a, got;
	size_t i;
	int s, bit;

	(void)state;
	for (s = 0; s < N_ATTEMPT_STATES; s++) {
		reach_with_answers(&a, sections, (enum attempt_state)s);
		buf_clear(&b);
		attempt_pack(&a, &b);
		for (i = 0; i < b.len; i++)
			for (bit = 0; bit < 8; bit++) {
				b.at[i] = (char)(b.at[i] ^ 1 << bit);
				if (attempt_unpack(&got, buf_slice(&b)) ==
				    ERR_OK) {
					use(&got);
					attempt_fini(&got);
				}
				b.at[i] = (char)(b.at[i] ^ 1 << bit);
			}
		attempt_fini(&a);
	}
	buf_fini(&b);
}

static void
check_insane(const struct attempt *a)
{
	struct buf b = { 0 };
	struct attempt got;

	attempt_pack(a, &b);
	assert_int_equal(attempt_unpack(&got, buf_slice(&b)), ERR_SYNTAX);
	buf_fini(&b);
}

/* The snapshot of an attempt with one field changed is refused. */
#define INSANE(reached, change)                                                \
	do {                                                                   \
		struct attempt a = (reached);                                  \
		a.change;                                                      \
		check_insane(&a);                                              \
	} while (false)

static void
a_snapshot_of_what_cannot_be_is_refused(void **state)
{
	struct attempt in, rest, stop, end, none, never, between;

	(void)state;
	sat_reach(&in, sections, ATTEMPT_IN_SECTION);
	sat_reach(&rest, sections, ATTEMPT_ON_BREAK);
	sat_reach(&stop, sections, ATTEMPT_PAUSED);
	sat_reach(&end, sections, ATTEMPT_SUBMITTED);
	sat_reach(&between, sections, ATTEMPT_OPENED);
	sat_act(&between, MINUTES(2), EVENT_PAUSED, 0);
	sat_reach(&none, sections, ATTEMPT_EXPECTED);
	sat_reach(&never, sections, ATTEMPT_ABSENT);
	INSANE(in, section = 0);
	INSANE(in, section = 4);
	INSANE(in, item = 2);
	INSANE(in, item = 6);
	INSANE(in, section_open = false);
	INSANE(in, deadline = MONO_NEVER);
	INSANE(in, deadline.ms = INT64_MAX - 1);
	INSANE(in, window_end = MONO_NEVER);
	INSANE(in, break_end.ms = 0);
	INSANE(in, answers = NULL);
	INSANE(in, state = ATTEMPT_ABSENT);
	INSANE(in, state = ATTEMPT_ADMITTED);
	INSANE(in, state = N_ATTEMPT_STATES);
	INSANE(in, before = N_ATTEMPT_STATES);
	INSANE(in, route = N_ROUTE_NAMES);
	INSANE(in, since = MONO_NEVER);
	INSANE(in, left_ms = INT64_MIN);
	INSANE(in, answered[1] = 4);
	INSANE(in, flagged[2] = 3);
	INSANE(in, entitlement.factor = 999);
	INSANE(in, entitlement.factor = 5001);
	INSANE(rest, break_end = MONO_NEVER);
	INSANE(rest, section = 0);
	INSANE(rest, section = 3);
	INSANE(stop, before = ATTEMPT_PAUSED);
	INSANE(stop, before = ATTEMPT_ON_BREAK);
	INSANE(stop, before = ATTEMPT_EXPECTED);
	INSANE(between, before = ATTEMPT_PAUSED);
	INSANE(end, state = ATTEMPT_ABSENT);
	INSANE(end, before = ATTEMPT_SUBMITTED);
	INSANE(none, state = ATTEMPT_SUBMITTED);
	INSANE(none, before = N_ATTEMPT_STATES);
	INSANE(never, before = ATTEMPT_OPENED);
	attempt_fini(&in);
	attempt_fini(&rest);
	attempt_fini(&stop);
	attempt_fini(&between);
	attempt_fini(&end);
}

static void
a_snapshot_with_a_verdict_or_a_response_that_cannot_be_is_refused(void **state)
{
	struct buf b = { 0 };
	struct attempt a, got;
	int i;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_OPENED);
	sat_enter(&a, MINUTES(2), 3);
	sat_save(&a, MINUTES(3), 7, 1);
	a.answers[7].verdict = N_VERDICTS;
	check_insane(&a);
	a.answers[7].verdict = VERDICT_COUNTED;
	attempt_pack(&a, &b); /* ends with the length and byte of "x" */
	b.len -= 5;
	buf_put_u32(&b, UINT16_MAX + 1);
	for (i = 0; i <= UINT16_MAX; i++)
		buf_put_u8(&b, 'x');
	assert_int_equal(attempt_unpack(&got, buf_slice(&b)), ERR_SYNTAX);
	attempt_fini(&a);
	buf_fini(&b);
}

static void
a_snapshot_of_another_version_is_refused(void **state)
{
	struct buf b = { 0 };
	struct attempt a, got;

	(void)state;
	attempt_init(&a);
	attempt_pack(&a, &b);
	b.at[0]++;
	assert_int_equal(attempt_unpack(&got, buf_slice(&b)), ERR_SYNTAX);
	buf_fini(&b);
}

/* ---- plans ---- */

static const uint16_t items[PAPER_ITEMS_MAX + 1] = { 9, 8, 7, 6, 5, 4, 300 };

static enum err
plan_through_bytes(struct attempt_plan **out, const struct attempt_plan *p)
{
	struct buf b = { 0 };
	enum err err;

	attempt_plan_encode(p, &b);
	err = attempt_plan_decode(out, buf_slice(&b));
	buf_fini(&b);
	return err;
}

static void
a_plan_comes_back_the_same(void **state)
{
	const struct attempt_plan p = { .grace_ms = 1,
		.late_ms = DAYS(30),
		.n_sections = 2,
		.n_items = 7,
		.form = 3,
		.items = items,
		.sections = { { 0, 3, true, 4, 5 }, { 3, 4, false, 0, 0 } } };
	struct attempt_plan *got;

	(void)state;
	assert_int_equal(plan_through_bytes(&got, &p), ERR_OK);
	assert_int_equal(got->form, 3);
	assert_memory_equal(got->items, items, 7 * sizeof(*items));
	assert_int_equal(got->grace_ms, 1);
	assert_int_equal(got->late_ms, DAYS(30));
	assert_int_equal(got->n_items, 7);
	assert_true(got->sections[0].linear);
	assert_int_equal(got->sections[0].time_ms, 4);
	assert_int_equal(got->sections[0].break_ms, 5);
	assert_int_equal(got->sections[1].first, 3);
	assert_int_equal(got->sections[1].count, 4);
	free(got);
}

static void
a_plan_that_no_exam_can_have_is_refused(void **state)
{
	const struct attempt_plan one = {
		.n_sections = 1, .items = items, .sections = { { .count = 1 } }
	};
	struct attempt_plan p, *got;

	(void)state;
#define REFUSED(change)                                                        \
	p = one;                                                               \
	p.change;                                                              \
	assert_int_equal(plan_through_bytes(&got, &p), ERR_SYNTAX)
	REFUSED(n_sections = 0);
	REFUSED(grace_ms = -1);
	REFUSED(late_ms = DAYS(30) + 1);
	REFUSED(sections[0].count = 0);
	REFUSED(sections[0].count = PAPER_ITEMS_MAX + 1);
	REFUSED(sections[0].time_ms = -1);
	REFUSED(sections[0].break_ms = DAYS(30) + 1);
#undef REFUSED
	p = one;
	p.sections[0].count = PAPER_ITEMS_MAX;
	assert_int_equal(plan_through_bytes(&got, &p), ERR_OK);
	free(got);
}

static void
a_plan_cut_short_or_with_too_many_sections_is_refused(void **state)
{
	const struct attempt_plan p = { .n_sections = 2,
		.items = items,
		.sections = { { .count = 1 }, { .count = 1 } } };
	struct attempt_plan *got;
	struct buf b = { 0 };
	size_t len, undrawn;

	(void)state;
	attempt_plan_encode(&p, &b);
	undrawn = b.len - p.n_sections * sizeof(*p.items);
	for (len = 0; len < b.len; len++)
		if (len != undrawn)
			assert_int_equal(attempt_plan_decode(&got,
			    (struct slice){ b.at, len }), ERR_SYNTAX);
	assert_int_equal(attempt_plan_decode(&got,
	    (struct slice){ b.at, undrawn }), ERR_OK);
	assert_null(got->items);
	free(got);
	b.at[16] = SECTIONS_MAX + 1;
	assert_int_equal(attempt_plan_decode(&got, buf_slice(&b)), ERR_SYNTAX);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_snapshot_of_every_state_comes_back_the_same),
		cmocka_unit_test(
		    a_snapshot_without_its_answers_comes_back_without_them),
		cmocka_unit_test(a_snapshot_cut_short_or_too_long_is_refused),
		cmocka_unit_test(
		    a_snapshot_with_any_byte_changed_is_refused_or_harmless),
		cmocka_unit_test(a_snapshot_of_what_cannot_be_is_refused),
		cmocka_unit_test(
		    a_snapshot_with_a_verdict_or_a_response_that_cannot_be_is_refused),
		cmocka_unit_test(a_snapshot_of_another_version_is_refused),
		cmocka_unit_test(a_plan_comes_back_the_same),
		cmocka_unit_test(a_plan_that_no_exam_can_have_is_refused),
		cmocka_unit_test(
		    a_plan_cut_short_or_with_too_many_sections_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
