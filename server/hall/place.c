/* place: which seat of which room is whose, and moving there. */
#include "base/log.h"
#include "core/seating.h"
#include "hall/commands.h"
#include "hall/deadline.h"
#include "hall/draw.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/place.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/room.h"
#include "hall/seat.h"

#define NAMED_MAX 10 /* candidates in one message */

unsigned
place_number(const struct seat *s)
{
	return s->room != NULL && s->place != NULL
		   ? (unsigned)strtoul(s->place, NULL, 10)
		   : 0;
}

void
place_leave_form(struct seat *s)
{
	if (s->attempt.plan == NULL)
		s->form = 0;
}

void
place_set(struct seat *s, const struct sitting_room *room, unsigned number)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	free(s->place);
	s->place = alloc_text(text);
	s->room = room;
	place_leave_form(s);
}

/* ---- another schedule ---- */

/* Who would lose their seat in one room. */
struct losers {
	struct buf names;
	size_t n;
};

static void
lose(struct losers *l, const struct seat *s)
{
	if (l->n++ < NAMED_MAX)
		buf_printf(&l->names, "%s%s", l->n > 1 ? ", " : "", s->number);
}

static void
tell_losers(struct diag *d, const struct sitting *to,
    const struct sitting_room *room, struct losers *l)
{
	uint16_t i = sitting_find_room(to, slice_of(room->ident));

	if (l->n > NAMED_MAX)
		buf_printf(&l->names, " and %zu more", l->n - NAMED_MAX);
	if (l->n > 0 && i == to->n_rooms)
		diag_add(d, 0, to->ident,
		    "room %s is left out, but candidates sit in it: %.*s",
		    room->ident, SLICE_FMT(buf_slice(&l->names)));
	else if (l->n > 0)
		diag_add(d, 0, to->ident,
		    "room %s has %u seats, but candidates sit behind them: "
		    "%.*s",
		    room->ident, to->rooms[i].n_seats,
		    SLICE_FMT(buf_slice(&l->names)));
	buf_fini(&l->names);
}

void
place_check(
    struct diag *d, const struct roster *roster, const struct sitting *to)
{
	const struct sitting *now = roster->sitting;
	struct losers *losers = alloc_zero(now->n_rooms, sizeof(*losers));
	size_t i;

	for (i = 0; i < roster->n_seats; i++) {
		const struct seat *s = roster->seats[i];
		uint16_t room;

		if (s->room == NULL)
			continue;
		room = sitting_find_room(to, slice_of(s->room->ident));
		if (room == to->n_rooms ||
		    place_number(s) > to->rooms[room].n_seats)
			lose(&losers[s->room - now->rooms], s);
	}
	for (i = 0; i < now->n_rooms; i++)
		tell_losers(d, to, &now->rooms[i], &losers[i]);
	free(losers);
}

bool
place_rooms_stay(const struct sitting *now, const struct sitting *to)
{
	uint16_t i;

	if (now->n_rooms != to->n_rooms)
		return false;
	for (i = 0; i < now->n_rooms; i++)
		if (strcmp(now->rooms[i].ident, to->rooms[i].ident) != 0)
			return false;
	return true;
}

void
place_carry_over(struct roster *roster, const struct sitting *to)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++) {
		struct seat *s = roster->seats[i];
		uint16_t room;

		if (s->room == NULL)
			continue;
		room = sitting_find_room(to, slice_of(s->room->ident));
		s->room = room < to->n_rooms ? &to->rooms[room] : NULL;
	}
}

/* ---- two on one seat ---- */

/* Who has none for themselves. */
struct doubles {
	struct seat **of;
	size_t n;
};

static uint16_t
room_of(const struct seat *s)
{
	return (uint16_t)(s->room - s->roster->sitting->rooms);
}

/* Those who have begun take their seats, or all others do. */
static void
take_seats(struct doubles *doubles, struct seating *seating,
    const struct roster *roster, bool begun)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++) {
		struct seat *s = roster->seats[i];

		if (s->room == NULL || (s->attempt.plan != NULL) != begun ||
		    seating_take(seating, room_of(s), place_number(s)) ==
			ERR_OK)
			continue;
		doubles->of = alloc_resize(
		    doubles->of, doubles->n + 1, sizeof(struct seat *));
		doubles->of[doubles->n++] = s;
	}
}

/* The first in the same room, or else in any; NULL: all are taken. */
static const struct sitting_room *
take_free(unsigned *number, struct seating *seating, const struct seat *s)
{
	const struct sitting *sitting = s->roster->sitting;
	uint16_t room = room_of(s), i;

	*number = seating_take_first(seating, room);
	for (i = 0; *number == 0 && i < sitting->n_rooms; i++) {
		room = i;
		*number = seating_take_first(seating, room);
	}
	return *number > 0 ? &sitting->rooms[room] : NULL;
}

static void
give_free(
    struct hall *h, struct seat *s, struct seating *seating, const char *by)
{
	const struct sitting_room *from = s->room;
	unsigned number;
	const struct sitting_room *room = take_free(&number, seating, s);
	struct event e = { .kind = EVENT_SEATED,
		.number = number,
		.by = slice_of(by),
		.reason = SLICE("organisation"),
		.text = SLICE("the seat is another's, who began meanwhile") };

