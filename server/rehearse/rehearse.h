/*
 * rehearse: a sitting held in advance, with everybody who is registered, on a
 * scratch copy of a backup and a clock that runs through hours in seconds.
 */
#ifndef REHEARSE_REHEARSE_H
#define REHEARSE_REHEARSE_H

#include "exam/diag.h"
#include "rehearse/check.h"

struct rehearsal {
	const char *backup; /* only read */
	const char *sitting;
	const char *version;
	uint64_t seed; /* of what candidates mean to do */
	struct machine machine;
	play_watch *progress; /* or NULL */
	void *ctx;
};

/*
 * Appends the report, one JSON object (README.md says its members), and how
 * many errors it has.  kept: the path of the scratch copy, which stays and is
 * the caller's to free; NULL: it is removed.
 * ERR_INVALID, ERR_UNKNOWN: there is no such backup or sitting.  ERR_STATE,
 * ERR_IO, ERR_SYS, ERR_FULL: it could not be held.  The diag says why.
 */
MUST_CHECK enum err rehearse(struct buf *report, size_t *n_errors, char **kept,
    const struct rehearsal *, struct diag *);

#endif
