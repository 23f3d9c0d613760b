/* room_list: the rooms of a sitting, and other proctors for one. */
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/room.h"
#include "hall/roster.h"

static void
write_names(struct buf *b, const char *member, char *const *names, uint16_t n)
{
	uint16_t i;

	out_open_array(b, member);
	for (i = 0; i < n; i++)
		out_word(b, NULL, names[i]);
	out_close_array(b);
}

/* How many are in each state. */
struct states {
	size_t of[N_ATTEMPT_STATES];
};

static int64_t
sum_of(const struct states *states)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < N_ATTEMPT_STATES; i++)
		n += (int64_t)states->of[i];
	return n;
}

static void
write_states(struct buf *b, const struct states *states)
{
	int i;

	out_int(b, "candidates", sum_of(states));
	out_open(b, "states");
	for (i = 0; i < N_ATTEMPT_STATES; i++)
		if (states->of[i] > 0)
			out_int(b, attempt_state_word((enum attempt_state)i),
			    (int64_t)states->of[i]);
	out_close(b);
}

/* Of everybody, by room, and behind the last of those without one; owned by
 * the caller. */
static struct states *
count_states(const struct roster *roster)
{
	const struct sitting *s = roster->sitting;
	struct states *all = alloc_zero(s->n_rooms + 1u, sizeof(*all));
	size_t i, room;

	for (i = 0; i < roster->n_seats; i++) {
		const struct seat *seat = roster->seats[i];

		room = seat->room != NULL ? (size_t)(seat->room - s->rooms)
					  : s->n_rooms;
		all[room].of[seat->attempt.state]++;
	}
	return all;
}

static void
write_room(struct buf *b, const struct roster *roster, uint16_t i,
    const struct room_set *mine, const struct states *states)
{
	const struct sitting_room *room = &roster->sitting->rooms[i];

	out_word(b, "room", room->ident);
	out_word(b, "title", room->title);
	out_int(b, "seats", room->n_seats);
	if (room->row_length > 0)
		out_int(b, "row_length", room->row_length);
	else
		out_null(b, "row_length");
	write_names(b, "proctors", room->proctors, room->n_proctors);
	out_bool(b, "mine", room_set_has_room(mine, i));
	write_states(b, &states[i]);
}

void
room_list(struct hall *h, struct request *r)
{
	const struct roster *roster = roster_of_path(h, r);
	const struct sitting *s;
	struct states *states;
	struct room_set mine;
	uint16_t i;

	if (roster == NULL)
		return;
	s = roster->sitting;
	states = count_states(roster);
	room_set_of_proctor(&mine, h, roster, r->staff);
	out_word(reply_begin(h), "sitting", s->ident);
	out_open_array(&h->body, "rooms");
	for (i = 0; i < s->n_rooms; i++) {
		out_open(&h->body, NULL);
		write_room(&h->body, roster, i, &mine, states);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	write_names(&h->body, "chiefs", s->chiefs, s->n_chiefs);
	out_int(&h->body, "without_room", sum_of(&states[s->n_rooms]));
	reply_end(h, r, 200);
	free(states);
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
	room_put_names(&text, names->of, names->n);
	buf_put_text(&text, "; before: ");
	room_put_names(&text, room->proctors, room->n_proctors);
	roster_name_proctors(roster, room, names->of, names->n);
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

static void
reply_room(struct hall *h, struct request *r, const struct roster *roster,
    const struct sitting_room *room)
{
	struct states *states = count_states(roster);
	struct room_set mine;

	room_set_of_proctor(&mine, h, roster, r->staff);
	write_room(reply_begin(h), roster,
	    (uint16_t)(room - roster->sitting->rooms), &mine, states);
	reply_end(h, r, 200);
	free(states);
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
		reply_room(h, r, roster, room);
	}
	names_fini(&names);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
