/*
 * Any bytes as a bank file: a bank that survives its own encoding, or
 * mistakes that are told.
 */
#include <stdint.h>

#include "core/score.h"
#include "load/bank.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool holds)
{
	if (!holds)
		abort();
}

static void
check_bank(const struct bank *bank)
{
	struct buf bytes = { 0 };
	struct bank *again;
	int32_t marks;
	size_t i;

	bank_encode(bank, &bytes);
	check(bank_decode(&again, buf_slice(&bytes)) == ERR_OK);
	for (i = 0; i < bank_n_items(again); i++) {
		check(score_key(&marks, bank_item(again, i)) == ERR_OK);
		check(marks + item_hand_marks(bank_item(again, i)) ==
		    bank_item(again, i)->max_marks);
	}
	bank_free(again);
	buf_fini(&bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct slice text = { (const char *)data, size };
	struct bank *bank;

	if (load_bank(&bank, text, &diag, &warnings) == ERR_OK) {
		check(diag.count == 0);
		check_bank(bank);
		bank_free(bank);
	} else
		check(diag.count > 0);
	diag_fini(&diag);
	diag_fini(&warnings);
	return 0;
}
