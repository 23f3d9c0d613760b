/*
 * Whole exams, sat by the candidate's program; every mark counted by hand.
 *
 * hand.bank.json: section Networks has 1 + 1 + 2 + 2 + 2 = 8 marks, Names
 * 1 + 3 + 2 + 2 = 8, Desks 1 + 1 + 2 = 4 and Numbers 1 + 1 + 2 = 4.
 */
#include <stdlib.h>
#include <string.h>

#include "exam/buf.h"
#include "support/program.h"
#include "test.h"
#include "unattended.h"

#define SAT(by_stem) "{\"accept_rules\": true, \"answers\": {\"by_stem\": {"  \
	by_stem "}, \"default\": \"skip\"}, \"route\": {\"submit\": true}}"

/* 1 + 1 + 2 + 2 + 2 = 8 of 8. */
#define NETWORKS_RIGHT                                                         \
	"\"Which layer routes packets?\": [\"the network layer\"],"            \
	"\"A switch forwards frames.\": \"True\","                             \
	"\"Which two are transports?\": [\"TCP\", \"UDP\"],"                   \
	"\"What joins two networks?\": \"Router\","                            \
	"\"How many hosts has a /24?\": \"254\""

/*
 * 1; false is wrong: 0; TCP 1, UDP 1 and ARP -1: 1; a gateway is half a mark;
 * 256 is within the tolerance of 2: 2.  4.5 of 8 are 56.25 %.
 */
#define NETWORKS_MIXED                                                         \
	"\"Which layer routes packets?\": [\"the network layer\"],"            \
	"\"A switch forwards frames.\": \"False\","                            \
	"\"Which two are transports?\": [\"TCP\", \"UDP\", \"ARP\"],"          \
	"\"What joins two networks?\": \"Gateway\","                        \
	"\"How many hosts has a /24?\": \"256\""

/* 1 + 3 + 2 + 2 = 8 of 8. */
#define NAMES_RIGHT                                                            \
	"\"Which record names a mail server?\": [\"MX\"],"                     \
	"\"Which two records hold an address?\": [\"A\", \"AAAA\"],"           \
	"\"DNS: its protocol, and its port?\": [\"udp\", \"53\"],"             \
	"\"Which file holds names without DNS?\": \"hosts\""

/*
 * 1; A 1.5 and MX -2: -0.5; the port alone: 1; 2.  3.5 of 8 are 43.75 %.
 */
#define NAMES_MIXED                                                            \
	"\"Which record names a mail server?\": [\"MX\"],"                     \
	"\"Which two records hold an address?\": [\"A\", \"MX\"],"             \
	"\"DNS: its protocol, and its port?\": [\"tcp\", \"53\"],"             \
	"\"Which file holds names without DNS?\": \" HOSTS \""

/* MX -2 and nothing else: no section has less than no marks.  0 %. */
#define NAMES_NEGATIVE                                                         \
	"\"Which two records hold an address?\": [\"MX\"]"

/* 1 + 1 + 2 = 4 of 4, twice. */
#define DESKS_AND_NUMBERS_RIGHT                                                \
	"\"A ticket has a number.\": \"True\","                                \
	"\"A change needs no plan.\": \"False\","                              \
	"\"Who hears of a change first?\": [\"its users\"],"                   \
	"\"How many bits has a byte?\": \"8\","                                \
	"\"What is a nibble?\": [\"four bits\"],"                              \
	"\"Which are powers of two?\": [\"8\", \"16\"]"

/*
 * 1; true is wrong: 0; 2.  3 of 4 are 75 %.
 * 8,0 is 8: 1; wrong: 0; one of two, all or nothing: 0.  1 of 4 is 25 %.
 */
#define DESKS_AND_NUMBERS_MIXED                                                \
	"\"A ticket has a number.\": \"True\","                                \
	"\"A change needs no plan.\": \"True\","                               \
	"\"Who hears of a change first?\": [\"its users\"],"                   \
	"\"How many bits has a byte?\": \"8,0\","                              \
	"\"What is a nibble?\": [\"two bytes\"],"                              \
	"\"Which are powers of two?\": [\"8\"]"

struct expected {
	const char *answers;
	const char *percent; /* as the CSV has it */
	const char *marks;   /* of each section */
	const char *section_percents;
	const char *sections_passed; /* y or n each */
	bool passed;
};

