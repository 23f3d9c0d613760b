/* evidence: the tree, and when its heads are signed and published. */
#include "hall/evidence.h"
#include "hall/reply.h"
#include "hall/roster.h"
#include "hall/seat.h"

#include "base/file.h"
#include "base/log.h"

#define LOOK_MS SECONDS(10) /* how old a mark may be while events come */
#define PUBLISH_MS HOURS(1)

/* ---- the tree ---- */

enum err
evidence_nodes(void *ctx, uint8_t (*out)[SHA256_LEN], unsigned level,
    uint64_t first, size_t n)
{
	struct hall *h = ctx;
	enum err e = store_read_nodes(h->store, out, level, first, n);
	size_t i;

	for (i = 0; i < n && level == 0 && e == ERR_OK; i++)
		tree_leaf(out[i], out[i]);
	return e;
}

static void
keep_node(void *ctx, unsigned level, uint64_t index, const uint8_t *hash)
{
	struct hall *h = ctx;

	store_put_node(h->store, level, index, hash);
}

void
evidence_add(struct hall *h, const uint8_t hash[HASH_LEN])
{
	uint8_t leaf[SHA256_LEN];

	tree_leaf(leaf, hash);
	tree_append(&h->evidence->tree, leaf, keep_node, h);
}

static bool
see_event(void *ctx, const struct store_event *e)
{
	evidence_add(ctx, e->hash);
	return true;
}

/* A database from before there was a tree has no node of it: one walk. */
static enum err
open_tree(struct hall *h)
{
	uint64_t size = store_last_position(h->store);

	if (size < TREE_BLOCK || store_has_nodes(h->store))
		return tree_load(&h->evidence->tree, size, evidence_nodes, h);
	log_line(LOG_NOTICE, "the tree over %llu events is made",
	    (unsigned long long)size);
	return store_each_event(h->store, 0, see_event, h);
}

enum err
evidence_open(struct hall *h, const struct hall_setup *setup, struct diag *d)
{
	struct evidence *ev = h->evidence = alloc_zero(1, sizeof(*ev));
	enum err e;

	ev->directory = alloc_text(setup->directory);
	ev->looked = setup->now.wall;
	ev->next_look = mono_add(setup->now.mono, LOOK_MS);
	e = open_tree(h);
	if (e != ERR_OK) {
		diag_add(d, 0, "journal",
		    "the tree over its events cannot be read: the file was "
		    "changed or is damaged; restore the last backup");
		return e;
	}
	e = evidence_open_keys(ev, setup, d);
	return e == ERR_OK ? evidence_check_mark(h, setup, d) : e;
}

static void
free_head(struct signed_head *s)
{
	buf_fini(&s->text);
}

void
evidence_close(struct hall *h)
{
	struct evidence *ev = h->evidence;

	if (ev == NULL)
		return;
	note_signer_free(ev->signer);
	free(ev->keys);
	buf_fini(&ev->keys_text);
	free_head(&ev->signed_last);
	free_head(&ev->published);
	free(ev->waiting);
	free(ev->directory);
	free(ev);
}

/* ---- heads ---- */

bool
evidence_sign(struct hall *h)
{
	struct evidence *ev = h->evidence;
	struct checkpoint head = { .size = ev->tree.size, .at = h->now.wall };
	struct buf text = { 0 };

	if (ev->signed_last.text.len > 0 &&
	    ev->signed_last.head.size == ev->tree.size)
		return true; /* nothing has happened since */
	snprintf(head.origin, sizeof(head.origin), "%s", ev->keys->origin);
	tree_root(head.root, &ev->tree);
	if (checkpoint_put(&text, &head, ev->signer) != ERR_OK) {
		buf_fini(&text);
		log_line(LOG_ERROR, "the head of the journal cannot be signed");
		return false;
	}
	free_head(&ev->signed_last);
	ev->signed_last = (struct signed_head){ head, text };
	return true;
}

