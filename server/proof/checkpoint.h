/*
 * checkpoint: a signed head of the tree (c2sp.org/tlog-checkpoint).
 *
 *	ORIGIN\n
 *	SIZE\n
 *	BASE64(root)\n
 *	RFC 3339 time of signing\n	an extension line
 *	\n
 *	— ORIGIN BASE64(key id, signature)\n
 */
#ifndef PROOF_CHECKPOINT_H
#define PROOF_CHECKPOINT_H

#include "base/hash.h"
#include "exam/time.h"
#include "proof/note.h"

#define CHECKPOINT_MAX 4096 /* of its text: longer is none of ours */

struct checkpoint {
	char origin[NOTE_NAME_MAX + 1];
	uint64_t size;
	uint8_t root[SHA256_LEN];
	struct wall at; /* of signing */
};

/* Appends the signed note. */
MUST_CHECK enum err checkpoint_put(
    struct buf *, const struct checkpoint *, const struct note_signer *);
/* What the note's text says; its signature is another matter.  ERR_SYNTAX. */
MUST_CHECK enum err checkpoint_parse(struct checkpoint *, const struct note *);

#endif
