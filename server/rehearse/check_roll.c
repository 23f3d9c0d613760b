/* Rooms, seats, tickets and accounts, as they are written down. */
#include <stdlib.h>
#include <string.h>

#include "rehearse/check.h"

/* ---- seats ---- */

static const struct sitting_room *
room_of(const struct roll *r, const struct roll_candidate *c)
{
	uint16_t i;

	if (c->room == NULL)
		return NULL;
	i = sitting_find_room(r->sitting, slice_of(c->room));
	return i < r->sitting->n_rooms ? &r->sitting->rooms[i] : NULL;
}

static void
check_capacity(
    struct findings *f, const struct roll *r, const struct sitting_room *room)
{
	size_t n = 0, i;

	for (i = 0; i < r->n_candidates; i++)
		n += room_of(r, &r->candidates[i]) == room;
	if (n > room->n_seats)
		finding_add(f, SEVERITY_ERROR, "seats.capacity", room->ident,
		    "move candidates to another room (examctl seat), or give "
		    "the room more seats in the schedule",
		    "room %s has %u seats and %zu candidates", room->ident,
		    room->n_seats, n);
}

static int
compare_places(const void *a, const void *b)
{
	const struct roll_candidate *const *x = a, *const *y = b;
	const char *rooms[2] = { (*x)->room, (*y)->room };
	int order = strcmp(
	    rooms[0] != NULL ? rooms[0] : "", rooms[1] != NULL ? rooms[1] : "");

	return order != 0 ? order : strcmp((*x)->seat, (*y)->seat);
}

static void
check_seats_twice(struct findings *f, const struct roll *r)
{
	struct roll_candidate **seated =
	    alloc_zero(r->n_candidates, sizeof(*seated));
	size_t n = 0, i;

	for (i = 0; i < r->n_candidates; i++)
		if (r->candidates[i].seat != NULL)
			seated[n++] = &r->candidates[i];
	if (n > 1)
		qsort(seated, n, sizeof(*seated), compare_places);
	for (i = 1; i < n; i++)
		if (compare_places(&seated[i - 1], &seated[i]) == 0)
			finding_add(f, SEVERITY_ERROR, "seats.twice",
			    seated[i]->number,
			    "give one of them another seat (examctl seat)",
			    "%s and %s both have seat %s%s%s",
			    seated[i - 1]->number, seated[i]->number,
			    seated[i]->seat,
			    seated[i]->room != NULL ? " of room " : "",
			    seated[i]->room != NULL ? seated[i]->room : "");
	free(seated);
}

static void
check_seat(
    struct findings *f, const struct roll *r, const struct roll_candidate *c)
{
	const struct sitting_room *room = room_of(r, c);
	unsigned long n = c->seat != NULL ? strtoul(c->seat, NULL, 10) : 0;

	if (room == NULL)
		finding_add(f, SEVERITY_WARNING, "seats.none", c->number,
		    "give them a room (examctl seat, or the candidate list)",
		    "%s has no room, and the sitting has %u", c->number,
		    r->sitting->n_rooms);
	else if (n < 1 || n > room->n_seats)
		finding_add(f, SEVERITY_ERROR, "seats.unknown", c->number,
		    "give them another seat (examctl seat)",
		    "%s has seat %s of room %s, which has 1 to %u", c->number,
		    c->seat != NULL ? c->seat : "none", room->ident,
		    room->n_seats);
}

/* ---- who watches ---- */

static bool
may_come_in(struct findings *f, const struct roll *r, const char *name,
    const char *where)
{
	const struct roll_account *a = roll_account(r, name);
	const char *why = a == NULL	  ? "is no account"
			  : a->roles == 0 ? "is a closed account"
			  : (a->roles & ROLE_PROCTOR) == 0
			      ? "has no role proctor"
			  : !a->signs_in ? "has no password"
					 : NULL;

	if (why != NULL)
		finding_add(f, SEVERITY_ERROR, "proctors.account", name,
		    "add the account, open it or name another proctor "
		    "(examctl staff, examctl rooms set-proctors)",
		    "%s proctors %s and %s", name, where, why);
	return why == NULL;
}

