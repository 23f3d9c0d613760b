#include "proto/openapi.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "exam/alloc.h"
#include "exam/states.h"
#include "proto/openapi_parts.h"

/* Compiled in from openapi/. */
extern const unsigned char openapi_common[], openapi_candidate[],
    openapi_staff[];

const struct route_bodies route_bodies[N_ROUTES] = {
#define X(name, method, path, port, who, limit, resend, summary)               \
	[ROUTE_##name] = { BODIES_##name },
	ROUTES(X)
#undef X
};

static json_t *
load(const unsigned char *text)
{
	json_t *file =
	    json_loads((const char *)text, JSON_REJECT_DUPLICATES, NULL);

	assert(file != NULL); /* ours */
	return file;
}

json_t *
openapi_find(const struct description *d, const char *kind, const char *name)
{
	json_t *own = json_object_get(json_object_get(d->own, kind), name);

	return own != NULL
		   ? own
		   : json_object_get(json_object_get(d->common, kind), name);
}

json_t *
openapi_refer(const char *kind, const char *name)
{
	return json_pack(
	    "{s:o}", "$ref", json_sprintf("#/components/%s/%s", kind, name));
}

const char *
openapi_next_word(char word[OPENAPI_NAME_LEN], const char *list)
{
	size_t n;

	if (list == NULL)
		return NULL;
	list += strspn(list, " ");
	n = strcspn(list, " ");
	snprintf(word, OPENAPI_NAME_LEN, "%.*s", (int)n, list);
	return n > 0 ? list + n : NULL;
}

/* ---- operations ---- */

static void
add_path_parameters(json_t *list, const char *path)
{
	char name[OPENAPI_NAME_LEN];
	size_t n;

	while ((path = strchr(path, '{')) != NULL) {
		n = strcspn(++path, "}");
		snprintf(name, sizeof(name), "%.*s", (int)n, path);
		json_array_append_new(list, openapi_refer("parameters", name));
	}
}

static json_t *
described_parameters(enum route route)
{
	const char *rest = route_bodies[route].query;
	json_t *list = json_array();
	char name[OPENAPI_NAME_LEN];

	add_path_parameters(list, route_facts[route].path);
	while ((rest = openapi_next_word(name, rest)) != NULL)
		json_array_append_new(list, openapi_refer("parameters", name));
	if (route_facts[route].resend == RESEND_KEY)
		json_array_append_new(
		    list, openapi_refer("parameters", "Idempotency-Key"));
	return list;
}

static json_t *
described_roles(unsigned who)
{
	json_t *roles = json_array();

	if ((who & ROLE_CANDIDATE) != 0)
		json_array_append_new(roles, json_string("candidate"));
#define X(name, word)                                                          \
	if ((who & ROLE_##name) != 0)                                          \
		json_array_append_new(roles, json_string(word));
	STAFF_ROLES(X)
#undef X
	return roles;
}

static json_t *
described_states(unsigned states)
{
	json_t *list = json_array();

#define X(name, word, closed)                                                  \
	if ((states & IN_STATE(name)) != 0)                                    \
		json_array_append_new(list, json_string(word));
	ATTEMPT_STATES(X)
#undef X
	return list;
}

/* ACCOUNT_ADD is account-add. */
static json_t *
operation_id(const char *name)
{
	char id[OPENAPI_NAME_LEN];
	size_t i;

	for (i = 0; name[i] != '\0' && i < sizeof(id) - 1; i++)
		id[i] = name[i] == '_' ? '-'
				       : (char)tolower((unsigned char)name[i]);
	id[i] = '\0';
	return json_string(id);
}

/* What the route list says beyond OpenAPI's own words. */
static void
add_extensions(json_t *operation, enum route route)
{
	static const char *const resend[] = { [RESEND_SAFE] = "safe",
		[RESEND_SAME] = "same",
		[RESEND_KEY] = "key" };
	const struct route_facts *f = &route_facts[route];

	json_object_set_new(
	    operation, "x-resend", json_string(resend[f->resend]));
	json_object_set_new(operation, "x-roles", described_roles(f->who));
	if (f->body_max > 0)
		json_object_set_new(
		    operation, "x-body-max", json_integer(f->body_max));
	if (route_states[route] != 0)
		json_object_set_new(operation, "x-states",
		    described_states(route_states[route]));
}

/* The part of the path that says what it is about: "/v1/banks/..." */
static json_t *
tag_of(const char *path)
{
	const char *after = strchr(path + 1, '/');
	const char *at = after != NULL ? after + 1 : path + 1;

	return json_stringn(at, strcspn(at, "/."));
}

/* No body is {}, so it is needed where a member is. */
static bool
needs_body(const struct description *d, const char *schema)
{
	return json_object_get(
		   openapi_find(d, "schemas", schema), "required") != NULL;
}

static json_t *
described_operation(const struct description *d, enum route route)
{
	const struct route_facts *f = &route_facts[route];
	const struct route_bodies *b = &route_bodies[route];
	json_t *operation = json_pack("{s:o,s:s,s:[o],s:o,s:o}", "operationId",
	    operation_id(f->name), "summary", f->summary, "tags",
	    tag_of(f->path), "parameters", described_parameters(route),
	    "responses", openapi_responses(d, route));

	if (b->asks != NULL)
		json_object_set_new(operation, "requestBody",
		    json_pack("{s:b,s:o}", "required", needs_body(d, b->asks),
			"content", openapi_asked(d, b)));
	if (f->who == ROLE_PUBLIC)
		json_object_set_new(operation, "security", json_array());
	add_extensions(operation, route);
	return operation;
}

static json_t *
described_paths(const struct description *d)
{
	static const char *const methods[N_METHODS] = { "get", "head", "post",
		"put", "delete" };
	json_t *paths = json_object(), *path;
	int r;

	for (r = 0; r < N_ROUTES; r++) {
		const struct route_facts *f = &route_facts[r];

		if (f->port != d->port)
			continue;
		path = json_object_get(paths, f->path);
		if (path == NULL) {
			path = json_object();
			json_object_set_new(paths, f->path, path);
		}
		json_object_set_new(path, methods[f->method],
		    described_operation(d, (enum route)r));
	}
	return paths;
}

/* ---- components ---- */

static void use(struct description *, json_t *);

/* "#/components/KIND/NAME": take it, and what it refers to. */
static void
use_reference(struct description *d, const char *reference)
{
	char kind[OPENAPI_NAME_LEN], name[OPENAPI_NAME_LEN];
	json_t *place, *component;

	if (sscanf(reference, "#/components/%63[a-z]/%63s", kind, name) != 2)
		return;
	place = json_object_get(d->components, kind);
	if (place == NULL) {
		place = json_object();
		json_object_set_new(d->components, kind, place);
	}
	if (json_object_get(place, name) != NULL)
		return;
	component = openapi_find(d, kind, name);
	if (component == NULL)
		return; /* a test and the linter say so */
	json_object_set(place, name, component);
	use(d, component);
}

/* Take every component that this refers to. */
static void
use(struct description *d, json_t *value)
{
	const json_t *reference = json_object_get(value, "$ref");
	json_t *member;
	const char *key;
	size_t i;

	if (json_is_string(reference))
		use_reference(d, json_string_value(reference));
	json_object_foreach(value, key, member) use(d, member);
	json_array_foreach(value, i, member) use(d, member);
}

/* ---- the document ---- */

static json_t *
described_info(const struct description *d, const char *version)
{
	return json_pack("{s:O,s:s,s:O,s:{s:s,s:s}}", "title",
	    json_object_get(d->own, "title"), "version", version, "description",
	    json_object_get(d->own, "description"), "license", "name",
	    "Apache-2.0", "identifier", "Apache-2.0");
}

static json_t *
document(struct description *d, const char *version)
{
	json_t *paths = described_paths(d);

	json_object_set(d->components, "securitySchemes",
	    json_object_get(d->own, "securitySchemes"));
	use(d, paths);
	return json_pack("{s:s,s:o,s:[{s:s}],s:[{s:[]},{s:[]}],s:o,s:O}",
	    "openapi", "3.1.0", "info", described_info(d, version), "servers",
	    "url", "/", "security", "token", "cookie", "paths", paths,
	    "components", d->components);
}

void
openapi_write(struct buf *b, enum port port, const char *version)
{
	struct description d = { .common = load(openapi_common),
		.own = load(
		    port == PORT_STAFF ? openapi_staff : openapi_candidate),
		.components = json_object(),
		.port = port };
	json_t *whole = document(&d, version);
	char *text = alloc_checked(json_dumps(whole, JSON_COMPACT));

	buf_put_text(b, text);
	free(text);
	json_decref(whole);
	json_decref(d.components);
	json_decref(d.common);
	json_decref(d.own);
}
