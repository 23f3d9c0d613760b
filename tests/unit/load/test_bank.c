#include "told.h"

#include "core/score.h"
#include "load/bank.h"

static enum err
load(struct slice text, struct diag *diag)
{
	struct diag warnings = { .path = "f" };
	struct bank *bank;
	enum err err = load_bank(&bank, text, diag, &warnings);

	if (err == ERR_OK)
		bank_free(bank);
	diag_fini(&warnings);
	return err;
}

static struct bank *
load_text(const char *text)
{
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct bank *bank = NULL;

	if (load_bank(&bank, slice_of(text), &diag, &warnings) != ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&diag.text)));
	assert_non_null(bank);
	diag_fini(&diag);
	diag_fini(&warnings);
	return bank;
}

/* A bank whose items begin on line 2. */
#define BANK(items)                                                            \
	"{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","          \
	"\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"        \
	"\"items\":[\n" items "]}"
#define ITEM(type, rest)                                                       \
	"{\"id\":\"i\",\"type\":\"" type "\",\"topic\":\"t\","                 \
	"\"difficulty\":\"easy\",\"stem\":\"Why?\"," rest "}"
#define CHOICES                                                                \
	"\"choices\":[{\"id\":\"a\",\"text\":\"A\"},"                          \
	"{\"id\":\"b\",\"text\":\"B\"},{\"id\":\"c\",\"text\":\"C\"}],"

static int32_t
score(const struct bank *bank, const char *response, size_t len)
{
	int32_t marks = -1;

	assert_int_equal(score_as_written(&marks, bank_item(bank, 0),
			     (struct slice){ response, len }),
	    ERR_OK);
	return marks;
}

/* A text entry's canonical bytes. */
static int32_t
score_text(const struct bank *bank, const char *text)
{
	struct buf b = { 0 };
	int32_t marks;

	buf_put_u8(&b, 1);
	buf_put_u16(&b, (uint16_t)strlen(text));
	buf_put_text(&b, text);
	marks = score(bank, b.at, b.len);
	buf_fini(&b);
	return marks;
}

static void
assert_view(const struct bank *bank, const char *expected)
{
	struct buf b = { 0 };

	item_view(&b, bank, bank_item(bank, 0), 1, 1, NULL);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, expected);
	buf_fini(&b);
}

static void
a_single_choice_is_all_or_nothing(void **state)
{
	struct bank *bank = load_text(BANK(
	    ITEM("single", CHOICES "\"correct\":[\"b\"],\"marks\":1.5")));

	(void)state;
	assert_int_equal(score(bank, "\1\1", 2), 1500);
	assert_int_equal(score(bank, "\1\0", 2), 0);
	assert_int_equal(score(bank, "", 0), 0);
	assert_view(bank,
	    "{\"item\":1,\"section\":1,\"type\":\"single\",\"stem\":\"Why?\","
	    "\"marks\":1.5,\"interactions\":[{\"kind\":\"choice\",\"min\":0,"
	    "\"max\":1,\"choices\":[{\"choice\":1,\"text\":\"A\"},"
	    "{\"choice\":2,\"text\":\"B\"},{\"choice\":3,\"text\":\"C\"}]}]");
	assert_true(bank_item(bank, 0)->interactions[0].shuffle);
	bank_free(bank);
}

static void
a_multiple_choice_wants_the_whole_set(void **state)
{
	struct bank *bank = load_text(BANK(ITEM("multiple",
	    CHOICES "\"correct\":[\"a\",\"c\"],\"title\":\"Letters\"")));

	(void)state;
	assert_int_equal(score(bank, "\2\2\0", 3), 1000);
	assert_int_equal(score(bank, "\1\0", 2), 0);
	assert_int_equal(score(bank, "\3\0\1\2", 4), 0);
	assert_true(slice_is(bank_item(bank, 0)->title, "Letters"));
	bank_free(bank);
}

static void
a_mapping_gives_part_of_the_marks_and_takes_some(void **state)
{
	struct bank *bank = load_text(BANK(ITEM("multiple",
	    CHOICES "\"correct\":[\"a\",\"c\"],\"max_choices\":2,"
		    "\"mapping\":{\"entries\":{\"a\":0.5,\"c\":0.5,"
		    "\"b\":-0.25},\"lower\":-0.1}")));

	(void)state;
	assert_int_equal(score(bank, "\2\0\2", 3), 1000);
	assert_int_equal(score(bank, "\1\0", 2), 500);
	assert_int_equal(score(bank, "\2\0\1", 3), 250);
	assert_int_equal(score(bank, "\1\1", 2), -100);
	bank_free(bank);
}

