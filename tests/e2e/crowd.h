/*
 * crowd: a room of writers, and the ledgers of what was acknowledged to them.
 */
#ifndef E2E_CROWD_H
#define E2E_CROWD_H

#include "ledger.h"

#define CROWD_PATIENCE_MS SECONDS(60)
#define CROWD_WRITERS 6

struct one {
	struct sitter sitter; /* to ask for the writer; same token */
	struct ledger ledger;
	json_t *items;
	pid_t pid;
	int64_t back_us; /* when an answer came to the first question that was
			    asked after crowd.since_us; 0: none yet */
};

struct crowd {
	struct centre *centre;
	struct one ones[CROWD_WRITERS];
	volatile bool *stop; /* shared with the writers */
	int acks;	     /* what they write, to be read */
	int64_t n_acks, n_again;
	int64_t since_us;
};

/* Takes the first seats: signs in, opens, enters the first section. */
void crowd_init(struct crowd *, struct centre *);
void crowd_fini(struct crowd *);

void crowd_start(struct crowd *);
/* Waits for one acknowledgement; false: all writers have ended. */
bool crowd_take(struct crowd *);
void crowd_take_many(struct crowd *, unsigned n);
/* They end when what is under way is answered. */
void crowd_stop(struct crowd *);
/* Every ledger against the journal; the events that are left, of all. */
size_t crowd_check_journals(struct crowd *);

#endif
