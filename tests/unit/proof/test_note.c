/* Notes, keys and checkpoints, with the vectors of c2sp.org/signed-note's
 * first implementation (Go, golang.org/x/mod/sumdb/note). */
#include "test.h"

#include "proof/checkpoint.h"
#include "proof/keys.h"

#define PETER                                                                  \
	"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define TEXT                                                                   \
	"If you think cryptography is the answer to your problem,\n"           \
	"then you don't know what your problem is.\n"
#define SIGNED                                                                 \
	TEXT "\n\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr" \
	     "8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ORIGIN "exam.example.org/examd/0123abcd"

static void
parse_key(struct note_key *k, const char *text)
{
	assert_int_equal(note_key_parse(k, slice_of(text)), ERR_OK);
}

static void
the_published_note_verifies_with_the_published_key(void **state)
{
	struct note_key k;
	struct note n;

	(void)state;
	parse_key(&k, PETER);
	assert_int_equal(note_parse(&n, SLICE(SIGNED)), ERR_OK);
	assert_true(slice_is(n.text, TEXT));
	assert_int_equal(note_verify(&n, &k), ERR_OK);
}

static void
a_key_is_written_as_it_was_read(void **state)
{
	struct buf b = { 0 };
	struct note_key k;

	(void)state;
	parse_key(&k, PETER);
	note_key_put(&b, &k);
	assert_true(slice_is(buf_slice(&b), PETER));
	buf_fini(&b);
}

static void
a_key_whose_id_is_anothers_is_refused(void **state)
{
	static const char *const wrong[] = {
		"PeterNeumanM+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
	};
	struct note_key k;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    note_key_parse(&k, slice_of(wrong[i])), ERR_INVALID);
}

static void
what_is_no_key_is_refused(void **state)
{
	static const char *const wrong[] = { "", "a", "a+b", "a+c74f20a3+",
		"+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
		"PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10T",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
		"LDE4izWy10TW=" };
	struct note_key k;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(
		    note_key_parse(&k, slice_of(wrong[i])), ERR_SYNTAX);
}

static void
any_other_text_under_the_signature_is_refused(void **state)
{
	char text[] = SIGNED;
	struct note_key k;
	struct note n;
	size_t i;

	(void)state;
	parse_key(&k, PETER);
	for (i = 0; i < sizeof(TEXT) - 2; i++) {
		text[i] ^= 1;
		if (note_parse(&n, SLICE(SIGNED)) == ERR_OK &&
		    note_parse(&n, slice_of(text)) == ERR_OK)
			assert_int_equal(note_verify(&n, &k), ERR_INVALID);
		text[i] ^= 1;
	}
}

static void
what_is_no_note_is_refused(void **state)
{
	static const char *const wrong[] = { "", "\n", "\n\n", TEXT, TEXT "\n",
		TEXT "\nPeterNeumann x08go/Y=\n",
		TEXT "\n\xe2\x80\x94 PeterNeumann\n",
		TEXT "\n\xe2\x80\x94 PeterNeumann x08g\n",
		TEXT "\n\xe2\x80\x94 PeterNeumann x08go/ZJ",
		TEXT "\n\xe2\x80\x94 Peter+ x08go/ZJ\n", "a\tb\n" SIGNED,
		"\xff\n" SIGNED, SIGNED "\n" };
	struct note n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(
		    note_parse(&n, slice_of(wrong[i])), ERR_SYNTAX);
}

static struct note_signer *
make_signer(void)
{
	struct note_signer *s;

	assert_int_equal(note_signer_make(&s, SLICE(ORIGIN)), ERR_OK);
	return s;
}

