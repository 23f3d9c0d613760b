/*
 * What the two parts of the reading half of bank_codec.h share: bank_decode.c
 * has the bank and its items, bank_decode_value.c the values, variables and
 * expressions.  Nobody else includes this.
 *
 * A decoder goes on after a mistake, with zeros and empty arrays; whoever
 * began it looks at c.bad in the end.
 */
#ifndef CORE_BANK_DECODER_H
#define CORE_BANK_DECODER_H

#include "core/bank_codec.h"

struct decoder {
	struct cursor c;
	struct arena *arena;
	unsigned nodes; /* of the tree being read */
};

unsigned decode_enum(struct decoder *, unsigned n); /* below n */
bool decode_bool(struct decoder *);
double decode_double(struct decoder *);
/* A length within its limit, of elements of at least one byte each. */
uint32_t decode_count(struct decoder *, uint32_t max);
void decode_variable(struct variable *, struct decoder *);
/* Bounded in depth and number before expr_check() sees it. */
void decode_expr(struct expr *, struct decoder *);

#endif
