#include <stdlib.h>
#include <string.h>

#include "parent/config.h"
#include "test.h"

#define NEEDED "certificate c\ncertificate-key k\n"

/* Mistakes of a file d/f.conf that holds what every file needs, and text. */
static char *
mistakes(const char *text)
{
	struct diag d = { .path = "d/f.conf" };
	struct buf all = { 0 };
	struct config c;

	buf_put_text(&all, text);
	buf_put_text(&all, "\n" NEEDED);
	if (config_parse(&c, buf_slice(&all), &d) == ERR_OK) {
		assert_int_equal(d.count, 0);
		config_fini(&c);
	}
	buf_fini(&all);
	buf_put_u8(&d.text, '\0');
	return d.text.at;
}

static struct config
settings(const char *text)
{
	struct diag d = { .path = "d/f.conf" };
	struct buf all = { 0 };
	struct config c = { 0 };

	buf_put_text(&all, text);
	buf_put_text(&all, "\n" NEEDED);
	assert_int_equal(config_parse(&c, buf_slice(&all), &d), ERR_OK);
	buf_fini(&all);
	return c;
}

#define assert_mistakes(text, expected)                                       \
	do {                                                                   \
		char *told = mistakes(text);                                   \
		assert_string_equal(told, expected);                           \
		free(told);                                                    \
	} while (0)

static void
what_is_not_set_has_a_default(void **state)
{
	struct config c = settings("");
	char text[ADDRESS_TEXT_MAX];

	(void)state;
	assert_string_equal(c.directory, "/var/lib/exam");
	assert_int_equal(c.processes, 1);
	assert_int_equal(c.level, LOG_INFO);
	assert_int_equal(c.wal_limit, 0);
	assert_int_equal(c.ballast, 64 << 20);
	assert_true(c.sandbox);
	assert_false(c.tls12);
	assert_null(c.user);
	assert_null(c.proxy_from);
	assert_null(c.staff_authority);
	assert_int_equal(c.candidates.n, 1);
	assert_string_equal(address_format(text, &c.candidates.list[0]),
	    "0.0.0.0:8443");
	assert_string_equal(address_format(text, &c.staff.list[0]),
	    "127.0.0.1:8444");
	config_fini(&c);
}

static void
every_keyword_is_heard(void **state)
{
	struct config c = settings(
	    "data-directory /data\n"
	    "candidates-listen 127.0.0.1:0\ncandidates-listen [::1]:8443\n"
	    "staff-listen 10.0.0.1:9\ncandidate-processes 3\n"
	    "connections 17\nconnections-per-address 5\n"
	    "staff-client-authority /ca\n"
	    "tls-versions 1.2 1.3\nproxy-protocol-from 10.0.0.2 fd00::1\n"
	    "log-level debug\nwal-limit 8M\nballast 2G\nsandbox no\nuser exam");
	char text[ADDRESS_TEXT_MAX];

	(void)state;
	assert_string_equal(c.directory, "/data");
	assert_int_equal(c.candidates.n, 2);
	assert_string_equal(address_format(text, &c.candidates.list[1]),
	    "[::1]:8443");
	assert_int_equal(c.staff.n, 1);
	assert_int_equal(c.processes, 3);
	assert_int_equal(c.connections, 17);
	assert_int_equal(c.per_address, 5);
	assert_string_equal(c.staff_authority, "/ca");
	assert_true(c.tls12);
	assert_string_equal(c.proxy_from, "10.0.0.2,fd00::1");
	assert_int_equal(c.level, LOG_DEBUG);
	assert_int_equal(c.wal_limit, 8 << 20);
	assert_int_equal(c.ballast, INT64_C(2) << 30);
	assert_false(c.sandbox);
	assert_string_equal(c.user, "exam");
	config_fini(&c);
}

static void
relative_paths_start_at_the_file(void **state)
{
	struct config c = settings("data-directory .\n"
				   "staff-client-authority keys/ca.pem");

	(void)state;
	assert_string_equal(c.directory, "d/.");
	assert_string_equal(c.certificate, "d/c");
	assert_string_equal(c.key, "d/k");
	assert_string_equal(c.staff_authority, "d/keys/ca.pem");
	config_fini(&c);
}

static void
quotes_hold_blanks_and_comments_are_passed_over(void **state)
{
	struct config c = settings(
	    "# all of it\r\n\t user \"a b\\\"\\\\#c\" # this too\n\n"
	    "data-directory /x#y");

	(void)state;
	assert_string_equal(c.user, "a b\"\\#c");
	assert_string_equal(c.directory, "/x#y");
	config_fini(&c);
}

static void
all_mistakes_are_told_with_their_lines(void **state)
{
	(void)state;
	assert_mistakes("sandbox maybe\n\nfoo 1\nlog-level loud\n",
	    "d/f.conf:1: sandbox: must be yes or no\n"
	    "d/f.conf:3: foo: unknown keyword; examd.conf(5) lists them\n"
	    "d/f.conf:4: log-level: must be error, warning, notice, info or "
	    "debug\n");
}