static void
keep_published(const struct evidence *ev)
{
	char *path = evidence_path(ev, "checkpoints");
	struct buf entry = { 0 };

	buf_put_slice(&entry, buf_slice(&ev->published.text));
	buf_put_text(&entry, "\n");
	if (file_append_safely(path, buf_slice(&entry), 0644) != ERR_OK)
		log_line(LOG_ERROR, "%s: cannot be written", path);
	buf_fini(&entry);
	free(path);
}

void
evidence_publish(struct hall *h)
{
	struct evidence *ev = h->evidence;
	char hex[2 * SHA256_LEN + 1];

	if (!evidence_sign(h) || slice_equal(buf_slice(&ev->published.text),
				     buf_slice(&ev->signed_last.text)))
		return;
	buf_clear(&ev->published.text);
	buf_put_slice(&ev->published.text, buf_slice(&ev->signed_last.text));
	ev->published.head = ev->signed_last.head;
	hash_hex(hex, ev->published.head.root, SHA256_LEN);
	log_line(LOG_NOTICE, "head of %llu events published: root %s",
	    (unsigned long long)ev->published.head.size, hex);
	keep_published(ev);
	evidence_put_mark(ev);
}

/* ---- when ---- */

static bool
is_between(struct wall t, struct wall after, struct wall until)
{
	return t.ms > after.ms && t.ms <= until.ms;
}

/* Since we looked last. */
static bool
a_sitting_opened_or_closed(const struct hall *h)
{
	struct wall since = h->evidence->looked, now = h->now.wall;
	const struct roster *r;

	for (r = h->rosters; r != NULL; r = r->hh.next) {
		if (is_between(r->sitting->opens, since, now))
			return true;
		if (now.ms >= r->sitting->closes.ms &&
		    is_between(roster_last_window(r), since, now))
			return true;
	}
	return false;
}

void
evidence_look(struct hall *h)
{
	struct evidence *ev = h->evidence;
	bool news = ev->tree.size != ev->published.head.size;

	if (!mono_reached(h->now.mono, ev->next_look))
		return;
	ev->next_look = mono_add(h->now.mono, LOOK_MS);
	if (a_sitting_opened_or_closed(h) ||
	    (news && h->now.wall.ms - ev->published.head.at.ms >= PUBLISH_MS))
		evidence_publish(h);
	else if (ev->tree.size != ev->marked && evidence_sign(h))
		evidence_put_mark(ev);
	ev->looked = h->now.wall;
}

bool
evidence_has_work(const struct hall *h)
{
	return h->evidence->n_waiting > 0;
}

struct mono
evidence_next(const struct hall *h)
{
	const struct evidence *ev = h->evidence;

	return h->rosters != NULL || ev->tree.size != ev->marked ? ev->next_look
								 : MONO_NEVER;
}

/* ---- who waits ---- */

static void
answer_one(struct hall *h, const struct receipt_wait *w)
{
	const struct net *net = &h->nets[w->slot];
	struct frame_request frame = { .conn = w->conn,
		.route = ROUTE_RECEIPT };
	struct request r = { .slot = w->slot,
		.frame = &frame,
		.at = h->now,
		.seat = seat_find(h, w->attempt),
		.gone = !net->up || net->generation != w->generation };

	if (r.seat == NULL || r.gone)
		return;
	if (r.seat->receipt.position > h->evidence->signed_last.head.size &&
	    !evidence_sign(h))
		reply_refuse(h, &r, ERR_BUSY,
		    "The receipt cannot be signed just now; ask again.");
	else
		receipt_reply(h, &r);
}

void
evidence_answer(struct hall *h)
{
	struct evidence *ev = h->evidence;
	size_t n =
	    ev->n_waiting < RECEIPTS_A_TURN ? ev->n_waiting : RECEIPTS_A_TURN;
	size_t i;

	if (n == 0)
		return;
	for (i = 0; i < n; i++)
		answer_one(h, &ev->waiting[i]);
	ev->n_waiting -= n;
	memmove(
	    ev->waiting, ev->waiting + n, ev->n_waiting * sizeof(*ev->waiting));
}
