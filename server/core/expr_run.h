/*
 * What the interpreter (expr_run.c) and the operators share.  Nobody else
 * includes this.
 *
 * An operator gets its node and the values of the node's children, which
 * expr_check() has found to fit; it gives a value whose atoms live in the
 * scratch arena or in its arguments.
 */
#ifndef CORE_EXPR_RUN_H
#define CORE_EXPR_RUN_H

#include "core/expr.h"

#define OPERATOR(name)                                                         \
	struct value name(struct process *, const struct expr *,               \
	    const struct value *args)

/* Pay for work; false if there is no budget left (the operator then gives
 * NULL, and the run ends). */
bool expr_spend(struct process *, uint64_t steps);

/* expr_variable.c */
OPERATOR(op_base_value);
OPERATOR(op_variable);
OPERATOR(op_correct);
OPERATOR(op_default);
OPERATOR(op_nothing);
OPERATOR(op_map_response);
OPERATOR(op_map_response_point);
OPERATOR(op_math_constant);
OPERATOR(op_inside);

/* expr_logic.c */
OPERATOR(op_and);
OPERATOR(op_or);
OPERATOR(op_not);
OPERATOR(op_any_n);
OPERATOR(op_is_null);
OPERATOR(op_match);
OPERATOR(op_equal);
OPERATOR(op_equal_rounded);
OPERATOR(op_gt);
OPERATOR(op_gte);
OPERATOR(op_lt);
OPERATOR(op_lte);
OPERATOR(op_string_match);
OPERATOR(op_substring);

/* expr_number.c */
OPERATOR(op_sum);
OPERATOR(op_product);
OPERATOR(op_max);
OPERATOR(op_min);
OPERATOR(op_subtract);
OPERATOR(op_divide);
OPERATOR(op_power);
OPERATOR(op_integer_divide);
OPERATOR(op_integer_modulus);
OPERATOR(op_truncate);
OPERATOR(op_round);
OPERATOR(op_round_to);
OPERATOR(op_integer_to_float);
OPERATOR(op_gcd);
OPERATOR(op_lcm);
OPERATOR(op_math);
OPERATOR(op_stats);
double expr_round_to(const struct expr_round_to *, double);

/* expr_container.c */
OPERATOR(op_multiple);
OPERATOR(op_ordered);
OPERATOR(op_repeat);
OPERATOR(op_container_size);
OPERATOR(op_index);
OPERATOR(op_delete);
OPERATOR(op_member);
OPERATOR(op_contains);

#endif
