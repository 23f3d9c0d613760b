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
	INTERACTION_CHOICE,	   /* single and multiple choice, true/false */
	INTERACTION_TEXT_ENTRY,	   /* text and number */
	INTERACTION_INLINE_CHOICE, /* one of a list, at a gap in the stem */
	INTERACTION_ORDER,	   /* choices put in order */
	INTERACTION_MATCH,	   /* rows and columns */
	INTERACTION_EXTENDED_TEXT, /* an essay, marked by hand */
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
			      INLINE_CHOICE a single one, ORDER an ordered
			      container of them, MATCH directed pairs (row,
			      column), TEXT_ENTRY a single string, integer or
			      float, EXTENDED_TEXT a single string */
	bool shuffle; /* of MATCH: rows among rows, columns among columns */
	uint16_t min_choices, max_choices; /* of CHOICE, and of MATCH: pairs;
					      0 max: no limit */
	uint16_t n_rows; /* MATCH: the first of the choices are rows, the rest
			    columns; else 0 */
	uint16_t row_max, column_max; /* MATCH: pairs of one row, of one
					 column; 0: no limit */
	uint16_t max_length; /* of a text, in characters; TEXT_ENTRY 1 to
				RESPONSE_MAX, EXTENDED_TEXT 1 to
				EXTENDED_CHARACTERS_MAX, and so for all texts
				of an item together */
	uint16_t min_words, max_words; /* EXTENDED_TEXT, for people; 0: none */
	uint16_t n_choices;
	struct choice *choices;
	struct slice prompt; /* candidate's JSON member, `"prompt":"…"`, or
				empty; prepared when the bank is loaded */
};

/* One line of a rubric: what a marker looks for. */
struct criterion {
	struct slice ident, text;
	int32_t max_marks; /* thousandths, above 0 */
};

#define STIMULUS_NONE UINT16_MAX

struct item {
	struct slice ident, title, topic, lang;
	enum difficulty difficulty;
	int32_t max_marks; /* thousandths of a mark: the most it can give, by
			      processing and by hand */
	bool pretest;	   /* on trial: drawn by a quota of its own, not scored */
	uint16_t n_tags, n_enemies, n_images, n_criteria;
	struct slice *tags;
	struct slice *enemies; /* items that never meet it in a paper */
	struct slice set;      /* items of a set are drawn and stand together;
				  empty: in none */
	uint16_t stimulus;     /* index in the bank, or STIMULUS_NONE */
	uint16_t *images;      /* indexes in the bank, its stimulus' first */
	struct criterion *criteria; /* the part marked by hand; none: no such
				       part.  Not for candidates. */
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
/* Thousandths: the sum of its criteria.  The rest of max_marks is for its
 * processing to give. */
int32_t item_hand_marks(const struct item *);

/* TEXT_ENTRY or EXTENDED_TEXT? */
bool interaction_takes_text(const struct interaction *);
/* The most values that can be entered: choices, pairs, or one text. */
uint16_t interaction_max(const struct interaction *);
/* MATCH: how many pairs one row, one column can have; never 0. */
uint16_t interaction_row_max(const struct interaction *);
uint16_t interaction_column_max(const struct interaction *);

/*
 * An order says which choice stands at each place: order[place] is its index
 * in choices.  Of a MATCH the first n_rows places are rows and hold rows, the
 * rest are columns.  The orders of an item stand one after the other;
 * this is their length.
 */
size_t item_orders_len(const struct item *);

struct bank;

/*
 * Append the candidate's JSON object of the item, without its closing brace:
 * {"item":3,"section":1,<view>,"stimulus":{…},"interactions":[…]
 * The bank is the item's own.  Orders as above; NULL: as written.
 */
void item_view(struct buf *, const struct bank *, const struct item *,
    unsigned number, unsigned section, const uint8_t *orders);

#endif
