/*
 * Any bytes as a list of candidates: each row accepted is written as a line
 * that reads back the same.
 */
#include <stdint.h>

#include "load/candidates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_row(const struct candidate *row)
{
	struct diag diag = { .path = "f" };
	struct buf first = { 0 }, second = { 0 };
	struct candidate again;

	load_candidate_write(&first, row);
	check(load_candidate_read(&again, buf_slice(&first), &diag) == ERR_OK);
	load_candidate_write(&second, &again);
	check(slice_equal(buf_slice(&first), buf_slice(&second)));
	diag_fini(&diag);
	buf_fini(&first);
	buf_fini(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	struct diag diag = { .path = "f" };
	struct candidates all;
	size_t i;

	if (load_candidates(&all, text, &diag) == ERR_OK) {
		for (i = 0; i < all.n; i++)
			check_row(&all.rows[i]);
		candidates_fini(&all);
	} else
		check(diag.count > 0);
	diag_fini(&diag);
	return 0;
}
