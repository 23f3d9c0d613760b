#include "told.h"

#include "core/score.h"
#include "load/bank.h"

static enum err
load_into(struct bank **bank, struct slice text, struct diag *diag)
{
	struct diag warnings = { .path = "f" };
	enum err err = load_bank(bank, text, diag, &warnings);

	diag_fini(&warnings);
	return err;
}

static enum err
load(struct slice text, struct diag *diag)
{
	struct bank *bank;
	enum err err = load_into(&bank, text, diag);

	if (err == ERR_OK)
		bank_free(bank);
	return err;
}

static struct bank *
load_text(const char *text)
{
	struct diag diag = { .path = "f" };
	struct bank *bank = NULL;

	if (load_into(&bank, slice_of(text), &diag) != ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&diag.text)));
	assert_non_null(bank);
	diag_fini(&diag);
	return bank;
}

/* Variables begin on line 2, interactions on line 3, rules on line 4. */
#define ITEM(marks, variables, interactions, rules)                            \
	"{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","          \
	"\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"        \
	"\"items\":[{\"id\":\"i\",\"type\":\"composite\",\"topic\":\"t\","     \
	"\"difficulty\":\"easy\",\"stem\":\"Why?\",\"marks\":" marks ",\n"     \
	"\"variables\":{" variables "},\n\"interactions\":[" interactions      \
	"],\n\"processing\":[" rules "]}]}"
#define SCORE "\"SCORE\":{\"kind\":\"outcome\",\"type\":\"float\"}"
#define N "\"N\":{\"kind\":\"response\",\"type\":\"integer\",\"correct\":3}"
#define ASK_N "{\"kind\":\"text\",\"variable\":\"N\",\"max_length\":9}"
/* SCORE = 1 where the condition holds. */
#define ONE_IF(condition)                                                      \
	"[\"responseCondition\",[\"responseIf\"," condition ",[\"setOutcome"   \
	"Value\",\"SCORE\",[\"baseValue\",\"float\",1]]]]"
#define N_IS_3 "[\"match\",[\"variable\",\"N\"],[\"correct\",\"N\"]]"

static int32_t
score_text(const struct bank *bank, const char *text)
{
	struct buf b = { 0 };
	int32_t marks = -1;

	buf_put_u8(&b, 1);
	buf_put_u16(&b, (uint16_t)strlen(text));
	buf_put_text(&b, text);
	assert_int_equal(score_as_written(&marks, bank_item(bank, 0),
			     buf_slice(&b)),
	    ERR_OK);
	buf_fini(&b);
	return marks;
}

/* Every kind of attribute, none of which changes the mark. */
static void
every_attribute_can_be_written(void **state)
{
	static const char *const conditions[] = {
		N_IS_3,
		"[\"and\"," N_IS_3 ",[\"or\"," N_IS_3 "]]",
		"[\"not\",[\"isNull\",[\"variable\",\"N\"]]]",
		"[\"anyN\",{\"min\":1,\"max\":1}," N_IS_3 "]",
		"[\"equal\",{\"mode\":\"absolute\",\"below\":0.5,\"above\":1,"
		"\"include_lower\":false},[\"correct\",\"N\"],"
		"[\"variable\",\"N\"]]",
		"[\"equalRounded\",{\"mode\":\"significantFigures\","
		"\"figures\":2},[\"variable\",\"N\"],[\"correct\",\"N\"]]",
		"[\"gt\",[\"roundTo\",{\"mode\":\"decimalPlaces\",\"figures\":"
		"1},[\"mathConstant\",\"pi\"]],[\"variable\",\"N\"]]",
		"[\"stringMatch\",{\"case\":\"ignore\"},[\"baseValue\","
		"\"string\",\"A\"],[\"baseValue\",\"string\",\"a\"]]",
		"[\"inside\",{\"shape\":\"circle\",\"coords\":[0,0,5]},"
		"[\"baseValue\",\"point\",[3,4]]]",
		"[\"match\",[\"mathOperator\",\"floor\",[\"mathConstant\","
		"\"pi\"]],[\"variable\",\"N\"]]",
		"[\"lt\",[\"statsOperator\",\"mean\",[\"multiple\","
		"[\"variable\",\"N\"]]],[\"baseValue\",\"float\",9.5]]",
		"[\"match\",[\"index\",2,[\"repeat\",2,[\"variable\",\"N\"]]],"
		"[\"variable\",\"N\"]]",
		"[\"match\",[\"baseValue\",\"pair\",[\"A\",\"B\"]],"
		"[\"baseValue\",\"pair\",[\"B\",\"A\"]]]",
		"[\"durationLT\",[\"baseValue\",\"duration\",1.5],"
		"[\"baseValue\",\"duration\",2]]",
		"[\"baseValue\",\"boolean\",true]",
	};
	struct bank *bank;
	struct buf text = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
		buf_clear(&text);
		buf_printf(&text,
		    ITEM("1", N "," SCORE, ASK_N,
			"[\"responseCondition\",[\"responseIf\",[\"and\","
			"%s," N_IS_3 "],[\"setOutcomeValue\",\"SCORE\","
			"[\"baseValue\",\"float\",1]]]]"),
		    conditions[i]);
		buf_put_u8(&text, '\0');
		bank = load_text(text.at);
		assert_int_equal(score_text(bank, "3"), 1000);
		assert_int_equal(score_text(bank, "4"), 0);
		bank_free(bank);
	}
	buf_fini(&text);
}

