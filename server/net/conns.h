/*
 * conns: all connections of a process: by state, by slot, by turn.
 */
#ifndef NET_CONNS_H
#define NET_CONNS_H

#include "net/conn.h"

/* Of who is not signed in: is somebody of the same household? */
enum standing { NEWCOMER, NEIGHBOUR, N_STANDINGS };

struct conns {
	struct conn_list in[N_CONN_STATES]; /* each oldest first */
	size_t count[N_CONN_STATES];
	struct conn_list writers; /* have something in out */
	struct conn_list shakers[N_STANDINGS]; /* lines: for the handshake ... */
	struct conn_list askers[N_STANDINGS];  /* ... and to be read from */
	size_t shaken; /* handshakes that had their turn */
	size_t asking; /* guests who wait for the hall */
	struct conn **slots;	  /* by conn.slot; NULL: free */
	uint32_t *free_slots;
	uint32_t n_slots, n_free;
	uint32_t generation;
};

void conns_init(struct conns *, uint32_t most);
/* Frees every connection. */
void conns_fini(struct conns *);
size_t conns_count(const struct conns *); /* of the living */

/*
 * A new connection in its first state, with a slot; NULL: there are enough.
 * The caller fills in who it is and gives it its descriptor.
 */
struct conn *conns_add(struct net *, enum conn_state);
/* Which request the hall means; NULL: it is gone, which is normal. */
struct conn *conns_find(const struct conns *, uint64_t id);
/* A name for its next request. */
uint64_t conns_name(struct conns *, const struct conn *);

/* The list side of a change of state; for conn.c. */
void conns_move(struct conns *, struct conn *, enum conn_state, struct mono now);
void conns_want_turn(struct conns *, struct conn *);
/* A guest who is ready to be heard waits for its turn. */
void conns_line_up(struct conns *, struct conn *);
bool conns_is_in_line(const struct conns *, const struct conn *);

void conns_tell_all(struct conns *, enum conn_event);

/* The turn, in its order. */
void conns_write(struct conns *);
void conns_serve_guests(struct conns *);
void conns_expire(struct conns *, struct mono now);
void conns_reap(struct conns *);
/* Nobody waits for a turn. */
bool conns_at_rest(const struct conns *);
/* When conns_expire() has something to do; MONO_NEVER: never. */
struct mono conns_deadline(const struct conns *);

#endif
