/* Do the events make an attempt, by the rules of core/attempt.h, and is the
 * result that of its last scoring? */
#include <inttypes.h>

#include "exam-verify/check.h"
#include "exam-verify/words.h"

__attribute__((format(printf, 4, 5))) static void
add(const struct check *c, const struct evidence *e, size_t i,
    const char *fmt, ...)
{
	struct buf what = { 0 };
	char where[WHERE_MAX];
	va_list ap;

	check_where(where, e, i);
	va_start(ap, fmt);
	buf_vprintf(&what, fmt, ap);
	va_end(ap);
	finding_add(c->findings, c->file, where, "%.*s",
	    SLICE_FMT(buf_slice(&what)));
	buf_fini(&what);
}

/* ---- what one event says ---- */

static void
check_withheld(const struct check *c, const struct story *s, size_t i)
{
	const struct evidence *e = s->evidence;
	const struct transcript_event *row = &e->events[i];
	bool may = transcript_withholds(e->head.form, row->kind,
	    s->attempt.released);

	if (row->withheld && !may)
		add(c, e, i, "what it says was taken out, and nothing gives a "
		    "reason to");
	else if (!row->withheld && may)
		add(c, e, i, "is shown, though this form does not show it");
	else if (!row->withheld && !e->is_decoded[i])
		add(c, e, i, "its payload is not what an event of this kind "
		    "says");
}

/* The payload, once more: nothing may be left over or mean the same. */
static void
check_payload(const struct check *c, const struct evidence *e, size_t i)
{
	struct buf again = { 0 };

	if (e->is_decoded[i]) {
		event_encode(&e->decoded[i], &again);
		if (!slice_equal(buf_slice(&again), e->events[i].payload))
			add(c, e, i, "its payload is not as the server writes "
			    "it");
	}
	buf_fini(&again);
}

static bool
same_version(const struct transcript_version *a,
    const struct transcript_version *b)
{
	return slice_equal(a->name, b->name) &&
	    hash_equal(a->sha256, b->sha256, SHA256_LEN);
}

static void
check_opened(const struct check *c, const struct evidence *e, size_t i)
{
	struct transcript_version bank, programme;

	if (transcript_versions(&bank, &programme, e->decoded[i].text) !=
	    ERR_OK)
		add(c, e, i, "does not name a bank and a programme");
	else if (!same_version(&bank, &e->head.bank) ||
	    !same_version(&programme, &e->head.programme))
		add(c, e, i, "names another bank or programme than the "
		    "transcript's head");
}

static bool
score_of(struct score *score, const struct event *e)
{
	struct cursor cursor = cursor_on(e->data);
	struct buf again = { 0 };
	bool same = false;

	if (score_decode(score, &cursor) == ERR_OK && cursor_done(&cursor)) {
		score_encode(score, &again);
		same = slice_equal(buf_slice(&again), e->data);
	}
	buf_fini(&again);
	return same;
}

static void
check_scored(const struct check *c, const struct evidence *e, size_t i,
    const struct attempt *a)
{
	const struct event *said = &e->decoded[i];
	struct score score;

	if (!score_of(&score, said))
		add(c, e, i, "does not say marks that can be");
	else if ((int32_t)said->number != score.percent ||
	    (said->code != 0) != score.passed || said->code > 1)
		add(c, e, i, "its sum is not that of its sections");
	else if (a->plan != NULL && score.n_sections != a->plan->n_sections)
		add(c, e, i, "has %u sections; the paper has %u",
		    score.n_sections, a->plan->n_sections);
}

/* ---- what the server did by itself ---- */

static bool
is_by_time(const struct event *e)
{
	return e->kind == EVENT_EXPIRED ||
	    (e->kind == EVENT_SECTION_CLOSED && e->code == CLOSED_BY_TIME) ||
	    (e->kind == EVENT_SECTION_ENTERED && e->code != 0);
}

