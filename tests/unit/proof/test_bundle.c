#include "test.h"

#include "proof/bundle.h"
#include "proof/seal.h"

#define BLOCK 512

static struct bundle
small(void)
{
	struct bundle b = { .seconds = 1790000000 };

	b.files[BUNDLE_TRANSCRIPT] = SLICE("{}\n");
	b.files[BUNDLE_README] = SLICE("read me\n");
	b.files[BUNDLE_MANIFEST] = SLICE("hashes\n");
	return b;
}

static void
put(struct buf *b)
{
	struct bundle bundle = small();

	bundle_put(b, &bundle);
}

static void
what_is_put_is_read_back(void **state)
{
	struct bundle back, there = small();
	const char *what;
	struct buf b = { 0 };
	unsigned i;

	(void)state;
	put(&b);
	assert_int_equal(b.len % BLOCK, 0);
	assert_int_equal(bundle_parse(&back, buf_slice(&b), &what), ERR_OK);
	assert_int_equal(back.seconds, there.seconds);
	for (i = 0; i < N_BUNDLE_FILES; i++) {
		assert_true(slice_equal(back.files[i], there.files[i]));
		assert_int_equal(back.files[i].at == NULL,
		    there.files[i].at == NULL);
	}
	buf_fini(&b);
}

static void
no_byte_of_an_archive_can_be_another(void **state)
{
	struct bundle back;
	const char *what;
	struct buf b = { 0 };
	size_t i, read = 0;

	(void)state;
	put(&b);
	for (i = 0; i < b.len; i++) {
		b.at[i] ^= 1;
		if (bundle_parse(&back, buf_slice(&b), &what) == ERR_OK) {
			/* in what a file says, which its hash is for */
			assert_true(i % (2 * BLOCK) >= BLOCK);
			assert_true(i % BLOCK < sizeof("read me"));
			read++;
		}
		b.at[i] ^= 1;
	}
	assert_int_equal(read, 3 + 8 + 7);
	buf_fini(&b);
}

static void
an_archive_that_is_cut_short_is_refused(void **state)
{
	struct bundle back;
	const char *what;
	struct buf b = { 0 };
	size_t i;

	(void)state;
	put(&b);
	for (i = 0; i < b.len; i++)
		assert_int_equal(bundle_parse(&back,
		    (struct slice){ b.at, i }, &what), ERR_SYNTAX);
	buf_fini(&b);
}

static void
a_bundle_without_a_transcript_is_refused(void **state)
{
	struct bundle bundle = small(), back;
	struct buf b = { 0 };
	const char *what;

	(void)state;
	bundle.files[BUNDLE_TRANSCRIPT] = SLICE_NONE;
	bundle_put(&b, &bundle);
	assert_int_equal(bundle_parse(&back, buf_slice(&b), &what),
	    ERR_SYNTAX);
	assert_string_equal(what, "has no transcript or no manifest");
	buf_fini(&b);
}

static void
the_manifest_has_a_line_for_each_file(void **state)
{
	struct bundle bundle = small();
	struct buf b = { 0 };

	(void)state;
	bundle_put_manifest(&b, &bundle);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at,
	    "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
	    "  transcript.json\n"
	    "65ce01fcc3e22e78b63419ef0f4493b0950daac7cee97329b428f5cafd395cda"
	    "  README.txt\n");
	buf_fini(&b);
}

/* ---- seals ---- */

static struct note_signer *
signer(void)
{
	struct note_signer *s;

	assert_int_equal(note_signer_make(&s, SLICE("example.org/examd/1")),
	    ERR_OK);
	return s;
}

static void
a_seal_fits_its_bytes_alone(void **state)
{
	struct note_signer *s = signer();
	struct buf b = { 0 };
	struct seal seal;

	(void)state;
	buf_put_text(&b, "a text\nof two lines\n");
	assert_int_equal(seal_put(&b, "kind v1", s), ERR_OK);
	assert_int_equal(seal_split(&seal, buf_slice(&b), "kind v1"), ERR_OK);
	assert_true(slice_is(seal.sealed, "a text\nof two lines\n"));
	assert_true(seal_fits(&seal, "kind v1"));
	assert_int_equal(note_verify(&seal.note, note_signer_key(s)), ERR_OK);
	b.at[0] = 'A';
	assert_int_equal(seal_split(&seal, buf_slice(&b), "kind v1"), ERR_OK);
	assert_false(seal_fits(&seal, "kind v1"));
	buf_fini(&b);
	note_signer_free(s);
}

static void
a_seal_of_another_kind_is_none(void **state)
{
	struct note_signer *s = signer();
	struct buf b = { 0 };
	struct seal seal;

	(void)state;
	buf_put_text(&b, "a text\n");
	assert_int_equal(seal_put(&b, "kind v1", s), ERR_OK);
	assert_int_equal(seal_split(&seal, buf_slice(&b), "kind v2"),
	    ERR_SYNTAX);
	assert_int_equal(seal_split(&seal, SLICE("a text\n"), "kind v1"),
	    ERR_SYNTAX);
	buf_fini(&b);
	note_signer_free(s);
}

/* A text that has the words of a seal in it is sealed as any other. */
static void
the_last_seal_is_the_one(void **state)
{
	struct note_signer *s = signer();
	struct buf b = { 0 };
	struct seal seal;

	(void)state;
	buf_put_text(&b, "kind v1\nabc\n");
	assert_int_equal(seal_put(&b, "kind v1", s), ERR_OK);
	assert_int_equal(seal_split(&seal, buf_slice(&b), "kind v1"), ERR_OK);
	assert_true(slice_is(seal.sealed, "kind v1\nabc\n"));
	assert_true(seal_fits(&seal, "kind v1"));
	buf_fini(&b);
	note_signer_free(s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_put_is_read_back),
		cmocka_unit_test(no_byte_of_an_archive_can_be_another),
		cmocka_unit_test(an_archive_that_is_cut_short_is_refused),
		cmocka_unit_test(a_bundle_without_a_transcript_is_refused),
		cmocka_unit_test(the_manifest_has_a_line_for_each_file),
		cmocka_unit_test(a_seal_fits_its_bytes_alone),
		cmocka_unit_test(a_seal_of_another_kind_is_none),
		cmocka_unit_test(the_last_seal_is_the_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
