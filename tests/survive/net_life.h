/*
 * net_life: `examd net` by itself; the test is its parent, its hall and its
 * clients.
 *
 * The clients take it as it comes: whoever is hung up on tries again once.  A
 * reply that the hall did not give, or a silence, fails the case.
 */
#ifndef SURVIVE_NET_LIFE_H
#define SURVIVE_NET_LIFE_H

#include <stdbool.h>

#include "exam/buf.h"
#include "support/identity.h"

struct net_life {
	int pid, control, hall;
	int port;
	struct identity identity;
	struct buf from_net;	   /* what it said to the hall */
	uint64_t n_asked, n_heard; /* by the hall, and of its replies */
};

void net_life_init(struct net_life *);
void net_life_fini(struct net_life *);

/* It starts, serves saves, pages, an event stream and nonsense, gets another
 * certificate and another hall, and is drained.  enough() is called before the
 * last client, who must be served if the net lives; its exit status. */
int net_life_play(struct net_life *, void (*enough)(void));

#endif
