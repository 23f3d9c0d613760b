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

/* May the item be drawn for the rule, as far as marks and limits go? */
static bool
accepts(const struct draft *d, uint16_t rule, uint16_t item)
{
	const struct pool_rule *r = &d->pool->rules[rule];

	if (!pool_has(r->fits, item) || d->marks[item] == MARK_OUT)
		return false;
	if (draft_is_in(d, item))
		return d->marks[item] == MARK_IN + r->section;
	return d->pool->n_limits == 0 || !is_shut_out(d, r->section, item);
}

static uint16_t
group_of(const struct draft *d, uint16_t rule)
{
	return d->pool->rules[rule].group;
}

static bool
has_room(const struct draft *d, uint16_t group)
{
	return d->n_group[group] < d->pool->groups[group].total;
}

/* The first free item in the order that the rule accepts, or DRAFT_FREE. */
static uint16_t
find_free(struct draft *d, uint16_t rule)
{
	struct draft_rule *r = &d->rules[rule];

	for (; r->next < d->pool->n_items; r->next++) {
		uint16_t item = d->order[r->next];

		d->steps++;
		if (d->owner[item] == DRAFT_FREE && accepts(d, rule, item))
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
		d->n_group[group_of(d, before)]--;
	}
	if (rule == DRAFT_FREE) {
		let_go(d, item);
	} else {
		d->rules[rule].drawn++;
		d->n_group[group_of(d, rule)]++;
	}
}

/* ---- paths ---- */

struct path {
	uint16_t start; /* a node */
	uint16_t group; /* that gets one more */
	bool raises;	/* a rule to its minimum; else a group to its total */
	bool room;	/* the group may have one more than it has */
	uint16_t head, tail; /* of the queue */
};

static void
path_begin(struct draft *d, struct path *path, uint16_t start)
{
	size_t n = (size_t)d->pool->n_rules + d->pool->n_groups + 1, i;

	for (i = 0; i < n; i++)
		d->nodes[i].seen = false;
	path->start = start;
	path->head = path->tail = 0;
	d->nodes[start].seen = true;
	d->queue[path->tail++] = start;
}

static void
ask(struct draft *d, struct path *path, uint16_t node, uint16_t from,
    uint16_t item)
{
	if (d->nodes[node].seen)
		return;
	d->nodes[node] = (struct draft_node){ true, from, item };
	d->queue[path->tail++] = node;
}

static uint16_t
node_of_group(const struct draft *d, uint16_t group)
{
	return (uint16_t)(d->pool->n_rules + group);
}

static uint16_t
node_of_free(const struct draft *d)
{
	return (uint16_t)(d->pool->n_rules + d->pool->n_groups);
}

/* Hand items on, from the node where the path ends, which takes this one or
 * can do without (DRAFT_FREE), back to the start. */
static void
hand_over(struct draft *d, const struct path *path, uint16_t at, uint16_t item)
{
	if (item != DRAFT_FREE)
		draft_give(d, item, at);
	while (at != path->start) {
		const struct draft_node *node = &d->nodes[at];

		if (node->item != DRAFT_FREE)
			draft_give(d, node->item,
			    node->from < d->pool->n_rules ? node->from
							  : DRAFT_FREE);
		at = node->from;
	}
}

/* Ask the owners of items that the rule would accept. */
static void
ask_owners(struct draft *d, struct path *path, uint16_t rule)
{
	uint16_t i;

	for (i = 0; i < d->n_drawn; i++) {
		uint16_t item = d->drawn[i];

		d->steps++;
		if (!d->nodes[d->owner[item]].seen && accepts(d, rule, item))
			ask(d, path, d->owner[item], rule, item);
	}
}

/* The rule has lost an item, or wants one: where could it come from? */
static bool
look_at_rule(struct draft *d, struct path *path, uint16_t rule)
{
	uint16_t group = group_of(d, rule), item;

	if (rule != path->start &&
	    d->rules[rule].drawn > d->pool->rules[rule].min) {
		if (path->raises && (path->room || group == path->group)) {
			hand_over(d, path, rule, DRAFT_FREE);
			return true;
		}
		ask(d, path, node_of_group(d, group), rule, DRAFT_FREE);
	}
	item = find_free(d, rule);
	if (item != DRAFT_FREE && path->room) {
		hand_over(d, path, rule, item);
		return true;
	}
	if (item != DRAFT_FREE)
		ask(d, path, node_of_free(d), rule, item);
	ask_owners(d, path, rule);
	return false;
}

/* One of its rules may take on the item that the group lacks. */
static void
look_at_group(struct draft *d, struct path *path, uint16_t group)
{
	const struct pool_group *g = &d->pool->groups[group];
	uint16_t i;

	for (i = g->first_rule; i < g->first_rule + g->n_rules; i++)
		if (d->rules[i].drawn < d->pool->rules[i].max)
			ask(d, path, i, node_of_group(d, group), DRAFT_FREE);
}

