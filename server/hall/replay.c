/*
 * replay: an attempt derived once more from its journal, its bank version and
 * its programme, and compared with what is kept: its state and its clock, its
 * paper, what was on its screens, its marks and its result.
 */
#include <stdarg.h>

#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/objects.h"
#include "hall/reply.h"
#include "hall/retell.h"
#include "hall/seat.h"

#define FOLDS_A_SLICE 200 /* or fewer, where a paper is drawn or marked */

struct replay {
	struct buf findings; /* JSON objects with commas between */
	uint32_t n_findings, n_saves;
	struct buf result; /* as it was derived last; empty: never */
};

void
replay_free(struct replay *p)
{
	if (p == NULL)
		return;
	buf_fini(&p->findings);
	buf_fini(&p->result);
	free(p);
}

__attribute__((format(printf, 3, 4))) static void
add(struct retelling *t, const char *what, const char *fmt, ...)
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

/* ---- what it was opened with ---- */

static void
check_version(struct retelling *t, const char *what,
    const struct transcript_version *said, const char *key, const char *hex)
{
	char opened[2 * SHA256_LEN + 1];

	hash_hex(opened, said->sha256, SHA256_LEN);
	if (!slice_is(said->name, key))
		add(t, what, "%.*s was opened; the sitting has %s",
		    SLICE_FMT(said->name), key);
	else if (strcmp(opened, hex) != 0)
		add(t, what,
		    "%s had the SHA-256 %s when it was opened; what is "
		    "stored has %s",
		    key, opened, hex);
}

static void
check_opened(struct retelling *t, const struct event *e)
{
	const struct roster *r = t->shadow.roster;
	struct transcript_version bank, programme;

	if (transcript_versions(&bank, &programme, e->text) != ERR_OK) {
		add(t, "journal", "event %u names no bank and programme",
		    t->events[t->at - 1].number);
		return;
	}
	check_version(t, "bank", &bank, r->bank->key, r->bank->sha256);
	check_version(t, "programme", &programme, r->programme->key,
	    r->programme->sha256);
}

/* ---- the paper ---- */

static bool
same_paper(
    const struct bank *bank, const struct paper *a, const struct paper *b)
{
	uint16_t i;

	if (paper_n_items(a) != paper_n_items(b))
		return false;
	for (i = 0; i < paper_n_items(a); i++)
		if (paper_item(a, i) != paper_item(b, i) ||
		    memcmp(paper_orders(a, i), paper_orders(b, i),
			item_orders_len(bank_item(bank, paper_item(a, i)))) !=
			0)
			return false;
	return true;
}

static void
check_draw(struct retelling *t, const struct paper *paper)
{
	struct paper *again = NULL;
	enum err e = draw_again(&again, &t->shadow);

	if (e == ERR_UNKNOWN)
		return; /* it depended on others' papers */
	if (e != ERR_OK || !same_paper(seat_bank(&t->shadow), paper, again))
		add(t, "paper",
		    "the seed gives another paper than the one that "
		    "was drawn");
	paper_free(again);
}

/* How it was to be sat: sections, times, breaks. */
static void
check_plan(struct retelling *t, const struct paper *paper)
{
	struct attempt_plan drawn = *t->shadow.attempt.plan;
	struct attempt_plan due = seat_plan(&t->shadow, paper);
	const struct sitting_route *timing = seat_timing(&t->shadow);
	int64_t whole_ms = 0;
	struct buf a = { 0 }, b = { 0 };

	if (timing->whole_ms != 0)
		whole_ms =
		    entitlement_total_ms(t->shadow.attempt.entitlement, timing);
	drawn.items = NULL;
	due.form = drawn.form;
	attempt_plan_encode(&drawn, &a);
	attempt_plan_encode(&due, &b);
	if (!slice_equal(buf_slice(&a), buf_slice(&b)) ||
	    whole_ms != t->shadow.attempt.whole_ms)
		add(t, "timing",
		    "sections, times or breaks are not those of "
		    "the sitting and of what the candidate is entitled to");
	buf_fini(&a);
	buf_fini(&b);
}

