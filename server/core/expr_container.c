/* Operators that make containers and look into them. */
#include "core/expr_run.h"

/* What multiple, ordered and repeat put together: all atoms of all children,
 * `times` times; NULL children add nothing. */
static struct value
gather(struct process *p, const struct expr *e, const struct value *args,
    enum cardinality cardinality, uint32_t times)
{
	struct value out = { .cardinality = cardinality };
	struct atom *atoms;
	uint64_t n = 0;
	uint32_t i, j;

	for (i = 0; i < e->n_children; i++)
		n += args[i].n;
	if (n == 0 || !expr_spend(p, n * times))
		return VALUE_NULL;
	atoms = arena_take(p->scratch, (size_t)(n * times), sizeof(*atoms));
	out.atoms = atoms;
	while (times-- > 0)
		for (i = 0; i < e->n_children; i++)
			for (j = 0; j < args[i].n; j++) {
				out.type = args[i].type;
				atoms[out.n++] = args[i].atoms[j];
			}
	return out;
}

struct value
op_multiple(struct process *p, const struct expr *e, const struct value *args)
{
	return gather(p, e, args, CARDINALITY_MULTIPLE, 1);
}

struct value
op_ordered(struct process *p, const struct expr *e, const struct value *args)
{
	return gather(p, e, args, CARDINALITY_ORDERED, 1);
}

struct value
op_repeat(struct process *p, const struct expr *e, const struct value *args)
{
	return gather(p, e, args, CARDINALITY_ORDERED, e->count);
}

struct value
op_container_size(struct process *p, const struct expr *e,
    const struct value *args)
{
	(void)e;
	return value_integer(p->scratch, args[0].n);
}

struct value
op_index(struct process *p, const struct expr *e, const struct value *args)
{
	(void)p;
	if (e->count > args[0].n)
		return VALUE_NULL;
	return (struct value){ CARDINALITY_SINGLE, args[0].type, 1,
		&args[0].atoms[e->count - 1] };
}

struct value
op_delete(struct process *p, const struct expr *e, const struct value *args)
{
	struct value out = args[1];
	struct atom *atoms;
	uint32_t i;

	(void)e;
	if (!expr_spend(p, args[1].n))
		return VALUE_NULL;
	atoms = arena_take(p->scratch, args[1].n, sizeof(*atoms));
	out.atoms = atoms;
	out.n = 0;
	for (i = 0; i < args[1].n; i++)
		if (!value_atoms_equal(&args[1], i, &args[0], 0))
			atoms[out.n++] = args[1].atoms[i];
	return out;
}

struct value
op_member(struct process *p, const struct expr *e, const struct value *args)
{
	(void)e;
	if (!expr_spend(p, args[1].n))
		return VALUE_NULL;
	return value_boolean(p->scratch,
	    value_count(&args[1], &args[0], 0) > 0);
}

/* Does the first stand anywhere in the second, without gaps? */
static bool
is_run_of(const struct value *part, const struct value *whole)
{
	uint32_t start, i;

	for (start = 0; start + part->n <= whole->n; start++) {
		for (i = 0; i < part->n; i++)
			if (!value_atoms_equal(whole, start + i, part, i))
				break;
		if (i == part->n)
			return true;
	}
	return false;
}

static bool
is_bag_within(const struct value *part, const struct value *whole)
{
	uint32_t i;

	for (i = 0; i < part->n; i++)
		if (value_count(part, part, i) > value_count(whole, part, i))
			return false;
	return true;
}

/* Does the first contain the second? */
struct value
op_contains(struct process *p, const struct expr *e, const struct value *args)
{
	bool ordered = args[0].cardinality == CARDINALITY_ORDERED;

	(void)e;
	if (!expr_spend(p, (uint64_t)args[1].n * (args[0].n + args[1].n)))
		return VALUE_NULL;
	return value_boolean(p->scratch, ordered ?
		is_run_of(&args[1], &args[0]) :
		is_bag_within(&args[1], &args[0]));
}
