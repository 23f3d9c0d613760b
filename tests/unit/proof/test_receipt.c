/* Receipts and their short lines. */
#include "test.h"

#include "core/event.h"
#include "proof/receipt.h"

#define ORIGIN "exam.example.org/examd/0123abcd"

/* A journal of three events, the last a submission, and its receipt. */
struct world {
	struct note_signer *signer;
	struct keys *keys;
	struct receipt receipt;
	struct buf checkpoint, text;
	struct diag diag;
	uint8_t leaves[3][SHA256_LEN];
};

static enum err
read_leaves(void *ctx, uint8_t (*out)[SHA256_LEN], unsigned level,
    uint64_t first, size_t n)
{
	struct world *w = ctx;

	assert_int_equal(level, 0);
	memcpy(out, w->leaves[first], n * SHA256_LEN);
	return ERR_OK;
}

static void
make_keys(struct world *w)
{
	struct buf text = { 0 };

	assert_int_equal(note_signer_make(&w->signer, SLICE(ORIGIN)), ERR_OK);
	keys_put_first(&text, note_signer_key(w->signer));
	w->keys = calloc(1, sizeof(*w->keys));
	assert_int_equal(
	    keys_parse(w->keys, buf_slice(&text), &w->diag), ERR_OK);
	buf_fini(&text);
}

static int
set_up(void **state)
{
	struct world *w = *state = calloc(1, sizeof(*w));
	struct checkpoint head = { ORIGIN, 3, { 0 }, { 1764064801000 } };
	struct receipt *r = &w->receipt;
	struct tree t = { 0 };
	size_t i;

	w->diag.path = "r.txt";
	make_keys(w);
	r->link = (struct chain_link){ 17, 34, EVENT_SUBMITTED,
		{ { 1764064800123 }, { 123456789 } } };
	r->position = 3;
	memset(r->before, 7, SHA256_LEN);
	memset(r->content, 9, SHA256_LEN);
	chain_hash(r->hash, &r->link, r->before, r->content);
	tree_leaf(w->leaves[2], r->hash);
	for (i = 0; i < 3; i++)
		tree_append(&t, w->leaves[i], NULL, NULL);
	tree_root(head.root, &t);
	assert_int_equal(
	    checkpoint_put(&w->checkpoint, &head, w->signer), ERR_OK);
	assert_int_equal(tree_prove(&r->proof, 2, 3, read_leaves, w), ERR_OK);
	r->checkpoint = buf_slice(&w->checkpoint);
	receipt_put(&w->text, r);
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	note_signer_free(w->signer);
	free(w->keys);
	buf_fini(&w->checkpoint);
	buf_fini(&w->text);
	diag_fini(&w->diag);
	free(w);
	return 0;
}

static void
a_receipt_is_read_as_it_was_written_and_holds(void **state)
{
	struct world *w = *state;
	struct buf again = { 0 };
	struct receipt got;

	assert_int_equal(
	    receipt_parse(&got, buf_slice(&w->text), &w->diag), ERR_OK);
	assert_int_equal(receipt_check(&got, w->keys, &w->diag), ERR_OK);
	assert_int_equal(w->diag.count, 0);
	receipt_put(&again, &got);
	assert_true(slice_equal(buf_slice(&again), buf_slice(&w->text)));
	buf_fini(&again);
}

/* Whatever byte of it is another, it does not read or does not hold. */
static void
a_receipt_with_any_byte_changed_is_refused(void **state)
{
	struct world *w = *state;
	struct receipt got;
	size_t i;

	for (i = 0; i < w->text.len; i++) {
		char was = w->text.at[i];
		size_t told = w->diag.count;

		w->text.at[i] ^= 1;
		if (receipt_parse(&got, buf_slice(&w->text), &w->diag) ==
		    ERR_OK)
			assert_int_equal(receipt_check(&got, w->keys, &w->diag),
			    ERR_INVALID);
		assert_true(w->diag.count > told);
		w->text.at[i] = was;
	}
}

static void
a_receipt_that_was_cut_short_is_refused(void **state)
{
	struct world *w = *state;
	struct receipt got;
	size_t len;

	for (len = 0; len < w->text.len; len++)
		assert_int_equal(
		    receipt_parse(
			&got, (struct slice){ w->text.at, len }, &w->diag),
		    ERR_SYNTAX);
}

