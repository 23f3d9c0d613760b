/* What stands around the items of a bank, and between them. */
#include "bank_text.h"

#define PNG_3_2                                                                \
	"iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAC0lEQVR42mNggAAAAAgAAS" \
	"T8BHIAAAAASUVORK5CYII="
#define PICTURE(id, type, data)                                                \
	"\"" id "\":{\"type\":\"" type "\",\"data\":\"" data "\"}"
#define IMAGES "\"images\":{" PICTURE("p", "image/png", PNG_3_2) "},"
#define TRUTH(id, rest)                                                        \
	ITEM_ASKING(id, "true-false", "Why?", "\"correct\":true" rest)
#define SHOWN "{\"image\":{\"image\":\"p\",\"alt\":\"A dot\"}}"
#define SHOW ",\"exhibits\":[" SHOWN "]"
#define TABLE(rest) ",\"exhibits\":[{\"table\":{" rest "}}]"

/* ---- exhibits ---- */

static void
exhibits_are_numbered_through_with_those_of_the_stimulus(void **state)
{
	struct bank *bank = load_text(BANK_WITH(IMAGES
	    "\"stimuli\":{\"s\":{\"title\":\"Plan\",\"text\":\"Look.\""
	    SHOW "}},",
	    TRUTH("i", ",\"stimulus\":\"s\",\"exhibits\":[" SHOWN
		       ",{\"table\":{\"caption\":\"C\",\"head\":[\"\",\"B\"],"
		       "\"rows\":[[\"1\",\"\"]],\"row_heads\":true}}]")));
	const struct item *item = bank_item(bank, 0);

	(void)state;
	assert_int_equal(item->n_images, 2);
	assert_true(slice_is(item->set, "s"));
	assert_int_equal(bank_image(bank, 0)->width, 3);
	assert_int_equal(bank_image(bank, 0)->height, 2);
	assert_view(bank,
	    "{\"item\":1,\"section\":1,\"type\":\"true-false\",\"stem\":"
	    "\"Why?\",\"marks\":1,\"exhibits\":[{\"kind\":\"image\",\"image\":2"
	    ",\"alt\":\"A dot\",\"width\":3,\"height\":2},{\"kind\":\"table\","
	    "\"caption\":\"C\",\"head\":[\"\",\"B\"],\"rows\":[[\"1\",\"\"]],"
	    "\"row_heads\":true}],\"stimulus\":{\"title\":\"Plan\",\"text\":"
	    "\"Look.\",\"exhibits\":[{\"kind\":\"image\",\"image\":1,\"alt\":"
	    "\"A dot\",\"width\":3,\"height\":2}]},\"interactions\":[{\"kind\":"
	    "\"choice\",\"min\":0,\"max\":1,\"choices\":[{\"choice\":1,"
	    "\"text\":\"True\"},{\"choice\":2,\"text\":\"False\"}]}]");
	bank_free(bank);
}

static void
a_table_has_all_its_cells(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(TRUTH("i",
		TABLE("\"head\":[\"A\",\"\"],\n\"rows\":[[\"1\"],\n"
		      "[\"1\",\"2\",\"3\"],\n7,\n[\"1\",2]]"))),
	    "f:2: item i, exhibit 1, table, head: is empty\n"
	    "f:3: item i, exhibit 1, table, rows: row 1 has 1 cells; the head "
	    "has 2\n"
	    "f:4: item i, exhibit 1, table, rows: row 2 has 3 cells; the head "
	    "has 2\n"
	    "f:5: item i, exhibit 1, table, rows: row 3 is a number; it must "
	    "be a list\n"
	    "f:6: item i, exhibit 1, table, rows: is a number; it must be a "
	    "string\n");
	assert_told(load,
	    BANK(TRUTH("i", TABLE("\"head\":[],\"rows\":[]"))),
	    "f:2: item i, exhibit 1, table, head: has 0 elements; allowed is "
	    "1 to 20\n");
	assert_told(load, BANK(TRUTH("i", ",\"exhibits\":[{}]")),
	    "f:2: item i, exhibit 1: must have one of \"table\" and "
	    "\"image\"\n");
}

