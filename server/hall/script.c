/* script: the texts that people mark, as they see them. */
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/reply.h"
#include "hall/roster.h"
#include "hall/script.h"
#include "hall/seat.h"


/* ---- the list ---- */

/* Is it this person's turn? */
static bool
is_to_do(const struct seat *s, uint16_t item, struct slice by)
{
	const struct marking *m = &s->attempt.marking;

	return marking_by(m, item, by) == NULL &&
	    marking_may(m, item, by, marking_policy_of(s)) == ERR_OK;
}

static unsigned
count_markers(const struct seat *s, uint16_t item)
{
	unsigned n = 0;

	while (marking_nth(&s->attempt.marking, item, n) != NULL)
		n++;
	return n;
}

static const struct item *
item_of(const struct seat *s, uint16_t at)
{
	return bank_item(seat_bank(s), s->attempt.plan->items[at]);
}

void
script_write(struct buf *b, struct seat *s, uint16_t at, struct slice by)
{
	const struct item *item = item_of(s, at);
	enum script_state state;
	int32_t marks = 0;
	char name[40];

	state = marking_state(&marks, &s->attempt.marking, at,
	    marking_policy_of(s));
	snprintf(name, sizeof(name), "%llu-%u",
	    (unsigned long long)s->chain.attempt, at + 1u);
	out_word(b, "script", name);
	out_text(b, "bank_item", item->ident);
	out_thousandths(b, "max_marks", item_hand_marks(item));
	out_word(b, "state", script_state_word(state));
	out_int(b, "markers", count_markers(s, at));
	out_bool(b, "to_do", is_to_do(s, at, by));
	if (state == SCRIPT_SETTLED)
		out_thousandths(b, "marks", marks);
	else
		out_null(b, "marks");
}

static void
write_policy(struct buf *b, const struct programme *p)
{
	out_open(b, "marking");
	out_int(b, "markers", p->marking.markers);
	out_thousandths(b, "tolerance", p->marking.tolerance);
	out_close(b);
}

static void
write_scripts(struct buf *b, struct seat *s, struct slice by)
{
	uint16_t i;

	if (!attempt_is_closed(&s->attempt))
		return;
	for (i = 0; i < s->n_scripts; i++) {
		out_open(b, NULL);
		script_write(b, s, s->scripts[i], by);
		out_close(b);
	}
}

void
script_list(struct hall *h, struct request *r)
{
	const struct roster *roster = roster_of_path(h, r);
	struct buf *b;
	size_t i;

	if (roster == NULL)
		return;
	b = reply_begin(h);
	out_word(b, "sitting", roster->sitting->ident);
	write_policy(b, roster->programme->programme);
	out_open_array(b, "scripts");
	for (i = 0; i < roster->n_seats; i++)
		write_scripts(b, roster->seats[i], slice_of(r->staff->name));
	out_close_array(b);
	reply_end(h, r, 200);
}

/* ---- one script ---- */

/* "17-3": attempt 17, item 3. */
static bool
find_script(struct script *to, struct hall *h, struct slice name)
{
	const char *dash = name.len > 0 ? memchr(name.at, '-', name.len) : NULL;
	uint64_t attempt, item;
	size_t len;
	uint16_t i;

	if (dash == NULL)
		return false;
	len = (size_t)(dash - name.at);
	if (!number_read(&attempt, (struct slice){ name.at, len }) ||
	    !number_read(&item,
		(struct slice){ dash + 1, name.len - len - 1 }))
		return false;
	to->seat = seat_find(h, attempt);
	if (to->seat == NULL || !attempt_is_closed(&to->seat->attempt))
		return false;
	for (i = 0; i < to->seat->n_scripts; i++)
		if (to->seat->scripts[i] + 1u == item) {
			to->at = to->seat->scripts[i];
			to->item = item_of(to->seat, to->at);
			return true;
		}
	return false;
}

bool
script_of_path(struct script *to, struct hall *h, struct request *r)
{
	if (find_script(to, h, r->frame->params[0]))
		return true;
	reply_refuse(h, r, ERR_UNKNOWN,
	    "There is no script %.*s: scripts are the texts of closed attempts "
	    "that people mark, as the list of a sitting numbers them.",
	    SLICE_FMT(r->frame->params[0]));
	return false;
}

/* What was given, from the journal: each person's last word. */
struct given {
	const struct script *script;
	struct slice by;  /* who looks */
	bool all;	  /* may see everybody's */
	struct buf *body;
	unsigned n;
	char seen[MARKERS_MAX][IDENT_MAX + 1];
};

static bool
was_seen(const struct given *g, struct slice by)
{
	unsigned i;

	for (i = 0; i < g->n; i++)
		if (slice_is(by, g->seen[i]))
			return true;
	return false;
}

