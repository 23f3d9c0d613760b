#include "proof/derived.h"

/* ---- the paper ---- */

static enum err
restore_paper(struct paper **out, const struct derived_from *from)
{
	const struct attempt_plan *plan = from->attempt->plan;
	struct paper_list list = { .n_sections = plan->n_sections,
		.n_items = plan->n_items, .items = plan->items };
	uint16_t i;

	for (i = 0; i < plan->n_sections; i++)
		list.ends[i] = (uint16_t)(plan->sections[i].first +
		    plan->sections[i].count);
	return paper_restore(out, from->bank, &list, from->attempt->seed);
}

void
derived_screens(uint8_t out[SCREENS_LEN], const struct paper *paper,
    const struct bank *bank)
{
	struct buf views = { 0 };
	uint16_t i;

	for (i = 0; i < paper_n_items(paper); i++) {
		paper_view(&views, paper, bank, i);
		buf_put_text(&views, "}");
	}
	hash_sha256(out, buf_slice(&views));
	buf_fini(&views);
}

/* ---- marks ---- */

static const struct item *
item_at(const struct derived *d, const struct derived_from *from, uint16_t i)
{
	return bank_item(from->bank, paper_item(d->paper, i));
}

static bool
has_essay(const struct item *item, struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		struct slice part = response_next(&c, in);

		if (in->type == INTERACTION_EXTENDED_TEXT &&
		    !text_is_blank(part))
			return true;
	}
	return false;
}

static void
mark_by_hand(struct derived *d, const struct derived_from *from, uint16_t i)
{
	struct derived_item *to = &d->items[i];

	to->is_script = true;
	to->script = marking_state(&to->by_hand, &from->attempt->marking, i,
	    from->programme->marking);
	d->is_settled = d->is_settled && to->script == SCRIPT_SETTLED;
}

static void
mark_item(struct derived *d, const struct derived_from *from, uint16_t i)
{
	const struct item *item = item_at(d, from, i);
	struct slice response =
	    answer_response(attempt_answer(from->attempt, i));
	struct derived_item *to = &d->items[i];

	to->max_marks = item->max_marks;
	if (!from->by_hand)
		to->max_marks -= item_hand_marks(item);
	to->failed = score_item(&to->processed, from->bank, d->paper, i,
			 response) != ERR_OK;
	if (from->by_hand && item->n_criteria > 0 && !item->pretest &&
	    has_essay(item, response))
		mark_by_hand(d, from, i);
}

/* What is on trial does not count. */
static void
add_section(struct derived *d, const struct derived_from *from,
    uint16_t section)
{
	const struct plan_section *p = &from->attempt->plan->sections[section];
	struct section_score *to = &d->score.sections[section];
	uint16_t i;

	for (i = p->first; i < p->first + p->count; i++) {
		mark_item(d, from, i);
		if (item_at(d, from, i)->pretest)
			continue;
		to->marks += (int64_t)d->items[i].processed +
		    d->items[i].by_hand;
		to->max_marks += d->items[i].max_marks;
	}
}

static void
mark_all(struct derived *d, const struct derived_from *from,
    const struct programme_route *route)
{
	uint32_t weights[SECTIONS_MAX] = { 0 };
	uint16_t i;

	d->n_items = paper_n_items(d->paper);
	d->is_settled = true;
	d->score = (struct score){ .cut = route->cut,
		.n_sections = from->attempt->plan->n_sections };
	for (i = 0; i < d->score.n_sections; i++) {
		d->score.sections[i].cut = route->sections[i].cut;
		weights[i] = route->sections[i].weight;
		add_section(d, from, i);
	}
	score_total(&d->score, weights);
}

enum err
derived_new(struct derived **out, const struct derived_from *from)
{
	const struct attempt *a = from->attempt;
	const struct programme_route *route =
	    &from->programme->routes[a->route];
	struct derived *d;

	if (a->plan == NULL || a->plan->items == NULL || a->answers == NULL ||
	    !route->offered || route->n_sections != a->plan->n_sections)
		return ERR_INVALID;
	d = alloc_zero(1, sizeof(*d));
	if (restore_paper(&d->paper, from) != ERR_OK) {
		free(d);
		return ERR_INVALID;
	}
	mark_all(d, from, route);
	*out = d;
	return ERR_OK;
}

void
derived_free(struct derived *d)
{
	if (d == NULL)
		return;
	paper_free(d->paper);
	free(d);
}