static void
check_drawn(struct retelling *t, const struct event *e)
{
	const struct paper *paper = seat_paper(&t->shadow);
	struct attempt_drawn said, now;

	if (paper == NULL) {
		add(t, "paper",
		    "the bank does not have the items that were "
		    "drawn");
		return;
	}
	check_plan(t, paper);
	check_draw(t, paper);
	seat_drawn(&now, &t->shadow, paper);
	if (attempt_drawn_decode(&said, paper_n_items(paper), e->data) !=
		ERR_OK ||
	    !hash_equal(said.screens, now.screens, SCREENS_LEN))
		add(t, "screens",
		    "what the bank shows for this paper is not "
		    "what was on the candidate's screen");
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
		add(t, "clock",
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
		add(t, "score",
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
		check_opened(t, e);
	else if (e->kind == EVENT_DRAWN)
		check_drawn(t, e);
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
		add(t, "journal",
		    "event %u does not follow from those before "
		    "it",
		    t->events[t->at].number);
	else
		add(t, "journal",
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

/* ---- what is kept ---- */

struct kept {
	struct slice wanted;
	bool same;
};

static bool
see_object(void *ctx, const char *key, struct slice body)
{
	struct kept *k = ctx;

	(void)key;
	k->same = slice_equal(body, k->wanted);
	return false;
}

/* Is it stored as it should be?  wanted empty: it should not be there. */
static bool
is_kept(struct hall *h, const struct retelling *t, enum store_kind kind,
    struct slice wanted)
{
	struct kept k = { .wanted = wanted };
	char key[24];
	enum err e;

	snprintf(
	    key, sizeof(key), "%llu", (unsigned long long)t->chain.attempt);
	e = store_read_object(h->store, kind, key, see_object, &k);
	return e == ERR_UNKNOWN ? wanted.len == 0 : e == ERR_OK && k.same;
}

/* Their number, their name and the sitting are those of the registration. */
static void
check_who(struct retelling *t)
{
	const struct seat *s = t->seat;
	struct transcript_who who;
	struct event e;

	if (!retell_last(&e, t, EVENT_REGISTERED))
		add(t, "candidate", "nobody registered the candidate");
	else if (transcript_who_decode(&who, e.data) != ERR_OK)
		add(t, "candidate",
		    "the registration does not say who it is of");
	else if (!slice_is(who.candidate, s->number) ||
		 !slice_is(who.name, s->name) ||
		 !slice_is(who.sitting, s->roster->sitting->ident))
		add(t, "candidate",
		    "%.*s (%.*s) was registered for %.*s; the server goes by "
		    "%s (%s) in %s",
		    SLICE_FMT(who.candidate), SLICE_FMT(who.name),
		    SLICE_FMT(who.sitting), s->number, s->name,
		    s->roster->sitting->ident);
}

static void
check_candidate(struct hall *h, struct retelling *t)
{
	const struct attempt_plan *plan = t->shadow.attempt.plan;
	struct buf object = { 0 };

	seat_pack(&object, t->seat);
	/* A form that was given a moment ago may wait to be stored. */
	if (h->n_formed == 0 &&
	    !is_kept(h, t, STORE_CANDIDATE, buf_slice(&object)))
		add(t, "candidate",
		    "what is stored of the candidate is not "
		    "what the server goes by");
	if (plan != NULL && plan->form != t->seat->form)
		add(t, "candidate",
		    "the candidate has form %u; form %u was "
		    "opened",
		    t->seat->form, plan->form);
	check_who(t);
	buf_fini(&object);
}

static void
check_result(struct hall *h, struct retelling *t)
{
	if (!is_kept(h, t, STORE_RESULT, buf_slice(&t->replay->result)))
		add(t, "result",
		    "the stored result is not what follows from "
		    "the answers");
}

/* Where two states differ, for people; NULL: nowhere that they would know. */
static const char *
difference(const struct attempt *a, const struct attempt *b)
{
	if (a->entitlement.factor != b->entitlement.factor ||
	    a->entitlement.extra_ms != b->entitlement.extra_ms)
		return "entitlement";
	if (a->route != b->route)
		return "route";
	if (a->state != b->state || a->section != b->section)
		return "state";
	if (a->deadline.ms != b->deadline.ms ||
	    a->window_end.ms != b->window_end.ms || a->since.ms != b->since.ms)
		return "deadlines";
	if (a->extended_ms != b->extended_ms || a->paused_ms != b->paused_ms ||
	    a->compensation_ms != b->compensation_ms)
		return "time that was given";
	return NULL;
}

static void
check_state(struct retelling *t)
{
	struct attempt *again = &t->shadow.attempt;
	const struct attempt *kept = &t->seat->attempt;
	const char *what = difference(again, kept);
	struct buf a = { 0 }, b = { 0 };

	if (kept->answers == NULL)
		attempt_forget_answers(again);
	attempt_pack(again, &a);
	attempt_pack(kept, &b);
	if (!slice_equal(buf_slice(&a), buf_slice(&b)))
		add(t, "state",
		    "the %s of the attempt %s not what the events "
		    "give",
		    what != NULL ? what : "answers or counts",
		    what != NULL && strcmp(what, "deadlines") != 0 ? "is"
								   : "are");
	buf_fini(&a);
	buf_fini(&b);
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
	if (!t->damaged) {
		check_candidate(h, t);
		check_result(h, t);
		check_state(t);
	}
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