static void
numbers_keep_to_their_range(void **state)
{
	(void)state;
	assert_mistakes("candidate-processes 0",
	    "d/f.conf:1: candidate-processes: must be a number from 1 to 64\n");
	assert_mistakes("candidate-processes 65",
	    "d/f.conf:1: candidate-processes: must be a number from 1 to 64\n");
	assert_mistakes("candidate-processes 64", "");
	assert_mistakes("connections -1",
	    "d/f.conf:1: connections: must be a number from 1 to 1000000\n");
	assert_mistakes("connections 99999999999999999999",
	    "d/f.conf:1: connections: must be a number from 1 to 1000000\n");
	assert_mistakes("connections 1x",
	    "d/f.conf:1: connections: must be a number from 1 to 1000000\n");
}

static void
sizes_have_one_unit_and_a_bound(void **state)
{
	static const char *const wrong[] = { "x", "-1", "1.5M", "4MB", "4 M",
		"1025G", "99999999999999999999", "\"\"" };
	struct config c = settings("wal-limit 1024G\nballast 0");
	char line[64], *said;
	size_t i;

	(void)state;
	assert_int_equal(c.wal_limit, INT64_C(1) << 40);
	assert_int_equal(c.ballast, 0);
	config_fini(&c);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(line, sizeof(line), "ballast %s", wrong[i]);
		said = mistakes(line);
		assert_ptr_equal(strstr(said, "d/f.conf:1: ballast: "), said);
		free(said);
	}
}

static void
addresses_are_numbers(void **state)
{
	static const char *const wrong[] = { "localhost:80", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:65536", "::1:80", "[127.0.0.1]:80",
		"[::1:80", ":80", "127.0.0.1:8x", "[]:1", "1.2.3:4" };
	char line[64], *said;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(line, sizeof(line), "staff-listen %s", wrong[i]);
		said = mistakes(line);
		assert_ptr_equal(strstr(said,
		    "d/f.conf:1: staff-listen: must be ADDRESS:PORT"), said);
		free(said);
	}
	assert_mistakes("proxy-protocol-from 10.0.0.1 balancer",
	    "d/f.conf:1: proxy-protocol-from: balancer is not a numeric "
	    "address\n");
}

static void
a_keyword_is_set_once(void **state)
{
	(void)state;
	assert_mistakes("user a\nuser b",
	    "d/f.conf:2: user: was already set on line 1\n");
}

static void
a_keyword_takes_its_number_of_values(void **state)
{
	(void)state;
	assert_mistakes("user", "d/f.conf:1: user: needs a value\n");
	assert_mistakes("user a b",
	    "d/f.conf:1: user: takes at most 1 value\n");
	assert_mistakes("tls-versions 1.2 1.3 1.4",
	    "d/f.conf:1: tls-versions: takes at most 2 values\n");
	assert_mistakes("tls-versions 1.3 1.2",
	    "d/f.conf:1: tls-versions: must be 1.3, or 1.2 1.3\n");
	assert_mistakes("tls-versions 1.2",
	    "d/f.conf:1: tls-versions: must be 1.3, or 1.2 1.3\n");
}

static void
a_line_that_cannot_be_read_is_told(void **state)
{
	(void)state;
	assert_mistakes("user \"a", "d/f.conf:1: a quote is not closed\n");
	assert_mistakes("user a\001b",
	    "d/f.conf:1: holds a control character\n");
	assert_mistakes("a b c d e f g h i j k l m n o p q r s t u v w x y z "
	    "1 2 3 4 5 6 7", "d/f.conf:1: too many values\n");
}

static void
what_must_be_set_is_asked_for(void **state)
{
	struct diag d = { .path = "f" };
	struct config c;

	(void)state;
	assert_int_equal(config_parse(&c, SLICE(""), &d), ERR_INVALID);
	buf_put_u8(&d.text, '\0');
	assert_string_equal(d.text.at,
	    "f: certificate: is missing\nf: certificate-key: is missing\n");
	diag_fini(&d);
}

static void
a_file_that_is_not_there_is_told(void **state)
{
	struct diag d = { .path = "no/such/file" };
	struct config c;

	(void)state;
	assert_int_equal(config_read(&c, &d), ERR_SYS);
	buf_put_u8(&d.text, '\0');
	assert_string_equal(d.text.at,
	    "no/such/file: No such file or directory\n");
	diag_fini(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_set_has_a_default),
		cmocka_unit_test(every_keyword_is_heard),
		cmocka_unit_test(relative_paths_start_at_the_file),
		cmocka_unit_test(quotes_hold_blanks_and_comments_are_passed_over),
		cmocka_unit_test(all_mistakes_are_told_with_their_lines),
		cmocka_unit_test(numbers_keep_to_their_range),
		cmocka_unit_test(sizes_have_one_unit_and_a_bound),
		cmocka_unit_test(addresses_are_numbers),
		cmocka_unit_test(a_keyword_is_set_once),
		cmocka_unit_test(a_keyword_takes_its_number_of_values),
		cmocka_unit_test(a_line_that_cannot_be_read_is_told),
		cmocka_unit_test(what_must_be_set_is_asked_for),
		cmocka_unit_test(a_file_that_is_not_there_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
