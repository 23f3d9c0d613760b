/*
 * announce: words to everybody in a sitting, or in some of its rooms.  The last
 * ones are kept: whoever begins to watch later, or again, is told of them.
 */
#include "hall/announce.h"
#include "hall/commands.h"
#include "hall/deadline.h"
#include "hall/journal.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/room.h"
#include "hall/roster.h"

static void
announcement_free(struct announcement *a)
{
	while (a->n_rooms > 0)
		free(a->rooms[--a->n_rooms]);
	free(a->rooms);
	free(a->by);
	free(a->text);
	free(a);
}

void
announcements_free(struct roster *roster)
{
	struct announcement *a;

	while ((a = roster->announcements) != NULL) {
		roster->announcements = a->next;
		announcement_free(a);
	}
}

/* ---- what is kept ---- */

static void
write_members(struct buf *b, const struct announcement *a)
{
	uint16_t i;

	out_int(b, "announcement", (int64_t)a->number);
	out_time(b, "at", a->at);
	out_word(b, "by", a->by);
	out_word(b, "text", a->text);
	if (a->n_rooms == 0) {
		out_null(b, "rooms");
	} else {
		out_open_array(b, "rooms");
		for (i = 0; i < a->n_rooms; i++)
			out_word(b, NULL, a->rooms[i]);
		out_close_array(b);
	}
	out_int(b, "sent", (int64_t)a->sent);
	out_bool(b, "wall", a->wall);
}

static void
announcement_key(char key[24], const struct announcement *a)
{
	snprintf(key, 24, "%llu", (unsigned long long)a->number);
}

static void
announcement_store(
    struct hall *h, const struct roster *roster, const struct announcement *a)
{
	struct buf b = { 0 };
	char key[24];

	announcement_key(key, a);
	out_open(&b, NULL);
	write_members(&b, a);
	out_word(&b, "sitting", roster->sitting->ident);
	out_close(&b);
	object_put(h, STORE_ANNOUNCEMENT, key, &b);
	buf_fini(&b);
}

/* The newest first, whichever way they come. */
static void
announcement_add(struct roster *roster, struct announcement *a)
{
	struct announcement **at = &roster->announcements;

	while (*at != NULL && (*at)->number > a->number)
		at = &(*at)->next;
	a->next = *at;
	*at = a;
}

static void
read_rooms(struct announcement *a, struct body *b)
{
	static struct slice rooms[SITTING_ROOMS_MAX];
	size_t n = body_has(b, "rooms") ?
		       body_texts(b, "rooms", rooms, SITTING_ROOMS_MAX) :
		       0;

	a->rooms = alloc_zero(n, sizeof(*a->rooms));
	for (; a->n_rooms < n; a->n_rooms++)
		a->rooms[a->n_rooms] = text_of(rooms[a->n_rooms]);
}

enum err
announcement_restore(struct hall *h, const char *key, struct slice bytes)
{
	static const char *const names[] = { "announcement", "at", "by", "text",
		"rooms", "sent", "wall", "sitting", NULL };
	struct announcement *a = alloc_zero(1, sizeof(*a));
	struct roster *roster;
	struct body b;

	(void)key;
	body_open(&b, bytes, names);
	a->number = (uint64_t)body_int(&b, "announcement", 1, INT64_MAX);
	a->at = body_time_if(&b, "at");
	a->by = text_of(body_text(&b, "by", 1, IDENT_MAX));
	a->text = text_of(body_text(&b, "text", 1, WORDS_MAX));
	a->sent = (size_t)body_int(&b, "sent", 0, UINT32_MAX);
	a->wall = body_bool(&b, "wall");
	read_rooms(a, &b);
	roster = roster_find(h, body_text(&b, "sitting", 1, IDENT_MAX));
	if (body_close(&b) != ERR_OK || roster == NULL) {
		announcement_free(a);
		return ERR_STATE;
	}
	announcement_add(roster, a);
	return ERR_OK;
}

static void
forget_oldest(struct hall *h, struct roster *roster)
{
	struct announcement **at = &roster->announcements, *old;
	unsigned n;
	char key[24];

	for (n = 0; n < ANNOUNCEMENTS_KEPT && *at != NULL; n++)
		at = &(*at)->next;
	while ((old = *at) != NULL) {
		announcement_key(key, old);
		object_delete(h, STORE_ANNOUNCEMENT, key);
		*at = old->next;
		announcement_free(old);
	}
}

