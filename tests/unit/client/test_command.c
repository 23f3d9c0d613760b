#include "test.h"

#include "terminal/line/command.h"

static void
assert_read(const char *line, bool text, enum command command,
    const char *rest, int number)
{
	struct typed t = command_read(slice_of(line), text);

	assert_int_equal(t.command, command);
	assert_true(slice_is(t.rest, rest));
	assert_int_equal(t.number, number);
}

static void
commands_may_be_shortened_while_they_are_clear(void **state)
{
	(void)state;
	assert_read(" next \r\n", false, COMMAND_NEXT, "", 0);
	assert_read("NE", false, COMMAND_NEXT, "", 0);
	assert_read("rep it is wrong", false, COMMAND_REPORT, "it is wrong", 0);
	assert_read("re", false, COMMAND_OTHER, "re", 0); /* report, review … */
	assert_read("n", false, COMMAND_OTHER, "n", 0);
	assert_read("nextly", false, COMMAND_OTHER, "nextly", 0);
	assert_read("go 12", false, COMMAND_GO, "12", 12);
	assert_read("12", false, COMMAND_NUMBER, "12", 12);
	assert_read("", false, COMMAND_EMPTY, "", 0);
	assert_read("?", false, COMMAND_COMMANDS, "?", 0);
}

static void
a_command_with_words_it_does_not_take_is_none(void **state)
{
	(void)state;
	assert_read("next of kin", false, COMMAND_OTHER, "next of kin", 0);
}

static void
where_a_text_is_asked_only_whole_words_are_commands(void **state)
{
	(void)state;
	assert_read("ne", true, COMMAND_OTHER, "ne", 0);
	assert_read("42", true, COMMAND_OTHER, "42", 0);
	assert_read("next hop", true, COMMAND_OTHER, "next hop", 0);
	assert_read("next", true, COMMAND_NEXT, "", 0);
}

static void
a_line_that_may_become_a_command_is_not_saved_yet(void **state)
{
	(void)state;
	assert_true(command_may_become(SLICE("")));
	assert_true(command_may_become(SLICE("ne")));
	assert_true(command_may_become(SLICE("help me")));
	assert_false(command_may_become(SLICE("network")));
	assert_false(command_may_become(SLICE("next hop")));
	assert_false(command_may_become(SLICE("42")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_may_be_shortened_while_they_are_clear),
		cmocka_unit_test(a_command_with_words_it_does_not_take_is_none),
		cmocka_unit_test(
		    where_a_text_is_asked_only_whole_words_are_commands),
		cmocka_unit_test(
		    a_line_that_may_become_a_command_is_not_saved_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
