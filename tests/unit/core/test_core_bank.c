#include "test.h"

#include "core/bank_codec.h"
#include "exam/limits.h"
#include "support/items.h"
#include "support/tree.h"

static const char *const topics[] = { "a", "a.x", "b" };

/* Every kind of item that the tests can make. */
static struct bank *
sample(void)
{
	static const double mapped[] = { 1, -0.5, 0.5 };
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, 4, sizeof(*items));

	items_single(&items[0], &arena, "q3", "a", DIFFICULTY_EASY, 4, 1);
	items_multiple(&items[1], &arena, "q1", "a.x", 3, mapped, "'a 'c");
	items_text(&items[2], &arena, "q4", "b", "\"Oslo\" \"Kristiania\"",
	    mapped);
	items_number(&items[3], &arena, "q2", "b", 2.5, 0.5);
	items[0].rationale = SLICE("Because.");
	items[0].title = SLICE("First");
	return items_bank(&arena, items, 4, topics, 3);
}

static void
a_bank_gives_back_what_it_was_made_of(void **state)
{
	struct bank *bank = sample();

	(void)state;
	assert_true(slice_is(bank_ident(bank), "b"));
	assert_true(slice_is(bank_version(bank), "1"));
	assert_true(slice_is(bank_title(bank), "A bank"));
	assert_int_equal(bank_n_topics(bank), 3);
	assert_true(slice_is(bank_topic(bank, 1)->ident, "a.x"));
	assert_int_equal(bank_n_items(bank), 4);
	assert_int_equal(bank_item_topic(bank, 1), 1);
	assert_int_equal(bank_item_topic(bank, 3), 2);
	bank_free(bank);
	bank_free(NULL);
}

static void
items_are_found_by_their_ident(void **state)
{
	struct bank *bank = sample();
	size_t i;

	(void)state;
	for (i = 0; i < bank_n_items(bank); i++)
		assert_int_equal(bank_find(bank, bank_item(bank, i)->ident),
		    i);
	assert_int_equal(bank_find(bank, SLICE("q")), SIZE_MAX);
	assert_int_equal(bank_find(bank, SLICE("q33")), SIZE_MAX);
	assert_int_equal(bank_find(bank, SLICE("")), SIZE_MAX);
	bank_free(bank);
}

static void
what_is_encoded_decodes_to_the_same_bytes(void **state)
{
	struct bank *bank = sample(), *again;
	struct buf bytes = { 0 }, twice = { 0 };

	(void)state;
	bank_encode(bank, &bytes);
	assert_int_equal(bank_decode(&again, buf_slice(&bytes)), ERR_OK);
	bank_encode(again, &twice);
	assert_true(slice_equal(buf_slice(&bytes), buf_slice(&twice)));
	assert_true(slice_is(bank_item(again, 0)->rationale, "Because."));
	bank_free(bank);
	bank_free(again);
	buf_fini(&bytes);
	buf_fini(&twice);
}

