/* What the check says: which thing cannot be met, and by how many items. */
#include "test.h"

#include <stdio.h>

#include "core/paper.h"
#include "exam/alloc.h"
#include "support/items.h"

#define ITEMS 20
#define ALL 7u

static const char *const topics[] = { "a", "b" };
static struct bank *bank;

/*
 * q0 … q9 of topic a, q10 … q19 of b; every second has the tag "calc"; q0 to
 * q2 are a set, q5 and q6 enemies, q18 and q19 on trial.
 */
static int
begin(void **state)
{
	static struct slice calc, enemy;
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, ITEMS, sizeof(*items));
	char ident[8];
	unsigned i;

	(void)state;
	calc = SLICE("calc");
	enemy = SLICE("q6");
	for (i = 0; i < ITEMS; i++) {
		(void)snprintf(ident, sizeof(ident), "q%u", i);
		items_single(&items[i], &arena, ident, topics[i / 10],
		    DIFFICULTY_EASY, 2, 0);
		items[i].n_tags = i % 2;
		items[i].tags = &calc;
		items[i].pretest = i >= 18;
		if (i < 3)
			items[i].set = SLICE("set");
	}
	items[5].n_enemies = 1;
	items[5].enemies = &enemy;
	bank = items_bank(&arena, items, ITEMS, topics, 2);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	bank_free(bank);
	return 0;
}

/* One section of so many items with two rules, of a and b, and a limit. */
struct asked {
	struct blueprint_rule rules[2], limit;
	struct slice fixed[2];
	struct blueprint_section section;
	struct blueprint blueprint;
};

static struct asked
asked(uint16_t items)
{
	struct asked a = { .section = { .items = items, .n_rules = 2 } };
	int i;

	for (i = 0; i < 2; i++)
		a.rules[i] =
		    (struct blueprint_rule){ .topic = slice_of(topics[i]),
			    .difficulties = ALL,
			    .max = PAPER_ITEMS_MAX };
	a.limit = (struct blueprint_rule){ .tag = SLICE("calc"),
		.difficulties = ALL,
		.max = PAPER_ITEMS_MAX };
	return a;
}

static void
told(struct asked *a, const char *expected)
{
	struct buf text = { 0 };

	a->section.rules = a->rules;
	a->section.limits = &a->limit;
	a->section.fixed = a->fixed;
	a->blueprint.n_sections = 1;
	a->blueprint.sections = &a->section;
	(void)paper_check(&text, bank, &a->blueprint, 0);
	buf_put_u8(&text, '\0');
	assert_string_equal(text.at, expected);
	buf_fini(&text);
}

static void
bounds_that_contradict_each_other_are_told(void **state)
{
	struct asked a = asked(5);

	(void)state;
	a.rules[0].min = 4;
	a.rules[1].min = 3;
	told(&a, "section 1: its rules draw at least 7 items; it has 5, 2 too "
		 "few\n");
	a = asked(5);
	a.rules[0].max = 1;
	a.rules[1].max = 2;
	told(&a, "section 1: its rules draw at most 3 items; it has 5, 2 too "
		 "many\n");
}

static void
a_total_that_the_bank_cannot_give_is_told(void **state)
{
	struct asked a = asked(20);

	(void)state;
	told(&a,
	    "section 1: 20 items are asked, its rules find 18 in the bank, 2 "
	    "short\n");
	a = asked(5);
	a.section.pretest = 3;
	told(&a,
	    "section 1: 3 items on trial that fit its rules are asked, the "
	    "bank is 1 short\n");
}

static void
a_name_that_the_bank_does_not_have_is_told_first(void **state)
{
	struct asked a = asked(5);

	(void)state;
	a.rules[0].topic = SLICE("networks");
	a.rules[1].tag = SLICE("cacl");
	a.section.n_limits = 1;
	a.limit.tag = SLICE("clc");
	a.limit.min = 1;
	told(&a, "section 1, rule 1: no topic networks in the bank\n"
		 "section 1, rule 2: no item in the bank has tag cacl; did you "
		 "mean calc?\n"
		 "section 1, limit 1: no item in the bank has tag clc; did you "
		 "mean calc?\n");
	a = asked(5);
	a.section.n_limits = 1;
	a.limit.tag = SLICE("negative");
	told(&a, "");
}

