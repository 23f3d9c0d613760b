/*
 * expr: response processing, after QTI 3 (response processing, expressions).
 *
 * Rules and expressions are one kind of tree: an operator, its attribute, its
 * children.  EXPR_RULES and EXPR_OPS below say every operator once; names,
 * arity, checks, the codec and the interpreter follow from the lists.
 *
 *	expr_check()	once, when a bank is loaded or read back: refuses any
 *			tree that the interpreter could not run
 *	expr_run()	for each response; bounded by PROCESS_STEPS_MAX
 *
 * Numbers: integers are 64 bits; a result that does not fit, or is not finite,
 * is NULL.  Only operations whose result IEEE 754 fixes to the bit are used
 * (+ - * / and the square root), so that a mark is the same on every machine.
 * Logarithms and trigonometry are refused for that reason, and power takes an
 * exponent that is a multiple of one half.
 */
#ifndef CORE_EXPR_H
#define CORE_EXPR_H

#include "core/value.h"
#include "exam/buf.h"
#include "exam/err.h"

#define EXPR_MANY UINT16_MAX

/*
 * X(name, text, fewest children, most children, attribute)
 * The root is a fragment.  responseCondition has one responseIf, any number
 * of responseElseIf and at most one responseElse; the first child of responseIf and
 * responseElseIf is the condition, the others are rules.
 */
#define EXPR_RULES(X)                                                          \
	X(FRAGMENT, "fragment", 0, EXPR_MANY, NONE)                            \
	X(CONDITION, "responseCondition", 1, EXPR_MANY, NONE)                  \
	X(IF, "responseIf", 1, EXPR_MANY, NONE)                                \
	X(ELSE_IF, "responseElseIf", 1, EXPR_MANY, NONE)                       \
	X(ELSE, "responseElse", 0, EXPR_MANY, NONE)                            \
	X(SET, "setOutcomeValue", 1, 1, VARIABLE)                              \
	X(LOOKUP, "lookupOutcomeValue", 1, 1, VARIABLE)                        \
	X(EXIT, "exitResponse", 0, 0, NONE)

/*
 * X(name, text, fewest, most, attribute, takes, gives, nulls)
 *	takes	what the children must be	(expr_check.c)
 *	gives	what the result is		(expr_check.c)
 *	nulls	PASS: NULL if any child is NULL; SEE: the operator decides
 */
