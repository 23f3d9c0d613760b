#include "load/programme.h"

#include "load/members.h"
#include "load/programme_policy.h"

#define FORMAT "exam-programme-1"
#define PERCENT_MAX 100000 /* thousandths */
#define ALL_DIFFICULTIES ((1u << N_DIFFICULTIES) - 1)

static const struct member programme_members[] = MEMBERS(PROGRAMME_MEMBERS);
static const struct member routes_members[] = MEMBERS(ROUTES_MEMBERS);
static const struct member route_members[] = MEMBERS(PROGRAMME_ROUTE_MEMBERS);
static const struct member section_members[] =
    MEMBERS(PROGRAMME_SECTION_MEMBERS);
static const struct member rule_members[] = MEMBERS(RULE_MEMBERS);

static const char *const difficulties[] = { "easy", "medium", "hard", NULL };

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

static void
read_rule(struct blueprint_rule *rule, struct arena *arena,
    const struct scope *outer, const struct json *v, int number)
{
	int64_t count;
	struct slice topic;
	struct scope s;

	if (!scope_open(&s, outer->diag, v, rule_members, "%s, draw %d",
		outer->words, number))
		return;
	if (scope_ident(&topic, &s, "topic"))
		rule->topic = arena_slice(arena, topic);
	read_difficulties(&rule->difficulties, &s);
	if (scope_integer(&count, &s, "count", 1, PAPER_ITEMS_MAX))
		rule->count = (uint16_t)count;
}

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
read_section(struct programme_section *section,
    struct blueprint_section *drawn, struct arena *arena,
    const struct scope *outer, const struct json *v, int number)
{
	int64_t weight = 1, cut = 0;
	struct slice title;
	struct scope s;

	drawn->shuffle_items = true;
	if (!scope_open(&s, outer->diag, v, section_members, "%s, section %d",
		outer->words, number))
		return;
	if (scope_text(&title, &s, "title", NAME_MAX_LEN))
		section->title = arena_text(arena, title);
	scope_integer(&weight, &s, "weight", 1, WEIGHT_MAX);
	section->weight = (uint32_t)weight;
	scope_decimal(&cut, &s, "cut", 0, PERCENT_MAX);
	section->cut = (int32_t)cut;
	scope_flag(&drawn->shuffle_items, &s, "shuffle");
	read_rules(drawn, arena, &s);
}

static void
check_size(const struct programme_route *route, const struct scope *s)
{
	const struct blueprint *b = &route->blueprint;
	unsigned items = 0;
	uint16_t i, j;

	for (i = 0; i < b->n_sections; i++)
		for (j = 0; j < b->sections[i].n_rules; j++)
			items += b->sections[i].rules[j].count;
	if (items > PAPER_ITEMS_MAX)
		scope_mistake(s, s->object,
		    "a paper would have %u items; at most %d are allowed",
		    items, PAPER_ITEMS_MAX);
}

static void
read_route(struct programme_route *route, struct arena *arena,
    const struct scope *outer, const char *name)
{
	const struct json *v = scope_member(outer, name), *list, *section;
	int64_t cut = 0;
	struct scope s;
	int i = 0;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, route_members, "route %s", name))
		return;
	route->offered = true;
	scope_decimal(&cut, &s, "cut", 0, PERCENT_MAX);
	route->cut = (int32_t)cut;
	if (!scope_list(&list, &s, "sections", 1, SECTIONS_MAX))
		return;
	route->n_sections = route->blueprint.n_sections = (uint16_t)list->n;
	route->sections = arena_take(arena, list->n, sizeof(*route->sections));
	route->blueprint.sections = arena_take(arena, list->n,
	    sizeof(*route->blueprint.sections));
	for (section = list->first; section != NULL;
	     section = section->next, i++)
		read_section(&route->sections[i],
		    &route->blueprint.sections[i], arena, &s, section, i + 1);
	check_size(route, &s);
}

static void
read_routes(struct programme *p, const struct scope *outer)
{
	const struct json *v = scope_member(outer, "routes");
	struct scope s;
	int r;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, routes_members, "routes"))
		return;
	if (v->n == 0)
		scope_mistake(outer, v, "at least one route must be offered");
	for (r = 0; r < N_ROUTE_NAMES; r++)
		read_route(&p->routes[r], &p->arena, &s,
		    route_name_text((enum route_name)r));
	if (p->routes[ROUTE_UPGRADE].offered &&
	    scope_member(outer, "prerequisite") == NULL)
		scope_mistake(outer, v,
		    "route upgrade needs \"prerequisite\": the credential it "
		    "starts from");
}

