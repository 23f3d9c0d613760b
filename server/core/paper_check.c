/* Can every paper be drawn?  What is in the way, and by how many items. */
#include "core/forms.h"
#include "core/paper.h"
#include "core/search.h"
#include "exam/alloc.h"

struct check {
	struct buf *text;
	size_t n_lines;
	const struct blueprint *blueprint;
	struct pool *pool;
	uint16_t *order;
	uint32_t papers;
};

__attribute__((format(printf, 2, 3))) static void
tell(struct check *c, const char *fmt, ...)
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
			tell(c,
			    "section %u, rule %u: the minimum %u is more "
			    "than the maximum %u",
			    s + 1u, i + 1u, rule->min, rule->max);
	}
	if (least > blueprint_scored(section))
		tell(c,
		    "section %u: its rules draw at least %u items; it has "
		    "%u, %u too few",
		    s + 1u, least, blueprint_scored(section),
		    least - blueprint_scored(section));
	if (most < blueprint_scored(section))
		tell(c,
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
			tell(c,
			    "section %u, limit %u: the minimum %u is more "
			    "than the maximum %u",
			    s + 1u, i + 1u, section->limits[i].min,
			    section->limits[i].max);
	if (section->n_limits > LIMITS_MAX)
		tell(
		    c, "section %u: has at most %d limits", s + 1u, LIMITS_MAX);
}

