/* request: the bytes of an HTTP/1.1 request.  Private to wire/. */
#ifndef WIRE_REQUEST_H
#define WIRE_REQUEST_H

#include "exam/buf.h"
#include "wire/wire.h"

/* token NULL: none is sent. */
void request_put(struct buf *, const struct wire_server *, const char *token,
    const struct wire_request *);

#endif
