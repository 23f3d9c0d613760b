/*
 * hall_links: the hall's ends of its nets: frames in, replies out, nobody
 * waited for.  What the hall has to say to a net lies in hall_out(); it leaves
 * only behind a commit, and as far as the net takes it.
 */
#ifndef HALL_LINKS_H
#define HALL_LINKS_H

#include <poll.h>

#include "exam/buf.h"
#include "hall/hall.h"

/* One net. */
struct hall_link {
	int fd; /* -1: free */
	struct buf in;
	size_t left; /* bytes of the out buffer, at its beginning, that have */
	size_t may_leave; /* committed ones behind them */
};

struct hall_links {
	struct hall *hall; /* lent; NULL until there is one */
	struct hall_link of[HALL_NETS_MAX];
};

void hall_links_init(struct hall_links *);
/* Closes every descriptor. */
void hall_links_fini(struct hall_links *);

/* Takes the descriptor, and closes it where there is no place for one more. */
void hall_links_add(struct hall_links *, int fd, enum port);
/* The commit is done: what the out buffers hold now may leave. */
void hall_links_answer(struct hall_links *);

/* What to poll: of HALL_NETS_MAX at most, one of each net; slots says which.
 * How many they are. */
nfds_t hall_links_interests(
    const struct hall_links *, struct pollfd *, unsigned *slots);
/* What poll said of one: write, read, and let the hall hear what is whole. */
void hall_links_serve(
    struct hall_links *, unsigned slot, const struct pollfd *);

#endif
