/* What comes with the product is right: samples, schemas, manual pages. */
#include "told.h"

#include "load/bank.h"
#include "load/candidates.h"
#include "load/helper_jobs.h"
#include "load/members.h"
#include "load/programme.h"
#include "load/schedule.h"

static void
assert_silent(struct diag *diag)
{
	buf_put_u8(&diag->text, '\0');
	assert_string_equal(diag->text.at, "");
	diag_fini(diag);
}

static struct bank *
sample_bank(void)
{
	struct buf text = told_file("question-banks/ctss.bank.json");
	struct diag diag = { .path = "ctss" }, warnings = { .path = "ctss" };
	struct bank *bank = NULL;

	(void)!load_bank(&bank, buf_slice(&text), &diag, &warnings);
	assert_silent(&diag);
	assert_silent(&warnings);
	buf_fini(&text);
	return bank;
}

static struct programme *
sample_programme(void)
{
	struct buf text = told_file("schedules/ctss.programme.json");
	struct diag diag = { .path = "ctss" };
	struct programme *programme = NULL;

	(void)!load_programme(&programme, buf_slice(&text), &diag);
	assert_silent(&diag);
	buf_fini(&text);
	return programme;
}

static struct schedule
sample_schedule(const char *path)
{
	struct buf text = told_file(path);
	struct schedule schedule = { 0 };
	struct diag diag = { .path = path };

	(void)!load_schedule(&schedule, buf_slice(&text), &diag);
	assert_silent(&diag);
	buf_fini(&text);
	return schedule;
}

static void
the_sample_bank_has_no_mistake_and_no_warning(void **state)
{
	struct bank *bank = sample_bank();

	(void)state;
	assert_int_equal(bank_n_items(bank), 112);
	assert_int_equal(bank_n_topics(bank), 28);
	bank_free(bank);
}

static void
the_sample_sittings_fit_programme_and_bank(void **state)
{
	static const char *const paths[] = { "schedules/ctss.schedule.json",
		"schedules/autumn.schedule.json" };
	struct programme *programme = sample_programme();
	struct bank *bank = sample_bank();
	struct schedule schedule;
	struct diag diag = { .path = "s" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		schedule = sample_schedule(paths[i]);
		assert_int_equal(load_check_sitting(schedule.sittings[0],
				     programme, bank, NULL, &diag),
		    ERR_OK);
		/* A route that is not offered need not fit. */
		schedule.sittings[0]->routes[ROUTE_UPGRADE] =
		    (struct sitting_route){ .n_sections = 9 };
		assert_int_equal(load_check_sitting(schedule.sittings[0],
				     programme, bank, NULL, &diag),
		    ERR_OK);
		schedule_fini(&schedule);
	}
	assert_silent(&diag);
	programme_free(programme);
	bank_free(bank);
}

static void
every_sample_paper_has_twenty_items_a_section(void **state)
{
	static const uint8_t seed[SEED_LEN] = { 1 };
	struct programme *programme = sample_programme();
	struct bank *bank = sample_bank();
	uint16_t first, count, s;
	struct paper *paper;
	struct pool *pool;

	(void)state;
	pool = pool_new(bank, &programme->routes[ROUTE_FULL].blueprint);
	assert_int_equal(paper_draw(&paper, pool, NULL, seed), ERR_OK);
	assert_int_equal(paper_n_sections(paper), 4);
	for (s = 0; s < 4; s++) {
		paper_section(paper, s, &first, &count);
		assert_int_equal(count, 20);
	}
	paper_free(paper);
	pool_free(pool);
	programme_free(programme);
	bank_free(bank);
}

