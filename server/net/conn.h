/*
 * conn: one client's connection: its states, how long each may last, and what
 * happens in it.
 *
 * A connection has one request at a time; what is pipelined behind it waits
 * in the buffer.  A request's name, which the hall answers to, is new each
 * time: an answer that comes too late finds nobody.
 */
#ifndef NET_CONN_H
#define NET_CONN_H

#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "exam/frame.h"
#include "net/crowd.h"
#include "net/http.h"
#include "net/refusal.h"
#include "net/topics.h"
#include "net/wire.h"

/* X(state, how long it may last) */
#define CONN_STATES(X)                                                         \
	X(PROXY, SECONDS(5))	  /* a balancer says whom it brings */         \
	X(HANDSHAKE, SECONDS(10)) /* TLS */                                    \
	X(LOBBY, SECONDS(30))	  /* like IDLE, of who is not signed in */     \
	X(IDLE, MINUTES(5))	  /* between requests: candidates think */     \
	X(HEAD, SECONDS(10))	  /* a request has begun */                    \
	X(BODY, SECONDS(60))	  /* an upload over a slow line */             \
	X(WAITING, SECONDS(30))	  /* for the hall */                           \
	X(WRITING, SECONDS(60))	  /* to a slow reader */                       \
	X(STREAM, SECONDS(15))	  /* events; then a comment, and again */      \
	X(CLOSING, SECONDS(2))	  /* our last words are out; for their end */  \
	X(DEAD, 0)

enum conn_state {
#define X(name, may_last) CONN_##name,
	CONN_STATES(X)
#undef X
	    N_CONN_STATES
};

enum conn_event {
	ON_READY,   /* the descriptor is readable or writable */
	ON_TURN,    /* it was in a line, and is the next */
	ON_REPLY,   /* the hall has answered; the bytes are in out */
	ON_STREAM,  /* the same, and events follow */
	ON_DROP,    /* the hall ends the stream */
	ON_FLUSHED, /* everything in out is written */
	ON_BROKEN,  /* the hall has ended */
	ON_DRAIN,   /* the server stops */
	ON_TIMEOUT,
	ON_HANGUP,
	N_CONN_EVENTS
};

struct net;

/* Who is at the other end. */
struct peer {
	enum peer_kind kind;
	uint32_t uid;	     /* PEER_LOCAL */
	uint8_t address[16]; /* PEER_TCP */
};

TAILQ_HEAD(conn_list, conn);

/* Owned by its struct net, freed by conns_reap(). */
struct conn {
	struct net *net;
	enum conn_state state;
	struct mono deadline;
	TAILQ_ENTRY(conn) peers; /* of the same state, oldest first */
	TAILQ_ENTRY(conn) queue; /* for its turn: to write, or a line */
	struct conn_list *queued_in; /* NULL: in none */
	uint32_t slot;
	uint64_t id; /* of the request at the hall, or the stream; 0: none */

	struct wire wire;
	struct event event;
	short heard;  /* EV_READ, EV_WRITE: what the event listens for */
	bool blocked; /* a write or a handshake waits for writability */
	bool ended;   /* the client sends nothing more */
	struct peer peer;
	struct guest guest; /* in the crowd until it is signed in */
	struct guest member; /* then, where candidates are: of its session */
	uint8_t session[ADDRESS_LEN]; /* the beginning of the token it showed */
	bool asking;	    /* of conns.asking */

	struct buf in;	  /* what of the next request is here */
	size_t need;	  /* its whole length, once the head is read; or 0 */
	size_t held;	  /* reserved in net->held */
	int64_t read_at;  /* CLOCK_BOOTTIME ms of the last read */
	bool had_token, head_only;
	bool close;	  /* after the reply */
	struct buf out;
	size_t sent;	  /* of out */
	size_t pushed;	  /* of out: what came after a stream's first bytes */
	struct subscription topics[TOPICS_MAX];
};

/* Takes the descriptor.  A guest may have to go for it; if there is none who
 * could, it is closed.  first: PROXY, HANDSHAKE or, on the administration
 * socket, IDLE. */
void conn_open(struct net *, int fd, const struct peer *,
    enum conn_state first);
void conn_step(struct conn *, enum conn_event);
/* Only to a stream; one that reads too slowly is dropped. */
void conn_push(struct conn *, struct slice text);
/* Write what there is; may end the connection or begin its next request. */
void conn_flush(struct conn *);
/* It is signed in, in this session: from now on it is not one of the crowd. */
void conn_trust(struct conn *, const uint8_t *token);
bool conn_is_guest(const struct conn *);
/* A guest that waits for nothing of ours hangs up: of this address or (NULL) of
 * any.  false: there is none. */
bool conn_turn_out(struct net *, const uint8_t *address);

const char *conn_state_name(enum conn_state);
int64_t conn_state_may_last(enum conn_state);
bool conn_expects(enum conn_state, enum conn_event);

#endif
