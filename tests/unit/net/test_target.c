#include "test.h"

#include "net/target.h"

static struct target found;

static enum refusal
match(enum port port, enum http_method m, const char *path)
{
	return target_match(&found, port, m, slice_of(path));
}

static enum refusal
get(const char *path)
{
	return match(PORT_CANDIDATE, METHOD_GET, path);
}

/* A path of this route with 1, 2, 3 in the place of its parameters. */
static void
example_path(char *to, const char *path)
{
	char n = '0';

	for (; *path != '\0'; path++) {
		*to++ = *path == '{' ? (char)++n : *path;
		if (*path == '{')
			path += strcspn(path, "}");
	}
	*to = '\0';
}

static void
every_route_is_found_by_its_path(void **state)
{
	char path[128];
	int r;

	(void)state;
	for (r = 0; r < N_ROUTES; r++) {
		const struct route_facts *f = &route_facts[r];

		example_path(path, f->path);
		assert_int_equal(match(f->port, f->method, path), REFUSED_NOT);
		assert_string_equal(route_facts[found.route].name, f->name);
	}
}

static void
parameters_are_given_in_order_and_the_rest_is_empty(void **state)
{
	(void)state;
	assert_int_equal(match(PORT_STAFF, METHOD_GET,
			     "/v1/banks/ctss/2026.1/items/net-1"),
	    REFUSED_NOT);
	assert_true(slice_is(found.params[0], "ctss"));
	assert_true(slice_is(found.params[1], "2026.1"));
	assert_true(slice_is(found.params[2], "net-1"));
	assert_int_equal(match(PORT_STAFF, METHOD_GET, "/v1/attempts/17"),
	    REFUSED_NOT);
	assert_true(slice_is(found.params[0], "17"));
	assert_int_equal(found.params[1].len, 0);
}

static void
a_parameter_is_percent_decoded(void **state)
{
	(void)state;
	assert_int_equal(match(PORT_STAFF, METHOD_GET,
			     "/v1/banks/a%20%C3%A9/%61b/items/c"),
	    REFUSED_NOT);
	assert_true(slice_is(found.params[0], "a \xc3\xa9"));
	assert_true(slice_is(found.params[1], "ab"));
	assert_true(slice_is(found.params[2], "c"));
}

static void
a_parameter_has_one_to_64_bytes(void **state)
{
	char path[128] = "/v1/attempts/";
	size_t start = strlen(path);

	(void)state;
	assert_int_equal(match(PORT_STAFF, METHOD_GET, path), REFUSED_PATH);
	memset(path + start, 'a', 64);
	assert_int_equal(match(PORT_STAFF, METHOD_GET, path), REFUSED_NOT);
	path[start + 64] = 'a';
	assert_int_equal(match(PORT_STAFF, METHOD_GET, path), REFUSED_PATH);
}

static void
the_other_port_s_routes_are_unknown(void **state)
{
	(void)state;
	assert_int_equal(get("/v1/banks"), REFUSED_PATH);
	assert_int_equal(match(PORT_STAFF, METHOD_GET, "/v1/attempt/paper"),
	    REFUSED_PATH);
}

static void
what_is_nearly_a_path_is_unknown(void **state)
{
	(void)state;
	assert_int_equal(get("/"), REFUSED_PATH);
	assert_int_equal(get("/v1"), REFUSED_PATH);
	assert_int_equal(get("/v1/attempt/"), REFUSED_PATH);
	assert_int_equal(get("/V1/attempt"), REFUSED_PATH);
	assert_int_equal(get("/v1/attempt/paper/1"), REFUSED_PATH);
	assert_int_equal(get("/1/2/3/4/5/6/7/8/9/10"), REFUSED_PATH);
}

static void
tricks_with_segments_are_refused(void **state)
{
	static const char *const paths[] = { "/v1/../v1/attempt", "/v1/.",
		"/v1/%2e%2e/v1", "/v1/%2E", "/v1/a%2fb", "/v1/a%5cb", "/v1/%0a",
		"/v1/%7f", "/v1/%ff", "/v1/%c0%af", "/v1/%c3", "/v1/%ed%a0%80",
		"/v1/%f4%90%80%80", "/v1/%e0%80%80", "/v1/%f0%80%80%80",
		"/1/2/3/4/5/6/7/8/9/.." };
	size_t i;

	(void)state;
	assert_int_equal(get("//v1/attempt"), REFUSED_TARGET);
	assert_int_equal(get("/v1//attempt"), REFUSED_TARGET);
	assert_int_equal(get("/v1/attempt//"), REFUSED_TARGET);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (get(paths[i]) != REFUSED_TARGET)
			fail_msg("%s", paths[i]);
}

static void
head_goes_where_get_does(void **state)
{
	(void)state;
	assert_int_equal(match(PORT_CANDIDATE, METHOD_HEAD, "/v1/attempt"),
	    REFUSED_NOT);
	assert_int_equal(found.route, ROUTE_ATTEMPT);
	assert_int_equal(match(PORT_CANDIDATE, METHOD_HEAD, "/v1/session"),
	    REFUSED_METHOD);
}

static void
another_method_is_told_which_there_are(void **state)
{
	char text[TARGET_ALLOW_MAX];

	(void)state;
	assert_int_equal(match(PORT_STAFF, METHOD_PUT, "/v1/banks"),
	    REFUSED_METHOD);
	assert_string_equal(target_allow(text, PORT_STAFF, SLICE("/v1/banks")),
	    "GET, HEAD, POST");
	assert_string_equal(target_allow(text, PORT_CANDIDATE,
				SLICE("/v1/session")),
	    "POST, DELETE");
	assert_string_equal(target_allow(text, PORT_CANDIDATE, SLICE("/x")), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_is_found_by_its_path),
		cmocka_unit_test(
		    parameters_are_given_in_order_and_the_rest_is_empty),
		cmocka_unit_test(a_parameter_is_percent_decoded),
		cmocka_unit_test(a_parameter_has_one_to_64_bytes),
		cmocka_unit_test(the_other_port_s_routes_are_unknown),
		cmocka_unit_test(what_is_nearly_a_path_is_unknown),
		cmocka_unit_test(tricks_with_segments_are_refused),
		cmocka_unit_test(head_goes_where_get_does),
		cmocka_unit_test(another_method_is_told_which_there_are),
	};

	return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