static void
a_sitting_that_does_not_fit_is_told_every_way(void **state)
{
	struct schedule schedule =
	    sample_schedule("schedules/ctss.schedule.json");
	struct programme *programme = sample_programme();
	struct bank *bank = sample_bank();
	struct sitting *s = schedule.sittings[0];
	struct diag diag = { .path = "f" };
	struct blueprint_rule *rule;

	(void)state;
	s->bank_version[0] = '3';
	s->programme[0] = 'x';
	s->routes[ROUTE_FULL].n_sections = 3;
	programme->routes[ROUTE_UPGRADE].offered = false;
	assert_int_equal(
	    load_check_sitting(s, programme, bank, NULL, &diag), ERR_INVALID);
	buf_put_u8(&diag.text, '\0');
	assert_string_equal(diag.text.at,
	    "f: ctss: wants programme xtss 2026.1, not ctss 2026.1\n"
	    "f: ctss: wants bank ctss 3026.1, not ctss 2026.1\n"
	    "f: ctss: offers route upgrade, which programme ctss does not "
	    "have\n"
	    "f: ctss: route full has 3 sections here and 4 in programme "
	    "ctss\n");
	diag_fini(&diag);
	programme->routes[ROUTE_UPGRADE].offered = true;
	rule = programme->routes[ROUTE_UPGRADE].blueprint.sections[0].rules;
	rule->min = rule->max = 6;
	programme->routes[ROUTE_UPGRADE].blueprint.sections[0].items++;
	assert_int_equal(
	    load_check_sitting(s, programme, bank, NULL, &diag), ERR_INVALID);
	assert_non_null(strstr(diag.text.at, "f: ctss: route upgrade: "));
	diag_fini(&diag);
	programme_free(programme);
	bank_free(bank);
	schedule_fini(&schedule);
}

/* ---- manual pages ---- */

/* The text of the next literal display that begins so; NULL: there is none. */
static const char *
next_display(struct buf *display, const char *page, const char *begin)
{
	const char *at = strstr(page, begin), *end;

	buf_clear(display);
	if (at == NULL)
		return NULL;
	end = strstr(at, "\n.Ed");
	assert_non_null(end);
	for (; at < end; at++) {
		buf_put_u8(display, (uint8_t)*at);
		if (at[0] == '\\' && at[1] == 'e') /* mdoc's backslash */
			at++;
	}
	return end;
}

/* The first example of the page that begins so, as it is read. */
static struct buf
example(const char *page, const char *begin)
{
	struct buf text = told_file(page), out = { 0 };
	const char *at;

	buf_put_u8(&text, '\0');
	at = strstr(text.at, ".Sh EXAMPLES");
	assert_non_null(at);
	assert_non_null(next_display(&out, at, begin));
	buf_fini(&text);
	return out;
}

static void
assert_loads(struct slice text)
{
	struct diag diag = { .path = "5" }, warnings = { .path = "5" };
	struct bank *bank = NULL;

	(void)!load_bank(&bank, text, &diag, &warnings);
	assert_silent(&diag);
	bank_free(bank);
	diag_fini(&warnings);
}

/* What stands around the items of the page: the topics and the image they
 * name, and a first item. */
#define AROUND                                                                 \
	"{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","          \
	"\"title\":\"B\",\"language\":\"en\","                                 \
	"\"topics\":{\"networks\":\"N\",\"storage\":\"S\"},"                   \
	"\"images\":{\"office\":{\"type\":\"image/png\",\"data\":\""           \
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAg"   \
	"AB5Sfe/AAAAABJRU5ErkJggg==\"}},"                                      \
	"%.*s,\"items\":["                                                     \
	"{\"id\":\"e\",\"type\":\"true-false\",\"topic\":\"networks\","        \
	"\"difficulty\":\"easy\",\"stem\":\"S\",\"correct\":true}"

/* Every item that the page shows, in one bank with its stimulus. */
static void
every_item_of_the_manual_page_loads(void **state)
{
	struct buf page = told_file("question-banks/exam-bank.5");
	struct buf display = { 0 }, bank = { 0 };
	const char *at;
	size_t n = 0;

	(void)state;
	buf_put_u8(&page, '\0');
	assert_non_null(next_display(&display, page.at, "\"stimuli\": {"));
	buf_printf(&bank, AROUND, SLICE_FMT(buf_slice(&display)));
	for (at = page.at; at != NULL; n++) {
		at = next_display(&display, at, "\n{\n  \"id\"");
		buf_put_text(&bank, at != NULL ? "," : "]}");
		buf_put_slice(&bank, buf_slice(&display));
	}
	assert_true(n > 12);
	assert_loads(buf_slice(&bank));
	buf_fini(&page);
	buf_fini(&display);
	buf_fini(&bank);
}

static void
assert_same_rows(const struct candidates *a, const struct candidates *b)
{
	struct buf first = { 0 }, second = { 0 };
	size_t i;

	assert_int_equal(a->n, b->n);
	for (i = 0; i < a->n; i++) {
		load_candidate_write(&first, &a->rows[i]);
		load_candidate_write(&second, &b->rows[i]);
	}
	assert_true(slice_equal(buf_slice(&first), buf_slice(&second)));
	buf_fini(&first);
	buf_fini(&second);
}

