#include "told.h"

#include "load/json.h"
#include "load/scope.h"

static enum err
load(struct slice text, struct diag *diag)
{
	struct json_document *document;
	enum err err = json_read(&document, text, diag);

	if (err == ERR_OK)
		json_free(document);
	return err;
}

static void
every_value_knows_its_line(void **state)
{
	static const char text[] = "\xef\xbb\xbf{ \"a\":\n[1,\n\"x\\ny\"],\r\n"
				   "\"b\" : { } }";
	struct diag diag = { .path = "f" };
	struct json_document *d;
	const struct json *a, *b;

	(void)state;
	assert_int_equal(json_read(&d, slice_of(text), &diag), ERR_OK);
	a = json_member(json_root(d), "a");
	b = json_member(json_root(d), "b");
	assert_int_equal(json_root(d)->line, 1);
	assert_int_equal(json_root(d)->n, 2);
	assert_int_equal(a->line, 2);
	assert_int_equal(a->first->line, 2);
	assert_int_equal(a->first->next->line, 3);
	assert_true(slice_is(a->first->next->text, "x\ny"));
	assert_int_equal(b->line, 4);
	assert_null(json_member(json_root(d), "c"));
	assert_null(json_member(a, "a")); /* a list has no members */
	json_free(d);
}

static void
strings_are_unescaped(void **state)
{
	static const char text[] =
	    "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\u00e9\\ud83d\\uDE00\"]";
	struct diag diag = { .path = "f" };
	struct json_document *d;

	(void)state;
	assert_int_equal(json_read(&d, slice_of(text), &diag), ERR_OK);
	assert_true(slice_is(json_root(d)->first->text, "\"\\/\b\f\n\r\t"));
	assert_true(slice_is(json_root(d)->first->next->text,
	    "\xc3\xa9\xf0\x9f\x98\x80"));
	json_free(d);
}

static void
numbers_are_kept_as_written(void **state)
{
	struct diag diag = { .path = "f" };
	struct json_document *d;
	const struct json *v;

	(void)state;
	assert_int_equal(json_read(&d, SLICE("[1e+5,-0.5E-2,0]"), &diag),
	    ERR_OK);
	v = json_root(d)->first;
	assert_true(slice_is(v->text, "1e+5"));
	assert_true(slice_is(v->next->text, "-0.5E-2"));
	assert_true(slice_is(v->next->next->text, "0"));
	json_free(d);
}

static void
what_is_not_json_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{ "", "f:1: expected a value, found the end of the file\n" },
		{ "[1,\n]",
		    "f:2: a comma stands before \"]\"; the last element has "
		    "none behind it\n" },
		{ "[,1]", "f:1: expected a value, found \",\"\n" },
		{ "[1,\n// two\n2]",
		    "f:2: JSON has no comments; take this one out\n" },
		{ "{/* a */}",
		    "f:1: JSON has no comments; take this one out\n" },
		{ "# a\n[1]",
		    "f:1: JSON has no comments; take this one out\n" },
		{ "[1 2]", "f:1: expected \",\" or \"]\", found \"2\"\n" },
		{ "{\"a\" 1}",
		    "f:1: expected \":\" after the name, found \"1\"\n" },
		{ "{\"a\":1,}", "f:1: a comma stands before \"}\"; the last "
				"member has none "
				"behind it\n" },
		{ "{a:1}",
		    "f:1: expected a string in double quotes, found \"a\"\n" },
		{ "[1]\n\nx",
		    "f:3: expected the end of the file, found \"x\"\n" },
		{ "[01]", "f:1: expected \",\" or \"]\", found \"1\"\n" },
		{ "[-]", "f:1: a number is malformed\n" },
		{ "[1.]", "f:1: a number is malformed\n" },
		{ "[1e+]", "f:1: a number is malformed\n" },
		{ "[1e999]", "f:1: the number 1e999 is too large\n" },
		{ "[\"a\nb\"]", "f:1: a string is not closed on its line\n" },
		{ "[\"a", "f:1: a string is not closed\n" },
		{ "[\"\\x\"]", "f:1: a string has an unknown \\ sequence\n" },
		{ "[\"\\u12g4\"]", "f:1: \\u needs four hexadecimal digits\n" },
		{ "[\"\\ud83d\"]",
		    "f:1: half a surrogate pair is no character\n" },
		{ "[\"\\u0000\"]", "f:1: U+0000 is not allowed in a string\n" },
		{ "[\"\xc0\xaf\"]",
		    "f:1: a string is not UTF-8; save the file as UTF-8\n" },
		{ "[tru]", "f:1: expected a value, found \"t\"\n" },
		{ "[\x01]", "f:1: expected a value, found byte 0x01\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_told(load, cases[i].text, cases[i].told);
}