static void
fields_choices_and_tables_work_together(void **state)
{
	struct bank *bank = load_text(ITEM("2",
	    "\"A\":{\"kind\":\"response\",\"cardinality\":\"multiple\","
	    "\"type\":\"identifier\",\"correct\":[\"x\",\"y\"],"
	    "\"mapping\":{\"entries\":[{\"key\":\"x\",\"marks\":1},"
	    "{\"key\":\"y\",\"marks\":1},{\"key\":\"z\",\"marks\":-1}],"
	    "\"lower\":0}},"
	    "\"S\":{\"kind\":\"response\",\"type\":\"string\","
	    "\"correct\":\"Bee\",\"mapping\":{\"entries\":[{\"key\":"
	    "\" Bee \",\"marks\":1,\"case\":\"match\"}]}},"
	    "\"UNIT\":{\"kind\":\"template\",\"type\":\"integer\","
	    "\"default\":1},"
	    "\"SCORE\":{\"kind\":\"outcome\",\"type\":\"float\","
	    "\"default\":0,\"table\":{\"kind\":\"match\",\"default\":0,"
	    "\"entries\":[{\"source\":2,\"target\":0.5},"
	    "{\"source\":3,\"target\":2,\"include_boundary\":true}]}}",
	    "{\"kind\":\"choice\",\"variable\":\"A\",\"shuffle\":false,"
	    "\"max_choices\":2,\"choices\":[{\"id\":\"x\",\"text\":\"X\"},"
	    "{\"id\":\"y\",\"text\":\"Y\"},{\"id\":\"z\",\"text\":\"Z\"}]},"
	    "{\"kind\":\"text\",\"variable\":\"S\"}",
	    "[\"lookupOutcomeValue\",\"SCORE\",[\"round\",[\"product\","
	    "[\"variable\",\"UNIT\"],[\"sum\",[\"mapResponse\",\"A\"],"
	    "[\"mapResponse\",\"S\"]]]]]"));
	int32_t marks;

	(void)state;
	assert_int_equal(score_as_written(&marks, bank_item(bank, 0),
			     (struct slice){ "\2\0\1\1\3\0Bee", 9 }),
	    ERR_OK);
	assert_int_equal(marks, 2000);
	assert_int_equal(score_as_written(&marks, bank_item(bank, 0),
			     (struct slice){ "\2\0\1\1\3\0bee", 9 }),
	    ERR_OK);
	assert_int_equal(marks, 500);
	bank_free(bank);
}

static void
a_single_response_takes_one_choice(void **state)
{
	struct bank *bank = load_text(ITEM("1",
	    "\"A\":{\"kind\":\"response\",\"type\":\"identifier\","
	    "\"correct\":\"x\"}," SCORE,
	    "{\"kind\":\"choice\",\"variable\":\"A\",\"choices\":["
	    "{\"id\":\"x\",\"text\":\"X\"},{\"id\":\"y\",\"text\":\"Y\"}]}",
	    ONE_IF("[\"match\",[\"variable\",\"A\"],[\"correct\",\"A\"]]")));

	(void)state;
	assert_int_equal(bank_item(bank, 0)->interactions[0].max_choices, 1);
	bank_free(bank);
}

