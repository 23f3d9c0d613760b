/*
 * topics: which event streams listen to what.
 *
 * A subscription is embedded in what its connection owns; it is in at most
 * one topic.  A topic exists while somebody listens.
 */
#ifndef NET_TOPICS_H
#define NET_TOPICS_H

#include <stdint.h>
#include <sys/queue.h>

struct conn;
struct topic;
struct topics;

struct subscription {
	struct conn *conn;
	struct topic *topic; /* NULL: none */
	LIST_ENTRY(subscription) others;
};

struct topics *topics_new(void);
void topics_free(struct topics *); /* when nobody listens any more */

void topics_join(struct topics *, uint64_t topic, struct subscription *);
void topics_leave(struct subscription *);

/*
 * Everybody who listens.  Ask for the next one before doing anything that may
 * end this one; ending this one, and no other, is allowed.
 */
struct subscription *topics_first(struct topics *, uint64_t topic);
struct subscription *topics_next(struct subscription *);

#endif
