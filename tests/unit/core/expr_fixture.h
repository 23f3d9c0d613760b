/*
 * The variables that the tests of operators use, and rows of
 * { expression, outcome variable that takes it, its value then }.
 */
#ifndef EXPR_FIXTURE_H
#define EXPR_FIXTURE_H

#include "test.h"

#include "core/expr.h"

enum {
	R, RS, M, U, S, E, O, P, D, T, FLAT, LOOK, STEP,
	B, I, F, STR, ID, MI, OI, MF, OP, OF, N_VARS
};

extern struct arena arena;
extern struct variable variables[N_VARS];
extern struct value values[N_VARS];

int fixture_begin(void **state);
int fixture_end(void **state);

/* Check and run a tree on fresh values. */
MUST_CHECK enum err run(const struct expr *root);

struct row {
	const char *expr, *variable, *expected;
};

void check_rows(const struct row *, size_t n);

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))

#endif