static void
true_and_false_keep_their_places(void **state)
{
	struct bank *bank = load_text(BANK(ITEM("true-false",
	    "\"correct\":false,\"true_text\":\"Ja\",\"lang\":\"de\"")));
	const struct interaction *in = bank_item(bank, 0)->interactions;

	(void)state;
	assert_int_equal(score(bank, "\1\1", 2), 1000);
	assert_int_equal(score(bank, "\1\0", 2), 0);
	assert_false(in->shuffle);
	assert_true(in->choices[0].fixed);
	assert_view(bank,
	    "{\"item\":1,\"section\":1,\"type\":\"true-false\",\"stem\":"
	    "\"Why?\",\"marks\":1,\"lang\":\"de\",\"interactions\":[{\"kind\":"
	    "\"choice\",\"min\":0,\"max\":1,\"choices\":[{\"choice\":1,"
	    "\"text\":\"Ja\"},{\"choice\":2,\"text\":\"False\"}]}]");
	bank_free(bank);
}

static void
a_text_is_read_by_its_case_rule(void **state)
{
	struct bank *bank = load_text(BANK(ITEM("text",
	    "\"accept\":[{\"text\":\"ipconfig  /flushdns\"},"
	    "{\"text\":\"flush\",\"marks\":0.5}]")));

	(void)state;
	assert_int_equal(score_text(bank, " IPCONFIG /FlushDNS "), 1000);
	assert_int_equal(score_text(bank, "Flush"), 500);
	assert_int_equal(score_text(bank, "ipconfig"), 0);
	assert_int_equal(bank_item(bank, 0)->interactions[0].max_length, 200);
	bank_free(bank);
	bank = load_text(BANK(ITEM("text",
	    "\"accept\":[{\"text\":\"MX\"}],\"case\":\"match\","
	    "\"max_length\":9")));
	assert_int_equal(score_text(bank, "MX"), 1000);
	assert_int_equal(score_text(bank, "mx"), 0);
	bank_free(bank);
}

static void
a_number_is_right_within_its_tolerance(void **state)
{
	struct bank *bank = load_text(BANK(ITEM("number",
	    "\"correct\":72.5,\"tolerance\":{\"absolute\":0.25},"
	    "\"unit\":\"%\"")));

	(void)state;
	assert_int_equal(score_text(bank, "72,5"), 1000);
	assert_int_equal(score_text(bank, "72.25"), 1000);
	assert_int_equal(score_text(bank, "72.2"), 0);
	assert_view(bank,
	    "{\"item\":1,\"section\":1,\"type\":\"number\",\"stem\":\"Why?\","
	    "\"marks\":1,\"unit\":\"%\",\"interactions\":[{\"kind\":\"text\","
	    "\"format\":\"number\",\"max_length\":40}]");
	bank_free(bank);
	bank = load_text(BANK(ITEM("number", "\"correct\":16")));
	assert_int_equal(score_text(bank, "16.0"), 1000);
	assert_int_equal(score_text(bank, "16.01"), 0);
	bank_free(bank);
	bank = load_text(BANK(ITEM("number",
	    "\"correct\":200,\"tolerance\":{\"relative\":1}")));
	assert_int_equal(score_text(bank, "198"), 1000);
	assert_int_equal(score_text(bank, "197.9"), 0);
	bank_free(bank);
}

static void
another_kind_of_file_is_told_first_and_alone(void **state)
{
	(void)state;
	assert_told(load, "{\"routes\":{},\n\"format\":\"exam-programme-1\"}",
	    "f:2: format: this is a programme (exam-programme-1), not a "
	    "question bank; \"examctl programme check\" is for it\n");
}

static void
a_word_of_another_kind_is_refused_with_those_allowed(void **state)
{
	(void)state;
	assert_told(load,
	    "{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","
	    "\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"
	    "\"items\":[" ITEM(
		"text", "\"accept\":[{\"text\":\"MX\"}],\"case\":false") "]}",
	    "f:1: item i, case: is false; allowed are \"ignore\", "
	    "\"match\"\n");
}

