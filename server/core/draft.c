#include "core/draft.h"

#include "exam/alloc.h"

struct draft *
draft_new(const struct pool *p, const uint16_t *order)
{
	struct draft *d = alloc_zero(1, sizeof(*d));
	size_t n_nodes = (size_t)p->n_rules + p->n_groups + 1;
	uint16_t i;

	d->pool = p;
	d->order = alloc_copy(order, p->n_items * sizeof(*order));
	d->place = alloc_zero(p->n_items, sizeof(*d->place));
	d->owner = alloc_zero(p->n_items, sizeof(*d->owner));
	d->marks = alloc_zero(p->n_items, sizeof(*d->marks));
	d->rules = alloc_zero(p->n_rules, sizeof(*d->rules));
	d->n_group = alloc_zero(p->n_groups, sizeof(*d->n_group));
	d->n_limit = alloc_zero(p->n_limits, sizeof(*d->n_limit));
	d->limit_max = alloc_zero(p->n_limits, sizeof(*d->limit_max));
	d->drawn = alloc_zero(p->n_items, sizeof(*d->drawn));
	d->nodes = alloc_zero(n_nodes, sizeof(*d->nodes));
	d->queue = alloc_zero(n_nodes, sizeof(*d->queue));
	for (i = 0; i < p->n_items; i++) {
		d->place[order[i]] = i;
		d->owner[i] = DRAFT_FREE;
	}
	for (i = 0; i < p->n_limits; i++)
		d->limit_max[i] = p->limits[i].asked->max;
	return d;
}

void
draft_free(struct draft *d)
{
	free(d->order);
	free(d->place);
	free(d->owner);
	free(d->marks);
	free(d->rules);
	free(d->n_group);
	free(d->n_limit);
	free(d->limit_max);
	free(d->drawn);
	free(d->nodes);
	free(d->queue);
	free(d);
}

/* ---- looking ---- */

bool
draft_limit_is_full(const struct draft *d, uint16_t limit)
{
	return d->n_limit[limit] >= d->limit_max[limit];
}

static bool
is_shut_out(const struct draft *d, uint16_t section, uint16_t item)
{
	uint16_t i;

	for (i = 0; i < d->pool->n_limits; i++)
		if (d->pool->limits[i].section == section &&
		    draft_limit_is_full(d, i) &&
		    pool_has(d->pool->limits[i].fits, item))
			return true;
	return false;
}

bool
draft_accepts(const struct draft *d, uint16_t rule, uint16_t item)
{
	const struct pool_rule *r = &d->pool->rules[rule];

	if (!pool_has(r->fits, item) || d->marks[item] == MARK_OUT)
		return false;
	if (draft_is_in(d, item))
		return d->marks[item] == MARK_IN + r->section;
	return d->pool->n_limits == 0 || !is_shut_out(d, r->section, item);
}

uint16_t
draft_group(const struct draft *d, uint16_t rule)
{
	return d->pool->rules[rule].group;
}

bool
draft_has_room(const struct draft *d, uint16_t group)
{
	return d->n_group[group] < d->pool->groups[group].total;
}

uint16_t
draft_find_free(struct draft *d, uint16_t rule)
{
	struct draft_rule *r = &d->rules[rule];

	for (; r->next < d->pool->n_items; r->next++) {
		uint16_t item = d->order[r->next];

		d->steps++;
		if (d->owner[item] == DRAFT_FREE &&
		    draft_accepts(d, rule, item))
			return item;
	}
	return DRAFT_FREE;
}

/* ---- giving ---- */

/* Whoever might take it looks at it again. */
static void
let_go(struct draft *d, uint16_t item)
{
	uint16_t i = 0, place = d->place[item];

	while (d->drawn[i] != item)
		i++;
	d->n_drawn--;
	memmove(d->drawn + i, d->drawn + i + 1,
	    (size_t)(d->n_drawn - i) * sizeof(*d->drawn));
	d->steps += d->pool->n_rules;
	for (i = 0; i < d->pool->n_rules; i++)
		if (d->rules[i].next > place &&
		    pool_has(d->pool->rules[i].fits, item))
			d->rules[i].next = place;
}

void
draft_give(struct draft *d, uint16_t item, uint16_t rule)
{
	uint16_t before = d->owner[item];

	d->owner[item] = rule;
	if (before == DRAFT_FREE) {
		d->drawn[d->n_drawn++] = item;
	} else {
		d->rules[before].drawn--;
		d->n_group[draft_group(d, before)]--;
	}
	if (rule == DRAFT_FREE) {
		let_go(d, item);
	} else {
		d->rules[rule].drawn++;
		d->n_group[draft_group(d, rule)]++;
	}
}

void
draft_clear(struct draft *d)
{
	uint16_t i;

	for (i = 0; i < d->n_drawn; i++)
		d->owner[d->drawn[i]] = DRAFT_FREE;
	for (i = 0; i < d->pool->n_rules; i++)
		d->rules[i] = (struct draft_rule){ 0, 0 };
	memset(d->n_group, 0, d->pool->n_groups * sizeof(*d->n_group));
	d->n_drawn = 0;
}