static void
an_image_is_there_and_described(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(TRUTH("i", ",\"exhibits\":[{\"image\":{\"image\":\"q\"}}]")),
	    "f:2: item i, exhibit 1, image: \"alt\" is missing\n"
	    "f:2: item i, exhibit 1, image, image: \"q\" is not among the "
	    "images of the bank\n");
	assert_told(load,
	    BANK_WITH(IMAGES,
		TRUTH("i",
		    ",\"exhibits\":[{\"image\":{\"image\":\"p\","
		    "\"alt\":\" \"}}]")),
	    "f:2: item i, exhibit 1, image, alt: is empty\n");
}

static void
exhibits_that_are_too_much_are_refused(void **state)
{
	struct buf text = { 0 }, told = { 0 };
	int i;

	(void)state;
	buf_put_text(&text, "\"head\":[\"A\"],\"rows\":[");
	for (i = 0; i < 100; i++)
		buf_printf(&text, "%s[\"%01000d\"]", i > 0 ? "," : "", 7);
	buf_put_text(&text, "]");
	buf_put_u8(&text, '\0');
	buf_printf(&told,
	    BANK(TRUTH("i",
		",\"exhibits\":[{\"table\":{%s}},{\"table\":{%s}}]")),
	    text.at, text.at);
	buf_put_u8(&told, '\0');
	assert_told(load, told.at,
	    "f:2: item i: has 201170 bytes with its exhibits; at most 160000 "
	    "are allowed\n");
	buf_fini(&text);
	buf_fini(&told);
}

/* ---- images ---- */

static void
an_image_is_what_it_says(void **state)
{
	static const struct {
		const char *type, *data, *told;
	} cases[] = {
		{ "image/gif", PNG_3_2,
		    "type: is \"image/gif\"; allowed are \"image/png\", "
		    "\"image/jpeg\"" },
		{ "image/jpeg", PNG_3_2,
		    "data: is image/png; \"type\" says image/jpeg" },
		{ "image/png", "R0lGODlh",
		    "data: is neither PNG nor JPEG" },
		{ "image/png", "iVBORw0KGgoAAAAN", "data: is cut short" },
		{ "image/png",
		    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAA",
		    "data: is cut short" },
		{ "image/png", "",
		    "data: has 0 characters; base64 comes in fours, filled up "
		    "with \"=\"" },
		{ "image/png", "iVBORw0",
		    "data: has 7 characters; base64 comes in fours, filled up "
		    "with \"=\"" },
		{ "image/png", "iVBO Rw0",
		    "data: has a blank, which is no base64 (character 5)" },
		{ "image/png", "iV=ORw0K",
		    "data: has \"=\" before its end (character 3)" },
		{ "image/png", "iV-ORw0K",
		    "data: has \"-\", which is no base64 (character 3)" },
		{ "image/png", "iR==",
		    "data: is cut short: its last character has bits that "
		    "belong to no byte" },
		/* SOI, EOI */
		{ "image/jpeg", "/9j/2Q==", "data: does not say its size" },
		{ "image/jpeg", "/9j/4AAC", "data: is cut short" },
	};
	struct buf text = { 0 }, told = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&text);
		buf_clear(&told);
		buf_printf(&text,
		    BANK_WITH("\n\"images\":{" PICTURE("p", "%s", "%s") "},",
			TRUTH("i", "")),
		    cases[i].type, cases[i].data);
		buf_put_u8(&text, '\0');
		buf_printf(&told, "f:2: image p, %s\n", cases[i].told);
		buf_put_u8(&told, '\0');
		assert_told(load, text.at, told.at);
	}
	buf_fini(&text);
	buf_fini(&told);
}