static void
check_proctors(
    struct findings *f, const struct roll *r, const struct sitting_room *room)
{
	uint16_t i;

	for (i = 0; i < room->n_proctors; i++)
		(void)may_come_in(f, r, room->proctors[i], room->ident);
	if (room->n_proctors == 0)
		finding_add(f,
		    r->sitting->n_chiefs > 0 ? SEVERITY_WARNING
					     : SEVERITY_ERROR,
		    "proctors.none", room->ident,
		    "name its proctors (examctl rooms set-proctors)",
		    "room %s has no proctor", room->ident);
}

/* Without rooms any proctor sees everybody. */
static void
check_any_proctor(struct findings *f, const struct roll *r)
{
	bool needed = r->sitting->check_in || r->sitting->admission;
	size_t i;

	for (i = 0; i < r->n_accounts; i++)
		if ((r->accounts[i].roles & ROLE_PROCTOR) != 0 &&
		    r->accounts[i].signs_in)
			return;
	finding_add(f, needed ? SEVERITY_ERROR : SEVERITY_WARNING,
	    "proctors.none", NULL, "add one (examctl staff add NAME proctor)",
	    "no account can sign in as a proctor%s",
	    needed ? ", and candidates wait for one to let them begin" : "");
}

void
check_rooms(struct findings *f, const struct roll *r)
{
	const struct sitting *s = r->sitting;
	size_t i;

	check_seats_twice(f, r);
	if (s->n_rooms == 0)
		check_any_proctor(f, r);
	for (i = 0; i < s->n_rooms; i++) {
		check_capacity(f, r, &s->rooms[i]);
		check_proctors(f, r, &s->rooms[i]);
	}
	for (i = 0; s->n_rooms > 0 && i < r->n_candidates; i++)
		check_seat(f, r, &r->candidates[i]);
	for (i = 0; i < s->n_chiefs; i++)
		(void)may_come_in(f, r, s->chiefs[i], "the whole sitting");
}

/* ---- tickets and accounts ---- */

void
check_tickets(struct findings *f, const struct roll *r)
{
	size_t i;

	if (r->n_candidates == 0)
		finding_add(f, SEVERITY_WARNING, "candidates.none", NULL,
		    "import them first (examctl candidates import)",
		    "nobody is registered, and nobody was played");
	for (i = 0; i < r->n_candidates; i++)
		if (!r->candidates[i].has_ticket)
			finding_add(f, SEVERITY_WARNING, "tickets.missing",
			    r->candidates[i].number,
			    "issue them (examctl tickets)",
			    "%s has no access code", r->candidates[i].number);
}

static size_t
count_with(const struct roll *r, unsigned roles)
{
	size_t n = 0, i;

	for (i = 0; i < r->n_accounts; i++)
		n += (r->accounts[i].roles & roles) != 0 &&
		     r->accounts[i].signs_in;
	return n;
}

/* The account "local" may be one of the two. */
static void
check_pair(struct findings *f, const struct roll *r, unsigned roles,
    const char *who, const char *act)
{
	size_t n = count_with(r, roles);

	if (n < 2)
		finding_add(f, n == 0 ? SEVERITY_ERROR : SEVERITY_WARNING,
		    "accounts.two", act,
		    "add accounts (examctl staff add); the same person cannot "
		    "propose and confirm",
		    "%s needs two people, and %zu can sign in as %s", act, n,
		    who);
}

void
check_accounts(struct findings *f, const struct roll *r)
{
	if (r->sitting->release != RELEASE_AT_ONCE)
		check_pair(f, r, ROLE_EXAMINER | ROLE_REGISTRAR,
		    "examiner or registrar", "confirming the results");
	check_pair(f, r, ROLE_PROCTOR, "proctor",
	    "giving time back after a submission");
}
