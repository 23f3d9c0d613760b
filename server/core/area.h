/*
 * area: a shape on an image and whether a point lies in it (QTI 3, shape and
 * coords; HTML image maps).  Whole numbers only, borders belong to the area.
 */
#ifndef CORE_AREA_H
#define CORE_AREA_H

#include <stdbool.h>
#include <stdint.h>

struct point {
	int32_t x, y;
};

enum area_shape {
	AREA_DEFAULT, /* everywhere */
	AREA_CIRCLE,  /* x, y, radius */
	AREA_RECT,    /* left, top, right, bottom */
	AREA_POLY,    /* x, y of each corner */
	AREA_ELLIPSE, /* x, y, horizontal and vertical radius */
	N_AREA_SHAPES
};

struct area {
	enum area_shape shape;
	uint16_t n_coords;
	const int32_t *coords;
};

/* As many coordinates as the shape wants (at most AREA_COORDS_MAX), all in
 * ±AREA_COORD_MAX, radii not negative? */
bool area_is_valid(struct area);
bool area_contains(struct area, struct point);

#endif