static const struct expected expected[] = {
	{ SAT(NETWORKS_RIGHT "," NAMES_RIGHT), "100.000", "8 8", "100 100",
	    "yy", true },
	/* Weights 3 and 1: (3 * 56.25 + 43.75) / 4; the cut is 60. */
	{ SAT(NETWORKS_MIXED "," NAMES_MIXED), "53.125", "4.5 3.5",
	    "56.25 43.75", "yn", false },
	/* (3 * 100 + 43.75) / 4 = 85.9375, half up; enough in total, but
	 * Names has a cut of 50. */
	{ SAT(NETWORKS_RIGHT "," NAMES_MIXED), "85.938", "8 3.5", "100 43.75",
	    "yn", false },
	/* (3 * 56.25 + 100) / 4 = 67.1875 is over 60, half up. */
	{ SAT(NETWORKS_MIXED "," NAMES_RIGHT), "67.188", "4.5 8", "56.25 100",
	    "yy", true },
	{ SAT(NETWORKS_RIGHT "," NAMES_RIGHT "," DESKS_AND_NUMBERS_RIGHT),
	    "100.000", "8 8 4 4", "100 100 100 100", "yyyy", true },
	/* (56.25 + 0 + 75 + 25) / 4 = 39.0625, half up; the cut is 50. */
	{ SAT(NETWORKS_MIXED "," NAMES_NEGATIVE "," DESKS_AND_NUMBERS_MIXED),
	    "39.063", "4.5 0 3 1", "56.25 0 75 25", "yyyy", false },
};

#define N_EXPECTED (sizeof(expected) / sizeof(expected[0]))

static struct centre centre;

static int
open_centre(void **state)
{
	(void)state;
	centre_init(&centre, "uuuuff");
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	centre_fini(&centre);
	return 0;
}

static double
real_in(const json_t *json, const char *name)
{
	assert_true(json_is_number(json_object_get(json, name)));
	return json_number_value(json_object_get(json, name));
}

/* A member of every section, as "4.5 3.5". */
static void
assert_sections(const json_t *result, const char *name, const char *text)
{
	const json_t *section;
	struct buf b = { 0 };
	size_t i;

	json_array_foreach (json_object_get(result, "sections"), i, section)
		buf_printf(&b, "%s%.10g", i > 0 ? " " : "",
		    real_in(section, name));
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, text);
	buf_fini(&b);
}

static void
assert_result(const json_t *result, const struct expected *x)
{
	const json_t *section;
	char percent[16];
	size_t i;

	snprintf(percent, sizeof(percent), "%.3f", real_in(result, "percent"));
	assert_string_equal(percent, x->percent);
	assert_int_equal(json_is_true(json_object_get(result, "passed")),
	    x->passed);
	assert_sections(result, "marks", x->marks);
	assert_sections(result, "percent", x->section_percents);
	json_array_foreach (json_object_get(result, "sections"), i, section)
		assert_int_equal(json_is_true(json_object_get(section,
				     "passed")), x->sections_passed[i] == 'y');
	assert_int_equal(i, strlen(x->sections_passed));
}

/* All sit at once, as in a room. */
static void
each_candidate_is_told_the_marks_counted_by_hand(void **state)
{
	struct unattended at[N_EXPECTED];
	json_t *summary;
	size_t i;

	(void)state;
	for (i = 0; i < N_EXPECTED; i++)
		unattended_start(&at[i], &centre, i, expected[i].answers);
	for (i = 0; i < N_EXPECTED; i++) {
		summary = unattended_end(&at[i], 0);
		assert_string_equal(text_in(summary, "state"), "submitted");
		assert_int_equal(number_in(summary, "saves"),
		    number_in(summary, "acknowledged"));
		assert_result(json_object_get(summary, "result"),
		    &expected[i]);
		json_decref(summary);
	}
}

static void
the_staff_reads_the_same_results(void **state)
{
	char *text = centre_ctl(&centre, 0, ARGV("results", "room", "--json"));
	json_t *json = json_loads(text, 0, NULL);
	const json_t *row;
	size_t i;

	(void)state;
	json_array_foreach (json_object_get(json, "rows"), i, row)
		assert_result(row, &expected[i]);
	assert_int_equal(i, N_EXPECTED);
	json_decref(json);
	free(text);
}

static void
the_table_for_other_programs_agrees(void **state)
{
	char *csv = centre_ctl(&centre, 0, ARGV("results", "room", "--csv"));
	char line[128];
	size_t i;

	(void)state;
	for (i = 0; i < N_EXPECTED; i++) {
		snprintf(line, sizeof(line),
		    "%d,\"C-%zu\",\"Candidate %zu\",%s,submitted,%s,%s,",
		    centre.tickets[i].attempt, i + 1, i + 1,
		    i < 4 ? "upgrade" : "full", expected[i].percent,
		    expected[i].passed ? "passed" : "not passed");
		if (strstr(csv, line) == NULL)
			fail_msg("no line %s in\n%s", line, csv);
	}
	free(csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_candidate_is_told_the_marks_counted_by_hand),
		cmocka_unit_test(the_staff_reads_the_same_results),
		cmocka_unit_test(the_table_for_other_programs_agrees),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
