/* May the paper be opened?  Each rule, at each of its boundaries. */
#include "test.h"

#include "core/attempt.h"

#define OPENS HOURS(1000)

static struct sitting
sitting_of(bool check_in, bool admission)
{
	return (struct sitting){ .opens = { OPENS }, .closes = { OPENS + HOURS(3) },
		.late_entry_ms = MINUTES(30), .check_in = check_in,
		.admission = admission,
		.routes[ROUTE_FULL] = { .offered = true, .whole_ms = HOURS(1),
		    .n_sections = 1 } };
}

static struct attempt
attempt_in(enum attempt_state s)
{
	struct attempt a;

	attempt_init(&a);
	a.state = s;
	a.route = ROUTE_FULL;
	return a;
}

static void
check(const struct attempt *a, const struct sitting *s, int64_t at,
    enum err err, const char *rule, int64_t earliest)
{
	const char *got = NULL;
	struct wall when;

	assert_int_equal(attempt_may_open(a, s, (struct wall){ at }, &got,
		&when), err);
	assert_int_equal(when.ms, earliest);
	if (rule != NULL)
		assert_string_equal(got, rule);
	else
		assert_null(got);
}

static void
it_opens_with_the_window_and_says_when(void **state)
{
	const struct sitting s = sitting_of(false, false);
	const struct attempt a = attempt_in(ATTEMPT_EXPECTED);

	(void)state;
	check(&a, &s, OPENS - 1, ERR_TOO_EARLY, "sitting.window", OPENS);
	check(&a, &s, OPENS, ERR_OK, NULL, 0);
}

static void
it_does_not_open_from_the_last_entry_on(void **state)
{
	const struct sitting s = sitting_of(false, false);
	const struct attempt a = attempt_in(ATTEMPT_EXPECTED);

	(void)state;
	check(&a, &s, OPENS + MINUTES(30) - 1, ERR_OK, NULL, 0);
	check(&a, &s, OPENS + MINUTES(30), ERR_TOO_LATE, "sitting.late-entry",
	    0);
}

static void
the_window_of_an_entitlement_is_longer_and_half_open(void **state)
{
	struct sitting s = sitting_of(false, false);
	struct attempt a = attempt_in(ATTEMPT_EXPECTED);
	const int64_t end = OPENS + HOURS(3) + MINUTES(15);

	(void)state;
	s.late_entry_ms = DAYS(1);
	a.entitlement.factor = 1250;
	check(&a, &s, end - 1, ERR_OK, NULL, 0);
	check(&a, &s, end, ERR_TOO_LATE, "sitting.window", 0);
}

static void
identity_comes_first_where_it_is_checked(void **state)
{
	const struct sitting s = sitting_of(true, false);
	const struct attempt expected = attempt_in(ATTEMPT_EXPECTED);
	const struct attempt known = attempt_in(ATTEMPT_CHECKED_IN);
	const struct attempt admitted = attempt_in(ATTEMPT_ADMITTED);

	(void)state;
	check(&expected, &s, OPENS, ERR_STATE, "sitting.check-in", 0);
	check(&known, &s, OPENS, ERR_OK, NULL, 0);
	check(&admitted, &s, OPENS, ERR_OK, NULL, 0);
}

static void
a_proctor_admits_where_the_sitting_says_so(void **state)
{
	const struct sitting s = sitting_of(false, true);
	const struct attempt expected = attempt_in(ATTEMPT_EXPECTED);
	const struct attempt known = attempt_in(ATTEMPT_CHECKED_IN);
	const struct attempt admitted = attempt_in(ATTEMPT_ADMITTED);

	(void)state;
	check(&expected, &s, OPENS, ERR_STATE, "sitting.admission", 0);
	check(&known, &s, OPENS, ERR_STATE, "sitting.admission", 0);
	check(&admitted, &s, OPENS, ERR_OK, NULL, 0);
}

static void
a_paper_is_opened_once(void **state)
{
	const struct sitting s = sitting_of(false, false);
	const struct attempt absent = attempt_in(ATTEMPT_ABSENT);
	struct attempt open = attempt_in(ATTEMPT_OPENED);
	struct attempt_plan plan = { 0 };

	(void)state;
	open.plan = &plan;
	check(&open, &s, OPENS, ERR_STATE, "attempt.once", 0);
	check(&absent, &s, OPENS, ERR_STATE, "attempt.once", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_opens_with_the_window_and_says_when),
		cmocka_unit_test(it_does_not_open_from_the_last_entry_on),
		cmocka_unit_test(
		    the_window_of_an_entitlement_is_longer_and_half_open),
		cmocka_unit_test(identity_comes_first_where_it_is_checked),
		cmocka_unit_test(a_proctor_admits_where_the_sitting_says_so),
		cmocka_unit_test(a_paper_is_opened_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
