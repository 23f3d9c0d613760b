/*
 * allot: where the candidates of a list sit.
 *
 *	allot_new()	what is taken in the rooms of the sitting now
 *	allot_add()	each line of the list: what it says of room and seat
 *	allot_settle()	nobody on a seat of another, no room too full; who has
 *			a room and no seat gets the first that is free, and who
 *			has neither a share of the rooms
 *	allot_put()	each line again: the seat becomes the candidate's
 *
 * Between the first and the last nobody else may move people or rooms.
 */
#ifndef HALL_ALLOT_H
#define HALL_ALLOT_H

#include "hall/state.h"
#include "load/candidates.h"

struct allotment;

/* Owned by the caller. */
struct allotment *allot_new(const struct roster *);
void allot_free(struct allotment *);

/* The next line.  The seat is the candidate's in the roster, or NULL.
 * Mistakes are told. */
void allot_add(struct allotment *, const struct candidate *,
    const struct seat *, struct diag *);
void allot_settle(struct allotment *, struct diag *);

/* Does the candidate of the line sit there already? */
bool allot_keeps(const struct allotment *, size_t line,
    const struct candidate *, const struct seat *);
void allot_put(const struct allotment *, size_t line, const struct candidate *,
    struct seat *);

/* What was settled of so many lines, kept over a restart.  Reading gives NULL:
 * damaged. */
void allot_write(const struct allotment *, struct buf *);
struct allotment *allot_read(const struct roster *, struct slice, size_t lines);

#endif
