/*
 * proposal_act: what two people can do together: who they are, whether it may
 * be done at all, and doing it.  For proposal.c only.
 */
#ifndef HALL_PROPOSAL_ACT_H
#define HALL_PROPOSAL_ACT_H

#include "hall/state.h"

/* X(NAME, word, roles of both people, who may) */
#define ACTS(X)                                                                \
	X(APPROVE_BANK, "approve-bank", ROLE_EXAMINER,                         \
	    "Only examiners approve banks.")                                   \
	X(CONFIRM_RESULTS, "confirm-results", ROLE_EXAMINER | ROLE_REGISTRAR,  \
	    "Only examiners and registrars confirm results.")                  \
	X(REOPEN, "reopen", ROLE_PROCTOR, "Only proctors reopen attempts.")

enum proposal_act {
#define X(name, word, roles, who) ACT_##name,
	ACTS(X)
#undef X
	    N_ACTS
};

/* -1: it is none. */
int proposal_act_of(struct slice word);
const char *proposal_act_word(int act);
/* Whose attempt it is about, if it is about one that exists. */
struct seat *proposal_act_seat(struct hall *, int act, const char *object);
/* Has who asks the role and, for an attempt, the room?  false: answered. */
bool proposal_act_let(
    struct hall *, struct request *, int act, const char *object);
/* Why it may not be done to this; NULL: it may. */
const char *proposal_act_refusal(struct hall *, int act, const char *object);

/* In hex, what those who confirm have to have seen; "": nothing. */
void proposal_act_digest(char hex[2 * SHA256_LEN + 1], struct hall *, int act,
    struct slice object);
/* As proposal_act_refusal(), and what was to be seen must be the same. */
const char *proposal_act_refusal_now(struct hall *, const struct proposal *);
/* Do it; refused before, if it may not be done. */
MUST_CHECK enum err proposal_act_do(struct hall *, const struct proposal *);
/* If it is about results they are now in this state. */
void proposal_act_set_results(
    struct hall *, const struct proposal *, enum results_state);

#endif