/* APP0 of two bytes, SOF2 of 5 by 258 pixels, EOI. */
static void
a_jpeg_says_its_size_in_its_frame(void **state)
{
	struct bank *bank = load_text(BANK_WITH(
	    "\"images\":{" PICTURE("p", "image/jpeg",
		"/9j/4AAC///CAAsIAAUBAgEBEQD/2Q==") "},",
	    TRUTH("i", SHOW)));

	(void)state;
	assert_int_equal(bank_image(bank, 0)->type, IMAGE_JPEG);
	assert_int_equal(bank_image(bank, 0)->width, 258);
	assert_int_equal(bank_image(bank, 0)->height, 5);
	bank_free(bank);
}

static void
images_have_identifiers(void **state)
{
	(void)state;
	assert_told(load,
	    BANK_WITH("\"images\":[],\"stimuli\":{\"a b\":{\"text\":\"T\"}},",
		TRUTH("i", "")),
	    "f:1: images: must be an object of at most 500 images\n"
	    "f:1: a b: an id of stimuli must be 1 to 64 letters, digits, "
	    "\".\", \"_\" or \"-\"\n");
}

static void
what_no_item_uses_is_warned_of(void **state)
{
	(void)state;
	assert_warned(BANK_WITH(IMAGES "\n\"stimuli\":{\"s\":{\"text\":"
				       "\"T\"}},",
			  TRUTH("i",
			      ",\"rationale\":\"R\",\"source\":\"S\"")),
	    "f:1: warning: images, p: no item uses it\n"
	    "f:2: warning: stimuli, s: no item uses it\n");
}

/* ---- items among each other ---- */

#define STIMULI "\"stimuli\":{\"s\":{\"text\":\"T\"}},"

static void
items_say_what_they_belong_to(void **state)
{
	struct bank *bank = load_text(BANK(
	    TRUTH("i",
		",\"tags\":[\"x\",\"y\"],\"set\":\"m\",\"pretest\":true,"
		"\"enemies\":[\"j\"]") "," TRUTH("j", "")));
	const struct item *item = bank_item(bank, 0);

	(void)state;
	assert_int_equal(item->n_tags, 2);
	assert_true(slice_is(item->tags[1], "y"));
	assert_true(slice_is(item->set, "m"));
	assert_true(slice_is(item->enemies[0], "j"));
	assert_true(item->pretest);
	assert_int_equal(item->stimulus, STIMULUS_NONE);
	assert_false(bank_item(bank, 1)->pretest);
	bank_free(bank);
}

static void
enemies_are_there_and_somebody_else(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(TRUTH("i", ",\"enemies\":[\"k\",\"i\",\n\"j\",\"j\"],"
			    "\"set\":\"m\"") ",\n"
		TRUTH("j", ",\"set\":\"m\"")),
	    "f:3: item i, enemies: \"j\" stands twice\n"
	    "f:2: enemies: there is no item \"k\" (item i)\n"
	    "f:2: enemies: item i is its own enemy\n"
	    "f:3: enemies: \"j\" is in set \"m\" with item i; they always "
	    "meet\n"
	    "f:3: enemies: \"j\" is in set \"m\" with item i; they always "
	    "meet\n");
}

static void
a_stimulus_is_a_set(void **state)
{
	(void)state;
	assert_told(load,
	    BANK_WITH(STIMULI,
		TRUTH("i", ",\"stimulus\":\"s\",\"set\":\"s\"") ","
		TRUTH("j", ",\"set\":\"s\"")),
	    "");
	assert_told(load,
	    BANK_WITH(STIMULI,
		TRUTH("i", ",\"stimulus\":\"s\",\"set\":\"m\"") ",\n"
		TRUTH("j", ",\"stimulus\":\"z\"")),
	    "f:2: item i, set: is \"m\"; the items of stimulus \"s\" are set "
	    "\"s\"\n"
	    "f:3: item j, stimulus: \"z\" is not among the stimuli of the "
	    "bank\n");
}

