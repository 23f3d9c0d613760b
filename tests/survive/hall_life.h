/*
 * hall_life: candidates who save at a hall that dies, and dies again, and a
 * ledger of what was acknowledged to them.
 *
 * The hall is the real process on a data directory of its own.  Each candidate
 * has one save under way and sends it until it is answered, as the candidate's
 * program does.
 */
#ifndef SURVIVE_HALL_LIFE_H
#define SURVIVE_HALL_LIFE_H

#include "e2e/ledger.h"
#include "prepared.h"
#include "support/hall_process.h"

struct hall_life {
	char directory[64], trace[80];
	struct hall_process hall;
	struct ledger ledgers[PREPARED_PEOPLE];
	struct ack asked[PREPARED_PEOPLE]; /* seq 0: nothing is under way */
	int64_t seqs[PREPARED_PEOPLE][PREPARED_ITEMS / 2];
	uint64_t n_acks;
};

/* A call that the hall makes while it lives: the nth of its name. */
struct moment {
	char call[32];
	unsigned nth;
};

void life_init(struct hall_life *);
void life_fini(struct hall_life *);

/*
 * It starts, everybody saves some times, it is drained; or it dies of the
 * injection before that.  Its exit status, or minus the signal.
 */
int life_play(struct hall_life *, const struct injection *);
/* It starts on a machine that is well: what was under way is sent again, and
 * every journal must hold what was acknowledged, once.  Then kill -9. */
void life_check(struct hall_life *);

/* Every call of one life that is well, from the data directory on; the caller
 * frees them. */
size_t life_moments(struct hall_life *, struct moment **);
/* The kth of them to strike: all of them in n, and few from everywhere. */
const struct moment *life_moment(const struct moment *, size_t n, uint64_t k);
/* What the injection struck in the last life, if its trace was asked for. */
enum struck {
	STRUCK_NOTHING,
	STRUCK_DIRECTORY,
	STRUCK_HEADS, /* of the evidence */
	STRUCK_OTHER
};
enum struck life_struck(const struct hall_life *);

#endif
