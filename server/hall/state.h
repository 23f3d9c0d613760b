/*
 * state: everything the hall knows, for the files of this folder only; what
 * each file does with it is in the header of its name.
 *
 * One owner: struct hall owns all of it; the tables own their entries.
 */
#ifndef HALL_STATE_H
#define HALL_STATE_H

#include <sys/queue.h>

#include "base/hash.h"
#include "core/attempt.h"
#include "core/profile.h"
#include "core/score.h"
#include "hall/hall.h"
#include "hall/metrics.h"
#include "proto/out.h"
#include "proto/problem.h"
#include "proto/read.h"

/* FNV-1a (Fowler, Noll, Vo) for the tables; nobody outside chooses the keys
 * that are stored. */
static inline unsigned
table_hash(const void *key, size_t len)
{
	const unsigned char *p = key;
	unsigned h = 2166136261u;

	while (len-- > 0)
		h = (h ^ *p++) * 16777619u;
	return h;
}

#define HASH_FUNCTION(key, len, value) ((value) = table_hash(key, len))
#define uthash_malloc(n) alloc_bytes(n) /* its own end would be exit(-1) */
#include <uthash.h>

/* A request cannot have waited longer in a net that answers 503 before. */
#define HELD_AT_MOST SECONDS(60)

/* A chain of journal events: an attempt's, or the administration's. */
struct chain {
	uint64_t attempt; /* 0: administrative */
	uint64_t head;	  /* position of its last event, 0: none */
	uint32_t number;  /* of its last event */
	uint8_t hash[HASH_LEN];
	bool dirty;	  /* not in the newest snapshot; in hall.dirty */
	uint64_t dirty_since; /* first position that is not in it */
	TAILQ_ENTRY(chain) dirty_entry;
};

struct bank_version {
	char *key; /* "ctss@2026.1" */
	struct bank *bank;
	char sha256[2 * SHA256_LEN + 1];
	char *loaded_by, *approved_by, *proposed_by;
	struct wall loaded_at;
	UT_hash_handle hh;
};

struct programme_version {
	char *key;
	struct programme *programme;
	char sha256[2 * SHA256_LEN + 1]; /* of the bytes that are stored */
	UT_hash_handle hh;
};

enum results_state { RESULTS_OPEN, RESULTS_PROPOSED, RESULTS_CONFIRMED,
	RESULTS_RELEASED };

struct seat;

/* Some rooms of a sitting, or all of it with whoever has no room. */
struct room_set {
	bool all;
	uint8_t rooms[(SITTING_ROOMS_MAX + 7) / 8]; /* a bit each */
};

/* What streams of the staff show of a sitting; streams of the same rooms have
 * one, so that what changes is written once.  The roster owns it. */
struct view {
	struct room_set rooms;
	uint64_t topic;
	uint32_t streams;
	struct buf rows; /* to push, JSON objects with commas between */
	struct buf gone; /* attempts that moved out of these rooms */
	struct view *next;
};

/* What was said to everybody, or to some rooms; the roster owns it. */
struct announcement {
	uint64_t number; /* position of the event that tells of it; what was
			    sent to candidates comes right behind it */
	struct wall at;
	char *by, *text;
	char **rooms;
	uint16_t n_rooms; /* 0: to everybody */
	size_t sent;	  /* to so many candidates */
	bool wall;	  /* for who looks at a wall, too */
	struct announcement *next; /* the one before it */
};

/* A sitting and the people in it. */
struct roster {
	struct sitting *sitting;
	struct sitting *filed; /* as its schedule has it, once others were named
				  to proctor; NULL: the same */
	const struct sitting *coming; /* what shall replace it, while that is
					 checked; borrowed */
	const struct bank_version *bank;
	const struct programme_version *programme;
	enum results_state results;
	uint8_t forms_seed[SEED_LEN]; /* of its forms, and who gets which */
	struct draws *draws[N_ROUTE_NAMES]; /* see draw.c; NULL: none yet */
	uint32_t papers[N_ROUTE_NAMES]; /* that there will be; 0: to be counted */
	int64_t given_ms; /* the server was away so long while its window was
			     open: entry and end wait for those not begun */
	struct seat **seats;
	size_t n_seats, room_for;
	struct announcement *announcements; /* the last ones */
	struct view *views;    /* what proctors look at */
	struct seat **changed; /* rows to push */
	size_t n_changed, changed_room;
	UT_hash_handle hh;
};

