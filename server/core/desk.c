#include "core/desk.h"

#include "exam/alloc.h"

bool
desk_stands(const struct desk_room *room, uint32_t seat)
{
	return room->numbers[seat] > 0 &&
	       (seat == 0 || room->numbers[seat - 1] < room->numbers[seat]);
}

/* The number of a place so many rows and columns on; 0: there is none. */
static uint64_t
number_from(
    const struct desk_room *room, uint64_t number, int rows, int columns)
{
	uint64_t length = room->row_length, column;

	if (length == 0)
		return rows == 0 ? number + 1 : 0;
	column = (number - 1) % length;
	if (columns < 0 ? column == 0 : column + (unsigned)columns >= length)
		return 0;
	number += (unsigned)rows * length;
	return columns < 0 ? number - 1 : number + (unsigned)columns;
}

/* Numbers ascend, so the other side only ever moves on. */
static void
join(struct desk *desks, const struct desk_room *room, int rows, int columns)
{
	uint32_t a, b = 0;

	for (a = 0; a < room->n_seats; a++) {
		uint64_t wanted =
		    desk_stands(room, a)
			? number_from(room, room->numbers[a], rows, columns)
			: 0;

		if (wanted == 0)
			continue;
		while (b < room->n_seats && room->numbers[b] < wanted)
			b++;
		if (b == room->n_seats || room->numbers[b] != wanted)
			continue;
		desks[a].near[desks[a].n_near++] = b;
		desks[b].near[desks[b].n_near++] = a;
	}
}

struct desk *
desk_find(const struct desk_room *room)
{
	struct desk *desks = alloc_zero(room->n_seats, sizeof(*desks));

	join(desks, room, 0, 1);
	join(desks, room, 1, -1);
	join(desks, room, 1, 0);
	join(desks, room, 1, 1);
	return desks;
}
