/*
 * listeners: the doors: who comes in, and what happens when descriptors run
 * out.
 */
#ifndef NET_LISTENERS_H
#define NET_LISTENERS_H

#include <event2/event.h>
#include <stddef.h>

#include "control.h"
#include "exam/limits.h"

struct net;

struct door {
	struct net *net;
	int fd;
	enum listener kind;
	struct event *event;
	bool open;
};

struct listeners {
	struct door at[LISTENERS_MAX];
	size_t n;
	int spare;	     /* given up to refuse somebody when none is left */
	struct event *again; /* after a pause: listen again */
};

void listeners_init(struct net *);
/* Takes the descriptor.  ERR_FULL: there are LISTENERS_MAX. */
MUST_CHECK enum err listeners_add(struct net *, int fd, enum listener);
/* Those that can serve begin to; TCP needs a certificate. */
void listeners_open(struct net *);
/* The spare descriptor, for something that is needed more; false: it is given
 * already.  Renewed when there is one again. */
bool listeners_give_spare(struct listeners *);
void listeners_renew_spare(struct listeners *);
/* Nobody comes in any more. */
void listeners_close(struct net *);

#endif