static void
a_nul_byte_is_no_end_of_the_file(void **state)
{
	static const char text[] = "[1]\0[2]";
	struct diag diag = { .path = "f" };

	(void)state;
	assert_int_equal(load((struct slice){ text, sizeof(text) - 1 }, &diag),
	    ERR_INVALID);
	diag_fini(&diag);
}

static void
a_member_twice_is_told_and_reading_goes_on(void **state)
{
	struct diag diag = { .path = "f" };
	struct json_document *d;

	(void)state;
	assert_int_equal(json_read(&d,
			     SLICE("{\"a\":1,\n\"a\":2,\n\"a\":3}"), &diag),
	    ERR_OK);
	buf_put_u8(&diag.text, '\0');
	assert_string_equal(diag.text.at,
	    "f:2: the member \"a\" is already on line 1\n"
	    "f:3: the member \"a\" is already on line 1\n");
	json_free(d);
	diag_fini(&diag);
}

static void
size_depth_values_and_members_are_limited(void **state)
{
	struct buf b = { 0 };
	int i;

	(void)state;
	for (i = 0; i <= JSON_DEPTH_MAX; i++)
		buf_put_u8(&b, '[');
	buf_put_u8(&b, '\0');
	assert_told(load, b.at, "f:1: values are nested more than 100 deep\n");
	buf_clear(&b);
	for (i = 0; i <= JSON_MEMBERS_MAX; i++)
		buf_printf(&b, "%s\"%d\":0", i == 0 ? "{" : ",", i);
	buf_put_u8(&b, '\0');
	assert_told(load, b.at, "f:1: an object has more than 1000 members\n");
	buf_clear(&b);
	buf_put_u8(&b, '[');
	for (i = 0; i <= JSON_NODES_MAX; i++)
		buf_put_text(&b, "0,");
	buf_put_u8(&b, '\0');
	assert_told(load, b.at, "f:1: more than 2000000 values\n");
	buf_clear(&b);
	memset(buf_reserve(&b, BODY_UPLOAD_MAX + 2), ' ', BODY_UPLOAD_MAX + 1);
	b.len = BODY_UPLOAD_MAX + 1;
	buf_put_u8(&b, '\0');
	assert_told(load, b.at, "f: is larger than 16 MiB\n");
	buf_fini(&b);
}

static void
a_string_written_reads_back_the_same(void **state)
{
	static const char text[] = "\"\\/\x01\x1f\n\r\t\x7f\xc3\xa9";
	struct diag diag = { .path = "f" };
	struct json_document *d;
	struct buf b = { 0 };

	(void)state;
	json_put_string(&b, slice_of(text));
	assert_int_equal(json_read(&d, buf_slice(&b), &diag), ERR_OK);
	assert_true(slice_is(json_root(d)->text, text));
	json_free(d);
	buf_fini(&b);
}

/* ---- scope ---- */

static enum err
load_scope(struct slice text, struct diag *diag)
{
	static const struct member known[] = { { "ident", true },
		{ "title", true }, { "count", false }, { "marks", false },
		{ "flag", false }, { "kind", false }, { "list", false },
		{ NULL, false } };
	static const char *const kinds[] = { "free", "linear", NULL };
	struct json_document *d;
	const struct json *list;
	struct scope s;
	struct slice t;
	int64_t n;
	unsigned index;
	bool flag;
	enum err err = json_read(&d, text, diag);

	if (err != ERR_OK)
		return err;
	if (scope_open(&s, diag, json_root(d), known, "thing %d", 7)) {
		scope_ident(&t, &s, "ident");
		scope_text(&t, &s, "title", 10);
		scope_integer(&n, &s, "count", 1, 9);
		scope_decimal(&n, &s, "marks", 1, 5000);
		scope_flag(&flag, &s, "flag");
		scope_choose(&index, &s, "kind", kinds);
		scope_list(&list, &s, "list", 1, 2);
	}
	json_free(d);
	return diag->count == 0 ? ERR_OK : ERR_INVALID;
}

