/* age: what is written can be read by Debian's age, and recipients exactly. */
#include "test.h"

#include <stdio.h>
#include <unistd.h>

#include "proof/age.h"

/* age-encryption.org's own example. */
#define RECIPIENT                                                              \
	"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

static void
expect_refusal(const char *text, const char *because)
{
	uint8_t key[AGE_KEY_LEN];
	struct buf why = { 0 };

	assert_int_equal(
	    age_recipient_read(key, slice_of(text), &why), ERR_INVALID);
	buf_put_u8(&why, 0);
	if (strstr(why.at, because) == NULL)
		fail_msg("%s: %s", text, why.at);
	buf_fini(&why);
}

static void
a_recipient_is_read_in_small_letters_and_in_capitals(void **state)
{
	uint8_t key[AGE_KEY_LEN], same[AGE_KEY_LEN];
	struct buf why = { 0 };
	char text[] = RECIPIENT;
	char *p;

	(void)state;
	assert_int_equal(age_recipient_read(key, slice_of(text), &why), ERR_OK);
	for (p = text; *p != '\0'; p++)
		if (*p >= 'a')
			*p = (char)(*p - 'a' + 'A');
	assert_int_equal(
	    age_recipient_read(same, slice_of(text), &why), ERR_OK);
	assert_memory_equal(key, same, sizeof(key));
	assert_int_equal(key[0], 0x13);
	assert_int_equal(key[31], 0x72);
	assert_int_equal(why.len, 0);
}

static void
a_misspelt_recipient_is_refused_at_every_letter(void **state)
{
	char text[] = RECIPIENT;
	size_t i;

	(void)state;
	for (i = 4; i < AGE_RECIPIENT_LEN; i++) {
		char was = text[i];

		text[i] = was == 'q' ? 'p' : 'q';
		expect_refusal(text, "misspelt");
		text[i] = was;
	}
}

static void
what_is_no_recipient_is_refused_and_told_why(void **state)
{
	(void)state;
	expect_refusal("", "62 characters");
	expect_refusal("age1short", "62 characters");
	expect_refusal(RECIPIENT "q", "62 characters");
	expect_refusal("agE1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73"
		       "equnujwj",
	    "small letters or in capitals");
	expect_refusal("agx1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73"
		       "equnujwj",
	    "begins with age1");
	expect_refusal("age1bvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73"
		       "equnujwj",
	    "no 1, b, i or o");
}

static void
nothing_is_encrypted_to_a_point_of_small_order(void **state)
{
	static const uint8_t zero[AGE_KEY_LEN];
	struct buf out = { 0 };
	struct age *a;

	(void)state;
	assert_int_equal(age_begin(&a, &out, zero), ERR_INVALID);
	assert_int_equal(out.len, 0);
	buf_fini(&out);
}

/* ---- beside Debian's age ---- */

static bool
age_is_there(void)
{
	return system("age --version >/dev/null 2>&1") == 0;
}

static void
encrypt(struct buf *out, const uint8_t recipient[AGE_KEY_LEN], struct slice s)
{
	struct age *a;
	size_t n;
	bool last;

	assert_int_equal(age_begin(&a, out, recipient), ERR_OK);
	do {
		n = s.len < AGE_CHUNK ? s.len : AGE_CHUNK;
		last = n == s.len;
		assert_int_equal(
		    age_chunk(a, out, (struct slice){ s.at, n }, last), ERR_OK);
		s.at += n;
		s.len -= n;
	} while (!last);
	age_free(a);
}

static void
write_file(const char *path, struct slice s)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(s.at, 1, s.len, f), s.len);
	assert_int_equal(fclose(f), 0);
}

static void
read_recipient(uint8_t key[AGE_KEY_LEN])
{
	char line[200];
	struct buf why = { 0 };
	FILE *f = fopen("recipient", "r");

	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	assert_int_equal(age_recipient_read(key, slice_of(line), &why), ERR_OK);
}

static char dir[] = "/tmp/test_age.XXXXXX";

/* In a folder with a key and its recipient. */
static int
folder(void **state)
{
	(void)state;
	strcpy(strrchr(dir, '.'), ".XXXXXX");
	return mkdtemp(dir) != NULL && chdir(dir) == 0 &&
		       (!age_is_there() ||
			   system("age-keygen -o key 2>/dev/null && "
				  "age-keygen -y key > recipient") == 0)
		   ? 0
		   : -1;
}

static int
no_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void
need_age(void)
{
	if (age_is_there())
		return;
	print_message("skipped: there is no age here\n");
	skip();
}

/* None, one byte, and either side of a chunk and of two. */
static void
what_is_encrypted_is_opened_by_debians_age(void **state)
{
	static const size_t lengths[] = { 0, 1, AGE_CHUNK - 1, AGE_CHUNK,
		AGE_CHUNK + 1, 2 * AGE_CHUNK, 200000 };
	static char plain[200000];
	uint8_t key[AGE_KEY_LEN];
	struct buf out = { 0 };
	size_t i;

	(void)state;
	need_age();
	for (i = 0; i < sizeof(plain); i++)
		plain[i] = (char)(i * 7 + i / 251);
	read_recipient(key);
	for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		buf_clear(&out);
		encrypt(&out, key, (struct slice){ plain, lengths[i] });
		write_file("sealed", buf_slice(&out));
		write_file("plain", (struct slice){ plain, lengths[i] });
		assert_int_equal(
		    system("age -d -i key sealed > opened && cmp plain opened"),
		    0);
	}
	buf_fini(&out);
}

static void
a_chunk_that_is_cut_off_or_changed_is_noticed_by_debians_age(void **state)
{
	static char plain[AGE_CHUNK + 1];
	uint8_t key[AGE_KEY_LEN];
	struct buf out = { 0 };

	(void)state;
	need_age();
	read_recipient(key);
	encrypt(&out, key, (struct slice){ plain, sizeof(plain) });
	write_file("cut", (struct slice){ out.at, out.len - 17 });
	assert_int_not_equal(
	    system("age -d -i key cut > opened 2>/dev/null"), 0);
	out.at[out.len - AGE_CHUNK] ^= 1;
	write_file("changed", buf_slice(&out));
	assert_int_not_equal(
	    system("age -d -i key changed > opened 2>/dev/null"), 0);
	buf_fini(&out);
}

int
main(void)
{
#define WITH_FOLDER(test)                                                      \
	cmocka_unit_test_setup_teardown(test, folder, no_folder)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_recipient_is_read_in_small_letters_and_in_capitals),
		cmocka_unit_test(
		    a_misspelt_recipient_is_refused_at_every_letter),
		cmocka_unit_test(what_is_no_recipient_is_refused_and_told_why),
		cmocka_unit_test(
		    nothing_is_encrypted_to_a_point_of_small_order),
		WITH_FOLDER(what_is_encrypted_is_opened_by_debians_age),
		WITH_FOLDER(
		    a_chunk_that_is_cut_off_or_changed_is_noticed_by_debians_age),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
