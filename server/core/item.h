/*
 * item: one immutable version of one question, after the item model of QTI 3
 * (information model §§ 3-5: item variables, interactions, response
 * processing).  Read-only once its bank is built; the bank owns it.
 *
 * Pure: no clock, no disk, no randomness.
 */
#ifndef CORE_ITEM_H
#define CORE_ITEM_H

#include "core/expr.h"
#include "core/text.h"
#include "core/value.h"
#include "exam/buf.h"
#include "exam/err.h"
#include "exam/slice.h"

enum difficulty {
	DIFFICULTY_EASY,
	DIFFICULTY_MEDIUM,
	DIFFICULTY_HARD,
	N_DIFFICULTIES
};

enum interaction_type {
	INTERACTION_CHOICE,	/* single and multiple choice, true/false */
	INTERACTION_TEXT_ENTRY, /* text and number */
	N_INTERACTION_TYPES
};

struct choice {
	struct slice ident; /* its value in the response variable */
	bool fixed;	    /* keeps its place when choices are shuffled */
	struct slice view;  /* candidate's JSON object without "choice":n, i.e.
			       `"text":"…"`; prepared when the bank is loaded */
};

struct interaction {
	enum interaction_type type;
	uint16_t variable; /* index of its response variable: CHOICE identifiers,
			      TEXT_ENTRY a single string, integer or float */
	bool shuffle;
	uint16_t min_choices, max_choices; /* 0 max: no limit */
	uint16_t max_length; /* of a text, in characters; 1 to RESPONSE_MAX */
	uint16_t n_choices;
	struct choice *choices;
};

struct item {
	struct slice ident, title, topic, lang;
	enum difficulty difficulty;
	int32_t max_marks; /* thousandths of a mark: the most it can give */
	uint16_t n_variables, n_interactions;
	struct variable *variables; /* core/value.h: kind, cardinality, type,
				       default, correct, mapping */
	struct interaction *interactions;
	struct expr *processing; /* response processing; never NULL */
	struct slice view; /* the candidate's JSON members of the item without
			      its choices and number, prepared at load:
			      `"type":"single","stem":"…","marks":1` */
	/* never leave the hall for a candidate */
	struct slice rationale, source;
};

/* The outcome whose value is the mark: single, integer or float. */
#define ITEM_SCORE SLICE("SCORE")

/*
 * Everything that the rest of core relies on: identifiers, variables,
 * interactions, limits, expr_check() of the processing.  ERR_INVALID: *why
 * says what, in one line without its end.  bank_new() calls it for each item;
 * a loader may call it before, to name the line.
 */
MUST_CHECK enum err item_check(const struct item *, struct buf *why);

/* Index of the variable, or UINT16_MAX. */
uint16_t item_find_variable(const struct item *, struct slice ident);

/* The length of all orders of an item's choices, one after the other. */
size_t item_orders_len(const struct item *);

/*
 * Append the candidate's JSON object of the item, without its closing brace:
 * {"item":3,"section":1,<view>,"interactions":[…]
 * orders[place] says which choice stands there, for each interaction in turn
 * (item_orders_len() bytes); NULL: as written.
 */
void item_view(struct buf *, const struct item *, unsigned number,
    unsigned section, const uint8_t *orders);

#endif
