/*
 * sim: an examination centre in one process: sittings, the people in them, the
 * network between, and the machine with its hall; and what must hold.
 *
 *	sim_begin()	the machine, a calendar and its candidates (centre.c)
 *	sim_run()	until every attempt is closed (sim.c)
 *	sim_end()	the whole journal once more (watch.c)
 *
 * Time goes in strides.  In each, messages that the network delivers reach the
 * hall (network.c), candidates and proctors decide what to ask next (sitter.c,
 * proctors.c), now and then something breaks (mishap.c), and everything that
 * left the hall or went into the journal is judged (watch.c).
 *
 * People know what is true of their attempt; what they do with it is chance,
 * and often wrong.
 */
#ifndef SURVIVE_SIM_H
#define SURVIVE_SIM_H

#include "campaign.h"
#include "machine.h"
#include "owed.h"
#include "queue.h"

/* How much of what there is in a case. */
struct sim_mix {
	int sittings;		      /* at the same time */
	int people_min, people_max;   /* in each */
	int minutes_min, minutes_max; /* of a section */
	int pace_ms;   /* between two things that somebody does */
	int mishaps_s; /* one in so many seconds */
	int loss;      /* of 1000 messages, ways and dups alike */
	int acts;      /* of proctors, for 100 candidates */
	bool clocks;   /* mishaps of the clocks are the most */
};

struct sim_sitting {
	char ident[16];
	struct wall opens, closes;
	int64_t late_entry_ms; /* -1: as late as everybody has all their time */
	int64_t last_entry;    /* wall; worked out */
	int64_t over;	       /* true time; if nothing went wrong */
	int64_t grace_ms, late_ms;
	bool check_in, admission, proctor_moves, rooms;
	struct owed_terms base[N_ROUTE_NAMES]; /* for whoever needs no more */
	uint32_t first, n;		       /* its people */
};

struct sitter {
	struct owed owed;
	struct attempt fold; /* of the journal, from its beginning */
	const struct sim_sitting *sitting;
	enum route_name route;
	uint32_t factor;
	int64_t extra_ms;
	char number[16], code[16];
	uint8_t token[TOKEN_LEN], waiting[TOKEN_LEN];
	bool signed_in, waits, streams, stays, gone;
	uint32_t seqs[OWED_ITEMS];
	uint32_t touched; /* in which stride something was put for them */
	uint32_t changed; /* in which stride the server acted by itself */
	uint32_t pace_ms;
};

/* Who acts; one proposes, the other confirms. */
enum sim_staff { STAFF_ANNA, STAFF_BEN, N_STAFF };

struct message {
	enum route route;
	uint32_t who;
	bool staff, done, second; /* second: from another device */
	enum sim_staff by;
	uint8_t tries, pending; /* pending: comings that name it */
	uint32_t act;		/* of the staff; 0: none.  See watch_act() */
	uint16_t item;
	uint32_t seq;
	char param[24], key[16], body[160];
};

/* A save in the journal. */
struct kept {
	uint64_t position;
	uint32_t who, seq;
	uint16_t item;
	uint8_t verdict, hash[HASH_LEN];
	int64_t at;
};

/* A request that is with the hall. */
struct asked {
	uint64_t conn;
	uint32_t message;
	int64_t at; /* its last byte */
};

enum sim_coming {
	COMES_THOUGHT,
	COMES_MESSAGE,
	COMES_AGAIN,
	COMES_PROCTOR,
	COMES_RESUMPTION,
	COMES_MISHAP
};

struct sim {
	struct campaign_case *c;
	size_t tallies; /* the first of its four: exams, saves, acts, outages */
	const struct sim_mix *mix;
	struct machine machine;
	struct queue queue;
	struct sim_sitting *sittings;
	struct sitter *people;
	uint32_t n_people, n_closed;
	uint64_t first_attempt;
	struct message *messages;
	uint32_t n_messages, messages_room, free_message;
	struct asked *asked;
	uint32_t n_asked, asked_room;
	struct kept *kept;
	size_t n_kept, kept_room;
	bool *acts; /* by number: is it in the journal? */
	uint32_t n_acts, acts_room;
	int64_t stride_ms;
	uint32_t stride;
	uint64_t seen_before; /* the journal, when this stride began */
	bool mishap;	      /* one is due, when nothing is with the hall */
	bool quiet;	      /* nobody is given more: it must end */
	/* the network is cut for some, until; half: they are heard, not told */
	int64_t cut_until;
	uint32_t cut_of, cut_is;
	bool cut_half;
};

void sim_begin(struct sim *, struct campaign_case *, size_t tallies,
    const struct sim_mix *);
void sim_run(struct sim *);
void sim_end(struct sim *);

/* low to high, both included; one of so many. */
int sim_pick(struct sim *, int low, int high);
bool sim_chance(struct sim *, int of_1000);
/* The attempt of a sitter and back; NULL: none of ours. */
struct sitter *sim_sitter(struct sim *, uint64_t attempt);
uint64_t sim_attempt(const struct sim *, uint32_t who);

/* ---- centre.c ---- */

/* The calendar, its candidates, their tickets. */
void centre_make(struct sim *);
void centre_free(struct sim *);
/* Afterwards: results are proposed, confirmed, released, and looked at. */
void centre_publish(struct sim *, const struct sim_sitting *);

/* ---- network.c ---- */

/* Filled in by the caller, sent now; it is sent again until it is answered. */
struct message *network_write(struct sim *, uint32_t who, enum route);
void network_send(struct sim *, struct message *);
void network_deliver(struct sim *, const struct coming *);
void network_again(struct sim *, uint32_t message);
/* Is the reply on its way lost? */
bool network_loses_reply(struct sim *, const struct message *);
/* Every request that the hall was to hear in this stride was lost. */
void network_forget(struct sim *);
void network_fini(struct sim *);

/* ---- sitter.c, proctors.c, mishap.c ---- */

void sitter_think(struct sim *, uint32_t who);
/* What it was told of a message of its. */
void sitter_hear(
    struct sim *, const struct message *, const struct scene_reply *);
void proctors_act(struct sim *);
void proctors_resume(struct sim *, uint32_t who);
/* Let in a candidate who waits at the door. */
void proctors_let_in(struct sim *, uint32_t who);
void proctors_move_device(struct sim *, uint32_t who);
void proctors_hear(
    struct sim *, const struct message *, const struct scene_reply *);
void mishap_happen(struct sim *);
/* Instead of the stride's turn: the disk fails in its commit. */
void mishap_of_disk(struct sim *);

/* ---- watch.c, watch_journal.c ---- */

/* What left the hall in this stride. */
void watch_replies(struct sim *);
/* What the journal holds by now. */
void watch_journal(struct sim *);
/* Everything that was ever told, once more. */
void watch_everything(struct sim *);
void watch_fini(struct sim *);
/* A number for an act of the staff, to be put in its words. */
uint32_t watch_act(struct sim *);

/* A member of a JSON text, wherever it stands: "name": in quotes. */
int64_t text_number(struct slice text, const char *name);
bool text_word(char *out, size_t room, struct slice text, const char *name);

#endif
