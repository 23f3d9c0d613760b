#include "proto/answer.h"

#include <jansson.h>
#include <stdarg.h>

#include "proto/out.h"
#include "proto/read.h"

/* ---- reading ---- */

/* One interaction being read; its number is from 1. */
struct reading {
	struct body *body;
	struct buf *out;
	const struct interaction *in;
	unsigned number;
};

__attribute__((format(printf, 2, 3))) static void
refuse(struct reading *r, const char *fmt, ...)
{
	char words[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	body_fail(r->body, ERR_INVALID, "In interaction %u of \"response\" %s.",
	    r->number, words);
}

static void
read_number(struct reading *r, const json_t *v, const char *what)
{
	int64_t n = json_integer_value(v);

	if (!json_is_integer(v) || n < 1 || n > CHOICES_MAX)
		refuse(r, "a %s must be its number, from 1", what);
	else
		buf_put_u8(r->out, (uint8_t)(n - 1));
}

static void
read_pair(struct reading *r, const json_t *v)
{
	if (!json_is_array(v) || json_array_size(v) != 2) {
		refuse(r, "a pair must be a list of a row and a column");
		return;
	}
	read_number(r, json_array_get(v, 0), "row");
	if (r->body->err == ERR_OK)
		read_number(r, json_array_get(v, 1), "column");
}

static void
read_text(struct reading *r, const json_t *v)
{
	size_t max = r->in->type == INTERACTION_EXTENDED_TEXT ? EXTENDED_MAX
							      : RESPONSE_MAX;
	size_t len = json_string_length(v);

	if (!json_is_string(v)) {
		refuse(r, "a text must be a string");
	} else if (len > max) {
		refuse(r, "the text is too long; %u characters is the most",
		    r->in->max_length);
	} else {
		buf_put_u16(r->out, (uint16_t)len);
		buf_put(r->out, json_string_value(v), len);
	}
}

static void
read_value(struct reading *r, const json_t *v)
{
	if (interaction_takes_text(r->in))
		read_text(r, v);
	else if (r->in->type == INTERACTION_MATCH)
		read_pair(r, v);
	else
		read_number(r, v, "choice");
}

static void
read_interaction(struct reading *r, const json_t *values)
{
	size_t n = json_array_size(values), i;

	if (!json_is_array(values)) {
		body_fail(r->body, ERR_INVALID,
		    "\"response\" must be a list with one list for each "
		    "interaction.");
		return;
	}
	if (n > interaction_max(r->in)) {
		refuse(r, "there are %zu values; %u is the most", n,
		    interaction_max(r->in));
		return;
	}
	buf_put_u8(r->out, (uint8_t)n);
	for (i = 0; i < n && r->body->err == ERR_OK; i++)
		read_value(r, json_array_get(values, i));
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
	for (i = 0; i < item->n_interactions && b->err == ERR_OK; i++) {
		struct reading r = { b, out, &item->interactions[i], i + 1u };

		read_interaction(&r, json_array_get(list, i));
	}
}

/* What is well-formed may still not fit the item. */
static void
check_response(struct body *b, const struct item *item, struct slice response)
{
	struct buf words = { 0 };

	if (b->err != ERR_OK || response_check(item, response) == ERR_OK)
		return;
	response_explain(&words, item, response);
	body_fail(b, ERR_INVALID, "%.*s", SLICE_FMT(buf_slice(&words)));
	buf_fini(&words);
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
	check_response(&b, item, buf_slice(&r->response));
	e = body_close(&b);
	if (e != ERR_OK)
		memcpy(detail, b.detail, sizeof(b.detail));
	else if (response_is_empty(item, buf_slice(&r->response)))
		buf_clear(&r->response); /* one way to say "nothing" */
	return e;
}

/* ---- writing ---- */

static void
write_values(struct buf *out, const struct interaction *in, struct slice values)
{
	size_t width = in->type == INTERACTION_MATCH ? 2 : 1, i;

	for (i = 0; i < values.len; i++) {
		if (width == 2 && i % 2 == 0)
			out_open_array(out, NULL);
		out_int(out, NULL, (uint8_t)values.at[i] + 1);
		if (width == 2 && i % 2 == 1)
			out_close_array(out);
	}
}

void
answer_write_response(struct buf *out, const struct item *item,
    struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	out_open_array(out, "response");
	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		bool has = c.left > 0 && c.at[0] != 0;
		struct slice part = response_next(&c, in);

		out_open_array(out, NULL);
		if (!interaction_takes_text(in))
			write_values(out, in, part);
		else if (has)
			out_text(out, NULL, part);
		out_close_array(out);
	}
	out_close_array(out);
}

void
answer_write_state(
    struct buf *out, const struct item *item, const struct answer *a)
{
	answer_write_response(out, item, answer_response(a));
	out_int(out, "seq", a->seq);
	out_bool(out, "flagged", a->flagged);
	if (a->position != 0)
		out_time(out, "saved_at", a->saved_at);
	else
		out_null(out, "saved_at");
	out_close(out);
}
