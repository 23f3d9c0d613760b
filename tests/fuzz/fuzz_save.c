/*
 * Any bytes as the body of a save, against an item of every kind: what is read
 * fits the item, is written as JSON, and reads back as the same bytes.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>

#include "proto/answer.h"
#include "proto/out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct choice choices[5];
static struct interaction interactions[] = {
	{ .type = INTERACTION_CHOICE,
	    .max_choices = 1,
	    .n_choices = 4,
	    .choices = choices },
	{ .type = INTERACTION_CHOICE,
	    .max_choices = 0,
	    .n_choices = 5,
	    .choices = choices },
	{ .type = INTERACTION_TEXT_ENTRY, .max_length = 40 },
	{ .type = INTERACTION_INLINE_CHOICE,
	    .n_choices = 3,
	    .choices = choices },
	{ .type = INTERACTION_ORDER, .n_choices = 4, .choices = choices },
	{ .type = INTERACTION_MATCH,
	    .n_rows = 2,
	    .n_choices = 5,
	    .row_max = 2,
	    .column_max = 1,
	    .choices = choices },
	{ .type = INTERACTION_EXTENDED_TEXT, .max_length = 100 },
};

/* The first byte says which of them the item has. */
static struct item
item_of(uint8_t which)
{
	static const struct {
		uint8_t first, n;
	} items[] = { { 0, 1 }, { 1, 1 }, { 2, 1 }, { 0, 3 }, { 3, 1 },
		{ 4, 1 }, { 5, 1 }, { 6, 1 }, { 0, 7 } };
	uint8_t i = which % (sizeof(items) / sizeof(items[0]));

	return (struct item){ .n_interactions = items[i].n,
		.interactions = interactions + items[i].first };
}

static void
read_back(const struct item *item, const struct answer_request *first)
{
	struct answer_request again = { 0 };
	struct buf body = { 0 };
	char detail[256];
	json_t *json;

	out_open(&body, NULL);
	out_int(&body, "seq", first->seq);
	answer_write_response(&body, item, buf_slice(&first->response));
	out_close(&body);
	json = json_loadb(body.at, body.len, JSON_REJECT_DUPLICATES, NULL);
	if (json == NULL)
		abort();
	json_decref(json);
	if (answer_read(&again, buf_slice(&body), item, detail) != ERR_OK ||
	    again.seq != first->seq ||
	    !slice_equal(buf_slice(&again.response),
		buf_slice(&first->response)))
		abort();
	buf_fini(&again.response);
	buf_fini(&body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct answer_request r = { 0 };
	char detail[256] = "";
	struct item item;
	enum err e;

	if (size == 0)
		return 0;
	item = item_of(data[0]);
	e = answer_read(&r, (struct slice){ (const char *)data + 1, size - 1 },
	    &item, detail);
	if (e == ERR_OK) {
		if (r.seq == 0 ||
		    response_check(&item, buf_slice(&r.response)) != ERR_OK)
			abort();
		read_back(&item, &r);
	} else if (detail[0] == '\0') {
		abort(); /* a refusal has words */
	}
	buf_fini(&r.response);
	return 0;
}
