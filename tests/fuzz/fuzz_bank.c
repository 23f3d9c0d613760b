/*
 * Any bytes are a bank or a refusal; what is a bank encodes to the same bytes,
 * and every item of it can be shown and gives marks for nothing, for its key
 * and for whatever bytes a candidate may have sent.
 */
#include <stdint.h>
#include <stdlib.h>

#include "core/score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_item(const struct bank *bank, const struct item *item, struct slice bytes)
{
	struct buf view = { 0 };
	int32_t marks;
	uint16_t i;

	item_view(&view, bank, item, 1, 1, NULL);
	buf_fini(&view);
	for (i = 0; i < item->n_images; i++)
		if (bank_image(bank, item->images[i])->bytes.len == 0)
			abort();
	if (item_hand_marks(item) > item->max_marks)
		abort();
	(void)!score_key(&marks, item);
	(void)!score_as_written(&marks, item, SLICE_NONE);
	(void)!score_as_written(&marks, item, bytes);
	if (response_check(item, bytes) == ERR_OK)
		(void)response_is_empty(item, bytes);
}

static void
check_bank(const struct bank *bank, struct slice bytes)
{
	struct buf again = { 0 };
	size_t i;

	bank_encode(bank, &again);
	if (!slice_equal(buf_slice(&again), bytes))
		abort();
	for (i = 0; i < bank_n_items(bank); i++) {
		const struct item *item = bank_item(bank, i);

		if (bank_find(bank, item->ident) != i)
			abort();
		/* Any tail of the file may serve as a response. */
		check_item(bank, item,
		    (struct slice){
			bytes.at + i % bytes.len, bytes.len - i % bytes.len });
		check_item(bank, item, SLICE("\1\0"));
		check_item(bank, item, SLICE("\1\3\0001,5"));
		check_item(bank, item, SLICE("\2\1\0"));
		check_item(bank, item, SLICE("\2\1\0\0\1"));
	}
	buf_fini(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = { (const char *)data, size };
	struct bank *bank;

	if (bank_decode(&bank, bytes) != ERR_OK)
		return 0;
	check_bank(bank, bytes);
	bank_free(bank);
	return 0;
}