static void
an_item_without_score_is_told_to_declare_it(void **state)
{
	(void)state;
	assert_told(load, ITEM("1", N, ASK_N, ONE_IF(N_IS_3)),
	    "f:1: item i: declare the outcome SCORE: in \"variables\", "
	    "\"SCORE\": {\"kind\": \"outcome\", \"type\": \"float\"}\n");
}

static void
variables_are_checked(void **state)
{
	(void)state;
	assert_told(load,
	    ITEM("1",
		"\"N\":{\"kind\":\"response\",\"type\":\"integer\","
		"\"correct\":3.5,\"table\":{},\"cardinality\":\"many\"},\n"
		"\"P\":{\"kind\":\"outcome\",\"type\":\"point\","
		"\"default\":[1],\"correct\":[1,2]},\n"
		"\"Q\":{\"kind\":\"response\"},\n" SCORE,
		ASK_N, ONE_IF(N_IS_3)),
	    "f:2: item i, variable N, cardinality: is \"many\"; allowed are "
	    "\"single\", \"multiple\", \"ordered\"\n"
	    "f:2: item i, variable N, table: does not belong to response "
	    "variables\n"
	    "f:2: item i, variable N, correct: is 3.5; it must be whole\n"
	    "f:2: item i, variable N, table: \"kind\" is missing\n"
	    "f:2: item i, variable N, table: \"entries\" is missing\n"
	    "f:3: item i, variable P, correct: does not belong to outcome "
	    "variables\n"
	    "f:3: item i, variable P, default: must be a list of two "
	    "coordinates\n"
	    "f:4: item i, variable Q: \"type\" is missing\n");
	assert_told(load,
	    "{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","
	    "\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"
	    "\"items\":[{\"id\":\"i\",\"type\":\"composite\",\"topic\":"
	    "\"t\",\"difficulty\":\"easy\",\"stem\":\"Why?\"}]}",
	    "f:1: item i: \"variables\" is missing\n"
	    "f:1: item i: \"interactions\" is missing\n"
	    "f:1: item i: \"processing\" is missing\n");
	assert_told(load, ITEM("1", "", ASK_N, ONE_IF(N_IS_3)),
	    "f:2: item i, variables: must be an object of 1 to 64 variables\n");
	assert_told(load,
	    ITEM("1",
		"\"A\":{\"kind\":\"response\",\"type\":\"identifier\","
		"\"cardinality\":\"multiple\",\"correct\":\"x\"}," SCORE,
		ASK_N, ONE_IF(N_IS_3)),
	    "f:2: item i, variable A, correct: is a string; it must be a list\n"
	    "f:4: item i, processing: there is no variable \"N\"\n"
	    "f:4: item i, processing: there is no variable \"N\"\n");
	assert_told(load, ITEM("1", SCORE, ASK_N, ONE_IF(N_IS_3)),
	    "f:3: item i, interaction 1, variable: \"N\" is no response "
	    "variable\n"
	    "f:4: item i, processing: there is no variable \"N\"\n"
	    "f:4: item i, processing: there is no variable \"N\"\n");
	assert_told(load,
	    ITEM("1",
		"\"N\":{\"kind\":\"response\",\"type\":\"integer\"}," SCORE,
		ASK_N, ONE_IF(N_IS_3)),
	    "f:1: item i: variable N has no \"correct\"\n");
}

static void
interactions_are_checked(void **state)
{
	(void)state;
	assert_told(load,
	    ITEM("1", N "," SCORE, ASK_N "," ASK_N, ONE_IF(N_IS_3)),
	    "f:3: item i, interaction 2, variable: \"N\" belongs to "
	    "interaction 1 already\n");
	assert_told(load,
	    ITEM("1", N "," SCORE, "{\"kind\":\"draw\",\"variable\":\"N\"}",
		ONE_IF(N_IS_3)),
	    "f:3: item i, interaction 1, kind: is \"draw\"; allowed are "
	    "\"choice\", \"text\", \"inline\", \"order\", \"match\", "
	    "\"extended\"\n");
	assert_told(load,
	    ITEM("1", N "," SCORE,
		"{\"kind\":\"text\",\"variable\":\"N\",\"max_length\":0,"
		"\"shuffle\":true}",
		ONE_IF(N_IS_3)),
	    "f:3: item i, interaction 1: unknown member \"shuffle\"; allowed "
	    "are \"kind\", \"variable\", \"prompt\", \"max_length\"\n"
	    "f:3: item i, interaction 1, max_length: is 0; allowed is 1 to "
	    "2048\n");
}

