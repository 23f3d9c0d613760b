/*
 * item: one immutable version of one question, after the item model of QTI 3
 * (information model §§ 3-5: item variables, interactions, response
 * processing).  Read-only once its bank is built; the bank owns it.
 *
 * Pure: no clock, no disk, no randomness.
 */
#ifndef CORE_ITEM_H
#define CORE_ITEM_H

#include "core/value.h"
#include "core/expr.h"
#include "exam/slice.h"

enum difficulty { DIFFICULTY_EASY, DIFFICULTY_MEDIUM, DIFFICULTY_HARD,
	N_DIFFICULTIES };

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
	uint16_t variable; /* index of its response variable */
	bool shuffle;
	uint16_t min_choices, max_choices; /* 0 max: no limit */
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
			      its choices and number, prepared at load */
	/* never leave the hall for a candidate */
	struct slice rationale, source;
};

#endif
