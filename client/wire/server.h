/*
 * server: where a server is and whom to trust.  Private to wire/.
 */
#ifndef WIRE_SERVER_H
#define WIRE_SERVER_H

#include <sys/socket.h>

#include "base/openssl.h"
#include "wire/wire.h"

struct addrinfo;

struct wire_server {
	char *name;	 /* for people: HOST:PORT, or the path */
	char *host;	 /* without brackets; "localhost" for a socket */
	char *port;
	char *path;	 /* of a Unix socket; NULL: TCP */
	bool host_is_ip;
	SSL_CTX *tls;	 /* NULL for a Unix socket */
	struct addrinfo *addresses; /* NULL until they are first needed */
};

/* Resolves the name unless it was before.  ERR_SYS: why says why not. */
MUST_CHECK enum err server_resolve(struct wire_server *,
    char why[WIRE_WHY_MAX]);
/* A TLS client for this server, which checks its name; NULL without memory. */
SSL *server_new_tls(const struct wire_server *);

#endif