/* It may act when the time is over, and not before. */
static void
check_due(const struct check *c, const struct story *s, size_t i)
{
	const struct event *e = &s->evidence->decoded[i];
	struct mono due = attempt_due(&s->attempt);
	struct buf words = { 0 };

	if (!is_by_time(e) || mono_reached(e->at.mono, due))
		return;
	if (due.ms == MONO_NEVER.ms) {
		add(c, s->evidence, i, "the server ended something that no "
		    "clock ended");
		return;
	}
	words_duration(&words, due.ms - e->at.mono.ms);
	add(c, s->evidence, i, "the server acted %.*s before the candidate's "
	    "time was over", SLICE_FMT(buf_slice(&words)));
	buf_fini(&words);
}

/* ---- the fold ---- */

static const char *
why_not(enum err err)
{
	return err == ERR_STATE	     ? "it is not possible in that state"
	    : err == ERR_TOO_LATE    ? "it came after the time was over"
	    : err == ERR_FULL	     ? "more than may be"
				     : "what it says cannot be";
}

/* What an event that is not shown does to the state, as far as that matters. */
static bool
stands_for(struct event *out, const struct transcript_event *row)
{
	if (row->kind != EVENT_SCORED)
		return false;
	*out = (struct event){ .kind = EVENT_SCORED, .at = row->at,
		.position = row->position };
	return true;
}

static bool
apply(const struct check *c, struct story *s, size_t i)
{
	const struct evidence *e = s->evidence;
	const struct event *said = &e->decoded[i];
	enum verdict verdict = VERDICT_COUNTED;
	struct event shadow;
	enum err err;

	if (e->events[i].withheld) {
		if (!stands_for(&shadow, &e->events[i]))
			return true;
		said = &shadow;
	} else if (!e->is_decoded[i]) {
		return false;
	} else {
		check_due(c, s, i);
	}
	err = attempt_apply(&s->attempt, said, &verdict);
	if (err != ERR_OK) {
		add(c, e, i, "cannot have happened while the attempt was %s: "
		    "%s", attempt_state_word(s->attempt.state), why_not(err));
		return false;
	}
	s->verdicts[i] = (uint8_t)verdict;
	s->left_ms[i] = attempt_remaining(&s->attempt, e->events[i].at.mono);
	return true;
}

static void
check_event(const struct check *c, struct story *s, size_t i)
{
	const struct evidence *e = s->evidence;

	check_payload(c, e, i);
	if (!e->is_decoded[i])
		return;
	if (e->decoded[i].kind == EVENT_OPENED)
		check_opened(c, e, i);
	else if (e->decoded[i].kind == EVENT_SCORED)
		check_scored(c, e, i, &s->attempt);
}

/* The paper is drawn at once, so that nothing is known before. */
static void
check_draw(const struct check *c, const struct evidence *e)
{
	size_t i;

	if (e->n > 0 && e->events[e->n - 1].kind == EVENT_OPENED)
		add(c, e, e->n - 1, "the paper was not drawn");
	for (i = 0; i < e->n; i++) {
		bool after = i > 0 && e->events[i - 1].kind == EVENT_OPENED;

		if ((e->events[i].kind == EVENT_DRAWN) != after)
			add(c, e, i, after ? "the paper should have been drawn "
			    "here" : "the paper was drawn at another moment "
			    "than when it was opened");
	}
}

/* ---- the head and the result ---- */

static bool
same_score(const struct score *a, const struct score *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool same;

	score_encode(a, &x);
	score_encode(b, &y);
	same = slice_equal(buf_slice(&x), buf_slice(&y));
	buf_fini(&x);
	buf_fini(&y);
	return same;
}

