/* What is refused at the edge, and how it is told. */
#include <stdlib.h>
#include <string.h>

#include "centre.h"
#include "support/program.h"
#include "test.h"

static struct centre centre;

static int
open_centre(void **state)
{
	(void)state;
	centre_init(&centre, "u");
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	centre_fini(&centre);
	return 0;
}

/* ---- files ---- */

/* Three mistakes, on lines 6, 9 and 10. */
static const char wrong_bank[] = "{\"format\": \"exam-bank-1\",\n"
    " \"id\": \"wrong\", \"version\": \"1\", \"title\": \"Wrong\",\n"
    " \"language\": \"en\",\n"
    " \"topics\": {\"a\": \"A\"},\n"
    " \"items\": [\n"
    "  {\"id\": \"a1\", \"type\": \"true-false\", \"topic\": \"b\",\n"
    "   \"difficulty\": \"easy\", \"stem\": \"Is it?\", \"correct\": true},\n"
    "  {\"id\": \"a2\", \"type\": \"true-false\", \"topic\": \"a\",\n"
    "   \"difficulty\": \"heavy\",\n"
    "   \"stem\": \"\", \"correct\": true}]}\n";

static void
assert_told(const char *err, const char *words)
{
	if (strstr(err, words) == NULL)
		fail_msg("nothing about %s\n%s", words, err);
}

static void
a_bank_with_mistakes_is_told_line_by_line_and_not_loaded(void **state)
{
	char path[SERVER_PATH_MAX], *banks;
	struct ran r;

	(void)state;
	server_write_file(&centre.server, "wrong.json", wrong_bank);
	server_path(path, &centre.server, "wrong.json");
	program_run(&r, ARGV(EXAMCTL, "--data", centre.server.data, "bank",
	    "load", path));
	assert_int_equal(r.status, 1);
	assert_told(r.err, " wrong.json:6: ");
	assert_told(r.err, " wrong.json:9: ");
	assert_told(r.err, " wrong.json:10: ");
	ran_fini(&r);
	banks = centre_ctl(&centre, 0, ARGV("bank", "list"));
	assert_non_null(strstr(banks, "hand"));
	assert_null(strstr(banks, "wrong"));
	free(banks);
}

/* ---- signing in ---- */

/* The body with its moments blanked out. */
static char *
refused_sign_in(const char *number, const char *code)
{
	struct wire *w = wire_new(centre.candidates);
	json_t *body = json_pack("{s:s,s:s,s:s}", "candidate", number, "code",
	    code, "device", "a stranger's");
	struct wire_reply r;
	char *text, *at;

	assert_int_equal(wire_call_json(w, &r, METHOD_POST, "/v1/session",
			     NULL, body), ERR_OK);
	assert_int_equal(r.status, 401);
	text = strndup(r.body.at, r.body.len);
	for (at = text; (at = strstr(at, "T")) != NULL; at++)
		if (at - text >= 10 && at[-1] >= '0' && at[-1] <= '9')
			memset(at - 10, '#', sizeof("2026-11-22T06:48:28.104Z")
			    - 1);
	wire_reply_fini(&r);
	json_decref(body);
	wire_free(w);
	return text;
}

static void
a_wrong_code_and_an_unknown_number_look_the_same(void **state)
{
	char *wrong = refused_sign_in("C-1", "0000-0000-0000");
	char *unknown = refused_sign_in("C-9", "0000-0000-0000");

	(void)state;
	assert_non_null(strstr(wrong, "sign-in-failed"));
	assert_string_equal(wrong, unknown);
	free(wrong);
	free(unknown);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_bank_with_mistakes_is_told_line_by_line_and_not_loaded),
		cmocka_unit_test(
		    a_wrong_code_and_an_unknown_number_look_the_same),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
