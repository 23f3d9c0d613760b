/* The heap of what is due: the next is always the earliest. */
#include "test.h"

#include "hall/deadline.h"

#define SEATS 200

/* Open attempts with nothing but a deadline. */
struct due {
	struct hall hall;
	struct seat seats[SEATS];
	struct attempt_plan plan;
};

static void
set(struct due *d, int i, int64_t deadline)
{
	d->seats[i].attempt.deadline.ms = deadline;
	deadline_update(&d->hall, &d->seats[i]);
}

static int
make(void **state)
{
	struct due *d = alloc_zero(1, sizeof(*d));
	int i;

	d->plan.n_sections = 1;
	for (i = 0; i < SEATS; i++) {
		attempt_init(&d->seats[i].attempt);
		d->seats[i].attempt.plan = &d->plan;
		d->seats[i].attempt.state = ATTEMPT_IN_SECTION;
		d->seats[i].heap_index = SIZE_MAX;
	}
	*state = d;
	return 0;
}

static int
drop(void **state)
{
	struct due *d = *state;

	free(d->hall.heap);
	free(d);
	return 0;
}

static int64_t
earliest(const struct due *d)
{
	int64_t ms = INT64_MAX;
	int i;

	for (i = 0; i < SEATS; i++)
		if (d->seats[i].heap_index != SIZE_MAX &&
		    d->seats[i].due.ms < ms)
			ms = d->seats[i].due.ms;
	return ms;
}

static void
the_next_is_the_earliest_whatever_is_moved(void **state)
{
	struct due *d = *state;
	uint32_t random = 1;
	int n;

	for (n = 0; n < 5000; n++) {
		random = random * 1664525 + 1013904223;
		set(d, (int)(random >> 8) % SEATS, (int64_t)(random >> 12) + 1);
		assert_true(deadline_next(&d->hall).ms == earliest(d));
	}
}

static void
what_is_removed_is_no_longer_due(void **state)
{
	struct due *d = *state;
	int i;

	for (i = 0; i < SEATS; i++)
		set(d, i, (i * 37) % SEATS + 1);
	for (i = 0; i < SEATS; i++) {
		deadline_remove(&d->hall, &d->seats[i]);
		deadline_remove(&d->hall, &d->seats[i]);
		assert_true(deadline_next(&d->hall).ms == earliest(d));
	}
	assert_true(deadline_next(&d->hall).ms == MONO_NEVER.ms);
	assert_int_equal(d->hall.n_heap, 0);
}

static void
a_clock_that_stands_is_not_in_the_heap(void **state)
{
	struct due *d = *state;

	set(d, 0, 1000);
	set(d, 1, 2000);
	d->seats[0].attempt.state = ATTEMPT_PAUSED;
	deadline_update(&d->hall, &d->seats[0]);
	assert_true(deadline_next(&d->hall).ms == 2000);
	assert_true(d->seats[0].heap_index == SIZE_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_next_is_the_earliest_whatever_is_moved, make, drop),
		cmocka_unit_test_setup_teardown(
		    what_is_removed_is_no_longer_due, make, drop),
		cmocka_unit_test_setup_teardown(
		    a_clock_that_stands_is_not_in_the_heap, make, drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
