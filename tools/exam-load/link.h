/*
 * link: one TLS connection of a candidate, on libevent.
 *
 *	closed -> connecting -> handshake -> up -> closed
 *
 * Bytes are read as they come into one room that all links share and lent to
 * the owner; what the socket does not take at once is kept until it does.  The
 * owner hears of the end once, and may close the link inside any callback.
 */
#ifndef EXAM_LOAD_LINK_H
#define EXAM_LOAD_LINK_H

#include <stdint.h>
#include <sys/socket.h>

#include "exam/buf.h"
#include "exam/err.h"

struct ssl_st;	/* OpenSSL; its headers and err.h do not mix */
struct ssl_ctx_st;
struct event_base;
struct event;

enum link_end {
	LINK_END_CONNECT,   /* it could not be made */
	LINK_END_HANDSHAKE, /* TLS, or whom the certificate names */
	LINK_END_CLOSED,    /* the server ended it, or the network */
};

/* owner: the pointer given to link_init(). */
struct link_calls {
	void (*up)(void *owner);
	void (*bytes)(void *owner, struct slice);
	void (*ended)(void *owner, enum link_end);
};

/* What went through all links of a target, without the wrapping of TLS. */
struct link_traffic {
	uint64_t in_bytes, out_bytes, handshakes;
};

static inline void
link_traffic_add(struct link_traffic *t, const struct link_traffic *more)
{
	t->in_bytes += more->in_bytes;
	t->out_bytes += more->out_bytes;
	t->handshakes += more->handshakes;
}

/* What all links have in common; outlives them. */
struct link_target {
	struct event_base *base;
	struct ssl_ctx_st *tls;
	struct link_traffic *traffic; /* owned */
	struct sockaddr_storage address;
	socklen_t address_len;
	char name[256];	 /* to be found in the certificate */
	bool name_is_ip;
};

enum link_state {
	LINK_CLOSED,
	LINK_CONNECTING,
	LINK_HANDSHAKE,
	LINK_UP
};

struct link {
	const struct link_target *target;
	const struct link_calls *calls;
	void *owner;
	enum link_state state;
	int fd;
	short waits; /* for EV_READ or EV_WRITE */
	struct ssl_st *ssl;
	struct event *event;
	struct buf out; /* not yet taken by the socket */
};

/* Fills address, name and tls.  local_only: refuse what is not loopback.
 * ERR_INVALID: why says it in a sentence. */
MUST_CHECK enum err link_target_init(struct link_target *, char why[256],
    const char *host_and_port, const char *ca_file, bool local_only);
void link_target_fini(struct link_target *);

void link_init(struct link *, const struct link_target *,
    const struct link_calls *, void *owner);
/* It must be closed.  Trouble is told through ended(), never in this call
 * itself, except that the system has no more descriptors: ERR_SYS. */
MUST_CHECK enum err link_open(struct link *);
void link_close(struct link *);
/* It must be up. */
void link_send(struct link *, struct slice);

#endif
