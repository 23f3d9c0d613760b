/*
 * crowd: the guests of each address: connections that are not signed in.
 *
 * An IPv6 address counts as its /64, which is what one household gets.  The
 * guest who has been longest in one state is the first to give its place up:
 * those who want something of the server move on, those who hold a place do
 * not.  A household that somebody signed in from is remembered: it is served
 * before newcomers.
 *
 * Those who are signed in are counted in the same way, by their session.
 */
#ifndef NET_CROWD_H
#define NET_CROWD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#define ADDRESS_LEN 16 /* IPv6, or IPv4 mapped into it */

struct crowd;
struct household;

/* Part of a connection, which owns it; zeroed: in no crowd. */
struct guest {
	struct household *home;
	TAILQ_ENTRY(guest) all, at_home; /* who moved last is last */
};

struct crowd *crowd_new(uint32_t per_address);
/* All guests have left. */
void crowd_free(struct crowd *);

/* May nobody else come from this address, until one has left? */
bool crowd_is_full(const struct crowd *, const uint8_t address[ADDRESS_LEN]);
/* Has this address more than half of its share? */
bool crowd_is_dense(const struct crowd *, const uint8_t address[ADDRESS_LEN]);

void crowd_enter(struct crowd *, struct guest *,
    const uint8_t address[ADDRESS_LEN]);
/* It has got on: now it is the last that would have to go. */
void crowd_move_on(struct crowd *, struct guest *);
/* Nothing, if it is in no crowd. */
void crowd_leave(struct crowd *, struct guest *);

/* The one who has not moved on for longest, at this address or (NULL) at any;
 * then the next.  NULL: there is none. */
struct guest *crowd_first(const struct crowd *, const uint8_t *address);
struct guest *crowd_next(const struct guest *, const uint8_t *address);

/* Somebody from this household is signed in. */
void crowd_remember(struct crowd *, const struct guest *);
bool crowd_remembers(const struct guest *);

#endif