#define EXPR_OPS(X)                                                            \
	X(BASE_VALUE, "baseValue", 0, 0, VALUE, ANY, VALUE, SEE)               \
	X(VARIABLE, "variable", 0, 0, VARIABLE, ANY, VARIABLE, SEE)            \
	X(CORRECT, "correct", 0, 0, VARIABLE, ANY, VARIABLE, SEE)              \
	X(DEFAULT, "default", 0, 0, VARIABLE, ANY, VARIABLE, SEE)              \
	X(NOTHING, "null", 0, 0, NONE, ANY, ANYTHING, SEE)                        \
	X(MAP_RESPONSE, "mapResponse", 0, 0, VARIABLE, ANY, FLOAT, SEE)        \
	X(MAP_RESPONSE_POINT, "mapResponsePoint", 0, 0, VARIABLE, ANY, FLOAT,  \
	    SEE)                                                               \
	X(MATH_CONSTANT, "mathConstant", 0, 0, CONSTANT, ANY, FLOAT, SEE)      \
	X(AND, "and", 1, EXPR_MANY, NONE, BOOLEAN, BOOLEAN, SEE)               \
	X(OR, "or", 1, EXPR_MANY, NONE, BOOLEAN, BOOLEAN, SEE)                 \
	X(NOT, "not", 1, 1, NONE, BOOLEAN, BOOLEAN, PASS)                      \
	X(ANY_N, "anyN", 1, EXPR_MANY, RANGE, BOOLEAN, BOOLEAN, SEE)           \
	X(IS_NULL, "isNull", 1, 1, NONE, ANY, BOOLEAN, SEE)                    \
	X(MATCH, "match", 2, 2, NONE, ALIKE, BOOLEAN, PASS)                    \
	X(EQUAL, "equal", 2, 2, TOLERANCE, NUMBER, BOOLEAN, PASS)              \
	X(EQUAL_ROUNDED, "equalRounded", 2, 2, ROUNDING, NUMBER, BOOLEAN,      \
	    PASS)                                                              \
	X(GT, "gt", 2, 2, NONE, NUMBER, BOOLEAN, PASS)                         \
	X(GTE, "gte", 2, 2, NONE, NUMBER, BOOLEAN, PASS)                       \
	X(LT, "lt", 2, 2, NONE, NUMBER, BOOLEAN, PASS)                         \
	X(LTE, "lte", 2, 2, NONE, NUMBER, BOOLEAN, PASS)                       \
	X(DURATION_LT, "durationLT", 2, 2, NONE, DURATION, BOOLEAN, PASS)      \
	X(DURATION_GTE, "durationGTE", 2, 2, NONE, DURATION, BOOLEAN, PASS)    \
	X(STRING_MATCH, "stringMatch", 2, 2, CASE, STRING, BOOLEAN, PASS)      \
	X(SUBSTRING, "substring", 2, 2, CASE, STRING, BOOLEAN, PASS)           \
	X(MEMBER, "member", 2, 2, NONE, ONE_AND_CONTAINER, BOOLEAN, PASS)      \
	X(CONTAINS, "contains", 2, 2, NONE, CONTAINERS, BOOLEAN, PASS)         \
	X(INSIDE, "inside", 1, 1, AREA, POINTS, BOOLEAN, PASS)                 \
	X(SUM, "sum", 1, EXPR_MANY, NONE, NUMBERS, NUMBER, PASS)               \
	X(PRODUCT, "product", 1, EXPR_MANY, NONE, NUMBERS, NUMBER, PASS)       \
	X(MAX, "max", 1, EXPR_MANY, NONE, NUMBERS, NUMBER, PASS)               \
	X(MIN, "min", 1, EXPR_MANY, NONE, NUMBERS, NUMBER, PASS)               \
	X(SUBTRACT, "subtract", 2, 2, NONE, NUMBER, NUMBER, PASS)              \
	X(DIVIDE, "divide", 2, 2, NONE, NUMBER, FLOAT, PASS)                   \
	X(POWER, "power", 2, 2, NONE, NUMBER, FLOAT, PASS)                     \
	X(INTEGER_DIVIDE, "integerDivide", 2, 2, NONE, INTEGER, INTEGER, PASS) \
	X(INTEGER_MODULUS, "integerModulus", 2, 2, NONE, INTEGER, INTEGER,     \
	    PASS)                                                              \
	X(TRUNCATE, "truncate", 1, 1, NONE, NUMBER, INTEGER, PASS)             \
	X(ROUND, "round", 1, 1, NONE, NUMBER, INTEGER, PASS)                   \
	X(ROUND_TO, "roundTo", 1, 1, ROUNDING, NUMBER, FLOAT, PASS)            \
	X(INTEGER_TO_FLOAT, "integerToFloat", 1, 1, NONE, INTEGER, FLOAT,      \
	    PASS)                                                              \
	X(GCD, "gcd", 1, EXPR_MANY, NONE, INTEGERS, INTEGER, PASS)             \
	X(LCM, "lcm", 1, EXPR_MANY, NONE, INTEGERS, INTEGER, PASS)             \
	X(MATH, "mathOperator", 1, 1, FUNCTION, NUMBER, FUNCTION, PASS)        \
	X(STATS, "statsOperator", 1, 1, STATISTIC, NUMBERS, FLOAT, PASS)       \
	X(MULTIPLE, "multiple", 0, EXPR_MANY, NONE, BAG_PARTS, MULTIPLE, SEE)  \
	X(ORDERED, "ordered", 0, EXPR_MANY, NONE, LIST_PARTS, ORDERED, SEE)    \
	X(REPEAT, "repeat", 1, EXPR_MANY, COUNT, LIST_PARTS, ORDERED, SEE)     \
	X(CONTAINER_SIZE, "containerSize", 1, 1, NONE, CONTAINER, INTEGER,     \
	    SEE)                                                               \
	X(INDEX, "index", 1, 1, COUNT, LIST, ELEMENT, PASS)                    \
	X(DELETE, "delete", 2, 2, NONE, ONE_AND_CONTAINER, SECOND, PASS)

enum expr_op {
#define X(name, ...) EXPR_##name,
	EXPR_RULES(X)
	EXPR_OPS(X)
#undef X
	N_EXPR_OPS
};

enum expr_attribute {
	EXPR_HAS_NONE,
	EXPR_HAS_VARIABLE,  /* .variable */
	EXPR_HAS_VALUE,	    /* .value */
	EXPR_HAS_CONSTANT,  /* .constant */
	EXPR_HAS_RANGE,	    /* .range */
	EXPR_HAS_TOLERANCE, /* .tolerance */
	EXPR_HAS_ROUNDING,  /* .rounding */
	EXPR_HAS_CASE,	    /* .case_sensitive */
	EXPR_HAS_AREA,	    /* .area */
	EXPR_HAS_FUNCTION,  /* .function */
	EXPR_HAS_STATISTIC, /* .statistic */
	EXPR_HAS_COUNT,	    /* .count: index from 1, number of repeats */
};