	if (room == NULL) {
		log_line(LOG_WARNING, "candidate %s has no seat", s->number);
		return;
	}
	e.data = slice_of(room->ident);
	journal_note(h, s, &e);
	place_set(s, room, number);
	seat_store(h, s);
	push_moved(h, s, from);
}

void
place_part(struct hall *h, struct roster *roster, const char *by)
{
	struct seating *seating = seating_new(roster->sitting);
	struct doubles doubles = { 0 };
	size_t i;

	take_seats(&doubles, seating, roster, true);
	take_seats(&doubles, seating, roster, false);
	for (i = 0; i < doubles.n; i++)
		give_free(h, doubles.of[i], seating, by);
	free(doubles.of);
	seating_free(seating);
}

/* ---- moving ---- */

/* Who sits there, or NULL. */
static const struct seat *
holder(const struct roster *roster, const struct sitting_room *room,
    unsigned number)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		if (roster->seats[i]->room == room &&
		    place_number(roster->seats[i]) == number)
			return roster->seats[i];
	return NULL;
}

/* The lowest seat that nobody else has; 0: none. */
static unsigned
first_free(const struct seat *s, const struct sitting_room *room)
{
	const struct sitting *sitting = s->roster->sitting;
	struct seating *seating = seating_new(sitting);
	unsigned number;
	size_t i;

	for (i = 0; i < s->roster->n_seats; i++) {
		const struct seat *other = s->roster->seats[i];

		if (other != s && other->room == room &&
		    seating_take(seating, (uint16_t)(room - sitting->rooms),
			place_number(other)) != ERR_OK)
			continue; /* a seat is nobody's twice */
	}
	number = seating_take_first(seating, (uint16_t)(room - sitting->rooms));
	seating_free(seating);
	return number;
}

/* Where to: a number of 0 becomes the first free seat. */
static const struct sitting_room *
read_place(unsigned *number, struct body *b, const struct seat *s)
{
	const struct sitting *sitting = s->roster->sitting;
	struct slice name = body_text(b, "room", 1, IDENT_MAX);
	uint16_t i = sitting_find_room(sitting, name);
	const struct sitting_room *room;
	const struct seat *who;

	*number = (unsigned)body_int_if(b, "seat", 1, ROOM_SEATS_MAX, 0);
	if (b->err != ERR_OK)
		return NULL;
	if (i == sitting->n_rooms) {
		body_fail(b, ERR_UNKNOWN, "The sitting %s has no room %.*s.",
		    sitting->ident, SLICE_FMT(name));
		return NULL;
	}
	room = &sitting->rooms[i];
	if (*number == 0 && (*number = first_free(s, room)) == 0)
		body_fail(b, ERR_CONFLICT, "All %u seats of room %s are taken.",
		    room->n_seats, room->ident);
	else if (*number > room->n_seats)
		body_fail(b, ERR_INVALID, "Room %s has the seats 1 to %u.",
		    room->ident, room->n_seats);
	else if ((who = holder(s->roster, room, *number)) != NULL && who != s)
		body_fail(b, ERR_CONFLICT, "Seat %u of room %s is %s's.",
		    *number, room->ident, who->number);
	return room;
}

/* To the candidate, where they sit now.  Who could be moved can be told. */
static void
tell_place(struct hall *h, struct seat *s)
{
	struct buf text = { 0 };

	buf_printf(&text, "Your place is now %s (%s), seat %s.", s->room->title,
	    s->room->ident, s->place);
	if (proctor_write(h, s, SLICE_NONE, buf_slice(&text)) != ERR_OK)
		log_line(LOG_ERROR, "attempt %llu: not told of its new seat",
		    (unsigned long long)s->chain.attempt);
	buf_fini(&text);
}

static void
move(struct hall *h, struct request *r, struct seat *s,
    const struct sitting_room *room, unsigned number, const struct act *act)
{
	struct event e = { .kind = EVENT_SEATED,
		.number = number,
		.data = slice_of(room->ident) };
	const struct sitting_room *from = s->room;
	enum err err = ERR_OK;

	act_event(&e, r, act);
	if (room != from || number != place_number(s)) {
		err = journal_event(h, s, &e, NULL);
		if (err == ERR_OK) {
			place_set(s, room, number);
			seat_store(h, s);
			push_moved(h, s, from);
			tell_place(h, s);
		}
	}
	if (err != ERR_OK) {
		reply_refuse(h, r, err,
		    "The attempt is %s; nobody is moved now.",
		    attempt_state_word(s->attempt.state));
		return;
	}
	seat_write_row(h, reply_begin(h), s);
	reply_end(h, r, 200);
}

void
place_move(struct hall *h, struct request *r)
{
	static const char *const members[] = { "room", "seat", "reason",
		"words", NULL };
	struct seat *s = seat_of_path(h, r);
	const struct sitting_room *room;
	unsigned number;
	struct body b;
	struct act act;

	if (s == NULL ||
	    !room_let_chief(h, r, s, route_facts[r->frame->route].who))
		return;
	body_open(&b, r->frame->body, members);
	act_read(&b, &act);
	room = read_place(&number, &b, s);
	if (b.err == ERR_OK && import_is_into(h, s->roster))
		body_fail(
		    &b, ERR_STATE, "Candidates are being imported; try again.");
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		move(h, r, s, room, number, &act);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