static void
a_set_is_on_trial_as_a_whole(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(TRUTH("i", ",\"set\":\"m\",\"pretest\":true") ",\n"
		TRUTH("j", "") ",\n" TRUTH("k", ",\"set\":\"m\"")),
	    "f:4: items: item k is not on trial and item i of its set \"m\" is; a "
	    "set is the one or the other\n");
}

/* ---- composites ---- */

#define COMPOSITE(rest)                                                        \
	BANK(ITEM_ASKING("i", "composite", "A [[1]].",                         \
	    "\"marks\":3,\"variables\":{\"G\":{\"kind\":\"response\","         \
	    "\"type\":\"identifier\",\"correct\":\"a\"},"                      \
	    "\"E\":{\"kind\":\"response\",\"type\":\"string\"},"               \
	    "\"SCORE\":{\"kind\":\"outcome\",\"type\":\"float\"}},"            \
	    "\"interactions\":[{\"kind\":\"inline\",\"variable\":\"G\","       \
	    "\"choices\":[" CHOICE("a", "A") "," CHOICE("b", "B") "]},"        \
	    "{\"kind\":\"extended\",\"variable\":\"E\",\"prompt\":\"Say.\"}"   \
	    "],\"processing\":[[\"responseCondition\",[\"responseIf\","        \
	    "[\"match\",[\"variable\",\"G\"],[\"correct\",\"G\"]],"            \
	    "[\"setOutcomeValue\",\"SCORE\",[\"baseValue\",\"float\",1]]]]]"   \
	    rest))
#define RUBRIC(marks)                                                          \
	",\n\"rubric\":[{\"id\":\"c\",\"text\":\"C\",\"marks\":" marks "}]"

static void
a_composite_is_marked_by_rules_and_by_hand(void **state)
{
	struct bank *bank = load_text(COMPOSITE(RUBRIC("2")));

	(void)state;
	assert_int_equal(score(bank, "\1\0\0", 3), 1000);
	assert_int_equal(item_hand_marks(bank_item(bank, 0)), 2000);
	bank_free(bank);
	assert_told(load, COMPOSITE(RUBRIC("1")),
	    "f:2: item i: the key scores 1 and the rubric 1; marks says 3\n");
	assert_told(load, COMPOSITE(""),
	    "f:2: item i: \"rubric\" is missing: an extended interaction is "
	    "marked by hand\n");
	assert_told(load,
	    BANK(ITEM("single",
		"\"choices\":[" CHOICE("a", "A") "," CHOICE("b",
		    "B") "],\"correct\":[\"a\"]" RUBRIC("1"))),
	    "f:3: item i: unknown member \"rubric\"; allowed are \"id\", "
	    "\"type\", \"topic\", \"difficulty\", \"title\", \"stem\", "
	    "\"marks\", \"rationale\", \"source\", \"lang\", \"exhibits\", "
	    "\"stimulus\", \"set\", \"enemies\", \"tags\", \"pretest\", "
	    "\"choices\", \"correct\", \"shuffle\", \"mapping\"\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    exhibits_are_numbered_through_with_those_of_the_stimulus),
		cmocka_unit_test(a_table_has_all_its_cells),
		cmocka_unit_test(an_image_is_there_and_described),
		cmocka_unit_test(exhibits_that_are_too_much_are_refused),
		cmocka_unit_test(an_image_is_what_it_says),
		cmocka_unit_test(a_jpeg_says_its_size_in_its_frame),
		cmocka_unit_test(images_have_identifiers),
		cmocka_unit_test(what_no_item_uses_is_warned_of),
		cmocka_unit_test(items_say_what_they_belong_to),
		cmocka_unit_test(enemies_are_there_and_somebody_else),
		cmocka_unit_test(a_stimulus_is_a_set),
		cmocka_unit_test(a_set_is_on_trial_as_a_whole),
		cmocka_unit_test(a_composite_is_marked_by_rules_and_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
