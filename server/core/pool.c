#include "core/pool.h"

#include "exam/alloc.h"

static void
put_bit(pool_bits *bits, size_t item)
{
	bits[item / POOL_BITS] |= UINT64_C(1) << item % POOL_BITS;
}

static pool_bits *
take_bits(struct pool *p)
{
	return arena_take(
	    &p->arena, p->n_items / POOL_BITS + 1u, sizeof(pool_bits));
}

/* ---- which items fit ---- */

static bool
has_tag(const struct item *item, struct slice tag)
{
	uint16_t i;

	for (i = 0; i < item->n_tags; i++)
		if (slice_equal(item->tags[i], tag))
			return true;
	return tag.len == 0;
}

/* Whether each topic of the bank is covered is asked once. */
static void
add_fitting(pool_bits *fits, const struct pool *p,
    const struct blueprint_rule *rule, bool pretest)
{
	size_t n_topics = bank_n_topics(p->bank), i;
	bool *covered = alloc_zero(n_topics, sizeof(*covered));

	for (i = 0; i < n_topics; i++)
		covered[i] =
		    topic_covers(rule->topic, bank_topic(p->bank, i)->ident);
	for (i = 0; i < p->n_items; i++) {
		const struct item *item = bank_item(p->bank, i);

		if (item->pretest == pretest &&
		    covered[bank_item_topic(p->bank, i)] &&
		    (rule->difficulties & 1u << item->difficulty) != 0 &&
		    has_tag(item, rule->tag))
			put_bit(fits, i);
	}
	free(covered);
}

static struct pool_rule *
add_rule(struct pool *p, uint16_t group, uint16_t number)
{
	struct pool_rule *rule = &p->rules[p->n_rules++];

	p->groups[group].n_rules++;
	rule->group = group;
	rule->section = p->groups[group].section;
	rule->number = number;
	rule->fits = take_bits(p);
	return rule;
}

static void
add_rules(struct pool *p, uint16_t s, const struct blueprint_section *section)
{
	struct pool_rule *rule;
	uint16_t i;

	for (i = 0; i < section->n_rules; i++) {
		rule = add_rule(p, (uint16_t)(2 * s), i);
		rule->asked = &section->rules[i];
		rule->min = rule->asked->min;
		rule->max = rule->asked->max;
		add_fitting(rule->fits, p, rule->asked, false);
	}
}

/* What is on trial is drawn as if for one more rule, of a group of its own. */
static void
add_quota(struct pool *p, uint16_t s, const struct blueprint_section *section)
{
	struct pool_rule *rule;
	uint16_t i;

	if (section->pretest == 0)
		return;
	rule = add_rule(p, (uint16_t)(2 * s + 1), 0);
	rule->min = rule->max = section->pretest;
	for (i = 0; i < section->n_rules; i++)
		add_fitting(rule->fits, p, &section->rules[i], true);
}

static void
add_limits(struct pool *p, uint16_t s, const struct blueprint_section *section)
{
	uint16_t i;

	for (i = 0; i < section->n_limits; i++) {
		struct pool_limit *limit = &p->limits[p->n_limits++];

		limit->asked = &section->limits[i];
		limit->section = s;
		limit->number = i;
		limit->fits = take_bits(p);
		add_fitting(limit->fits, p, limit->asked, false);
	}
}

static void
add_fixed(struct pool *p, uint16_t s, const struct blueprint_section *section)
{
	uint16_t i;

	for (i = 0; i < section->n_fixed; i++) {
		size_t item = bank_find(p->bank, section->fixed[i]);

		if (item != SIZE_MAX)
			p->fixed[p->n_fixed++] =
			    (struct pool_fixed){ (uint16_t)item, s };
	}
}

static void
add_sections(struct pool *p)
{
	const struct blueprint *b = p->blueprint;
	size_t n_rules = 0, n_limits = 0, n_fixed = 0;
	uint16_t s;

	for (s = 0; s < b->n_sections; s++) {
		n_rules += b->sections[s].n_rules + 1u;
		n_limits += b->sections[s].n_limits;
		n_fixed += b->sections[s].n_fixed;
	}
	p->n_groups = (uint16_t)(2 * b->n_sections);
	p->groups = arena_take(&p->arena, p->n_groups, sizeof(*p->groups));
	p->rules = arena_take(&p->arena, n_rules, sizeof(*p->rules));
	p->limits = arena_take(&p->arena, n_limits, sizeof(*p->limits));
	p->fixed = arena_take(&p->arena, n_fixed, sizeof(*p->fixed));
	for (s = 0; s < b->n_sections; s++) {
		const struct blueprint_section *section = &b->sections[s];

		p->groups[2 * s] = (struct pool_group){ s, false, p->n_rules, 0,
			blueprint_scored(section) };
		add_rules(p, s, section);
		p->groups[2 * s + 1] = (struct pool_group){ s, true, p->n_rules,
			0, section->pretest };
		add_quota(p, s, section);
		add_limits(p, s, section);
		add_fixed(p, s, section);
	}
}

/* ---- sets ---- */

struct member {
	struct slice set;
	uint16_t item;
};

static int
compare_members(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	size_t len = x->set.len < y->set.len ? x->set.len : y->set.len;
	int order = memcmp(x->set.at, y->set.at, len);

	if (order != 0)
		return order;
	if (x->set.len != y->set.len)
		return x->set.len < y->set.len ? -1 : 1;
	return (int)x->item - (int)y->item;
}