static void
write_criteria(struct buf *b, const struct item *item, struct slice data)
{
	struct cursor c = cursor_on(data);
	char name[IDENT_MAX + 1];
	uint16_t i;

	out_open(b, "criteria");
	for (i = 0; i < item->n_criteria; i++) {
		snprintf(name, sizeof(name), "%.*s",
		    SLICE_FMT(item->criteria[i].ident));
		out_thousandths(b, name, cursor_u32(&c));
	}
	out_close(b);
}

static void
write_given(struct given *g, const struct event *e, struct wall at)
{
	struct buf *b = g->body;

	out_open(b, NULL);
	out_text(b, "by", e->by);
	out_time(b, "at", at);
	out_thousandths(b, "marks", e->number);
	write_criteria(b, g->script->item, e->data);
	if (e->text.len > 0)
		out_text(b, "words", e->text);
	else
		out_null(b, "words");
	out_close(b);
}

static bool
see_given(void *ctx, const struct store_event *row)
{
	struct given *g = ctx;
	struct event e;

	if (row->kind == EVENT_REOPENED)
		return false; /* what came before was of another text */
	if (row->kind != EVENT_MARKED ||
	    event_decode(&e, row->kind, row->payload) != ERR_OK ||
	    e.item != g->script->at || g->n == MARKERS_MAX ||
	    was_seen(g, e.by))
		return true;
	snprintf(g->seen[g->n++], sizeof(g->seen[0]), "%.*s", SLICE_FMT(e.by));
	if (g->all || slice_equal(e.by, g->by))
		write_given(g, &e, row->at.wall);
	return true;
}

/* Nobody sees another's marks before the markers have given theirs. */
static enum err
write_all_given(struct hall *h, const struct script *s, struct slice by)
{
	struct given g = { .script = s, .by = by, .body = &h->body,
		.all = marking_is_open(&s->seat->attempt.marking, s->at,
		    marking_policy_of(s->seat)) };

	enum err e;

	out_open_array(&h->body, "given");
	e = journal_walk(h, &s->seat->chain, s->seat->chain.head, see_given,
	    &g);
	out_close_array(&h->body);
	return e;
}

static void
write_rubric(struct buf *b, const struct item *item)
{
	uint16_t i;

	out_open_array(b, "rubric");
	for (i = 0; i < item->n_criteria; i++) {
		const struct criterion *c = &item->criteria[i];

		out_open(b, NULL);
		out_text(b, "criterion", c->ident);
		out_text(b, "text", c->text);
		out_thousandths(b, "max_marks", c->max_marks);
		out_close(b);
	}
	out_close_array(b);
}

static void
write_item(struct buf *b, const struct script *s)
{
	struct buf item = { 0 };

	buf_put_u8(&item, ' ');
	seat_write_item(&item, s->seat, seat_paper(s->seat), s->at);
	out_raw(b, "item", buf_slice(&item));
	buf_fini(&item);
}

/* Of each extended text; it has been checked, so nothing is left over. */
static void
write_words(struct buf *b, const struct script *s)
{
	const struct answer *a = attempt_answer(&s->seat->attempt, s->at);
	struct cursor c = cursor_on(answer_response(a));
	uint16_t i;

	out_open_array(b, "words");
	for (i = 0; i < s->item->n_interactions; i++) {
		const struct interaction *in = &s->item->interactions[i];
		struct slice part = response_next(&c, in);

		if (in->type == INTERACTION_EXTENDED_TEXT)
			out_int(b, NULL, (int64_t)text_words(part));
	}
	out_close_array(b);
}

static void
reply_script(struct hall *h, struct request *r, const struct script *s)
{
	struct slice by = slice_of(r->staff->name);
	struct buf *b = reply_begin(h);

	script_write(b, s->seat, s->at, by);
	out_word(b, "sitting", s->seat->roster->sitting->ident);
	out_word(b, "bank", s->seat->roster->bank->key);
	write_item(b, s);
	write_words(b, s);
	write_rubric(b, s->item);
	if (s->item->rationale.len > 0)
		out_text(b, "rationale", s->item->rationale);
	else
		out_null(b, "rationale");
	if (write_all_given(h, s, by) == ERR_OK)
		reply_end(h, r, 200);
	else
		journal_refuse(h, r, s->seat);
}

/* A closed attempt has forgotten its answers: read them for this reply. */
void
script_show(struct hall *h, struct request *r)
{
	struct script s;

	if (!script_of_path(&s, h, r))
		return;
	if (journal_recall(h, s.seat) != ERR_OK) {
		journal_refuse(h, r, s.seat);
		return;
	}
	reply_script(h, r, &s);
	attempt_forget_answers(&s.seat->attempt);
}
