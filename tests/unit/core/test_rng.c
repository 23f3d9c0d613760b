#include "test.h"

#include "core/rng.h"

/* RFC 8439 §2.3.2 and A.1: key, counter, nonce, the block's words. */
static const struct {
	uint8_t last_key_byte, second_key_byte;
	uint32_t counter;
	uint8_t last_nonce_byte;
	uint32_t words[CHACHA_WORDS];
} vectors[] = {
	{ 0, 0, 0, 0,
	    { 0xade0b876, 0x903df1a0, 0xe56a5d40, 0x28bd8653, 0xb819d2bd,
		0x1aed8da0, 0xccef36a8, 0xc70d778b, 0x7c5941da, 0x8d485751,
		0x3fe02477, 0x374ad8b8, 0xf4b8436a, 0x1ca11815, 0x69b687c3,
		0x8665eeb2 } },
	{ 0, 0, 1, 0,
	    { 0xbee7079f, 0x7a385155, 0x7c97ba98, 0x0d082d73, 0xa0290fcb,
		0x6965e348, 0x3e53c612, 0xed7aee32, 0x7621b729, 0x434ee69c,
		0xb03371d5, 0xd539d874, 0x281fed31, 0x45fb0a51, 0x1f0ae1ac,
		0x6f4d794b } },
	{ 1, 0, 1, 0,
	    { 0x2452eb3a, 0x9249f8ec, 0x8d829d9b, 0xddd4ceb1, 0xe8252083,
		0x60818b01, 0xf38422b8, 0x5aaa49c9, 0xbb00ca8e, 0xda3ba7b4,
		0xc4b592d1, 0xfdf2732f, 0x4436274e, 0x2561b3c8, 0xebdd4aa6,
		0xa0136c00 } },
	{ 0, 0xff, 2, 0,
	    { 0xfb4dd572, 0x4bc42ef1, 0xdf922636, 0x327f1394, 0xa78dea8f,
		0x5e269039, 0xa1bebbc1, 0xcaf09aae, 0xa25ab213, 0x48a6b46c,
		0x1b9d9bcb, 0x092c5be6, 0x546ca624, 0x1bec45d5, 0x87f47473,
		0x96f0992e } },
	{ 0, 0, 0, 2,
	    { 0x374dc6c2, 0x3736d58c, 0xb904e24a, 0xcd3f93ef, 0x88228b1a,
		0x96a4dfb3, 0x5b76ab72, 0xc727ee54, 0x0e0e978a, 0xf3145c95,
		0x1b748ea8, 0xf786c297, 0x99c28f5f, 0x628314e8, 0x398a19fa,
		0x6ded1b53 } },
};

static void
blocks_are_those_of_rfc_8439_appendix_a(void **state)
{
	uint32_t out[CHACHA_WORDS];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		uint32_t input[CHACHA_WORDS] = { 0x61707865, 0x3320646e,
			0x79622d32, 0x6b206574 };

		input[4] = (uint32_t)vectors[i].second_key_byte << 8;
		input[11] = (uint32_t)vectors[i].last_key_byte << 24;
		input[12] = vectors[i].counter;
		input[15] = (uint32_t)vectors[i].last_nonce_byte << 24;
		chacha_block(out, input);
		assert_memory_equal(out, vectors[i].words, sizeof(out));
	}
}

static void
the_block_is_that_of_rfc_8439_section_2_3_2(void **state)
{
	static const uint32_t input[CHACHA_WORDS] = { 0x61707865, 0x3320646e,
		0x79622d32, 0x6b206574, 0x03020100, 0x07060504, 0x0b0a0908,
		0x0f0e0d0c, 0x13121110, 0x17161514, 0x1b1a1918, 0x1f1e1d1c,
		0x00000001, 0x09000000, 0x4a000000, 0x00000000 };
	static const uint32_t expected[CHACHA_WORDS] = { 0xe4e7f110,
		0x15593bd1, 0x1fdd0f50, 0xc47120a3, 0xc7f4d1c7, 0x0368c033,
		0x9aaa2204, 0x4e6cd4c3, 0x466482d2, 0x09aa9f07, 0x05d7c214,
		0xa2028bd9, 0xd19c12b5, 0xb94e16de, 0xe883d0cb, 0x4e3c50a2 };
	uint32_t out[CHACHA_WORDS];

	(void)state;
	chacha_block(out, input);
	assert_memory_equal(out, expected, sizeof(out));
}

