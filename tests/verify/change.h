/*
 * change: what somebody may do to evidence.
 */
#ifndef VERIFY_CHANGE_H
#define VERIFY_CHANGE_H

#include "verify/exhibit.h"

#define CHANGES(X)                                                             \
	X(BYTE, "a byte changed")                                              \
	X(INSERTED, "a byte inserted")                                         \
	X(DELETED, "a byte deleted")                                           \
	X(LINE_GONE, "a line deleted")                                         \
	X(LINE_TWICE, "a line repeated")                                       \
	X(LINES_SWAPPED, "two lines swapped")

enum change {
#define X(name, words) CHANGE_##name,
	CHANGES(X)
#undef X
	N_CHANGES
};

const char *change_words(enum change);

/* Changes the bytes from first to end; false: they are as they were. */
bool change_bytes(struct buf *, struct rng *, enum change, size_t first,
    size_t end);

/* ---- by who has stolen the key ---- */

/* A changed transcript, sealed again. */
bool change_transcript(struct buf *out, struct rng *, enum change,
    struct slice transcript, const struct note_signer *);
/* A file of a bundle changed, the manifest made and sealed again, and the
 * transcript too if it is the file.  *file says which. */
bool change_bundle(struct buf *out, struct rng *, enum change,
    struct slice bundle, const struct note_signer *, const char **file);

/* ---- by who writes the journal again ---- */

#define REWRITINGS(X)                                                          \
	X(EVENT_GONE, "an event left out")                                     \
	X(EVENT_TWICE, "an event put in twice")                                \
	X(EVENTS_SWAPPED, "two events swapped")                                \
	X(TIME, "an event's time moved")                                       \
	X(PAYLOAD, "what an event says changed")

enum rewriting {
#define X(name, words) REWRITING_##name,
	REWRITINGS(X)
#undef X
	N_REWRITINGS
};

/* Event i, from 0, never happened. */
void change_leave_out(struct chance_attempt *, size_t i);
const char *rewriting_words(enum rewriting);
/* false: it is as it was. */
bool change_attempt(struct chance_attempt *, struct rng *, enum rewriting);

#endif
