/*
 * channel: bytes to and from the server, over TLS or a Unix socket, without
 * ever blocking.  Private to wire/.
 *
 *	closed -> connecting (each address in turn, TLS handshake) -> up
 *
 * Whoever uses it polls channel_fd() for channel_events() and closes it when
 * its own deadline, or channel_deadline() while connecting, has passed.
 */
#ifndef WIRE_CHANNEL_H
#define WIRE_CHANNEL_H

#include "wire/wire.h"

struct channel;

struct channel *channel_new(struct wire_server *);
void channel_free(struct channel *);

/* Begins to connect; it must be closed.  ERR_SYS: channel_why(). */
MUST_CHECK enum err channel_open(struct channel *);
/* Goes on connecting.  ERR_OK: it is up; ERR_BUSY: poll; ERR_SYS: closed. */
MUST_CHECK enum err channel_connect(struct channel *);
void channel_close(struct channel *);
bool channel_is_closed(const struct channel *);

/*
 * Moves up to the length of the slice, or into room of *len; *len says how
 * much was moved; a read of 0 is the end.  ERR_BUSY: poll, and try again.
 * ERR_SYS: broken; channel_why().
 */
MUST_CHECK enum err channel_write(struct channel *, size_t *len, struct slice);
MUST_CHECK enum err channel_read(struct channel *, size_t *len, char *room,
    size_t room_len);

int channel_fd(const struct channel *); /* -1: closed */
short channel_events(const struct channel *);
struct mono channel_deadline(const struct channel *); /* while connecting */
const char *channel_why(const struct channel *);
bool channel_is_untrusted(const struct channel *);
bool channel_lacks_certificate(const struct channel *);

#endif
