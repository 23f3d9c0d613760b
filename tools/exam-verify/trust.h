/*
 * trust: what the person who checks has brought: keys and heads that the body
 * has published, and the short line of a receipt.
 */
#ifndef VERIFY_TRUST_H
#define VERIFY_TRUST_H

#include "exam-verify/finding.h"
#include "proof/keys.h"
#include "proof/receipt.h"

/* A head as it was given. */
struct trust_head {
	struct checkpoint said;
	struct note note;
	const char *file; /* borrowed */
};

struct trust {
	struct keys *keys;	/* of --keys, or NULL */
	struct note_key key;	/* of --key */
	bool has_key;
	struct trust_head *heads; /* of --head */
	size_t n_heads;
	struct receipt_line line; /* of --line */
	bool has_line;
	struct buf *texts; /* that the heads point into */
	size_t n_texts;
};

void trust_fini(struct trust *);

/* What is wrong becomes something unreadable. */
void trust_add_keys(struct trust *, struct findings *, const char *file,
    struct slice);
void trust_add_key(struct trust *, struct findings *, const char *text);
void trust_add_line(struct trust *, struct findings *, const char *text);
/* Takes the bytes over. */
void trust_add_heads(struct trust *, struct findings *, const char *file,
    struct buf *);

/* Is it the text of evidence.keys? */
bool trust_holds_keys(struct slice);

/* The heads of a file, in order; borrowed from text.  ERR_SYNTAX. */
MUST_CHECK enum err trust_read_heads(struct trust_head **, size_t *n,
    const char *file, struct slice text);

#endif