static void
a_signer_is_the_same_after_a_stay_in_a_file(void **state)
{
	struct note_signer *made = make_signer(), *read;
	struct buf pem = { 0 }, b = { 0 };
	struct note n;

	(void)state;
	assert_int_equal(note_signer_put(&pem, made), ERR_OK);
	assert_int_equal(
	    note_signer_read(&read, SLICE(ORIGIN), buf_slice(&pem)), ERR_OK);
	assert_int_equal(note_sign(&b, SLICE("a\n\nb\n"), read), ERR_OK);
	assert_int_equal(note_parse(&n, buf_slice(&b)), ERR_OK);
	assert_int_equal(note_verify(&n, note_signer_key(made)), ERR_OK);
	buf_fini(&pem);
	buf_fini(&b);
	note_signer_free(made);
	note_signer_free(read);
}

static void
a_file_that_holds_no_key_is_refused(void **state)
{
	struct note_signer *s;

	(void)state;
	assert_int_equal(note_signer_read(&s, SLICE(ORIGIN),
			     SLICE("-----BEGIN PRIVATE KEY-----\nMC4=\n"
				   "-----END PRIVATE KEY-----\n")),
	    ERR_SYNTAX);
	assert_int_equal(
	    note_signer_read(&s, SLICE(ORIGIN), SLICE("")), ERR_SYNTAX);
}

static void
notes_in_a_row_are_read_one_by_one(void **state)
{
	struct slice rest = SLICE(SIGNED "\n" SIGNED "\n\n" SIGNED);
	struct note n;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_int_equal(note_next(&n, &rest), ERR_OK);
		assert_true(slice_is(n.text, TEXT));
	}
	assert_int_equal(note_next(&n, &rest), ERR_UNKNOWN);
	rest = SLICE(SIGNED "\n" TEXT);
	assert_int_equal(note_next(&n, &rest), ERR_OK);
	assert_int_equal(note_next(&n, &rest), ERR_SYNTAX);
}

/* ---- checkpoints ---- */

static void
a_checkpoint_is_read_as_it_was_written(void **state)
{
	struct checkpoint c = { ORIGIN, 20852163, { 1, 2, 3 },
		{ 1764064800123 } },
			  got;
	struct note_signer *s = make_signer();
	struct buf b = { 0 };
	struct note n;

	(void)state;
	assert_int_equal(checkpoint_put(&b, &c, s), ERR_OK);
	assert_int_equal(note_parse(&n, buf_slice(&b)), ERR_OK);
	assert_int_equal(note_verify(&n, note_signer_key(s)), ERR_OK);
	assert_int_equal(checkpoint_parse(&got, &n), ERR_OK);
	assert_string_equal(got.origin, ORIGIN);
	assert_int_equal(got.size, c.size);
	assert_memory_equal(got.root, c.root, SHA256_LEN);
	assert_int_equal(got.at.ms, c.at.ms);
	buf_fini(&b);
	note_signer_free(s);
}

static void
a_checkpoint_that_we_would_write_otherwise_is_refused(void **state)
{
	static const char root[] =
	    "\nAQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
	static const struct {
		const char *size, *at;
		enum err err;
	} rows[] = {
		{ "7", "2025-11-25T10:00:00.123Z\n", ERR_OK },
		{ "07", "2025-11-25T10:00:00.123Z\n", ERR_SYNTAX },
		{ "-7", "2025-11-25T10:00:00.123Z\n", ERR_SYNTAX },
		{ "7x", "2025-11-25T10:00:00.123Z\n", ERR_SYNTAX },
		{ "99999999999999999999999", "2025-11-25T10:00:00.123Z\n",
		    ERR_SYNTAX },
		{ "7", "2025-11-25T10:00:00.123+00:00\n", ERR_SYNTAX },
		{ "7", "noon\n", ERR_SYNTAX },
		{ "7", "2025-11-25T10:00:00.123Z\nmore\n", ERR_SYNTAX },
		{ "7", "", ERR_SYNTAX },
	};
	struct checkpoint got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b = { 0 };
		struct note n = { 0 };

		buf_printf(
		    &b, "%s\n%s%s%s", ORIGIN, rows[i].size, root, rows[i].at);
		n.text = buf_slice(&b);
		assert_int_equal(checkpoint_parse(&got, &n), rows[i].err);
		buf_fini(&b);
	}
}