static void
the_examples_of_the_manual_pages_load(void **state)
{
	struct buf bank = example("question-banks/exam-bank.5", "{\n");
	struct buf programme = example("schedules/exam-programme.5", "{");
	struct buf schedule = example("schedules/exam-schedule.5", "{");
	struct buf csv = example("schedules/exam-candidates.5", "number,");
	struct buf json = example("schedules/exam-candidates.5", "[\n");
	struct diag diag = { .path = "5" };
	struct candidates rows, again;
	struct programme *p = NULL;
	struct schedule s = { 0 };

	(void)state;
	assert_loads(buf_slice(&bank));
	(void)!load_programme(&p, buf_slice(&programme), &diag);
	(void)!load_schedule(&s, buf_slice(&schedule), &diag);
	assert_int_equal(load_candidates(&rows, buf_slice(&csv), &diag),
	    ERR_OK);
	assert_int_equal(load_candidates(&again, buf_slice(&json), &diag),
	    ERR_OK);
	assert_silent(&diag);
	assert_same_rows(&rows, &again);
	programme_free(p);
	schedule_fini(&s);
	candidates_fini(&rows);
	candidates_fini(&again);
	buf_fini(&bank);
	buf_fini(&programme);
	buf_fini(&schedule);
	buf_fini(&csv);
	buf_fini(&json);
}

/* ---- schemas ---- */

static bool
is_in_list(const struct json *list, const char *name)
{
	const struct json *v;

	for (v = list == NULL ? NULL : list->first; v != NULL; v = v->next)
		if (slice_is(v->text, name))
			return true;
	return false;
}

static bool
is_listed(const struct member *known, struct slice name)
{
	for (; known->name != NULL; known++)
		if (slice_is(name, known->name))
			return true;
	return false;
}

/* The members of one definition and of the one it is based on. */
static void
assert_defined(const char *schema, const char *name,
    const struct member *known, const char *base)
{
	struct buf text = told_file(schema);
	struct diag diag = { .path = schema };
	const struct json *defs, *own, *based, *m;
	struct json_document *d = NULL;
	bool required;

	(void)!json_read(&d, buf_slice(&text), &diag);
	assert_silent(&diag);
	defs = json_member(json_root(d), "$defs");
	own = json_member(defs, name);
	based = base != NULL ? json_member(defs, base) : own;
	for (m = json_member(own, "properties")->first; m != NULL; m = m->next)
		if (!is_listed(known, m->name))
			fail_msg("%s: %s has %.*s", schema, name,
			    SLICE_FMT(m->name));
	for (; known->name != NULL; known++) {
		if (json_member(json_member(own, "properties"),
			known->name) == NULL &&
		    json_member(json_member(based, "properties"),
			known->name) == NULL)
			fail_msg("%s: %s lacks %s", schema, name, known->name);
		required = is_in_list(json_member(own, "required"),
			       known->name) ||
		    is_in_list(json_member(based, "required"), known->name);
		if (required != known->required)
			fail_msg("%s: %s: is %s required?", schema, name,
			    known->name);
	}
	json_free(d);
	buf_fini(&text);
}

#define BANK "question-banks/exam-bank.schema.json"
#define PROGRAMME "schedules/exam-programme.schema.json"
#define SCHEDULE "schedules/exam-schedule.schema.json"

