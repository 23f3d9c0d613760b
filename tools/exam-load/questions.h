/*
 * questions: what a paper asks, in as few bytes as a random valid response
 * needs, and that response from a seed.
 *
 * The seed is what is remembered of a response: 4 bytes whatever its length.
 */
#ifndef EXAM_LOAD_QUESTIONS_H
#define EXAM_LOAD_QUESTIONS_H

#include <jansson.h>

#include "exam/buf.h"
#include "exam/err.h"

enum entry_kind {
	ENTRY_CHOICE, /* of a list, at a gap, or the beginning of an order */
	ENTRY_MATCH,
	ENTRY_TEXT,
	ENTRY_NUMBER,
};

struct entry {
	enum entry_kind kind;
	uint16_t choices, least, most; /* ENTRY_CHOICE; ENTRY_MATCH: columns,
					  pairs */
	uint16_t max_length;	       /* ENTRY_TEXT */
};

struct question {
	uint16_t item; /* number in the paper */
	uint16_t n_entries;
	struct entry *entries;
};

struct questions {
	uint16_t n;
	struct question *at; /* owned */
};

/* From the reply to GET /v1/attempt/paper.  ERR_SYNTAX: it is none. */
MUST_CHECK enum err questions_read(struct questions *, const json_t *paper);
void questions_fini(struct questions *);

/* Append the JSON of the response that follows from the seed: [[2],["x"]]. */
void question_respond(struct buf *, const struct question *, uint32_t seed);
/* Is this response, as the server tells it, the one of the seed? */
bool question_response_is(const struct question *, uint32_t seed,
    const json_t *response);

/* The next of a row of seeds: splitmix64 (Steele, Lea and Flood 2014), its
 * upper half. */
uint32_t seed_next(uint64_t *state);

#endif
