/*
 * tree: processing and items written as text, for tests.
 *
 *	(fragment
 *	 (responseCondition
 *	  (responseIf (match RESPONSE (correct RESPONSE))
 *	   (setOutcomeValue SCORE 1.0))))
 *
 * A word is a variable; 3 an integer, 3.0 a float, "x" a string, 'x an
 * identifier, 'a+b a pair, 'a>b a directed pair, @3,4 a point, 2s a duration, true and
 * false are booleans, null is NULL.  Attributes come first, as :key=value.
 */
#ifndef SUPPORT_TREE_H
#define SUPPORT_TREE_H

#include "core/expr.h"

/* Stops the test on a text that is not a tree. */
struct expr *tree_read(struct arena *, const struct variable *,
    uint16_t n_variables, const char *text);
/* One constant, or NULL for "null". */
struct value tree_value(struct arena *, const char *text);
/* Several of one type, with spaces between: a container. */
struct value tree_values(struct arena *, enum cardinality, const char *text);
/* The value as such a text: "NULL", "3", "[1 2]" for an ordered container,
 * "{1 2}" for a multiple one. */
const char *tree_text(struct arena *, struct value);

#endif
