/* literal: a value as it is written down, wherever a person may read it. */
#ifndef PROOF_LITERAL_H
#define PROOF_LITERAL_H

#include "core/value.h"

/* 0.5, 12, 1e+300; the shortest that reads back. */
void literal_put_number(struct buf *, double);
/* A number, a boolean, or a text in quotes, which is what a pair, "a b", and a
 * point, "3 4", are too. */
void literal_put_atom(struct buf *, enum value_type, struct atom);
/* Its atoms as a JSON array. */
void literal_put_value(struct buf *, struct value);

#endif