static void
what_is_wrong_is_told_with_its_line(void **state)
{
	struct world *w = *state;
	struct receipt got;
	char *at = strstr(w->text.at, "position 3");

	at[9] = '4';
	assert_int_equal(
	    receipt_parse(&got, buf_slice(&w->text), &w->diag), ERR_SYNTAX);
	buf_put_u8(&w->diag.text, '\0');
	assert_string_equal(
	    w->diag.text.at, "r.txt:14: index: is not the position less one\n");
}

static void
a_head_signed_by_somebody_else_is_told(void **state)
{
	struct world *w = *state;
	struct note_signer *thief;
	struct buf forged = { 0 };
	struct receipt r = w->receipt;
	struct checkpoint head;
	struct note n;

	assert_int_equal(note_signer_make(&thief, SLICE(ORIGIN)), ERR_OK);
	assert_int_equal(note_parse(&n, r.checkpoint), ERR_OK);
	assert_int_equal(checkpoint_parse(&head, &n), ERR_OK);
	assert_int_equal(checkpoint_put(&forged, &head, thief), ERR_OK);
	r.checkpoint = buf_slice(&forged);
	assert_int_equal(receipt_check(&r, w->keys, &w->diag), ERR_INVALID);
	buf_put_u8(&w->diag.text, '\0');
	assert_string_equal(w->diag.text.at,
	    "r.txt: checkpoint: is signed by none of the keys: by somebody "
	    "else, or by a key that took over since they were published, which "
	    "is in a newer evidence.keys\n");
	buf_fini(&forged);
	note_signer_free(thief);
}

static void
a_short_line_is_read_however_people_write_it(void **state)
{
	static const char *const lines[] = {
		"17-34-0001-0QWE-RTY0-1234-ZZ99",
		"17-34-ooo1-oqwe-rtyO-i234-zz99",
		"17-34-0OoL0qwErtY0L234zz99",
	};
	uint8_t hash[SHA256_LEN] = { 0 };
	struct receipt_line first, l;
	size_t i;

	(void)state;
	assert_int_equal(
	    receipt_line_parse(&first, slice_of(lines[0])), ERR_OK);
	for (i = 0; i < 3; i++) {
		assert_int_equal(
		    receipt_line_parse(&l, slice_of(lines[i])), ERR_OK);
		assert_memory_equal(&l, &first, sizeof(l));
	}
	assert_int_equal(l.attempt, 17);
	assert_int_equal(l.number, 34);
	assert_false(receipt_line_is_of(&l, 17, 34, hash));
}

static void
a_short_line_is_of_its_event_alone(void **state)
{
	struct world *w = *state;
	const struct receipt *r = &w->receipt;
	char text[RECEIPT_LINE_MAX];
	struct receipt_line l;

	receipt_line(text, 17, 34, r->hash);
	assert_int_equal(
	    strlen(text), strlen("17-34-0000-0000-0000-0000-0000"));
	assert_int_equal(receipt_line_parse(&l, slice_of(text)), ERR_OK);
	assert_true(receipt_line_is_of(&l, 17, 34, r->hash));
	assert_false(receipt_line_is_of(&l, 18, 34, r->hash));
	assert_false(receipt_line_is_of(&l, 17, 35, r->hash));
	assert_false(receipt_line_is_of(&l, 17, 34, r->before));
}

static void
what_is_no_short_line_is_refused(void **state)
{
	static const char *const wrong[] = { "", "17", "17-34",
		"17-34-0000-0000-0000-0000-000",
		"17-34-0000-0000-0000-0000-00000",
		"17-34-0000-0000-0000-0000-000U",
		"17-99999999999-0000-0000-0000-0000-0000",
		"-34-0000-0000-0000-0000-0000",
		"17 34 0000 0000 0000 0000 0000" };
	struct receipt_line l;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(
		    receipt_line_parse(&l, slice_of(wrong[i])), ERR_SYNTAX);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_receipt_is_read_as_it_was_written_and_holds),
		TEST(a_receipt_with_any_byte_changed_is_refused),
		TEST(a_receipt_that_was_cut_short_is_refused),
		TEST(what_is_wrong_is_told_with_its_line),
		TEST(a_head_signed_by_somebody_else_is_told),
		cmocka_unit_test(a_short_line_is_read_however_people_write_it),
		TEST(a_short_line_is_of_its_event_alone),
		cmocka_unit_test(what_is_no_short_line_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
