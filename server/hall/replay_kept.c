/* replay_kept: what the server goes by, in memory and on the disk. */
#include "hall/replay.h"
#include "hall/seat.h"

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
		replay_note(t, "candidate", "nobody registered the candidate");
	else if (transcript_who_decode(&who, e.data) != ERR_OK)
		replay_note(t, "candidate",
		    "the registration does not say who it is of");
	else if (!slice_is(who.candidate, s->number) ||
		 !slice_is(who.name, s->name) ||
		 !slice_is(who.sitting, s->roster->sitting->ident))
		replay_note(t, "candidate",
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
		replay_note(t, "candidate",
		    "what is stored of the candidate is not "
		    "what the server goes by");
	if (plan != NULL && plan->form != t->seat->form)
		replay_note(t, "candidate",
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
		replay_note(t, "result",
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
		replay_note(t, "state",
		    "the %s of the attempt %s not what the events "
		    "give",
		    what != NULL ? what : "answers or counts",
		    what != NULL && strcmp(what, "deadlines") != 0 ? "is"
								   : "are");
	buf_fini(&a);
	buf_fini(&b);
}

void
replay_check_kept(struct hall *h, struct retelling *t)
{
	check_candidate(h, t);
	check_result(h, t);
	check_state(t);
}
