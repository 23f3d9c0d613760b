#include "test.h"

#include <openssl/crypto.h>

#include "base/hash.h"
#include "exam/limits.h"

static void
expect_hex(const uint8_t hash[SHA256_LEN], const char *hex)
{
	char text[2 * SHA256_LEN + 1];

	hash_hex(text, hash, SHA256_LEN);
	assert_string_equal(text, hex);
}

/* FIPS 180-4 examples, csrc.nist.gov. */
static void
sha_256_gives_the_standard_s_examples(void **state)
{
	uint8_t h[SHA256_LEN];

	(void)state;
	hash_sha256(h, SLICE_NONE);
	expect_hex(h, "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855");
	hash_sha256(h, SLICE("abc"));
	expect_hex(h, "ba7816bf8f01cfea414140de5dae2223"
		      "b00361a396177a9cb410ff61f20015ad");
}

static void
two_strings_hash_as_one(void **state)
{
	static const char text[] = "one after the other";
	uint8_t whole[SHA256_LEN], parts[SHA256_LEN];
	size_t i, n = sizeof(text) - 1;

	(void)state;
	hash_sha256(whole, SLICE("one after the other"));
	for (i = 0; i <= n; i++) {
		hash_sha256_two(parts, (struct slice){ text, i },
		    (struct slice){ text + i, n - i });
		assert_memory_equal(whole, parts, SHA256_LEN);
	}
}

/* RFC 4231, test cases 1, 2 and 6. */
static void
hmac_gives_the_rfc_s_examples(void **state)
{
	uint8_t h[SHA256_LEN], key[131];

	(void)state;
	memset(key, 0x0b, 20);
	hash_hmac(h, (struct slice){ (const char *)key, 20 },
	    SLICE("Hi There"));
	expect_hex(h, "b0344c61d8db38535ca8afceaf0bf12b"
		      "881dc200c9833da726e9376c2e32cff7");
	hash_hmac(h, SLICE("Jefe"), SLICE("what do ya want for nothing?"));
	expect_hex(h, "5bdcc146bf60754e6a042426089575c7"
		      "5a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	hash_hmac(h, (struct slice){ (const char *)key, sizeof(key) },
	    SLICE("Test Using Larger Than Block-Size Key - Hash Key First"));
	expect_hex(h, "60e431591ee0b67f0d8a26aacbf5b77f"
		      "8e0bc6213728c5140546040f0ee37f54");
}

static void
hex_reads_back_in_either_case(void **state)
{
	uint8_t bytes[4];
	char text[9];

	(void)state;
	assert_true(hash_unhex(bytes, 4, SLICE("00fFa59B")));
	assert_memory_equal(bytes, "\x00\xff\xa5\x9b", 4);
	hash_hex(text, bytes, 4);
	assert_string_equal(text, "00ffa59b");
}

static void
what_is_not_so_many_hex_digits_is_refused(void **state)
{
	static const char *const samples[] = { "", "00", "0011223",
		"001122334", "0011223g", " 0112233", "0x112233" };
	uint8_t bytes[4];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		assert_false(hash_unhex(bytes, 4, slice_of(samples[i])));
}

static void
equal_looks_at_every_byte(void **state)
{
	uint8_t a[SHA256_LEN] = { 0 }, b[SHA256_LEN] = { 0 };
	size_t i;

	(void)state;
	assert_true(hash_equal(a, b, SHA256_LEN));
	for (i = 0; i < SHA256_LEN; i++) {
		b[i] = 1;
		assert_false(hash_equal(a, b, SHA256_LEN));
		b[i] = 0;
	}
}

static void
random_bytes_are_never_the_same_twice(void **state)
{
	uint8_t a[SHA256_LEN] = { 0 }, b[SHA256_LEN] = { 0 };

	(void)state;
	hash_random(a, sizeof(a));
	hash_random(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
the_room_of_a_record_is_kept_for_the_next(void **state)
{
	void *one = OPENSSL_malloc(RECORD_MAX + 300), *other, *next;

	(void)state;
	OPENSSL_free(one);
	other = malloc(RECORD_MAX + 300);
	next = OPENSSL_malloc(RECORD_MAX + 100);
	assert_ptr_not_equal(other, one);
	assert_ptr_equal(next, one);
	OPENSSL_free(next);
	free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha_256_gives_the_standard_s_examples),
		cmocka_unit_test(two_strings_hash_as_one),
		cmocka_unit_test(hmac_gives_the_rfc_s_examples),
		cmocka_unit_test(hex_reads_back_in_either_case),
		cmocka_unit_test(what_is_not_so_many_hex_digits_is_refused),
		cmocka_unit_test(equal_looks_at_every_byte),
		cmocka_unit_test(random_bytes_are_never_the_same_twice),
		cmocka_unit_test(the_room_of_a_record_is_kept_for_the_next),
	};

	hash_begin();
	return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
