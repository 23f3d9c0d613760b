/*
 * replay: an attempt derived once more from its journal, its bank version and
 * its programme, and compared with what is kept: its state and its clock, its
 * paper, what was on its screens, its marks and its result.
 */
#include <stdarg.h>

#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/objects.h"
#include "hall/replay.h"
#include "hall/reply.h"

#define FOLDS_A_SLICE 200 /* or fewer, where a paper is drawn or marked */

void
replay_free(struct replay *p)
{
	if (p == NULL)
		return;
	buf_fini(&p->findings);
	buf_fini(&p->result);
	free(p);
}

void
replay_note(struct retelling *t, const char *what, const char *fmt, ...)
{
	struct replay *p = t->replay;
	struct buf words = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	p->n_findings++;
	out_open(&p->findings, NULL);
	out_word(&p->findings, "what", what);
	out_text(&p->findings, "words", buf_slice(&words));
	out_close(&p->findings);
	buf_fini(&words);
}

static enum retell_goes
start(struct hall *h, struct retelling *t)
{
	(void)h;
	replay_free(t->replay);
	t->replay = alloc_zero(1, sizeof(*t->replay));
	return RETELL_DONE;
}

/* ---- the clock ---- */

static bool
is_by_time(const struct event *e)
{
	return e->kind == EVENT_EXPIRED ||
	       (e->kind == EVENT_SECTION_CLOSED && e->code == CLOSED_BY_TIME) ||
	       (e->kind == EVENT_SECTION_ENTERED && e->code != 0);
}

/* The server may act when the time is over, and not before. */
static void
check_due(struct retelling *t, const struct event *e)
{
	struct mono due = attempt_due(&t->shadow.attempt);

	if (is_by_time(e) && !mono_reached(e->at.mono, due))
		replay_note(t, "clock",
		    "event %u: the server acted before the "
		    "candidate's time was over",
		    t->events[t->at].number);
}

/* ---- marks ---- */

static void
derive(struct retelling *t)
{
	buf_clear(&t->replay->result);
	if (result_derive(&t->shadow))
		result_pack(&t->replay->result, &t->shadow);
}

static void
check_scored(struct retelling *t, const struct event *e)
{
	struct buf now = { 0 };

	derive(t);
	if (t->shadow.score != NULL)
		score_encode(t->shadow.score, &now);
	if (!slice_equal(buf_slice(&now), e->data) ||
	    e->number != (uint32_t)t->shadow.score->percent ||
	    (e->code != 0) != t->shadow.score->passed)
		replay_note(t, "score",
		    "event %u: the answers give other marks than "
		    "were noted",
		    t->events[t->at].number);
	buf_fini(&now);
}

/* ---- the fold ---- */

static void
look_before(struct retelling *t, const struct event *e)
{
	check_due(t, e);
	if (e->kind == EVENT_SCORED)
		check_scored(t, e);
}

static void
look_after(struct retelling *t, const struct event *e)
{
	const struct attempt *a = &t->shadow.attempt;

	t->replay->n_saves += e->kind == EVENT_ANSWERED;
	if (e->kind == EVENT_OPENED)
		replay_check_opened(t, e);
	else if (e->kind == EVENT_DRAWN)
		replay_check_drawn(t, e);
	else if (attempt_is_closed(a) && a->closing == a->n_events)
		derive(t);
}

static bool
takes_long(const struct event *e)
{
	return e->kind == EVENT_DRAWN || e->kind == EVENT_SCORED ||
	       e->kind == EVENT_SUBMITTED || e->kind == EVENT_EXPIRED ||
	       e->kind == EVENT_TERMINATED;
}

static void
add_damage(struct retelling *t)
{
	if (t->at < t->n_events && t->before == 0)
		replay_note(t, "journal",
		    "event %u does not follow from those before "
		    "it",
		    t->events[t->at].number);
	else
		replay_note(t, "journal",
		    "an event before number %u is not what was "
		    "written, or is not there; the log names it",
		    t->n_events > 0 ? t->events[0].number
				    : t->chain.number + 1);
	t->damaged = true;
}

static enum retell_goes
fold(struct hall *h, struct retelling *t)
{
	size_t end = t->at + FOLDS_A_SLICE;
	struct event e = { 0 };

	(void)h;
	if (t->damaged)
		add_damage(t);
	while (!t->damaged && t->at < end && t->at < t->n_events &&
	       !takes_long(&e)) {
		if (retell_event(&e, t) == ERR_OK) {
			look_before(t, &e);
			if (retell_fold(t, &e) == ERR_OK) {
				look_after(t, &e);
				continue;
			}
		}
		add_damage(t);
	}
	return !t->damaged && t->at < t->n_events ? RETELL_ON : RETELL_DONE;
}

/* ---- the answer ---- */

static void
reply(struct hall *h, struct retelling *t)
{
	const struct replay *p = t->replay;
	struct frame_request frame;
	struct request r;
	struct buf *b;

	retell_resume(h, &r, &frame, t);
	b = reply_begin(h);
	out_int(b, "attempt", (int64_t)t->chain.attempt);
	out_word(b, "state", attempt_state_word(t->seat->attempt.state));
	out_int(b, "events", t->chain.number);
	out_int(b, "saves", p->n_saves);
	out_bool(b, "holds", p->n_findings == 0);
	out_open_array(b, "findings");
	buf_put_slice(b, buf_slice(&p->findings));
	out_close_array(b);
	reply_end(h, &r, 200);
}

static enum retell_goes
finish(struct hall *h, struct retelling *t)
{
	if (t->seat->chain.head != t->chain.head) {
		retell_again(t); /* it goes on; look once more */
		return RETELL_ON;
	}
	if (!t->damaged)
		replay_check_kept(h, t);
	reply(h, t);
	return RETELL_DONE;
}

void
replay_show(struct hall *h, struct request *r)
{
	static retell_step *const steps[] = { start, retell_read, fold, finish,
		NULL };
	struct seat *s = seat_of_path(h, r);

	if (s != NULL)
		(void)retell_begin(h, r, s, steps); /* or answered */
}