static void
a_bank_is_refused_with_all_mistakes(void **state)
{
	(void)state;
	assert_told(load,
	    "{\"format\":\"exam-bank-2\",\"id\":\"b c\",\n\"version\":1,"
	    "\"title\":\"\",\"language\":\"e_n\",\n\"topics\":{},\"items\":[]}",
	    "f:1: format: is not \"exam-bank-1\"\n"
	    "f:1: id: must be 1 to 64 letters, digits, \".\", \"_\" or \"-\" "
	    "and begin with a letter or digit\n"
	    "f:2: version: is a number; it must be a string\n"
	    "f:2: title: is empty\n"
	    "f:2: language: \"e_n\" is no language tag; write one such as "
	    "\"en\" or \"pt-BR\"\n"
	    "f:3: topics: must be an object: a title for each topic\n"
	    "f:3: items: has 0 elements; allowed is 1 to 20000\n");
	assert_told(load, "[]", "f:1: is a list; it must be an object\n");
	assert_told(load, "{",
	    "f:1: expected a string in double quotes, found the end of the "
	    "file\n");
	assert_told(load, "{\"format\":\"exam-bank-1\",\"title\":5}",
	    "f:1: \"id\" is missing\n"
	    "f:1: \"version\" is missing\n"
	    "f:1: \"language\" is missing\n"
	    "f:1: \"topics\" is missing\n"
	    "f:1: \"items\" is missing\n"
	    "f:1: title: is a number; it must be a string\n");
	assert_told(load,
	    "{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","
	    "\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\",\n"
	    "\"u v\":\"U\",\n\"w\":\"\"},\"items\":["
	    ITEM("number", "\"correct\":1") "]}",
	    "f:2: u v: a topic must be 1 to 64 letters, digits, \".\", \"_\" or "
	    "\"-\"\n"
	    "f:3: w: is empty\n");
}

static void
what_every_item_has_is_checked(void **state)
{
	(void)state;
	assert_told(load,
	    BANK("{\"id\":\"i\",\"type\":\"number\",\"topic\":\"u\",\n"
		 "\"difficulty\":\"tough\",\"stem\":\"\",\n"
		 "\"marks\":0,\"correct\":1,\"lang\":\"x_y\",\n"
		 "\"rational\":\"x\"}"),
	    "f:5: item i: unknown member \"rational\"; did you mean "
	    "\"rationale\"?\n"
	    "f:4: item i, lang: \"x_y\" is no language tag; write one such as "
	    "\"en\" or \"pt-BR\"\n"
	    "f:3: item i, difficulty: is \"tough\"; allowed are \"easy\", "
	    "\"medium\", \"hard\"\n"
	    "f:4: item i, marks: is 0; allowed is 0.001 to 1000\n"
	    "f:3: item i, stem: is empty\n"
	    "f:2: topic: \"u\" is not among the topics of the bank (item "
	    "i)\n");
	assert_told(load, BANK("{\"id\":\"i\",\"type\":\"essay\"},\n{},\n7"),
	    "f:2: item i, type: is \"essay\"; allowed are \"single\", "
	    "\"multiple\", \"true-false\", \"text\", \"number\", "
	    "\"inline\", \"order\", \"match\", \"extended\", "
	    "\"composite\"\n"
	    "f:3: item 2: \"type\" is missing\n"
	    "f:4: item 3: is a number; it must be an object\n");
	assert_told(load,
	    BANK(ITEM("number", "\"correct\":1") ",\n" ITEM("number",
		"\"correct\":2")),
	    "f:3: id: \"i\" is the id of the item on line 2 already\n");
}

static void
choices_are_told_apart(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(ITEM("single",
		"\"choices\":[{\"id\":\"a\",\"text\":\"A  b\"},\n"
		"{\"id\":\"a\",\"text\":\"A b\"},\n"
		"{\"id\":\"c\",\"text\":\" \"}],\"correct\":[\"a\"]")),
	    "f:3: item i, choice 2, id: \"a\" is the id of choice 1 already\n"
	    "f:3: item i, choice 2, text: is the same as in choice 1\n"
	    "f:4: item i, choice 3, text: is empty\n");
	assert_told(load,
	    BANK(ITEM("single",
		"\"choices\":[{\"id\":\"a\",\"text\":\"A\"}],"
		"\"correct\":[\"a\"]")),
	    "f:2: item i, choices: has 1 elements; allowed is 2 to 32\n");
	assert_told(load,
	    BANK(ITEM("true-false",
		"\"correct\":true,\"true_text\":\"Ja\","
		"\"false_text\":\"Ja\"")),
	    "f:2: item i: true_text and false_text are the same\n");
}

