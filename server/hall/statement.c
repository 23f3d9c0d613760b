/* What a person says about this server, dated and signed by it. */
#include "proof/statement.h"

#include "hall/commands.h"
#include "hall/evidence.h"
#include "hall/journal.h"
#include "hall/reply.h"

#define TEXT_MAX (BODY_SMALL_MAX / 2) /* fits a body with every \n escaped */

static void
sign(struct hall *h, struct request *r, struct slice text)
{
	const struct evidence *ev = h->evidence;
	struct statement s = { .origin = slice_of(ev->keys->origin),
		.by = slice_of(r->staff->name),
		.text = text,
		.at = h->now.wall };
	struct buf note = { 0 };
	struct buf *out;
	enum err e = statement_put(&note, &s, ev->signer);

	if (e != ERR_OK) {
		reply_refuse(h, r, e,
		    e == ERR_INVALID
			? "\"text\" must be lines, and none of them empty."
			: "The statement cannot be signed.");
	} else {
		journal_admin(h, s.by, SLICE_NONE, s.origin,
		    "statement signed");
		out = reply_begin(h);
		out_text(out, "statement", buf_slice(&note));
		out_text(out, "keys", buf_slice(&ev->keys_text));
		reply_end(h, r, 200);
	}
	buf_fini(&note);
}

void
log_statement(struct hall *h, struct request *r)
{
	static const char *const names[] = { "text", NULL };
	struct slice text;
	struct body b;

	body_open(&b, r->frame->body, names);
	text = body_text(&b, "text", 1, TEXT_MAX);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		sign(h, r, text);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
