/* Items whose choices are put in order. */
#include "load/item.h"

#define PLACES 1 /* the variable behind RESPONSE */

/* Is the choice at this place, from 1, where the key has it?
 * match (index n (variable RESPONSE)) (index n (correct RESPONSE)) */
static void
put_place(struct expr *e, struct arena *arena, uint16_t place)
{
	static const enum expr_op sides[2] = { EXPR_VARIABLE, EXPR_CORRECT };
	int i;

	expr_init(e, arena, EXPR_MATCH, 2);
	for (i = 0; i < 2; i++) {
		expr_init(&e->children[i], arena, EXPR_INDEX, 1);
		e->children[i].count = place;
		item_put_variable(e->children[i].children, arena, sides[i], 0);
	}
}

/* PLACES = PLACES + 1 if it is. */
static void
put_counting(struct expr *e, struct arena *arena, uint16_t place)
{
	struct expr *branch, *sum;

	expr_init(e, arena, EXPR_CONDITION, 1);
	branch = e->children;
	expr_init(branch, arena, EXPR_IF, 2);
	put_place(&branch->children[0], arena, place);
	sum = item_put_set(&branch->children[1], arena, PLACES);
	expr_init(sum, arena, EXPR_SUM, 2);
	item_put_variable(&sum->children[0], arena, EXPR_VARIABLE, PLACES);
	item_put_value(&sum->children[1], arena, value_integer(arena, 1));
}

/* SCORE = marks * PLACES / n: all places give exactly the marks. */
static void
score_places(struct item_reader *r, uint16_t n)
{
	struct expr *rules = item_add_rules(r, (uint16_t)(n + 1));
	struct expr *divide, *product;
	uint16_t i;

	for (i = 0; i < n; i++)
		put_counting(&rules[i], r->arena, (uint16_t)(i + 1));
	divide = item_put_set(
	    &rules[n], r->arena, item_find_variable(r->item, ITEM_SCORE));
	expr_init(divide, r->arena, EXPR_DIVIDE, 2);
	product = &divide->children[0];
	expr_init(product, r->arena, EXPR_PRODUCT, 2);
	item_put_value(&product->children[0], r->arena,
	    value_float(r->arena, r->item->max_marks / 1000.0));
	item_put_variable(
	    &product->children[1], r->arena, EXPR_VARIABLE, PLACES);
	item_put_value(
	    &divide->children[1], r->arena, value_integer(r->arena, n));
}

static void
add_variables(struct item_reader *r, bool partial)
{
	struct variable *v = item_add_variables(r, partial ? 2 : 1);

	v->ident = SLICE("RESPONSE");
	v->kind = VARIABLE_RESPONSE;
	v->cardinality = CARDINALITY_ORDERED;
	v->type = VALUE_IDENTIFIER;
	if (!partial)
		return;
	v[PLACES].ident = SLICE("PLACES");
	v[PLACES].kind = VARIABLE_OUTCOME;
	v[PLACES].type = VALUE_INTEGER;
}

void
item_read_order(struct item_reader *r)
{
	struct interaction *interaction =
	    item_add_interaction(r, INTERACTION_ORDER);
	struct slice key[CHOICES_MAX];
	bool partial = false;
	uint32_t n;

	scope_flag(&partial, &r->scope, "partial");
	add_variables(r, partial);
	interaction->shuffle = true;
	if (!item_read_options(interaction, r->arena, &r->scope))
		return;
	n = item_read_key(key, interaction, &r->scope);
	if (n == 0)
		return;
	if (n != interaction->n_choices)
		scope_mistake(&r->scope, scope_member(&r->scope, "correct"),
		    "has %u choices of %u; it must order them all", n,
		    interaction->n_choices);
	r->item->variables->correct =
	    item_texts(r->arena, VALUE_IDENTIFIER, CARDINALITY_ORDERED, key, n);
	if (partial)
		score_places(r, interaction->n_choices);
	else
		item_put_match(item_score_if(r), r->arena, 0);
}
