/* Laws of marks and results, on random responses and marks. */
#include "test.h"

#include "core/number.h"
#include "core/score.h"
#include "support/items.h"
#include "support/property.h"

static const double mapped[] = { 1, 0.5, -0.25, -1, 0, 0.125 };

/* Any bytes: checked, and scored only if they fit. */
static void
a_response_is_refused_or_gives_what_the_item_allows(void **state)
{
	struct arena arena = { 0 };
	struct item items[4];
	uint8_t bytes[24];
	struct rng rng;
	unsigned run, scored = 0;

	(void)state;
	items_single(&items[0], &arena, "a", "t", DIFFICULTY_EASY, 4, 1);
	items_multiple(&items[1], &arena, "b", "t", 6, mapped, "'a 'b 'f");
	items_text(&items[2], &arena, "c", "t", "\"a\" \"bb\" \"c\"", mapped);
	items_number(&items[3], &arena, "d", "t", 2.5, 0.5);
	for (run = 0; run < PROPERTY_RUNS; run++) {
		const struct item *item = &items[run % 4];
		struct slice response = { (const char *)bytes, 0 };
		int32_t marks = -1;

		property_begin(&rng, run);
		response.len = rng_below(&rng, sizeof(bytes) + 1);
		property_bytes(&rng, bytes, sizeof(bytes));
		bytes[0] %= 4;
		bytes[1] %= 8;
		bytes[2] %= 8;
		if (score_as_written(&marks, item, response) == ERR_OK)
			scored++;
		else
			assert_int_equal(response_check(item, response),
			    ERR_INVALID);
		assert_in_range(marks, 0, 1625);
		if (response_check(item, response) == ERR_OK &&
		    response_is_empty(item, response))
			assert_int_equal(marks, 0);
	}
	assert_in_range(scored, 10, PROPERTY_RUNS);
	arena_fini(&arena);
}

static void
whole_thousandths_are_kept(void **state)
{
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		int32_t k, got = 0;

		property_begin(&rng, run);
		k = (int32_t)rng_word(&rng) / 1000;
		assert_true(number_thousandths(&got, k / 1000.0));
		assert_int_equal(got, k);
		/* A sum of parts is the whole, whatever the doubles say. */
		assert_true(number_thousandths(&got,
		    (k - 333) / 1000.0 + 0.333));
		assert_int_equal(got, k);
	}
}

static void
decimals_read_back(void **state)
{
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		uint64_t bits;
		double x;

		property_begin(&rng, run);
		bits = (uint64_t)rng_word(&rng) << 32 | rng_word(&rng);
		if ((bits >> 52 & 0x7ff) == 0x7ff)
			continue;
		memcpy(&x, &bits, sizeof(x));
		assert_true(decimal_double(number_decimal(x)) == x);
	}
}

/* ---- results ---- */

static void
random_score(struct score *s, uint32_t *weights, struct rng *rng)
{
	uint16_t i;

	*s = (struct score){ .n_sections = (uint16_t)property_int(rng, 1, 16) };
	s->cut = property_int(rng, 0, 100000);
	for (i = 0; i < s->n_sections; i++) {
		s->sections[i].max_marks = 1 + rng_word(rng) % 200000;
		s->sections[i].marks =
		    (int64_t)(rng_word(rng) % 250000) - 20000;
		s->sections[i].cut = property_int(rng, 0, 1) *
		    property_int(rng, 0, 60000);
		weights[i] = 1 + rng_word(rng) % 1000;
	}
}

static void
the_total_lies_among_its_sections(void **state)
{
	uint32_t weights[SECTIONS_MAX];
	struct score s;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		int32_t low = INT32_MAX, high = 0;
		uint16_t i;

		property_begin(&rng, run);
		random_score(&s, weights, &rng);
		score_total(&s, weights);
		for (i = 0; i < s.n_sections; i++) {
			int32_t percent = s.sections[i].percent;

			assert_in_range(percent, 0, 100000);
			low = percent < low ? percent : low;
			high = percent > high ? percent : high;
		}
		assert_in_range(s.percent, low, high);
	}
}

static void
one_mark_more_never_lowers_a_result(void **state)
{
	uint32_t weights[SECTIONS_MAX];
	struct score less, more;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		property_begin(&rng, run);
		random_score(&less, weights, &rng);
		more = less;
		more.sections[rng_below(&rng, more.n_sections)].marks +=
		    property_int(&rng, 0, 1000);
		score_total(&less, weights);
		score_total(&more, weights);
		assert_true(more.percent >= less.percent);
		assert_true(more.passed || !less.passed);
	}
}

static void
equal_weights_weigh_as_one(void **state)
{
	uint32_t weights[SECTIONS_MAX], heavy[SECTIONS_MAX];
	struct score a, b;
	struct rng rng;
	unsigned run;
	size_t i;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		property_begin(&rng, run);
		random_score(&a, weights, &rng);
		b = a;
		for (i = 0; i < SECTIONS_MAX; i++)
			heavy[i] = (weights[i] = 1) * 1000;
		score_total(&a, weights);
		score_total(&b, heavy);
		assert_int_equal(a.percent, b.percent);
		assert_int_equal(a.passed, b.passed);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_response_is_refused_or_gives_what_the_item_allows),
		cmocka_unit_test(whole_thousandths_are_kept),
		cmocka_unit_test(decimals_read_back),
		cmocka_unit_test(the_total_lies_among_its_sections),
		cmocka_unit_test(one_mark_more_never_lowers_a_result),
		cmocka_unit_test(equal_weights_weigh_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