/* Each set becomes a ring, in the order of the bank. */
static void
join_sets(struct pool *p)
{
	struct member *list = alloc_zero(p->n_items, sizeof(*list));
	size_t n = 0, i, first = 0;

	p->next = arena_take(&p->arena, p->n_items, sizeof(*p->next));
	for (i = 0; i < p->n_items; i++) {
		struct slice set = bank_item(p->bank, i)->set;

		p->next[i] = (uint16_t)i;
		if (set.len > 0)
			list[n++] = (struct member){ set, (uint16_t)i };
	}
	qsort(list, n, sizeof(*list), compare_members);
	for (i = 1; i < n; i++) {
		if (!slice_equal(list[i].set, list[first].set)) {
			first = i;
			continue;
		}
		p->next[list[i - 1].item] = list[i].item;
		p->next[list[i].item] = list[first].item;
		p->sets = true;
	}
	free(list);
}

bool
pool_in_set(const struct pool *p, uint16_t item)
{
	return p->next[item] != item;
}

static void
forbid(struct pool *p, uint16_t section, uint16_t item)
{
	uint16_t i;

	for (i = 0; i < p->n_rules; i++)
		if (p->groups[p->rules[i].group].section == section)
			p->rules[i].fits[item / POOL_BITS] &=
			    ~(UINT64_C(1) << item % POOL_BITS);
}

/* What cannot stand in a section keeps its whole set out of it. */
static void
forbid_broken_sets(struct pool *p)
{
	uint16_t s, i, at;

	for (s = 0; s < p->blueprint->n_sections; s++)
		for (i = 0; i < p->n_items; i++) {
			if (!pool_in_set(p, i) || pool_takes(p, s, i))
				continue;
			for (at = p->next[i]; at != i; at = p->next[at])
				forbid(p, s, at);
		}
}

/* ---- enemies ---- */

/* Calls for each declared pair of two different items. */
static void
each_pair(struct pool *p, void (*see)(struct pool *, uint16_t, uint16_t))
{
	uint16_t i, j;

	for (i = 0; i < p->n_items; i++) {
		const struct item *item = bank_item(p->bank, i);

		for (j = 0; j < item->n_enemies; j++) {
			size_t other = bank_find(p->bank, item->enemies[j]);

			if (other == SIZE_MAX || other == i)
				continue;
			see(p, i, (uint16_t)other);
			see(p, (uint16_t)other, i);
		}
	}
}

static void
count_enemy(struct pool *p, uint16_t item, uint16_t enemy)
{
	(void)enemy;
	p->enemies_at[item + 1]++;
	p->has_enemies = true;
}

/* Until all are put, enemies_at[i + 1] is where the next of i goes. */
static void
put_enemy(struct pool *p, uint16_t item, uint16_t enemy)
{
	p->enemies[p->enemies_at[item + 1]++] = enemy;
}

static void
join_enemies(struct pool *p)
{
	uint32_t sum = 0, n;
	size_t i;

	p->enemies_at =
	    arena_take(&p->arena, p->n_items + 1u, sizeof(*p->enemies_at));
	each_pair(p, count_enemy);
	for (i = 0; i < p->n_items; i++) {
		n = p->enemies_at[i + 1];
		p->enemies_at[i + 1] = sum;
		sum += n;
	}
	p->enemies = arena_take(&p->arena, sum, sizeof(*p->enemies));
	each_pair(p, put_enemy);
}

/* ---- the whole ---- */

struct pool *
pool_new(const struct bank *bank, const struct blueprint *blueprint)
{
	struct pool *p = alloc_zero(1, sizeof(*p));

	p->bank = bank;
	p->blueprint = blueprint;
	p->n_items = (uint16_t)bank_n_items(bank);
	add_sections(p);
	join_sets(p);
	forbid_broken_sets(p);
	join_enemies(p);
	return p;
}

void
pool_free(struct pool *p)
{
	if (p == NULL)
		return;
	free(p->witness);
	arena_fini(&p->arena);
	free(p);
}

bool
pool_takes(const struct pool *p, uint16_t section, uint16_t item)
{
	const struct pool_group *g =
	    &p->groups[pool_group_of(p, section, item)];
	uint16_t i;

	for (i = 0; i < g->n_rules; i++)
		if (pool_has(p->rules[g->first_rule + i].fits, item))
			return true;
	return false;
}

uint16_t
pool_group_of(const struct pool *p, uint16_t section, uint16_t item)
{
	return (uint16_t)(2 * section +
			  (bank_item(p->bank, item)->pretest ? 1 : 0));
}

bool
pool_is_fixed(const struct pool *p, uint16_t item)
{
	uint16_t at = item;
	size_t i;

	do {
		for (i = 0; i < p->n_fixed; i++)
			if (p->fixed[i].item == at)
				return true;
		at = p->next[at];
	} while (at != item);
	return false;
}

bool
pool_is_hard(const struct pool *p)
{
	return p->sets || p->has_enemies || p->n_limits > 0;
}

bool
pool_counts_use(const struct pool *p)
{
	uint16_t i;

	if (p->blueprint->exposure_percent > 0)
		return true;
	for (i = 0; i < p->blueprint->n_sections; i++)
		if (p->blueprint->sections[i].pretest > 0)
			return true;
	return false;
}