/* A free item was taken where the total allows none more: another, that need
 * not be in, is let go. */
static void
look_at_free(struct draft *d, struct path *path)
{
	uint16_t i;

	for (i = 0; i < d->n_drawn; i++)
		if (!draft_is_in(d, d->drawn[i]))
			ask(d, path, d->owner[d->drawn[i]], node_of_free(d),
			    d->drawn[i]);
}

static bool
find_path(struct draft *d, struct path *path)
{
	while (path->head < path->tail) {
		uint16_t at = d->queue[path->head++];

		if (at == node_of_free(d))
			look_at_free(d, path);
		else if (at >= d->pool->n_rules)
			look_at_group(
			    d, path, (uint16_t)(at - d->pool->n_rules));
		else if (look_at_rule(d, path, at))
			return true;
	}
	return false;
}

bool
draft_raise(struct draft *d, uint16_t rule)
{
	struct path path = { .group = group_of(d, rule), .raises = true };

	path.room = has_room(d, path.group);
	path_begin(d, &path, rule);
	return find_path(d, &path);
}

/* Of all that the group's rules could take: the first in the order. */
static bool
take_first(struct draft *d, uint16_t group)
{
	const struct pool_group *g = &d->pool->groups[group];
	uint16_t i, rule = DRAFT_FREE;

	for (i = g->first_rule; i < g->first_rule + g->n_rules; i++)
		if (d->rules[i].drawn < d->pool->rules[i].max &&
		    find_free(d, i) != DRAFT_FREE &&
		    (rule == DRAFT_FREE ||
			d->rules[i].next < d->rules[rule].next))
			rule = i;
	if (rule != DRAFT_FREE)
		draft_give(d, d->order[d->rules[rule].next], rule);
	return rule != DRAFT_FREE;
}

bool
draft_fill(struct draft *d, uint16_t group)
{
	struct path path = { .group = group, .room = true };

	if (take_first(d, group))
		return true;
	path_begin(d, &path, node_of_group(d, group));
	return find_path(d, &path);
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

bool
draft_complete(struct draft *d)
{
	uint16_t i;

	for (i = 0; i < d->pool->n_rules; i++)
		while (d->rules[i].drawn < d->pool->rules[i].min)
			if (!draft_raise(d, i))
				return false;
	for (i = 0; i < d->pool->n_groups; i++)
		while (has_room(d, i))
			if (!draft_fill(d, i))
				return false;
	return true;
}

/* ---- items that must be in ---- */

/* The last drawn that need not be in, of a rule or else of a group. */
static uint16_t
find_dispensable(const struct draft *d, uint16_t group, uint16_t rule)
{
	uint16_t i;

	for (i = d->n_drawn; i-- > 0;) {
		uint16_t item = d->drawn[i], owner = d->owner[item];

		if (!draft_is_in(d, item) && group_of(d, owner) == group &&
		    (rule == DRAFT_FREE || owner == rule))
			return item;
	}
	return DRAFT_FREE;
}

static void
ask_takers(struct draft *d, struct path *path, uint16_t item, uint16_t from)
{
	const struct pool_group *g = &d->pool->groups[path->group];
	uint16_t i;

	for (i = g->first_rule; i < g->first_rule + g->n_rules; i++)
		if (accepts(d, i, item))
			ask(d, path, i, from, item);
}

/* Each node of the path takes the item that the one before it held. */
static void
hand_down(struct draft *d, uint16_t at)
{
	while (at != DRAFT_FREE) {
		draft_give(d, d->nodes[at].item, at);
		at = d->nodes[at].from;
	}
}

/* Can the rule take one more, if need be for one that need not be in? */
static bool
makes_room(struct draft *d, const struct path *path, uint16_t rule)
{
	bool full = d->rules[rule].drawn >= d->pool->rules[rule].max;
	uint16_t item;

	if (!full && has_room(d, path->group))
		return true;
	item = find_dispensable(d, path->group, full ? rule : DRAFT_FREE);
	if (item != DRAFT_FREE)
		draft_give(d, item, DRAFT_FREE);
	return item != DRAFT_FREE;
}

bool
draft_put(struct draft *d, uint16_t item)
{
	uint16_t section = (uint16_t)(d->marks[item] - MARK_IN), i;
	struct path path = { .group = pool_group_of(d->pool, section, item) };

	if (draft_section(d, item) == section)
		return true;
	if (d->owner[item] != DRAFT_FREE)
		draft_give(d, item, DRAFT_FREE);
	path_begin(d, &path, node_of_free(d));
	ask_takers(d, &path, item, DRAFT_FREE);
	for (path.head = 1; path.head < path.tail; path.head++) {
		uint16_t at = d->queue[path.head];

		if (makes_room(d, &path, at)) {
			hand_down(d, at);
			return true;
		}
		for (i = 0; i < d->n_drawn; i++)
			if (d->owner[d->drawn[i]] == at)
				ask_takers(d, &path, d->drawn[i], at);
	}
	return false;
}
