#include "test.h"

#include "exam/time.h"

static void
a_time_is_written_as_rfc_3339_with_milliseconds(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} samples[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 1, "1970-01-01T00:00:00.001Z" },
		{ -1, "1969-12-31T23:59:59.999Z" },
		{ 951782400000, "2000-02-29T00:00:00.000Z" },
		{ 1795338000123, "2026-11-22T09:00:00.123Z" },
		{ 253402300799999, "9999-12-31T23:59:59.999Z" },
	};
	char text[WALL_TEXT_MAX];
	struct wall back;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		wall_format(text, (struct wall){ samples[i].ms });
		assert_string_equal(text, samples[i].text);
		assert_true(wall_parse(&back, text));
		assert_true(back.ms == samples[i].ms);
	}
}

static void
what_has_no_four_digit_year_is_written_as_zero(void **state)
{
	char text[WALL_TEXT_MAX];

	(void)state;
	wall_format(text, (struct wall){ 253402300800000 });
	assert_string_equal(text, "0000-00-00T00:00:00.000Z");
	wall_format(text, (struct wall){ INT64_MAX });
	assert_string_equal(text, "0000-00-00T00:00:00.000Z");
}

static void
every_day_of_four_centuries_reads_back(void **state)
{
	char text[WALL_TEXT_MAX];
	struct wall w, back;
	int day;

	(void)state;
	for (day = -80000; day < 70000; day++) {
		w.ms = DAYS(day) + 43200001;
		assert_true(wall_parse(&back, wall_format(text, w)));
		assert_true(back.ms == w.ms);
	}
}

static void
offsets_and_fractions_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} samples[] = {
		{ "1970-01-01T01:00:00+01:00", 0 },
		{ "1969-12-31T18:30:00-05:30", 0 },
		{ "1970-01-01t00:00:00.5z", 500 },
		{ "1970-01-01 00:00:00.0019999Z", 1 },
		{ "1970-01-01T00:00:00.123456789-00:00", 123 },
	};
	struct wall w;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		assert_true(wall_parse(&w, samples[i].text));
		assert_true(w.ms == samples[i].ms);
	}
}

static void
what_is_no_time_is_refused_and_nothing_is_written(void **state)
{
	static const char *const samples[] = { "", "2026", "2026-11-22",
		"2026-11-22T09:00:00", "2026-11-22T09:00Z",
		"2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z",
		"2026-11-22T09:00:60Z", "2026-13-01T00:00:00Z",
		"2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z",
		"2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
		"2026-01-00T00:00:00Z", "2026-11-22T09:00:00.Z",
		"2026-11-22T09:00:00Z ", "2026-11-22T09:00:00+24:00",
		"2026-11-22T09:00:00+01:60", "2026-11-22T09:00:00+0100",
		"+026-11-22T09:00:00Z", "2026-11-22T09:00:00,5Z" };
	struct wall w = { 42 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		if (wall_parse(&w, samples[i]))
			fail_msg("%s", samples[i]);
	assert_true(w.ms == 42);
}

static void
a_deadline_is_reached_at_its_instant(void **state)
{
	const struct mono deadline = { 100 };

	(void)state;
	assert_false(mono_reached((struct mono){ 99 }, deadline));
	assert_true(mono_reached((struct mono){ 100 }, deadline));
	assert_false(mono_reached((struct mono){ INT64_MAX - 1 }, MONO_NEVER));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_is_written_as_rfc_3339_with_milliseconds),
		cmocka_unit_test(what_has_no_four_digit_year_is_written_as_zero),
		cmocka_unit_test(every_day_of_four_centuries_reads_back),
		cmocka_unit_test(offsets_and_fractions_are_read),
		cmocka_unit_test(
		    what_is_no_time_is_refused_and_nothing_is_written),
		cmocka_unit_test(a_deadline_is_reached_at_its_instant),
	};

	return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