/* Every operator and attribute, area mapping and table, through the codec. */
static void
every_part_of_an_item_survives_the_codec(void **state)
{
	static const char text[] = "(fragment"
	    " (responseCondition (responseIf (and"
	    " (anyN :min=1 :max=2 (equal :mode=relative :below=1 :above=2"
	    " :lower=t :upper=f 1 2))"
	    " (equalRounded :mode=decimalPlaces :figures=2 1 2)"
	    " (stringMatch :case=t \"a\" \"A\") (inside :shape=circle"
	    " :coords=1,2,3 (multiple @1,2 @3,4)))"
	    " (lookupOutcomeValue L (containerSize (multiple 'a+b 'c+d))))"
	    " (responseElseIf (match 'a>b 'b>a) (exitResponse))"
	    " (responseElseIf (durationLT 1s 2s) (fragment))"
	    " (responseElse (setOutcomeValue SCORE (sum (mathConstant :name=pi)"
	    " (mathOperator :name=floor 1.5) (statsOperator :name=mean"
	    " (repeat :n=3 1 2)) (index :n=2 (ordered 1 2))"
	    " (roundTo :mode=significantFigures :figures=3 2.5))))))";
	struct arena arena = { 0 };
	struct item *item = arena_take(&arena, 1, sizeof(*item));
	struct variable *v = arena_take(&arena, 3, sizeof(*v));
	struct lookup_table *t = arena_take(&arena, 1, sizeof(*t));
	struct buf bytes = { 0 }, twice = { 0 };
	struct bank *bank, *again;

	(void)state;
	items_single(item, &arena, "q", "a", DIFFICULTY_HARD, 4, 1);
	memcpy(v, item->variables, 2 * sizeof(*v));
	t->kind = TABLE_INTERPOLATION;
	t->fallback = tree_value(&arena, "true");
	t->n_entries = 1;
	t->entries = arena_take(&arena, 1, sizeof(*t->entries));
	t->entries[0] = (struct table_entry){ 0.5, true,
		tree_value(&arena, "false") };
	v[2] = (struct variable){ .ident = SLICE("L"),
		.kind = VARIABLE_OUTCOME, .type = VALUE_BOOLEAN, .table = t };
	item->variables = v;
	item->n_variables = 3;
	item->processing = tree_read(&arena, v, 3, text);
	bank = items_bank(&arena, item, 1, topics, 1);
	bank_encode(bank, &bytes);
	assert_int_equal(bank_decode(&again, buf_slice(&bytes)), ERR_OK);
	bank_encode(again, &twice);
	assert_true(slice_equal(buf_slice(&bytes), buf_slice(&twice)));
	bank_free(bank);
	bank_free(again);
	buf_fini(&bytes);
	buf_fini(&twice);
}

static void
bytes_cut_anywhere_are_refused(void **state)
{
	struct bank *bank = sample(), *again;
	struct buf bytes = { 0 };
	size_t len;

	(void)state;
	bank_encode(bank, &bytes);
	for (len = 0; len < bytes.len; len++)
		assert_int_equal(bank_decode(&again,
				     (struct slice){ bytes.at, len }),
		    ERR_SYNTAX);
	buf_put_u8(&bytes, 0);
	assert_int_equal(bank_decode(&again, buf_slice(&bytes)), ERR_SYNTAX);
	bank_free(bank);
	buf_fini(&bytes);
}

/* Any byte changed gives a bank or a refusal, never anything worse; and what
 * is accepted is a bank that encodes to just these bytes. */
static void
changed_bytes_give_a_bank_or_a_refusal(void **state)
{
	struct bank *bank = sample(), *again;
	struct buf bytes = { 0 }, twice = { 0 };
	size_t at;

	(void)state;
	bank_encode(bank, &bytes);
	for (at = 0; at < bytes.len; at++) {
		char kept = bytes.at[at];

		bytes.at[at] = (char)(kept ^ 0x81);
		if (bank_decode(&again, buf_slice(&bytes)) == ERR_OK) {
			buf_clear(&twice);
			bank_encode(again, &twice);
			assert_true(slice_equal(buf_slice(&bytes),
			    buf_slice(&twice)));
			bank_free(again);
		}
		bytes.at[at] = kept;
	}
	bank_free(bank);
	buf_fini(&bytes);
	buf_fini(&twice);
}

/* A bank cannot have them yet, for want of an interaction that gives points. */
static void
encode(struct buf *b, const struct bank_parts *parts)
{
	size_t i;

	bank_parts_encode_head(b, parts);
	for (i = 0; i < parts->n_items; i++)
		bank_parts_encode_item(b, parts, i);
}

static void
areas_survive_the_codec(void **state)
{
	static const int32_t coords[] = { 1, -2, 3 };
	struct area_entry entry = { { AREA_CIRCLE, 3, coords }, 0.5 };
	struct area_mapping areas = { .fallback = 1, .has_upper = true,
		.upper = 2, .n_entries = 1, .entries = &entry };
	struct arena arena = { 0 };
	struct item item;
	struct bank_parts parts = { .n_items = 1, .items = &item }, again;
	struct buf bytes = { 0 }, twice = { 0 };

	(void)state;
	items_single(&item, &arena, "q", "a", DIFFICULTY_EASY, 2, 0);
	item.variables[0].areas = &areas;
	encode(&bytes, &parts);
	assert_int_equal(bank_parts_decode(&again, &arena, buf_slice(&bytes)),
	    ERR_OK);
	encode(&twice, &again);
	assert_true(slice_equal(buf_slice(&bytes), buf_slice(&twice)));
	arena_fini(&arena);
	buf_fini(&bytes);
	buf_fini(&twice);
}

