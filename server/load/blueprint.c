#include "load/blueprint.h"

#include "core/item.h"
#include "exam/limits.h"
#include "load/members.h"

#define ALL_DIFFICULTIES ((1u << N_DIFFICULTIES) - 1)

static const struct member rule_members[] = MEMBERS(RULE_MEMBERS);
static const struct member limit_members[] = MEMBERS(LIMIT_MEMBERS);

static const char *const difficulties[] = { "easy", "medium", "hard", NULL };

/* ---- rules and limits ---- */

/* One word, or a list of some; absent: all. */
static void
read_difficulties(unsigned *set, const struct scope *s)
{
	const struct json *v = scope_member(s, "difficulty"), *one;
	unsigned index;

	*set = ALL_DIFFICULTIES;
	if (v == NULL)
		return;
	if (v->kind == JSON_ARRAY && v->n == 0)
		scope_mistake(s, v, "names no difficulty");
	*set = 0;
	for (one = v->kind == JSON_ARRAY ? v->first : v; one != NULL;
	     one = v->kind == JSON_ARRAY ? one->next : NULL)
		if (scope_choose_of(&index, s, one, difficulties))
			*set |= 1u << index;
}

/* Which items it is about. */
static void
read_which(
    struct blueprint_rule *rule, struct arena *arena, const struct scope *s)
{
	struct slice text;

	if (scope_ident(&text, s, "topic"))
		rule->topic = arena_slice(arena, text);
	if (scope_ident(&text, s, "tag"))
		rule->tag = arena_slice(arena, text);
	read_difficulties(&rule->difficulties, s);
	if (scope_member(s, "topic") == NULL &&
	    scope_member(s, "tag") == NULL &&
	    scope_member(s, "difficulty") == NULL)
		scope_mistake(
		    s, s->object, "names no topic, tag or difficulty");
}

static void
read_range(struct blueprint_rule *rule, const struct scope *s)
{
	int64_t min = 0, max = PAPER_ITEMS_MAX;

	scope_integer(&min, s, "min", 0, PAPER_ITEMS_MAX);
	scope_integer(&max, s, "max", 0, PAPER_ITEMS_MAX);
	if (min > max)
		scope_mistake(s, scope_member(s, "min"),
		    "the minimum is more than the maximum");
	rule->min = (uint16_t)min;
	rule->max = (uint16_t)max;
}

static void
read_rule(struct blueprint_rule *rule, struct arena *arena,
    const struct scope *outer, const struct json *v, int number)
{
	struct scope s;
	int64_t count;
	bool range;

	if (!scope_open(&s, outer->diag, v, rule_members, "%s, draw %d",
		outer->words, number))
		return;
	read_which(rule, arena, &s);
	range =
	    scope_member(&s, "min") != NULL || scope_member(&s, "max") != NULL;
	if (range)
		read_range(rule, &s);
	if (range == (scope_member(&s, "count") != NULL))
		scope_mistake(&s, v,
		    "needs \"count\", or \"min\" or \"max\" or both of these");
	else if (scope_integer(&count, &s, "count", 1, PAPER_ITEMS_MAX))
		rule->min = rule->max = (uint16_t)count;
}

static void
read_limit(struct blueprint_rule *limit, struct arena *arena,
    const struct scope *outer, const struct json *v, int number)
{
	struct scope s;

	if (!scope_open(&s, outer->diag, v, limit_members, "%s, limit %d",
		outer->words, number))
		return;
	read_which(limit, arena, &s);
	if (scope_member(&s, "min") == NULL && scope_member(&s, "max") == NULL)
		scope_mistake(&s, v, "needs \"min\" or \"max\" or both");
	read_range(limit, &s);
}

/* ---- a section ---- */

static void
read_rules(struct blueprint_section *section, struct arena *arena,
    const struct scope *s)
{
	const struct json *list, *rule;

	if (!scope_list(&list, s, "draw", 1, RULES_MAX))
		return;
	section->rules = arena_take(arena, list->n, sizeof(*section->rules));
	for (rule = list->first; rule != NULL; rule = rule->next) {
		read_rule(&section->rules[section->n_rules], arena, s, rule,
		    section->n_rules + 1);
		section->n_rules++;
	}
}

static void
read_limits(struct blueprint_section *section, struct arena *arena,
    const struct scope *s)
{
	const struct json *list, *limit;

	if (!scope_list(&list, s, "limits", 1, LIMITS_MAX))
		return;
	section->limits = arena_take(arena, list->n, sizeof(*section->limits));
	for (limit = list->first; limit != NULL; limit = limit->next) {
		read_limit(&section->limits[section->n_limits], arena, s, limit,
		    section->n_limits + 1);
		section->n_limits++;
	}
}

static void
read_fixed(struct blueprint_section *section, struct arena *arena,
    const struct scope *s)
{
	const struct json *list, *one;
	struct slice ident;

	if (!scope_list(&list, s, "fixed", 1, PAPER_ITEMS_MAX))
		return;
	section->fixed = arena_take(arena, list->n, sizeof(*section->fixed));
	for (one = list->first; one != NULL; one = one->next)
		if (scope_ident_of(&ident, s, one))
			section->fixed[section->n_fixed++] =
			    arena_slice(arena, ident);
}

