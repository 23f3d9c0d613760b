/* The check of names: what a blueprint asks for that the bank does not know. */
#include "core/paper_check.h"
#include "core/text.h"

/* Where a name stands, and what was said of it. */
struct asked {
	struct check *check;
	unsigned section;
	const char *kind; /* "rule" or "limit" */
	unsigned number;
};

/* The nearest of the names seen so far. */
struct meant {
	struct slice name, nearest;
	size_t distance;
};

static struct meant
meant_by(struct slice name)
{
	return (struct meant){ .name = name, .distance = SIZE_MAX };
}

static void
see(struct meant *m, struct slice other)
{
	if (text_may_mean(&m->distance, m->name, other))
		m->nearest = other;
}

/* "; did you mean X?", or nothing. */
static void
put_meant(struct buf *text, const struct meant *m)
{
	if (m->nearest.len > 0)
		buf_printf(text, "; did you mean %.*s?", SLICE_FMT(m->nearest));
	buf_put_u8(text, '\0');
}

/* ---- topics and tags ---- */

static bool
has_topic(const struct bank *bank, struct slice topic)
{
	size_t i;

	for (i = 0; i < bank_n_topics(bank); i++)
		if (topic_covers(topic, bank_topic(bank, i)->ident))
			return true;
	return false;
}

static void
tell_topic(const struct asked *a, struct slice topic)
{
	const struct bank *bank = a->check->pool->bank;
	struct meant meant = meant_by(topic);
	struct buf also = { 0 };
	size_t i;

	for (i = 0; i < bank_n_topics(bank); i++)
		see(&meant, bank_topic(bank, i)->ident);
	put_meant(&also, &meant);
	check_tell(a->check, "section %u, %s %u: no topic %.*s in the bank%s",
	    a->section, a->kind, a->number, SLICE_FMT(topic), also.at);
	buf_fini(&also);
}

/* false: it has not, and *meant may know one. */
static bool
find_tag(struct meant *meant, const struct bank *bank)
{
	size_t i;
	uint16_t k;

	for (i = 0; i < bank_n_items(bank); i++) {
		const struct item *item = bank_item(bank, i);

		for (k = 0; k < item->n_tags; k++) {
			if (slice_equal(item->tags[k], meant->name))
				return true;
			see(meant, item->tags[k]);
		}
	}
	return false;
}

static void
check_tag(const struct asked *a, struct slice tag)
{
	struct meant meant = meant_by(tag);
	struct buf also = { 0 };

	if (find_tag(&meant, a->check->pool->bank))
		return;
	put_meant(&also, &meant);
	check_tell(a->check,
	    "section %u, %s %u: no item in the bank has tag %.*s%s", a->section,
	    a->kind, a->number, SLICE_FMT(tag), also.at);
	buf_fini(&also);
}

static void
check_asked(const struct asked *a, const struct blueprint_rule *rule)
{
	if (!has_topic(a->check->pool->bank, rule->topic))
		tell_topic(a, rule->topic);
	if (rule->tag.len > 0)
		check_tag(a, rule->tag);
}

/* ---- fixed items ---- */

static void
check_fixed_name(struct check *c, unsigned section, struct slice ident)
{
	const struct bank *bank = c->pool->bank;
	struct meant meant = meant_by(ident);
	struct buf also = { 0 };
	size_t i;

	if (bank_find(bank, ident) != SIZE_MAX)
		return;
	for (i = 0; i < bank_n_items(bank); i++)
		see(&meant, bank_item(bank, i)->ident);
	put_meant(&also, &meant);
	check_tell(c, "section %u: the fixed item %.*s is not in the bank%s",
	    section, SLICE_FMT(ident), also.at);
	buf_fini(&also);
}

/* ---- all ---- */

/* A maximum over a tag that nothing has holds by itself. */
static void
check_section_names(struct check *c, uint16_t s)
{
	const struct blueprint_section *section = &c->blueprint->sections[s];
	struct asked a = { .check = c, .section = s + 1u, .kind = "rule" };
	uint16_t i;

	for (i = 0; i < section->n_rules; i++) {
		a.number = i + 1u;
		check_asked(&a, &section->rules[i]);
	}
	a.kind = "limit";
	for (i = 0; i < section->n_limits; i++) {
		a.number = i + 1u;
		if (section->limits[i].min > 0)
			check_asked(&a, &section->limits[i]);
	}
	for (i = 0; i < section->n_fixed; i++)
		check_fixed_name(c, s + 1u, section->fixed[i]);
}

void
check_names(struct check *c)
{
	uint16_t s;

	for (s = 0; s < c->blueprint->n_sections; s++)
		check_section_names(c, s);
}