static void
check_result(const struct check *c, const struct story *s)
{
	const struct evidence *e = s->evidence;
	const struct event *last = NULL;
	struct score score;
	size_t i;

	for (i = 0; i < e->n; i++)
		if (e->is_decoded[i] && e->decoded[i].kind == EVENT_SCORED)
			last = &e->decoded[i];
	if (e->has_result !=
	    transcript_shows_result(e->head.form, s->attempt.scored,
		s->attempt.released))
		finding_add(c->findings, c->file, "result",
		    "%s", e->has_result ? "is shown, but no event gives it" :
			"is missing, though the events give one");
	else if (e->has_result && last != NULL && score_of(&score, last) &&
	    !same_score(&score, &e->result))
		finding_add(c->findings, c->file, "result",
		    "is not what the last scoring gave");
}

/* The last time that the candidate was registered. */
static void
check_who(const struct check *c, const struct evidence *e)
{
	struct transcript_who who;
	size_t i = e->n;

	while (i > 0 && e->events[i - 1].kind != EVENT_REGISTERED)
		i--;
	if (i == 0)
		finding_add(c->findings, c->file, "events",
		    "nobody registered the candidate");
	else if (!e->is_decoded[i - 1])
		return; /* found already */
	else if (transcript_who_decode(&who, e->decoded[i - 1].data) != ERR_OK)
		add(c, e, i - 1, "does not say who was registered, and for "
		    "what");
	else if (!transcript_who_equal(&who, &e->head.who))
		add(c, e, i - 1, "registered %.*s (%.*s) for %.*s (%.*s, %.*s); "
		    "the head of the transcript says something else",
		    SLICE_FMT(who.candidate), SLICE_FMT(who.name),
		    SLICE_FMT(who.sitting), SLICE_FMT(who.title),
		    SLICE_FMT(who.zone));
}

static void
check_head(const struct check *c, const struct story *s)
{
	const struct transcript *t = &s->evidence->head;

	check_who(c, s->evidence);
	if (t->route != s->attempt.route)
		finding_add(c->findings, c->file, "route",
		    "is not the one that the candidate was registered on");
	if (s->attempt.plan == NULL &&
	    (t->bank.name.len > 0 || t->programme.name.len > 0))
		finding_add(c->findings, c->file, "bank",
		    "is named, but the paper was never opened");
}

/* ---- the receipt's line ---- */

static void
check_line(const struct check *c, const struct evidence *e)
{
	const struct receipt_line *line = &c->trust->line;

	if (!c->trust->has_line)
		return;
	if (line->attempt != e->head.attempt)
		finding_add(c->findings, c->file, "line",
		    "is of attempt %" PRIu64 "; this is attempt %" PRIu64,
		    line->attempt, e->head.attempt);
	else if (line->number == 0 || line->number > e->n)
		finding_add(c->findings, c->file, "line",
		    "is of event %" PRIu32 ", which is not here: the "
		    "transcript was cut short", line->number);
	else if (!receipt_line_is_of(line, e->head.attempt, line->number,
		     e->events[line->number - 1].hash))
		finding_add(c->findings, c->file, "line",
		    "does not fit event %" PRIu32 ": %s", line->number,
		    receipt_line_is_near(line, e->events[line->number - 1].hash)
			? "one or two characters differ, so it looks mistyped"
			: "something up to there is not as it was when the "
			  "receipt was given, or the line was mistyped");
	else
		finding_note(c->findings, c->file,
		    "the receipt's line fits event %" PRIu32
		    " and all before it", line->number);
}

void
check_fold(const struct check *c, struct story *s)
{
	const struct evidence *e = s->evidence;
	size_t i;

	s->verdicts = alloc_zero(e->n, sizeof(*s->verdicts));
	s->left_ms = alloc_zero(e->n, sizeof(*s->left_ms));
	attempt_init(&s->attempt);
	s->folds = true;
	for (i = 0; i < e->n && s->folds; i++) {
		check_event(c, s, i);
		s->folds = apply(c, s, i);
	}
	for (i = 0; i < e->n; i++)
		check_withheld(c, s, i);
	check_draw(c, e);
	check_line(c, e);
	if (!s->folds)
		return;
	check_head(c, s);
	check_result(c, s);
}
