#include "hall/proposal_act.h"

#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/marking.h"
#include "hall/objects.h"
#include "hall/reply.h"
#include "hall/room.h"
#include "hall/roster.h"
#include "hall/seat.h"

static const struct {
	const char *word;
	unsigned roles;
	const char *who;
} acts[N_ACTS] = {
#define X(name, word, roles, who) { word, roles, who },
	ACTS(X)
#undef X
};

int
proposal_act_of(struct slice word)
{
	int i;

	for (i = 0; i < N_ACTS; i++)
		if (slice_is(word, acts[i].word))
			return i;
	return -1;
}

const char *
proposal_act_word(int act)
{
	return acts[act].word;
}

/* ---- who may ---- */

static struct seat *
seat_of_object(struct hall *h, const char *object)
{
	uint64_t n;

	return number_read(&n, slice_of(object)) ? seat_find(h, n) : NULL;
}

struct seat *
proposal_act_seat(struct hall *h, int act, const char *object)
{
	return act == ACT_REOPEN ? seat_of_object(h, object) : NULL;
}

static bool
has_role(struct hall *h, struct request *r, int act)
{
	if ((r->staff->roles & acts[act].roles) != 0)
		return true;
	reply_refuse(h, r, ERR_FORBIDDEN, "%s", acts[act].who);
	return false;
}

bool
proposal_act_let(
    struct hall *h, struct request *r, int act, const char *object)
{
	const struct seat *s = proposal_act_seat(h, act, object);

	return has_role(h, r, act) &&
	       (s == NULL || room_let(h, r, s, acts[act].roles));
}

/* ---- may it be done at all? ---- */

static const char *
why_not_results(const struct hall *h, const struct roster *roster)
{
	size_t i;

	if (roster == NULL)
		return "There is no such sitting.";
	if (import_is_into(h, roster))
		return "Candidates are being imported into it.";
	if (roster->results != RESULTS_OPEN &&
	    roster->results != RESULTS_PROPOSED)
		return "The results are confirmed already.";
	for (i = 0; i < roster->n_seats; i++)
		if (!attempt_is_closed(&roster->seats[i]->attempt))
			return "Not every attempt is closed yet; results are "
			       "confirmed once they all are.";
	for (i = 0; i < roster->n_seats; i++)
		if (marking_settled(roster->seats[i]) <
		    roster->seats[i]->n_scripts)
			return "Not every text is marked yet; the scripts of "
			       "the sitting say which wait.";
	return NULL;
}

static const char *
why_not_bank(const struct bank_version *v)
{
	if (v == NULL)
		return "There is no such bank version.";
	return v->approved_by != NULL ? "It is approved already." : NULL;
}

static const char *
why_not_reopen(const struct seat *s)
{
	if (s == NULL)
		return "There is no such attempt.";
	if (!attempt_is_closed(&s->attempt) ||
	    s->attempt.state == ATTEMPT_ABSENT)
		return "Only an attempt that was begun and is closed can be "
		       "reopened.";
	return NULL;
}

const char *
proposal_act_refusal(struct hall *h, int act, const char *object)
{
	switch ((enum proposal_act)act) {
	case ACT_APPROVE_BANK:
		return why_not_bank(bank_find_version(h, slice_of(object)));
	case ACT_CONFIRM_RESULTS:
		return why_not_results(h, roster_find(h, slice_of(object)));
	case ACT_REOPEN:
		return why_not_reopen(seat_of_object(h, object));
	case N_ACTS:
		break;
	}
	return "There is no such act.";
}

void
proposal_act_digest(char hex[2 * SHA256_LEN + 1], struct hall *h, int act,
    struct slice object)
{
	hex[0] = '\0';
	if (act == ACT_CONFIRM_RESULTS)
		result_digest(hex, roster_find(h, object));
}

/* Nobody confirms what they have not seen. */
const char *
proposal_act_refusal_now(struct hall *h, const struct proposal *p)
{
	const char *refusal = proposal_act_refusal(h, p->act, p->object);
	char now[sizeof(p->digest)];

	if (refusal != NULL)
		return refusal;
	proposal_act_digest(now, h, p->act, slice_of(p->object));
	return strcmp(now, p->digest) == 0 ?
	    NULL :
	    "The results have changed since they were proposed; withdraw and "
	    "propose again.";
}

/* ---- doing it ---- */

static enum err
do_reopen(struct hall *h, const struct proposal *p)
{
	struct seat *s = seat_of_object(h, p->object);
	char *both = text_join(p->by, " and ", p->second);
	struct event e = { .kind = EVENT_REOPENED, .ms = MINUTES(p->minutes),
		.by = slice_of(both), .reason = slice_of(p->reason),
		.text = slice_of(p->words) };
	enum err err = seat_reopen(h, s, &e);

	free(both);
	return err;
}

enum err
proposal_act_do(struct hall *h, const struct proposal *p)
{
	struct roster *roster;

	switch ((enum proposal_act)p->act) {
	case ACT_APPROVE_BANK:
		bank_approve(h, bank_find_version(h, slice_of(p->object)),
		    p->by, p->second);
		return ERR_OK;
	case ACT_CONFIRM_RESULTS:
		roster = roster_find(h, slice_of(p->object));
		roster->results = RESULTS_CONFIRMED;
		roster_store(h, roster);
		return ERR_OK;
	case ACT_REOPEN:
		return do_reopen(h, p);
	case N_ACTS:
		break;
	}
	return ERR_STATE;
}

void
proposal_act_set_results(
    struct hall *h, const struct proposal *p, enum results_state to)
{
	struct roster *roster = p->act == ACT_CONFIRM_RESULTS
				    ? roster_find(h, slice_of(p->object))
				    : NULL;

	if (roster == NULL)
		return;
	roster->results = to;
	roster_store(h, roster);
}
