/* Each fault of a sitting is found, and nothing else is. */
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "rehearse/check.h"
#include "support/self_signed.h"

#define DAY_WALL 1780000000000 /* 2026-05-28T20:26:40Z */

static char anna[] = "anna", ben[] = "ben", aula[] = "aula", lab[] = "lab";
static char *proctors[] = { anna };
static char one[] = "1", three[] = "3", madrid[] = "Europe/Madrid";

/* What is right, made anew for each test. */
static struct sitting_room rooms[2];
static struct sitting sitting;
static struct roll_account accounts[2];
static struct roll_candidate candidates[2];
static struct roll roll;
static struct machine machine;
static struct findings findings;

static int
begin(void **state)
{
	const struct sitting_route hour = {
		.offered = true, .whole_ms = MINUTES(60), .n_sections = 1
	};

	(void)state;
	rooms[0] = (struct sitting_room){ .ident = aula,
		.n_seats = 4,
		.row_length = 2,
		.proctors = proctors,
		.n_proctors = 1 };
	sitting = (struct sitting){ .ident = aula,
		.zone = madrid,
		.opens = { DAY_WALL },
		.closes = { DAY_WALL + HOURS(2) },
		.late_entry_ms = MINUTES(30),
		.rooms = rooms,
		.n_rooms = 1,
		.routes = { [ROUTE_UPGRADE] = hour } };
	accounts[0] = (struct roll_account){ anna, ROLE_STAFF, true };
	accounts[1] = (struct roll_account){ ben, ROLE_STAFF, true };
	candidates[0] = (struct roll_candidate){ .attempt = 1,
		.number = one,
		.room = aula,
		.seat = one,
		.has_ticket = true,
		.entitlement = ENTITLEMENT_NONE,
		.closes = sitting.closes };
	candidates[1] = candidates[0];
	candidates[1].attempt = 2;
	candidates[1].number = three;
	candidates[1].seat = three;
	roll = (struct roll){ .sitting = &sitting,
		.accounts = accounts,
		.n_accounts = 2,
		.candidates = candidates,
		.n_candidates = 2,
		.last = { { { DAY_WALL }, { 5 } }, 7000, "boot" } };
	machine = (struct machine){ .wall = { DAY_WALL + 1000 },
		.boottime = 8000,
		.boot_id = "boot",
		.synchronised = true };
	return 0;
}

static int
end(void **state)
{
	(void)state;
	findings_fini(&findings);
	return 0;
}

static void
check_all(void)
{
	check_rooms(&findings, &roll);
	check_tickets(&findings, &roll);
	check_accounts(&findings, &roll);
	check_zone(&findings, &roll);
	check_entitlements(&findings, &roll);
	check_clock(&findings, &machine, &roll);
	check_disk(&findings, &machine, &roll, 4096);
	check_certificate(&findings, &machine, &roll);
}

/* One, of this rule and severity, besides notes. */
static void
assert_only(enum severity severity, const char *rule)
{
	check_all();
	assert_true(findings_has(&findings, severity, rule));
	assert_int_equal(findings_count(&findings, SEVERITY_ERROR) +
			     findings_count(&findings, SEVERITY_WARNING),
	    1);
}

static void
a_sound_sitting_has_notes_alone(void **state)
{
	(void)state;
	check_all();
	assert_int_equal(findings_count(&findings, SEVERITY_ERROR), 0);
	assert_int_equal(findings_count(&findings, SEVERITY_WARNING), 0);
	assert_true(findings_has(&findings, SEVERITY_NOTE, "zone.times"));
}

static void
a_room_that_is_too_small_is_found(void **state)
{
	struct roll_candidate many[5];
	char seats[5][2] = { "1", "2", "3", "4", "5" };
	size_t i;

	(void)state;
	for (i = 0; i < 5; i++) {
		many[i] = candidates[0];
		many[i].seat = seats[i];
	}
	roll.candidates = many;
	roll.n_candidates = 5;
	check_all();
	assert_true(findings_has(&findings, SEVERITY_ERROR, "seats.capacity"));
	assert_true(findings_has(&findings, SEVERITY_ERROR, "seats.unknown"));
}

static void
a_seat_that_two_have_is_found(void **state)
{
	(void)state;
	candidates[1].seat = one;
	assert_only(SEVERITY_ERROR, "seats.twice");
}

