/*
 * push: event streams.  A candidate's stream listens to its session's topic;
 * a proctor's to that of its view, which is some rooms of a sitting, and to one
 * of its own, by which it is ended.  A seat that changed is told once a turn;
 * rows every ROOM_PUSH_MS, each written once and sent once a view.
 */
#include "hall/announce.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/room.h"
#include "hall/seat.h"

void
push_text(struct hall *h, uint64_t topic, enum port port, struct slice sse)
{
	unsigned i;

	for (i = 0; i < HALL_NETS_MAX; i++)
		if (h->nets[i].up && h->nets[i].port == port)
			frame_put_push(&h->nets[i].out,
			    &(struct frame_push){ topic, sse });
}

void
push_drop(struct hall *h, uint64_t topic, enum port port)
{
	unsigned i;

	for (i = 0; i < HALL_NETS_MAX; i++)
		if (h->nets[i].up && h->nets[i].port == port)
			frame_put_drop(&h->nets[i].out, topic);
}

void
push_state(struct hall *h, struct seat *s)
{
	if (s->push || s->streams == 0)
		return;
	if (h->n_pushes == h->pushes_room) {
		h->pushes_room = h->pushes_room > 0 ? 2 * h->pushes_room : 64;
		h->pushes = alloc_resize(h->pushes, h->pushes_room,
		    sizeof(struct seat *));
	}
	h->pushes[h->n_pushes++] = s;
	s->push = true;
}

void
push_row(struct hall *h, struct seat *s)
{
	struct roster *r = s->roster;

	if (s->changed || r->views == NULL)
		return;
	if (r->n_changed == r->changed_room) {
		r->changed_room = r->changed_room > 0 ? 2 * r->changed_room : 64;
		r->changed = alloc_resize(r->changed, r->changed_room,
		    sizeof(*r->changed));
	}
	r->changed[r->n_changed++] = s;
	s->changed = true;
	h->rooms_changed = true;
}

static void
write_state_event(struct hall *h, struct buf *b, struct seat *s,
    const struct session *session)
{
	buf_put_text(b, "event: state\ndata: ");
	buf_put(b, "{", 1);
	seat_write(h, b, s, session);
	out_time(b, "server_time", h->now.wall);
	out_close(b);
	buf_put_text(b, "\n\n");
}

static void
push_session(struct hall *h, struct seat *s, const struct session *session)
{
	if (session == NULL)
		return;
	buf_clear(&h->body);
	write_state_event(h, &h->body, s, session);
	push_text(h, session->topic, PORT_CANDIDATE, buf_slice(&h->body));
}

void
push_states(struct hall *h)
{
	size_t i;

	for (i = 0; i < h->n_pushes; i++) {
		struct seat *s = h->pushes[i];

		s->push = false;
		/* The log says which; they are told when they ask. */
		if (seat_read_messages(h, s) != ERR_OK)
			continue;
		push_session(h, s, s->current);
		push_session(h, s, s->waiting);
	}
	h->n_pushes = 0;
}

/* ---- views ---- */

void
view_free(struct view *v)
{
	buf_fini(&v->rows);
	buf_fini(&v->gone);
	free(v);
}

static struct view *
view_find(struct hall *h, struct roster *roster, const struct room_set *rooms)
{
	struct view *v;

	for (v = roster->views; v != NULL; v = v->next)
		if (memcmp(&v->rooms, rooms, sizeof(*rooms)) == 0)
			return v;
	v = alloc_zero(1, sizeof(*v));
	v->rooms = *rooms;
	v->topic = ++h->last_topic;
	v->next = roster->views;
	roster->views = v;
	return v;
}

static void
view_leave(struct roster *roster, struct view *v)
{
	struct view **at = &roster->views;

	if (--v->streams > 0)
		return;
	while (*at != v)
		at = &(*at)->next;
	*at = v->next;
	view_free(v);
}

/* {"all":true,"rows":[…],"gone":[…]}; all: the client forgets what it had. */
static void
write_room_event(struct hall *h, struct buf *b, bool all, struct slice rows,
    struct slice gone)
{
	buf_put_text(b, "event: room\ndata: {");
	if (all)
		out_bool(b, "all", true);
	out_open_array(b, "rows");
	if (rows.len > 0)
		out_raw(b, NULL, rows);
	out_close_array(b);
	if (gone.len > 0) {
		out_open_array(b, "gone");
		out_raw(b, NULL, gone);
		out_close_array(b);
	}
	out_time(b, "server_time", h->now.wall);
	out_close(b);
	buf_put_text(b, "\n\n");
}

static void
write_row(struct hall *h, struct buf *b, const struct seat *s)
{
	out_open(b, NULL);
	seat_write_row(h, b, s);
	out_close(b);
}

/* Put a changed row into every view of it. */
static void
share_row(struct hall *h, struct buf *row, const struct seat *s)
{
	struct view *v;

	buf_clear(row);
	for (v = s->roster->views; v != NULL; v = v->next) {
		if (!room_set_has(&v->rooms, s))
			continue;
		if (row->len == 0)
			write_row(h, row, s);
		out_raw(&v->rows, NULL, buf_slice(row));
	}
}

static void
push_view(struct hall *h, struct view *v)
{
	if (v->rows.len == 0 && v->gone.len == 0)
		return;
	buf_clear(&h->body);
	write_room_event(
	    h, &h->body, false, buf_slice(&v->rows), buf_slice(&v->gone));
	buf_clear(&v->rows);
	buf_clear(&v->gone);
	push_text(h, v->topic, PORT_STAFF, buf_slice(&h->body));
}

