/*
 * place: a fresh data directory with a store in it, and what was reported.
 * Event n of a place says "answer n", so that a reader can tell it is whole.
 */
#ifndef PLACE_H
#define PLACE_H

#include "store/store.h"

#define REPORTS_MAX 4096

struct place {
	char directory[64];
	struct store *store;
	int64_t wal_limit, ballast;
	uint64_t reported[REPORTS_MAX];
	size_t n_reported;
	int acknowledge; /* descriptor that hears each tag too, or -1 */
};

void place_make(struct place *);
/* Close, and remove the directory. */
void place_remove(struct place *);
/* A name inside; valid until the next call. */
const char *place_path(const struct place *, const char *name);
bool place_has(const struct place *, const char *name);

enum err place_try_open(struct place *, struct diag *);
void place_open(struct place *); /* must succeed */
void place_close(struct place *);

/* The next event of attempt 1, its tag its position. */
struct store_event place_event(const struct place *);
void place_put(struct place *);
void place_commit(struct place *); /* must succeed */
/* Events 1 … *n are all there and whole. */
enum err place_count(struct place *, uint64_t *n);

/* As an operator's shell would, on a store that is closed. */
void place_shell(const struct place *, const char *sql);
int place_ask(const struct place *, const char *name, const char *sql);

#endif
