#include "test.h"

#include <string.h>

#include "examctl/commands.h"
#include "examctl/reason.h"

#define WORDS(...)                                                             \
	(char *[]){ (char[]){ "examctl" }, __VA_ARGS__, NULL }
#define W(literal) (char[]){ literal }

static int
count(char *const words[])
{
	int n = 0;

	while (words[n] != NULL)
		n++;
	return n;
}

static void
accept(struct call *call, char *const words[])
{
	struct buf complaint = { 0 };

	assert_int_equal(call_parse(call, &complaint, count(words), words),
	    ERR_OK);
	assert_int_equal(complaint.len, 0);
}

/* Expects exactly this complaint. */
static void
refuse(const char *why, char *const words[])
{
	struct buf complaint = { 0 };
	struct call call;

	assert_int_equal(call_parse(&call, &complaint, count(words), words),
	    ERR_INVALID);
	buf_put_u8(&complaint, '\0');
	assert_string_equal(complaint.at, why);
	buf_fini(&complaint);
	call_fini(&call);
}

static void
a_command_of_two_words_gets_what_follows(void **state)
{
	struct call call;

	(void)state;
	accept(&call, WORDS(W("staff"), W("add"), W("anna"), W("proctor")));
	assert_string_equal(call.command->words, "staff add");
	assert_int_equal(call.n_arguments, 2);
	assert_string_equal(call.arguments[0], "anna");
	assert_string_equal(call.arguments[1], "proctor");
	call_fini(&call);
	accept(&call, WORDS(W("rooms"), W("set-proctors"), W("s"), W("aula")));
	assert_string_equal(call.command->words, "rooms set-proctors");
	call_fini(&call);
	accept(&call, WORDS(W("rooms"), W("s")));
	assert_string_equal(call.command->words, "rooms");
	call_fini(&call);
}

static void
a_word_is_not_a_prefix_of_a_command(void **state)
{
	(void)state;
	refuse("there is no command \"sta list\"", WORDS(W("sta"), W("list")));
	refuse("there is no command \"roomy\"", WORDS(W("roomy")));
	refuse("there is no command \"ro m\"", WORDS(W("ro"), W("m")));
}

static void
options_stand_anywhere(void **state)
{
	struct call call;

	(void)state;
	accept(&call, WORDS(W("--json"), W("extend"), W("--reason=medical"),
			  W("17"), W("--words"), W("a fall"), W("10")));
	assert_string_equal(call.command->words, "extend");
	assert_true(call_has(&call, OPTION_JSON));
	assert_string_equal(call.options[OPTION_REASON], "medical");
	assert_string_equal(call.options[OPTION_WORDS], "a fall");
	assert_string_equal(call.arguments[1], "10");
	call_fini(&call);
}

static void
after_two_hyphens_everything_is_an_argument(void **state)
{
	struct call call;

	(void)state;
	accept(&call, WORDS(W("message"), W("17"), W("--"), W("--json")));
	assert_false(call_has(&call, OPTION_JSON));
	assert_string_equal(call.arguments[1], "--json");
	call_fini(&call);
}

static void
a_wrong_option_says_what_is_wrong(void **state)
{
	(void)state;
	refuse("there is no option --jsn", WORDS(W("status"), W("--jsn")));
	refuse("--json is given twice",
	    WORDS(W("status"), W("--json"), W("--json")));
	refuse("--json takes no value", WORDS(W("status"), W("--json=yes")));
	refuse("--data needs a value: DIR", WORDS(W("status"), W("--data")));
	refuse("status does not take --reason",
	    WORDS(W("status"), W("--reason=other")));
}

static void
too_few_or_too_many_arguments_show_the_usage(void **state)
{
	(void)state;
	refuse(
	    "usage: examctl extend ATTEMPT MINUTES --reason CODE --words TEXT",
	    WORDS(W("extend"), W("17")));
	refuse(
	    "usage: examctl extend ATTEMPT MINUTES --reason CODE --words TEXT",
	    WORDS(W("extend"), W("17"), W("10"), W("20")));
}

static void
help_needs_no_arguments(void **state)
{
	struct call call;

	(void)state;
	accept(&call, WORDS(W("extend"), W("--help")));
	assert_string_equal(call.command->words, "extend");
	call_fini(&call);
	accept(&call, WORDS(W("--help")));
	assert_null(call.command);
	call_fini(&call);
}

