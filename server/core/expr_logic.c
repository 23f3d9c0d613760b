/* Operators whose result is a boolean. */
#include "core/expr_run.h"

#include <math.h>

#include "core/number.h"
#include "core/text.h"

struct tally {
	unsigned n_true, n_null, n;
};

static struct tally
count(const struct expr *e, const struct value *args)
{
	struct tally t = { .n = e->n_children };
	unsigned i;

	for (i = 0; i < t.n; i++)
		if (value_is_null(args[i]))
			t.n_null++;
		else if (args[i].atoms[0].truth)
			t.n_true++;
	return t;
}

struct value
op_and(struct process *p, const struct expr *e, const struct value *args)
{
	struct tally t = count(e, args);

	if (t.n_true + t.n_null < t.n)
		return value_boolean(p->scratch, false);
	return t.n_null > 0 ? VALUE_NULL : value_boolean(p->scratch, true);
}

struct value
op_or(struct process *p, const struct expr *e, const struct value *args)
{
	struct tally t = count(e, args);

	if (t.n_true > 0)
		return value_boolean(p->scratch, true);
	return t.n_null > 0 ? VALUE_NULL : value_boolean(p->scratch, false);
}

struct value
op_not(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	return value_boolean(p->scratch, !args[0].atoms[0].truth);
}

/* Known only if every NULL could turn out either way. */
struct value
op_any_n(struct process *p, const struct expr *e, const struct value *args)
{
	struct tally t = count(e, args);

	if (t.n_true > e->range.max || t.n_true + t.n_null < e->range.min)
		return value_boolean(p->scratch, false);
	if (t.n_true >= e->range.min && t.n_true + t.n_null <= e->range.max)
		return value_boolean(p->scratch, true);
	return VALUE_NULL;
}

struct value
op_is_null(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	return value_boolean(p->scratch, value_is_null(args[0]));
}

struct value
op_match(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	if (!expr_spend(p, 2 * (uint64_t)args[0].n * args[1].n))
		return VALUE_NULL;
	return value_boolean(p->scratch, value_equal(args[0], args[1]));
}

/* ---- numbers ---- */

/* Integers are compared as integers: 2^53 + 1 is no double. */
static int
compare(struct value a, struct value b)
{
	double x, y;

	if (a.type == VALUE_INTEGER && b.type == VALUE_INTEGER)
		return (a.atoms[0].integer > b.atoms[0].integer) -
		    (a.atoms[0].integer < b.atoms[0].integer);
	x = atom_number(a.type, a.atoms[0]);
	y = atom_number(b.type, b.atoms[0]);
	return (x > y) - (x < y);
}

/* A bound is cleaned of binary noise, so that typing the bound itself is
 * inside: 0.7 + 0.1 must take 0.8. */
static bool
within(double x, double y, const struct expr_tolerances *t)
{
	double unit = t->mode == EXPR_TOLERANCE_RELATIVE ? fabs(x) / 100 : 1;
	double lower = x - t->below * unit, upper = x + t->above * unit;

	if (!isfinite(lower) || !isfinite(upper))
		return false;
	lower = number_clean(lower);
	upper = number_clean(upper);
	y = number_clean(y);
	return (t->include_lower ? y >= lower : y > lower) &&
	    (t->include_upper ? y <= upper : y < upper);
}

struct value
op_equal(struct process *p, const struct expr *e, const struct value *args)
{
	if (e->tolerance.mode == EXPR_TOLERANCE_EXACT)
		return value_boolean(p->scratch,
		    compare(args[0], args[1]) == 0);
	return value_boolean(p->scratch,
	    within(atom_number(args[0].type, args[0].atoms[0]),
		atom_number(args[1].type, args[1].atoms[0]), &e->tolerance));
}

struct value
op_equal_rounded(struct process *p, const struct expr *e,
    const struct value *args)
{
	double x = atom_number(args[0].type, args[0].atoms[0]);
	double y = atom_number(args[1].type, args[1].atoms[0]);

	return value_boolean(p->scratch,
	    expr_round_to(&e->rounding, x) == expr_round_to(&e->rounding, y));
}

struct value
op_gt(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	return value_boolean(p->scratch, compare(args[0], args[1]) > 0);
}

struct value
op_gte(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	return value_boolean(p->scratch, compare(args[0], args[1]) >= 0);
}

struct value
op_lt(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	return value_boolean(p->scratch, compare(args[0], args[1]) < 0);
}

struct value
op_lte(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	return value_boolean(p->scratch, compare(args[0], args[1]) <= 0);
}

/* ---- text ---- */

struct value
op_string_match(struct process *p, const struct expr *e,
    const struct value *args)
{
	return value_boolean(p->scratch,
	    text_equal(args[0].atoms[0].text, args[1].atoms[0].text,
		e->case_sensitive));
}

/* Does the first stand in the second? */
struct value
op_substring(struct process *p, const struct expr *e, const struct value *args)
{
	struct slice part = args[0].atoms[0].text;
	struct slice whole = args[1].atoms[0].text;

	if (!expr_spend(p, (uint64_t)part.len * whole.len / 1024))
		return VALUE_NULL;
	return value_boolean(p->scratch,
	    text_within(part, whole, e->case_sensitive));
}
