/* marking: texts that people mark, by whom, and what they gave. */
#include "core/marking.h"

#include "base/log.h"
#include "hall/state.h"

static struct marking_policy
policy_of(const struct seat *s)
{
	return s->roster->programme->programme->marking;
}

/* ---- which they are ---- */

static bool
has_essay(const struct item *item, struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		struct slice part = response_next(&c, in);

		if (in->type == INTERACTION_EXTENDED_TEXT &&
		    !text_is_blank(part))
			return true;
	}
	return false;
}

bool
marking_counts(const struct seat *s)
{
	return s->roster->sitting->release != RELEASE_AT_ONCE;
}

static bool
is_script(struct seat *s, const struct paper *paper, uint16_t i)
{
	const struct item *item = bank_item(seat_bank(s), paper_item(paper, i));

	return item->n_criteria > 0 && !item->pretest &&
	    has_essay(item, answer_response(&s->attempt.answers[i]));
}

void
marking_find(struct seat *s, const struct paper *paper)
{
	uint16_t i;

	s->n_scripts = 0;
	if (!marking_counts(s))
		return;
	for (i = 0; i < paper_n_items(paper); i++) {
		if (!is_script(s, paper, i))
			continue;
		s->scripts = alloc_resize(s->scripts, s->n_scripts + 1u,
		    sizeof(*s->scripts));
		s->scripts[s->n_scripts++] = i;
	}
}

int32_t
marking_given(const struct seat *s, uint16_t item)
{
	int32_t marks = 0;
	uint16_t i;

	for (i = 0; i < s->n_scripts; i++)
		if (s->scripts[i] == item &&
		    marking_state(&marks, &s->attempt.marking, item,
			policy_of(s)) == SCRIPT_SETTLED)
			return marks;
	return 0;
}

uint16_t
marking_settled(const struct seat *s)
{
	uint16_t i, n = 0;
	int32_t unused;

	for (i = 0; i < s->n_scripts; i++)
		n = (uint16_t)(n +
		    (marking_state(&unused, &s->attempt.marking, s->scripts[i],
			 policy_of(s)) == SCRIPT_SETTLED));
	return n;
}

/* ---- the list ---- */

/* Is it this person's turn? */
static bool
is_to_do(const struct seat *s, uint16_t item, struct slice by)
{
	const struct marking *m = &s->attempt.marking;

	return marking_by(m, item, by) == NULL &&
	    marking_may(m, item, by, policy_of(s)) == ERR_OK;
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
item_of(struct seat *s, uint16_t at)
{
	const struct paper *paper = seat_paper(s);

	return paper == NULL ? NULL
			     : bank_item(seat_bank(s), paper_item(paper, at));
}

static void
write_script(struct buf *b, struct seat *s, uint16_t at, struct slice by)
{
	const struct item *item = item_of(s, at);
	enum script_state state;
	int32_t marks = 0;
	char name[40];

	state = marking_state(&marks, &s->attempt.marking, at, policy_of(s));
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

	if (!attempt_is_closed(&s->attempt) || seat_paper(s) == NULL)
		return;
	for (i = 0; i < s->n_scripts; i++) {
		out_open(b, NULL);
		write_script(b, s, s->scripts[i], by);
		out_close(b);
	}
}

void
marking_list(struct hall *h, struct request *r)
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

struct script {
	struct seat *seat;
	uint16_t at; /* its item in the paper */
	const struct item *item;
};

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
			return to->item != NULL;
		}
	return false;
}

