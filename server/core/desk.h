/*
 * desk: who sits beside whom, by the numbers of their seats.
 */
#ifndef CORE_DESK_H
#define CORE_DESK_H

#include <stdbool.h>
#include <stdint.h>

/* The people of one room, in the order of their seats. */
struct desk_room {
	uint32_t n_seats;
	const uint64_t *numbers; /* of each one's seat, ascending.  Beside
				    nobody: 0, and whoever has the same number
				    as the one before */
	uint32_t row_length;	 /* 0: all seats stand in one line */
};

#define DESK_NEAR_MAX 8

/* One of them, from 0, and those who see their screen and whose they see. */
struct desk {
	uint32_t near[DESK_NEAR_MAX];
	uint8_t n_near;
};

bool desk_stands(const struct desk_room *, uint32_t seat);
/* As sitting_seats_are_neighbours(), of all at once; owned by the caller. */
struct desk *desk_find(const struct desk_room *);

#endif
