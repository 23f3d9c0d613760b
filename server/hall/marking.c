/* marking: which texts people mark, and the marks they give. */
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/objects.h"
#include "hall/reply.h"
#include "hall/script.h"
#include "hall/seat.h"

struct marking_policy
marking_policy_of(const struct seat *s)
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
	       has_essay(item, answer_response(attempt_answer(&s->attempt, i)));
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
			marking_policy_of(s)) == SCRIPT_SETTLED)
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
			 marking_policy_of(s)) == SCRIPT_SETTLED));
	return n;
}

/* ---- giving marks ---- */

/* Marks of all criteria into the event: their sum, and each. */
static void
read_criteria(struct body *b, struct event *e, struct buf *data,
    const struct item *item)
{
	struct slice names[CRITERIA_MAX];
	int64_t sum = 0, marks;
	uint16_t i;

	for (i = 0; i < item->n_criteria; i++)
		names[i] = item->criteria[i].ident;
	body_marks_open(b, "criteria", names, item->n_criteria);
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
	struct marking_policy policy = marking_policy_of(s->seat);

	if (marking_may(m, s->at, by, policy) != ERR_OK)
		return "It has its markers; nobody else marks it, and what a "
		       "third has decided stands.";
	if (marking_is_open(m, s->at, policy) && words.len == 0)
		return "All have given their marks and you see them; say in "
		       "words why yours are these.";
	return NULL;
}

/* The result follows from the journal: derive all of it again. */
static void
score_again(struct hall *h, struct seat *s)
{
	if (marking_settled(s) == s->n_scripts)
		result_score(h, s);
}

static void
give(struct hall *h, struct request *r, const struct script *s,
    struct event *e)
{
	enum err err = journal_recall(h, s->seat);

	if (err != ERR_OK) {
		journal_refuse(h, r, s->seat);
		return;
	}
	err = journal_event(h, s->seat, e, NULL);
	if (err == ERR_OK)
		score_again(h, s->seat);
	attempt_forget_answers(&s->seat->attempt);
	if (err != ERR_OK) {
		reply_refuse(h, r, err, "It cannot be marked now.");
		return;
	}
	script_write(reply_begin(h), s->seat, s->at, e->by);
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
