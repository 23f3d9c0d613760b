#include "load/programme.h"

#include "load/blueprint.h"
#include "load/members.h"
#include "load/programme_policy.h"

#define FORMAT "exam-programme-1"
#define PERCENT_MAX 100000 /* thousandths */

static const struct member programme_members[] = MEMBERS(PROGRAMME_MEMBERS);
static const struct member routes_members[] = MEMBERS(ROUTES_MEMBERS);
static const struct member route_members[] = MEMBERS(PROGRAMME_ROUTE_MEMBERS);
static const struct member section_members[] =
    MEMBERS(PROGRAMME_SECTION_MEMBERS);

static void
read_section(struct programme_section *section,
    struct blueprint_section *drawn, struct arena *arena,
    const struct scope *outer, const struct json *v, int number)
{
	int64_t weight = 1, cut = 0;
	struct slice title;
	struct scope s;

	if (!scope_open(&s, outer->diag, v, section_members, "%s, section %d",
		outer->words, number))
		return;
	if (scope_text(&title, &s, "title", NAME_MAX_LEN))
		section->title = arena_text(arena, title);
	scope_integer(&weight, &s, "weight", 1, WEIGHT_MAX);
	section->weight = (uint32_t)weight;
	scope_decimal(&cut, &s, "cut", 0, PERCENT_MAX);
	section->cut = (int32_t)cut;
	load_blueprint_section(drawn, arena, &s);
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
	load_blueprint_route(&route->blueprint, &s);
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
	if (scope_open_file(
		&s, diag, json_root(document), programme_members, FORMAT)) {
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
write_section(struct buf *b, const struct programme_section *section,
    const struct blueprint_section *drawn)
{
	json_put_text(b, "{\"title\":", section->title);
	buf_printf(b, ",\"weight\":%u,\"cut\":%.10g,", section->weight,
	    section->cut / 1000.0);
	load_blueprint_write_section(b, drawn);
	buf_put_text(b, "}");
}

static void
write_route(struct buf *b, const struct programme_route *route)
{
	uint16_t i;

	buf_printf(b, "{\"cut\":%.10g,", route->cut / 1000.0);
	load_blueprint_write_route(b, &route->blueprint);
	buf_put_text(b, "\"sections\":[");
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
