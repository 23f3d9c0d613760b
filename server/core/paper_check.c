/* Can every paper be drawn?  What is in the way, and by how many items. */
#include "core/draft.h"
#include "core/paper.h"
#include "core/paper_check.h"
#include "exam/alloc.h"

void
check_tell(struct check *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(c->text, fmt, ap);
	va_end(ap);
	buf_put_u8(c->text, '\n');
	c->n_lines++;
}

/* ---- the blueprint alone ---- */

static void
check_rule_bounds(
    struct check *c, uint16_t s, const struct blueprint_section *section)
{
	uint32_t least = 0, most = 0;
	uint16_t i;

	for (i = 0; i < section->n_rules; i++) {
		const struct blueprint_rule *rule = &section->rules[i];

		least += rule->min;
		most += rule->max;
		if (rule->min > rule->max)
			check_tell(c,
			    "section %u, rule %u: the minimum %u is more "
			    "than the maximum %u",
			    s + 1u, i + 1u, rule->min, rule->max);
	}
	if (least > blueprint_scored(section))
		check_tell(c,
		    "section %u: its rules draw at least %u items; it has "
		    "%u, %u too few",
		    s + 1u, least, blueprint_scored(section),
		    least - blueprint_scored(section));
	if (most < blueprint_scored(section))
		check_tell(c,
		    "section %u: its rules draw at most %u items; it has "
		    "%u, %u too many",
		    s + 1u, most, blueprint_scored(section),
		    blueprint_scored(section) - most);
}

static void
check_limit_bounds(
    struct check *c, uint16_t s, const struct blueprint_section *section)
{
	uint16_t i;

	for (i = 0; i < section->n_limits; i++)
		if (section->limits[i].min > section->limits[i].max)
			check_tell(c,
			    "section %u, limit %u: the minimum %u is more "
			    "than the maximum %u",
			    s + 1u, i + 1u, section->limits[i].min,
			    section->limits[i].max);
	if (section->n_limits > LIMITS_MAX)
		check_tell(
		    c, "section %u: has at most %d limits", s + 1u, LIMITS_MAX);
}

static void
check_section(struct check *c, uint16_t s)
{
	const struct blueprint_section *section = &c->blueprint->sections[s];

	if (section->n_rules == 0 || section->n_rules > RULES_MAX ||
	    blueprint_scored(section) == 0) {
		check_tell(c,
		    "section %u: has 1 to %d rules and draws at least one "
		    "item",
		    s + 1u, RULES_MAX);
		return;
	}
	check_rule_bounds(c, s, section);
	check_limit_bounds(c, s, section);
}

static void
check_blueprint(struct check *c)
{
	const struct blueprint *b = c->blueprint;
	uint32_t n_items = 0;
	uint16_t s;

	if (b->n_sections == 0 || b->n_sections > SECTIONS_MAX) {
		check_tell(c, "a paper has 1 to %d sections", SECTIONS_MAX);
		return;
	}
	for (s = 0; s < b->n_sections; s++) {
		n_items += blueprint_items(&b->sections[s]);
		check_section(c, s);
	}
	if (n_items > PAPER_ITEMS_MAX)
		check_tell(c, "a paper has at most %d items, not %u",
		    PAPER_ITEMS_MAX, n_items);
	if (b->forms > FORMS_MAX)
		check_tell(c, "there are at most %d forms, not %u", FORMS_MAX,
		    b->forms);
	if (b->exposure_percent > 100)
		check_tell(c, "an item may be in at most 100 %% of the papers");
}

/* ---- fixed items ---- */

static bool
is_fixed_before(const struct check *c, uint16_t section, uint16_t number)
{
	struct slice ident = c->blueprint->sections[section].fixed[number];
	uint16_t s, i;

	for (s = 0; s <= section; s++)
		for (i = 0; i < c->blueprint->sections[s].n_fixed; i++) {
			if (s == section && i == number)
				return false;
			if (slice_equal(
				c->blueprint->sections[s].fixed[i], ident))
				return true;
		}
	return false;
}

static void
check_fixed_one(struct check *c, uint16_t s, uint16_t number)
{
	struct slice ident = c->blueprint->sections[s].fixed[number];
	size_t item = bank_find(c->pool->bank, ident);
	const char *mistake = NULL;

	if (item == SIZE_MAX)
		return; /* check_names() told it */
	if (is_fixed_before(c, s, number))
		mistake = "is fixed twice";
	else if (bank_item(c->pool->bank, item)->pretest)
		mistake = "is on trial: it is drawn by the quota alone";
	else if (!pool_takes(c->pool, s, (uint16_t)item))
		mistake =
		    pool_in_set(c->pool, (uint16_t)item)
			? "or another of its set fits no rule of the section"
			: "fits no rule of the section";
	if (mistake != NULL)
		check_tell(c, "section %u: the fixed item %.*s %s", s + 1u,
		    SLICE_FMT(ident), mistake);
}

static struct slice
ident_of(const struct check *c, uint16_t item)
{
	return bank_item(c->pool->bank, item)->ident;
}

static void
check_fixed_enemies(struct check *c)
{
	const struct pool *p = c->pool;
	size_t i, j;
	uint32_t k;

	for (i = 0; i < p->n_fixed; i++)
		for (j = 0; j < i; j++)
			for (k = p->enemies_at[p->fixed[i].item];
			     k < p->enemies_at[p->fixed[i].item + 1]; k++)
				if (p->enemies[k] == p->fixed[j].item)
					check_tell(c,
					    "the fixed items %.*s and %.*s "
					    "are enemies",
					    SLICE_FMT(
						ident_of(c, p->fixed[j].item)),
					    SLICE_FMT(
						ident_of(c, p->fixed[i].item)));
}

