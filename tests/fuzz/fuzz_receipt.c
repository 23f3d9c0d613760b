/*
 * Any bytes are a receipt, a short line, a note, a checkpoint, a key or a
 * history of keys, or a refusal; what is one is written as it was read.
 */
#include <stdint.h>
#include <stdlib.h>

#include "proof/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool law)
{
	if (!law)
		abort();
}

static void
check_receipt(struct slice s)
{
	struct diag d = { .path = "receipt" };
	struct buf again = { 0 };
	struct receipt r;

	if (receipt_parse(&r, s, &d) == ERR_OK) {
		receipt_put(&again, &r);
		must(slice_equal(buf_slice(&again), s));
	} else {
		must(d.count > 0);
	}
	buf_fini(&again);
	diag_fini(&d);
}

static void
check_line(struct slice s)
{
	static const uint8_t hash[SHA256_LEN];
	struct receipt_line l;

	if (receipt_line_parse(&l, s) == ERR_OK)
		must(!receipt_line_is_of(&l, l.attempt + 1, l.number, hash));
}

static void
check_key(struct slice s)
{
	struct buf again = { 0 };
	struct note_key k;

	if (note_key_parse(&k, s) == ERR_OK) {
		note_key_put(&again, &k);
		must(slice_equal(buf_slice(&again), s));
	}
	buf_fini(&again);
}

static void
check_notes(struct slice s)
{
	static struct keys keys;
	struct diag d = { .path = "keys" };
	struct checkpoint head;
	struct slice rest = s;
	struct note n;

	if (keys_parse(&keys, s, &d) == ERR_OK)
		must(keys.n > 0 && strcmp(keys.origin, keys.all[0].name) == 0);
	if (note_parse(&n, s) == ERR_OK) {
		must(n.text.len + n.signatures.len + 1 == s.len);
		(void)!checkpoint_parse(&head, &n);
		if (keys.n > 0)
			(void)!keys_verify(NULL, &keys, &n);
	}
	while (note_next(&n, &rest) == ERR_OK)
		must(rest.len < s.len);
	diag_fini(&d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = { (const char *)data, size };

	check_receipt(s);
	check_line(s);
	check_key(s);
	check_notes(s);
	return 0;
}
