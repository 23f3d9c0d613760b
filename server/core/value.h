/*
 * value: what an item variable holds, after QTI 3 (information model, item
 * variables, base types and cardinalities).
 *
 * A value owns nothing: its atoms live in the bank's arena or in the scratch
 * arena of the processing that made it.
 *
 * NULL is the value with no atoms.  An empty container is NULL, and so is a
 * text entry left blank.
 */
#ifndef CORE_VALUE_H
#define CORE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/area.h"
#include "core/arena.h"
#include "exam/buf.h"
#include "exam/err.h"

/* X(name, QTI's name) */
#define VALUE_TYPES(X)                                                         \
	X(BOOLEAN, "boolean")                                                  \
	X(INTEGER, "integer")                                                  \
	X(FLOAT, "float")                                                      \
	X(STRING, "string")                                                    \
	X(IDENTIFIER, "identifier")                                            \
	X(PAIR, "pair") /* has no order */                                     \
	X(DIRECTED_PAIR, "directedPair")                                       \
	X(POINT, "point")                                                      \
	X(DURATION, "duration") /* seconds */

#define CARDINALITIES(X)                                                       \
	X(SINGLE, "single")                                                    \
	X(MULTIPLE, "multiple") /* a bag */                                    \
	X(ORDERED, "ordered")

enum value_type {
#define X(name, text) VALUE_##name,
	VALUE_TYPES(X)
#undef X
	N_VALUE_TYPES
};

enum cardinality {
#define X(name, text) CARDINALITY_##name,
	CARDINALITIES(X)
#undef X
	N_CARDINALITIES
};

struct pair {
	struct slice first, second;
};

/* One value of one type; which member counts, the type says. */
struct atom {
	union {
		bool truth;	    /* BOOLEAN */
		int64_t integer;    /* INTEGER */
		double real;	    /* FLOAT, DURATION; always finite */
		struct slice text;  /* STRING, IDENTIFIER; UTF-8 */
		struct pair pair;   /* PAIR, DIRECTED_PAIR */
		struct point point; /* POINT */
	};
};

struct value {
	enum cardinality cardinality;
	enum value_type type;
	uint32_t n; /* SINGLE: 0 or 1 */
	const struct atom *atoms;
};

#define VALUE_NULL ((struct value){ 0 })

static inline bool
value_is_null(struct value v)
{
	return v.n == 0;
}

/* Single values; the atom is taken from the arena. */
struct value value_boolean(struct arena *, bool);
struct value value_integer(struct arena *, int64_t);
/* NULL unless finite. */
struct value value_float(struct arena *, double);
/* Integers become floats, all else stays what it is. */
struct value value_as_float(struct arena *, struct value);
/* STRING, IDENTIFIER; the bytes are lent. */
struct value value_text(struct arena *, enum value_type, struct slice);

bool atom_equal(enum value_type, struct atom, struct atom);
/*
 * QTI's match: a bag without order, a sequence in order, pairs without order
 * and directed pairs in it; integers and floats by number, text to the byte.
 * NULL equals only NULL.
 */
bool value_equal(struct value, struct value);
/* Atom i of a against atom j of b: integers and floats by number. */
bool value_atoms_equal(const struct value *a, uint32_t i,
    const struct value *b, uint32_t j);
/* How often atom i of the second stands in the first. */
uint32_t value_count(const struct value *in, const struct value *of,
    uint32_t i);
/* An INTEGER or FLOAT atom. */
double atom_number(enum value_type, struct atom);

const char *value_type_text(enum value_type);
bool value_type_parse(enum value_type *, struct slice);
const char *cardinality_text(enum cardinality);
bool cardinality_parse(enum cardinality *, struct slice);

/* ---- declarations ---- */

enum variable_kind {
	VARIABLE_RESPONSE, /* what the candidate entered */
	VARIABLE_OUTCOME,  /* what processing sets; SCORE is the mark */
	VARIABLE_TEMPLATE, /* a constant of the item, its default value */
	N_VARIABLE_KINDS
};

struct map_entry {
	struct atom key;
	bool case_sensitive; /* STRING only */
	double mapped;
};

/* Marks for each value of a response. */
struct mapping {
	double fallback; /* for what has no entry, and for NULL */
	bool has_lower, has_upper;
	double lower, upper;
	uint16_t n_entries;
	struct map_entry *entries;
};

struct area_entry {
	struct area area;
	double mapped;
};

/* Marks for points. */
struct area_mapping {
	double fallback;
	bool has_lower, has_upper;
	double lower, upper;
	uint16_t n_entries;
	struct area_entry *entries;
};

/*
 * lookupOutcomeValue's table.  A MATCH entry is used when the number equals
 * source (a whole number); of INTERPOLATION, the first in the order of the
 * file with source <= number (< without include_boundary).
 */
enum table_kind { TABLE_MATCH, TABLE_INTERPOLATION, N_TABLE_KINDS };

struct table_entry {
	double source;
	bool include_boundary;
	struct value target; /* single, of the variable's type */
};

struct lookup_table {
	enum table_kind kind;
	struct value fallback; /* when nothing fits; may be NULL */
	uint16_t n_entries;
	struct table_entry *entries;
};

struct variable {
	struct slice ident;
	enum variable_kind kind;
	enum cardinality cardinality;
	enum value_type type;
	struct value fallback; /* QTI's default: OUTCOME, TEMPLATE */
	struct value correct;  /* RESPONSE */
	struct mapping *mapping; /* RESPONSE; may be NULL, as the next two */
	struct area_mapping *areas; /* RESPONSE of points */
	struct lookup_table *table; /* OUTCOME */
};

/* What an outcome or template variable starts with: its default, or 0 for a
 * single number without one, or NULL. */
struct value variable_start(struct arena *, const struct variable *);
/* NULL, or of the variable's cardinality and type? */
bool variable_takes(const struct variable *, struct value);
/* Are the atoms what their type allows, and not too many? */
bool value_is_sound(const struct value *);
/* Is the declaration consistent?  ERR_INVALID: *why says what. */
MUST_CHECK enum err variable_check(const struct variable *, struct buf *why);

#endif