/* ---- told to who watches ---- */

static void
write_event(struct hall *h, struct buf *b, const struct announcement *a)
{
	buf_put_text(b, "event: announcement\ndata: {");
	write_members(b, a);
	out_time(b, "server_time", h->now.wall);
	out_close(b);
	buf_put_text(b, "\n\n");
}

/* The oldest first. */
static void
write_from(struct hall *h, struct buf *b, const struct roster *roster,
    const struct room_set *rooms, const struct announcement *a)
{
	if (a == NULL)
		return;
	write_from(h, b, roster, rooms, a->next);
	if (room_set_has_any(rooms, roster->sitting, a->rooms, a->n_rooms))
		write_event(h, b, a);
}

void
announcements_write(struct hall *h, struct buf *b, const struct roster *roster,
    const struct room_set *rooms)
{
	write_from(h, b, roster, rooms, roster->announcements);
}

static void
push_announcement(
    struct hall *h, struct roster *roster, const struct announcement *a)
{
	struct buf sse = { 0 };

	write_event(h, &sse, a);
	push_to_rooms(h, roster, a->rooms, a->n_rooms, buf_slice(&sse));
	buf_fini(&sse);
}

/* ---- a new one ---- */

static struct announcement *
announcement_new(struct slice by, struct slice text,
    const struct sitting *sitting, const struct room_set *rooms)
{
	struct announcement *a = alloc_zero(1, sizeof(*a));
	uint16_t i;

	a->by = text_of(by);
	a->text = text_of(text);
	if (rooms->all)
		return a;
	a->rooms = alloc_zero(sitting->n_rooms, sizeof(*a->rooms));
	for (i = 0; i < sitting->n_rooms; i++)
		if (room_set_has_room(rooms, i))
			a->rooms[a->n_rooms++] =
			    alloc_text(sitting->rooms[i].ident);
	return a;
}

/* The event that has its number. */
static void
journal_announcement(
    struct hall *h, const struct roster *roster, struct announcement *a)
{
	struct buf to = { 0 };

	room_put_names(&to, a->rooms, a->n_rooms);
	journal_admin(h, slice_of(a->by), SLICE_NONE,
	    slice_of(roster->sitting->ident), "announced to %s%.*s: %s",
	    a->n_rooms == 0 ? "everybody" : "", SLICE_FMT(buf_slice(&to)),
	    a->text);
	buf_fini(&to);
	a->number = store_last_position(h->store);
	a->at = h->now.wall;
}

/* To those in the rooms who have not finished; returns how many. */
static size_t
send_to_rooms(struct hall *h, const struct roster *roster,
    const struct room_set *rooms, const struct announcement *a)
{
	size_t i, sent = 0;

	for (i = 0; i < roster->n_seats; i++)
		if (room_set_has(rooms, roster->seats[i]) &&
		    !attempt_is_closed(&roster->seats[i]->attempt))
			sent += proctor_write(h, roster->seats[i],
				    slice_of(a->by),
				    slice_of(a->text)) == ERR_OK;
	return sent;
}

static void
announce(struct hall *h, struct roster *roster, const struct room_set *rooms,
    struct announcement *a)
{
	journal_announcement(h, roster, a);
	a->sent = send_to_rooms(h, roster, rooms, a);
	announcement_add(roster, a);
	announcement_store(h, roster, a);
	forget_oldest(h, roster);
	push_announcement(h, roster, a);
}

void
proctor_broadcast(struct hall *h, struct request *r)
{
	static const char *const members[] = { "text", "room", "wall", NULL };
	struct roster *roster = roster_of_path(h, r);
	struct announcement *a;
	struct slice text, room;
	struct room_set rooms;
	struct body b;
	bool wall;

	if (roster == NULL)
		return;
	body_open(&b, r->frame->body, members);
	text = body_text(&b, "text", 1, WORDS_MAX);
	room = body_text_if(&b, "room", 1, IDENT_MAX);
	wall = !body_has(&b, "wall") || body_bool(&b, "wall");
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if (room_set_of_name(&rooms, h, r, roster, room)) {
		a = announcement_new(slice_of(r->staff->name), text,
		    roster->sitting, &rooms);
		a->wall = wall;
		announce(h, roster, &rooms, a);
		out_int(reply_begin(h), "sent", (int64_t)a->sent);
		out_int(&h->body, "announcement", (int64_t)a->number);
		reply_end(h, r, 200);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
