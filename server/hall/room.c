/* room: who sees which rooms of a sitting, and their proctors. */
#include "hall/state.h"

static void
set_add(struct room_set *set, uint16_t room)
{
	set->rooms[room / 8] |= (uint8_t)(1u << room % 8);
}

static bool
set_has_room(const struct room_set *set, uint16_t room)
{
	return set->all || (set->rooms[room / 8] >> room % 8 & 1) != 0;
}

bool
room_set_has(const struct room_set *set, const struct seat *s)
{
	return set->all ||
	       (s->room != NULL &&
		   set_has_room(
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

static void
put_names(struct buf *b, char *const *names, uint16_t n)
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
		put_names(b, room->proctors, room->n_proctors);
	} else if (s->n_chiefs > 0) {
		buf_printf(b, "%s of the sitting: ",
		    s->n_chiefs > 1 ? "the chiefs" : "the chief");
		put_names(b, s->chiefs, s->n_chiefs);
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
room_let(
    struct hall *h, struct request *r, const struct seat *seat, unsigned roles)
{
	const struct sitting *s = seat->roster->sitting;
	struct room_set set;

	room_set_of_proctor(&set, h, seat->roster, r->staff);
	if (!is_bound(r, roles) || room_set_has(&set, seat))
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
	else if (name.len > 0 && !set_has_room(&set, room))
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

/* ---- the list of rooms ---- */

static void
write_names(struct buf *b, const char *member, char *const *names, uint16_t n)
{
	uint16_t i;

	out_open_array(b, member);
	for (i = 0; i < n; i++)
		out_word(b, NULL, names[i]);
	out_close_array(b);
}

/* How many of those in the room are in each state. */
static void
write_states(
    struct buf *b, const struct roster *roster, const struct sitting_room *room)
{
	size_t counts[N_ATTEMPT_STATES] = { 0 }, n = 0, i;

	for (i = 0; i < roster->n_seats; i++)
		if (roster->seats[i]->room == room) {
			counts[roster->seats[i]->attempt.state]++;
			n++;
		}
	out_int(b, "candidates", (int64_t)n);
	out_open(b, "states");
	for (i = 0; i < N_ATTEMPT_STATES; i++)
		if (counts[i] > 0)
			out_int(b, attempt_state_word((enum attempt_state)i),
			    (int64_t)counts[i]);
	out_close(b);
}

static void
write_room(struct hall *h, struct buf *b, const struct roster *roster,
    const struct sitting_room *room, const struct account *who)
{
	struct room_set mine;

	room_set_of_proctor(&mine, h, roster, who);
	out_word(b, "room", room->ident);
	out_word(b, "title", room->title);
	out_int(b, "seats", room->n_seats);
	if (room->row_length > 0)
		out_int(b, "row_length", room->row_length);
	else
		out_null(b, "row_length");
	write_names(b, "proctors", room->proctors, room->n_proctors);
	out_bool(b, "mine",
	    set_has_room(&mine, (uint16_t)(room - roster->sitting->rooms)));
	write_states(b, roster, room);
}

void
room_list(struct hall *h, struct request *r)
{
	const struct roster *roster = roster_of_path(h, r);
	const struct sitting *s;
	size_t without = 0, i;

	if (roster == NULL)
		return;
	s = roster->sitting;
	for (i = 0; i < roster->n_seats; i++)
		without += roster->seats[i]->room == NULL;
	out_word(reply_begin(h), "sitting", s->ident);
	out_open_array(&h->body, "rooms");
	for (i = 0; i < s->n_rooms; i++) {
		out_open(&h->body, NULL);
		write_room(h, &h->body, roster, &s->rooms[i], r->staff);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	write_names(&h->body, "chiefs", s->chiefs, s->n_chiefs);
	out_int(&h->body, "without_room", (int64_t)without);
	reply_end(h, r, 200);
}

/* ---- other proctors ---- */

struct names {
	char *of[ROOM_PROCTORS_MAX];
	uint16_t n;
};

static void
names_fini(struct names *names)
{
	while (names->n > 0)
		free(names->of[--names->n]);
}

static void
read_proctors(struct names *names, struct hall *h, struct body *b)
{
	struct slice list[ROOM_PROCTORS_MAX];
	size_t n = body_texts(b, "proctors", list, ROOM_PROCTORS_MAX), i;
	const struct account *a;

	for (i = 0; i < n; i++) {
		a = account_find(h, list[i]);
		names->of[names->n++] = text_of(list[i]);
		if (a == NULL)
			body_fail(b, ERR_INVALID, "There is no account %.*s.",
			    SLICE_FMT(list[i]));
		else if ((a->roles & ROLE_PROCTOR) == 0)
			body_fail(b, ERR_INVALID,
			    "The account %s is not a proctor's.", a->name);
		else if (sitting_names(names->of, (uint16_t)i, a->name))
			body_fail(
			    b, ERR_INVALID, "%s is named twice.", a->name);
	}
}

static bool
is_other(const struct sitting_room *room, const struct names *names)
{
	uint16_t i;

	for (i = 0; i < names->n && i < room->n_proctors; i++)
		if (strcmp(names->of[i], room->proctors[i]) != 0)
			return true;
	return names->n != room->n_proctors;
}

static void
put_proctors(struct hall *h, const struct request *r, struct roster *roster,
    struct sitting_room *room, const struct names *names, const struct act *act)
{
	struct buf text = { 0 };

	buf_printf(&text, "proctors of room %s: ", room->ident);
	put_names(&text, names->of, names->n);
	buf_put_text(&text, "; before: ");
	put_names(&text, room->proctors, room->n_proctors);
	sitting_set_names(
	    &room->proctors, &room->n_proctors, names->of, names->n);
	roster_store(h, roster);
	journal_admin(h, slice_of(r->staff->name), act->reason,
	    slice_of(roster->sitting->ident), "%.*s: %.*s",
	    SLICE_FMT(buf_slice(&text)), SLICE_FMT(act->words));
	push_review(h, roster);
	buf_fini(&text);
}

/* The room that the path names; NULL: answered. */
static struct sitting_room *
room_of_path(struct hall *h, struct request *r, const struct roster *roster)
{
	const struct sitting *s = roster->sitting;
	uint16_t i = sitting_find_room(s, r->frame->params[1]);

	if (i < s->n_rooms)
		return &s->rooms[i];
	reply_refuse(h, r, ERR_UNKNOWN, "The sitting %s has no room %.*s.",
	    s->ident, SLICE_FMT(r->frame->params[1]));
	return NULL;
}

void
room_set_proctors(struct hall *h, struct request *r)
{
	static const char *const members[] = { "proctors", "reason", "words",
		NULL };
	struct roster *roster = roster_of_path(h, r);
	struct sitting_room *room =
	    roster != NULL ? room_of_path(h, r, roster) : NULL;
	struct names names = { .n = 0 };
	struct body b;
	struct act act;

	if (room == NULL)
		return;
	body_open(&b, r->frame->body, members);
	read_proctors(&names, h, &b);
	act_read(&b, &act);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else {
		if (is_other(room, &names))
			put_proctors(h, r, roster, room, &names, &act);
		write_room(h, reply_begin(h), roster, room, r->staff);
		reply_end(h, r, 200);
	}
	names_fini(&names);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
