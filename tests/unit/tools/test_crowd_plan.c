#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exam-load/options.h"

/* The phases of a file with this text as its list; complaints if it is bad. */
static enum err
read_day(struct plan *plan, char complaints[400], const char *phases)
{
	char path[] = "/tmp/exam-load-day-XXXXXX";
	struct diag d = { 0 };
	int fd = mkstemp(path);
	FILE *f = fdopen(fd, "w");
	enum err e;

	assert_non_null(f);
	fprintf(f, "{\"format\":\"exam-load-day-1\",\"phases\":%s}", phases);
	fclose(f);
	e = plan_read(plan, path, &d);
	snprintf(complaints, 400, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	unlink(path);
	return e;
}

static void
a_day_is_read_as_it_stands(void **state)
{
	struct plan plan;
	char told[400];

	(void)state;
	assert_int_equal(
	    read_day(&plan, told,
		"[{\"phase\":\"sign-in\",\"seconds\":1.5},"
		"{\"phase\":\"watch\",\"dashboards\":3},"
		"{\"phase\":\"steady\",\"seconds\":2,\"think_seconds\":0.25},"
		"{\"phase\":\"bell\",\"seconds\":2}]"),
	    ERR_OK);
	assert_int_equal(plan.n, 4);
	assert_int_equal(plan.orders[0].phase, PHASE_SIGN_IN);
	assert_int_equal(plan.orders[0].ms, 1500);
	assert_int_equal(plan.orders[1].dashboards, 3);
	assert_int_equal(plan.orders[2].think_ms, 250);
	assert_int_equal(plan.orders[3].answers, 1);
	assert_true(plan_watches(&plan));
}

static void
mistakes_of_a_day_are_told_all_at_once(void **state)
{
	struct plan plan = { .n = 99 };
	char told[400];

	(void)state;
	assert_int_equal(read_day(&plan, told,
			     "[{\"phase\":\"lunch\"},{\"phase\":\"idle\"},"
			     "{\"phase\":\"closed\",\"seconds\":1,\"rate\":5},"
			     "{\"phase\":\"herd\",\"secs\":1}]"),
	    ERR_INVALID);
	assert_non_null(strstr(told, "phase 1: there is no phase \"lunch\""));
	assert_non_null(strstr(told, "phase 2: needs \"seconds\""));
	assert_non_null(strstr(told, "phase 3: \"rate\""));
	assert_non_null(strstr(told, "secs"));
	assert_int_equal(plan.n, 99);
}

static void
a_check_is_no_phase_of_a_day(void **state)
{
	struct plan plan;
	char told[400];

	(void)state;
	assert_int_equal(
	    read_day(&plan, told, "[{\"phase\":\"check\"}]"), ERR_INVALID);
	assert_int_equal(read_day(&plan, told, "[]"), ERR_INVALID);
}

static enum err
parse(struct options *o, char told[200], const char *mode, const char *name,
    const char *value)
{
	char words[9][32] = { "exam-load", "", "--server", "127.0.0.1:1",
		"--ca", "ca", "--tickets", "t" };
	char *argv[11];
	struct buf complaint = { 0 };
	char option[32], given[32];
	enum err e;
	int i;

	snprintf(words[1], sizeof(words[1]), "%s", mode);
	snprintf(option, sizeof(option), "%s", name);
	snprintf(given, sizeof(given), "%s", value);
	for (i = 0; i < 8; i++)
		argv[i] = words[i];
	argv[8] = option;
	argv[9] = given;
	argv[10] = NULL;
	e = options_parse(o, &complaint, 10, argv);
	snprintf(told, 200, "%.*s", SLICE_FMT(buf_slice(&complaint)));
	buf_fini(&complaint);
	return e;
}

static void
an_option_that_a_mode_does_not_use_is_refused(void **state)
{
	static const char *const useless[][3] = {
		{ "herd", "--seconds", "5" },
		{ "closed", "--rate", "5" },
		{ "idle", "--think", "5" },
		{ "steady", "--answers", "5" },
		{ "steady", "--dashboards", "5" },
		{ "bell", "--within", "5" },
		{ "closed", "--plan", "day.json" },
		{ "wall", "--rate", "5" },
		{ "day", "--seconds", "5" },
		{ "day", "--pid", "5" },
	};
	struct options o;
	char told[200];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(useless) / sizeof(*useless); i++) {
		assert_int_equal(parse(&o, told, useless[i][0], useless[i][1],
				     useless[i][2]),
		    ERR_INVALID);
		assert_true(told[0] != '\0');
	}
}

static void
numbers_out_of_bounds_are_refused(void **state)
{
	struct options o;
	char told[200];

	(void)state;
	assert_int_equal(parse(&o, told, "steady", "--rate", "0"), ERR_INVALID);
	assert_int_equal(
	    parse(&o, told, "steady", "--rate", "-1"), ERR_INVALID);
	assert_int_equal(
	    parse(&o, told, "idle", "--seconds", "nan"), ERR_INVALID);
	assert_int_equal(
	    parse(&o, told, "idle", "--seconds", "1e9"), ERR_INVALID);
	assert_int_equal(parse(&o, told, "idle", "--seconds", "0.5"), ERR_OK);
	assert_int_equal(o.numbers.ms, 500);
}

static void
a_mode_is_a_plan(void **state)
{
	const struct order of = {
		.ms = 1000, .think_ms = 500, .answers = 2, .dashboards = 4
	};
	struct plan plan;

	(void)state;
	plan_of_mode(&plan, MODE_WALL, &of);
	plan_add_check(&plan);
	assert_int_equal(plan.n, 4);
	assert_int_equal(plan.orders[1].phase, PHASE_WATCH);
	assert_int_equal(plan.orders[2].think_ms, 500);
	assert_true(order_claims_latency(&plan.orders[2]));
	assert_int_equal(plan.orders[3].phase, PHASE_CHECK);
	plan_of_mode(&plan, MODE_CLOSED, &of);
	assert_false(order_claims_latency(&plan.orders[1]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_read_as_it_stands),
		cmocka_unit_test(mistakes_of_a_day_are_told_all_at_once),
		cmocka_unit_test(a_check_is_no_phase_of_a_day),
		cmocka_unit_test(an_option_that_a_mode_does_not_use_is_refused),
		cmocka_unit_test(numbers_out_of_bounds_are_refused),
		cmocka_unit_test(a_mode_is_a_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
