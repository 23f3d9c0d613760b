#include "test.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "examctl/say.h"
#include "examctl/ticket_sheet.h"

static json_t *
two_tickets(void)
{
	return json_pack("[{sisssssssssssssssssssissssss}{sissssssssssssss}]",
	    "attempt", 17, "candidate", "C-1001", "name", "Ada, \"the first\"",
	    "route", "full", "code", "7K3Q-M2ZD-0R8T", "opens",
	    "2026-12-01T08:00:00.000Z", "closes", "2026-12-01T11:00:00.000Z",
	    "zone", "Europe/Madrid", "title", "CTSS practice", "sitting",
	    "practice", "time_ms", 6750000, "room", "aula", "room_title",
	    "Aula Magna", "seat", "12", "attempt", 18, "candidate", "C-1002",
	    "name", "Zoë\033[2J", "route", "upgrade", "code", "AAAA-BBBB-CCCC",
	    "opens", "2026-12-01T08:00:00.000Z", "closes",
	    "2026-12-01T11:00:00.000Z", "zone", "Europe/Madrid");
}

static char *
sheet(void)
{
	json_t *tickets = two_tickets();
	struct buf out = { 0 };

	ticket_sheet_text(
	    &out, "ADMISSION TICKET", "exams.example.org:8443", tickets);
	buf_put_u8(&out, '\0');
	json_decref(tickets);
	return out.at;
}

static void
a_ticket_has_all_that_signing_in_needs(void **state)
{
	char *text = sheet();

	(void)state;
	assert_non_null(
	    strstr(text, "  ADMISSION TICKET  CTSS practice (practice)\n"));
	assert_non_null(strstr(text, "time allowed      1 h 52 min 30 s\n"));
	assert_non_null(
	    strstr(text, "server            exams.example.org:8443\n"));
	assert_non_null(strstr(text, "https://exams.example.org:8443/ in a"));
	assert_non_null(strstr(text, "candidate number  C-1001\n"));
	assert_non_null(strstr(text, "access code       7K3Q-M2ZD-0R8T\n"));
	assert_non_null(strstr(text, "access code       AAAA-BBBB-CCCC\n"));
	assert_non_null(
	    strstr(text, "room              Aula Magna (aula), seat 12\n"));
	free(text);
}

static void
times_are_told_in_the_zone_of_the_sitting(void **state)
{
	char *text;

	(void)state;
	setenv("TZ", "America/New_York", 1);
	tzset();
	text = sheet();
	assert_non_null(strstr(text, "09:00 CET (Europe/Madrid)"));
	assert_non_null(strstr(text, "12:00 CET (Europe/Madrid)"));
	free(text);
	unsetenv("TZ");
	tzset();
}

static void
a_name_cannot_steer_the_printer(void **state)
{
	char *text = sheet();

	(void)state;
	assert_null(strchr(text, '\033'));
	assert_non_null(strstr(text, "Zoë?[2J"));
	free(text);
}

static void
csv_quotes_what_needs_it(void **state)
{
	static const char expected[] =
	    "attempt,candidate,name,route,code,opens,closes,zone,room,seat\r\n"
	    "17,C-1001,\"Ada, \"\"the first\"\"\",full,7K3Q-M2ZD-0R8T,"
	    "2026-12-01T08:00:00.000Z,2026-12-01T11:00:00.000Z,"
	    "Europe/Madrid,aula,12\r\n";
	json_t *tickets = two_tickets();
	struct buf out = { 0 };

	(void)state;
	ticket_sheet_csv(&out, tickets);
	buf_put_u8(&out, '\0');
	assert_int_equal(strncmp(out.at, expected, strlen(expected)), 0);
	buf_fini(&out);
	json_decref(tickets);
}

static void
readers_see_their_own_zone(void **state)
{
	char text[SAY_TIME_MAX];

	(void)state;
	setenv("TZ", "Europe/Madrid", 1);
	tzset();
	time_words(text, "2026-12-01T08:00:00.000Z");
	assert_string_equal(text, "2026-12-01 09:00 CET");
	time_of_day(text, "2026-12-01T08:00:07.900Z");
	assert_string_equal(text, "09:00:07");
	time_words(text, "soon");
	assert_string_equal(text, "-");
	unsetenv("TZ");
	tzset();
}

static void
durations_are_read_as_a_clock(void **state)
{
	char text[SAY_TIME_MAX];

	(void)state;
	duration_words(text, 754999);
	assert_string_equal(text, "12:34");
	duration_words(text, HOURS(1) + MINUTES(2) + SECONDS(3));
	assert_string_equal(text, "1:02:03");
	duration_words(text, -5);
	assert_string_equal(text, "0:00");
}

static int
use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") != NULL ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_has_all_that_signing_in_needs),
		cmocka_unit_test(times_are_told_in_the_zone_of_the_sitting),
		cmocka_unit_test(a_name_cannot_steer_the_printer),
		cmocka_unit_test(csv_quotes_what_needs_it),
		cmocka_unit_test(readers_see_their_own_zone),
		cmocka_unit_test(durations_are_read_as_a_clock),
	};

	return cmocka_run_group_tests(tests, use_utf8, NULL);
}
