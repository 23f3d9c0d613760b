/* watch: what a proctor sees: the room, and one attempt's timeline. */
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/journal.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/room.h"
#include "hall/roster.h"
#include "hall/seat.h"

void
proctor_room(struct hall *h, struct request *r)
{
	const struct roster *roster = roster_of_path(h, r);
	struct room_set rooms;
	size_t i;

	if (roster == NULL || !room_set_of_query(&rooms, h, r, roster))
		return;
	out_word(reply_begin(h), "sitting", roster->sitting->ident);
	out_open_array(&h->body, "candidates");
	for (i = 0; i < roster->n_seats; i++) {
		if (!room_set_has(&rooms, roster->seats[i]))
			continue;
		out_open(&h->body, NULL);
		seat_write_row(h, &h->body, roster->seats[i]);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

void
proctor_events(struct hall *h, struct request *r)
{
	struct roster *roster = roster_of_path(h, r);
	struct room_set rooms;

	if (roster != NULL && room_set_of_query(&rooms, h, r, roster))
		push_watch(h, r, roster, &rooms, r->frame->query.len > 0);
}

static void
put_duration(struct buf *text, int64_t ms)
{
	if (ms % 60000 == 0)
		buf_printf(text, " %.10g %s", (double)ms / 60000,
		    ms == 60000 ? "minute" : "minutes");
	else
		buf_printf(text, " %.10g s", (double)ms / 1000);
}

/* "full, time × 1.25 and 10 minutes more" */
static void
put_entitlement(struct buf *text, const struct event *e)
{
	buf_printf(text, " %s", route_name_text((enum route_name)e->code));
	if (e->number != FACTOR_MIN)
		buf_printf(text, ", time × %.10g", e->number / 1000.0);
	if (e->ms == 0)
		return;
	buf_put_text(text, e->number != FACTOR_MIN ? " and" : ",");
	put_duration(text, e->ms);
	buf_put_text(text, " more");
}

/* What happened, in words. */
static void
write_event_text(struct buf *b, const struct event *e)
{
	struct buf text = { 0 };
	unsigned has = event_fields(e->kind);

	buf_put_text(&text, event_word(e->kind));
	if ((has & F_SECTION) != 0)
		buf_printf(&text, " %u", e->section + 1u);
	if ((has & F_ITEM) != 0)
		buf_printf(&text, " item %u", e->item + 1u);
	if ((has & F_SEQ) != 0)
		buf_printf(&text, " (change %u)", e->seq);
	if (e->kind == EVENT_SIGNED_IN || e->kind == EVENT_DEVICE_MOVED)
		buf_printf(&text, " device %u%s", e->number,
		    e->kind == EVENT_SIGNED_IN && e->code != 0 ? ", waits" : "");
	if ((has & F_ABOUT) != 0)
		buf_printf(&text, " up to event %llu",
		    (unsigned long long)e->about);
	if (e->kind == EVENT_FLAGGED)
		buf_put_text(&text, e->code != 0 ? " set" : " cleared");
	if (e->kind == EVENT_SCORED)
		buf_printf(&text, " %u.%03u %%", e->number / 1000,
		    e->number % 1000);
	if (e->kind == EVENT_REGISTERED)
		put_entitlement(&text, e);
	if (e->kind == EVENT_SEATED)
		buf_printf(
		    &text, " in %.*s, seat %u", SLICE_FMT(e->data), e->number);
	if ((has & F_MS) != 0 && e->ms != 0 && e->kind != EVENT_REGISTERED)
		put_duration(&text, e->ms);
	out_text(b, "text", buf_slice(&text));
	buf_fini(&text);
}

/* The same for machines: what the words above are made of. */
static void
write_event_facts(struct buf *b, const struct event *e)
{
	unsigned has = event_fields(e->kind);

	if ((has & F_SECTION) != 0)
		out_int(b, "section", e->section + 1);
	if ((has & F_ITEM) != 0)
		out_int(b, "item", e->item + 1);
	if ((has & F_MS) != 0)
		out_int(b, "ms", e->ms);
	if (e->kind == EVENT_REGISTERED)
		out_int(b, "factor_thousandths", e->number);
	if (e->kind == EVENT_SIGNED_IN || e->kind == EVENT_SIGNED_OUT ||
	    e->kind == EVENT_DEVICE_MOVED)
		out_int(b, "device", e->number);
	if (e->kind == EVENT_SIGNED_IN)
		out_bool(b, "waits", e->code != 0);
	if (e->kind == EVENT_FLAGGED)
		out_bool(b, "set", e->code != 0);
	if ((has & F_ABOUT) != 0)
		out_int(b, "seen", (int64_t)e->about);
}

/* Of the kinds that name nobody. */
static bool
is_by_server(const struct event *e)
{
	return e->kind == EVENT_MESSAGED || e->kind == EVENT_EXPIRED ||
	    e->kind == EVENT_ABSENT || e->kind == EVENT_SCORED ||
	    e->kind == EVENT_COMPENSATED ||
	    (e->kind == EVENT_SECTION_CLOSED && e->code == CLOSED_BY_TIME) ||
	    (e->kind == EVENT_SECTION_ENTERED && e->code != 0);
}

/* The candidate's client said that it had shown all up to an event. */
struct sighting {
	uint64_t about;
	struct wall at;
};

struct timeline {
	struct buf *rows;
	struct sighting *sightings; /* the last first, as they are read */
	size_t n, n_sightings, sighting;
	bool marks;  /* may be told: nobody marks any more */
	bool scores; /* may be told to who asks */
};

/* Who marks sees nobody else's marks, and who watches the room no result; a
 * draw says nothing that the opening does not. */
static bool
is_told(const struct timeline *t, const struct event *e)
{
	if (e->kind == EVENT_MARKED)
		return t->marks;
	if (e->kind == EVENT_DRAWN)
		return false;
	return e->kind != EVENT_SCORED || t->scores;
}

static void
write_who_and_what(struct buf *b, const struct event *e)
{
	if ((event_fields(e->kind) & F_BY) != 0 && e->by.len > 0)
		out_text(b, "by", e->by);
	else
		out_word(b, "by", is_by_server(e) ? "server" : "candidate");
	if (e->reason.len > 0)
		out_text(b, "reason", e->reason);
	if (e->text.len > 0)
		out_text(b, "words", e->text);
	write_event_text(b, e);
	write_event_facts(b, e);
}

#define TIMELINE_MAX 5000 /* events shown: the newest */

static void
note_sighting(struct timeline *t, const struct event *e, struct wall at)
{
	t->sightings[t->n_sightings++] = (struct sighting){ e->about, at };
}

/* When it was shown first: of those that reach so far the earliest, which for
 * an event before it is none later. */
static void
write_seen_at(struct buf *b, struct timeline *t, uint64_t position)
{
	while (t->sighting + 1 < t->n_sightings &&
	       t->sightings[t->sighting + 1].about >= position)
		t->sighting++;
	if (t->sighting < t->n_sightings &&
	    t->sightings[t->sighting].about >= position)
		out_time(b, "seen_at", t->sightings[t->sighting].at);
	else
		out_null(b, "seen_at");
}

static bool
see_timeline(void *ctx, const struct store_event *row)
{
	struct timeline *t = ctx;
	struct buf *b = &t->rows[t->n];
	struct event e;

	if (event_decode(&e, row->kind, row->payload) != ERR_OK)
		return true;
	out_open(b, NULL);
	out_int(b, "event", (int64_t)row->position);
	out_int(b, "number", row->number);
	out_time(b, "at", row->at.wall);
	out_word(b, "kind", event_word(e.kind));
	if (e.kind == EVENT_SEEN)
		note_sighting(t, &e, row->at.wall);
	if ((event_fields(e.kind) & F_TOLD) != 0)
		write_seen_at(b, t, row->position);
	if (is_told(t, &e)) {
		write_who_and_what(b, &e);
	} else {
		out_word(b, "by", "server");
		out_word(b, "text", event_word(e.kind));
	}
	out_close(b);
	return ++t->n < TIMELINE_MAX;
}

static void
reply_timeline(struct hall *h, struct request *r, const struct seat *s,
    const struct timeline *t)
{
	size_t i;

	seat_write_row(h, reply_begin(h), s);
	out_open_array(&h->body, "events");
	for (i = t->n; i-- > 0;)
		out_raw(&h->body, NULL, buf_slice(&t->rows[i]));
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

void
proctor_timeline(struct hall *h, struct request *r)
{
	struct seat *s = seat_of_path(h, r);
	struct timeline t = { 0 };
	size_t i;

	if (s == NULL)
		return;
	t.marks = s->roster->results >= RESULTS_CONFIRMED;
	t.scores = s->attempt.released ||
	    (r->staff->roles & (ROLE_EXAMINER | ROLE_REGISTRAR)) != 0;
	t.rows = alloc_zero(TIMELINE_MAX, sizeof(*t.rows));
	t.sightings = alloc_zero(TIMELINE_MAX, sizeof(*t.sightings));
	if (journal_walk(h, &s->chain, s->chain.head, see_timeline, &t) ==
	    ERR_OK)
		reply_timeline(h, r, s, &t);
	else
		journal_refuse(h, r, s);
	for (i = 0; i < t.n; i++)
		buf_fini(&t.rows[i]);
	free(t.rows);
	free(t.sightings);
}
