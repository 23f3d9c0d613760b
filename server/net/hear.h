/*
 * hear: what the hall and the parent say, and what they are told.
 */
#ifndef NET_HEAR_H
#define NET_HEAR_H

#include "control.h"

struct net;

/* Takes the descriptor of a new link; an older one is closed first. */
void net_open_hall(struct net *, int fd);
/* Whoever waits for the hall hears that it is away; streams end. */
void net_close_hall(struct net *);
/* Send what was put on the link; a hall that has ended is noticed. */
void net_tell_hall(struct net *);

void net_listen_to_parent(struct net *);
/* A message without more; a parent that does not take it ends the process. */
void net_tell_parent(struct net *, enum control_kind);
/* The turn that is going on is the last. */
void net_stop(struct net *, int status);

#endif