static void
fixed_items_that_cannot_be_in_are_told(void **state)
{
	struct asked a = asked(5);

	(void)state;
	a.section.n_fixed = 2;
	a.fixed[0] = SLICE("nothing");
	a.fixed[1] = SLICE("q18");
	told(&a,
	    "section 1: the fixed item nothing is not in the bank\n"
	    "section 1: the fixed item q18 is on trial: it is drawn by the "
	    "quota alone\n");
	a.fixed[0] = SLICE("q5");
	a.fixed[1] = SLICE("q6");
	told(&a, "the fixed items q5 and q6 are enemies\n");
	a.fixed[1] = SLICE("q5");
	told(&a, "section 1: the fixed item q5 is fixed twice\n");
	a.fixed[1] = SLICE("q7");
	a.rules[0].max = 1;
	told(&a, "section 1: the fixed item q7 has no place; other fixed items "
		 "have taken it\n");
}

/* Nine of the items that may be scored have the tag. */
static void
a_limit_is_told_with_what_is_missing_or_too_much(void **state)
{
	struct asked a = asked(12);

	(void)state;
	a.section.n_limits = 1;
	a.limit.min = 11;
	told(&a, "section 1, limit 1: at least 11 items with tag "
		 "calc are asked, 9 can be drawn, 2 short\n");
	a.limit.min = 0;
	a.limit.max = 1;
	told(&a, "section 1, limit 1: at most 1 item with tag "
		 "calc is allowed, 3 have to be drawn, 2 too many\n");
	a.limit.max = 3;
	told(&a, "");
}

/* All of topic a are asked; q5 and q6 are. */
static void
what_would_help_is_told(void **state)
{
	struct asked a = asked(10);

	(void)state;
	a.rules[0].min = 10;
	told(&a,
	    "no paper exists that meets all rules, keeps sets together and "
	    "enemies apart and all limits\n"
	    "without the enemies there is a paper\n");
	a = asked(1);
	a.rules[1].max = 0;
	a.section.n_limits = 1;
	a.limit = (struct blueprint_rule){
		.topic = SLICE("a"), .difficulties = ALL, .min = 1, .max = 1
	};
	told(&a, "");
}

/* A selection that no try can find stands for one that is hard to find. */
static void
when_no_try_finds_a_paper_the_witness_is_taken(void **state)
{
	struct selection witness = { .n_items = 1, .items = { 7 } }, got;
	const uint8_t seed[SEED_LEN] = { 0 };
	struct asked a = asked(20);
	struct pool *pool;

	(void)state;
	told(&a,
	    "section 1: 20 items are asked, its rules find 18 in the bank, 2 "
	    "short\n");
	pool = pool_new(bank, &a.blueprint);
	assert_int_equal(select_items(&got, pool, NULL, seed, 0), ERR_FULL);
	pool->witness = alloc_copy(&witness, sizeof(witness));
	assert_int_equal(select_items(&got, pool, NULL, seed, 0), ERR_OK);
	assert_int_equal(got.n_items, 1);
	assert_int_equal(got.items[0], 7);
	pool_free(pool);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(bounds_that_contradict_each_other_are_told),
		cmocka_unit_test(a_total_that_the_bank_cannot_give_is_told),
		cmocka_unit_test(
		    a_name_that_the_bank_does_not_have_is_told_first),
		cmocka_unit_test(fixed_items_that_cannot_be_in_are_told),
		cmocka_unit_test(
		    a_limit_is_told_with_what_is_missing_or_too_much),
		cmocka_unit_test(what_would_help_is_told),
		cmocka_unit_test(
		    when_no_try_finds_a_paper_the_witness_is_taken),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
