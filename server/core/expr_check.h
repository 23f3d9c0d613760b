/*
 * The static check in two parts: expr_check.c has what holds for every node,
 * and the rules; expr_kind.c has the expressions.  Nobody else includes this.
 *
 * Every expression has a kind, which is a set of cardinalities and a set of
 * types (one of each, except for NULL), and every operator says what kinds it
 * takes and which it gives.
 */
#ifndef CORE_EXPR_CHECK_H
#define CORE_EXPR_CHECK_H

#include "core/expr.h"
#include "exam/limits.h"

#define KIND_BIT(x) (1u << (x))

struct kind {
	unsigned cardinalities, types; /* bits KIND_BIT(enum …) */
};

struct check {
	const struct variable *variables;
	uint16_t n_variables;
	struct buf *why;
	unsigned nodes, depth;
	enum expr_op path[EXPR_DEPTH_MAX];
};

/* ERR_INVALID, with the path to the node and the words in *why. */
__attribute__((format(printf, 2, 3))) enum err check_refuse(
    const struct check *, const char *fmt, ...);
/* Go down to a node and back up; arity, limits and attribute are checked. */
MUST_CHECK enum err check_enter(struct check *, const struct expr *);
void check_leave(struct check *);

bool check_is_rule(enum expr_op);
MUST_CHECK enum err check_expr(struct kind *, struct check *,
    const struct expr *);
struct kind check_variable_kind(const struct variable *);
bool check_kind_fits(struct kind given, struct kind wanted);

#endif