#define DEFINITIONS(X)                                                         \
	X(BANK, "bank", BANK_MEMBERS, NULL)                                    \
	X(BANK, "item", ITEM_MEMBERS, NULL)                                    \
	X(BANK, "single", SINGLE_MEMBERS, "item")                              \
	X(BANK, "multiple", MULTIPLE_MEMBERS, "item")                          \
	X(BANK, "true_false", TRUE_FALSE_MEMBERS, "item")                      \
	X(BANK, "text", TEXT_MEMBERS, "item")                                  \
	X(BANK, "number", NUMBER_MEMBERS, "item")                              \
	X(BANK, "inline", INLINE_MEMBERS, "item")                              \
	X(BANK, "order", ORDER_MEMBERS, "item")                                \
	X(BANK, "match", MATCH_MEMBERS, "item")                                \
	X(BANK, "extended", EXTENDED_MEMBERS, "item")                          \
	X(BANK, "composite", COMPOSITE_MEMBERS, "item")                        \
	X(BANK, "picture", PICTURE_MEMBERS, NULL)                              \
	X(BANK, "stimulus", STIMULUS_MEMBERS, NULL)                            \
	X(BANK, "exhibit", EXHIBIT_MEMBERS, NULL)                              \
	X(BANK, "table_exhibit", TABLE_EXHIBIT_MEMBERS, NULL)                  \
	X(BANK, "image_exhibit", IMAGE_EXHIBIT_MEMBERS, NULL)                  \
	X(BANK, "gap", GAP_MEMBERS, NULL)                                      \
	X(BANK, "option", OPTION_MEMBERS, NULL)                                \
	X(BANK, "match_mapping", CHOICE_MAPPING_MEMBERS, NULL)                 \
	X(BANK, "match_entry", MATCH_ENTRY_MEMBERS, NULL)                      \
	X(BANK, "criterion", CRITERION_MEMBERS, NULL)                          \
	X(BANK, "choice", CHOICE_MEMBERS, NULL)                                \
	X(BANK, "choice_mapping", CHOICE_MAPPING_MEMBERS, NULL)                \
	X(BANK, "answer", ACCEPT_MEMBERS, NULL)                                \
	X(BANK, "tolerance", TOLERANCE_MEMBERS, NULL)                          \
	X(BANK, "variable", VARIABLE_MEMBERS, NULL)                            \
	X(BANK, "mapping", CHOICE_MAPPING_MEMBERS, NULL)                       \
	X(BANK, "mapping_entry", MAPPING_ENTRY_MEMBERS, NULL)                  \
	X(BANK, "table", TABLE_MEMBERS, NULL)                                  \
	X(BANK, "table_entry", TABLE_ENTRY_MEMBERS, NULL)                      \
	X(BANK, "choice_interaction", CHOICE_INTERACTION_MEMBERS, NULL)        \
	X(BANK, "text_interaction", TEXT_INTERACTION_MEMBERS, NULL)            \
	X(BANK, "inline_interaction", INLINE_INTERACTION_MEMBERS, NULL)        \
	X(BANK, "order_interaction", ORDER_INTERACTION_MEMBERS, NULL)          \
	X(BANK, "match_interaction", MATCH_INTERACTION_MEMBERS, NULL)          \
	X(BANK, "extended_interaction", EXTENDED_INTERACTION_MEMBERS, NULL)    \
	X(BANK, "range", RANGE_MEMBERS, NULL)                                  \
	X(BANK, "equal", EQUAL_MEMBERS, NULL)                                  \
	X(BANK, "rounding", ROUNDING_MEMBERS, NULL)                            \
	X(BANK, "case", CASE_MEMBERS, NULL)                                    \
	X(BANK, "area", AREA_MEMBERS, NULL)                                    \
	X(PROGRAMME, "programme", PROGRAMME_MEMBERS, NULL)                     \
	X(PROGRAMME, "marking", MARKING_MEMBERS, NULL)                         \
	X(PROGRAMME, "resit", RESIT_MEMBERS, NULL)                             \
	X(PROGRAMME, "routes", ROUTES_MEMBERS, NULL)                           \
	X(PROGRAMME, "route", PROGRAMME_ROUTE_MEMBERS, NULL)                   \
	X(PROGRAMME, "section", PROGRAMME_SECTION_MEMBERS, NULL)               \
	X(PROGRAMME, "rule", RULE_MEMBERS, NULL)                               \
	X(SCHEDULE, "schedule", SCHEDULE_MEMBERS, NULL)                        \
	X(SCHEDULE, "sitting", SITTING_MEMBERS, NULL)                          \
	X(SCHEDULE, "versioned", VERSIONED_MEMBERS, NULL)                      \
	X(SCHEDULE, "late", LATE_MEMBERS, NULL)                                \
	X(SCHEDULE, "routes", ROUTES_MEMBERS, NULL)                            \
	X(SCHEDULE, "route", SITTING_ROUTE_MEMBERS, NULL)                      \
	X(SCHEDULE, "section", SITTING_SECTION_MEMBERS, NULL)                  \
	X(SCHEDULE, "room", ROOM_MEMBERS, NULL)

static void
the_schemas_have_the_members_that_the_loaders_know(void **state)
{
	(void)state;
#define X(schema, name, LIST, base)                                            \
	{                                                                      \
		static const struct member known[] = MEMBERS(LIST);            \
		assert_defined(schema, name, known, base);                     \
	}
	DEFINITIONS(X)
#undef X
}

