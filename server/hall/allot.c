#include "hall/allot.h"
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/place.h"

#include "core/seating.h"

#define NO_ROOM UINT16_MAX
#define PLACE_LEN 4 /* of one line, when it is kept */

struct wish {
	char number[IDENT_MAX + 1]; /* of the candidate, for messages */
	uint16_t room;		    /* NO_ROOM: any */
	uint16_t seat;		    /* 0: any */
	bool wrong;		    /* told already */
};

struct allotment {
	const struct roster *roster;
	struct seating *seating;
	struct wish *wishes; /* a line each */
	size_t n, capacity;
};

static const struct sitting *
sitting_of(const struct allotment *a)
{
	return a->roster->sitting;
}

static uint16_t
room_of(const struct allotment *a, const struct seat *s)
{
	return s != NULL && s->room != NULL
		   ? (uint16_t)(s->room - sitting_of(a)->rooms)
		   : NO_ROOM;
}

struct allotment *
allot_new(const struct roster *roster)
{
	struct allotment *a = alloc_zero(1, sizeof(*a));
	size_t i;

	a->roster = roster;
	a->seating = seating_new(roster->sitting);
	for (i = 0; i < roster->n_seats; i++)
		if (seating_take(a->seating, room_of(a, roster->seats[i]),
			place_number(roster->seats[i])) != ERR_OK)
			continue; /* they have no seat */
	return a;
}

void
allot_free(struct allotment *a)
{
	if (a == NULL)
		return;
	seating_free(a->seating);
	free(a->wishes);
	free(a);
}

static struct wish *
wish_new(struct allotment *a)
{
	if (a->n == a->capacity) {
		a->capacity = a->capacity > 0 ? 2 * a->capacity : 64;
		a->wishes =
		    alloc_resize(a->wishes, a->capacity, sizeof(*a->wishes));
	}
	a->wishes[a->n] = (struct wish){ .room = NO_ROOM };
	return &a->wishes[a->n++];
}

/* The number of a seat in the room; false: told. */
static bool
read_seat(struct wish *w, const struct sitting_room *room,
    const struct candidate *c, struct diag *diag)
{
	uint64_t n;

	if (!number_read(&n, slice_of(c->seat)) || n < 1 || n > room->n_seats) {
		diag_add(diag, 0, c->number,
		    "there is no seat %s in room %s, which has the seats 1 to "
		    "%u",
		    c->seat, room->ident, room->n_seats);
		return false;
	}
	w->seat = (uint16_t)n;
	return true;
}

/* What the line says; who has a seat that it does not speak of keeps it. */
static bool
read_wish(struct wish *w, const struct allotment *a, const struct candidate *c,
    const struct seat *s, struct diag *diag)
{
	const struct sitting *sitting = sitting_of(a);

	w->room = room_of(a, s);
	w->seat = (uint16_t)(s != NULL ? place_number(s) : 0);
	if (*c->room == '\0') {
		if (*c->seat != '\0')
			diag_add(diag, 0, c->number,
			    "a seat is the number of one in a room; name the "
			    "room, too");
		return *c->seat == '\0';
	}
	if (s == NULL || s->room == NULL ||
	    strcmp(s->room->ident, c->room) != 0)
		w->seat = 0;
	w->room = sitting_find_room(sitting, slice_of(c->room));
	if (w->room == sitting->n_rooms) {
		diag_add(
		    diag, 0, c->number, "the sitting has no room %s", c->room);
		return false;
	}
	return *c->seat == '\0' ||
	       read_seat(w, &sitting->rooms[w->room], c, diag);
}

void
allot_add(struct allotment *a, const struct candidate *c, const struct seat *s,
    struct diag *diag)
{
	struct wish *w = wish_new(a);

	memcpy(w->number, c->number, sizeof(w->number));
	if (sitting_of(a)->n_rooms > 0) {
		w->wrong = !read_wish(w, a, c, s, diag);
		if (s != NULL)
			seating_leave(
			    a->seating, room_of(a, s), place_number(s));
	} else if (*c->room != '\0') {
		w->wrong = true;
		diag_add(diag, 0, c->number,
		    "the sitting has no rooms; leave the room out");
	}
}

/* Who has the seat that a line wants: a line before it, or nobody of the
 * list. */
static const char *
holder(const struct allotment *a, const struct wish *w)
{
	const struct sitting_room *room = &sitting_of(a)->rooms[w->room];
	const struct wish *other;
	size_t i;

	for (other = a->wishes; other < w; other++)
		if (other->room == w->room && other->seat == w->seat)
			return other->number;
	for (i = 0; i < a->roster->n_seats; i++)
		if (a->roster->seats[i]->room == room &&
		    place_number(a->roster->seats[i]) == w->seat)
			return a->roster->seats[i]->number;
	return "another"; /* cannot be */
}

