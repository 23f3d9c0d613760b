/* "C-1 reads receipt": what comes must hold for somebody who trusts the keys
 * alone. */
#include <string.h>

#include "proof/receipt.h"
#include "story.h"

static void
take_keys(struct keys *k, struct story *s, struct line *l)
{
	struct diag d = { .path = "keys" };
	struct scene_reply reply;
	const char *text;

	scene_ask(&s->scene,
	    &(struct scene_request){ ROUTE_CHECKPOINT, .address = 1 }, &reply);
	text = json_string_value(json_object_get(reply.body, "keys"));
	if (text == NULL || keys_parse(k, slice_of(text), &d) != ERR_OK)
		line_fail(l, "no keys: %.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	scene_reply_fini(&reply);
}

static void
check(struct story *s, struct line *l, const json_t *body)
{
	struct keys *k = alloc_zero(1, sizeof(*k));
	struct diag d = { .path = "receipt" };
	struct receipt_line line;
	struct receipt r;
	const char *file = json_string_value(json_object_get(body, "file"));
	const char *word = json_string_value(json_object_get(body, "receipt"));

	take_keys(k, s, l);
	if (receipt_parse(&r, slice_of(file), &d) != ERR_OK ||
	    receipt_check(&r, k, &d) != ERR_OK)
		line_fail(l, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	if (receipt_line_parse(&line, slice_of(word)) != ERR_OK ||
	    !receipt_line_is_of(&line, r.link.attempt, r.link.number, r.hash))
		line_fail(l, "its short line %s is not that of the file", word);
	diag_fini(&d);
	free(k);
}

void
receipt_check_reply(
    struct story *s, struct line *l, const struct scene_reply *reply)
{
	if (reply->status == 200)
		check(s, l, reply->body);
}
