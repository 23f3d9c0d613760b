/* draft_path: one more of what is asked, along an augmenting path. */
#include "core/draft.h"

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
		if (!d->nodes[d->owner[item]].seen &&
		    draft_accepts(d, rule, item))
			ask(d, path, d->owner[item], rule, item);
	}
}

/* The rule has lost an item, or wants one: where could it come from? */
static bool
look_at_rule(struct draft *d, struct path *path, uint16_t rule)
{
	uint16_t group = draft_group(d, rule), item;

	if (rule != path->start &&
	    d->rules[rule].drawn > d->pool->rules[rule].min) {
		if (path->raises && (path->room || group == path->group)) {
			hand_over(d, path, rule, DRAFT_FREE);
			return true;
		}
		ask(d, path, node_of_group(d, group), rule, DRAFT_FREE);
	}
	item = draft_find_free(d, rule);
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
	struct path path = { .group = draft_group(d, rule), .raises = true };

	path.room = draft_has_room(d, path.group);
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
		    draft_find_free(d, i) != DRAFT_FREE &&
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

bool
draft_complete(struct draft *d)
{
	uint16_t i;

	for (i = 0; i < d->pool->n_rules; i++)
		while (d->rules[i].drawn < d->pool->rules[i].min)
			if (!draft_raise(d, i))
				return false;
	for (i = 0; i < d->pool->n_groups; i++)
		while (draft_has_room(d, i))
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

		if (!draft_is_in(d, item) && draft_group(d, owner) == group &&
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
		if (draft_accepts(d, i, item))
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

	if (!full && draft_has_room(d, path->group))
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
