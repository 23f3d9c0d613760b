/* What simulated candidates enter for every item of the sample banks. */
#include "test.h"

#include "base/file.h"
#include "core/score.h"
#include "load/bank.h"
#include "proto/answer.h"
#include "proto/out.h"
#include "rehearse/respond.h"

#define ROUNDS 5 /* of orders and chance for each item */

typedef void respond(struct buf *, const struct bank *, const struct paper *,
    uint16_t item, struct rng *);

static struct bank *
read_bank(const char *name)
{
	struct diag diag = { .path = name }, warnings = { .path = name };
	struct buf text = { 0 };
	struct bank *bank;
	char path[64];

	snprintf(path, sizeof(path), "question-banks/%s.bank.json", name);
	assert_int_equal(file_read(&text, path, 1 << 24), ERR_OK);
	assert_int_equal(
	    load_bank(&bank, buf_slice(&text), &diag, &warnings), ERR_OK);
	buf_fini(&text);
	diag_fini(&warnings);
	return bank;
}

/* A paper of one item, in the order that the seed gives. */
static struct paper *
paper_with(const struct bank *bank, uint16_t item, uint8_t seed)
{
	const uint8_t bytes[SEED_LEN] = { seed };
	const struct paper_list list = {
		.n_sections = 1, .n_items = 1, .ends = { 1 }, .items = &item
	};
	struct paper *paper;

	assert_int_equal(paper_restore(&paper, bank, &list, bytes), ERR_OK);
	return paper;
}

/* As the hall reads it; fails the test if it would be refused. */
static int32_t
marks_of(const struct bank *bank, const struct paper *paper, respond *put,
    struct rng *rng)
{
	const struct item *item = bank_item(bank, paper_item(paper, 0));
	struct answer_request a = { 0 };
	struct buf body = { 0 }, response = { 0 };
	char detail[256] = "";
	int32_t marks;

	put(&response, bank, paper, 0, rng);
	out_open(&body, NULL);
	out_int(&body, "seq", 1);
	out_raw(&body, "response", buf_slice(&response));
	out_close(&body);
	if (answer_read(&a, buf_slice(&body), item, detail) != ERR_OK)
		fail_msg("%.*s: %.*s: %s", SLICE_FMT(item->ident),
		    SLICE_FMT(buf_slice(&body)), detail);
	assert_false(response_is_empty(item, buf_slice(&a.response)));
	assert_int_equal(
	    score_item(&marks, bank, paper, 0, buf_slice(&a.response)), ERR_OK);
	buf_fini(&a.response);
	buf_fini(&response);
	buf_fini(&body);
	return marks;
}

static const char *const banks[] = { "practice", "ctss", "ccss", "cbss" };

#define N_BANKS (sizeof(banks) / sizeof(*banks))

/* Marks of all, over all rounds, and what they could be. */
struct sum {
	int64_t marks, most;
};

static struct sum
sum_of(const char *name, respond *put)
{
	struct bank *bank = read_bank(name);
	struct sum sum = { 0, 0 };
	const uint8_t seed[SEED_LEN] = { 1 };
	struct rng rng;
	uint16_t i;
	uint8_t round;

	rng_init(&rng, seed, RNG_DRAW, 0, 0);
	for (i = 0; i < bank_n_items(bank); i++)
		for (round = 0; round < ROUNDS; round++) {
			struct paper *paper = paper_with(bank, i, round);
			const struct item *item = bank_item(bank, i);

			sum.marks += marks_of(bank, paper, put, &rng);
			sum.most += item->max_marks - item_hand_marks(item);
			paper_free(paper);
		}
	bank_free(bank);
	return sum;
}

static void
the_key_gives_all_marks_in_whatever_order(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N_BANKS; i++) {
		struct sum sum = sum_of(banks[i], respond_right);

		assert_int_equal(sum.marks, sum.most);
	}
}

static void
chance_is_allowed_and_gives_less(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N_BANKS; i++) {
		struct sum sum = sum_of(banks[i], respond_any);

		assert_true(sum.marks < sum.most * 6 / 10);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_key_gives_all_marks_in_whatever_order),
		cmocka_unit_test(chance_is_allowed_and_gives_less),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
