/*
 * keys: the history of the keys that a hall signs its evidence with, as a text
 * that anybody may have.
 *
 *	ORIGIN\n
 *	KEY\n				the first, as note.h tells a key
 *
 * and for each that took over a blank line and a note of
 *
 *	ORIGIN\n
 *	key hand-over\n
 *	KEY\n				the old one
 *	KEY\n				the new one
 *	RFC 3339 time\n
 *
 * signed by both.
 */
#ifndef PROOF_KEYS_H
#define PROOF_KEYS_H

#include "exam/diag.h"
#include "exam/time.h"
#include "proof/note.h"

#define KEYS_MAX 100 /* one a year, for a life */
#define KEYS_BYTES_MAX (64 << 10)

struct keys {
	char origin[NOTE_NAME_MAX + 1];
	struct note_key all[KEYS_MAX];
	struct wall since[KEYS_MAX]; /* hand-over; of the first: 0 */
	size_t n;
};

/* Every hand-over is checked.  ERR_SYNTAX or ERR_INVALID: the diag says where
 * and what. */
MUST_CHECK enum err keys_parse(struct keys *, struct slice, struct diag *);
/* The text of the first; its name is the origin. */
void keys_put_first(struct buf *, const struct note_key *);
/* Appends the next one's taking over. */
MUST_CHECK enum err keys_put_next(struct buf *, const struct note_signer *old,
    const struct note_signer *next, struct wall at);
const struct note_key *keys_newest(const struct keys *);
/* One of them has signed.  *which may be NULL.  ERR_UNKNOWN: none has;
 * ERR_INVALID: a signature of theirs is none of this text. */
MUST_CHECK enum err keys_verify(
    size_t *which, const struct keys *, const struct note *);

#endif