struct session;

/* A candidate in a sitting, and their attempt. */
struct seat {
	struct chain chain; /* .attempt is its number */
	struct attempt attempt;
	struct roster *roster;
	char *number, *name;
	const struct sitting_room *room; /* of its sitting; NULL: none */
	char *place; /* in a room a number of its seats; NULL: none */
	bool has_code;
	uint8_t code[SHA256_LEN]; /* HMAC of the access code */
	uint16_t form;		  /* given when the room's first is opened */
	struct paper *paper;	  /* made when first needed */
	struct score *score;	  /* once closed; see result.c */
	struct profile profile;	  /* of the score, by topics */
	uint16_t *scripts;	  /* items that people mark, see marking.c */
	uint16_t n_scripts;
	struct session *current, *waiting;
	uint32_t streams;
	bool changed;		/* is in roster.changed */
	bool push;		/* is in hall.pushes: state goes out this turn */
	char *help;		/* what they asked last */
	struct buf messages;	/* to them, JSON objects with commas between */
	bool messages_known;	/* false: still only in the journal */
	struct mono walks_at;	/* see save.c */
	int64_t walks_ms;
	struct mono due;	/* see deadline.c */
	size_t heap_index;	/* SIZE_MAX: not in the heap */
	struct {
		uint64_t position; /* 0: none yet */
		uint32_t number;
		uint8_t hash[HASH_LEN];
	} receipt;		/* the event that the last one is of */
	struct seat *namesake;	/* same candidate number, another sitting */
	struct kept_reply *replies; /* oldest first */
	uint32_t n_replies;
	UT_hash_handle hh;	/* by attempt number */
};

struct person { /* all seats of one number */
	char *number;
	struct seat *seats;
	UT_hash_handle hh;
};

struct account {
	char *name;
	char *password; /* Argon2id string */
	unsigned roles; /* 0: closed */
	char *local_user;
	uint32_t uid; /* of local_user */
	uint32_t sessions;
	UT_hash_handle hh;
};

/* A signed-in device or person. */
struct session {
	uint8_t key[SHA256_LEN]; /* hash of the token */
	uint64_t topic;
	struct seat *seat; /* a candidate's, or … */
	struct account *account;
	uint32_t device;
	struct wall at;
	struct session *prev, *next; /* of the staff, in hall.staff_sessions */
	UT_hash_handle hh;
};

struct stream {
	struct {
		uint64_t conn;
		uint64_t slot;
	} key;
	struct seat *seat; /* who listens, or … */
	struct roster *roster; /* … to which sitting, */
	struct view *view;     /* which of its rooms, */
	struct account *account;
	bool narrowed;	/* to one room, of several perhaps */
	uint64_t topic; /* of this stream of the staff alone, to end it */
	UT_hash_handle hh;
};

enum proposal_state { PROPOSAL_OPEN, PROPOSAL_CONFIRMED, PROPOSAL_WITHDRAWN };

struct proposal {
	uint32_t number;
	int act; /* proposal_act.h */
	char *object, *by, *second, *reason, *words;
	char digest[2 * SHA256_LEN + 1]; /* of the results; "": no such act */
	int64_t minutes;
	struct wall at;
	enum proposal_state state;
	UT_hash_handle hh;
};

