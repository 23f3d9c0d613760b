/*
 * ledger: what was acknowledged to one candidate, kept outside the server and
 * held against what the server has.
 */
#ifndef E2E_LEDGER_H
#define E2E_LEDGER_H

#include <stddef.h>

#include "writer.h"

#define LEDGER_ITEMS_MAX 16

struct ledger {
	struct ack *acks; /* not held against the journal yet, in order */
	size_t n, room;
	int64_t acked[LEDGER_ITEMS_MAX + 1];  /* seq by item; 0: none */
	int64_t stored[LEDGER_ITEMS_MAX + 1]; /* by the journal */
	int64_t seen; /* number of the last event looked at */
};

void ledger_fini(struct ledger *);
void ledger_add(struct ledger *, const struct ack *);
/*
 * Fails the test unless each acknowledged save stands in the journal, once, at
 * the position that was told.  timeline was asked for after all that was added.
 * Returns how many events are left, from the first save that was not added yet.
 */
size_t ledger_check_journal(struct ledger *, const json_t *timeline);
/* Fails it unless the paper shows, for each item, the last that was. */
void ledger_check_paper(const struct ledger *, const json_t *items);

#endif
