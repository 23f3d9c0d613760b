/* The response processing that short forms are compiled to. */
#include "load/item.h"

struct expr *
item_add_rules(struct item_reader *r, uint16_t n)
{
	struct expr *root = arena_take(r->arena, 1, sizeof(*root));

	expr_init(root, r->arena, EXPR_FRAGMENT, n);
	r->item->processing = root;
	return root->children;
}

void
item_put_variable(
    struct expr *e, struct arena *arena, enum expr_op op, uint16_t variable)
{
	expr_init(e, arena, op, op == EXPR_SET ? 1 : 0);
	e->variable = variable;
}

void
item_put_value(struct expr *e, struct arena *arena, struct value value)
{
	expr_init(e, arena, EXPR_BASE_VALUE, 0);
	e->value = value;
}

void
item_put_match(struct expr *e, struct arena *arena, uint16_t variable)
{
	expr_init(e, arena, EXPR_MATCH, 2);
	item_put_variable(&e->children[0], arena, EXPR_VARIABLE, variable);
	item_put_variable(&e->children[1], arena, EXPR_CORRECT, variable);
}

struct expr *
item_put_set(struct expr *e, struct arena *arena, uint16_t variable)
{
	item_put_variable(e, arena, EXPR_SET, variable);
	return e->children;
}

struct expr *
item_score_if(struct item_reader *r)
{
	struct expr *choose = item_add_rules(r, 1), *branch, *marks;

	expr_init(choose, r->arena, EXPR_CONDITION, 1);
	branch = choose->children;
	expr_init(branch, r->arena, EXPR_IF, 2);
	marks = item_put_set(&branch->children[1], r->arena,
	    item_find_variable(r->item, ITEM_SCORE));
	item_put_value(marks, r->arena,
	    value_float(r->arena, r->item->max_marks / 1000.0));
	return &branch->children[0];
}

void
item_score_mapped(struct item_reader *r)
{
	struct expr *rule = item_add_rules(r, 1);

	item_put_variable(item_put_set(rule, r->arena,
			      item_find_variable(r->item, ITEM_SCORE)),
	    r->arena, EXPR_MAP_RESPONSE, 0);
}