static void
check_section(struct check *c, uint16_t s)
{
	const struct blueprint_section *section = &c->blueprint->sections[s];

	if (section->n_rules == 0 || section->n_rules > RULES_MAX ||
	    blueprint_scored(section) == 0) {
		tell(c,
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
		tell(c, "a paper has 1 to %d sections", SECTIONS_MAX);
		return;
	}
	for (s = 0; s < b->n_sections; s++) {
		n_items += blueprint_items(&b->sections[s]);
		check_section(c, s);
	}
	if (n_items > PAPER_ITEMS_MAX)
		tell(c, "a paper has at most %d items, not %u", PAPER_ITEMS_MAX,
		    n_items);
	if (b->forms > FORMS_MAX)
		tell(c, "there are at most %d forms, not %u", FORMS_MAX,
		    b->forms);
	if (b->exposure_percent > 100)
		tell(c, "an item may be in at most 100 %% of the papers");
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
		mistake = "is not in the bank";
	else if (is_fixed_before(c, s, number))
		mistake = "is fixed twice";
	else if (bank_item(c->pool->bank, item)->pretest)
		mistake = "is on trial: it is drawn by the quota alone";
	else if (!pool_takes(c->pool, s, (uint16_t)item))
		mistake =
		    pool_in_set(c->pool, (uint16_t)item)
			? "or another of its set fits no rule of the section"
			: "fits no rule of the section";
	if (mistake != NULL)
		tell(c, "section %u: the fixed item %.*s %s", s + 1u,
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
					tell(c,
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

static void
put_which(struct buf *text, const struct blueprint_rule *rule)
{
	static const char *const difficulties[] = { "easy", "medium", "hard" };
	unsigned i;

	for (i = 0; i < N_DIFFICULTIES; i++)
		if ((rule->difficulties & 1u << i) != 0)
			buf_printf(text, "%s ", difficulties[i]);
	buf_put_text(text, "items");
	if (rule->topic.len > 0 || rule->tag.len == 0)
		buf_printf(text, " of topic %.*s",
		    SLICE_FMT(
			rule->topic.len > 0 ? rule->topic : SLICE("(any)")));
	if (rule->tag.len > 0)
		buf_printf(text, " with tag %.*s", SLICE_FMT(rule->tag));
}

static void
tell_short(struct check *c, const struct pool_rule *rule, unsigned missing)
{
	struct buf which = { 0 };
	unsigned s = c->pool->groups[rule->group].section + 1u;

	if (rule->asked == NULL) {
		tell(c,
		    "section %u: %u items on trial that fit its rules are "
		    "asked, the bank is %u short",
		    s, rule->min, missing);
		return;
	}
	put_which(&which, rule->asked);
	tell(c, "section %u, rule %u: %u %.*s are asked, the bank is %u short",
	    s, rule->number + 1u, rule->min, SLICE_FMT(buf_slice(&which)),
	    missing);
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
		tell(c,
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
		tell(c,
		    "section %u: %u items are asked, its rules find %u in "
		    "the bank, %u short",
		    g->section + 1u, g->total, d->n_group[group], missing);
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

/* ---- sets, enemies and limits, by search ---- */

static enum search_end
look(const struct check *c, const struct search_terms *terms)
{
	static const uint8_t seed[SEED_LEN];
	struct draft *d = draft_new(c->pool, c->order);
	enum search_end end;
	struct rng rng;

	rng_init(&rng, seed, RNG_SEARCH, 0, 0);
	end = search_paper(d, terms, &rng, DRAW_STEPS_MAX);
	draft_free(d);
	return end;
}

/* Is there a paper if the limit alone holds, with these bounds? */
static bool
is_possible(const struct check *c, uint16_t limit, uint32_t min, uint32_t max)
{
	struct search_terms terms = SEARCH_TERMS;

	terms.no_sets = terms.no_enemies = true;
	terms.only_limit = limit;
	terms.min = (uint16_t)min;
	terms.max = (uint16_t)max;
	return look(c, &terms) != SEARCH_NONE;
}

/* The largest possible minimum, below one that is not. */
static uint32_t
most_possible(const struct check *c, uint16_t limit, uint32_t asked)
{
	uint32_t low = 0, high = asked;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (is_possible(c, limit, middle, PAPER_ITEMS_MAX))
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The smallest possible maximum, above one that is not. */
static uint32_t
least_possible(const struct check *c, uint16_t limit, uint32_t asked)
{
	uint32_t low = asked, high = PAPER_ITEMS_MAX;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (is_possible(c, limit, 0, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

static void
check_limit(struct check *c, uint16_t number)
{
	const struct pool_limit *limit = &c->pool->limits[number];
	const struct blueprint_rule *asked = limit->asked;
	struct buf which = { 0 };
	uint32_t can;

	put_which(&which, asked);
	if (!is_possible(c, number, asked->min, PAPER_ITEMS_MAX)) {
		can = most_possible(c, number, asked->min);
		tell(c,
		    "section %u, limit %u: at least %u %.*s are asked, %u "
		    "can be drawn, %u short",
		    limit->section + 1u, limit->number + 1u, asked->min,
		    SLICE_FMT(buf_slice(&which)), can, asked->min - can);
	} else if (!is_possible(c, number, 0, asked->max)) {
		can = least_possible(c, number, asked->max);
		tell(c,
		    "section %u, limit %u: at most %u %.*s are allowed, "
		    "%u have to be drawn, %u too many",
		    limit->section + 1u, limit->number + 1u, asked->max,
		    SLICE_FMT(buf_slice(&which)), can, can - asked->max);
	}
	buf_fini(&which);
}

static void
tell_found_without(
    struct check *c, const struct search_terms *terms, const char *what)
{
	if (look(c, terms) == SEARCH_FOUND)
		tell(c, "without the %s there is a paper", what);
}

/* What could be given up to get a paper? */
static void
tell_remedies(struct check *c)
{
	struct search_terms terms = SEARCH_TERMS;

	if (c->pool->sets) {
		terms.no_sets = true;
		tell_found_without(c, &terms, "sets");
	}
	if (c->pool->has_enemies) {
		terms = SEARCH_TERMS;
		terms.no_enemies = true;
		tell_found_without(c, &terms, "enemies");
	}
	if (c->pool->n_limits > 0) {
		terms = SEARCH_TERMS;
		terms.no_limits = true;
		tell_found_without(c, &terms, "limits");
	}
}

static void
check_together(struct check *c)
{
	bool proven;

	if (select_witness(c->pool, &proven) != NULL)
		return;
	if (proven)
		tell(c, "no paper exists that meets all rules, keeps sets "
			"together and enemies apart and all limits");
	else
		tell(c,
		    "no paper was found within %d tries of %d steps and "
		    "more that keeps sets together, enemies apart and all "
		    "limits",
		    CHECK_TRIES, DRAW_STEPS_MAX);
	tell_remedies(c);
}

/* ---- exposure ---- */

static uint32_t
gcd(uint32_t a, uint32_t b)
{
	return b == 0 ? a : gcd(b, a % b);
}

/* So many papers with this exposure can be drawn again and again. */
static uint32_t
papers_of_round(const struct check *c)
{
	uint32_t round = 100 / gcd(100, c->blueprint->exposure_percent);

	if (c->blueprint->forms > 0)
		return c->blueprint->forms;
	return c->papers > 0 && c->papers < round ? c->papers : round;
}

static bool
is_fixed(const struct check *c, uint16_t item)
{
	size_t i;

	for (i = 0; i < c->pool->n_fixed; i++)
		if (c->pool->fixed[i].item == item)
			return true;
	return false;
}

/* Each item for so many papers, the fixed ones for all: are these enough? */
static void
count_supply(struct check *c, uint16_t rule, uint32_t papers)
{
	const struct pool_rule *r = &c->pool->rules[rule];
	uint32_t limit = blueprint_use_limit(c->blueprint, papers), need;
	uint32_t n = 0, n_fixed = 0, wanted;
	uint16_t i;

	for (i = 0; i < c->pool->n_items; i++)
		if (!pool_has(r->fits, i))
			continue;
		else if (is_fixed(c, i))
			n_fixed++;
		else
			n++;
	need = r->min > n_fixed ? (r->min - n_fixed) * papers : 0;
	wanted = (need + limit - 1) / limit;
	if (wanted > n)
		tell(c,
		    "section %u, %s %u: %u items in each of %u papers, "
		    "none in more than %u of them, need %u items; the bank "
		    "has %u, %u short",
		    c->pool->groups[r->group].section + 1u,
		    r->asked != NULL ? "rule" : "items on trial",
		    r->number + 1u, r->min, papers, limit, wanted + n_fixed,
		    n + n_fixed, wanted - n);
}

static void
check_exposure(struct check *c)
{
	static const uint8_t seed[SEED_LEN];
	uint32_t papers = papers_of_round(c);
	struct selection *forms = alloc_zero(papers, sizeof(*forms));
	size_t before = c->n_lines;
	uint16_t i;

	if (forms_draw(forms, c->pool, (uint16_t)papers, seed) != ERR_OK) {
		for (i = 0; i < c->pool->n_rules; i++)
			count_supply(c, i, papers);
		if (c->n_lines == before)
			tell(c,
			    "no %u papers were found of which none of the "
			    "items is in more than %u",
			    papers, blueprint_use_limit(c->blueprint, papers));
	}
	free(forms);
}

/* ---- the whole ---- */

/* From what is certain to what is searched for; what comes first may be the
 * reason for the rest. */
static void
check_bank(struct check *c)
{
	uint16_t i;

	check_fixed(c);
	if (c->n_lines == 0)
		check_matching(c);
	for (i = 0; c->n_lines == 0 && i < c->pool->n_limits; i++)
		check_limit(c, i);
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