static void
begin(struct rng *rng, enum rng_purpose purpose, uint32_t a, uint32_t b)
{
	uint8_t seed[SEED_LEN];
	unsigned i;

	for (i = 0; i < SEED_LEN; i++)
		seed[i] = (uint8_t)i;
	rng_init(rng, seed, purpose, a, b);
}

/* The nonce is purpose, a, b and the counter starts at 0 and goes on. */
static void
words_are_the_key_stream(void **state)
{
	uint32_t input[CHACHA_WORDS] = { 0x61707865, 0x3320646e, 0x79622d32,
		0x6b206574, 0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c,
		0x13121110, 0x17161514, 0x1b1a1918, 0x1f1e1d1c, 0, 3, 7, 9 };
	uint32_t block[CHACHA_WORDS];
	struct rng rng;
	unsigned i;

	(void)state;
	begin(&rng, RNG_CHOICE_ORDER, 7, 9);
	chacha_block(block, input);
	for (i = 0; i < CHACHA_WORDS; i++)
		assert_int_equal(rng_word(&rng), block[i]);
	input[12] = 1;
	chacha_block(block, input);
	assert_int_equal(rng_word(&rng), block[0]);
}

static void
the_published_vectors_hold(void **state)
{
	static const uint32_t words[] = { 0x09fb38d8, 0x3a2e6e53,
		0x3ff2e810, 0xa6736248 };
	static const uint32_t numbers[] = { 32, 27, 28, 56, 11, 40, 35, 4, 60, 9 };
	static const uint16_t shuffled[] = { 1, 9, 4, 8, 7, 5, 6, 0, 3, 2 };
	uint16_t list[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	struct rng rng;
	unsigned i;

	(void)state;
	begin(&rng, RNG_DRAW, 0, 0);
	for (i = 0; i < 4; i++)
		assert_int_equal(rng_word(&rng), words[i]);
	begin(&rng, RNG_DRAW, 0, 0);
	for (i = 0; i < 10; i++)
		assert_int_equal(rng_below(&rng, 100), numbers[i]);
	begin(&rng, RNG_DRAW, 0, 0);
	rng_shuffle(&rng, list, 10);
	assert_memory_equal(list, shuffled, sizeof(list));
}

/* (2^32 - n) mod n words are refused: for n = 2^31 + 1 nearly every second. */
static void
uneven_words_are_drawn_again(void **state)
{
	const uint32_t n = 0x80000001;
	struct rng words, numbers;
	unsigned i, again = 0;

	(void)state;
	begin(&words, RNG_DRAW, 0, 0);
	begin(&numbers, RNG_DRAW, 0, 0);
	for (i = 0; i < 1000; i++) {
		uint32_t w;

		while ((w = rng_word(&words)) < n - 2)
			again++;
		assert_int_equal(rng_below(&numbers, n), w % n);
	}
	assert_in_range(again, 800, 1200);
}

static void
lists_of_none_and_one_need_no_numbers(void **state)
{
	uint16_t one[] = { 5 };
	struct rng rng;

	(void)state;
	begin(&rng, RNG_DRAW, 0, 0);
	rng_shuffle(&rng, one, 0);
	rng_shuffle(&rng, one, 1);
	assert_int_equal(one[0], 5);
	assert_int_equal(rng.used, CHACHA_WORDS);
	assert_int_equal(rng_below(&rng, 1), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_those_of_rfc_8439_appendix_a),
		cmocka_unit_test(the_block_is_that_of_rfc_8439_section_2_3_2),
		cmocka_unit_test(words_are_the_key_stream),
		cmocka_unit_test(the_published_vectors_hold),
		cmocka_unit_test(uneven_words_are_drawn_again),
		cmocka_unit_test(lists_of_none_and_one_need_no_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
