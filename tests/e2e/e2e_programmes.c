/*
 * The six examinations that come with the product, sat from the first item to
 * the released result.  Every result is what the key made by hand, and the
 * examiners, say it must be.
 */
#include <stdlib.h>
#include <string.h>

#include "examiners.h"
#include "programmes.h"
#include "sitter.h"
#include "test.h"
#include "unattended.h"

static struct programmes programmes;

static int
open_programmes(void **state)
{
	(void)state;
	programmes_open(&programmes);
	return 0;
}

static int
close_programmes(void **state)
{
	(void)state;
	programmes_close(&programmes);
	return 0;
}

/* ---- sitting ---- */

/* Of ten items so many are right, in part and wrong; the rest is left. */
static const struct knowledge {
	uint32_t right, partly, wrong;
} knowledge[N_PARTS] = { [KNOWS_SOME] = { 4, 3, 2 },
	[KNOWS_MOST] = { 8, 1, 1 } };

/* The same in every run, and another one for each candidate and item. */
static enum manner
some_manner(struct knowledge of, size_t seat, size_t item)
{
	uint32_t x = (uint32_t)(seat * 1009 + item + 1) * 2654435761u;

	x ^= x >> 15;
	x *= 2246822519u;
	x ^= x >> 13;
	x %= 10;
	return x < of.right ? RIGHT
	    : x < of.right + of.partly ? PARTLY
	    : x < of.right + of.partly + of.wrong ? WRONG
						  : BLANK;
}

static enum manner
manner_of(const struct exam *e, enum part part, const struct sample_item *item)
{
	const struct candidate *c = &e->candidates[part];
	size_t n = json_array_size(exam_sections(e));

	if (part == KNOWS_ALL || part == LEAVES_A_SECTION)
		return part == KNOWS_ALL || c->tally.n_sections < n ? RIGHT
								    : BLANK;
	if (part == KNOWS_NOTHING)
		return BLANK;
	if (json_object_get(item->item, "rubric") != NULL)
		return RIGHT; /* for the examiners to have something */
	return some_manner(knowledge[part], c->seat, c->tally.n_items);
}

static void
take_item(struct exam *e, enum part part, struct sitter *by,
    const json_t *received)
{
	struct candidate *c = &e->candidates[part];
	const struct sample_item *item = sample_find(e->sample,
	    text_in(received, "stem"));
	enum manner manner = manner_of(e, part, item);
	json_t *meaning = meaning_of(item, manner);

	tally_add(&c->tally, item, meaning);
	if (part != KNOWS_ALL && manner != BLANK)
		json_decref(sitter_save(by, (int)number_in(received, "item"),
		    1, meaning_on_screen(item, received, meaning), 200));
	json_decref(meaning);
}

/* How many items the programme gives a section, with those on trial. */
static size_t
items_of(const json_t *section)
{
	const json_t *rule;
	json_int_t n = json_integer_value(json_object_get(section, "items"));
	size_t i;

	if (n == 0)
		json_array_foreach (json_object_get(section, "draw"), i, rule)
			n += number_in(rule, "count");
	return (size_t)(n +
	    json_integer_value(json_object_get(section, "pretest")));
}

/* Enters a section and reads it; all but KNOWS_ALL answer it, too. */
static void
take_section(struct exam *e, enum part part, struct sitter *by, size_t section)
{
	json_t *paper, *items, *item;
	char path[64];
	size_t i;

	snprintf(path, sizeof(path), "/v1/attempt/sections/%zu/enter",
	    section + 1);
	json_decref(ask(by->wire, METHOD_POST, path, NULL, 200));
	paper = ask(by->wire, METHOD_GET, "/v1/attempt/paper", NULL, 200);
	items = json_object_get(paper, "items");
	assert_int_equal(json_array_size(items),
	    items_of(json_array_get(exam_sections(e), section)));
	tally_begin_section(&e->candidates[part].tally);
	json_array_foreach (items, i, item)
		take_item(e, part, by, item);
	json_decref(paper);
}

static void
open_attempt(struct sitter *s)
{
	json_decref(ask(s->wire, METHOD_POST, "/v1/attempt/open",
	    json_pack("{s:b}", "accept_rules", 1), 200));
}

