/*
 * net: what the connections of one net process share.
 */
#ifndef NET_NET_H
#define NET_NET_H

#include "net/conns.h"
#include "net/crowd.h"
#include "net/link.h"
#include "net/listeners.h"
#include "base/openssl.h"
#include "net/proxy.h"
#include "net/reply.h"
#include "net/target.h"
#include "roles.h"

struct net {
	const struct net_options *options;
	struct event_base *base;
	struct event *control, *hall, *hall_writable, *alarm;
	SSL_CTX *tls; /* for the next handshakes; NULL: no certificate yet */
	struct link *link;
	struct listeners listeners;
	struct proxies proxies;
	struct conns conns;
	struct crowd *crowd;
	struct crowd *sessions; /* by token, not by address */
	struct topics *topics;
	size_t held; /* bytes of bodies that come, of pages and images that go */
	size_t held_by_guests; /* of them: of who is not signed in */
	char *room;  /* NET_ROOM: where bytes are read to */
	struct target target; /* of the request that is being read */

	int64_t begun_us; /* when this turn had heard everybody */
	bool looked; /* at the clock, in this turn */
	struct mono now; /* CLOCK_BOOTTIME */
	struct wall wall;
	char date[REPLY_DATE_MAX];
	int64_t date_second;
	struct mono alarm_at;

	uint64_t turned_away; /* callers, by a limit, not told yet */
	struct mono told_at;
	bool hall_blocked; /* its socket is full */
	bool ready;    /* the parent was told so */
	bool draining; /* until drained_by at most */
	struct mono drained_by;
	bool over;
	int status; /* to exit with */
};

#define NET_ROOM CONTROL_BODY_MAX /* also more than RECORD_MAX */

/* What time this turn has; asks once a turn.  Every callback begins with it. */
void net_look_at_clock(struct net *);

#endif
