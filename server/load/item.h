/*
 * Items of a bank file.  Only the files load/bank*.c and load/item*.c use it.
 *
 * Every short form is compiled to the one item model of core: variables,
 * interactions, response processing.
 */
#ifndef LOAD_ITEM_H
#define LOAD_ITEM_H

#include "core/bank.h"
#include "load/members.h"

struct item_reader {
	struct arena *arena;	       /* the bank's */
	const struct bank_parts *bank; /* its images and stimuli are read */
	struct item *item;
	struct scope scope;
	const char *type;  /* as the file names it */
	struct slice stem; /* as long as the item is being read */
	struct slice unit; /* of a number, may be empty */
};

/* Add an item to those of the bank, for which there is room, or add to the
 * diag.  Topics, enemies and sets are checked by the bank. */
void load_item(struct bank_parts *, struct arena *, const struct json *,
    struct slice language, struct diag *);

/* ---- what every item has ---- */

void item_read_common(struct item_reader *);
/* What the candidate sees of the item itself: no identifier, no key, nothing
 * that is computed from the key. */
void item_prepare_view(struct item_reader *);

/* ---- the parts of an item that are particular to its type ---- */

void item_read_single(struct item_reader *);
void item_read_multiple(struct item_reader *);
void item_read_true_false(struct item_reader *);
void item_read_text(struct item_reader *);
void item_read_number(struct item_reader *);
void item_read_inline(struct item_reader *);
void item_read_order(struct item_reader *);
void item_read_match(struct item_reader *);
void item_read_extended(struct item_reader *);
void item_read_composite(struct item_reader *);

/* ---- what they share ---- */

/* Room for n variables, which are the caller's to fill, and SCORE. */
struct variable *item_add_variables(struct item_reader *, uint16_t n);
/* The variables RESPONSE (returned, the rest is the caller's) and SCORE. */
struct variable *item_add_response(
    struct item_reader *, enum cardinality, enum value_type);
struct interaction *item_add_interaction(
    struct item_reader *, enum interaction_type);
/* A single value, or a container, of these texts. */
struct value item_texts(struct arena *, enum value_type, enum cardinality,
    const struct slice *, uint32_t n);

/* A language tag (BCP 47, by its letters). */
bool item_read_language(struct slice *, const struct scope *, const char *name);
/* Marks, which may be negative. */
bool item_read_marks(double *, const struct scope *, const char *name);
/* "mapping" of the scope but for its entries; false: there is none, or it is
 * wrong.  *scope is then the mapping's. */
bool item_open_mapping(struct mapping **, struct scope *,
    const struct scope *outer, struct arena *);

/* "choices" of the scope; false if they cannot be used. */
bool item_read_choices(
    struct interaction *, struct arena *, const struct scope *);
/* The same of choices that are never fixed. */
bool item_read_options(
    struct interaction *, struct arena *, const struct scope *);
/* "rows", "columns", "row_max", "column_max", "shuffle". */
bool item_read_grid(struct interaction *, struct arena *, const struct scope *);
/* "shuffle", "min_choices", "max_choices" (by default: as many as there are).
 */
void item_read_bounds(struct interaction *, const struct scope *);
/* "max_length" of a text entry. */
void item_read_length(struct interaction *, const struct scope *);
/* "max_length", "min_words", "max_words" of an extended text. */
void item_read_lengths(struct interaction *, const struct scope *);
/* "rubric". */
void item_read_rubric(struct item_reader *);
/* "correct": choices, each once; returns how many there are. */
uint32_t item_read_key(struct slice key[CHOICES_MAX],
    const struct interaction *, const struct scope *);
/* A choice as candidates see it. */
struct slice item_choice_view(struct arena *, struct slice text);
/* The choice's index, or n_choices. */
uint16_t item_find_choice(const struct interaction *, struct slice ident);
/* The index of a row, of a column, in choices; n_choices: there is none. */
uint16_t item_find_row(const struct interaction *, struct slice ident);
uint16_t item_find_column(const struct interaction *, struct slice ident);
/* Marks of a match: an equal part for each pair of the key, or "mapping". */
void item_map_pairs(struct item_reader *);
void item_read_pair_mapping(struct item_reader *);
/* Has each gap its place in the stem, and each place its gap? */
void item_check_gaps(const struct item_reader *);

/* ---- processing (item_rules.c) ---- */

/* The item's rules, the caller's to fill. */
struct expr *item_add_rules(struct item_reader *, uint16_t n);
/* One rule: SCORE = marks where the condition holds, which is returned for the
 * caller to fill. */
struct expr *item_score_if(struct item_reader *);
/* One rule: SCORE = mapResponse RESPONSE. */
void item_score_mapped(struct item_reader *);
/* variable = … : returns the node to fill. */
struct expr *item_put_set(struct expr *, struct arena *, uint16_t variable);
/* A node that names a variable. */
void item_put_variable(
    struct expr *, struct arena *, enum expr_op, uint16_t variable);
void item_put_value(struct expr *, struct arena *, struct value);
/* match variable, correct variable */
void item_put_match(struct expr *, struct arena *, uint16_t variable);

/* Processing of a composite: a list of rules (exam-bank(5)).  false: told. */
bool item_read_processing(struct expr **, struct arena *, const struct item *,
    const struct scope *, const struct json *);

/* ---- a composite's variables and interactions ---- */

void item_read_variables(struct item_reader *);
void item_read_interactions(struct item_reader *);
/* A value of this type and cardinality.  false: told. */
bool item_read_value(struct value *, struct arena *, const struct scope *,
    const struct json *, enum cardinality, enum value_type);
bool item_read_type(enum value_type *, const struct scope *);
bool item_read_atom(struct atom *, struct arena *, const struct scope *,
    const struct json *, enum value_type);

#endif
