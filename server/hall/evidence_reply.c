/* evidence_reply: receipts, published heads, and that one grew out of another.
 */
#include "base/log.h"
#include "hall/commands.h"
#include "hall/evidence.h"
#include "hall/reply.h"
#include "hall/seat.h"
#include "proof/chain.h"
#include "proof/code.h"
#include "proof/receipt.h"

/* ---- receipts ---- */

struct sought {
	struct receipt *receipt;
	bool found;
};

/* The event, and for its hash the one before. */
static bool
see_row(void *ctx, const struct store_event *row)
{
	struct sought *s = ctx;
	struct receipt *r = s->receipt;

	if (s->found) {
		memcpy(r->before, row->hash, SHA256_LEN);
		return false;
	}
	s->found = true;
	r->link = (struct chain_link){ row->attempt, row->number, row->kind,
		row->at };
	r->position = row->position;
	memcpy(r->hash, row->hash, SHA256_LEN);
	chain_content(r->content,
	    (struct slice){ (const char *)row->salt, SALT_LEN }, row->payload);
	return true;
}

/* ERR_STATE: what is on the disk is not what was put there. */
static enum err
read_receipt(struct receipt *out, struct hall *h, const struct seat *s)
{
	const struct signed_head *head = &h->evidence->signed_last;
	struct receipt r = { .checkpoint = buf_slice(&head->text) };
	struct sought sought = { &r, false };
	uint8_t hash[SHA256_LEN];
	enum err e =
	    store_walk_back(h->store, s->receipt.position, see_row, &sought);

	if (e != ERR_OK)
		return e;
	chain_hash(hash, &r.link, r.before, r.content);
	if (!hash_equal(hash, s->receipt.hash, SHA256_LEN))
		return ERR_STATE;
	e = tree_prove(
	    &r.proof, r.position - 1, head->head.size, evidence_nodes, h);
	if (e == ERR_OK)
		*out = r;
	return e;
}

void
receipt_reply(struct hall *h, struct request *r)
{
	char line[RECEIPT_LINE_MAX], name[64];
	struct buf text = { 0 };
	struct receipt receipt;
	struct buf *b;

	if (read_receipt(&receipt, h, r->seat) != ERR_OK) {
		h->broken = true;
		return;
	}
	receipt_put(&text, &receipt);
	receipt_line(
	    line, receipt.link.attempt, receipt.link.number, receipt.hash);
	snprintf(name, sizeof(name), "receipt-%llu-%u.txt",
	    (unsigned long long)receipt.link.attempt, receipt.link.number);
	b = reply_begin(h);
	out_word(b, "receipt", line);
	out_word(b, "name", name);
	out_text(b, "file", buf_slice(&text));
	reply_end(h, r, 200);
	buf_fini(&text);
}

static void
wait_for_head(struct hall *h, struct request *r)
{
	struct evidence *ev = h->evidence;

	if (ev->n_waiting == RECEIPTS_WAITING_MAX) {
		reply_refuse(h, r, ERR_BUSY,
		    "Many want their receipt just now; ask again in a "
		    "second.");
		return;
	}
	if (ev->n_waiting == ev->waiting_room) {
		ev->waiting_room =
		    ev->waiting_room > 0 ? 2 * ev->waiting_room : 64;
		ev->waiting = alloc_resize(
		    ev->waiting, ev->waiting_room, sizeof(*ev->waiting));
	}
	ev->waiting[ev->n_waiting++] =
	    (struct receipt_wait){ r->slot, h->nets[r->slot].generation,
		    r->frame->conn, r->seat->chain.attempt };
}

void
candidate_receipt(struct hall *h, struct request *r)
{
	if (r->seat->receipt.position == 0)
		reply_refuse(h, r, ERR_STATE,
		    "There is a receipt once a section is closed.");
	else if (!seat_may_walk(h, r->seat))
		reply_refuse(h, r, ERR_FULL,
		    "The receipt was asked for too often; wait a second.");
	else
		wait_for_head(h, r);
}

void
seat_write_receipt(struct buf *b, const char *name, const struct seat *s)
{
	char line[RECEIPT_LINE_MAX];

	if (s->receipt.position == 0) {
		out_null(b, name);
		return;
	}
	receipt_line(
	    line, s->chain.attempt, s->receipt.number, s->receipt.hash);
	out_word(b, name, line);
}

/* ---- heads ---- */

void
checkpoint_show(struct hall *h, struct request *r)
{
	const struct evidence *ev = h->evidence;
	struct buf *b = reply_begin(h);

	out_text(b, "checkpoint", buf_slice(&ev->published.text));
	out_text(b, "keys", buf_slice(&ev->keys_text));
	reply_end(h, r, 200);
}

static void
write_proof(struct buf *b, const struct tree_proof *p)
{
	struct buf text = { 0 };
	size_t i;

	out_open_array(b, "proof");
	for (i = 0; i < p->n; i++) {
		buf_clear(&text);
		code_put_base64(&text,
		    (struct slice){ (const char *)p->hashes[i], SHA256_LEN });
		out_text(b, NULL, buf_slice(&text));
	}
	out_close_array(b);
	buf_fini(&text);
}

void
log_consistency(struct hall *h, struct request *r)
{
	const struct signed_head *head = &h->evidence->published;
	struct tree_proof proof;
	uint64_t from = 0;
	struct buf *b;

	if (!number_read(&from, r->frame->params[0]) || from == 0 ||
	    from > head->head.size) {
		reply_refuse(h, r, ERR_UNKNOWN,
		    "There was no head of so many events; the published one "
		    "has %llu.",
		    (unsigned long long)head->head.size);
		return;
	}
	if (tree_prove_prefix(
		&proof, from, head->head.size, evidence_nodes, h) != ERR_OK) {
		h->broken = true;
		return;
	}
	b = reply_begin(h);
	out_text(b, "checkpoint", buf_slice(&head->text));
	out_int(b, "from", (int64_t)from);
	write_proof(b, &proof);
	reply_end(h, r, 200);
}
