#include "told.h"

#include "load/candidates.h"

static enum err
load(struct slice text, struct diag *diag)
{
	struct candidates all;
	enum err err = load_candidates(&all, text, diag);

	if (err == ERR_OK)
		candidates_fini(&all);
	return err;
}

static struct candidates
load_text(const char *text)
{
	struct diag diag = { .path = "f" };
	struct candidates all;

	assert_int_equal(load_candidates(&all, slice_of(text), &diag), ERR_OK);
	return all;
}

static void
assert_hopper(const struct candidate *c)
{
	assert_string_equal(c->number, "C-2");
	assert_string_equal(c->name, "Hopper, \"Grace\"");
	assert_int_equal(c->route, ROUTE_UPGRADE);
	assert_int_equal(c->entitlement.factor, 1250);
	assert_int_equal(c->entitlement.extra_ms, MINUTES(10));
	assert_string_equal(c->seat, "2");
}

static void
csv_of_any_column_order_and_line_end_is_read(void **state)
{
	struct candidates all = load_text(
	    "\xef\xbb\xbfroute,number,name,seat,factor,extra_minutes\r\n"
	    "full,C-1,Ada,,,\r\n"
	    "\r\n"
	    "upgrade,C-2,\"Hopper, \"\"Grace\"\"\",2,1.25,10");

	(void)state;
	assert_int_equal(all.n, 2);
	assert_string_equal(all.rows[0].number, "C-1");
	assert_int_equal(all.rows[0].entitlement.factor, 1000);
	assert_int_equal(all.rows[0].entitlement.extra_ms, 0);
	assert_string_equal(all.rows[0].seat, "");
	assert_hopper(&all.rows[1]);
	candidates_fini(&all);
}

static void
a_json_list_says_the_same(void **state)
{
	struct candidates all = load_text(
	    " [{\"number\":\"C-2\",\"name\":\"Hopper, \\\"Grace\\\"\","
	    "\"route\":\"upgrade\",\"factor\":1.25,\"extra_minutes\":10,"
	    "\"seat\":\"2\"}]");

	(void)state;
	assert_int_equal(all.n, 1);
	assert_hopper(&all.rows[0]);
	candidates_fini(&all);
}

static void
a_line_written_reads_back_the_same(void **state)
{
	struct candidates all = load_text("number,name,route,factor,"
					  "extra_minutes,seat\n"
					  "C-2,\"Hopper, \"\"Grace\"\"\","
					  "upgrade,1.25,10,2\n");
	struct diag diag = { .path = "f" };
	struct candidate again;
	struct buf b = { 0 };

	(void)state;
	load_candidate_write(&b, &all.rows[0]);
	assert_int_equal(load_candidate_read(&again, buf_slice(&b), &diag),
	    ERR_OK);
	assert_hopper(&again);
	assert_int_equal(load_candidate_read(&again, SLICE("{}"), &diag),
	    ERR_INVALID);
	assert_int_equal(load_candidate_read(&again, SLICE("{"), &diag),
	    ERR_INVALID);
	assert_int_equal(load_candidate_read(&again, SLICE("[]"), &diag),
	    ERR_INVALID);
	diag_fini(&diag);
	buf_fini(&b);
	candidates_fini(&all);
}

static void
all_mistakes_of_all_rows_are_told(void **state)
{
	(void)state;
	assert_told(load,
	    "number,name,route,factor\n"
	    "C-1,Ada,full\n"
	    "C-1,Ada,half,1\n"
	    "C 2,,full,\"1,25\"\n"
	    "C-1,Ada,full,5.5\n"
	    "C-3,\"A\tB\",full,0x1\n",
	    "f:2: has 3 fields; the header has 4\n"
	    "f:3: candidate C-1, route: is \"half\"; allowed are \"upgrade\", "
	    "\"full\"\n"
	    "f:4: candidate C 2: \"name\" is missing\n"
	    "f:4: candidate C 2, number: must be 1 to 64 letters, digits, "
	    "\".\", \"_\" or \"-\" and begin with a letter or digit\n"
	    "f:4: candidate C 2, factor: is a string; it must be a number\n"
	    "f:5: candidate C-1, factor: is 5.5; allowed is 1 to 5\n"
	    "f:5: candidate C-1: the number stands twice in the file\n"
	    "f:6: candidate C-3, name: has a control character (byte 2)\n"
	    "f:6: candidate C-3, factor: is a string; it must be a number\n");
	assert_told(load, "[{\"name\":\"Ada\"},\n3]",
	    "f:1: row 1: \"number\" is missing\n"
	    "f:1: row 1: \"route\" is missing\n"
	    "f:2: row 2: is a number; it must be an object\n");
}

static void
a_header_must_name_known_columns_once(void **state)
{
	(void)state;
	assert_told(load, "number,nmae,route,number,\nC-1,Ada,full,C-1,\n",
	    "f:1: header: unknown member \"nmae\"; did you mean \"name\"?\n"
	    "f:1: header: \"name\" is missing\n"
	    "f:1: header: column 4 has the name of column 1\n"
	    "f:1: header: column 5 has no name\n");
	assert_told(load, "", "f: has no header row\n");
	assert_told(load, "number,name,route\n", "f: names no candidate\n");
	assert_told(load, "[]", "f: names no candidate\n");
	assert_told(load, "[",
	    "f:1: expected a value, found the end of the file\n");
}

static void
another_separator_is_named(void **state)
{
	(void)state;
	assert_told(load, "number;name;route\nC-1;Ada;full\n",
	    "f:1: header: columns are separated by commas, not by ;\n");
	assert_told(load, "number\tname\troute\nC-1\tAda\tfull\n",
	    "f:1: header: columns are separated by commas, not by a "
	    "tabulator\n");
}

static void
what_is_no_csv_is_refused(void **state)
{
	(void)state;
	assert_told(load, "number,name,route\nC-1,\"Ada,full\n",
	    "f:2: a quoted field is not closed\n");
	assert_told(load, "number,name,route\nC-1,\"Ada\"x,full\n",
	    "f:2: text follows a closing quote\n");
	assert_told(load, "number,name,route\nC-1,A\"da,full\n",
	    "f:2: a quote stands inside a field; quote the whole field and "
	    "double the quote\n");
	assert_told(load, "number,name,route\nC-1,Ren\xe9,full\n",
	    "f:2: is not UTF-8; save the file as UTF-8\n");
	assert_told(load, ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
	    "f:1: has more than 32 fields\n");
}

static void
more_candidates_than_allowed_are_refused(void **state)
{
	struct diag diag = { .path = "f" };
	struct buf b = { 0 };
	int i;

	(void)state;
	buf_put_text(&b, "number,name,route\n");
	for (i = 0; i <= CANDIDATES_IMPORT_MAX; i++)
		buf_printf(&b, "C-%d,Ada,full\n", i);
	assert_int_equal(load(buf_slice(&b), &diag), ERR_INVALID);
	assert_int_equal(diag.count, 1);
	diag_fini(&diag);
	buf_fini(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_of_any_column_order_and_line_end_is_read),
		cmocka_unit_test(a_json_list_says_the_same),
		cmocka_unit_test(a_line_written_reads_back_the_same),
		cmocka_unit_test(all_mistakes_of_all_rows_are_told),
		cmocka_unit_test(a_header_must_name_known_columns_once),
		cmocka_unit_test(another_separator_is_named),
		cmocka_unit_test(what_is_no_csv_is_refused),
		cmocka_unit_test(more_candidates_than_allowed_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
