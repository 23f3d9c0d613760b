/*
 * http_relay: a stream of bytes goes to each proxy; behind it stands a server
 * that reads as examd does and says 200.  Nothing is ever sent to a client who
 * has not sent everything, so all ends by itself.
 */
#ifndef ATTACK_HTTP_RELAY_H
#define ATTACK_HTTP_RELAY_H

#include "exam/buf.h"
#include "http_proxies.h"

#define SEEN_MAX 32

struct relayed {
	/* What the requests behind it meant, stream_tell_meaning(), as the
	 * server read them. */
	struct buf seen[SEEN_MAX];
	size_t n;
	/* One came that the proxy had not made: it has no X-Through, or two. */
	bool is_smuggled;
};

/* false: one of them did not come to an end.  relay_fini() in any case. */
bool relay(struct relayed all[N_PROXIES], struct slice bytes);
void relay_fini(struct relayed all[N_PROXIES]);

#endif