static void
trees_too_deep_are_not_even_decoded(void **state)
{
	struct arena arena = { 0 };
	struct item item;
	struct bank_parts parts = { .n_items = 1, .items = &item }, again;
	struct buf bytes = { 0 };
	struct expr *e;
	unsigned i;

	(void)state;
	items_single(&item, &arena, "q", "a", DIFFICULTY_EASY, 2, 0);
	e = item.processing;
	for (i = 0; i < EXPR_DEPTH_MAX; i++) {
		expr_init(e, &arena, EXPR_FRAGMENT, 1);
		e = e->children;
	}
	encode(&bytes, &parts);
	assert_int_equal(bank_parts_decode(&again, &arena, buf_slice(&bytes)),
	    ERR_SYNTAX);
	arena_fini(&arena);
	buf_fini(&bytes);
}

static void
banks_beyond_their_size_are_refused_unread(void **state)
{
	struct bank *bank;

	(void)state;
	assert_int_equal(bank_decode(&bank,
			     (struct slice){ "", BANK_BYTES_MAX + 1 }),
	    ERR_SYNTAX);
}

/* ---- refusals ---- */

static void
refused(const struct bank_parts *parts, struct arena *arena,
    const char *complaint)
{
	struct buf why = { 0 };
	struct bank *bank;
	enum err err = bank_new(&bank, arena, parts, &why);

	buf_put_u8(&why, '\0');
	if (err != ERR_INVALID || strstr(why.at, complaint) == NULL)
		fail_msg("\"%s\", not \"%s\"", why.at, complaint);
	buf_fini(&why);
}

static void
banks_that_do_not_hold_together_are_refused(void **state)
{
	struct topic two[] = { { SLICE("a"), SLICE("A") },
		{ SLICE("b"), SLICE("B") } };
	struct bank_parts good = { .ident = SLICE("i"), .version = SLICE("1"),
		.n_topics = 2, .topics = two, .n_items = 2 };
	struct arena arena = { 0 };
	struct bank_parts bad;

	(void)state;
	good.items = arena_take(&arena, 2, sizeof(*good.items));
	items_single(&good.items[0], &arena, "p", "a", DIFFICULTY_EASY, 2, 0);
	items_single(&good.items[1], &arena, "q", "a", DIFFICULTY_EASY, 2, 0);
	bad = good, bad.ident = SLICE("");
	refused(&bad, &arena, "no valid identifier");
	bad = good, bad.version = SLICE("v 1");
	refused(&bad, &arena, "no valid version");
	bad = good, bad.title = SLICE("\xff");
	refused(&bad, &arena, "no valid title");
	bad = good, bad.n_topics = 0;
	refused(&bad, &arena, "topics");
	bad = good, bad.n_items = BANK_ITEMS_MAX + 1;
	refused(&bad, &arena, "items");
	two[1].ident = SLICE("a");
	refused(&good, &arena, "topic a is declared twice");
	two[1].ident = SLICE("?");
	refused(&good, &arena, "topic 2 has no valid identifier");
	two[1].ident = SLICE("b");
	two[1].title = SLICE("\xff");
	refused(&good, &arena, "topic b has no valid title");
	two[1].title = SLICE("");
	good.items[1].topic = SLICE("c");
	refused(&good, &arena, "item 2: topic c is not declared");
	good.items[1].topic = SLICE("b");
	good.items[1].ident = SLICE("p");
	refused(&good, &arena, "item p stands twice");
	good.items[1].max_marks = -1;
	refused(&good, &arena, "item 2: the item gives no marks");
	arena_fini(&arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bank_gives_back_what_it_was_made_of),
		cmocka_unit_test(items_are_found_by_their_ident),
		cmocka_unit_test(what_is_encoded_decodes_to_the_same_bytes),
		cmocka_unit_test(every_part_of_an_item_survives_the_codec),
		cmocka_unit_test(bytes_cut_anywhere_are_refused),
		cmocka_unit_test(changed_bytes_give_a_bank_or_a_refusal),
		cmocka_unit_test(areas_survive_the_codec),
		cmocka_unit_test(trees_too_deep_are_not_even_decoded),
		cmocka_unit_test(banks_beyond_their_size_are_refused_unread),
		cmocka_unit_test(banks_that_do_not_hold_together_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
