/* Laws of responses, on random bytes: what fits an item is exactly what can be
 * written as JSON and read back. */
#include "test.h"

#include "proto/answer.h"
#include "proto/out.h"
#include "support/items.h"
#include "support/property.h"

#define N_KINDS 6

/* An item with one interaction of each kind. */
static void
all_kinds(struct item *all, struct arena *arena)
{
	static const double mapped[] = { 1, 1, 0, 0 };
	struct item one[N_KINDS];
	uint16_t i;

	items_multiple(&one[0], arena, "a", "t", 4, mapped, "'a 'b");
	items_text(&one[1], arena, "b", "t", "\"a\"", mapped);
	items_inline(&one[2], arena, "c", "t", 3, 1);
	items_order(&one[3], arena, "d", "t", 4, "'d 'c 'b 'a");
	items_match(&one[4], arena, "e", "t", 2, 3, 1, "'a>c");
	items_extended(&one[5], arena, "f", "t", 5);
	*all = one[0];
	all->n_interactions = N_KINDS;
	all->interactions =
	    arena_take(arena, N_KINDS, sizeof(*all->interactions));
	for (i = 0; i < N_KINDS; i++)
		all->interactions[i] = one[i].interactions[0];
}

static void
put_text(struct buf *b, struct rng *rng)
{
	static const char *const pieces[] = { "a", " ", "\n", "\xc3\xa9",
		"\xf0\x9f\x98\x80", "\"", "\\", "\x07", "\x7f", "\xff" };
	struct buf text = { 0 };
	int n = property_int(rng, 0, 6);

	while (n-- > 0)
		buf_put_text(&text, pieces[rng_below(rng,
					property_int(rng, 0, 9) > 0 ? 7 : 10)]);
	buf_put_u16(b, (uint16_t)text.len);
	buf_put_slice(b, buf_slice(&text));
	buf_fini(&text);
}

/* The right shape; the values may be anything near what is allowed. */
static void
put_part(struct buf *b, const struct interaction *in, struct rng *rng)
{
	bool text = interaction_takes_text(in);
	int n = property_int(rng, 0, text ? 1 : 3);
	int width = in->type == INTERACTION_MATCH ? 2 : 1;

	buf_put_u8(b, (uint8_t)n);
	if (text && n > 0)
		put_text(b, rng);
	for (n *= text ? 0 : width; n > 0; n--)
		buf_put_u8(b, (uint8_t)rng_below(rng, 3));
}

static enum err
read_back(struct buf *response, const struct item *item, struct slice bytes)
{
	struct answer_request r = { 0 };
	struct buf body = { 0 };
	char detail[256] = "";
	enum err e;

	out_open(&body, NULL);
	out_int(&body, "seq", 1);
	answer_write_response(&body, item, bytes);
	out_close(&body);
	e = answer_read(&r, buf_slice(&body), item, detail);
	assert_int_equal(e != ERR_OK, detail[0] != '\0');
	buf_fini(&body);
	*response = r.response;
	return e;
}

static void
what_fits_is_what_reads_back(void **state)
{
	struct arena arena = { 0 };
	unsigned run, fitting = 0;
	struct item item;
	struct rng rng;

	(void)state;
	all_kinds(&item, &arena);
	for (run = 0; run < PROPERTY_RUNS; run++) {
		struct buf bytes = { 0 }, again = { 0 }, words = { 0 };
		enum err e;
		uint16_t i;

		property_begin(&rng, run);
		for (i = 0; i < N_KINDS; i++)
			put_part(&bytes, &item.interactions[i], &rng);
		e = response_check(&item, buf_slice(&bytes));
		assert_int_equal(e == ERR_OK,
		    read_back(&again, &item, buf_slice(&bytes)) == ERR_OK);
		if (e != ERR_OK) {
			response_explain(&words, &item, buf_slice(&bytes));
			assert_true(words.len > 0);
		} else if (!response_is_empty(&item, buf_slice(&bytes))) {
			assert_true(
			    slice_equal(buf_slice(&bytes), buf_slice(&again)));
			fitting++;
		}
		buf_fini(&bytes);
		buf_fini(&again);
		buf_fini(&words);
	}
	assert_in_range(fitting, PROPERTY_RUNS / 50, PROPERTY_RUNS);
	arena_fini(&arena);
}

static void
any_bytes_are_checked(void **state)
{
	struct arena arena = { 0 };
	uint8_t bytes[24];
	struct item item;
	struct rng rng;
	unsigned run;

	(void)state;
	all_kinds(&item, &arena);
	for (run = 0; run < PROPERTY_RUNS; run++) {
		struct slice response = { (const char *)bytes, 0 };
		struct buf words = { 0 };
		size_t i;

		property_begin(&rng, run);
		response.len = rng_below(&rng, sizeof(bytes) + 1);
		property_bytes(&rng, bytes, sizeof(bytes));
		for (i = 0; i < sizeof(bytes); i++)
			bytes[i] %= 4;
		if (response_check(&item, response) == ERR_OK)
			(void)response_is_empty(&item, response);
		response_explain(&words, &item, response);
		buf_fini(&words);
	}
	arena_fini(&arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_is_what_reads_back),
		cmocka_unit_test(any_bytes_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
