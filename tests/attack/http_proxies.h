/*
 * http_proxies: nginx and HAProxy, each between two sockets in a directory of
 * their own.  What they forward has one field X-Through, theirs.
 */
#ifndef ATTACK_HTTP_PROXIES_H
#define ATTACK_HTTP_PROXIES_H

#include <stdbool.h>

#define PROXIES_PATH_MAX 80

/* X(name, what it is): each as it comes, nginx normalising the target; and as
 * lenient as it can be told to be, nginx forwarding the target as it came. */
#define PROXIES(X)                                                             \
	X(NGINX, "nginx")                                                      \
	X(NGINX_LENIENT, "nginx, lenient")                                     \
	X(HAPROXY, "HAProxy")                                                  \
	X(HAPROXY_LENIENT, "HAProxy, lenient")

enum proxy_kind {
#define X(name, text) PROXY_##name,
	PROXIES(X)
#undef X
	    N_PROXIES
};

extern const char *const proxy_names[N_PROXIES];

/* Are both installed? */
bool proxies_are_there(void);
/* Returns when they listen, and we behind them; else the process ends. */
void proxies_start(void);
void proxies_stop(void);

/* A connection to its front; one that it opens to its back end, or -1. */
int proxy_connect(enum proxy_kind);
int proxy_accept(enum proxy_kind);
/* To wait for the latter. */
int proxy_listener(enum proxy_kind);

#endif