static void
sit(struct exam *e, enum part part)
{
	struct sitter s;
	char path[64];
	size_t i;

	sitter_init(&s, &programmes.centre, e->candidates[part].seat, "a desk");
	open_attempt(&s);
	for (i = 0; i < json_array_size(exam_sections(e)); i++) {
		take_section(e, part, &s, i);
		snprintf(path, sizeof(path), "/v1/attempt/sections/%zu/close",
		    i + 1);
		json_decref(ask(s.wire, METHOD_POST, path, NULL, 200));
	}
	json_decref(ask(s.wire, METHOD_POST, "/v1/attempt/submit",
	    json_pack("{s:b}", "confirm", 1), 200));
	sitter_fini(&s);
}

/* Right answers to every item of the bank; last: submit after the section. */
static char *
answers_file(const struct sample *s, bool last)
{
	json_t *by_stem = json_object(), *file, *meaning;
	char *text;
	size_t i;

	for (i = 0; i < s->n_items; i++) {
		meaning = meaning_of(&s->items[i], RIGHT);
		json_object_set_new(by_stem,
		    text_in(s->items[i].item, "stem"),
		    meaning_for_program(&s->items[i], meaning));
		json_decref(meaning);
	}
	file = json_pack("{s:b,s:{s:o,s:s},s:{s:i,s:b}}", "accept_rules", 1,
	    "answers", "by_stem", by_stem, "default", "skip", "route",
	    "sections", 1, "submit", last);
	text = json_dumps(file, JSON_COMPACT);
	json_decref(file);
	return text;
}

static void
run_program(const struct exam *e, size_t seat, size_t n_items, bool last)
{
	char *answers = answers_file(e->sample, last);
	struct unattended program;
	json_t *summary;

	unattended_start(&program, &programmes.centre, seat, answers);
	summary = unattended_end(&program, last ? 0 : 1);
	assert_int_equal(number_in(summary, "saves"), n_items);
	assert_int_equal(number_in(summary, "acknowledged"), n_items);
	json_decref(summary);
	free(answers);
}

/* Each section is read here and then taken by exam, which the candidate goes
 * over to as to a second device. */
static void
sit_with_program(struct exam *e)
{
	struct candidate *c = &e->candidates[KNOWS_ALL];
	size_t i, before;
	struct sitter s;

	for (i = 0; i < json_array_size(exam_sections(e)); i++) {
		sitter_init(&s, &programmes.centre, c->seat, "a desk");
		if (i == 0)
			open_attempt(&s);
		before = c->tally.n_items;
		take_section(e, KNOWS_ALL, &s, i);
		sitter_fini(&s);
		run_program(e, c->seat, c->tally.n_items - before,
		    i + 1 == json_array_size(exam_sections(e)));
	}
}

static void
every_paper_has_the_items_that_its_programme_asks(void **state)
{
	struct exam *e;

	(void)state;
	for (e = programmes.exams; e < programmes.exams + N_EXAMS; e++) {
		sit_with_program(e);
		sit(e, KNOWS_NOTHING);
		sit(e, KNOWS_SOME);
		sit(e, KNOWS_MOST);
		sit(e, LEAVES_A_SECTION);
	}
}

/* ---- marking ---- */

/* Every way to settle is gone. */
static enum opinions
opinions_on(const struct candidate *c)
{
	static const enum opinions of_part[N_PARTS] = { [KNOWS_ALL] = NEAR,
		[KNOWS_SOME] = APART, [KNOWS_MOST] = EQUAL,
		[LEAVES_A_SECTION] = NEAR };

	return of_part[c->seat % N_PARTS];
}

static void
propose(const char *sitting, int status)
{
	json_t *reply = ask(programmes.anna, METHOD_POST, "/v1/proposals",
	    json_pack("{s:s,s:s,s:s,s:s}", "act", "confirm-results", "object",
		sitting, "reason", "organisation", "words", "all is counted"),
	    status);
	char path[64];

	if (status == 201) {
		snprintf(path, sizeof(path), "/v1/proposals/%d/confirm",
		    (int)number_in(reply, "proposal"));
		json_decref(ask(programmes.ben, METHOD_POST, path, NULL, 200));
	}
	json_decref(reply);
}

