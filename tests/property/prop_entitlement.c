/* Laws of entitled time, on random routes and accommodations. */
#include "test.h"

#include "core/entitlement.h"
#include "support/property.h"

static void
random_route(struct rng *rng, struct sitting_route *r)
{
	int i;

	*r = (struct sitting_route){ .offered = true,
		.n_sections = (uint16_t)property_int(rng, 1, SECTIONS_MAX) };
	if (property_int(rng, 0, 1) != 0)
		r->whole_ms = property_int(rng, 1, (int)HOURS(24));
	for (i = 0; i < r->n_sections; i++) {
		if (r->whole_ms == 0)
			r->sections[i].time_ms =
			    property_int(rng, 1, (int)HOURS(24));
		r->sections[i].break_ms = property_int(rng, 0, (int)HOURS(1));
	}
}

static void
shares_of_extra_time_add_up_and_none_is_a_millisecond_off(void **state)
{
	struct sitting_route r;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		struct entitlement e, factor_only;
		int64_t base = 0, sum = 0, share, exact;
		int i;

		property_begin(&rng, run);
		random_route(&rng, &r);
		r.whole_ms = 0;
		e.factor = (uint32_t)property_int(&rng, 1000, 5000);
		e.extra_ms = property_int(&rng, 0, (int)HOURS(24));
		factor_only = (struct entitlement){ e.factor, 0 };
		for (i = 0; i < r.n_sections; i++)
			base += r.sections[i].time_ms;
		for (i = 0; base > 0 && i < r.n_sections; i++) {
			share = entitlement_section_ms(e, &r, (uint16_t)i) -
			    entitlement_section_ms(factor_only, &r, (uint16_t)i);
			exact = e.extra_ms * r.sections[i].time_ms / base;
			assert_true(share == exact || share == exact + 1);
			sum += share;
		}
		assert_int_equal(sum, base > 0 ? e.extra_ms : 0);
	}
}

static void
the_window_grows_as_the_time_and_nobody_is_short(void **state)
{
	struct sitting s = { .closes = { DAYS(31) }, .late_entry_ms = -1 };
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		enum route_name name = (enum route_name)(run % N_ROUTE_NAMES);
		struct entitlement e;
		int64_t added;

		property_begin(&rng, run);
		random_route(&rng, &s.routes[ROUTE_UPGRADE]);
		random_route(&rng, &s.routes[ROUTE_FULL]);
		e.factor = (uint32_t)property_int(&rng, 1000, 5000);
		e.extra_ms = property_int(&rng, 0, (int)HOURS(24));
		added = entitlement_total_ms(e, &s.routes[name]) -
		    sitting_base_ms(&s, name);
		assert_true(added >= e.extra_ms);
		assert_int_equal(entitlement_window_closes(e, &s, name).ms,
		    s.closes.ms + added);
		assert_int_equal(entitlement_shortfall(e, &s, name), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    shares_of_extra_time_add_up_and_none_is_a_millisecond_off),
		cmocka_unit_test(
		    the_window_grows_as_the_time_and_nobody_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