static const char *
read_ident(struct programme *p, const struct scope *s, const char *name)
{
	struct slice text;

	return scope_ident(&text, s, name) ? arena_text(&p->arena, text) : NULL;
}

static const char *
read_text(struct programme *p, const struct scope *s, const char *name)
{
	struct slice text;

	return scope_text(&text, s, name, NAME_MAX_LEN)
	    ? arena_text(&p->arena, text)
	    : NULL;
}

static void
read_names(struct programme *p, const struct scope *s)
{
	p->ident = read_ident(p, s, "id");
	p->version = read_ident(p, s, "version");
	p->credential = read_ident(p, s, "credential");
	p->title = read_text(p, s, "title");
	p->body = read_text(p, s, "body");
	p->prerequisite = read_ident(p, s, "prerequisite");
}

enum err
load_programme(struct programme **out, struct slice text, struct diag *diag)
{
	size_t before = diag->count;
	struct json_document *document;
	struct programme *p;
	struct scope s;
	enum err err = json_read(&document, text, diag);

	if (err != ERR_OK)
		return err;
	p = programme_new();
	if (scope_open(&s, diag, json_root(document), programme_members, "%s",
		"")) {
		scope_format(&s, FORMAT);
		read_names(p, &s);
		load_read_policies(p, &s);
		read_routes(p, &s);
	}
	json_free(document);
	if (diag->count != before) {
		programme_free(p);
		return ERR_INVALID;
	}
	*out = p;
	return ERR_OK;
}

static void
write_rule(struct buf *b, const struct blueprint_rule *rule)
{
	const char *before = "";
	unsigned i;

	buf_put_text(b, "{\"topic\":");
	json_put_string(b, rule->topic);
	buf_put_text(b, ",\"difficulty\":[");
	for (i = 0; i < N_DIFFICULTIES; i++)
		if ((rule->difficulties & 1u << i) != 0) {
			buf_printf(b, "%s\"%s\"", before, difficulties[i]);
			before = ",";
		}
	buf_printf(b, "],\"count\":%u}", rule->count);
}

static void
write_section(struct buf *b, const struct programme_section *section,
    const struct blueprint_section *drawn)
{
	uint16_t i;

	json_put_text(b, "{\"title\":", section->title);
	buf_printf(b, ",\"weight\":%u,\"cut\":%.10g,\"shuffle\":%s,\"draw\":[",
	    section->weight, section->cut / 1000.0,
	    drawn->shuffle_items ? "true" : "false");
	for (i = 0; i < drawn->n_rules; i++) {
		buf_put_text(b, i > 0 ? "," : "");
		write_rule(b, &drawn->rules[i]);
	}
	buf_put_text(b, "]}");
}

static void
write_route(struct buf *b, const struct programme_route *route)
{
	uint16_t i;

	buf_printf(b, "{\"cut\":%.10g,\"sections\":[", route->cut / 1000.0);
	for (i = 0; i < route->n_sections; i++) {
		buf_put_text(b, i > 0 ? "," : "");
		write_section(b, &route->sections[i],
		    &route->blueprint.sections[i]);
	}
	buf_put_text(b, "]}");
}

void
load_programme_write(struct buf *b, const struct programme *p)
{
	const char *before = ",\"routes\":{";
	int r;

	json_put_text(b, "{\"format\":\"" FORMAT "\",\"id\":", p->ident);
	json_put_text(b, ",\"version\":", p->version);
	json_put_text(b, ",\"credential\":", p->credential);
	json_put_text(b, ",\"title\":", p->title);
	json_put_text(b, ",\"body\":", p->body);
	if (p->prerequisite != NULL)
		json_put_text(b, ",\"prerequisite\":", p->prerequisite);
	load_write_policies(b, p);
	for (r = 0; r < N_ROUTE_NAMES; r++) {
		if (!p->routes[r].offered)
			continue;
		buf_printf(b, "%s\"%s\":", before,
		    route_name_text((enum route_name)r));
		write_route(b, &p->routes[r]);
		before = ",";
	}
	buf_put_text(b, "}}");
}
