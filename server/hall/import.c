/*
 * import: candidates of a sitting.
 *
 * A helper has made a JSON object a line of the file.  All lines are checked
 * first, in slices of a turn, and everybody is given a seat where the sitting
 * has rooms; then the whole is kept as one object, so that
 * from its commit on the import is certain, and done in slices too.  After a
 * crash between the two the restart finishes it.
 */
#include <utlist.h>

#include "base/log.h"
#include "hall/allot.h"
#include "hall/commands.h"
#include "hall/errand.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/objects.h"
#include "hall/place.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/resit.h"
#include "hall/roster.h"
#include "hall/seat.h"
#include "proof/transcript.h"

#define LINES_A_SLICE 100 /* of some 15 us each: under 2 ms */
#define IMPORT_KEY "import/%s"

struct import {
	char *sitting, *who;
	struct buf lines;
	struct allotment *allotment; /* NULL: not begun */
	size_t at;	/* how far it has come */
	bool checked;
	bool overtaken; /* somebody began who was to be changed */
	uint32_t fresh, changed, unchanged, line;
	struct diag diag;
	struct errand *errand; /* who waits for the end, or NULL */
	struct import *next;
};

void
candidates_import(struct hall *h, struct request *r)
{
	const struct roster *roster = roster_of_path(h, r);
	struct errand *e;

	if (roster == NULL)
		return;
	e = upload(h, r, JOB_CANDIDATES, "candidates");
	if (e != NULL)
		e->object = alloc_text(roster->sitting->ident);
}

static void
import_free(struct hall *h, struct import *i)
{
	LL_DELETE(h->imports, i);
	if (i->errand != NULL)
		errand_free(h, i->errand);
	free(i->sitting);
	free(i->who);
	buf_fini(&i->lines);
	allot_free(i->allotment);
	diag_fini(&i->diag);
	free(i);
}

static struct import *
import_new(
    struct hall *h, const char *sitting, const char *who, struct slice lines)
{
	struct import *i = alloc_zero(1, sizeof(*i));

	i->sitting = alloc_text(sitting);
	i->who = alloc_text(who);
	i->diag.path = "candidates";
	buf_put_slice(&i->lines, lines);
	LL_APPEND(h->imports, i);
	return i;
}

void
candidates_parsed(struct hall *h, struct request *r, struct errand *e,
    int status, struct slice output)
{
	struct import *i;

	if (status != 0) {
		reply_mistakes(h, r, output);
		return;
	}
	/* The request waits until the import is done. */
	i = import_new(h, e->object, e->who, output);
	i->errand = errand_pass_on(h, e);
}

static struct seat *
seat_in_roster(struct hall *h, const struct roster *roster, const char *number)
{
	struct person *p = person_find(h, slice_of(number));
	struct seat *s = p != NULL ? p->seats : NULL;

	while (s != NULL && s->roster != roster)
		s = s->namesake;
	return s;
}

/* Is the candidate what the line that was read last says? */
static bool
seat_is(const struct import *i, const struct seat *s, const struct candidate *c)
{
	return s->attempt.route == c->route &&
	       s->attempt.entitlement.factor == c->entitlement.factor &&
	       s->attempt.entitlement.extra_ms == c->entitlement.extra_ms &&
	       strcmp(s->name, c->name) == 0 &&
	       allot_keeps(i->allotment, i->line - 1, c, s);
}

static void
check_candidate(struct hall *h, struct import *i, const struct roster *roster,
    const struct candidate *c)
{
	const struct seat *s = seat_in_roster(h, roster, c->number);
	int64_t missing;

	allot_add(i->allotment, c, s, &i->diag);
	if (roster->results >= RESULTS_CONFIRMED &&
	    (s == NULL || !seat_is(i, s, c))) {
		diag_add(&i->diag, 0, c->number,
		    "the results of the sitting are %s; use another sitting",
		    roster_results_word(roster));
		return;
	}
	if (!roster->sitting->routes[c->route].offered) {
		diag_add(&i->diag, 0, c->number,
		    "the sitting does not offer the route %s",
		    route_name_text(c->route));
		return;
	}
	missing =
	    entitlement_shortfall(c->entitlement, roster->sitting, c->route);
	if (missing > 0)
		diag_add(&i->diag, 0, c->number,
		    "would be %lld s short in this sitting's window; lengthen it "
		    "or let entry end earlier",
		    (long long)((missing + 999) / 1000));
	if (s == NULL)
		resit_check(h, &i->diag, roster, c->number);
	if (s != NULL && !seat_is(i, s, c) &&
	    (s->attempt.plan != NULL || attempt_is_closed(&s->attempt)))
		diag_add(&i->diag, 0, c->number,
		    "has begun already and cannot be changed");
}

static void
put_candidate(struct hall *h, struct import *i, struct roster *roster,
    const struct candidate *c)
{
	struct seat *s = seat_in_roster(h, roster, c->number);
	struct event e = { .kind = EVENT_REGISTERED, .code = (uint8_t)c->route,
		.number = c->entitlement.factor, .ms = c->entitlement.extra_ms,
		.by = slice_of(i->who) };
	struct transcript_who who = { slice_of(c->number), slice_of(c->name),
		slice_of(roster->sitting->ident),
		slice_of(roster->sitting->title),
		slice_of(roster->sitting->zone) };
	struct buf data = { 0 };
	const struct sitting_room *from;

	if (s != NULL && seat_is(i, s, c)) {
		i->unchanged++;
		return;
	}
	if (s == NULL) {
		s = seat_new(h, h->last_attempt + 1, roster, c->number);
		i->fresh++;
	} else if (s->attempt.plan != NULL || attempt_is_closed(&s->attempt)) {
		log_line(LOG_WARNING, "candidate %s began during an import",
		    c->number);
		i->overtaken = true;
		return;
	} else {
		i->changed++;
	}
	free(s->name);
	s->name = alloc_text(c->name);
	from = s->room;
	allot_put(i->allotment, i->line - 1, c, s);
	if (s->room != from)
		push_moved(h, s, from);
	seat_store(h, s);
	transcript_who_encode(&data, &who);
	e.data = buf_slice(&data);
	journal_note(h, s, &e);
	buf_fini(&data);
}

