/*
 * profile: marks by topic within a section, for somebody who wants to improve.
 *
 * Nothing here tells of a single item: topics of a section with fewer than
 * PROFILE_ITEMS_MIN items are put together as TOPIC_REST, and if even those are
 * fewer they are left out.
 */
#ifndef CORE_PROFILE_H
#define CORE_PROFILE_H

#include <stdint.h>

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/limits.h"

#define TOPIC_REST UINT16_MAX

struct topic_score {
	uint16_t section; /* 0-based */
	uint16_t topic;	  /* index in the bank, or TOPIC_REST */
	uint16_t n_items;
	int64_t marks, max_marks; /* thousandths; marks may be negative */
};

struct profile {
	uint16_t n;
	struct topic_score *topics; /* owned */
};

void profile_fini(struct profile *);
/* One item; at most PAPER_ITEMS_MAX of them. */
void profile_add(struct profile *, uint16_t section, uint16_t topic,
    int64_t marks, int64_t max_marks);
/* After the last item: puts small topics together, and all in the order of
 * sections and topics, TOPIC_REST last. */
void profile_settle(struct profile *);

void profile_pack(const struct profile *, struct buf *);
/* ERR_SYNTAX: not what profile_pack() writes. */
MUST_CHECK enum err profile_unpack(struct profile *, struct cursor *);

#endif