static void
a_key_must_be_among_the_choices_and_choosable(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(ITEM("single", CHOICES "\"correct\":[\"d\",3]")),
	    "f:2: item i, correct: \"d\" is no choice\n"
	    "f:2: item i, correct: is a number; it must be a string\n");
	assert_told(load,
	    BANK(ITEM("multiple", CHOICES "\"correct\":[\"a\",\"a\"]")),
	    "f:2: item i, correct: \"a\" stands twice\n");
	assert_told(load,
	    BANK(ITEM("single", CHOICES "\"correct\":[\"a\",\"b\"]")),
	    "f:2: item i, correct: has 2 choices; only 1 may be chosen\n");
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\"],\"min_choices\":2")),
	    "f:2: item i, correct: has 1 choices; at least 2 must be "
	    "chosen\n");
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\"],\"min_choices\":3,"
			"\"max_choices\":2")),
	    "f:2: item i, min_choices: is more than max_choices\n"
	    "f:2: item i, correct: has 1 choices; at least 3 must be "
	    "chosen\n");
	assert_told(load, BANK(ITEM("single", CHOICES "\"correct\":[]")),
	    "f:2: item i, correct: has 0 elements; allowed is 1 to 32\n");
}

static void
a_mapping_must_reach_the_marks_and_no_more(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\",\"b\"],\n\"mapping\":"
			"{\"entries\":{\"a\":0.5,\"b\":0.5,\"c\":0.5}}")),
	    "f:3: item i, mapping: gives at most 1.5 marks; marks says 1\n");
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\",\"b\"],\"mapping\":"
			"{\"entries\":{\"a\":0.5,\"b\":0.5},\"upper\":0.9}")),
	    "f:2: item i, mapping: gives at most 0.9 marks; marks says 1\n");
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\",\"b\"],\"mapping\":"
			"{\"entries\":{\"a\":1,\"b\":-0.5}}")),
	    "f:2: item i: the key scores 0.5; marks says 1\n");
	/* Of two that would give it, one may be chosen. */
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\"],\"max_choices\":1,\"mapping\":"
			"{\"entries\":{\"a\":1,\"b\":1}}")),
	    "");
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\"],\"mapping\":"
			"{\"entries\":{\"a\":1,\"z\":1,\"b\":0.0001}}")),
	    "f:2: item i, mapping, z: is no choice\n"
	    "f:2: item i, mapping, b: is 0.0001; at most three decimals are "
	    "allowed\n");
	assert_told(load,
	    BANK(ITEM("multiple",
		CHOICES "\"correct\":[\"a\"],\"mapping\":"
			"{\"entries\":{\"a\":1},\"lower\":0.5}")),
	    "f:2: item i: an empty response scores 0.5\n");
	assert_told(load,
	    BANK(ITEM("single",
		CHOICES "\"correct\":[\"a\"],\"mapping\":{\"entries\":[]}")),
	    "f:2: item i, mapping, entries: must be an object of choices and "
	    "their marks\n");
}

static void
answers_must_differ_under_the_case_rule(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(ITEM("text",
		"\"accept\":[{\"text\":\"MX\"},\n{\"text\":\" mx \"}]")),
	    "f:3: item i, answer 2, text: is the same as answer 1\n");
	assert_told(load,
	    BANK(ITEM("text",
		"\"case\":\"match\",\"accept\":[{\"text\":\"MX\"},\n"
		"{\"text\":\"mx\"}]")),
	    "");
	assert_told(load,
	    BANK(ITEM("text",
		"\"max_length\":1,\"accept\":[{\"text\":\"MX\"}]")),
	    "f:2: item i, answer 1, text: has more characters than max_length "
	    "allows (1)\n");
	assert_told(load,
	    BANK(ITEM("text", "\"accept\":[{\"text\":\"MX\","
			      "\"marks\":0.5}]")),
	    "f:2: item i, accept: no answer gives all 1 marks\n");
	assert_told(load,
	    BANK(ITEM("text", "\"accept\":[{\"text\":\"MX\","
			      "\"marks\":2}]")),
	    "f:2: item i, answer 1, marks: is 2; allowed is 0.001 to 1\n");
}

