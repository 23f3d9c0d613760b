#include "test.h"

#include <stdlib.h>

#include "load/zone.h"

static int
resolve(struct wall both[2], const char *text, const char *zone)
{
	struct civil c;

	assert_true(civil_parse(&c, text));
	return zone_resolve(both, &c, zone);
}

static void
a_civil_time_is_read_to_the_letter(void **state)
{
	static const char *const wrong[] = { "", "2026-12-01", "2026-12-01T09",
		"2026-12-01 09:00", "2026-12-01T09:00Z", "2026-13-01T09:00",
		"2026-02-29T09:00", "2026-12-01T24:00", "2026-12-01T09:60",
		"2026-12-01T09:00:60", "2026-12-01T09:00:", "26-12-01T09:00",
		"2026-12-1T09:00", "2026-1x-01T09:00" };
	char text[CIVIL_TEXT_MAX];
	struct civil c;
	size_t i;

	(void)state;
	assert_true(civil_parse(&c, "2028-02-29T23:59:58"));
	assert_string_equal(civil_format(text, &c), "2028-02-29T23:59:58");
	assert_true(civil_parse(&c, "2026-12-01T09:00"));
	assert_string_equal(civil_format(text, &c), "2026-12-01T09:00:00");
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(civil_parse(&c, wrong[i]));
}

static void
an_ordinary_time_is_one_instant(void **state)
{
	struct wall w[2];
	char text[WALL_TEXT_MAX];

	(void)state;
	assert_int_equal(resolve(w, "2026-12-01T09:00", "Europe/Madrid"), 1);
	assert_string_equal(wall_format(text, w[0]),
	    "2026-12-01T08:00:00.000Z");
	assert_int_equal(resolve(w, "2026-07-01T09:00", "Europe/Madrid"), 1);
	assert_string_equal(wall_format(text, w[0]),
	    "2026-07-01T07:00:00.000Z");
	assert_int_equal(resolve(w, "2026-07-01T09:00", "Asia/Kathmandu"), 1);
	assert_string_equal(wall_format(text, w[0]),
	    "2026-07-01T03:15:00.000Z");
	assert_int_equal(resolve(w, "2050-07-01T09:00", "America/New_York"), 1);
	assert_string_equal(wall_format(text, w[0]),
	    "2050-07-01T13:00:00.000Z");
}

static void
a_time_skipped_by_clocks_is_no_instant(void **state)
{
	struct wall w[2];
	char one[CIVIL_TEXT_MAX], two[CIVIL_TEXT_MAX];

	(void)state;
	assert_int_equal(resolve(w, "2026-03-29T02:30", "Europe/Madrid"), 0);
	zone_format_offset(one, w[0], "Europe/Madrid");
	zone_format_offset(two, w[1], "Europe/Madrid");
	assert_string_equal(one, "2026-03-29T03:30:00+02:00");
	assert_string_equal(two, "2026-03-29T01:30:00+01:00");
	/* The second before and the one behind exist. */
	assert_int_equal(resolve(w, "2026-03-29T01:59:59", "Europe/Madrid"), 1);
	assert_int_equal(resolve(w, "2026-03-29T03:00:00", "Europe/Madrid"), 1);
}

static void
a_time_repeated_by_clocks_is_two_instants(void **state)
{
	struct wall w[2];

	(void)state;
	assert_int_equal(resolve(w, "2026-10-25T02:30", "Europe/Madrid"), 2);
	assert_int_equal(w[1].ms - w[0].ms, HOURS(1));
	assert_int_equal(resolve(w, "2026-10-25T01:59:59", "Europe/Madrid"), 1);
	assert_int_equal(resolve(w, "2026-10-25T03:00:00", "Europe/Madrid"), 1);
}

/* Samoa had no 30 December 2011. */
static void
a_day_that_a_zone_skipped_does_not_exist(void **state)
{
	struct wall w[2];

	(void)state;
	assert_int_equal(resolve(w, "2011-12-30T12:00", "Pacific/Apia"), 0);
	assert_int_equal(resolve(w, "2011-12-31T12:00", "Pacific/Apia"), 1);
}

static void
a_zone_is_known_by_its_iana_name_only(void **state)
{
	static const char *const wrong[] = { "", "Europe", "Europe/Atlantis",
		"../etc/passwd", "/etc/localtime", "Europe/../Europe/Madrid",
		"zone.tab", "right/Europe/Madrid", "CET-1CEST", ":UTC" };
	size_t i;

	(void)state;
	assert_true(zone_exists("Europe/Madrid"));
	assert_true(zone_exists("America/Argentina/Buenos_Aires"));
	assert_true(zone_exists("UTC"));
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(zone_exists(wrong[i]));
}

static void
people_read_the_zones_own_clock(void **state)
{
	char text[ZONE_TEXT_MAX];
	struct wall w;

	(void)state;
	assert_true(wall_parse(&w, "2026-12-01T08:00:00Z"));
	assert_string_equal(zone_format(text, w, "Europe/Madrid"),
	    "Tue 1 Dec 2026 09:00 CET");
	assert_string_equal(zone_format(text, w, "America/New_York"),
	    "Tue 1 Dec 2026 03:00 EST");
}

static void
the_environment_is_left_as_it_was(void **state)
{
	struct wall w[2];

	(void)state;
	assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
	resolve(w, "2026-12-01T09:00", "Europe/Madrid");
	assert_string_equal(getenv("TZ"), "Asia/Tokyo");
	unsetenv("TZ");
	resolve(w, "2026-12-01T09:00", "Europe/Madrid");
	assert_null(getenv("TZ"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_civil_time_is_read_to_the_letter),
		cmocka_unit_test(an_ordinary_time_is_one_instant),
		cmocka_unit_test(a_time_skipped_by_clocks_is_no_instant),
		cmocka_unit_test(a_time_repeated_by_clocks_is_two_instants),
		cmocka_unit_test(a_day_that_a_zone_skipped_does_not_exist),
		cmocka_unit_test(a_zone_is_known_by_its_iana_name_only),
		cmocka_unit_test(people_read_the_zones_own_clock),
		cmocka_unit_test(the_environment_is_left_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
