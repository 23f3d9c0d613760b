#include "test.h"

#include "core/area.h"
#include "exam/limits.h"

static bool
inside(enum area_shape shape, uint16_t n, const int32_t *coords, int32_t x,
    int32_t y)
{
	return area_contains((struct area){ shape, n, coords },
	    (struct point){ x, y });
}

static void
borders_belong_to_the_area(void **state)
{
	static const int32_t circle[] = { 0, 0, 5 };
	static const int32_t rect[] = { 1, 2, 3, 4 };
	static const int32_t ellipse[] = { 0, 0, 10, 5 };

	(void)state;
	assert_true(inside(AREA_CIRCLE, 3, circle, 3, 4));
	assert_false(inside(AREA_CIRCLE, 3, circle, 4, 4));
	assert_true(inside(AREA_RECT, 4, rect, 1, 4));
	assert_false(inside(AREA_RECT, 4, rect, 0, 4));
	assert_false(inside(AREA_RECT, 4, rect, 1, 5));
	assert_true(inside(AREA_ELLIPSE, 4, ellipse, 10, 0));
	assert_true(inside(AREA_ELLIPSE, 4, ellipse, 0, -5));
	assert_true(inside(AREA_ELLIPSE, 4, ellipse, 6, 4));
	assert_false(inside(AREA_ELLIPSE, 4, ellipse, 9, 4));
	assert_false(inside(AREA_ELLIPSE, 4, ellipse, 0, 6));
	assert_false(inside(AREA_ELLIPSE, 4, ellipse, 11, 0));
}

static void
a_polygon_may_be_hollow(void **state)
{
	/* An arrow head: the notch at the right is outside. */
	static const int32_t arrow[] = { 0, 0, 10, 10, 0, 20, 4, 10 };

	(void)state;
	assert_true(inside(AREA_POLY, 8, arrow, 6, 10));
	assert_true(inside(AREA_POLY, 8, arrow, 4, 10));
	assert_true(inside(AREA_POLY, 8, arrow, 10, 10));
	assert_true(inside(AREA_POLY, 8, arrow, 5, 5));
	assert_false(inside(AREA_POLY, 8, arrow, 2, 10));
	assert_false(inside(AREA_POLY, 8, arrow, 11, 10));
	assert_false(inside(AREA_POLY, 8, arrow, 5, 4));
	assert_false(inside(AREA_POLY, 8, arrow, -1, 0));
}

static void
an_ellipse_may_be_a_line_or_a_point(void **state)
{
	static const int32_t flat[] = { 0, 0, 5, 0 };
	static const int32_t upright[] = { 0, 0, 0, 5 };
	static const int32_t dot[] = { 1, 1, 0, 0 };

	(void)state;
	assert_true(inside(AREA_ELLIPSE, 4, flat, 5, 0));
	assert_false(inside(AREA_ELLIPSE, 4, flat, 5, 1));
	assert_false(inside(AREA_ELLIPSE, 4, flat, 6, 0));
	assert_true(inside(AREA_ELLIPSE, 4, upright, 0, 5));
	assert_false(inside(AREA_ELLIPSE, 4, upright, 1, 0));
	assert_true(inside(AREA_ELLIPSE, 4, dot, 1, 1));
	assert_false(inside(AREA_ELLIPSE, 4, dot, 1, 2));
}

static void
far_points_lie_in_the_default_only(void **state)
{
	static const int32_t circle[] = { 0, 0, AREA_COORD_MAX };

	(void)state;
	assert_false(inside(AREA_CIRCLE, 3, circle, INT32_MIN, INT32_MAX));
	assert_true(inside(AREA_DEFAULT, 0, NULL, INT32_MIN, INT32_MAX));
	assert_true(inside(AREA_CIRCLE, 3, circle, -AREA_COORD_MAX, 0));
}

static bool
valid(enum area_shape shape, uint16_t n, const int32_t *coords)
{
	return area_is_valid((struct area){ shape, n, coords });
}

static void
each_shape_wants_its_coordinates(void **state)
{
	static const int32_t good[AREA_COORDS_MAX + 2] = { 1, 2, 3, 4, 5, 6 };
	static const int32_t negative[] = { 1, 2, -3, 4 };
	static const int32_t bent[] = { 1, 2, 3, -4 };
	static const int32_t far[] = { 1, AREA_COORD_MAX + 1, 3 };

	(void)state;
	assert_true(valid(AREA_DEFAULT, 0, NULL));
	assert_false(valid(AREA_DEFAULT, 1, good));
	assert_true(valid(AREA_CIRCLE, 3, good));
	assert_false(valid(AREA_CIRCLE, 4, good));
	assert_false(valid(AREA_CIRCLE, 3, negative));
	assert_false(valid(AREA_CIRCLE, 3, far));
	assert_true(valid(AREA_RECT, 4, negative));
	assert_false(valid(AREA_RECT, 3, good));
	assert_true(valid(AREA_ELLIPSE, 4, good));
	assert_false(valid(AREA_ELLIPSE, 4, negative));
	assert_false(valid(AREA_ELLIPSE, 4, bent));
	assert_true(valid(AREA_POLY, 6, good));
	assert_false(valid(AREA_POLY, 5, good));
	assert_false(valid(AREA_POLY, 4, good));
	assert_false(valid(AREA_POLY, AREA_COORDS_MAX + 2, good));
	assert_false(valid(N_AREA_SHAPES, 0, NULL));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(borders_belong_to_the_area),
		cmocka_unit_test(a_polygon_may_be_hollow),
		cmocka_unit_test(an_ellipse_may_be_a_line_or_a_point),
		cmocka_unit_test(far_points_lie_in_the_default_only),
		cmocka_unit_test(each_shape_wants_its_coordinates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
