/* What an operator's monitoring reads. */
#include "test.h"

#include "hall/state.h"

static struct hall *
hall(void)
{
	return alloc_zero(1, sizeof(struct hall));
}

static void
expect_bucket(const struct histogram *m, size_t bucket)
{
	size_t i;

	for (i = 0; i <= METRIC_BUCKETS; i++)
		assert_int_equal(m->buckets[i], i == bucket);
}

static void
reply(struct hall *h, enum route route, int64_t at, unsigned status)
{
	struct frame_request frame = { .route = route };
	struct request r = { .frame = &frame, .at = { { 0 }, { at } } };

	metrics_heard(h);
	metrics_replied(h, &r, status);
}

static void
a_save_counts_from_its_arrival_until_its_turn_is_durable(void **state)
{
	struct hall *h = hall();

	(void)state;
	h->now.mono.ms = 1000;
	h->metrics.turn_us = 3500;
	reply(h, ROUTE_ANSWER, 990, 200);
	assert_int_equal(h->metrics.save_ms.n, 0);
	metrics_turn(h);
	assert_int_equal(h->metrics.save_ms.n, 1);
	assert_int_equal(h->metrics.save_ms.sum, 13);
	expect_bucket(&h->metrics.save_ms, 4); /* at most 16 ms */
	metrics_turn(h);
	assert_int_equal(h->metrics.save_ms.n, 1);
	metrics_free(h);
	free(h);
}

static void
what_is_refused_is_no_save_but_is_counted_by_its_status(void **state)
{
	struct hall *h = hall();

	(void)state;
	reply(h, ROUTE_ANSWER, 0, 409);
	reply(h, ROUTE_ATTEMPT, 0, 200);
	metrics_turn(h);
	assert_int_equal(h->metrics.save_ms.n, 0);
	assert_int_equal(h->metrics.replies[ROUTE_ANSWER][4], 1);
	assert_int_equal(h->metrics.replies[ROUTE_ATTEMPT][2], 1);
	expect_bucket(&h->metrics.turn, 1); /* two requests */
	metrics_free(h);
	free(h);
}

static void
what_takes_longer_than_all_bounds_is_in_the_last_bucket(void **state)
{
	struct hall *h = hall();

	(void)state;
	h->now.mono.ms = HOURS(1);
	reply(h, ROUTE_ANSWER, 0, 200);
	metrics_turn(h);
	expect_bucket(&h->metrics.save_ms, METRIC_BUCKETS);
	metrics_free(h);
	free(h);
}

static void
many_saves_of_one_turn_are_all_counted(void **state)
{
	struct hall *h = hall();
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		reply(h, ROUTE_ANSWER, 0, 200);
	metrics_turn(h);
	assert_int_equal(h->metrics.save_ms.n, 1000);
	assert_int_equal(h->metrics.save_ms.buckets[0], 1000);
	metrics_free(h);
	free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_save_counts_from_its_arrival_until_its_turn_is_durable),
		cmocka_unit_test(
		    what_is_refused_is_no_save_but_is_counted_by_its_status),
		cmocka_unit_test(
		    what_takes_longer_than_all_bounds_is_in_the_last_bucket),
		cmocka_unit_test(many_saves_of_one_turn_are_all_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
