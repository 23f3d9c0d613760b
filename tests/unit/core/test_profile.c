#include "test.h"

#include "core/profile.h"

static void
add(struct profile *p, uint16_t section, uint16_t topic, unsigned n,
    int64_t marks)
{
	while (n-- > 0)
		profile_add(p, section, topic, marks, 1000);
}

static void
assert_topic(const struct profile *p, uint16_t i, uint16_t section,
    uint16_t topic, uint16_t n, int64_t marks)
{
	assert_true(i < p->n);
	assert_int_equal(p->topics[i].section, section);
	assert_int_equal(p->topics[i].topic, topic);
	assert_int_equal(p->topics[i].n_items, n);
	assert_int_equal(p->topics[i].marks, marks);
	assert_int_equal(p->topics[i].max_marks, n * 1000);
}

static void
topics_are_summed_by_section_in_the_order_of_the_bank(void **state)
{
	struct profile p = { 0 };

	(void)state;
	add(&p, 1, 4, 3, 1000);
	add(&p, 0, 7, 3, 500);
	add(&p, 0, 2, 4, -250);
	add(&p, 1, 2, 3, 0);
	profile_settle(&p);
	assert_int_equal(p.n, 4);
	assert_topic(&p, 0, 0, 2, 4, -1000);
	assert_topic(&p, 1, 0, 7, 3, 1500);
	assert_topic(&p, 2, 1, 2, 3, 0);
	assert_topic(&p, 3, 1, 4, 3, 3000);
	profile_fini(&p);
}

static void
small_topics_are_told_together_and_last(void **state)
{
	struct profile p = { 0 };

	(void)state;
	add(&p, 0, 0, 2, 1000);
	add(&p, 0, 1, 3, 0);
	add(&p, 0, 9, 1, 500);
	profile_settle(&p);
	assert_int_equal(p.n, 2);
	assert_topic(&p, 0, 0, 1, 3, 0);
	assert_topic(&p, 1, 0, TOPIC_REST, 3, 2500);
	profile_fini(&p);
}

static void
what_would_tell_of_single_items_is_left_out(void **state)
{
	struct profile p = { 0 };

	(void)state;
	add(&p, 0, 0, 2, 1000);
	add(&p, 1, 0, 1, 1000);
	profile_settle(&p);
	assert_int_equal(p.n, 0);
	profile_fini(&p);
}

static void
bytes_bring_it_back_and_nothing_less_does(void **state)
{
	struct profile p = { 0 }, q = { 0 };
	struct buf b = { 0 };
	struct cursor c;
	size_t i;

	(void)state;
	add(&p, 0, 3, 3, 1000);
	add(&p, 2, 5, 3, -1);
	profile_settle(&p);
	profile_pack(&p, &b);
	c = cursor_on(buf_slice(&b));
	assert_int_equal(profile_unpack(&q, &c), ERR_OK);
	assert_true(cursor_done(&c));
	assert_topic(&q, 1, 2, 5, 3, -3);
	profile_fini(&q);
	for (i = 0; i < b.len; i++) {
		c = cursor_on((struct slice){ b.at, i });
		assert_int_equal(profile_unpack(&q, &c), ERR_SYNTAX);
	}
	profile_fini(&p);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    topics_are_summed_by_section_in_the_order_of_the_bank),
		cmocka_unit_test(small_topics_are_told_together_and_last),
		cmocka_unit_test(what_would_tell_of_single_items_is_left_out),
		cmocka_unit_test(bytes_bring_it_back_and_nothing_less_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