static void
processing_is_checked(void **state)
{
	static const struct {
		const char *rule, *told;
	} cases[] = {
		{ "7",
		    "is no expression: a list that begins with an operator" },
		{ "[]",
		    "is no expression: a list that begins with an operator" },
		{ "[\"nothing\"]",
		    "operator \"nothing\": there is no such operator" },
		{ "[\"setOutcomeValue\"]",
		    "setOutcomeValue lacks its attribute" },
		{ ONE_IF("[\"baseValue\",\"float\"]"),
		    "baseValue lacks its attribute" },
		{ ONE_IF("[\"baseValue\",\"number\",1]"),
		    "baseValue must be followed by a type and a value" },
		{ "[\"setOutcomeValue\",\"SCORE\",[\"mathConstant\",\"tau\"]]",
		    "is \"tau\"; allowed are \"pi\", \"e\"" },
		{ "[\"setOutcomeValue\",\"SCORE\",[\"index\",0,"
		  "[\"ordered\",[\"variable\",\"N\"]]]]",
		    "is 0; allowed is 1 to 65535" },
		{ ONE_IF("[\"inside\",{\"shape\":\"default\",\"coords\":[]},"
			 "[\"baseValue\",\"point\",[0,32768]]]"),
		    "is beyond 32767" },
		{ ONE_IF("[\"baseValue\",\"boolean\",1]"),
		    "is a number; it must be true or false" },
	};
	struct buf text = { 0 }, told = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&text);
		buf_clear(&told);
		buf_printf(&text, ITEM("1", N "," SCORE, ASK_N, "%s"),
		    cases[i].rule);
		buf_put_u8(&text, '\0');
		buf_printf(&told, "f:4: item i, processing: %s\n",
		    cases[i].told);
		buf_put_u8(&told, '\0');
		assert_told(load, text.at, told.at);
	}
	buf_fini(&text);
	buf_fini(&told);
}

static void
the_key_must_score_the_marks(void **state)
{
	(void)state;
	assert_told(load, ITEM("2", N "," SCORE, ASK_N, ONE_IF(N_IS_3)),
	    "f:1: item i: the key scores 1; marks says 2\n");
	assert_told(load,
	    ITEM("1", N "," SCORE, ASK_N,
		"[\"setOutcomeValue\",\"SCORE\",[\"baseValue\",\"float\",1]]"),
	    "f:1: item i: an empty response scores 1\n");
}

static void
a_mark_that_is_none_is_refused(void **state)
{
	(void)state;
	assert_told(load,
	    ITEM("1", N "," SCORE, ASK_N,
		"[\"setOutcomeValue\",\"SCORE\","
		"[\"baseValue\",\"float\",1e300]]"),
	    "f:1: item i: the key cannot be scored\n"
	    "f:1: item i: an empty response cannot be scored\n");
}

static void
a_mistyped_tree_is_refused_with_its_item(void **state)
{
	struct diag diag = { .path = "f" };

	(void)state;
	assert_int_equal(load(SLICE(ITEM("1", N "," SCORE, ASK_N,
				  ONE_IF("[\"variable\",\"N\"]"))),
			     &diag),
	    ERR_INVALID);
	assert_int_equal(diag.count, 1);
	assert_memory_equal(diag.text.at, "f:1: item i: ", 13);
	diag_fini(&diag);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_attribute_can_be_written),
		cmocka_unit_test(fields_choices_and_tables_work_together),
		cmocka_unit_test(a_single_response_takes_one_choice),
		cmocka_unit_test(an_item_without_score_is_told_to_declare_it),
		cmocka_unit_test(variables_are_checked),
		cmocka_unit_test(interactions_are_checked),
		cmocka_unit_test(processing_is_checked),
		cmocka_unit_test(the_key_must_score_the_marks),
		cmocka_unit_test(a_mark_that_is_none_is_refused),
		cmocka_unit_test(a_mistyped_tree_is_refused_with_its_item),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
