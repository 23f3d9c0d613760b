/*
 * ticket: access codes, shown once.  A reply with codes is kept for resends in
 * memory, never on disk.
 */
#include "hall/access_code.h"
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/journal.h"
#include "hall/reply.h"
#include "hall/roster.h"
#include "hall/seat.h"
#include "hall/session.h"

static void
write_ticket(struct buf *b, const struct seat *s, const char *code)
{
	const struct sitting *sitting = s->roster->sitting;

	out_int(b, "attempt", (int64_t)s->chain.attempt);
	out_word(b, "candidate", s->number);
	out_word(b, "name", s->name);
	out_word(b, "route", route_name_text(s->attempt.route));
	out_word(b, "code", code);
	out_word(b, "sitting", sitting->ident);
	out_word(b, "title", sitting->title);
	out_time(b, "opens", sitting->opens);
	out_time(b, "closes", seat_window_closes(s));
	out_int(b, "time_ms", seat_total_ms(s));
	out_word(b, "zone", sitting->zone);
	out_word(b, "room", s->room != NULL ? s->room->ident : NULL);
	out_word(b, "room_title", s->room != NULL ? s->room->title : NULL);
	out_word(b, "seat", s->place);
}

void
tickets_issue(struct hall *h, struct request *r)
{
	struct roster *roster = roster_of_path(h, r);
	char code[ACCESS_CODE_TEXT_MAX];
	size_t i, n = 0;

	if (roster == NULL)
		return;
	r->secret = true;
	out_open_array(reply_begin(h), "tickets");
	for (i = 0; i < roster->n_seats; i++) {
		struct seat *s = roster->seats[i];
		struct event e = { .kind = EVENT_TICKET_ISSUED,
			.by = slice_of(r->staff->name) };

		if (s->has_code || attempt_is_closed(&s->attempt))
			continue;
		access_code_give(code, h, s);
		journal_note(h, s, &e);
		out_open(&h->body, NULL);
		write_ticket(&h->body, s, code);
		out_close(&h->body);
		n++;
	}
	out_close_array(&h->body);
	if (n > 0)
		journal_admin(h, slice_of(r->staff->name), SLICE_NONE,
		    slice_of(roster->sitting->ident), "%zu tickets issued", n);
	reply_end(h, r, 201);
}

void
ticket_reissue(struct hall *h, struct request *r)
{
	static const char *const names[] = { "reason", "words", NULL };
	struct seat *s = seat_of_path(h, r);
	struct event e = { .kind = EVENT_TICKET_ISSUED };
	char code[ACCESS_CODE_TEXT_MAX];
	struct body b;
	struct act act;
	enum err err;

	if (s == NULL)
		return;
	r->secret = true;
	body_open(&b, r->frame->body, names);
	act_read(&b, &act);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else {
		act_event(&e, r, &act);
		err = journal_event(h, s, &e, NULL);
		if (err != ERR_OK) {
			reply_refuse(h, r, err, "No code can be issued now.");
		} else {
			access_code_give(code, h, s);
			session_end_all(h, s);
			write_ticket(reply_begin(h), s, code);
			reply_end(h, r, 201);
		}
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