static void
a_tolerance_is_one_of_two(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(ITEM("number",
		"\"correct\":1,\"tolerance\":{\"absolute\":1,\n"
		"\"relative\":1}")),
	    "f:2: item i, tolerance: must have one of \"absolute\" and "
	    "\"relative\"\n");
	assert_told(load,
	    BANK(ITEM("number",
		"\"correct\":1,\"tolerance\":{\"absolute\":-1}")),
	    "f:2: item i, tolerance: must not be negative\n");
	assert_told(load, BANK(ITEM("number", "\"correct\":\"1\"")),
	    "f:2: item i, correct: is a string; it must be a number\n");
	/* Zero would be within the tolerance, but nothing is not zero. */
	assert_told(load,
	    BANK(ITEM("number",
		"\"correct\":0,\"tolerance\":{\"absolute\":1}")),
	    "");
}

static void
warnings_refuse_nothing(void **state)
{
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct buf text = { 0 };
	struct bank *bank;
	int i;

	(void)state;
	buf_put_text(&text,
	    "{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","
	    "\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"
	    "\"items\":[");
	for (i = 0; i < 8; i++)
		buf_printf(&text,
		    "%s{\"id\":\"i%d\",\"type\":\"single\",\"topic\":\"t\","
		    "\"difficulty\":\"easy\",\"stem\":\"Why?\","
		    "\"shuffle\":false," CHOICES "\"rationale\":\"R\","
		    "\"correct\":[\"b\"]}",
		    i > 0 ? "," : "", i);
	buf_put_text(&text, "]}");
	assert_int_equal(load_bank(&bank, buf_slice(&text), &diag, &warnings),
	    ERR_OK);
	buf_put_u8(&warnings.text, '\0');
	assert_string_equal(warnings.text.at,
	    "f: warning: 8 of 8 items have no source: i0, i1, i2, i3, i4, …\n"
	    "f: warning: of 8 lists with 3 choices in a fixed order, 8 have "
	    "the key at place 2\n");
	bank_free(bank);
	diag_fini(&warnings);
	buf_fini(&text);
}

static void
a_key_that_is_always_longest_is_warned_of(void **state)
{
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct buf text = { 0 };
	struct bank *bank;
	int i;

	(void)state;
	buf_put_text(&text,
	    "{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","
	    "\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"
	    "\"items\":[");
	for (i = 0; i < 9; i++)
		buf_printf(&text,
		    "%s{\"id\":\"i%d\",\"type\":\"single\",\"topic\":\"t\","
		    "\"difficulty\":\"easy\",\"stem\":\"Why?\","
		    "\"choices\":[{\"id\":\"a\",\"text\":\"Because\"},"
		    "{\"id\":\"b\",\"text\":\"B\"},{\"id\":\"c\","
		    "\"text\":\"C\"}],\"rationale\":\"R\",\"source\":\"S\","
		    "\"correct\":[\"a\"]}",
		    i > 0 ? "," : "", i);
	buf_put_text(&text, "]}");
	assert_int_equal(load_bank(&bank, buf_slice(&text), &diag, &warnings),
	    ERR_OK);
	buf_put_u8(&warnings.text, '\0');
	assert_string_equal(warnings.text.at,
	    "f: warning: the key is the longest choice in 9 of 9 lists; by "
	    "chance it would be in 3\n");
	bank_free(bank);
	diag_fini(&warnings);
	buf_fini(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_single_choice_is_all_or_nothing),
		cmocka_unit_test(a_multiple_choice_wants_the_whole_set),
		cmocka_unit_test(
		    a_mapping_gives_part_of_the_marks_and_takes_some),
		cmocka_unit_test(true_and_false_keep_their_places),
		cmocka_unit_test(a_text_is_read_by_its_case_rule),
		cmocka_unit_test(a_number_is_right_within_its_tolerance),
		cmocka_unit_test(a_bank_is_refused_with_all_mistakes),
		cmocka_unit_test(another_kind_of_file_is_told_first_and_alone),
		cmocka_unit_test(
		    a_word_of_another_kind_is_refused_with_those_allowed),
		cmocka_unit_test(what_every_item_has_is_checked),
		cmocka_unit_test(choices_are_told_apart),
		cmocka_unit_test(a_key_must_be_among_the_choices_and_choosable),
		cmocka_unit_test(a_mapping_must_reach_the_marks_and_no_more),
		cmocka_unit_test(answers_must_differ_under_the_case_rule),
		cmocka_unit_test(a_tolerance_is_one_of_two),
		cmocka_unit_test(warnings_refuse_nothing),
		cmocka_unit_test(a_key_that_is_always_longest_is_warned_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
