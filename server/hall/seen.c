/* seen: a candidate's client says what it has shown of what was told. */
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/reply.h"
#include "hall/seat.h"

/* What is no news is not written down again. */
static void
note_seen(struct hall *h, struct request *r, uint64_t about)
{
	struct event e = { .kind = EVENT_SEEN, .at = r->at, .about = about };
	enum err err = journal_event(h, r->seat, &e, NULL);

	if (err != ERR_OK && err != ERR_INVALID) {
		candidate_refuse(h, r, err);
		return;
	}
	seat_write_position(reply_begin(h), "seen", r->seat->attempt.shown);
	reply_end(h, r, 200);
}

void
candidate_seen(struct hall *h, struct request *r)
{
	static const char *const names[] = { "event", NULL };
	struct body b;
	int64_t about;

	body_open(&b, r->frame->body, names);
	about = body_int(&b, "event", 1, INT64_MAX);
	if (b.err == ERR_OK && (uint64_t)about > r->seat->attempt.told)
		body_fail(&b, ERR_INVALID,
		    "\"event\" is after the last that you were told of.");
	if (body_close(&b) != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		note_seen(h, r, (uint64_t)about);
}