static void
a_seat_that_the_room_does_not_have_is_found(void **state)
{
	char nine[] = "9";

	(void)state;
	candidates[1].seat = nine;
	assert_only(SEVERITY_ERROR, "seats.unknown");
}

static void
a_candidate_without_a_room_is_found(void **state)
{
	(void)state;
	candidates[1].room = NULL;
	assert_only(SEVERITY_WARNING, "seats.none");
}

static void
a_room_without_proctors_is_found(void **state)
{
	(void)state;
	rooms[1] = (struct sitting_room){ .ident = lab, .n_seats = 4 };
	sitting.n_rooms = 2;
	assert_only(SEVERITY_ERROR, "proctors.none");
}

static void
a_chief_makes_that_a_warning(void **state)
{
	(void)state;
	rooms[1] = (struct sitting_room){ .ident = lab, .n_seats = 4 };
	sitting.n_rooms = 2;
	sitting.chiefs = proctors;
	sitting.n_chiefs = 1;
	assert_only(SEVERITY_WARNING, "proctors.none");
}

static void
a_proctor_who_cannot_come_in_is_found(void **state)
{
	static const char *const whys[] = { "closed", "password", "role",
		"nobody" };
	size_t i;

	for (i = 0; i < sizeof(whys) / sizeof(*whys); i++) {
		struct roll_account third = { ben, ROLE_STAFF, true };
		struct roll_account three_of_them[3];

		begin(state);
		three_of_them[0] = accounts[1];
		three_of_them[1] = third;
		three_of_them[2] = (struct roll_account){ anna,
			i == 0	 ? 0
			: i == 2 ? ROLE_EXAMINER
				 : ROLE_STAFF,
			i != 1 };
		roll.accounts = three_of_them;
		roll.n_accounts = i == 3 ? 2 : 3;
		assert_only(SEVERITY_ERROR, "proctors.account");
		findings_fini(&findings);
	}
}

static void
without_rooms_somebody_must_check_candidates_in(void **state)
{
	(void)state;
	sitting.n_rooms = 0;
	sitting.check_in = true;
	accounts[0].roles = accounts[1].roles = ROLE_EXAMINER;
	check_rooms(&findings, &roll);
	assert_true(findings_has(&findings, SEVERITY_ERROR, "proctors.none"));
}

static void
a_candidate_without_a_ticket_is_found(void **state)
{
	(void)state;
	candidates[0].has_ticket = candidates[1].has_ticket = false;
	assert_only(SEVERITY_WARNING, "tickets.missing");
}

static void
a_sitting_that_nobody_sits_is_found(void **state)
{
	(void)state;
	roll.n_candidates = 0;
	assert_only(SEVERITY_WARNING, "candidates.none");
}

static void
one_person_is_not_two(void **state)
{
	(void)state;
	accounts[1].roles = ROLE_PROCTOR;
	assert_only(SEVERITY_WARNING, "accounts.two");
}

static void
a_change_of_clocks_in_the_window_is_found(void **state)
{
	struct wall before;

	(void)state;
	assert_true(wall_parse(&before, "2026-10-25T00:30:00Z"));
	sitting.opens = before;
	sitting.closes = wall_add(before, HOURS(2));
	candidates[0].closes = candidates[1].closes = sitting.closes;
	assert_only(SEVERITY_WARNING, "zone.change");
}

static void
a_window_that_shortens_somebody_is_found(void **state)
{
	(void)state;
	sitting.closes = wall_add(sitting.opens, MINUTES(80));
	assert_only(SEVERITY_ERROR, "entitlement.window");
}

static void
a_clock_that_nobody_keeps_is_found(void **state)
{
	(void)state;
	machine.synchronised = false;
	assert_only(SEVERITY_WARNING, "clock.synchronised");
}

static void
a_clock_that_was_set_is_found(void **state)
{
	(void)state;
	machine.wall.ms += 5000;
	assert_only(SEVERITY_WARNING, "clock.step");
}

static void
another_boot_says_nothing_of_the_clock(void **state)
{
	(void)state;
	machine.wall.ms += HOURS(5);
	snprintf(machine.boot_id, sizeof(machine.boot_id), "another");
	check_clock(&findings, &machine, &roll);
	assert_int_equal(findings_count(&findings, SEVERITY_WARNING), 0);
}

static void
a_disk_that_is_too_small_is_found(void **state)
{
	(void)state;
	machine.data = "/";
	machine.ballast = INT64_C(1) << 60;
	assert_only(SEVERITY_ERROR, "disk.space");
}

