/*
 * evidence: the tree over the journal, its signed heads, and what is given out
 * of both, for the files of this folder only.
 *
 * Between a commit and the next event what is in the tree is what is durable;
 * then, and only then, heads are signed: at most one a commit.
 *
 *	signed		the newest, in memory: receipts lead to it
 *	published	for everybody: at start and stop, when a sitting opens
 *			and when its last window has closed, and each hour in
 *			which anything happened; kept in DIR/checkpoints
 *	the mark	DIR/keys/high-water: what was signed last, so that an
 *			older copy of the data put in our place is noticed
 */
#ifndef HALL_EVIDENCE_H
#define HALL_EVIDENCE_H

#include "hall/state.h"
#include "proof/checkpoint.h"
#include "proof/keys.h"
#include "proof/tree.h"

#define EVIDENCE_MARK "keys/high-water"

/* A request for a receipt that a head has to be signed for. */
struct receipt_wait {
	unsigned slot;
	uint64_t generation, conn;
	uint64_t attempt;
};

struct signed_head {
	struct checkpoint head;
	struct buf text;
};

/* The hall owns it. */
struct evidence {
	char *directory;
	struct tree tree; /* of every event that was put */
	struct note_signer *signer;
	struct keys *keys;
	struct buf keys_text;
	struct signed_head signed_last, published;
	uint64_t marked; /* size of the head in the mark */
	struct mono next_look;
	struct wall looked;	      /* at which sittings open and close */
	struct receipt_wait *waiting; /* oldest first */
	size_t n_waiting, waiting_room;
};

/* ---- evidence.c ---- */

/* Once the journal is read: keys, tree and mark.  ERR_STATE or ERR_IO: the diag
 * says what does not fit and what to do. */
MUST_CHECK enum err evidence_open(
    struct hall *, const struct hall_setup *, struct diag *);
void evidence_close(struct hall *);
/* An event was put: it has this hash. */
void evidence_add(struct hall *, const uint8_t hash[HASH_LEN]);
/* After a commit: see that the head of all there is has been signed; false: it
 * cannot be, the log says so. */
bool evidence_sign(struct hall *);
/* After a commit: sign for those who wait, and let them have it. */
void evidence_answer(struct hall *);
/* After a commit: is it time for a mark, or for a head to be published? */
void evidence_look(struct hall *);
/* After a commit, at start and stop. */
void evidence_publish(struct hall *);
bool evidence_has_work(const struct hall *);
struct mono evidence_next(const struct hall *);

/* Nodes of the tree for proofs, see tree_read; ctx: the hall. */
enum err evidence_nodes(void *ctx, uint8_t (*out)[SHA256_LEN], unsigned level,
    uint64_t first, size_t n);

/* ---- evidence_key.c ---- */

/* Read the signer and its history; make them where there are none. */
MUST_CHECK enum err evidence_open_keys(
    struct evidence *, const struct hall_setup *, struct diag *);
/* A path in the data directory, owned by the caller. */
char *evidence_path(const struct evidence *, const char *name);

/* ---- evidence_mark.c ---- */

/* Is the journal the one that the mark was made of, or one that grew out of
 * it?  Where not: ERR_STATE, or it is journalled that this was accepted. */
MUST_CHECK enum err evidence_check_mark(
    struct hall *, const struct hall_setup *, struct diag *);
/* Write the newest signed head there. */
void evidence_put_mark(struct evidence *);

#endif
