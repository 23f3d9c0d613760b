/* What goes in and out: bodies, replies and refusals of a route. */
#include <string.h>

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/states.h"
#include "proto/openapi_parts.h"

#define EXAMPLE_TIME "2026-12-01T08:00:00.000Z"

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

static json_t *
example_of(const struct description *d, const char *schema)
{
	json_t *list =
	    json_object_get(openapi_find(d, "schemas", schema), "examples");

	return json_array_size(list) > 0 ?
	    json_deep_copy(json_array_get(list, 0)) :
	    json_object();
}

json_t *
openapi_asked(const struct description *d, const struct route_bodies *b)
{
	json_t *content = json_pack("{s:{s:o,s:o}}", "application/json",
	    "schema", openapi_refer("schemas", b->asks), "example",
	    example_of(d, b->asks));
	const char *rest = b->asks_also;
	char type[OPENAPI_NAME_LEN];

	while ((rest = openapi_next_word(type, rest)) != NULL)
		json_object_set_new(content, type,
		    json_pack("{s:{s:s}}", "schema", "type", "string"));
	return content;
}

/* Every object has the server's time. */
static json_t *
stamped(const char *schema)
{
	return json_pack("{s:[o,o]}", "allOf", openapi_refer("schemas", schema),
	    openapi_refer("schemas", "Stamp"));
}

/* The description itself is nobody's reply. */
static json_t *
given_json(const struct description *d, const char *schema)
{
	json_t *example = example_of(d, schema);

	if (strcmp(schema, "Description") == 0)
		return json_pack("{s:o,s:o}", "schema",
		    openapi_refer("schemas", schema), "example", example);
	json_object_set_new(example, "server_time", json_string(EXAMPLE_TIME));
	return json_pack(
	    "{s:o,s:o}", "schema", stamped(schema), "example", example);
}

/* A stream's events: "name:Schema name:Schema". */
static json_t *
given_events(const char *list)
{
	json_t *events = json_object();
	char word[OPENAPI_NAME_LEN], *schema;

	while ((list = openapi_next_word(word, list)) != NULL) {
		schema = strchr(word, ':');
		*schema++ = '\0';
		json_object_set_new(events, word, stamped(schema));
	}
	return json_pack("{s:{s:s,s:s,s:o}}", "schema", "description",
	    "Server-sent events: the name of each, and its data.", "type",
	    "object", "properties", events);
}

static json_t *
given_content(const struct description *d, const struct route_bodies *b)
{
	json_t *content = json_object();
	const char *rest = b->gives_also;
	char type[OPENAPI_NAME_LEN];

	if (b->gives != NULL)
		json_object_set_new(
		    content, "application/json", given_json(d, b->gives));
	while ((rest = openapi_next_word(type, rest)) != NULL)
		json_object_set_new(content, type,
		    strncmp(type, "text/", 5) == 0
			? json_pack("{s:{s:s}}", "schema", "type", "string")
			: json_object());
	if (b->events != NULL)
		json_object_set_new(content, "text/event-stream",
		    given_events(b->events));
	return content;
}

/* ---- refusals ---- */

/* What follows from the route list. */
static uint32_t
refusals(enum route route)
{
	const struct route_facts *f = &route_facts[route];
	uint32_t on = route_bodies[route].refuses;

	if (f->method != METHOD_GET ||
	    ((f->who & ROLE_STAFF) != 0 && f->who != ROLE_STAFF))
		on |= ON(FORBIDDEN);
	if (strchr(f->path, '{') != NULL)
		on |= ON(UNKNOWN);
	if (f->body_max > 0)
		on |= ON(INVALID) | ON(TOO_BIG);
	if (f->resend == RESEND_KEY)
		on |= ON(KEY_REUSED);
	if (route_states[route] != 0)
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
	    "schema", "allOf", openapi_refer("schemas", "Problem"), narrower,
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

json_t *
openapi_responses(const struct description *d, enum route route)
{
	static const int statuses[] = { 401, 403, 404, 409, 413, 422, 429 };
	const struct route_bodies *b = &route_bodies[route];
	json_t *responses = json_object();
	size_t i;

	put_status(responses, b->status,
	    json_pack("{s:s,s:o}", "description", "It is done.", "content",
		given_content(d, b)));
	put_status(responses, 400, openapi_refer("responses", "Malformed"));
	if (route_facts[route].who != ROLE_PUBLIC)
		put_status(
		    responses, 401, openapi_refer("responses", "NotSignedIn"));
	for (i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		put_status(responses, statuses[i],
		    described_refusal(refusals(route), statuses[i]));
	put_status(responses, 503, openapi_refer("responses", "Busy"));
	json_object_set_new(
	    responses, "default", openapi_refer("responses", "Refused"));
	return responses;
}
