/* address: where to listen, as people write it: 127.0.0.1:8443, [::1]:0. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "exam/err.h"

#define ADDRESS_TEXT_MAX 64

struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} at;
	socklen_t len;
};

/* A numeric address and a port; port 0 is "any free one".  ERR_SYNTAX. */
MUST_CHECK enum err address_parse(struct address *, const char *text);
/* Is this a numeric address, without a port? */
bool address_is_host(const char *text);

uint16_t address_port(const struct address *);
void address_set_port(struct address *, uint16_t);
/* As address_parse() reads it.  Returns text. */
char *address_format(char text[ADDRESS_TEXT_MAX], const struct address *);

#endif
