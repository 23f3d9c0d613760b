#include "test.h"

#include "core/programme.h"

static void
route_names_read_back(void **state)
{
	enum route_name name;

	(void)state;
	assert_true(route_name_parse(&name, SLICE("upgrade")));
	assert_int_equal(name, ROUTE_UPGRADE);
	assert_true(route_name_parse(&name,
	    slice_of(route_name_text(ROUTE_FULL))));
	assert_int_equal(name, ROUTE_FULL);
	assert_false(route_name_parse(&name, SLICE("Full")));
	assert_false(route_name_parse(&name, SLICE("")));
}

static void
a_programme_frees_what_its_arena_holds(void **state)
{
	struct programme *p = programme_new();

	(void)state;
	p->ident = arena_text(&p->arena, SLICE("ctss"));
	assert_false(p->routes[ROUTE_FULL].offered);
	programme_free(p);
	programme_free(NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(route_names_read_back),
		cmocka_unit_test(a_programme_frees_what_its_arena_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