static void
settle_named_seats(struct allotment *a, struct diag *diag)
{
	struct wish *w;

	for (w = a->wishes; w < a->wishes + a->n; w++) {
		if (w->wrong || w->seat == 0 ||
		    seating_take(a->seating, w->room, w->seat) == ERR_OK)
			continue;
		diag_add(diag, 0, w->number, "seat %u of room %s is %s's",
		    w->seat, sitting_of(a)->rooms[w->room].ident,
		    diag->count < DIAGS_MAX ? holder(a, w) : "another");
	}
}

static void
settle_named_rooms(struct allotment *a, struct diag *diag)
{
	const struct sitting *sitting = sitting_of(a);
	size_t *too_many = alloc_zero(sitting->n_rooms, sizeof(*too_many));
	struct wish *w;
	size_t i;

	for (w = a->wishes; w < a->wishes + a->n; w++) {
		if (w->wrong || w->room == NO_ROOM || w->seat != 0)
			continue;
		w->seat = (uint16_t)seating_take_first(a->seating, w->room);
		too_many[w->room] += w->seat == 0;
	}
	for (i = 0; i < sitting->n_rooms; i++)
		if (too_many[i] > 0)
			diag_add(diag, 0, sitting->ident,
			    "room %s has %u seats; %zu more candidate%s named "
			    "for it",
			    sitting->rooms[i].ident, sitting->rooms[i].n_seats,
			    too_many[i], too_many[i] > 1 ? "s are" : " is");
	free(too_many);
}

/* The first of them sit in the first room, and so on. */
static void
divide(struct allotment *a, size_t n)
{
	size_t *shares = alloc_zero(sitting_of(a)->n_rooms, sizeof(*shares));
	struct wish *w;
	uint16_t room = 0;

	seating_divide(a->seating, n, shares);
	for (w = a->wishes; w < a->wishes + a->n; w++) {
		if (w->wrong || w->room != NO_ROOM)
			continue;
		while (shares[room] == 0)
			room++;
		shares[room]--;
		w->room = room;
		w->seat = (uint16_t)seating_take_first(a->seating, room);
	}
	free(shares);
}

static void
settle_others(struct allotment *a, struct diag *diag)
{
	size_t n = 0, n_free = seating_n_free(a->seating), i;

	for (i = 0; i < a->n; i++)
		n += !a->wishes[i].wrong && a->wishes[i].room == NO_ROOM;
	if (n > n_free)
		diag_add(diag, 0, sitting_of(a)->ident,
		    "its rooms have %zu free seats, and %zu candidates of the "
		    "list have none: %zu too many",
		    n_free, n, n - n_free);
	else if (n > 0)
		divide(a, n);
}

void
allot_settle(struct allotment *a, struct diag *diag)
{
	if (sitting_of(a)->n_rooms == 0)
		return;
	settle_named_seats(a, diag);
	settle_named_rooms(a, diag);
	settle_others(a, diag);
}

bool
allot_keeps(const struct allotment *a, size_t line, const struct candidate *c,
    const struct seat *s)
{
	const struct wish *w = &a->wishes[line];

	if (sitting_of(a)->n_rooms == 0)
		return strcmp(s->place != NULL ? s->place : "", c->seat) == 0;
	return w->room == room_of(a, s) && w->seat == place_number(s);
}

void
allot_put(const struct allotment *a, size_t line, const struct candidate *c,
    struct seat *s)
{
	const struct wish *w = &a->wishes[line];

	draw_recount(s->roster);
	if (s->attempt.route != c->route)
		place_leave_form(s);
	if (allot_keeps(a, line, c, s))
		return;
	place_leave_form(s);
	if (sitting_of(a)->n_rooms > 0) {
		place_set(s, &sitting_of(a)->rooms[w->room], w->seat);
		return;
	}
	free(s->place);
	s->place = *c->seat != '\0' ? alloc_text(c->seat) : NULL;
}

void
allot_write(const struct allotment *a, struct buf *b)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		buf_put_u16(b, a->wishes[i].room);
		buf_put_u16(b, a->wishes[i].seat);
	}
}

static bool
is_place(const struct wish *w, const struct sitting *s)
{
	return s->n_rooms == 0 || (w->room < s->n_rooms && w->seat >= 1 &&
				      w->seat <= s->rooms[w->room].n_seats);
}

struct allotment *
allot_read(const struct roster *roster, struct slice bytes, size_t lines)
{
	struct allotment *a = allot_new(roster);
	struct cursor c = cursor_on(bytes);
	struct wish *w;

	while (!c.bad && c.left >= PLACE_LEN) {
		w = wish_new(a);
		w->room = cursor_u16(&c);
		w->seat = cursor_u16(&c);
		c.bad = !is_place(w, roster->sitting);
	}
	if (!c.bad && c.left == 0 && a->n == lines)
		return a;
	allot_free(a);
	return NULL;
}
