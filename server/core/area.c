#include "core/area.h"

#include <stddef.h>

#include "exam/limits.h"

static bool
coords_fit(struct area a)
{
	uint16_t i;

	for (i = 0; i < a.n_coords; i++)
		if (a.coords[i] < -AREA_COORD_MAX ||
		    a.coords[i] > AREA_COORD_MAX)
			return false;
	return true;
}

bool
area_is_valid(struct area a)
{
	if (a.n_coords > AREA_COORDS_MAX || !coords_fit(a))
		return false;
	switch (a.shape) {
	case AREA_DEFAULT:
		return a.n_coords == 0;
	case AREA_CIRCLE:
		return a.n_coords == 3 && a.coords[2] >= 0;
	case AREA_RECT:
		return a.n_coords == 4;
	case AREA_POLY:
		return a.n_coords >= 6 && a.n_coords % 2 == 0;
	case AREA_ELLIPSE:
		return a.n_coords == 4 && a.coords[2] >= 0 && a.coords[3] >= 0;
	case N_AREA_SHAPES:
		break;
	}
	return false;
}

static int64_t
square(int64_t x)
{
	return x * x;
}

/* Points outside the bounds of coordinates lie in no area but the default;
 * that keeps (2^16)^4 from overflowing in the ellipse. */
static bool
point_fits(struct point p)
{
	return p.x >= -AREA_COORD_MAX && p.x <= AREA_COORD_MAX &&
	    p.y >= -AREA_COORD_MAX && p.y <= AREA_COORD_MAX;
}

static bool
ellipse_contains(const int32_t *c, struct point p)
{
	int64_t h = square(c[2]), v = square(c[3]);

	if (h == 0 || v == 0)
		return (h > 0 || p.x == c[0]) && (v > 0 || p.y == c[1]) &&
		    square(p.x - c[0]) <= h && square(p.y - c[1]) <= v;
	if (square(p.x - c[0]) > h || square(p.y - c[1]) > v)
		return false;
	return square(p.x - c[0]) * v + square(p.y - c[1]) * h <= h * v;
}

/* Twice the signed area of the triangle a, b, p: 0 when p is on the line. */
static int64_t
turn(struct point a, struct point b, struct point p)
{
	return ((int64_t)b.x - a.x) * ((int64_t)p.y - a.y) -
	    ((int64_t)b.y - a.y) * ((int64_t)p.x - a.x);
}

static bool
between(int32_t a, int32_t b, int32_t x)
{
	return a < b ? a <= x && x <= b : b <= x && x <= a;
}

/* Even-odd rule: does a ray to the right cross an odd number of sides? */
static bool
poly_contains(const int32_t *c, uint16_t n, struct point p)
{
	bool inside = false;
	uint16_t i;

	for (i = 0; i < n; i += 2) {
		struct point a = { c[i], c[i + 1] };
		struct point b = { c[(i + 2) % n], c[(i + 3) % n] };
		int64_t side = turn(a, b, p);

		if (side == 0 && between(a.x, b.x, p.x) &&
		    between(a.y, b.y, p.y))
			return true;
		if ((a.y > p.y) != (b.y > p.y) && (side > 0) == (b.y > a.y))
			inside = !inside;
	}
	return inside;
}

bool
area_contains(struct area a, struct point p)
{
	const int32_t *c = a.coords;

	if (a.shape == AREA_DEFAULT)
		return true;
	if (!point_fits(p))
		return false;
	switch (a.shape) {
	case AREA_CIRCLE:
		return square(p.x - c[0]) + square(p.y - c[1]) <= square(c[2]);
	case AREA_RECT:
		return between(c[0], c[2], p.x) && between(c[1], c[3], p.y);
	case AREA_POLY:
		return poly_contains(c, a.n_coords, p);
	case AREA_ELLIPSE:
		return ellipse_contains(c, p);
	case AREA_DEFAULT:
	case N_AREA_SHAPES:
		break;
	}
	return false;
}
