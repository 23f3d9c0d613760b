#include "core/draft.h"

#include "exam/alloc.h"

struct rule {
	const struct blueprint_rule *asked;
	uint16_t section, number; /* from 0, for messages */
	const uint8_t *fits;	  /* of each topic: bits of difficulties */
	size_t next; /* no item before it in the order is free and fits */
	/* of the search for an augmenting path */
	bool seen;
	uint16_t asker; /* the rule that wants an item of this one */
	uint16_t wanted; /* that item */
};

struct draft {
	struct arena arena;
	const struct bank *bank;
	uint16_t n_rules;
	struct rule *rules;
	uint16_t *owner; /* of each item: its rule, or DRAFT_FREE */
	size_t n_drawn;
	uint16_t *drawn; /* items, in the order they were drawn */
	uint16_t *queue; /* rules */
};

/* "networks" covers "networks" and "networks.dns". */
static bool
topic_covers(struct slice topic, struct slice below)
{
	if (topic.len == 0)
		return true;
	if (below.len < topic.len || memcmp(below.at, topic.at, topic.len) != 0)
		return false;
	return below.len == topic.len || below.at[topic.len] == '.';
}

static const uint8_t *
rule_fits(struct draft *d, const struct blueprint_rule *rule)
{
	size_t i, n = bank_n_topics(d->bank);
	uint8_t *fits = arena_take(&d->arena, n, sizeof(*fits));

	for (i = 0; i < n; i++)
		if (topic_covers(rule->topic, bank_topic(d->bank, i)->ident))
			fits[i] = (uint8_t)rule->difficulties;
	return fits;
}

static void
draft_add_rules(struct draft *d, const struct blueprint *blueprint)
{
	uint16_t s, r;

	for (s = 0; s < blueprint->n_sections; s++)
		for (r = 0; r < blueprint->sections[s].n_rules; r++) {
			struct rule *rule = &d->rules[d->n_rules++];

			rule->asked = &blueprint->sections[s].rules[r];
			rule->section = s;
			rule->number = r;
			rule->fits = rule_fits(d, rule->asked);
		}
}

struct draft *
draft_new(const struct bank *bank, const struct blueprint *blueprint)
{
	struct draft *d = alloc_zero(1, sizeof(*d));
	size_t i, n = bank_n_items(bank), n_rules = 0;

	for (i = 0; i < blueprint->n_sections; i++)
		n_rules += blueprint->sections[i].n_rules;
	d->bank = bank;
	d->rules = arena_take(&d->arena, n_rules, sizeof(*d->rules));
	d->queue = arena_take(&d->arena, n_rules, sizeof(*d->queue));
	d->owner = arena_take(&d->arena, n, sizeof(*d->owner));
	d->drawn = arena_take(&d->arena, n, sizeof(*d->drawn));
	for (i = 0; i < n; i++)
		d->owner[i] = DRAFT_FREE;
	draft_add_rules(d, blueprint);
	return d;
}

void
draft_free(struct draft *d)
{
	arena_fini(&d->arena);
	free(d);
}

static bool
item_fits(const struct draft *d, const struct rule *rule, size_t item)
{
	unsigned bit = 1u << bank_item(d->bank, item)->difficulty;

	return (rule->fits[bank_item_topic(d->bank, item)] & bit) != 0;
}

/* The first free item in the order that fits, or DRAFT_FREE.  What is drawn
 * stays drawn, so the place only moves forward. */
static uint16_t
find_free(const struct draft *d, struct rule *rule, const uint16_t *order)
{
	size_t n = bank_n_items(d->bank);

	for (; rule->next < n; rule->next++) {
		uint16_t item = order[rule->next];

		if (d->owner[item] == DRAFT_FREE && item_fits(d, rule, item))
			return item;
	}
	return DRAFT_FREE;
}

/* Hand items on along the path, from the rule that found a free one back to
 * the rule that asked first. */
static void
hand_over(struct draft *d, uint16_t start, uint16_t at, uint16_t item)
{
	d->drawn[d->n_drawn++] = item;
	d->owner[item] = at;
	while (at != start) {
		const struct rule *rule = &d->rules[at];

		d->owner[rule->wanted] = rule->asker;
		at = rule->asker;
	}
}

/* Queue the owners of items that would fit the rule. */
static size_t
ask_owners(struct draft *d, uint16_t asker, size_t n_queued)
{
	size_t i;

	for (i = 0; i < d->n_drawn; i++) {
		uint16_t item = d->drawn[i];
		struct rule *owner = &d->rules[d->owner[item]];

		if (owner->seen || !item_fits(d, &d->rules[asker], item))
			continue;
		owner->seen = true;
		owner->asker = asker;
		owner->wanted = item;
		d->queue[n_queued++] = d->owner[item];
	}
	return n_queued;
}

/* One more item for the rule; false if no exchange can free one. */
static bool
draw_one(struct draft *d, uint16_t start, const uint16_t *order)
{
	size_t head = 0, n_queued = 0;
	uint16_t i;

	for (i = 0; i < d->n_rules; i++)
		d->rules[i].seen = false;
	d->rules[start].seen = true;
	d->queue[n_queued++] = start;
	while (head < n_queued) {
		uint16_t at = d->queue[head++];
		uint16_t item = find_free(d, &d->rules[at], order);

		if (item != DRAFT_FREE) {
			hand_over(d, start, at, item);
			return true;
		}
		n_queued = ask_owners(d, at, n_queued);
	}
	return false;
}

static void
tell_short(struct buf *text, const struct rule *rule, unsigned missing)
{
	static const char *const difficulties[] = { "easy", "medium", "hard" };
	struct slice topic =
	    rule->asked->topic.len > 0 ? rule->asked->topic : SLICE("(any)");
	unsigned i;

	buf_printf(text, "section %u, rule %u: %u ", rule->section + 1u,
	    rule->number + 1u, rule->asked->count);
	for (i = 0; i < N_DIFFICULTIES; i++)
		if ((rule->asked->difficulties & 1u << i) != 0)
			buf_printf(text, "%s ", difficulties[i]);
	buf_printf(text, "items of topic %.*s are asked, the bank is %u short\n",
	    SLICE_FMT(topic), missing);
}

size_t
draft_fill(struct draft *d, const uint16_t *order, struct buf *text)
{
	size_t n_short = 0;
	uint16_t i, drawn;

	for (i = 0; i < d->n_rules; i++) {
		struct rule *rule = &d->rules[i];

		for (drawn = 0; drawn < rule->asked->count; drawn++)
			if (!draw_one(d, i, order))
				break;
		if (drawn == rule->asked->count)
			continue;
		n_short++;
		if (text != NULL)
			tell_short(text, rule,
			    (unsigned)(rule->asked->count - drawn));
	}
	return n_short;
}

uint16_t
draft_section(const struct draft *d, size_t item)
{
	if (d->owner[item] == DRAFT_FREE)
		return DRAFT_FREE;
	return d->rules[d->owner[item]].section;
}