/* ---- helper jobs ---- */

static int
run(int (*job)(struct buf *, struct slice), struct buf *out, const char *name,
    const char *path)
{
	struct buf text = told_file(path), input = { 0 };
	int status;

	buf_clear(out);
	buf_put(&input, name, strlen(name) + 1);
	buf_put_slice(&input, buf_slice(&text));
	status = job(out, buf_slice(&input));
	buf_fini(&input);
	buf_fini(&text);
	return status;
}

static void
a_helper_hands_over_what_reads_back(void **state)
{
	struct diag diag = { .path = "f" };
	struct programme *programme;
	struct schedule schedule;
	struct buf out = { 0 };
	struct bank *bank;

	(void)state;
	assert_int_equal(run(load_job_bank, &out, "b",
			     "question-banks/ctss.bank.json"), 0);
	assert_int_equal(bank_decode(&bank, buf_slice(&out)), ERR_OK);
	assert_int_equal(bank_n_items(bank), 112);
	bank_free(bank);
	assert_int_equal(run(load_job_programme, &out, "p",
			     "schedules/ctss.programme.json"), 0);
	assert_int_equal(load_programme(&programme, buf_slice(&out), &diag),
	    ERR_OK);
	programme_free(programme);
	assert_int_equal(run(load_job_schedule, &out, "s",
			     "schedules/autumn.schedule.json"), 0);
	assert_int_equal(load_schedule(&schedule, buf_slice(&out), &diag),
	    ERR_OK);
	schedule_fini(&schedule);
	buf_fini(&out);
}

static void
a_helper_tells_mistakes_with_the_name_of_the_file(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(load_job_candidates(&out,
			     SLICE("a\nb.csv\0number,name,route\nC-1,,full\n")),
	    1);
	buf_put_u8(&out, '\0');
	assert_string_equal(out.at,
	    "a?b.csv:2: candidate C-1: \"name\" is missing\n");
	buf_clear(&out);
	assert_int_equal(load_job_candidates(&out,
			     SLICE("\0number,name,route\nC-1,Ada,full\n")),
	    0);
	buf_put_u8(&out, '\0');
	assert_string_equal(out.at,
	    "{\"number\":\"C-1\",\"name\":\"Ada\",\"route\":\"full\","
	    "\"factor\":1,\"extra_minutes\":0}\n");
	buf_clear(&out);
	assert_int_equal(load_job_bank(&out, SLICE("\0[]")), 1);
	buf_put_u8(&out, '\0');
	assert_string_equal(out.at, "-:1: is a list; it must be an object\n");
	buf_clear(&out);
	assert_int_equal(load_job_bank(&out, SLICE("{}")), 1);
	buf_put_u8(&out, '\0');
	assert_string_equal(out.at, "the input has no file name\n");
	buf_fini(&out);
}

static void
of_too_many_mistakes_the_rest_is_counted(void **state)
{
	struct buf input = { 0 }, out = { 0 };
	int i;

	(void)state;
	buf_put(&input, "f", 2);
	buf_put_text(&input, "number,name,route\n");
	for (i = 0; i < DIAGS_MAX + 7; i++)
		buf_put_text(&input, "C-1,Ada\n");
	assert_int_equal(load_job_candidates(&out, buf_slice(&input)), 1);
	buf_put_u8(&out, '\0');
	assert_non_null(strstr(out.at, "f: and 7 more\n"));
	buf_fini(&input);
	buf_fini(&out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_bank_has_no_mistake_and_no_warning),
		cmocka_unit_test(the_sample_sittings_fit_programme_and_bank),
		cmocka_unit_test(every_sample_paper_has_twenty_items_a_section),
		cmocka_unit_test(a_sitting_that_does_not_fit_is_told_every_way),
		cmocka_unit_test(every_item_of_the_manual_page_loads),
		cmocka_unit_test(the_examples_of_the_manual_pages_load),
		cmocka_unit_test(
		    the_schemas_have_the_members_that_the_loaders_know),
		cmocka_unit_test(a_helper_hands_over_what_reads_back),
		cmocka_unit_test(
		    a_helper_tells_mistakes_with_the_name_of_the_file),
		cmocka_unit_test(of_too_many_mistakes_the_rest_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