#define LONG                                                                   \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
members_are_checked_and_all_mistakes_told(void **state)
{
	(void)state;
	assert_told(load_scope,
	    "{\"ident\":\"a.b-c_9\",\"title\":\"T\",\"count\":9,"
	    "\"marks\":0.125,\"flag\":true,\"kind\":\"free\",\"list\":[1]}",
	    "");
	assert_told(load_scope, "[]",
	    "f:1: thing 7: is a list; it must be an object\n");
	assert_told(load_scope, "{\n\"titel\": 1,\n\"wholly_else\": 2}",
	    "f:2: thing 7: unknown member \"titel\"; did you mean "
	    "\"title\"?\n"
	    "f:3: thing 7: unknown member \"wholly_else\"; allowed are "
	    "\"ident\", \"title\", \"count\", \"marks\", \"flag\", \"kind\", "
	    "\"list\"\n"
	    "f:1: thing 7: \"ident\" is missing\n"
	    "f:1: thing 7: \"title\" is missing\n");
	assert_told(load_scope,
	    "{\"ident\":\"-a\",\n\"title\":\"  \",\n\"count\":10,\n"
	    "\"marks\":0.0005,\n\"flag\":1,\n\"kind\":\"fre\",\n\"list\":[]}",
	    "f:1: thing 7, ident: must be 1 to 64 letters, digits, \".\", "
	    "\"_\" or \"-\" and begin with a letter or digit\n"
	    "f:2: thing 7, title: is empty\n"
	    "f:3: thing 7, count: is 10; allowed is 1 to 9\n"
	    "f:4: thing 7, marks: is 0.0005; at most three decimals are "
	    "allowed\n"
	    "f:5: thing 7, flag: is a number; it must be true or false\n"
	    "f:6: thing 7, kind: is \"fre\"; allowed are \"free\", "
	    "\"linear\"\n"
	    "f:7: thing 7, list: has 0 elements; allowed is 1 to 2\n");
	assert_told(load_scope,
	    "{\"ident\":\"a\",\"title\":\"a\\u202eb\",\"count\":1.5,"
	    "\"marks\":5.001,\"kind\":null,\"list\":{}}",
	    "f:1: thing 7, title: has a control character (byte 2)\n"
	    "f:1: thing 7, count: is 1.5; it must be whole\n"
	    "f:1: thing 7, marks: is 5.001; allowed is 0.001 to 5\n"
	    "f:1: thing 7, kind: is null; allowed are \"free\", "
	    "\"linear\"\n"
	    "f:1: thing 7, list: is an object; it must be a list\n");
	/* What is long is shown in part, and never compared letter by letter. */
	assert_told(load_scope,
	    "{\"ident\":\"a\",\"title\":\"T\",\"" LONG "_x\":1,\"kind\":\"" LONG
	    "_y\"}",
	    "f:1: thing 7: unknown member \"" LONG "\"; allowed are "
	    "\"ident\", \"title\", \"count\", \"marks\", \"flag\", \"kind\", "
	    "\"list\"\n"
	    "f:1: thing 7, kind: is \"" LONG "\"; allowed are \"free\", "
	    "\"linear\"\n");
	assert_told(load_scope, "{\"ident\":\"a\",\"title\":\"01234567890\"}",
	    "f:1: thing 7, title: has 11 bytes; at most 10 are allowed\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_knows_its_line),
		cmocka_unit_test(strings_are_unescaped),
		cmocka_unit_test(numbers_are_kept_as_written),
		cmocka_unit_test(what_is_not_json_is_refused_with_its_line),
		cmocka_unit_test(a_nul_byte_is_no_end_of_the_file),
		cmocka_unit_test(a_member_twice_is_told_and_reading_goes_on),
		cmocka_unit_test(size_depth_values_and_members_are_limited),
		cmocka_unit_test(a_string_written_reads_back_the_same),
		cmocka_unit_test(members_are_checked_and_all_mistakes_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
