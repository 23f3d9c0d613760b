#include "test.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

#include "exam/states.h"
#include "proto/openapi.h"

static json_t *
document(enum port port)
{
	struct buf b = { 0 };
	json_t *json;

	openapi_write(&b, port, "1.2.3");
	json = json_loadb(b.at, b.len, JSON_REJECT_DUPLICATES, NULL);
	buf_fini(&b);
	assert_non_null(json);
	return json;
}

/* Lent; NULL: it is not described. */
static const json_t *
operation(const json_t *document, enum route route)
{
	const struct route_facts *f = &route_facts[route];
	const json_t *path = json_object_get(json_object_get(document, "paths"),
	    f->path);
	char method[16];
	size_t i;

	snprintf(method, sizeof(method), "%s", method_name(f->method));
	for (i = 0; method[i] != '\0'; i++)
		method[i] = (char)tolower((unsigned char)method[i]);
	return json_object_get(path, method);
}

static void
every_route_is_described_on_its_own_port_alone(void **state)
{
	json_t *documents[N_PORTS] = { document(PORT_CANDIDATE),
		document(PORT_STAFF) };
	int r;

	(void)state;
	for (r = 0; r < N_ROUTES; r++) {
		const json_t *o = operation(documents[route_facts[r].port],
		    (enum route)r);

		if (o == NULL)
			fail_msg("%s is not described", route_facts[r].name);
		assert_string_equal(
		    json_string_value(json_object_get(o, "summary")),
		    route_facts[r].summary);
		if (strncmp(route_facts[r].path, "/v1/attempts", 12) == 0)
			assert_null(operation(documents[PORT_CANDIDATE],
			    (enum route)r));
	}
	json_decref(documents[PORT_CANDIDATE]);
	json_decref(documents[PORT_STAFF]);
}

static void
a_body_is_described_where_one_is_taken(void **state)
{
	json_t *documents[N_PORTS] = { document(PORT_CANDIDATE),
		document(PORT_STAFF) };
	int r;

	(void)state;
	for (r = 0; r < N_ROUTES; r++) {
		const struct route_facts *f = &route_facts[r];
		const json_t *o = operation(documents[f->port], (enum route)r);
		bool described = json_object_get(o, "requestBody") != NULL;

		if (described != (f->body_max > 0))
			fail_msg("%s: its body", f->name);
	}
	json_decref(documents[PORT_CANDIDATE]);
	json_decref(documents[PORT_STAFF]);
}

static void
count_names(const json_t *file, const char *kind, const json_t *a,
    const json_t *b)
{
	const json_t *list = json_object_get(file, kind);
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)(uintptr_t)list, name, value)
		if (json_object_get(json_object_get(a, kind), name) == NULL &&
		    json_object_get(json_object_get(b, kind), name) == NULL)
			fail_msg("%s/%s is used by no route", kind, name);
}

static void
nothing_is_described_that_no_route_has(void **state)
{
	static const char *const names[] = { "common", "candidate", "staff" };
	json_t *documents[N_PORTS] = { document(PORT_CANDIDATE),
		document(PORT_STAFF) };
	const json_t *a = json_object_get(documents[0], "components");
	const json_t *b = json_object_get(documents[1], "components");
	char path[64];
	json_t *file;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "server/proto/openapi/%s.json",
		    names[i]);
		file = json_load_file(path, 0, NULL);
		assert_non_null(file);
		count_names(file, "schemas", a, b);
		count_names(file, "parameters", a, b);
		count_names(file, "responses", a, b);
		json_decref(file);
	}
	json_decref(documents[0]);
	json_decref(documents[1]);
}

/* "#/components/KIND/NAME" */
static void
follow(const json_t *components, const char *reference)
{
	char kind[64], name[64];

	if (sscanf(reference, "#/components/%63[a-z]/%63s", kind, name) != 2 ||
	    json_object_get(json_object_get(components, kind), name) == NULL)
		fail_msg("%s is in no file of server/proto/openapi", reference);
}

static void
follow_all(const json_t *components, json_t *value)
{
	const json_t *reference = json_object_get(value, "$ref");
	const char *key;
	json_t *member;
	size_t i;

	if (json_is_string(reference))
		follow(components, json_string_value(reference));
	json_object_foreach (value, key, member)
		follow_all(components, member);
	json_array_foreach (value, i, member)
		follow_all(components, member);
}

static void
every_reference_leads_somewhere(void **state)
{
	json_t *document_of_port;
	int port;

	(void)state;
	for (port = 0; port < N_PORTS; port++) {
		document_of_port = document((enum port)port);
		follow_all(json_object_get(document_of_port, "components"),
		    document_of_port);
		json_decref(document_of_port);
	}
}

static void
who_may_and_when_is_said_as_in_the_lists(void **state)
{
	json_t *staff = document(PORT_STAFF);
	const json_t *o = operation(staff, ROUTE_TICKET_REISSUE), *list;

	(void)state;
	list = json_object_get(o, "x-roles");
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(json_string_value(json_array_get(list, 0)),
	    "proctor");
	assert_string_equal(json_string_value(json_array_get(list, 1)),
	    "registrar");
	list = json_object_get(operation(staff, ROUTE_RESUME), "x-states");
	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(json_string_value(json_array_get(list, 0)),
	    "paused");
	assert_null(json_object_get(operation(staff, ROUTE_MESSAGE),
	    "x-states"));
	json_decref(staff);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_is_described_on_its_own_port_alone),
		cmocka_unit_test(a_body_is_described_where_one_is_taken),
		cmocka_unit_test(every_reference_leads_somewhere),
		cmocka_unit_test(nothing_is_described_that_no_route_has),
		cmocka_unit_test(who_may_and_when_is_said_as_in_the_lists),
	};

	return cmocka_run_group_tests_name("openapi", tests, NULL, NULL);
}
