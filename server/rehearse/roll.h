/*
 * roll: who and what a sitting is made of, as a copy's store has it, before
 * anybody comes.  It owns everything in it.
 */
#ifndef REHEARSE_ROLL_H
#define REHEARSE_ROLL_H

#include "core/bank.h"
#include "core/entitlement.h"
#include "exam/diag.h"
#include "exam/routes.h"
#include "exam/states.h"
#include "store/store.h"

struct roll_account {
	char *name;
	unsigned roles; /* 0: closed */
	bool signs_in;	/* has a password or a user of the machine */
};

struct roll_candidate {
	uint64_t attempt;
	char *number;
	char *room, *seat; /* NULL: none */
	bool has_ticket;
	/* what the hall says of them, once it runs */
	enum route_name route;
	enum attempt_state state;
	struct entitlement entitlement;
	struct wall closes; /* their own window's end; 0: not known */
};

struct roll {
	struct sitting *sitting;
	struct bank *bank;
	struct programme *programme;
	struct roll_account *accounts;
	size_t n_accounts;
	struct roll_candidate *candidates; /* by attempt */
	size_t n_candidates;
	struct store_clock last; /* the copy's last sign of life */
};

/* Of a store that no hall has.  ERR_UNKNOWN: there is no such sitting.
 * ERR_STATE, ERR_IO: the copy is damaged.  The diag says which. */
MUST_CHECK enum err roll_read(
    struct roll *, struct store *, const char *sitting, struct diag *);
void roll_fini(struct roll *);

/* NULL: nobody has it. */
struct roll_candidate *roll_of_attempt(const struct roll *, uint64_t attempt);
const struct roll_account *roll_account(const struct roll *, const char *name);
/* How many are on this route. */
uint32_t roll_n_on(const struct roll *, enum route_name);
/* The end of the last window of all, or the sitting's. */
struct wall roll_latest_end(const struct roll *);

#endif