static void
push_roster(struct hall *h, struct roster *r)
{
	struct buf row = { 0 };
	struct view *v;
	size_t i;

	for (i = 0; i < r->n_changed; i++) {
		r->changed[i]->changed = false;
		share_row(h, &row, r->changed[i]);
	}
	r->n_changed = 0;
	buf_fini(&row);
	for (v = r->views; v != NULL; v = v->next)
		push_view(h, v);
}

void
push_rooms(struct hall *h)
{
	struct roster *r, *next;

	if (!h->rooms_changed || !mono_reached(h->now.mono, h->next_room_push))
		return;
	h->rooms_changed = false;
	h->next_room_push = mono_add(h->now.mono, ROOM_PUSH_MS);
	HASH_ITER(hh, h->rosters, r, next)
	push_roster(h, r);
}

void
push_to_rooms(struct hall *h, struct roster *roster, char *const *rooms,
    uint16_t n, struct slice sse)
{
	struct view *v;

	for (v = roster->views; v != NULL; v = v->next)
		if (room_set_has_any(&v->rooms, roster->sitting, rooms, n))
			push_text(h, v->topic, PORT_STAFF, sse);
}

void
push_moved(struct hall *h, struct seat *s, const struct sitting_room *from)
{
	struct seat before = { .roster = s->roster, .room = from };
	struct view *v;

	for (v = s->roster->views; v != NULL; v = v->next)
		if (room_set_has(&v->rooms, &before) &&
		    !room_set_has(&v->rooms, s)) {
			out_int(&v->gone, NULL, (int64_t)s->chain.attempt);
			h->rooms_changed = true;
		}
	push_row(h, s);
}

/* ---- streams ---- */

static struct stream *
stream_new(struct hall *h, const struct request *r)
{
	struct stream *s = alloc_zero(1, sizeof(*s));

	s->key.conn = r->frame->conn;
	s->key.slot = r->slot;
	push_gone(h, r->slot, r->frame->conn);
	HASH_ADD(hh, h->streams, key, sizeof(s->key), s);
	return s;
}

void
push_listen(struct hall *h, struct request *r, struct seat *seat)
{
	struct frame_reply reply = { .status = 200,
		.flags = REPLY_STREAM,
		.n_topics = 1,
		.topics = { r->session->topic } };

	stream_new(h, r)->seat = seat;
	if (seat->streams++ == 0)
		push_row(h, seat);
	buf_clear(&h->body);
	write_state_event(h, &h->body, seat, r->session);
	reply.body = buf_slice(&h->body);
	reply_send(h, r, &reply);
}

void
push_watch(struct hall *h, struct request *r, struct roster *roster,
    const struct room_set *rooms, bool narrowed)
{
	struct frame_reply reply = {
		.status = 200, .flags = REPLY_STREAM, .n_topics = 2
	};
	struct stream *s = stream_new(h, r);
	struct buf rows = { 0 };
	size_t i;

	s->roster = roster;
	s->view = view_find(h, roster, rooms);
	s->view->streams++;
	s->account = r->staff;
	s->narrowed = narrowed;
	s->topic = ++h->last_topic;
	reply.topics[0] = s->view->topic;
	reply.topics[1] = s->topic;
	for (i = 0; i < roster->n_seats; i++)
		if (room_set_has(rooms, roster->seats[i]))
			write_row(h, &rows, roster->seats[i]);
	buf_clear(&h->body);
	write_room_event(h, &h->body, true, buf_slice(&rows), SLICE_NONE);
	announcements_write(h, &h->body, roster, rooms);
	buf_fini(&rows);
	reply.body = buf_slice(&h->body);
	reply_send(h, r, &reply);
}

static void
stream_end(struct hall *h, struct stream *s)
{
	HASH_DEL(h->streams, s);
	if (s->seat != NULL && --s->seat->streams == 0)
		push_row(h, s->seat);
	if (s->view != NULL)
		view_leave(s->roster, s->view);
	free(s);
}

static void
stream_drop(struct hall *h, struct stream *s)
{
	push_drop(h, s->topic, PORT_STAFF);
	stream_end(h, s);
}

/* One room is seen as long as it may be; all that may be seen, whole. */
static bool
is_outdated(const struct hall *h, const struct stream *s)
{
	struct room_set may;
	size_t i;

	room_set_of_proctor(&may, h, s->roster, s->account);
	if (!s->narrowed)
		return memcmp(&may, &s->view->rooms, sizeof(may)) != 0;
	for (i = 0; i < sizeof(may.rooms); i++)
		if (!may.all && (s->view->rooms.rooms[i] & ~may.rooms[i]) != 0)
			return true;
	return false;
}

void
push_review(struct hall *h, struct roster *roster)
{
	struct stream *s, *next;

	HASH_ITER(hh, h->streams, s, next)
	if (s->roster == roster && is_outdated(h, s))
		stream_drop(h, s);
}

void
push_end_of(struct hall *h, const struct account *a)
{
	struct stream *s, *next;

	HASH_ITER(hh, h->streams, s, next)
	if (s->account == a)
		stream_drop(h, s);
}

void
push_end_views(struct hall *h, struct roster *roster)
{
	struct stream *s, *next;

	HASH_ITER(hh, h->streams, s, next)
	if (s->roster == roster)
		stream_drop(h, s);
}

void
push_gone(struct hall *h, unsigned slot, uint64_t conn)
{
	struct stream key = { .key = { conn, slot } }, *s;

	HASH_FIND(hh, h->streams, &key.key, sizeof(key.key), s);
	if (s != NULL)
		stream_end(h, s);
}

void
push_gone_net(struct hall *h, unsigned slot)
{
	struct stream *s, *next;

	HASH_ITER(hh, h->streams, s, next)
		if (s->key.slot == slot)
			stream_end(h, s);
}
