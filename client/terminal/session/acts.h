/*
 * acts: what the candidate asked for and the server has not done yet, in
 * order, and the requests they become.
 */
#ifndef TERMINAL_ACTS_H
#define TERMINAL_ACTS_H

#include "terminal/session/news.h"
#include "wire/wire.h"

struct act_entry {
	enum act act;
	int number;
	char *text; /* the entry's own; NULL: none */
	char key[WIRE_KEY_LEN + 1];
};

struct acts {
	struct act_entry entries[SESSION_ACTS_MAX];
	size_t n;
};

/* text may be NULL.  ERR_FULL: too many wait. */
MUST_CHECK enum err acts_put(struct acts *, enum act, int number,
    const char *text);
void acts_drop_first(struct acts *);
void acts_fini(struct acts *);

/* The first one as a request; path and body belong to the caller's buffers and
 * the key to the entry. */
void acts_request(struct wire_request *, struct buf *path, struct buf *body,
    const struct acts *);
/* Does the server answer with the attempt object? */
bool act_gives_attempt(enum act);

#endif
