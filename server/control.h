/*
 * control: what the parent and its children say to each other.
 *
 * A SOCK_SEQPACKET pair per child, one message a packet, at most one
 * descriptor with each (SCM_RIGHTS).  Children are the program itself,
 * executed again with its role as the first argument and the control socket
 * as descriptor 3.
 *
 *	to a net	LISTEN (descriptor: a bound, listening socket; arg: enum
 *			listener), CERTIFICATE (body: PEM chain, NUL, PEM key,
 *			NUL, PEM authorities that sign for clients of the
 *			staff's port; empty: they need no certificate), HALL
 *			(descriptor: a new link to the hall), LOG, DRAIN
 *	to the hall	NET (descriptor: a new link; arg: enum port), LOG, DRAIN,
 *			CERTIFICATE_ENDS (arg: when, in milliseconds of the wall
 *			clock),
 *			HELPER_DONE (arg: job; descriptor: memfd with the
 *			output; status: exit status, or -1 if it was killed)
 *	from the hall	READY, HELPER (arg: job; status: enum helper_job;
 *			descriptor: memfd with the input)
 *	from a net	READY, BROKEN (the link to the hall has ended)
 *
 * LOG (arg: enum log_level; status: 1 or 0) asks for log_limit() and, by the
 * status, for log_shed().
 */
#ifndef CONTROL_H
#define CONTROL_H

#include <stdint.h>

#include "exam/err.h"
#include "exam/slice.h"

#define CONTROL_FD 3
#define CONTROL_BODY_MAX (96 << 10) /* three files of a few certificates */

enum control_kind {
	CONTROL_LISTEN = 1,
	CONTROL_CERTIFICATE,
	CONTROL_HALL,
	CONTROL_NET,
	CONTROL_DRAIN,
	CONTROL_READY,
	CONTROL_BROKEN,
	CONTROL_HELPER,
	CONTROL_HELPER_DONE,
	CONTROL_LOG,
	CONTROL_CERTIFICATE_ENDS,
	CONTROL_KINDS
};

enum listener { LISTENER_TCP, LISTENER_LOCAL };

/* What a helper can do: exec'd as `examd helper NAME` with input on descriptor
 * 4 and output on descriptor 5, both memfds.
 * Exit 0: output is the product.  Exit 1: output is text, mistakes, a line
 * each.  Anything else: it broke. */
#define HELPER_JOBS(X)                                                         \
	X(BANK, "bank")		    /* file name \0 JSON -> bank_encode() */   \
	X(PROGRAMME, "programme")   /* file name \0 JSON -> canonical JSON */  \
	X(SCHEDULE, "schedule")	    /* file name \0 JSON -> canonical JSON */  \
	X(FIT, "fit")		    /* load_fit_put() -> nothing */	       \
	X(CANDIDATES, "candidates") /* file name \0 CSV or JSON -> a JSON      \
				       object a line */                        \
	X(PASSWORD_HASH, "password-hash") /* password -> Argon2id string */    \
	X(PASSWORD_CHECK, "password-check") /* Argon2id string \0 password ->  \
					       "yes" or "no" */

enum helper_job {
#define X(name, text) HELPER_##name,
	HELPER_JOBS(X)
#undef X
	    N_HELPER_JOBS
};

struct control_message {
	enum control_kind kind;
	int32_t status;
	uint64_t arg;
	int fd; /* -1: none; the receiver owns it */
	struct slice body;
};

/* Blocking or not as the socket is.  ERR_BUSY: try again when it is writable.
 * The descriptor stays the caller's. */
MUST_CHECK enum err control_send(int socket, const struct control_message *);
/* ERR_BUSY: nothing there.  ERR_SYS: the other side is gone.  ERR_SYNTAX: that
 * was no message; it is dropped, its descriptors are closed.  body points into
 * room, which must hold CONTROL_BODY_MAX.  A descriptor is lost when the process
 * has no place for another. */
MUST_CHECK enum err control_receive(int socket, struct control_message *,
    char *room);

#endif
