#include "test.h"

#include "base/hash.h"
#include "examctl/plan_model.h"

#define PARTIES 12
#define ROUNDS 2000

static const struct plan_figures figures = {
	.enter = { 180, 470 },
	.save = { 7, 16 },
	.bell = { 60, 40 },
	.candidate_bytes = 40 << 10,
	.event_bytes = 150,
	.sync_us = 300,
	.restart_ms = 200,
	.event_restart_us = 2,
};
static const struct plan_machine machine = { 2, 8e9, 50e9, 24000 };

static bool
is(double seen, double wanted, double within)
{
	return seen >= wanted - within && seen <= wanted + within;
}

static struct plan_party
party(int opens_min, int closes_min, int time_min, double n)
{
	return (struct plan_party){ { MINUTES(opens_min) },
		{ MINUTES(closes_min) }, MINUTES(time_min), n };
}

/* ---- the day ---- */

static void
sittings_one_after_the_other_do_not_add_up(void **state)
{
	struct plan_party day[] = { party(0, 120, 90, 100),
		party(121, 240, 90, 70) };
	struct plan_demand d;

	(void)state;
	plan_demand_of(&d, day, 2);
	assert_true(is(d.candidates, 170, 0));
	assert_true(is(d.at_once, 100, 0));
	assert_true(is(d.arrive, 100, 0));
	assert_true(is(d.bell, 100, 0));
}

static void
sittings_that_overlap_do(void **state)
{
	struct plan_party day[] = { party(0, 120, 90, 100),
		party(119, 240, 90, 70) };
	struct plan_demand d;

	(void)state;
	plan_demand_of(&d, day, 2);
	assert_true(is(d.at_once, 170, 0));
	assert_true(is(d.arrive, 100, 0));
}

/* The half-open window: who comes at its end does not meet who leaves. */
static void
one_that_opens_as_another_closes_does_not_overlap(void **state)
{
	struct plan_party day[] = { party(0, 120, 90, 100),
		party(120, 240, 90, 70) };
	struct plan_demand d;

	(void)state;
	plan_demand_of(&d, day, 2);
	assert_true(is(d.at_once, 100, 0));
}

static void
all_that_end_within_the_same_moment_are_one_bell(void **state)
{
	struct plan_party day[] = { party(0, 100, 60, 10),
		party(10, 100, 50, 20), party(0, 200, 200, 5) };
	struct plan_demand d;

	(void)state;
	plan_demand_of(&d, day, 3);
	assert_true(is(d.bell, 30, 0));
}

static void
a_bell_lasts_ten_seconds(void **state)
{
	struct plan_party day[] = { party(0, 100, 60, 10),
		party(0, 200, 60, 20) };
	struct plan_demand d;

	(void)state;
	day[1].time_ms += PLAN_BELL_MS - 1;
	plan_demand_of(&d, day, 2);
	assert_true(is(d.bell, 30, 0));
	day[1].time_ms += 1;
	plan_demand_of(&d, day, 2);
	assert_true(is(d.bell, 20, 0));
}

static void
who_begins_and_ends_with_the_window_is_counted_once(void **state)
{
	struct plan_party day[] = { party(0, 60, 60, 10) };
	struct plan_demand d;

	(void)state;
	plan_demand_of(&d, day, 1);
	assert_true(is(d.bell, 10, 0));
}

/* ---- laws ---- */

static unsigned
below(unsigned n)
{
	uint32_t r;

	hash_random(&r, sizeof(r));
	return (unsigned)(r % n);
}

static size_t
random_day(struct plan_party day[PARTIES])
{
	size_t n = 1 + below(PARTIES), i;

	for (i = 0; i < n; i++) {
		int opens = (int)below(600), time = 1 + (int)below(240);

		day[i] = party(opens, opens + time + (int)below(200), time,
		    1 + below(5000));
	}
	return n;
}

static void
more_candidates_never_need_less(void **state)
{
	struct plan_row before[N_PLAN_ROWS], after[N_PLAN_ROWS];
	struct plan_party day[PARTIES];
	struct plan_demand d;
	int round, i;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		size_t n = random_day(day);

		plan_demand_of(&d, day, n);
		plan_rows_of(before, &d, &figures, &machine);
		day[below((unsigned)n)].n += 1 + below(1000);
		plan_demand_of(&d, day, n);
		plan_rows_of(after, &d, &figures, &machine);
		for (i = 0; i < N_PLAN_ROWS; i++) {
			assert_true(after[i].need >= before[i].need);
			assert_true(is(after[i].can, before[i].can, 0));
		}
		assert_true(plan_carries(before) || !plan_carries(after));
	}
}

static void
what_gives_first_has_the_least_head_room(void **state)
{
	struct plan_row rows[N_PLAN_ROWS];
	int round, i;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		enum plan_row_name first;

		for (i = 0; i < N_PLAN_ROWS; i++)
			rows[i] = (struct plan_row){ below(1000), below(1000) };
		first = plan_gives_first(rows);
		for (i = 0; i < N_PLAN_ROWS; i++)
			assert_true(plan_head_room(&rows[first]) <=
				    plan_head_room(&rows[i]));
		assert_true(plan_carries(rows) ==
			    (plan_head_room(&rows[first]) >= PLAN_HEAD_ROOM));
	}
}

/* ---- the machine ---- */

static void
the_slowest_of_hall_net_and_cores_counts(void **state)
{
	struct plan_machine one = { 1, 8e9, 50e9, 24000 };
	struct plan_row rows[N_PLAN_ROWS];
	struct plan_demand d = { .arrive = 60 };

	(void)state;
	plan_rows_of(rows, &d, &figures, &machine);
	assert_true(is(rows[PLAN_SIGN_INS].need, 1, 1e-9));
	assert_true(is(rows[PLAN_SIGN_INS].can, 1e6 / 470, 1e-6));
	plan_rows_of(rows, &d, &figures, &one);
	assert_true(is(rows[PLAN_SIGN_INS].can, 1e6 / 650, 1e-6));
}

static void
a_full_disk_gives_first(void **state)
{
	struct plan_machine full = { 2, 8e9, 1e6, 24000 };
	struct plan_party day[] = { party(0, 120, 90, 10) };
	struct plan_row rows[N_PLAN_ROWS];
	struct plan_demand d;

	(void)state;
	plan_demand_of(&d, day, 1);
	plan_rows_of(rows, &d, &figures, &machine);
	assert_true(plan_carries(rows));
	plan_rows_of(rows, &d, &figures, &full);
	assert_int_equal(plan_gives_first(rows), PLAN_DISK);
	assert_false(plan_carries(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sittings_one_after_the_other_do_not_add_up),
		cmocka_unit_test(sittings_that_overlap_do),
		cmocka_unit_test(
		    one_that_opens_as_another_closes_does_not_overlap),
		cmocka_unit_test(
		    all_that_end_within_the_same_moment_are_one_bell),
		cmocka_unit_test(a_bell_lasts_ten_seconds),
		cmocka_unit_test(
		    who_begins_and_ends_with_the_window_is_counted_once),
		cmocka_unit_test(more_candidates_never_need_less),
		cmocka_unit_test(what_gives_first_has_the_least_head_room),
		cmocka_unit_test(the_slowest_of_hall_net_and_cores_counts),
		cmocka_unit_test(a_full_disk_gives_first),
	};

	hash_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