static bool
script_of_path(struct script *to, struct hall *h, struct request *r)
{
	if (find_script(to, h, r->frame->params[0]))
		return true;
	reply_refuse(h, r, ERR_UNKNOWN,
	    "There is no script %.*s; GET the scripts of a sitting lists them.",
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

/* Nobody sees another's marks before they have given theirs, or the two have
 * given theirs. */
static bool
may_see_all(const struct script *s)
{
	return marking_nth(&s->seat->attempt.marking, s->at,
		   (unsigned)policy_of(s->seat).markers - 1) != NULL;
}

static void
write_all_given(struct hall *h, const struct script *s, struct slice by)
{
	struct given g = { .script = s, .by = by, .all = may_see_all(s),
		.body = &h->body };

	out_open_array(&h->body, "given");
	if (store_walk_back(h->store, s->seat->chain.head, see_given, &g) !=
	    ERR_OK)
		log_line(LOG_ERROR, "attempt %llu: the journal cannot be read",
		    (unsigned long long)s->seat->chain.attempt);
	out_close_array(&h->body);
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
	const struct answer *a = &s->seat->attempt.answers[s->at];
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

	write_script(b, s->seat, s->at, by);
	out_word(b, "sitting", s->seat->roster->sitting->ident);
	out_word(b, "bank", s->seat->roster->bank->key);
	write_item(b, s);
	write_words(b, s);
	write_rubric(b, s->item);
	if (s->item->rationale.len > 0)
		out_text(b, "rationale", s->item->rationale);
	else
		out_null(b, "rationale");
	write_all_given(h, s, by);
	reply_end(h, r, 200);
}

/* A closed attempt has forgotten its answers: read them for this reply. */
void
marking_script(struct hall *h, struct request *r)
{
	struct script s;

	if (!script_of_path(&s, h, r))
		return;
	if (journal_recall(h, s.seat) != ERR_OK) {
		reply_refuse(h, r, ERR_IO, "The journal cannot be read.");
		return;
	}
	reply_script(h, r, &s);
	attempt_forget_answers(&s.seat->attempt);
}

/* ---- giving marks ---- */

/* Marks of all criteria into the event: their sum, and each. */
static void
read_criteria(struct body *b, struct event *e, struct buf *data,
    const struct item *item)
{
	int64_t sum = 0, marks;
	uint16_t i;

	body_marks_open(b, "criteria", item->n_criteria);
	for (i = 0; i < item->n_criteria && b->err == ERR_OK; i++) {
		marks = body_marks(b, "criteria", item->criteria[i].ident,
		    item->criteria[i].max_marks);
		buf_put_u32(data, (uint32_t)marks);
		sum += marks;
	}
	e->number = (uint32_t)sum;
	e->data = buf_slice(data);
}

static bool
results_stand(const struct seat *s)
{
	return s->roster->results >= RESULTS_CONFIRMED || s->attempt.released;
}

/* Why this person may not give these marks; NULL: they may. */
static const char *
why_not_mark(const struct script *s, struct slice by, struct slice words)
{
	const struct marking *m = &s->seat->attempt.marking;
	int32_t unused;

	if (marking_may(m, s->at, by, policy_of(s->seat)) != ERR_OK)
		return "It has its markers; nobody else marks it.";
	if (marking_by(m, s->at, by) == NULL && words.len == 0 &&
	    marking_state(&unused, m, s->at, policy_of(s->seat)) ==
		SCRIPT_DIFFERS)
		return "You decide between two who differ; say why in "
		       "\"words\".";
	return NULL;
}

/* The result follows from the journal: derive all of it again. */
static void
score_again(struct hall *h, struct seat *s)
{
	if (marking_settled(s) < s->n_scripts)
		return;
	if (journal_recall(h, s) != ERR_OK) {
		log_line(LOG_ERROR, "attempt %llu: cannot be scored again",
		    (unsigned long long)s->chain.attempt);
		h->broken = true;
		return;
	}
	result_score(h, s);
	attempt_forget_answers(&s->attempt);
}

static void
give(struct hall *h, struct request *r, const struct script *s,
    struct event *e)
{
	enum err err = journal_event(h, s->seat, e, NULL);

	if (err != ERR_OK) {
		reply_refuse(h, r, err, "It cannot be marked now.");
		return;
	}
	score_again(h, s->seat);
	write_script(reply_begin(h), s->seat, s->at, e->by);
	reply_end(h, r, 200);
}

void
marking_mark(struct hall *h, struct request *r)
{
	static const char *const names[] = { "criteria", "words", NULL };
	struct event e = { .kind = EVENT_MARKED,
		.by = slice_of(r->staff->name) };
	struct buf data = { 0 };
	const char *refusal;
	struct script s;
	struct body b;

	if (!script_of_path(&s, h, r))
		return;
	e.item = s.at;
	body_open(&b, r->frame->body, names);
	read_criteria(&b, &e, &data, s.item);
	e.text = body_text_if(&b, "words", 1, WORDS_MAX);
	refusal = b.err == ERR_OK ? why_not_mark(&s, e.by, e.text) : NULL;
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else if (results_stand(s.seat))
		reply_problem(h, r, &(struct problem){ .err = ERR_STATE,
			.rule = "results.confirmed",
			.detail = "The results of the sitting are confirmed; "
				  "marks stand." });
	else if (refusal != NULL)
		reply_problem(h, r, &(struct problem){ .err = ERR_STATE,
			.rule = "marking.markers", .detail = refusal });
	else
		give(h, r, &s, &e);
	buf_fini(&data);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
