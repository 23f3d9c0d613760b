#include "proto/answer.h"

#include <jansson.h>

#include "proto/read.h"
#include "proto/out.h"

static void
read_choice(struct body *b, struct buf *out, const json_t *v)
{
	int64_t n = json_integer_value(v);

	if (!json_is_integer(v) || n < 1 || n > CHOICES_MAX)
		body_fail(b, ERR_INVALID,
		    "A choice in \"response\" must be its number, from 1.");
	else
		buf_put_u8(out, (uint8_t)(n - 1));
}

static void
read_words(struct body *b, struct buf *out, const json_t *v)
{
	size_t len = json_string_length(v);

	if (!json_is_string(v) || len > RESPONSE_MAX) {
		body_fail(b, ERR_INVALID,
		    "A text in \"response\" must be a string of at most %d "
		    "bytes.",
		    RESPONSE_MAX);
		return;
	}
	buf_put_u16(out, (uint16_t)len);
	buf_put(out, json_string_value(v), len);
}

static void
read_interaction(struct body *b, struct buf *out, const struct interaction *in,
    const json_t *values)
{
	size_t n = json_array_size(values), i;

	if (!json_is_array(values) || n > CHOICES_MAX) {
		body_fail(b, ERR_INVALID,
		    "\"response\" must be a list with one list for each "
		    "interaction.");
		return;
	}
	buf_put_u8(out, (uint8_t)n);
	for (i = 0; i < n && b->err == ERR_OK; i++) {
		if (in->type == INTERACTION_CHOICE)
			read_choice(b, out, json_array_get(values, i));
		else
			read_words(b, out, json_array_get(values, i));
	}
}

static void
read_response(struct body *b, struct buf *out, const struct item *item)
{
	const json_t *list = json_object_get(b->root, "response");
	uint16_t i;

	if (b->err != ERR_OK)
		return;
	if (list == NULL)
		body_fail(b, ERR_INVALID, "\"response\" is missing.");
	if (list == NULL || json_is_null(list))
		return;
	if (!json_is_array(list) || json_array_size(list) != item->n_interactions)
		body_fail(b, ERR_INVALID,
		    "\"response\" must be a list with one list for each "
		    "interaction, %d here.",
		    item->n_interactions);
	for (i = 0; i < item->n_interactions && b->err == ERR_OK; i++)
		read_interaction(b, out, &item->interactions[i],
		    json_array_get(list, i));
}

enum err
answer_read(struct answer_request *r, struct slice bytes,
    const struct item *item, char detail[256])
{
	static const char *const names[] = { "seq", "response", "entered_at",
		NULL };
	struct body b;
	enum err e;

	body_open(&b, bytes, names);
	r->seq = (uint32_t)body_int(&b, "seq", 1, UINT32_MAX);
	r->entered_at = body_time_if(&b, "entered_at");
	buf_clear(&r->response);
	read_response(&b, &r->response, item);
	e = body_close(&b);
	if (e == ERR_OK && response_check(item, buf_slice(&r->response)) != ERR_OK)
		body_fail(&b, e = ERR_INVALID,
		    "The response does not fit the item: a choice that is not "
		    "there, one named twice, or too many.");
	if (e != ERR_OK)
		memcpy(detail, b.detail, sizeof(b.detail));
	else if (response_is_empty(item, buf_slice(&r->response)))
		buf_clear(&r->response); /* one way to say "nothing" */
	return e;
}

void
answer_write_response(struct buf *out, const struct item *item,
    struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;
	uint8_t n;

	out_open_array(out, "response");
	for (i = 0; i < item->n_interactions; i++) {
		out_open_array(out, NULL);
		for (n = cursor_u8(&c); n > 0; n--) {
			if (item->interactions[i].type == INTERACTION_CHOICE)
				out_int(out, NULL, cursor_u8(&c) + 1);
			else
				out_text(out, NULL,
				    cursor_take(&c, cursor_u16(&c)));
		}
		out_close_array(out);
	}
	out_close_array(out);
}
