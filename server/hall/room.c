/* room: who sees which rooms of a sitting. */
#include "hall/reply.h"
#include "hall/room.h"

static void
set_add(struct room_set *set, uint16_t room)
{
	set->rooms[room / 8] |= (uint8_t)(1u << room % 8);
}

bool
room_set_has_room(const struct room_set *set, uint16_t room)
{
	return set->all || (set->rooms[room / 8] >> room % 8 & 1) != 0;
}

bool
room_set_has_any(const struct room_set *set, const struct sitting *s,
    char *const *names, uint16_t n)
{
	uint16_t i, room;

	for (i = 0; i < n; i++) {
		room = sitting_find_room(s, slice_of(names[i]));
		if (room < s->n_rooms && room_set_has_room(set, room))
			return true;
	}
	return n == 0 || set->all;
}

bool
room_set_has(const struct room_set *set, const struct seat *s)
{
	return set->all ||
	       (s->room != NULL &&
		   room_set_has_room(
		       set, (uint16_t)(s->room - s->roster->sitting->rooms)));
}

/* Of all there is where there are no rooms; the administration of the machine
 * is everybody. */
static bool
is_chief(
    const struct hall *h, const struct sitting *s, const struct account *who)
{
	return s->n_rooms == 0 || who == h->local ||
	    sitting_names(s->chiefs, s->n_chiefs, who->name);
}

void
room_set_of_proctor(struct room_set *set, const struct hall *h,
    const struct roster *roster, const struct account *who)
{
	const struct sitting *s = roster->sitting;
	uint16_t i;

	*set = (struct room_set){ .all = is_chief(h, s, who) };
	for (i = 0; !set->all && i < s->n_rooms; i++)
		if (sitting_names(s->rooms[i].proctors, s->rooms[i].n_proctors,
			who->name))
			set_add(set, i);
}

/* Another role that may is bound to no room. */
static bool
is_bound(const struct request *r, unsigned roles)
{
	return (roles & r->staff->roles & ~ROLE_PROCTOR) == 0;
}

void
room_put_names(struct buf *b, char *const *names, uint16_t n)
{
	uint16_t i;

	for (i = 0; i < n; i++)
		buf_printf(b, "%s%s", i > 0 ? ", " : "", names[i]);
}

/* "…, whose proctors are anna, ben", or whom else to ask. */
static void
put_whose(
    struct buf *b, const struct sitting *s, const struct sitting_room *room)
{
	if (room != NULL && room->n_proctors > 0) {
		buf_printf(b, "%s of room %s: ",
		    room->n_proctors > 1 ? "the proctors" : "the proctor",
		    room->ident);
		room_put_names(b, room->proctors, room->n_proctors);
	} else if (s->n_chiefs > 0) {
		buf_printf(b, "%s of the sitting: ",
		    s->n_chiefs > 1 ? "the chiefs" : "the chief");
		room_put_names(b, s->chiefs, s->n_chiefs);
	} else {
		buf_put_text(b, "a registrar, who names proctors");
	}
	buf_put_text(b, ".");
}

__attribute__((format(printf, 6, 7))) static void
refuse(struct hall *h, struct request *r, const char *rule,
    const struct sitting *s, const struct sitting_room *room, const char *fmt,
    ...)
{
	struct buf detail = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&detail, fmt, ap);
	va_end(ap);
	buf_put_text(&detail, " Ask ");
	put_whose(&detail, s, room);
	buf_put_u8(&detail, '\0');
	reply_problem(h, r,
	    &(struct problem){
		.err = ERR_FORBIDDEN, .rule = rule, .detail = detail.at });
	buf_fini(&detail);
}

bool
room_may(const struct hall *h, const struct request *r, const struct seat *seat,
    unsigned roles)
{
	struct room_set set;

	room_set_of_proctor(&set, h, seat->roster, r->staff);
	return !is_bound(r, roles) || room_set_has(&set, seat);
}

bool
room_let(
    struct hall *h, struct request *r, const struct seat *seat, unsigned roles)
{
	const struct sitting *s = seat->roster->sitting;

	if (room_may(h, r, seat, roles))
		return true;
	if (seat->room != NULL)
		refuse(h, r, "room.proctor", s, seat->room,
		    "Candidate %s sits in room %s, which is not yours.",
		    seat->number, seat->room->ident);
	else
		refuse(h, r, "room.proctor", s, NULL,
		    "Candidate %s has no room yet.", seat->number);
	return false;
}

bool
room_let_chief(
    struct hall *h, struct request *r, const struct seat *seat, unsigned roles)
{
	const struct sitting *s = seat->roster->sitting;

	if (!is_bound(r, roles) || is_chief(h, s, r->staff))
		return true;
	refuse(h, r, "room.chief", s, NULL,
	    "Candidates are moved by a chief or a registrar.");
	return false;
}

bool
room_set_of_name(struct room_set *out, struct hall *h, struct request *r,
    const struct roster *roster, struct slice name)
{
	static const struct room_set nothing;
	const struct sitting *s = roster->sitting;
	uint16_t room = sitting_find_room(s, name);
	struct room_set set;

	room_set_of_proctor(&set, h, roster, r->staff);
	if (!is_bound(r, route_facts[r->frame->route].who))
		set.all = true;
	if (name.len > 0 && room == s->n_rooms)
		reply_refuse(h, r, ERR_UNKNOWN,
		    "The sitting %s has no room %.*s.", s->ident,
		    SLICE_FMT(name));
	else if (name.len > 0 && !room_set_has_room(&set, room))
		refuse(h, r, "room.proctor", s, &s->rooms[room],
		    "Room %s is not yours.", s->rooms[room].ident);
	else if (memcmp(&set, &nothing, sizeof(set)) == 0)
		refuse(h, r, "room.proctor", s, NULL,
		    "No room of this sitting is yours.");
	else {
		*out = name.len > 0 ? nothing : set;
		if (name.len > 0)
			set_add(out, room);
		return true;
	}
	return false;
}

bool
room_set_of_query(struct room_set *out, struct hall *h, struct request *r,
    const struct roster *roster)
{
	static const char before[] = "room=";
	const size_t skip = sizeof(before) - 1;
	struct slice q = r->frame->query;

	if (q.len == 0)
		return room_set_of_name(out, h, r, roster, SLICE_NONE);
	if (q.len <= skip || memcmp(q.at, before, skip) != 0) {
		reply_refuse(h, r, ERR_INVALID,
		    "After ? there is room=NAME, or nothing.");
		return false;
	}
	return room_set_of_name(
	    out, h, r, roster, (struct slice){ q.at + skip, q.len - skip });
}
