/*
 * The papers of tests/property/paper-vectors.txt: the same seed gives the same
 * paper with every compiler, on every machine, in every version.  With an
 * argument it prints what it would compare; a change of the file is a change
 * of every paper that was ever drawn.
 */
#include "test.h"

#include <stdio.h>

#include "core/paper.h"
#include "support/draw.h"
#include "support/items.h"

#define VECTORS "tests/property/paper-vectors.txt"

static const char *const topics[] = { "net", "net.dns", "sys" };

/* 18 items: topics in turn, difficulties in turn, 2 to 6 choices; the last
 * choice of every fourth is fixed. */
static struct bank *
vector_bank(void)
{
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, 18, sizeof(*items));
	char ident[8];
	unsigned i;

	for (i = 0; i < 18; i++) {
		uint16_t n = (uint16_t)(2 + i % 5);

		(void)snprintf(ident, sizeof(ident), "q%02u", i);
		items_single(&items[i], &arena, ident, topics[i % 3],
		    (enum difficulty)(i / 3 % 3), n, 0);
		items[i].interactions->choices[n - 1].fixed = i % 4 == 0;
	}
	return items_bank(&arena, items, 18, topics, 3);
}

/* Section 1 shuffled, with overlapping rules; section 2 in bank order. */
static struct blueprint
vector_blueprint(void)
{
	static struct blueprint_rule first[2], second[2];
	static struct blueprint_section sections[] = {
		DRAW_SECTION(2, first, true), DRAW_SECTION(2, second, false)
	};

	first[0] = (struct blueprint_rule)DRAW_RULE(SLICE("net"), 7, 4);
	first[1] = (struct blueprint_rule)DRAW_RULE(SLICE("net.dns"), 6, 3);
	second[0] = (struct blueprint_rule)DRAW_RULE(SLICE("sys"), 3, 3);
	second[1] = (struct blueprint_rule)DRAW_RULE(SLICE(""), 4, 2);
	return (struct blueprint){ .n_sections = 2, .sections = sections };
}

static void
print_paper(struct buf *b, const struct paper *p, const struct bank *bank)
{
	uint16_t i, place;

	for (i = 0; i < paper_n_items(p); i++) {
		const struct item *item = bank_item(bank, paper_item(p, i));

		buf_printf(b, "\t%u %.*s ", paper_item_section(p, i) + 1u,
		    SLICE_FMT(item->ident));
		for (place = 0; place < item_orders_len(item); place++)
			buf_printf(b, "%u", paper_orders(p, i)[place]);
		buf_put_u8(b, '\n');
	}
}

static void
print_vectors(struct buf *b)
{
	struct blueprint blueprint = vector_blueprint();
	struct bank *bank = vector_bank();
	unsigned n, i;

	for (n = 0; n < 8; n++) {
		uint8_t seed[SEED_LEN];
		struct paper *p;

		items_seed(seed, n * 0x9e3779b97f4a7c15u);
		buf_put_text(b, "seed ");
		for (i = 0; i < SEED_LEN; i++)
			buf_printf(b, "%02x", seed[i]);
		buf_put_u8(b, '\n');
		if (draw_one(&p, bank, &blueprint, seed) != ERR_OK)
			abort();
		print_paper(b, p, bank);
		paper_free(p);
	}
	bank_free(bank);
}

static void
every_seed_gives_its_published_paper(void **state)
{
	struct buf expected = { 0 }, got = { 0 };
	FILE *f = fopen(VECTORS, "r");
	char line[256];

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		buf_put_text(&expected, line);
	(void)fclose(f);
	print_vectors(&got);
	assert_int_equal(got.len, expected.len);
	assert_memory_equal(got.at, expected.at, got.len);
	buf_fini(&expected);
	buf_fini(&got);
}

int
main(int argc, char *argv[])
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_seed_gives_its_published_paper),
	};
	struct buf b = { 0 };

	(void)argv;
	if (argc == 1)
		return cmocka_run_group_tests(tests, NULL, NULL);
	print_vectors(&b);
	(void)fwrite(b.at, 1, b.len, stdout);
	buf_fini(&b);
	return 0;
}
