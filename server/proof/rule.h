/*
 * rule: how an item is marked, in words for people who did not write it.
 */
#ifndef PROOF_RULE_H
#define PROOF_RULE_H

#include "core/item.h"

/*
 * Append one line without its end: what the response processing does, and what
 * people mark.  The two usual ways have sentences of their own:
 *
 *	1 if the response is the key, else nothing
 *	what stands in the response is added up: "a" 0.5, anything else 0
 *
 * Any other is told rule by rule, "X becomes (the marks of R1 + 0.5)", "(if (R1
 * is the key of R1) then … , else …)"; operators that have no sign or word here
 * by their names in QTI, what they say besides before a semicolon.
 */
void rule_put(struct buf *, const struct item *);

#endif