/* ---- the history of keys ---- */

/* Two hand-overs; the signers are the caller's. */
static void
make_history(struct buf *b, struct note_signer *s[3])
{
	int i;

	for (i = 0; i < 3; i++)
		s[i] = make_signer();
	keys_put_first(b, note_signer_key(s[0]));
	for (i = 1; i < 3; i++)
		assert_int_equal(keys_put_next(b, s[i - 1], s[i],
				     (struct wall){ 1764064800123 + i }),
		    ERR_OK);
}

static void
every_key_of_the_history_may_have_signed(void **state)
{
	struct diag d = { .path = "evidence.keys" };
	struct buf text = { 0 };
	struct note_signer *s[3];
	struct keys *k = calloc(1, sizeof(*k));
	size_t i, which;

	(void)state;
	make_history(&text, s);
	assert_int_equal(keys_parse(k, buf_slice(&text), &d), ERR_OK);
	assert_int_equal(k->n, 3);
	assert_string_equal(k->origin, ORIGIN);
	assert_true(note_key_equal(keys_newest(k), note_signer_key(s[2])));
	for (i = 0; i < 3; i++) {
		struct buf b = { 0 };
		struct note n;

		assert_int_equal(note_sign(&b, SLICE("a\n"), s[i]), ERR_OK);
		assert_int_equal(note_parse(&n, buf_slice(&b)), ERR_OK);
		assert_int_equal(keys_verify(&which, k, &n), ERR_OK);
		assert_int_equal(which, i);
		buf_fini(&b);
		note_signer_free(s[i]);
	}
	buf_fini(&text);
	diag_fini(&d);
	free(k);
}

static void
a_hand_over_that_the_old_key_did_not_sign_is_refused(void **state)
{
	struct diag d = { .path = "evidence.keys" };
	struct note_signer *s[3];
	struct buf text = { 0 }, forged = { 0 };
	struct keys *k = calloc(1, sizeof(*k));
	int i;

	(void)state;
	make_history(&text, s);
	/* The second hand-over under the first key: one left out. */
	keys_put_first(&forged, note_signer_key(s[0]));
	assert_int_equal(
	    keys_put_next(&forged, s[1], s[2], (struct wall){ 5 }), ERR_OK);
	assert_int_equal(keys_parse(k, buf_slice(&forged), &d), ERR_SYNTAX);
	buf_clear(&d.text);
	/* A byte of the last line. */
	text.at[text.len - 5] = text.at[text.len - 5] == 'A' ? 'B' : 'A';
	assert_int_not_equal(keys_parse(k, buf_slice(&text), &d), ERR_OK);
	assert_non_null(strstr(d.text.at, "evidence.keys: key 3: "));
	for (i = 0; i < 3; i++)
		note_signer_free(s[i]);
	buf_fini(&text);
	buf_fini(&forged);
	diag_fini(&d);
	free(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_published_note_verifies_with_the_published_key),
		cmocka_unit_test(a_key_is_written_as_it_was_read),
		cmocka_unit_test(a_key_whose_id_is_anothers_is_refused),
		cmocka_unit_test(what_is_no_key_is_refused),
		cmocka_unit_test(any_other_text_under_the_signature_is_refused),
		cmocka_unit_test(what_is_no_note_is_refused),
		cmocka_unit_test(a_signer_is_the_same_after_a_stay_in_a_file),
		cmocka_unit_test(a_file_that_holds_no_key_is_refused),
		cmocka_unit_test(notes_in_a_row_are_read_one_by_one),
		cmocka_unit_test(a_checkpoint_is_read_as_it_was_written),
		cmocka_unit_test(
		    a_checkpoint_that_we_would_write_otherwise_is_refused),
		cmocka_unit_test(every_key_of_the_history_may_have_signed),
		cmocka_unit_test(
		    a_hand_over_that_the_old_key_did_not_sign_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
