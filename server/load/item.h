/*
 * Items of a bank file.  Only the files load/bank*.c and load/item*.c use it.
 *
 * Every short form is compiled to the one item model of core: variables,
 * interactions, response processing.
 */
#ifndef LOAD_ITEM_H
#define LOAD_ITEM_H

#include "core/item.h"
#include "load/members.h"

struct item_reader {
	struct arena *arena; /* the bank's */
	struct item *item;
	struct scope scope;
	const char *type; /* as the file names it */
	struct slice unit; /* of a number, may be empty */
};

/* Fill the item, or add to the diag.  Topics are checked by the bank. */
void load_item(struct item *, struct arena *, const struct json *,
    struct slice language, size_t number, struct diag *);

/* The parts of an item that are particular to its type. */
void item_read_single(struct item_reader *);
void item_read_multiple(struct item_reader *);
void item_read_true_false(struct item_reader *);
void item_read_text(struct item_reader *);
void item_read_number(struct item_reader *);
void item_read_composite(struct item_reader *);

/* ---- what they share ---- */

/* The variables RESPONSE (returned, the rest is the caller's) and SCORE. */
struct variable *item_add_response(struct item_reader *, enum cardinality,
    enum value_type);
struct interaction *item_add_interaction(struct item_reader *,
    enum interaction_type);
/* A single value, or a bag, of these texts. */
struct value item_texts(struct arena *, enum value_type, enum cardinality,
    const struct slice *, uint32_t n);

/* A language tag (BCP 47, by its letters). */
bool item_read_language(struct slice *, const struct scope *,
    const char *name);
/* "choices" of the scope; false if they cannot be used. */
bool item_read_choices(struct interaction *, struct arena *,
    const struct scope *);
/* "shuffle", "min_choices", "max_choices" (by default: as many as there are). */
void item_read_bounds(struct interaction *, const struct scope *);
/* "max_length". */
void item_read_length(struct interaction *, const struct scope *);
/* A choice as candidates see it. */
struct slice item_choice_view(struct arena *, struct slice text);
/* The choice's index, or n_choices. */
uint16_t item_find_choice(const struct interaction *, struct slice ident);

/* SCORE = marks where the condition holds: children of the returned node are
 * the caller's to fill. */
struct expr *item_score_if(struct item_reader *, enum expr_op condition);
/* SCORE = mapResponse RESPONSE. */
void item_score_mapped(struct item_reader *);
/* A node that names a variable. */
void item_name_variable(struct expr *, struct arena *, enum expr_op,
    uint16_t variable);

/* Processing of a composite: a list of rules (exam-bank(5)).  false: told. */
bool item_read_processing(struct expr **, struct arena *, const struct item *,
    const struct scope *, const struct json *);
/* A value of this type and cardinality.  false: told. */
bool item_read_value(struct value *, struct arena *, const struct scope *,
    const struct json *, enum cardinality, enum value_type);
bool item_read_type(enum value_type *, const struct scope *);
bool item_read_atom(struct atom *, struct arena *, const struct scope *,
    const struct json *, enum value_type);

#endif