/* The first reply to a request with an idempotency key. */
struct kept_reply {
	char *key; /* "who key" */
	enum route route;
	uint8_t digest[SHA256_LEN]; /* of the request's body and parameters */
	uint16_t status;
	struct buf body;
	struct wall at;
	bool secret; /* never on disk */
	struct seat *seat; /* whose, or NULL: the staff's */
	struct kept_reply *prev, *next; /* of the seat */
	TAILQ_ENTRY(kept_reply) entry;
	UT_hash_handle hh;
};

/* A request that waits for a helper. */
struct errand {
	uint64_t id;
	enum hall_job job;
	unsigned slot;
	uint64_t generation; /* of the net's link */
	uint64_t conn;
	enum route route;
	struct account *account;
	char *who;	     /* account name, for the journal */
	char *object;	     /* sitting, account … as the route needs */
	unsigned roles;
	char *local_user;
	char *reply_key;     /* idempotency, or NULL */
	uint8_t digest[SHA256_LEN];
	uint8_t address[16]; /* of a sign-in */
	struct loading *loading; /* a schedule that is being checked, or NULL */
	UT_hash_handle hh;
};

struct evidence;
struct import;
struct loading;
struct retelling;
struct throttle;

struct net {
	bool up;
	enum port port;
	uint64_t generation;
	struct buf out;
};

TAILQ_HEAD(chains, chain);
TAILQ_HEAD(kept_replies, kept_reply);

struct hall {
	struct store *store;
	struct evidence *evidence; /* see evidence.h */
	struct hall_wires wires;
	struct buf pepper;
	char *directory, *version;
	uint32_t own_uid;
	int pid;
	struct clock_anchor anchor;
	char boot_id[40];
	bool clock_synchronised;
	struct wall certificate_ends; /* 0: not known */

	struct instant now, started;
	struct mono next_heartbeat;
	uint32_t clock_steps;

	struct net nets[HALL_NETS_MAX];
	struct bank_version *banks;
	struct programme_version *programmes;
	struct roster *rosters;
	struct seat *seats; /* by attempt number */
	struct person *persons;
	uint64_t last_attempt;
	struct account *accounts;
	struct account *local;
	struct session *sessions;
	struct session *staff_sessions;
	struct mono next_session_sweep;
	uint64_t last_topic;
	struct stream *streams;
	struct proposal *proposals;
	uint32_t last_proposal;
	struct kept_reply *replies;
	struct kept_replies replies_by_age;
	size_t n_seat_replies; /* of them, candidates' */
	struct errand *errands;
	uint64_t last_errand;
	struct import *imports; /* going on, oldest first */
	struct retelling *retellings; /* the same */
	struct throttle *throttles;
	struct mono next_throttle_sweep;
	uint64_t unthrottled; /* let through because the table was full */
	struct store_backup *backup;
	struct errand *backup_errand;

	struct chain admin;
	struct chains dirty; /* oldest change first */
	struct seat **heap;  /* by due */
	size_t n_heap, heap_room;
	struct seat **pushes;
	size_t n_pushes, pushes_room;
	struct seat **formed; /* given a form that is not yet stored */
	size_t n_formed, formed_room;
	uint32_t n_open; /* attempts that are open */
	struct mono next_room_push, next_snapshots;
	bool rooms_changed;
	bool broken; /* the journal cannot be read: end at the next turn */

	struct metrics metrics;
	struct buf descriptions[N_PORTS]; /* /openapi.json, once asked for */
	struct buf body;    /* of the reply that is being written */
	struct buf payload; /* of the event that is being written */
	uint8_t random[1024];
	size_t random_left;
	struct buf response;
};

/* One request while it is being decided. */
struct request {
	unsigned slot;
	const struct frame_request *frame;
	struct instant at; /* when its last byte arrived */
	struct session *session;
	struct seat *seat;
	struct account *staff;
	char *reply_key;   /* owned; NULL: none */
	uint8_t digest[SHA256_LEN];
	bool secret;	   /* the reply must not be kept on disk */
	bool gone;	   /* who asked is no longer there to hear */
};

#endif
