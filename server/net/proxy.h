/*
 * proxy: the PROXY protocol, version 2, as a balancer before us speaks it
 * (haproxy.org, proxy-protocol.txt §2.2), and who may speak it.
 */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exam/err.h"
#include "exam/slice.h"
#include "net/crowd.h"

#define PROXIES_MAX 16

struct proxies {
	uint8_t address[PROXIES_MAX][ADDRESS_LEN];
	size_t n;
};

/* Comma-separated addresses; NULL or "": nobody.  ERR_SYNTAX: one is none.
 * ERR_FULL: more than PROXIES_MAX. */
MUST_CHECK enum err proxies_read(struct proxies *, const char *list);
bool proxies_have(const struct proxies *, const uint8_t address[ADDRESS_LEN]);

/* How many bytes the header has, as far as these tell; at most
 * PROXY_HEAD_MAX, and nothing behind it should be read.  0: that is none. */
size_t proxy_need(struct slice bytes);
/* bytes: the whole header.  address is left as it is when the balancer speaks
 * for itself (LOCAL).  ERR_SYNTAX: that is no header. */
MUST_CHECK enum err proxy_read(uint8_t address[ADDRESS_LEN],
    struct slice bytes);

/* Textual IPv4 or IPv6; false: it is neither. */
bool address_read(uint8_t address[ADDRESS_LEN], const char *text);
/* From what the kernel gives; zero for other families. */
struct sockaddr;
void address_of(uint8_t address[ADDRESS_LEN], const struct sockaddr *);

#endif
