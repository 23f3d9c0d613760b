/*
 * push: event streams.  A candidate's stream listens to its session's topic
 * and to its sitting's; a proctor's to its room's.  A seat that changed is told
 * once a turn; rows of a room every ROOM_PUSH_MS.
 */
#include "hall/state.h"

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

	if (s->changed || r->streams == 0)
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
		push_session(h, s, s->current);
		push_session(h, s, s->waiting);
	}
	h->n_pushes = 0;
}

static void
write_rows(struct hall *h, struct buf *b, struct seat *const *seats, size_t n)
{
	size_t i;

	buf_put_text(b, "event: room\ndata: ");
	buf_put(b, "{", 1);
	out_open_array(b, "rows");
	for (i = 0; i < n; i++) {
		out_open(b, NULL);
		seat_write_row(h, b, seats[i]);
		out_close(b);
	}
	out_close_array(b);
	out_time(b, "server_time", h->now.wall);
	out_close(b);
	buf_put_text(b, "\n\n");
}

void
push_rooms(struct hall *h)
{
	struct roster *r, *next;
	size_t i;

	if (!h->rooms_changed || !mono_reached(h->now.mono, h->next_room_push))
		return;
	h->rooms_changed = false;
	h->next_room_push = mono_add(h->now.mono, ROOM_PUSH_MS);
	HASH_ITER(hh, h->rosters, r, next)
	{
		if (r->n_changed == 0)
			continue;
		buf_clear(&h->body);
		write_rows(h, &h->body, r->changed, r->n_changed);
		for (i = 0; i < r->n_changed; i++)
			r->changed[i]->changed = false;
		r->n_changed = 0;
		push_text(h, TOPIC_ROOM + r->number, PORT_STAFF,
		    buf_slice(&h->body));
	}
}

/* Begin a stream: the reply carries the state as it is now. */
void
push_listen(
    struct hall *h, struct request *r, struct seat *seat, struct roster *roster)
{
	struct frame_reply reply = { .status = 200, .flags = REPLY_STREAM };
	struct stream *s = alloc_zero(1, sizeof(*s));

	s->key.conn = r->frame->conn;
	s->key.slot = r->slot;
	push_gone(h, r->slot, r->frame->conn);
	s->seat = seat;
	s->roster = roster;
	HASH_ADD(hh, h->streams, key, sizeof(s->key), s);
	buf_clear(&h->body);
	if (seat != NULL) {
		if (seat->streams++ == 0)
			push_row(h, seat);
		reply.n_topics = 2;
		reply.topics[0] = r->session->topic;
		reply.topics[1] = TOPIC_SITTING + seat->roster->number;
		write_state_event(h, &h->body, seat, r->session);
	} else {
		roster->streams++;
		reply.n_topics = 1;
		reply.topics[0] = TOPIC_ROOM + roster->number;
		write_rows(h, &h->body, roster->seats, roster->n_seats);
	}
	reply.body = buf_slice(&h->body);
	reply_send(h, r, &reply);
}

static void
stream_end(struct hall *h, struct stream *s)
{
	HASH_DEL(h->streams, s);
	if (s->seat != NULL && --s->seat->streams == 0)
		push_row(h, s->seat);
	if (s->roster != NULL)
		s->roster->streams--;
	free(s);
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