/* Valid from so many days from now to so many; the sitting is in ten. */
static void
with_certificate(int from, int to, enum severity severity, const char *rule)
{
	char folder[] = "/tmp/exam-rehearse-XXXXXX", cert[64], key[64];
	struct wall now = { (int64_t)time(NULL) * 1000 };

	assert_non_null(mkdtemp(folder));
	snprintf(cert, sizeof(cert), "%s/cert.pem", folder);
	snprintf(key, sizeof(key), "%s/key.pem", folder);
	self_signed_write(cert, key, from, to);
	machine.certificate = cert;
	sitting.opens = wall_add(now, DAYS(10));
	sitting.closes = wall_add(sitting.opens, HOURS(2));
	candidates[0].closes = candidates[1].closes = sitting.closes;
	if (rule != NULL)
		assert_only(severity, rule);
	else
		check_all();
	assert_int_equal(unlink(cert), 0);
	assert_int_equal(unlink(key), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void
a_certificate_that_ends_before_the_last_window_is_found(void **state)
{
	(void)state;
	with_certificate(-1, 9, SEVERITY_ERROR, "certificate.ends");
}

static void
one_that_ends_within_a_day_of_it_is_a_warning(void **state)
{
	(void)state;
	with_certificate(-1, 11, SEVERITY_WARNING, "certificate.ends");
}

static void
one_that_is_not_valid_yet_is_found(void **state)
{
	(void)state;
	with_certificate(12, 30, SEVERITY_ERROR, "certificate.begins");
}

static void
one_that_lasts_is_not_spoken_of(void **state)
{
	(void)state;
	with_certificate(-1, 12, SEVERITY_NOTE, NULL);
	assert_int_equal(findings_count(&findings, SEVERITY_ERROR), 0);
	assert_int_equal(findings_count(&findings, SEVERITY_WARNING), 0);
}

static void
a_file_that_is_no_certificate_is_found(void **state)
{
	(void)state;
	machine.certificate = "/dev/null";
	assert_only(SEVERITY_WARNING, "certificate.unread");
}

static void
neighbours_with_one_form_are_found(void **state)
{
	uint16_t forms[2] = { 2, 2 };
	const struct play play = { .forms = forms };

	(void)state;
	check_forms(&findings, &roll, &play);
	assert_true(
	    findings_has(&findings, SEVERITY_WARNING, "forms.neighbours"));
	findings_fini(&findings);
	forms[1] = 1;
	check_forms(&findings, &roll, &play);
	assert_int_equal(findings_count(&findings, SEVERITY_WARNING), 0);
}

static void
scripts_without_markers_are_found(void **state)
{
	struct programme programme = { .marking = { .markers = 2 } };
	const struct play play = { .scripts = 3, .to_mark = 1 };

	(void)state;
	roll.programme = &programme;
	accounts[1].roles = ROLE_PROCTOR;
	check_marking(&findings, &roll, &play);
	assert_true(
	    findings_has(&findings, SEVERITY_ERROR, "marking.examiners"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_sound_sitting_has_notes_alone),
		TEST(a_room_that_is_too_small_is_found),
		TEST(a_seat_that_two_have_is_found),
		TEST(a_seat_that_the_room_does_not_have_is_found),
		TEST(a_candidate_without_a_room_is_found),
		TEST(a_room_without_proctors_is_found),
		TEST(a_chief_makes_that_a_warning),
		TEST(a_proctor_who_cannot_come_in_is_found),
		TEST(without_rooms_somebody_must_check_candidates_in),
		TEST(a_candidate_without_a_ticket_is_found),
		TEST(a_sitting_that_nobody_sits_is_found),
		TEST(one_person_is_not_two),
		TEST(a_change_of_clocks_in_the_window_is_found),
		TEST(a_window_that_shortens_somebody_is_found),
		TEST(a_clock_that_nobody_keeps_is_found),
		TEST(a_clock_that_was_set_is_found),
		TEST(another_boot_says_nothing_of_the_clock),
		TEST(a_disk_that_is_too_small_is_found),
		TEST(a_certificate_that_ends_before_the_last_window_is_found),
		TEST(one_that_ends_within_a_day_of_it_is_a_warning),
		TEST(one_that_is_not_valid_yet_is_found),
		TEST(one_that_lasts_is_not_spoken_of),
		TEST(a_file_that_is_no_certificate_is_found),
		TEST(neighbours_with_one_form_are_found),
		TEST(scripts_without_markers_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