static size_t
mark_sitting(const struct sample *s)
{
	const struct examiners examiners = { programmes.anna, programmes.ben,
		programmes.eva, sample_thousandths(json_object_get(
					    s->programme, "marking"),
				    "tolerance", 0) };
	json_t *list = examiners_scripts(&examiners, s->name), *script;
	size_t i, n;

	json_array_foreach (list, i, script) {
		const char *name = text_in(script, "script");
		struct candidate *c;
		int attempt, item;

		assert_int_equal(sscanf(name, "%d-%d", &attempt, &item), 2);
		c = programmes_candidate(&programmes, attempt);
		tally_add_hand(&c->tally, (size_t)item,
		    examiners_mark(&examiners, name, opinions_on(c)));
	}
	n = json_array_size(list);
	json_decref(list);
	return n;
}

/* One text on the full route of each, by those who wrote something. */
static void
what_people_mark_is_settled_before_results_are(void **state)
{
	(void)state;
	propose("cbss", 409);
	propose("ccss", 409);
	assert_int_equal(mark_sitting(&programmes.samples[0]), 0);
	assert_int_equal(mark_sitting(&programmes.samples[1]), N_PARTS - 1);
	assert_int_equal(mark_sitting(&programmes.samples[2]), N_PARTS - 1);
}

/* ---- results ---- */

static json_t *
result_of(const struct candidate *c, int status)
{
	struct sitter s;
	json_t *result;

	sitter_init(&s, &programmes.centre, c->seat, "at home");
	result = ask(s.wire, METHOD_GET, "/v1/attempt/result", NULL, status);
	sitter_fini(&s);
	return result;
}

static void
release(const char *sitting)
{
	char path[64];

	propose(sitting, 201);
	snprintf(path, sizeof(path), "/v1/sittings/%s/release", sitting);
	json_decref(ask(programmes.anna, METHOD_POST, path, json_object(),
	    200));
}

/* One line for each: what was expected, and was told. */
static void
say(const struct exam *e)
{
	const struct tally *t = &e->candidates[0].tally;
	size_t k;

	printf("%s %-7s %d candidates, %zu items (%zu on trial) each; "
	       "expected = got:",
	    e->sample->name, e->route, N_PARTS, t->n_items, t->n_trial);
	for (k = 0; k < N_PARTS; k++) {
		t = &e->candidates[k].tally;
		printf("%s %d.%03d %% %s", k > 0 ? "," : "", t->percent / 1000,
		    t->percent % 1000, t->passed ? "passed" : "not passed");
	}
	printf("\n");
}

static void
check_results(struct exam *e)
{
	json_t *result;
	char whose[64];
	size_t k;

	for (k = 0; k < N_PARTS; k++) {
		struct candidate *c = &e->candidates[k];

		snprintf(whose, sizeof(whose), "%s %s, %s", e->sample->name,
		    e->route, programmes.centre.tickets[c->seat].number);
		tally_settle(&c->tally, exam_route(e));
		result = result_of(c, 200);
		tally_assert(&c->tally, result, whose);
		json_decref(result);
	}
	assert_true(e->candidates[KNOWS_ALL].tally.passed);
	assert_int_equal(e->candidates[KNOWS_NOTHING].tally.percent, 0);
	assert_false(e->candidates[LEAVES_A_SECTION].tally.passed);
	say(e);
}

static void
each_candidate_is_told_what_was_counted_by_hand(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N_SAMPLES; i++) {
		json_decref(result_of(&programmes.exams[2 * i].candidates[0],
		    409));
		release(programmes.samples[i].name);
	}
	for (i = 0; i < N_EXAMS; i++)
		check_results(&programmes.exams[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_paper_has_the_items_that_its_programme_asks),
		cmocka_unit_test(
		    what_people_mark_is_settled_before_results_are),
		cmocka_unit_test(
		    each_candidate_is_told_what_was_counted_by_hand),
	};

	return cmocka_run_group_tests(tests, open_programmes,
	    close_programmes);
}