static void
a_word_that_is_not_utf8_is_refused(void **state)
{
	(void)state;
	refuse("word 2 is not plain text in UTF-8",
	    WORDS(W("room"), W("\xff")));
}

static void
no_command_hides_another(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < n_commands; i++)
		for (k = 0; k < i; k++) {
			size_t len = strlen(commands[k].words);

			assert_false(strncmp(commands[i].words,
					 commands[k].words, len) == 0 &&
			    strchr(" ", commands[i].words[len]) != NULL);
		}
}

static void
help_names_every_command(void **state)
{
	struct call call = { 0 };
	struct buf help = { 0 };
	size_t i;

	(void)state;
	command_help(&help, &call);
	buf_put_u8(&help, '\0');
	for (i = 0; i < n_commands; i++)
		assert_non_null(strstr(help.at, commands[i].words));
	buf_fini(&help);
}

static void
help_of_a_group_lists_its_commands(void **state)
{
	struct buf help = { 0 };
	struct call call;

	(void)state;
	accept(&call, WORDS(W("bank"), W("--help")));
	command_help(&help, &call);
	buf_put_u8(&help, '\0');
	assert_non_null(strstr(help.at, "bank approve BANK@VERSION"));
	assert_null(strstr(help.at, "programme"));
	buf_fini(&help);
	call_fini(&call);
	refuse("\"ticket\" is followed by reissue", WORDS(W("ticket")));
	refuse("\"programme\" is followed by check, load or list",
	    WORDS(W("programme")));
}

static void
help_of_an_act_lists_the_reasons(void **state)
{
	struct buf help = { 0 };
	struct call call;

	(void)state;
	accept(&call, WORDS(W("pause"), W("--help")));
	command_help(&help, &call);
	buf_put_u8(&help, '\0');
	assert_non_null(strstr(help.at, "candidate-request"));
	buf_fini(&help);
	call_fini(&call);
}

static void
a_reason_is_found_by_code_and_by_number(void **state)
{
	(void)state;
	assert_string_equal(reason_find("medical"), "medical");
	assert_string_equal(reason_find("3"), "medical");
	assert_null(reason_find("0"));
	assert_null(reason_find("11"));
	assert_null(reason_find("med"));
	assert_null(reason_find(""));
}

/* What the command comes to that is run with these words. */
static enum outcome
run(char *const words[])
{
	enum outcome outcome;
	struct call call;

	accept(&call, words);
	outcome = call.command->run(&call);
	call_fini(&call);
	return outcome;
}

static void
a_file_that_cannot_be_read_is_misuse(void **state)
{
	(void)state;
	assert_int_equal(run(WORDS(W("bank"), W("check"), W("/no/file"))),
	    MISUSED);
	assert_int_equal(run(WORDS(W("schedule"), W("check"), W("/no/file"))),
	    MISUSED);
	assert_int_equal(
	    run(WORDS(W("bank"), W("preview"), W("/no/file"), W("i"))),
	    MISUSED);
}

static void
a_file_with_mistakes_is_refused(void **state)
{
	(void)state;
	assert_int_equal(run(WORDS(W("bank"), W("check"), W("/dev/null"))),
	    REFUSED);
	assert_int_equal(
	    run(WORDS(W("programme"), W("check"), W("/dev/null"))), REFUSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_of_two_words_gets_what_follows),
		cmocka_unit_test(a_word_is_not_a_prefix_of_a_command),
		cmocka_unit_test(options_stand_anywhere),
		cmocka_unit_test(after_two_hyphens_everything_is_an_argument),
		cmocka_unit_test(a_wrong_option_says_what_is_wrong),
		cmocka_unit_test(too_few_or_too_many_arguments_show_the_usage),
		cmocka_unit_test(help_needs_no_arguments),
		cmocka_unit_test(a_word_that_is_not_utf8_is_refused),
		cmocka_unit_test(no_command_hides_another),
		cmocka_unit_test(help_names_every_command),
		cmocka_unit_test(help_of_a_group_lists_its_commands),
		cmocka_unit_test(help_of_an_act_lists_the_reasons),
		cmocka_unit_test(a_reason_is_found_by_code_and_by_number),
		cmocka_unit_test(a_file_that_cannot_be_read_is_misuse),
		cmocka_unit_test(a_file_with_mistakes_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