/* How many items its rules draw, in words. */
static void
put_drawn(struct buf *words, uint32_t least, uint32_t most)
{
	if (most >= PAPER_ITEMS_MAX)
		buf_printf(words, "at least %u", least);
	else if (most > least)
		buf_printf(words, "%u to %u", least, most);
	else
		buf_printf(words, "%u", least);
	buf_put_u8(words, '\0');
}

/* Without a total the rules have to say it. */
static void
read_items(struct blueprint_section *section, const struct scope *s)
{
	struct buf drawn = { 0 };
	uint32_t least = 0, most = 0;
	int64_t items, pretest;
	uint16_t i;

	for (i = 0; i < section->n_rules; i++) {
		least += section->rules[i].min;
		most += section->rules[i].max;
	}
	put_drawn(&drawn, least, most);
	if (scope_integer(&items, s, "items", 1, PAPER_ITEMS_MAX)) {
		section->items = (uint16_t)items;
		if (section->n_rules > 0 && (items < least || items > most))
			scope_mistake(s, scope_member(s, "items"),
			    "is %d; its rules draw %s", (int)items, drawn.at);
	} else if (scope_member(s, "items") == NULL) {
		section->items = (uint16_t)(least < UINT16_MAX ? least : 0);
		if (least != most)
			scope_mistake(s, s->object,
			    "needs \"items\": its rules draw %s", drawn.at);
	}
	buf_fini(&drawn);
	if (scope_integer(&pretest, s, "pretest", 0, PAPER_ITEMS_MAX))
		section->pretest = (uint16_t)pretest;
}

void
load_blueprint_section(struct blueprint_section *section, struct arena *arena,
    const struct scope *s)
{
	section->shuffle_items = true;
	scope_flag(&section->shuffle_items, s, "shuffle");
	read_rules(section, arena, s);
	read_limits(section, arena, s);
	read_fixed(section, arena, s);
	read_items(section, s);
}

/* ---- a route ---- */

void
load_blueprint_route(struct blueprint *b, const struct scope *s)
{
	int64_t forms = 0, percent = 0;
	unsigned items = 0;
	uint16_t i;

	scope_integer(&forms, s, "forms", 0, FORMS_MAX);
	b->forms = (uint16_t)forms;
	scope_integer(&percent, s, "exposure_percent", 1, 100);
	b->exposure_percent = (uint16_t)percent;
	for (i = 0; i < b->n_sections; i++)
		items += blueprint_items(&b->sections[i]);
	if (items > PAPER_ITEMS_MAX)
		scope_mistake(s, s->object,
		    "a paper would have %u items; at most %d are allowed",
		    items, PAPER_ITEMS_MAX);
}

/* ---- out ---- */

static void
write_which(struct buf *b, const struct blueprint_rule *rule)
{
	const char *before = "";
	unsigned i;

	if (rule->topic.len > 0) {
		buf_put_text(b, "\"topic\":");
		json_put_string(b, rule->topic);
		buf_put_text(b, ",");
	}
	if (rule->tag.len > 0) {
		buf_put_text(b, "\"tag\":");
		json_put_string(b, rule->tag);
		buf_put_text(b, ",");
	}
	buf_put_text(b, "\"difficulty\":[");
	for (i = 0; i < N_DIFFICULTIES; i++)
		if ((rule->difficulties & 1u << i) != 0) {
			buf_printf(b, "%s\"%s\"", before, difficulties[i]);
			before = ",";
		}
	buf_put_text(b, "]");
}

static void
write_rule(struct buf *b, const struct blueprint_rule *rule)
{
	buf_put_text(b, "{");
	write_which(b, rule);
	if (rule->min == rule->max && rule->min > 0)
		buf_printf(b, ",\"count\":%u}", rule->min);
	else
		buf_printf(b, ",\"min\":%u,\"max\":%u}", rule->min, rule->max);
}

static void
write_limits(struct buf *b, const struct blueprint_section *section)
{
	uint16_t i;

	for (i = 0; i < section->n_limits; i++) {
		buf_put_text(b, i > 0 ? ",{" : ",\"limits\":[{");
		write_which(b, &section->limits[i]);
		buf_printf(b, ",\"min\":%u,\"max\":%u}", section->limits[i].min,
		    section->limits[i].max);
	}
	buf_put_text(b, i > 0 ? "]" : "");
}

void
load_blueprint_write_section(
    struct buf *b, const struct blueprint_section *section)
{
	uint16_t i;

	buf_printf(b, "\"shuffle\":%s,\"items\":%u,\"pretest\":%u,\"draw\":[",
	    section->shuffle_items ? "true" : "false", section->items,
	    section->pretest);
	for (i = 0; i < section->n_rules; i++) {
		buf_put_text(b, i > 0 ? "," : "");
		write_rule(b, &section->rules[i]);
	}
	buf_put_text(b, "]");
	write_limits(b, section);
	for (i = 0; i < section->n_fixed; i++) {
		buf_put_text(b, i > 0 ? "," : ",\"fixed\":[");
		json_put_string(b, section->fixed[i]);
	}
	buf_put_text(b, i > 0 ? "]" : "");
}

void
load_blueprint_write_route(struct buf *b, const struct blueprint *blueprint)
{
	buf_printf(b, "\"forms\":%u,", blueprint->forms);
	if (blueprint->exposure_percent > 0)
		buf_printf(
		    b, "\"exposure_percent\":%u,", blueprint->exposure_percent);
}