/* The next line as a candidate; false at the end. */
static bool
next_candidate(struct import *i, struct candidate *c)
{
	const char *from = i->lines.at + i->at;
	size_t left = i->lines.len - i->at;
	const char *end = left > 0 ? memchr(from, '\n', left) : NULL;
	struct slice line = { from, end != NULL ? (size_t)(end - from) : left };

	if (left == 0)
		return false;
	i->at += line.len + (end != NULL);
	i->line++;
	if (load_candidate_read(c, line, &i->diag) != ERR_OK)
		return next_candidate(i, c);
	return true;
}

/* All lines are right: from this commit on the import is certain. */
static void
make_certain(struct hall *h, struct import *i)
{
	char key[IDENT_MAX + 16];
	struct buf b = { 0 }, places = { 0 };

	snprintf(key, sizeof(key), IMPORT_KEY, i->sitting);
	allot_write(i->allotment, &places);
	buf_put_blob(&b, slice_of(i->sitting));
	buf_put_blob(&b, slice_of(i->who));
	buf_put_blob(&b, buf_slice(&places));
	buf_put_slice(&b, buf_slice(&i->lines));
	object_put(h, STORE_IMPORT, key, &b);
	buf_fini(&b);
	buf_fini(&places);
	i->checked = true;
	i->at = 0;
	i->line = 0;
}

/* The last may lack its end. */
static size_t
count_lines(struct slice text)
{
	size_t n = text.len > 0 && text.at[text.len - 1] != '\n', i;

	for (i = 0; i < text.len; i++)
		n += text.at[i] == '\n';
	return n;
}

enum err
import_restore(struct hall *h, const char *key, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct slice sitting = cursor_blob(&c), who = cursor_blob(&c);
	struct slice places = cursor_blob(&c);
	const struct roster *roster = roster_find(h, sitting);
	struct allotment *allotment;
	char *sitting_text, *who_text;
	struct import *i;

	(void)key;
	if (c.bad || roster == NULL)
		return ERR_STATE;
	allotment = allot_read(
	    roster, places, count_lines((struct slice){ c.at, c.left }));
	if (allotment == NULL)
		return ERR_STATE;
	sitting_text = text_of(sitting);
	who_text = text_of(who);
	i = import_new(
	    h, sitting_text, who_text, (struct slice){ c.at, c.left });
	i->checked = true;
	i->allotment = allotment;
	free(sitting_text);
	free(who_text);
	return ERR_OK;
}

static void
import_reply(struct hall *h, struct import *i)
{
	struct frame_request frame;
	struct request r;

	if (i->errand == NULL)
		return;
	reply_resume(h, &r, &frame, i->errand);
	if (i->diag.count > 0) {
		reply_mistakes(h, &r, buf_slice(&i->diag.text));
		return;
	}
	out_word(reply_begin(h), "sitting", i->sitting);
	out_int(&h->body, "imported", i->fresh);
	out_int(&h->body, "changed", i->changed);
	out_int(&h->body, "unchanged", i->unchanged);
	reply_end(h, &r, 201);
}

static void
import_end(struct hall *h, struct import *i)
{
	char key[IDENT_MAX + 16];

	if (i->overtaken)
		place_part(h, roster_find(h, slice_of(i->sitting)), i->who);
	if (i->checked) {
		snprintf(key, sizeof(key), IMPORT_KEY, i->sitting);
		object_delete(h, STORE_IMPORT, key);
		journal_admin(h, slice_of(i->who), SLICE_NONE,
		    slice_of(i->sitting),
		    "candidates imported: %u new, %u changed, %u unchanged",
		    i->fresh, i->changed, i->unchanged);
	}
	import_reply(h, i);
	import_free(h, i);
}

static void
import_slice(struct hall *h, struct import *i, size_t lines)
{
	struct roster *roster = roster_find(h, slice_of(i->sitting));
	struct candidate c;

	if (i->allotment == NULL)
		i->allotment = allot_new(roster);
	for (; lines > 0; lines--) {
		if (!next_candidate(i, &c)) {
			if (!i->checked)
				allot_settle(i->allotment, &i->diag);
			if (i->checked || i->diag.count > 0)
				import_end(h, i);
			else
				make_certain(h, i);
			return;
		}
		if (i->checked)
			put_candidate(h, i, roster, &c);
		else
			check_candidate(h, i, roster, &c);
	}
}

bool
import_waits(const struct hall *h)
{
	return h->imports != NULL;
}

bool
import_is_into(const struct hall *h, const struct roster *roster)
{
	const struct import *i;

	LL_FOREACH(h->imports, i)
	if (strcmp(i->sitting, roster->sitting->ident) == 0)
		return true;
	return false;
}

void
import_go_on(struct hall *h, bool finish)
{
	if (h->imports != NULL)
		import_slice(h, h->imports, LINES_A_SLICE);
	while (finish && h->imports != NULL)
		import_slice(h, h->imports, SIZE_MAX);
}

void
import_free_all(struct hall *h)
{
	while (h->imports != NULL)
		import_free(h, h->imports);
}
