#include "proto/openapi.h"

#include <assert.h>
#include <ctype.h>
#include <jansson.h>

#include "exam/alloc.h"
#include "exam/err.h"
#include "exam/states.h"
#include "proto/openapi_routes.h"

#define EXAMPLE_TIME "2026-12-01T08:00:00.000Z"
#define NAME_LEN 64 /* of a route, a media type, a component */

/* Compiled in from openapi/. */
extern const unsigned char openapi_common[], openapi_candidate[],
    openapi_staff[];

static const struct route_bodies bodies[N_ROUTES] = {
#define X(name, method, path, port, who, limit, resend, summary)               \
	[ROUTE_##name] = { BODIES_##name },
	ROUTES(X)
#undef X
};

static const struct {
	enum err err;
	int status;
	const char *type, *text;
} errors[] = {
#define X(name, code, status, type, text) { ERR_##name, status, type, text },
	ERR_LIST(X)
#undef X
};

#define N_ERRORS (sizeof(errors) / sizeof(*errors))

struct description {
	json_t *common, *own; /* the files */
	json_t *components;   /* those that are used */
	enum port port;
};

static json_t *
load(const unsigned char *text)
{
	json_t *file =
	    json_loads((const char *)text, JSON_REJECT_DUPLICATES, NULL);

	assert(file != NULL); /* ours */
	return file;
}

static json_t *
find(const struct description *d, const char *kind, const char *name)
{
	json_t *own = json_object_get(json_object_get(d->own, kind), name);

	return own != NULL
		   ? own
		   : json_object_get(json_object_get(d->common, kind), name);
}

static json_t *
refer(const char *kind, const char *name)
{
	return json_pack(
	    "{s:o}", "$ref", json_sprintf("#/components/%s/%s", kind, name));
}

/* The next word of a list, into word; NULL at its end. */
static const char *
next_word(char word[NAME_LEN], const char *list)
{
	size_t n;

	if (list == NULL)
		return NULL;
	list += strspn(list, " ");
	n = strcspn(list, " ");
	snprintf(word, NAME_LEN, "%.*s", (int)n, list);
	return n > 0 ? list + n : NULL;
}

/* ---- bodies ---- */

static json_t *
example_of(const struct description *d, const char *schema)
{
	json_t *list = json_object_get(find(d, "schemas", schema), "examples");

	assert(json_array_size(list) > 0); /* every body has one */
	return json_deep_copy(json_array_get(list, 0));
}

static json_t *
asked_content(const struct description *d, const struct route_bodies *b)
{
	json_t *content =
	    json_pack("{s:{s:o,s:o}}", "application/json", "schema",
		refer("schemas", b->asks), "example", example_of(d, b->asks));
	const char *rest = b->asks_also;
	char type[NAME_LEN];

	while ((rest = next_word(type, rest)) != NULL)
		json_object_set_new(content, type,
		    json_pack("{s:{s:s}}", "schema", "type", "string"));
	return content;
}

/* Every object has the server's time; the description itself has not. */
static json_t *
given_json(const struct description *d, const char *schema)
{
	json_t *example = example_of(d, schema);

	if (strcmp(schema, "Description") == 0)
		return json_pack("{s:o,s:o}", "schema",
		    refer("schemas", schema), "example", example);
	json_object_set_new(example, "server_time", json_string(EXAMPLE_TIME));
	return json_pack("{s:{s:[o,o]},s:o}", "schema", "allOf",
	    refer("schemas", schema), refer("schemas", "Stamp"), "example",
	    example);
}

static json_t *
given_content(const struct description *d, const struct route_bodies *b)
{
	json_t *content = json_object();
	const char *rest = b->gives_also;
	char type[NAME_LEN];

	if (b->gives != NULL)
		json_object_set_new(
		    content, "application/json", given_json(d, b->gives));
	while ((rest = next_word(type, rest)) != NULL)
		json_object_set_new(content, type,
		    strncmp(type, "text/", 5) == 0
			? json_pack("{s:{s:s}}", "schema", "type", "string")
			: json_object());
	return content;
}

static json_t *
described_events(const char *list)
{
	json_t *events = json_object();
	char word[NAME_LEN], *schema;

	while ((list = next_word(word, list)) != NULL) {
		schema = strchr(word, ':');
		*schema++ = '\0';
		json_object_set_new(events, word, refer("schemas", schema));
	}
	return events;
}

/* ---- refusals ---- */

static unsigned
states_of(enum route route)
{
	static const unsigned states[N_ROUTES] = {
#define X(name, states) [ROUTE_##name] = (states),
		ROUTE_STATES(X)
#undef X
	};

	return states[route];
}

/* What follows from the route list. */
static uint32_t
refusals(enum route route)
{
	const struct route_facts *f = &route_facts[route];
	uint32_t on = bodies[route].refuses;

	if (f->method != METHOD_GET || (f->who & ROLE_STAFF) != 0)
		on |= ON(FORBIDDEN);
	if (strchr(f->path, '{') != NULL)
		on |= ON(UNKNOWN);
	if (f->body_max > 0)
		on |= ON(INVALID) | ON(TOO_BIG);
	if (f->resend == RESEND_KEY)
		on |= ON(KEY_REUSED);
	if (states_of(route) != 0)
		on |= ON(STATE);
	return on;
}

static json_t *
example_problem(size_t i)
{
	return json_pack("{s:s+,s:s,s:i,s:s,s:s,s:s}", "type",
	    "urn:examd:problem:", errors[i].type, "title", errors[i].text,
	    "status", errors[i].status, "rule", "server.rule", "at",
	    EXAMPLE_TIME, "server_time", EXAMPLE_TIME);
}

static json_t *
problem_content(json_t *types, json_t *examples, int status)
{
	json_t *narrower =
	    json_pack("{s:s,s:{s:{s:o},s:{s:i}}}", "type", "object",
		"properties", "type", "enum", types, "status", "const", status);

	return json_pack("{s:{s:{s:[o,o]},s:o}}", "application/problem+json",
	    "schema", "allOf", refer("schemas", "Problem"), narrower,
	    "examples", examples);
}

/* The refusals of one status; NULL: there are none. */
static json_t *
described_refusal(uint32_t on, int status)
{
	json_t *types = json_array(), *examples = json_object();
	struct buf text = { 0 };
	json_t *described = NULL;
	size_t i;

	for (i = 0; i < N_ERRORS; i++) {
		if (errors[i].status != status ||
		    (on >> errors[i].err & 1) == 0)
			continue;
		json_array_append_new(types,
		    json_sprintf("urn:examd:problem:%s", errors[i].type));
		json_object_set_new(examples, errors[i].type,
		    json_pack("{s:o}", "value", example_problem(i)));
		buf_printf(&text, "%s`%s`: %s", text.len > 0 ? "; " : "",
		    errors[i].type, errors[i].text);
	}
	if (text.len > 0)
		described = json_pack("{s:s%,s:o}", "description", text.at,
		    text.len, "content",
		    problem_content(
			json_incref(types), json_incref(examples), status));
	json_decref(types);
	json_decref(examples);
	buf_fini(&text);
	return described;
}

static void
put_status(json_t *responses, int status, json_t *described)
{
	char key[16];

	snprintf(key, sizeof(key), "%d", status);
	if (described != NULL)
		json_object_set_new(responses, key, described);
}

static json_t *
described_responses(const struct description *d, enum route route)
{
	static const int statuses[] = { 401, 403, 404, 409, 413, 422, 429 };
	const struct route_bodies *b = &bodies[route];
	json_t *responses = json_object(), *good;
	size_t i;

	good = json_pack("{s:s,s:o}", "description", "It is done.", "content",
	    given_content(d, b));
	if (b->events != NULL)
		json_object_set_new(
		    good, "x-events", described_events(b->events));
	put_status(responses, b->status, good);
	put_status(responses, 400, refer("responses", "Malformed"));
	if (route_facts[route].who != ROLE_PUBLIC)
		put_status(responses, 401, refer("responses", "NotSignedIn"));
	for (i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		put_status(responses, statuses[i],
		    described_refusal(refusals(route), statuses[i]));
	put_status(responses, 503, refer("responses", "Busy"));
	json_object_set_new(
	    responses, "default", refer("responses", "Refused"));
	return responses;
}

/* ---- operations ---- */

static void
add_path_parameters(json_t *list, const char *path)
{
	char name[NAME_LEN];
	size_t n;

	while ((path = strchr(path, '{')) != NULL) {
		n = strcspn(++path, "}");
		snprintf(name, sizeof(name), "%.*s", (int)n, path);
		json_array_append_new(list, refer("parameters", name));
	}
}

static json_t *
described_parameters(enum route route)
{
	const char *rest = bodies[route].query;
	json_t *list = json_array();
	char name[NAME_LEN];

	add_path_parameters(list, route_facts[route].path);
	while ((rest = next_word(name, rest)) != NULL)
		json_array_append_new(list, refer("parameters", name));
	if (route_facts[route].resend == RESEND_KEY)
		json_array_append_new(
		    list, refer("parameters", "Idempotency-Key"));
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
	char id[NAME_LEN];
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
	if (states_of(route) != 0)
		json_object_set_new(
		    operation, "x-states", described_states(states_of(route)));
}

/* The part of the path that says what it is about: "/v1/banks/..." */
static json_t *
tag_of(const char *path)
{
	const char *at = strncmp(path, "/v1/", 4) == 0 ? path + 4 : path + 1;

	return json_stringn(at, strcspn(at, "/."));
}

static json_t *
described_operation(const struct description *d, enum route route)
{
	const struct route_facts *f = &route_facts[route];
	const struct route_bodies *b = &bodies[route];
	json_t *operation = json_pack("{s:o,s:s,s:[o],s:o,s:o}", "operationId",
	    operation_id(f->name), "summary", f->summary, "tags",
	    tag_of(f->path), "parameters", described_parameters(route),
	    "responses", described_responses(d, route));

	if (b->asks != NULL)
		json_object_set_new(operation, "requestBody",
		    json_pack("{s:b,s:o}", "required",
			strcmp(b->asks, "Nothing") != 0, "content",
			asked_content(d, b)));
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
	char kind[NAME_LEN], name[NAME_LEN];
	json_t *place, *component;

	if (sscanf(reference, "#/components/%63[a-z]/%63s", kind, name) != 2)
		assert(!"a reference is not to a component");
	place = json_object_get(d->components, kind);
	if (place == NULL) {
		place = json_object();
		json_object_set_new(d->components, kind, place);
	}
	if (json_object_get(place, name) != NULL)
		return;
	component = find(d, kind, name);
	assert(component != NULL); /* named, so it is in a file */
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
