/* A helper says of many sittings whether they fit a programme and a bank. */
#include "told.h"

#include "load/bank.h"
#include "load/fit.h"
#include "load/helper_jobs.h"
#include "load/programme.h"
#include "load/schedule.h"

static struct bank *bank;
static struct programme *programme;
static struct schedule schedule;

static int
begin(void **state)
{
	struct diag diag = { .path = "ctss" }, warnings = { .path = "ctss" };
	struct buf b = told_file("question-banks/ctss.bank.json");
	struct buf p = told_file("schedules/ctss.programme.json");
	struct buf s = told_file("schedules/ctss.schedule.json");
	bool right =
	    load_bank(&bank, buf_slice(&b), &diag, &warnings) == ERR_OK &&
	    load_programme(&programme, buf_slice(&p), &diag) == ERR_OK &&
	    load_schedule(&schedule, buf_slice(&s), &diag) == ERR_OK;

	(void)state;
	diag_fini(&diag);
	diag_fini(&warnings);
	buf_fini(&b);
	buf_fini(&p);
	buf_fini(&s);
	return right ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	bank_free(bank);
	programme_free(programme);
	schedule_fini(&schedule);
	return 0;
}

/* About the sitting, once with nobody and once with so many. */
static struct buf
question(uint32_t people)
{
	uint32_t papers[N_ROUTE_NAMES] = { 0 };
	struct buf questions = { 0 }, input = { 0 };

	load_fit_put_sitting(&questions, schedule.sittings[0], papers);
	papers[ROUTE_UPGRADE] = papers[ROUTE_FULL] = people;
	load_fit_put_sitting(&questions, schedule.sittings[0], papers);
	load_fit_put(&input, programme, bank, buf_slice(&questions));
	buf_fini(&questions);
	return input;
}

static int
ask(struct buf *output, uint32_t people)
{
	struct buf input = question(people);
	int status;

	buf_clear(output);
	status = load_job_fit(output, buf_slice(&input));
	buf_fini(&input);
	return status;
}

static size_t
count_lines(const struct buf *text)
{
	size_t i, n = 0;

	for (i = 0; i < text->len; i++)
		n += text->at[i] == '\n';
	return n;
}

static void
of_what_fits_nothing_is_said(void **state)
{
	struct buf output = { 0 };

	(void)state;
	assert_int_equal(ask(&output, 30), 0);
	assert_int_equal(output.len, 0);
	buf_fini(&output);
}

/* Each of the two sittings is told, by its name. */
static void
what_does_not_fit_is_said_of_each_sitting(void **state)
{
	struct blueprint_section *section =
	    &programme->routes[ROUTE_UPGRADE].blueprint.sections[0];
	struct buf output = { 0 };

	(void)state;
	section->rules[0].min = section->rules[0].max += 2;
	section->items += 2;
	assert_int_equal(ask(&output, 30), 1);
	assert_int_equal(count_lines(&output), 2);
	buf_put_u8(&output, '\0');
	assert_non_null(strstr(
	    output.at, "schedule: ctss: route upgrade: section 1, rule 1"));
	buf_fini(&output);
}

/* Of one paper nothing is in too many; of nobody is known how many come. */
static void
how_many_candidates_counts_where_exposure_is_limited(void **state)
{
	struct buf output = { 0 };
	size_t n;

	(void)state;
	programme->routes[ROUTE_UPGRADE].blueprint.exposure_percent = 1;
	assert_int_equal(ask(&output, 0), 1);
	n = count_lines(&output);
	assert_int_equal(ask(&output, 1), 1);
	assert_int_equal(count_lines(&output), n / 2);
	buf_fini(&output);
}

static void
what_is_damaged_is_no_question(void **state)
{
	struct buf output = { 0 }, input = question(1);
	size_t len;

	(void)state;
	for (len = 0; len < input.len; len += input.len / 50)
		assert_int_equal(
		    load_job_fit(&output, (struct slice){ input.at, len }), 2);
	buf_fini(&input);
	buf_fini(&output);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    of_what_fits_nothing_is_said, begin, end),
		cmocka_unit_test_setup_teardown(
		    what_does_not_fit_is_said_of_each_sitting, begin, end),
		cmocka_unit_test_setup_teardown(
		    how_many_candidates_counts_where_exposure_is_limited, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    what_is_damaged_is_no_question, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
