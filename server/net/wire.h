/*
 * wire: a non-blocking stream socket, under TLS or bare.
 *
 * After the handshake the library takes from the socket what is there, a
 * record's head and body at once, and one call gives all of it: nothing whole
 * is left inside that the descriptor would not tell about.  At most one record
 * is written by one call.
 */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "exam/err.h"
#include "exam/slice.h"
#include "base/openssl.h"

struct wire {
	int fd;
	SSL *ssl; /* NULL: bare */
	bool ended; /* right behind what was read last */
};

enum wire_says {
	WIRE_DONE,
	WIRE_WANTS_READ,  /* again when it is readable */
	WIRE_WANTS_WRITE, /* again when it is writable */
	WIRE_ENDED	  /* the other side hung up, or it broke */
};

/* ERR_FULL: there is no memory for it; close the wire. */
MUST_CHECK enum err wire_secure(struct wire *, SSL_CTX *);
enum wire_says wire_handshake(struct wire *);
/* Under TLS room must hold three times RECORD_MAX: what the library has taken
 * at once is less than two. */
enum wire_says wire_read(size_t *n, struct wire *, char *room, size_t len);
/* What was not written must be offered again, perhaps with more behind it. */
enum wire_says wire_write(size_t *n, struct wire *, struct slice);
/* close_notify and FIN: nothing more comes from us. */
void wire_finish(struct wire *);
/* Throws away what comes after that. */
enum wire_says wire_discard(struct wire *, char *room, size_t len);
void wire_close(struct wire *);

#endif
