/* What items say of one another: identifiers, enemies, sets. */
#include <stdlib.h>

#include "load/bank_parts.h"

struct named {
	const struct item *item;
	const struct json *at;
};

static int
compare(struct slice a, struct slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n > 0 ? memcmp(a.at, b.at, n) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int
by_line(const struct named *a, const struct named *b)
{
	return (a->at->line > b->at->line) - (a->at->line < b->at->line);
}

static int
by_ident(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = compare(x->item->ident, y->item->ident);

	return order != 0 ? order : by_line(x, y);
}

static int
by_set(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = compare(x->item->set, y->item->set);

	return order != 0 ? order : by_line(x, y);
}

static void
check_unique(const struct named *all, size_t n, const struct scope *s)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (all[i].item->ident.len > 0 &&
		    slice_equal(all[i].item->ident, all[i - 1].item->ident))
			scope_mistake(s, json_member(all[i].at, "id"),
			    "\"%.*s\" is the id of the item on line %d already",
			    SLICE_FMT(all[i].item->ident), all[i - 1].at->line);
}

static void
check_enemy(const struct named *of, const struct named *all, size_t n,
    const struct scope *s, const struct json *v)
{
	const struct item wanted = { .ident = v->text };
	const struct named key = { &wanted, v }, *enemy;
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(all[middle].item->ident, wanted.ident) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	enemy = low < n ? &all[low] : &key;
	if (enemy == &key || !slice_equal(enemy->item->ident, wanted.ident))
		scope_mistake(s, v, "there is no item \"%.*s\" (item %.*s)",
		    SLICE_FMT(wanted.ident), SLICE_FMT(of->item->ident));
	else if (slice_equal(wanted.ident, of->item->ident))
		scope_mistake(s, v, "item %.*s is its own enemy",
		    SLICE_FMT(wanted.ident));
	else if (of->item->set.len > 0 &&
		 slice_equal(of->item->set, enemy->item->set))
		scope_mistake(s, v,
		    "\"%.*s\" is in set \"%.*s\" with item %.*s; they always "
		    "meet",
		    SLICE_FMT(wanted.ident), SLICE_FMT(of->item->set),
		    SLICE_FMT(of->item->ident));
}

static void
check_enemies(const struct named *all, size_t n, const struct scope *s)
{
	const struct json *list, *v;
	size_t i;

	for (i = 0; i < n; i++) {
		list = json_member(all[i].at, "enemies");
		if (all[i].item->n_enemies == 0 || list == NULL)
			continue;
		for (v = list->first; v != NULL; v = v->next)
			check_enemy(&all[i], all, n, s, v);
	}
}

/* all is in the order of sets. */
static void
check_sets(const struct named *all, size_t n, const struct scope *s)
{
	const struct named *first = all;
	size_t i;

	for (i = 1; i < n; i++) {
		if (!slice_equal(all[i].item->set, first->item->set))
			first = &all[i];
		else if (all[i].item->set.len > 0 &&
			 all[i].item->pretest != first->item->pretest)
			scope_mistake(s, all[i].at,
			    "item %.*s %s on trial and item %.*s of its set "
			    "\"%.*s\" %s; a set is the one or the other",
			    SLICE_FMT(all[i].item->ident),
			    all[i].item->pretest ? "is" : "is not",
			    SLICE_FMT(first->item->ident),
			    SLICE_FMT(first->item->set),
			    first->item->pretest ? "is" : "is not");
	}
}

void
bank_check_relations(const struct bank_parts *parts, const struct scope *s,
    const struct json *list)
{
	struct named *all = (struct named *)alloc_zero(list->n, sizeof(*all));
	const struct json *v = list->first;
	size_t i, n = parts->n_items;

	for (i = 0; i < n; i++, v = v->next)
		all[i] = (struct named){ &parts->items[i], v };
	qsort(all, n, sizeof(*all), by_ident);
	check_unique(all, n, s);
	check_enemies(all, n, s);
	qsort(all, n, sizeof(*all), by_set);
	check_sets(all, n, s);
	free(all);
}

/* ---- what nobody uses ---- */

static void
mark(bool *used, const uint16_t *images, uint16_t n)
{
	while (n-- > 0)
		used[images[n]] = true;
}

static void
warn_unused(const bool *used, const struct scope *s, const char *list,
    struct diag *warnings)
{
	const struct json *v = scope_member(s, list);
	char where[SCOPE_NAME_MAX + 32];

	for (v = v == NULL ? NULL : v->first; v != NULL; v = v->next, used++) {
		snprintf(where, sizeof(where), "warning: %s, %.64s", list,
		    v->name.at);
		if (!*used)
			diag_add(warnings, v->line, where, "no item uses it");
	}
}

void
bank_warn_unused(const struct bank_parts *parts, const struct scope *s,
    struct diag *warnings)
{
	bool *images = (bool *)alloc_zero(parts->n_images + 1, sizeof(bool));
	bool *stimuli = (bool *)alloc_zero(parts->n_stimuli + 1, sizeof(bool));
	size_t i;

	for (i = 0; i < parts->n_stimuli; i++)
		mark(images, parts->stimuli[i].images,
		    parts->stimuli[i].n_images);
	for (i = 0; i < parts->n_items; i++) {
		mark(images, parts->items[i].images, parts->items[i].n_images);
		if (parts->items[i].stimulus != STIMULUS_NONE)
			stimuli[parts->items[i].stimulus] = true;
	}
	warn_unused(images, s, "images", warnings);
	warn_unused(stimuli, s, "stimuli", warnings);
	free(images);
	free(stimuli);
}
