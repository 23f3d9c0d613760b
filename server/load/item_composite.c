/* The general form: variables, interactions, processing as QTI 3 has them. */
#include "load/item.h"

static const struct interaction *
find_interaction(const struct item *item, uint16_t variable)
{
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++)
		if (item->interactions[i].variable == variable)
			return &item->interactions[i];
	return NULL;
}

static bool
is_extended(const struct interaction *interaction)
{
	return interaction != NULL &&
	       interaction->type == INTERACTION_EXTENDED_TEXT;
}

/* A response without a key cannot be judged but by hand. */
static void
check_keys(const struct item_reader *r)
{
	const struct variable *variable;
	bool by_hand, has_key;
	uint16_t i;

	for (i = 0; i < r->item->n_variables; i++) {
		variable = &r->item->variables[i];
		by_hand = is_extended(find_interaction(r->item, i));
		has_key = !value_is_null(variable->correct);
		if (variable->kind != VARIABLE_RESPONSE || has_key != by_hand)
			continue;
		scope_mistake(&r->scope, r->scope.object,
		    by_hand ? "variable %.*s is marked by hand and has "
			      "\"correct\""
			    : "variable %.*s has no \"correct\"",
		    SLICE_FMT(variable->ident));
	}
}

/* What is written at length is marked by a rubric, and nothing else is. */
static void
check_rubric(const struct item_reader *r)
{
	const struct json *rubric = scope_member(&r->scope, "rubric");
	bool by_hand = false;
	uint16_t i;

	for (i = 0; i < r->item->n_interactions; i++)
		by_hand |= is_extended(&r->item->interactions[i]);
	if (by_hand && rubric == NULL)
		scope_mistake(&r->scope, r->scope.object,
		    "\"rubric\" is missing: an extended interaction is "
		    "marked by hand");
	else if (!by_hand && rubric != NULL)
		scope_mistake(&r->scope, rubric,
		    "belongs to items with an extended interaction");
}

static bool
has_score(const struct item_reader *r)
{
	if (item_find_variable(r->item, ITEM_SCORE) != UINT16_MAX)
		return true;
	scope_mistake(&r->scope, r->scope.object,
	    "declare the outcome SCORE: in \"variables\", \"SCORE\": "
	    "{\"kind\": "
	    "\"outcome\", \"type\": \"float\"}");
	return false;
}

void
item_read_composite(struct item_reader *r)
{
	const struct json *rules;
	size_t before = r->scope.diag->count;

	item_read_variables(r);
	if (r->scope.diag->count == before)
		item_read_interactions(r);
	if (r->scope.diag->count == before) {
		check_keys(r);
		check_rubric(r);
		item_check_gaps(r);
	}
	item_read_rubric(r);
	if (r->item->n_variables > 0 && has_score(r) &&
	    scope_list(&rules, &r->scope, "processing", 1, EXPR_NODES_MAX))
		item_read_processing(&r->item->processing, r->arena, r->item,
		    &r->scope, rules);
}
