/* What candidates mean to do, who acts next, and how findings are told. */
#include "test.h"

#include <string.h>

#include "rehearse/queue.h"

#define CROWD 400

static struct intent
intent_of(uint64_t seed, uint32_t who, struct entitlement e)
{
	const struct wall opens = { HOURS(9) }, last = { HOURS(10) };
	const struct roll_candidate candidate = { .entitlement = e };
	struct intent intent;
	struct rng rng;

	intent_numbers(&rng, seed, who);
	intent_draw(&intent, &rng, &candidate, opens, last);
	return intent;
}

static void
most_come_early_some_last_and_a_few_not_at_all(void **state)
{
	uint32_t early = 0, last = 0, absent = 0, i;

	(void)state;
	for (i = 0; i < CROWD; i++) {
		struct intent one = intent_of(1, i, ENTITLEMENT_NONE);

		absent += one.absent;
		early += one.arrives.ms < HOURS(9) + MINUTES(10);
		last += one.arrives.ms == HOURS(10) - SECONDS(1);
		assert_in_range(one.arrives.ms, HOURS(9), HOURS(10) - 1);
	}
	assert_int_equal(early + last, CROWD);
	assert_in_range(early, CROWD * 8 / 10, CROWD);
	assert_in_range(last, 1, CROWD / 5);
	assert_in_range(absent, 1, CROWD / 10);
}

static void
who_has_more_time_uses_all_of_it(void **state)
{
	uint32_t i;

	(void)state;
	for (i = 0; i < CROWD; i++) {
		struct intent one =
		    intent_of(1, i, (struct entitlement){ 1250, 0 });

		assert_true(one.stays && !one.absent);
	}
}

static void
the_same_seed_means_the_same(void **state)
{
	uint32_t i, same = 0;

	(void)state;
	for (i = 0; i < CROWD; i++) {
		struct intent a = intent_of(7, i, ENTITLEMENT_NONE);
		struct intent b = intent_of(7, i, ENTITLEMENT_NONE);
		struct intent c = intent_of(8, i, ENTITLEMENT_NONE);

		assert_true(a.arrives.ms == b.arrives.ms &&
			    a.right == b.right && a.stays == b.stays);
		same += a.arrives.ms == c.arrives.ms;
	}
	assert_in_range(same, 0, CROWD / 4);
}

static void
whoever_is_due_first_acts_first(void **state)
{
	static const int64_t times[] = { 5, 3, 9, 1, 7, 3, 8 };
	struct actor actors[7] = { 0 };
	struct queue q = { 0 };
	int64_t before = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 7; i++) {
		actors[i].heap_index = SIZE_MAX;
		actors[i].at.ms = times[i];
		queue_put(&q, &actors[i]);
	}
	actors[2].at.ms = 2; /* was last */
	queue_put(&q, &actors[2]);
	for (i = 0; i < 7; i++) {
		assert_true(queue_first(&q)->at.ms >= before);
		before = queue_first(&q)->at.ms;
		queue_take_first(&q);
	}
	assert_int_equal(before, 8);
	assert_null(queue_first(&q));
	queue_fini(&q);
}

static void
findings_of_one_rule_are_one_with_names(void **state)
{
	struct findings f = { 0 };
	struct buf b = { 0 };
	char name[8];
	int i;

	(void)state;
	for (i = 0; i < 12; i++) {
		snprintf(name, sizeof(name), "C-%d", i);
		finding_add(&f, SEVERITY_WARNING, "a.rule", name, "advice",
		    "%s is wrong", name);
	}
	finding_add(&f, SEVERITY_ERROR, "b.rule", NULL, NULL, "worse");
	buf_put_text(&b, "{");
	findings_write(&b, &f);
	buf_put(&b, "}", 2);
	assert_string_equal(b.at,
	    "{\"findings\":[{\"severity\":\"error\",\"rule\":\"b.rule\","
	    "\"count\":1,\"who\":[],\"facts\":\"worse\",\"advice\":null},"
	    "{\"severity\":\"warning\",\"rule\":\"a.rule\",\"count\":12,"
	    "\"who\":[\"C-0\",\"C-1\",\"C-2\",\"C-3\",\"C-4\",\"C-5\","
	    "\"C-6\",\"C-7\",\"C-8\",\"C-9\"],\"facts\":\"C-0 is wrong\","
	    "\"advice\":\"advice\"}]}");
	buf_fini(&b);
	findings_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    most_come_early_some_last_and_a_few_not_at_all),
		cmocka_unit_test(who_has_more_time_uses_all_of_it),
		cmocka_unit_test(the_same_seed_means_the_same),
		cmocka_unit_test(whoever_is_due_first_acts_first),
		cmocka_unit_test(findings_of_one_rule_are_one_with_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
