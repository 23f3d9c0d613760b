#include "core/sitting.h"

#include "exam/alloc.h"

static void
free_names(char **names, uint16_t n)
{
	uint16_t i;

	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static void
room_fini(struct sitting_room *room)
{
	free(room->ident);
	free(room->title);
	free_names(room->proctors, room->n_proctors);
}

void
sitting_free(struct sitting *s)
{
	uint16_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n_rooms; i++)
		room_fini(&s->rooms[i]);
	free(s->rooms);
	free_names(s->chiefs, s->n_chiefs);
	free(s->ident);
	free(s->title);
	free(s->programme);
	free(s->programme_version);
	free(s->bank);
	free(s->bank_version);
	free(s->zone);
	free(s->opens_civil);
	free(s->closes_civil);
	free(s->rules);
	free(s);
}

int64_t
sitting_base_ms(const struct sitting *s, enum route_name route)
{
	const struct sitting_route *r = &s->routes[route];
	int64_t sum = r->whole_ms;
	uint16_t i;

	if (r->whole_ms == 0)
		for (i = 0; i < r->n_sections; i++)
			sum += r->sections[i].time_ms;
	return sum;
}

/* No break follows the last section. */
int64_t
sitting_breaks_ms(const struct sitting *s, enum route_name route)
{
	const struct sitting_route *r = &s->routes[route];
	int64_t sum = 0;
	uint16_t i;

	for (i = 0; i + 1 < r->n_sections; i++)
		sum += r->sections[i].break_ms;
	return sum;
}

struct wall
sitting_last_entry(const struct sitting *s)
{
	int64_t longest = 0, ms;
	int r;

	if (s->late_entry_ms >= 0)
		return wall_add(s->opens, s->late_entry_ms);
	for (r = 0; r < N_ROUTE_NAMES; r++) {
		if (!s->routes[r].offered)
			continue;
		ms = sitting_base_ms(s, (enum route_name)r) +
		    sitting_breaks_ms(s, (enum route_name)r);
		longest = ms > longest ? ms : longest;
	}
	return wall_add(s->closes, -longest);
}

uint16_t
sitting_find_room(const struct sitting *s, struct slice ident)
{
	uint16_t i = 0;

	while (i < s->n_rooms && !slice_is(ident, s->rooms[i].ident))
		i++;
	return i;
}

bool
sitting_names(char *const *names, uint16_t n, const char *account)
{
	uint16_t i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i], account) == 0)
			return true;
	return false;
}

void
sitting_set_names(
    char ***names, uint16_t *n, char *const *others, uint16_t n_others)
{
	char **copies = (char **)alloc_zero(n_others, sizeof(*copies));
	uint16_t i;

	for (i = 0; i < n_others; i++)
		copies[i] = alloc_text(others[i]);
	free_names(*names, *n);
	*names = copies;
	*n = n_others;
}

static unsigned
distance(unsigned a, unsigned b)
{
	return a > b ? a - b : b - a;
}

bool
sitting_seats_are_neighbours(
    const struct sitting_room *room, unsigned a, unsigned b)
{
	unsigned length = room->row_length;

	if (a < 1 || b < 1 || a > room->n_seats || b > room->n_seats || a == b)
		return false;
	if (length == 0)
		return distance(a, b) == 1;
	a--, b--;
	return distance(a / length, b / length) <= 1 &&
	       distance(a % length, b % length) <= 1;
}