static void
check_fixed(struct check *c)
{
	uint16_t s, i;

	for (s = 0; s < c->blueprint->n_sections; s++)
		for (i = 0; i < c->blueprint->sections[s].n_fixed; i++)
			check_fixed_one(c, s, i);
	check_fixed_enemies(c);
}

/* ---- rules and totals, exactly ---- */

#define ANY_DIFFICULTY ((1u << N_DIFFICULTIES) - 1)

const char *
check_are(unsigned n)
{
	return n == 1 ? "is" : "are";
}

static const char *
items(unsigned n)
{
	return n == 1 ? "item" : "items";
}

void
check_put_which(
    struct buf *text, const struct blueprint_rule *rule, unsigned n_items)
{
	static const char *const difficulties[] = { "easy", "medium", "hard" };
	const char *between = " ";
	unsigned i;

	buf_printf(text, "%u", n_items);
	for (i = 0; i < N_DIFFICULTIES; i++)
		if (rule->difficulties != ANY_DIFFICULTY &&
		    (rule->difficulties & 1u << i) != 0) {
			buf_printf(text, "%s%s", between, difficulties[i]);
			between = " or ";
		}
	buf_printf(text, " %s", items(n_items));
	if (rule->topic.len > 0)
		buf_printf(text, " of topic %.*s", SLICE_FMT(rule->topic));
	if (rule->tag.len > 0)
		buf_printf(text, " with tag %.*s", SLICE_FMT(rule->tag));
}

static void
tell_short(struct check *c, const struct pool_rule *rule, unsigned missing)
{
	struct buf which = { 0 };
	unsigned s = c->pool->groups[rule->group].section + 1u;

	if (rule->asked == NULL) {
		check_tell(c,
		    "section %u: %u %s on trial that %s its rules %s asked, "
		    "the "
		    "bank is %u short",
		    s, rule->min, items(rule->min),
		    rule->min == 1 ? "fits" : "fit", check_are(rule->min),
		    missing);
		return;
	}
	check_put_which(&which, rule->asked, rule->min);
	check_tell(c,
	    "section %u, rule %u: %.*s %s asked, the bank is %u short", s,
	    rule->number + 1u, SLICE_FMT(buf_slice(&which)),
	    check_are(rule->min), missing);
	buf_fini(&which);
}

static void
place_fixed(struct check *c, struct draft *d)
{
	size_t i;

	for (i = 0; i < c->pool->n_fixed; i++) {
		const struct pool_fixed *f = &c->pool->fixed[i];

		d->marks[f->item] = (uint8_t)(MARK_IN + f->section);
		if (draft_put(d, f->item))
			continue;
		check_tell(c,
		    "section %u: the fixed item %.*s has no place; other "
		    "fixed items have taken it",
		    f->section + 1u, SLICE_FMT(ident_of(c, f->item)));
		d->marks[f->item] = MARK_OUT;
	}
}

static void
check_group(struct check *c, struct draft *d, uint16_t group)
{
	const struct pool_group *g = &c->pool->groups[group];
	unsigned missing;

	while (d->n_group[group] < g->total && draft_fill(d, group))
		;
	missing = (unsigned)(g->total - d->n_group[group]);
	if (missing > 0 && !g->pretest)
		check_tell(c,
		    "section %u: %u %s %s asked, its rules find %u in the "
		    "bank, %u short",
		    g->section + 1u, g->total, items(g->total),
		    check_are(g->total), d->n_group[group], missing);
}

static void
check_matching(struct check *c)
{
	struct draft *d = draft_new(c->pool, c->order);
	size_t before = c->n_lines;
	uint16_t i;

	place_fixed(c, d);
	for (i = 0; i < c->pool->n_rules; i++) {
		const struct pool_rule *rule = &c->pool->rules[i];

		while (d->rules[i].drawn < rule->min && draft_raise(d, i))
			;
		if (d->rules[i].drawn < rule->min)
			tell_short(
			    c, rule, (unsigned)(rule->min - d->rules[i].drawn));
	}
	for (i = 0; c->n_lines == before && i < c->pool->n_groups; i++)
		check_group(c, d, i);
	draft_free(d);
}

/* ---- the whole ---- */

/* From what is certain to what is searched for; what comes first may be the
 * reason for the rest. */
static void
check_bank(struct check *c)
{
	check_names(c);
	check_fixed(c);
	if (c->n_lines == 0)
		check_matching(c);
	if (c->n_lines == 0)
		check_limits(c);
	if (c->n_lines == 0)
		check_together(c);
	if (c->n_lines == 0 && c->blueprint->exposure_percent > 0)
		check_exposure(c);
}

size_t
paper_check(struct buf *text, const struct bank *bank,
    const struct blueprint *blueprint, uint32_t papers)
{
	struct check c = {
		.text = text, .blueprint = blueprint, .papers = papers
	};
	uint16_t i;

	check_blueprint(&c);
	if (c.n_lines > 0)
		return c.n_lines;
	c.pool = pool_new(bank, blueprint);
	c.order = alloc_zero(c.pool->n_items, sizeof(*c.order));
	for (i = 0; i < c.pool->n_items; i++)
		c.order[i] = i;
	check_bank(&c);
	free(c.order);
	pool_free(c.pool);
	return c.n_lines;
}