/* The words of attributes: X(name, QTI's name). */
#define EXPR_CONSTANTS(X) X(PI, "pi") X(E, "e")
#define EXPR_TOLERANCES(X)                                                     \
	X(EXACT, "exact") X(ABSOLUTE, "absolute") X(RELATIVE, "relative")
#define EXPR_ROUNDINGS(X)                                                      \
	X(DECIMAL_PLACES, "decimalPlaces")                                     \
	X(SIGNIFICANT_FIGURES, "significantFigures")
#define EXPR_FUNCTIONS(X)                                                      \
	X(ABS, "abs") X(SIGNUM, "signum") X(FLOOR, "floor") X(CEIL, "ceil")    \
	X(TO_DEGREES, "toDegrees") X(TO_RADIANS, "toRadians")
#define EXPR_STATISTICS(X)                                                     \
	X(MEAN, "mean") X(SAMPLE_VARIANCE, "sampleVariance")                   \
	X(SAMPLE_SD, "sampleSD") X(POP_VARIANCE, "popVariance")                \
	X(POP_SD, "popSD")

#define X(name, text) EXPR_CONSTANT_##name,
enum expr_constant { EXPR_CONSTANTS(X) N_EXPR_CONSTANTS };
#undef X
#define X(name, text) EXPR_TOLERANCE_##name,
enum expr_tolerance { EXPR_TOLERANCES(X) N_EXPR_TOLERANCES };
#undef X
#define X(name, text) EXPR_ROUNDING_##name,
enum expr_rounding { EXPR_ROUNDINGS(X) N_EXPR_ROUNDINGS };
#undef X
#define X(name, text) EXPR_FUNCTION_##name,
enum expr_function { EXPR_FUNCTIONS(X) N_EXPR_FUNCTIONS };
#undef X
#define X(name, text) EXPR_STATISTIC_##name,
enum expr_statistic { EXPR_STATISTICS(X) N_EXPR_STATISTICS };
#undef X

/* Of second against first: first - below … first + above, or per cent of the
 * first when relative. */
struct expr_tolerances {
	enum expr_tolerance mode;
	double below, above; /* >= 0; EXACT: 0 */
	bool include_lower, include_upper;
};

struct expr_round_to {
	enum expr_rounding mode;
	uint16_t figures; /* significant: 1 to 17; places: 0 to 17 */
};

struct expr {
	enum expr_op op;
	uint16_t n_children;
	struct expr *children; /* an array of n_children */
	union {
		uint16_t variable; /* its index in the item */
		struct value value;
		enum expr_constant constant;
		struct {
			uint16_t min, max;
		} range;
		struct expr_tolerances tolerance;
		struct expr_round_to rounding;
		bool case_sensitive;
		struct area area;
		enum expr_function function;
		enum expr_statistic statistic;
		uint16_t count;
	};
};

/* A node with its children still { 0 }, in the arena. */
void expr_init(struct expr *, struct arena *, enum expr_op, uint16_t n_children);

/* ---- the lists as text; parse gives false for a word that is not there ---- */

const char *expr_op_text(enum expr_op);
bool expr_op_parse(enum expr_op *, struct slice);
enum expr_attribute expr_op_attribute(enum expr_op);
void expr_op_arity(uint16_t *fewest, uint16_t *most, enum expr_op);
/* Why an operator of QTI is not taken here; NULL if QTI has no such thing. */
const char *expr_op_refusal(struct slice);

bool expr_constant_parse(enum expr_constant *, struct slice);
bool expr_tolerance_parse(enum expr_tolerance *, struct slice);
bool expr_rounding_parse(enum expr_rounding *, struct slice);
bool expr_function_parse(enum expr_function *, struct slice);
bool expr_statistic_parse(enum expr_statistic *, struct slice);

/* ---- checking and running ---- */

/*
 * Is this a processing that can be run against these variables: variables
 * exist and are of the right kind, types and cardinalities fit, arity,
 * attributes in range, EXPR_NODES_MAX, EXPR_DEPTH_MAX?  ERR_INVALID: *why says
 * where in the tree and what, in one line without its end.
 */
MUST_CHECK enum err expr_check(const struct expr *root,
    const struct variable *, uint16_t n_variables, struct buf *why);

/* One run.  The caller owns what is pointed to and sets the first four. */
struct process {
	const struct variable *variables;
	uint16_t n_variables;
	struct value *values;  /* of each variable; outcomes are set here */
	struct arena *scratch; /* what values made on the way live in */
	uint32_t steps;	       /* spent so far */
	bool exhausted;
};

/*
 * Run a checked tree.  ERR_FULL: more than PROCESS_STEPS_MAX steps; the values
 * are then without meaning.
 */
MUST_CHECK enum err expr_run(struct process *, const struct expr *root);

#endif
