#include "core/expr_run.h"

#include "exam/limits.h"

enum flow { GO_ON, STOP };

static struct value (*const operators[])(struct process *,
    const struct expr *, const struct value *) = {
	[EXPR_BASE_VALUE] = op_base_value,
	[EXPR_VARIABLE] = op_variable,
	[EXPR_CORRECT] = op_correct,
	[EXPR_DEFAULT] = op_default,
	[EXPR_NOTHING] = op_nothing,
	[EXPR_MAP_RESPONSE] = op_map_response,
	[EXPR_MAP_RESPONSE_POINT] = op_map_response_point,
	[EXPR_MATH_CONSTANT] = op_math_constant,
	[EXPR_AND] = op_and,
	[EXPR_OR] = op_or,
	[EXPR_NOT] = op_not,
	[EXPR_ANY_N] = op_any_n,
	[EXPR_IS_NULL] = op_is_null,
	[EXPR_MATCH] = op_match,
	[EXPR_EQUAL] = op_equal,
	[EXPR_EQUAL_ROUNDED] = op_equal_rounded,
	[EXPR_GT] = op_gt,
	[EXPR_GTE] = op_gte,
	[EXPR_LT] = op_lt,
	[EXPR_LTE] = op_lte,
	[EXPR_DURATION_LT] = op_lt,
	[EXPR_DURATION_GTE] = op_gte,
	[EXPR_STRING_MATCH] = op_string_match,
	[EXPR_SUBSTRING] = op_substring,
	[EXPR_MEMBER] = op_member,
	[EXPR_CONTAINS] = op_contains,
	[EXPR_INSIDE] = op_inside,
	[EXPR_SUM] = op_sum,
	[EXPR_PRODUCT] = op_product,
	[EXPR_MAX] = op_max,
	[EXPR_MIN] = op_min,
	[EXPR_SUBTRACT] = op_subtract,
	[EXPR_DIVIDE] = op_divide,
	[EXPR_POWER] = op_power,
	[EXPR_INTEGER_DIVIDE] = op_integer_divide,
	[EXPR_INTEGER_MODULUS] = op_integer_modulus,
	[EXPR_TRUNCATE] = op_truncate,
	[EXPR_ROUND] = op_round,
	[EXPR_ROUND_TO] = op_round_to,
	[EXPR_INTEGER_TO_FLOAT] = op_integer_to_float,
	[EXPR_GCD] = op_gcd,
	[EXPR_LCM] = op_lcm,
	[EXPR_MATH] = op_math,
	[EXPR_STATS] = op_stats,
	[EXPR_MULTIPLE] = op_multiple,
	[EXPR_ORDERED] = op_ordered,
	[EXPR_REPEAT] = op_repeat,
	[EXPR_CONTAINER_SIZE] = op_container_size,
	[EXPR_INDEX] = op_index,
	[EXPR_DELETE] = op_delete,
};

#define SEE true
#define PASS false
#define X(name, text, fewest, most, attribute, takes, gives, nulls) nulls,
static const bool sees_null[] = { EXPR_OPS(X) };
#undef X
#undef PASS
#undef SEE

bool
expr_spend(struct process *p, uint64_t steps)
{
	if (steps > PROCESS_STEPS_MAX - p->steps) {
		p->steps = PROCESS_STEPS_MAX;
		p->exhausted = true;
		return false;
	}
	p->steps += (uint32_t)steps;
	return true;
}

static struct value
evaluate(struct process *p, const struct expr *e)
{
	struct value *args = NULL;
	bool some_null = false;
	uint16_t i;

	if (!expr_spend(p, 1))
		return VALUE_NULL;
	if (e->n_children > 0)
		args = arena_take(p->scratch, e->n_children, sizeof(*args));
	for (i = 0; i < e->n_children; i++) {
		args[i] = evaluate(p, &e->children[i]);
		some_null = some_null || value_is_null(args[i]);
	}
	if (p->exhausted || (some_null && !sees_null[e->op - EXPR_BASE_VALUE]))
		return VALUE_NULL;
	return operators[e->op](p, e, args);
}

static enum flow run_rule(struct process *, const struct expr *);

static enum flow
run_rules(struct process *p, const struct expr *e, uint16_t first)
{
	uint16_t i;

	for (i = first; i < e->n_children; i++)
		if (run_rule(p, &e->children[i]) == STOP)
			return STOP;
	return GO_ON;
}

static enum flow
run_fragment(struct process *p, const struct expr *e)
{
	return run_rules(p, e, 0);
}

/* NULL is not true. */
static bool
is_true(struct value v)
{
	return !value_is_null(v) && v.atoms[0].truth;
}

static enum flow
run_condition(struct process *p, const struct expr *e)
{
	uint16_t i;

	for (i = 0; i < e->n_children; i++) {
		const struct expr *branch = &e->children[i];

		if (branch->op == EXPR_ELSE)
			return run_rules(p, branch, 0);
		if (is_true(evaluate(p, &branch->children[0])))
			return run_rules(p, branch, 1);
	}
	return GO_ON;
}

static enum flow
run_set(struct process *p, const struct expr *e)
{
	struct value v = evaluate(p, &e->children[0]);

	if (p->variables[e->variable].type == VALUE_FLOAT)
		v = value_as_float(p->scratch, v);
	p->values[e->variable] = v;
	return GO_ON;
}

static bool
entry_fits(const struct lookup_table *table, const struct table_entry *entry,
    double number)
{
	if (table->kind == TABLE_MATCH)
		return number == entry->source;
	return entry->source < number ||
	    (entry->include_boundary && entry->source == number);
}

static enum flow
run_lookup(struct process *p, const struct expr *e)
{
	const struct lookup_table *table = p->variables[e->variable].table;
	struct value number = evaluate(p, &e->children[0]);
	struct value found = table->fallback;
	uint16_t i;

	if (!expr_spend(p, table->n_entries))
		return STOP;
	for (i = 0; !value_is_null(number) && i < table->n_entries; i++)
		if (entry_fits(table, &table->entries[i],
			atom_number(number.type, number.atoms[0]))) {
			found = table->entries[i].target;
			break;
		}
	p->values[e->variable] = found;
	return GO_ON;
}

static enum flow
run_exit(struct process *p, const struct expr *e)
{
	(void)p;
	(void)e;
	return STOP;
}

/* Branches are run by their condition. */
static enum flow (*const rules[])(struct process *, const struct expr *) = {
	[EXPR_FRAGMENT] = run_fragment,
	[EXPR_CONDITION] = run_condition,
	[EXPR_SET] = run_set,
	[EXPR_LOOKUP] = run_lookup,
	[EXPR_EXIT] = run_exit,
};

static enum flow
run_rule(struct process *p, const struct expr *e)
{
	if (!expr_spend(p, 1))
		return STOP;
	if (rules[e->op](p, e) == STOP)
		return STOP;
	return p->exhausted ? STOP : GO_ON;
}

enum err
expr_run(struct process *p, const struct expr *root)
{
	p->steps = 0;
	p->exhausted = false;
	(void)run_rule(p, root);
	return p->exhausted ? ERR_FULL : ERR_OK;
}
