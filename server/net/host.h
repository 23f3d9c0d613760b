/* host: whom a request is for; the Host field of RFC 9110 §7.2. */
#ifndef NET_HOST_H
#define NET_HOST_H

#include <stdbool.h>

#include "exam/slice.h"

/*
 * A name of letters, digits, '-' and '_' between single dots (one may end it),
 * an IPv4 address, or an IPv6 address in brackets; then perhaps a port.  What
 * RFC 3986 allows beyond that (escapes, empty ports, addresses of the future)
 * is read differently by different servers, and asked for by nobody.
 */
bool host_is_valid(struct slice);

#endif
