#include "core/seating.h"

#include "exam/alloc.h"

struct seated {
	unsigned n_taken;
	unsigned first; /* no seat before it is free */
	bool *taken;	/* by seat - 1 */
};

struct seating {
	const struct sitting *sitting;
	struct seated *rooms;
};

struct seating *
seating_new(const struct sitting *sitting)
{
	struct seating *s = (struct seating *)alloc_zero(1, sizeof(*s));
	uint16_t i;

	s->sitting = sitting;
	s->rooms =
	    (struct seated *)alloc_zero(sitting->n_rooms, sizeof(*s->rooms));
	for (i = 0; i < sitting->n_rooms; i++) {
		s->rooms[i].first = 1;
		s->rooms[i].taken =
		    (bool *)alloc_zero(sitting->rooms[i].n_seats, sizeof(bool));
	}
	return s;
}

void
seating_free(struct seating *s)
{
	uint16_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->sitting->n_rooms; i++)
		free(s->rooms[i].taken);
	free(s->rooms);
	free(s);
}

static bool
is_seat(const struct seating *s, uint16_t room, unsigned seat)
{
	return room < s->sitting->n_rooms && seat >= 1 &&
	       seat <= s->sitting->rooms[room].n_seats;
}

enum err
seating_take(struct seating *s, uint16_t room, unsigned seat)
{
	if (!is_seat(s, room, seat))
		return ERR_UNKNOWN;
	if (s->rooms[room].taken[seat - 1])
		return ERR_CONFLICT;
	s->rooms[room].taken[seat - 1] = true;
	s->rooms[room].n_taken++;
	return ERR_OK;
}

void
seating_leave(struct seating *s, uint16_t room, unsigned seat)
{
	if (!is_seat(s, room, seat) || !s->rooms[room].taken[seat - 1])
		return;
	s->rooms[room].taken[seat - 1] = false;
	s->rooms[room].n_taken--;
	if (seat < s->rooms[room].first)
		s->rooms[room].first = seat;
}

unsigned
seating_take_first(struct seating *s, uint16_t room)
{
	struct seated *r = &s->rooms[room];

	while (r->first <= s->sitting->rooms[room].n_seats)
		if (seating_take(s, room, r->first++) == ERR_OK)
			return r->first - 1;
	return 0;
}

static size_t
n_free(const struct seating *s, uint16_t room)
{
	return s->sitting->rooms[room].n_seats - s->rooms[room].n_taken;
}

size_t
seating_n_free(const struct seating *s)
{
	size_t n = 0;
	uint16_t i;

	for (i = 0; i < s->sitting->n_rooms; i++)
		n += n_free(s, i);
	return n;
}

/* What a room still gets when so many of all seats shall be taken. */
static size_t
wanted(const struct seating *s, uint16_t room, size_t people, size_t seats)
{
	size_t fair = people * s->sitting->rooms[room].n_seats / seats;
	size_t taken = s->rooms[room].n_taken;

	return fair > taken ? fair - taken : 0;
}

void
seating_divide(const struct seating *s, size_t n, size_t shares[])
{
	size_t seats = 0, people = n, most;
	uint16_t i;

	for (i = 0; i < s->sitting->n_rooms; i++) {
		seats += s->sitting->rooms[i].n_seats;
		people += s->rooms[i].n_taken;
	}
	for (i = 0; i < s->sitting->n_rooms; i++) {
		most = wanted(s, i, people, seats);
		shares[i] = most < n ? most : n;
		n -= shares[i];
	}
	/* the rest, one to a room, until nobody stands */
	for (i = 0; n > 0; i = (uint16_t)((i + 1) % s->sitting->n_rooms))
		if (shares[i] < n_free(s, i)) {
			shares[i]++;
			n--;
		}
}
