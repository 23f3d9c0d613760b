#include "test.h"

#include <stdlib.h>

#include "exam-load/latency.h"

static void
small_values_are_exact(void **state)
{
	struct latency *l = calloc(1, sizeof(*l));
	uint64_t i;

	(void)state;
	for (i = 1; i <= 100; i++)
		latency_add(l, i);
	assert_int_equal(latency_at(l, 500000), 50);
	assert_int_equal(latency_at(l, 990000), 99);
	assert_int_equal(latency_at(l, 1000000), 100);
	assert_int_equal(l->max, 100);
	free(l);
}

static void
a_bucket_is_never_wider_than_a_64th(void **state)
{
	uint64_t us;

	(void)state;
	for (us = 1; us < UINT64_C(1) << 36; us += 1 + us / 7) {
		uint64_t end = latency_bucket_end(latency_bucket(us));

		assert_true(end >= us);
		assert_true(end - us <= us / 64);
	}
}

static void
buckets_follow_each_other(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i + 1 < LATENCY_BUCKETS; i++) {
		uint64_t end = latency_bucket_end(i);

		assert_int_equal(latency_bucket(end), i);
		assert_int_equal(latency_bucket(end + 1), i + 1);
	}
}

static void
a_percentile_never_exceeds_the_maximum(void **state)
{
	struct latency *l = calloc(1, sizeof(*l));

	(void)state;
	latency_add(l, 1000001);
	assert_int_equal(latency_at(l, 500000), 1000001);
	latency_add(l, UINT64_MAX);
	assert_int_equal(l->max, UINT64_MAX);
	free(l);
}

static void
one_slow_in_a_thousand_is_seen_at_the_tail(void **state)
{
	struct latency *l = calloc(1, sizeof(*l));
	int i;

	(void)state;
	for (i = 0; i < 999; i++)
		latency_add(l, 10);
	latency_add(l, 60);
	assert_int_equal(latency_at(l, 999000), 10);
	assert_int_equal(latency_at(l, 999001), 60);
	free(l);
}

static void
nothing_counted_is_zero(void **state)
{
	struct latency *l = calloc(1, sizeof(*l));

	(void)state;
	assert_int_equal(latency_at(l, 500000), 0);
	free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_values_are_exact),
		cmocka_unit_test(a_bucket_is_never_wider_than_a_64th),
		cmocka_unit_test(buckets_follow_each_other),
		cmocka_unit_test(a_percentile_never_exceeds_the_maximum),
		cmocka_unit_test(one_slow_in_a_thousand_is_seen_at_the_tail),
		cmocka_unit_test(nothing_counted_is_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
