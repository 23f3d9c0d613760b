/*
 * sitter: a candidate who does what a test says, on a connection of their own.
 */
#ifndef E2E_SITTER_H
#define E2E_SITTER_H

#include "centre.h"
#include "wire/stream.h"

struct sitter {
	const struct ticket *ticket;
	struct wire *wire;
	struct stream *stream; /* NULL: none was opened */
	char token[65];
};

/* Signs in from this device, as the n-th candidate, from 0. */
void sitter_init(struct sitter *, struct centre *, size_t n,
    const char *device);
void sitter_fini(struct sitter *);
/* Opens the attempt and enters its first section. */
void sitter_enter(struct sitter *);

json_t *sitter_attempt(struct sitter *);
/* remaining_ms of an attempt object. */
int64_t remaining_in(const json_t *attempt);

/* A response that every item takes: nothing, or its first choice, or a text
 * that is made of n. */
json_t *sitter_response(const json_t *item, unsigned n);
/* { "seq": ..., "response": ... }; the response is taken. */
json_t *sitter_save(struct sitter *, int item, int64_t seq, json_t *response,
    int status);

/* The next event of this name, its data the caller's; others are passed over. */
json_t *stream_hear(struct stream *, const char *name);
/* The same on the candidate's own stream, which begins with the first call. */
json_t *sitter_hear(struct sitter *, struct centre *, const char *name);

#endif
