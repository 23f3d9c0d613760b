#include "test.h"

#include <ctype.h>
#include <string.h>

#include "exam/err.h"
#include "exam/routes.h"

static size_t
count(const char *text, char c)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == c;
	return n;
}

/* "/a/{b}/c" is "/a/{}/c". */
static void
shape_of(char *to, const char *path)
{
	for (; *path != '\0'; path++) {
		*to++ = *path;
		if (*path == '{')
			path += strcspn(path, "}") - 1;
	}
	*to = '\0';
}

static void
no_two_routes_of_a_port_take_the_same_request(void **state)
{
	char one[128], two[128];
	int a, b;

	(void)state;
	for (a = 0; a < N_ROUTES; a++)
		for (b = a + 1; b < N_ROUTES; b++) {
			shape_of(one, route_facts[a].path);
			shape_of(two, route_facts[b].path);
			if (route_facts[a].port == route_facts[b].port &&
			    route_facts[a].method == route_facts[b].method &&
			    strcmp(one, two) == 0)
				fail_msg("%s and %s", route_facts[a].name,
				    route_facts[b].name);
		}
}

static void
every_path_is_clean(void **state)
{
	int r;

	(void)state;
	for (r = 0; r < N_ROUTES; r++) {
		const char *p = route_facts[r].path;

		if (strcmp(p, "/openapi.json") == 0)
			continue;
		assert_memory_equal(p, "/v1/", 4);
		assert_true(p[strlen(p) - 1] != '/');
		assert_null(strstr(p, "//"));
		assert_true(count(p, '{') <= ROUTE_PARAMS_MAX);
		assert_int_equal(count(p, '{'), count(p, '}'));
		for (; *p != '\0'; p++)
			assert_true(islower((unsigned char)*p) ||
			    strchr("/{}-1", *p) != NULL);
	}
}

static void
reading_changes_nothing_and_has_no_body(void **state)
{
	int r;

	(void)state;
	for (r = 0; r < N_ROUTES; r++) {
		const struct route_facts *f = &route_facts[r];

		assert_true(f->method != METHOD_HEAD);
		assert_int_equal(f->method == METHOD_GET,
		    f->resend == RESEND_SAFE);
		if (f->method == METHOD_GET)
			assert_int_equal(f->body_max, 0);
		assert_true(f->body_max <= BODY_UPLOAD_MAX);
	}
}

static void
a_candidate_s_port_has_no_route_for_staff(void **state)
{
	int r;

	(void)state;
	for (r = 0; r < N_ROUTES; r++) {
		if (route_facts[r].port == PORT_CANDIDATE)
			assert_int_equal(route_facts[r].who & ROLE_STAFF, 0);
		else
			assert_int_equal(route_facts[r].who & ROLE_CANDIDATE, 0);
	}
}

static void
only_what_anybody_may_know_is_public(void **state)
{
	int r;

	(void)state;
	for (r = 0; r < N_ROUTES; r++)
		if (route_facts[r].who == ROLE_PUBLIC)
			assert_true(r == ROUTE_SIGN_IN || r == ROUTE_HEALTH ||
				    r == ROUTE_OPENAPI ||
				    r == ROUTE_CHECKPOINT ||
				    r == ROUTE_STAFF_CHECKPOINT ||
				    r == ROUTE_STAFF_SIGN_IN ||
				    r == ROUTE_STAFF_HEALTH ||
				    r == ROUTE_STAFF_OPENAPI);
}

static void
methods_have_their_names(void **state)
{
	(void)state;
	assert_string_equal(method_name(METHOD_GET), "GET");
	assert_string_equal(method_name(METHOD_HEAD), "HEAD");
	assert_string_equal(method_name(METHOD_POST), "POST");
	assert_string_equal(method_name(METHOD_PUT), "PUT");
	assert_string_equal(method_name(METHOD_DELETE), "DELETE");
}

static void
every_error_says_what_it_is(void **state)
{
	(void)state;
#define X(name, code, status, type, text)                                      \
	assert_int_equal(err_status(ERR_##name), status);                      \
	assert_string_equal(err_type(ERR_##name), type);                       \
	assert_string_equal(err_text(ERR_##name), text);
	ERR_LIST(X)
#undef X
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_two_routes_of_a_port_take_the_same_request),
		cmocka_unit_test(every_path_is_clean),
		cmocka_unit_test(reading_changes_nothing_and_has_no_body),
		cmocka_unit_test(a_candidate_s_port_has_no_route_for_staff),
		cmocka_unit_test(only_what_anybody_may_know_is_public),
		cmocka_unit_test(methods_have_their_names),
		cmocka_unit_test(every_error_says_what_it_is),
	};

	return cmocka_run_group_tests_name("routes", tests, NULL, NULL);
}
