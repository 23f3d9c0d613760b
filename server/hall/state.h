/*
 * state: everything the hall knows, for the files of this folder only.
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
	int act; /* proposal.c */
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

/* ---- journal.c ---- */

/*
 * Apply, hash, and put into the journal.  e->at is filled where it is zero
 * (now).  The attempt's refusals come back; nothing has happened then.
 */
MUST_CHECK enum err journal_event(struct hall *, struct seat *, struct event *,
    enum verdict *);
/* The same where a refusal would be our own bug or does not matter: logged. */
void journal_note(struct hall *, struct seat *, struct event *);
/* An administrative act. */
void journal_admin(struct hall *, struct slice by, struct slice reason,
    struct slice object, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void journal_init(struct hall *);
/* Write snapshots of dirty chains: at most n, and none more once they have so
 * many bytes. */
void journal_snapshots(struct hall *, size_t n, size_t bytes);
/* Recovery: what a snapshot and an event say.  ERR_STATE: it is not what was
 * written.  ERR_INVALID: it is, but this code cannot follow it. */
MUST_CHECK enum err journal_restore(struct hall *, const struct store_snapshot *);
MUST_CHECK enum err journal_replay(struct hall *, const struct store_event *);
/*
 * A chain's events, last first, from a position of it on, as store_walk_back();
 * each is shown once its hash is verified.  ERR_STATE: one is not what was
 * written; the log names it.
 */
MUST_CHECK enum err journal_walk(struct hall *, const struct chain *,
    uint64_t from, store_see_event *, void *ctx);
/* Answer that something of this attempt's journal cannot be told: 500. */
void journal_refuse(struct hall *, struct request *, const struct seat *);
/* Bring back the answers of a closed attempt by folding its events again. */
MUST_CHECK enum err journal_recall(struct hall *, struct seat *);
/* What the save at this position was told when it was acknowledged. */
MUST_CHECK enum err journal_verdict(struct hall *, const struct seat *,
    uint64_t position, enum verdict *);

/* ---- reply.c ---- */

struct buf *reply_begin(struct hall *); /* the body, open for members */
/* Close it with server_time and send it. */
void reply_end(struct hall *, struct request *, int status);
/* Sent as it is. */
void reply_send(struct hall *, struct request *, struct frame_reply *);
void reply_problem(struct hall *, struct request *, const struct problem *);
/* The commonest: an error and a sentence. */
__attribute__((format(printf, 4, 5))) void reply_refuse(struct hall *,
    struct request *, enum err, const char *fmt, ...);
/* Does the net have so much to take already that a large reply which anybody
 * may ask for must wait?  true: answered. */
bool reply_is_crowded(struct hall *, struct request *);
/* false, and answered, if the key was used before. */
bool reply_is_first(struct hall *, struct request *);
/* Keep what is in h->body with the status as the reply to the request's key. */
void reply_keep(struct hall *, struct request *, uint16_t status);
void reply_restore(struct hall *, const char *key, struct slice body);
void reply_forget_old(struct hall *);
/* After the last reply_restore(): the oldest first. */
void reply_settle(struct hall *);
/* Go on with a request that waited for this errand. */
void reply_resume(struct hall *, struct request *, struct frame_request *,
    struct errand *);

/* ---- errand.c ---- */

/* A request that will be answered later, by its maker. */
struct errand *errand_new(struct hall *, struct request *, enum hall_job);
/* Ask a helper.  The caller fills in what it needs of the returned errand.
 * NULL, and answered: too many wait. */
struct errand *errand_start(struct hall *, struct request *, enum hall_job,
    struct slice input);
/* The request waits on under another number, of which nobody has been told;
 * what the caller's errand held is the new one's. */
struct errand *errand_pass_on(struct hall *, struct errand *);
/* The same, and another helper is asked. */
void errand_ask_again(
    struct hall *, struct errand *, enum hall_job, struct slice input);
void errand_free(struct hall *, struct errand *);

/* ---- seat.c ---- */

struct seat *seat_new(
    struct hall *, uint64_t attempt, struct roster *, const char *number);
void seat_free(struct hall *, struct seat *);
struct seat *seat_find(struct hall *, uint64_t attempt);
struct person *person_find(struct hall *, struct slice number);
/* Theirs; if nobody has the number somebody else's, as far away in memory, so
 * that what is done with it takes as long.  NULL: there is nobody at all. */
struct person *person_near(struct hall *, struct slice number);
void seat_store(struct hall *, struct seat *);
/* What is stored of it. */
void seat_pack(struct buf *, const struct seat *);
MUST_CHECK enum err seat_restore(struct hall *, const char *key,
    struct slice body);
/* The paper that was opened; NULL: none, or a damaged bank. */
const struct paper *seat_paper(struct seat *);
const struct bank *seat_bank(const struct seat *);
const struct programme_route *seat_route(const struct seat *);
const struct sitting_route *seat_timing(const struct seat *);
/* The end of the candidate's own window, and the first instant too late to
 * begin; later by what the server was away. */
struct wall seat_window_closes(const struct seat *);
struct wall seat_last_entry(const struct seat *);
/* As attempt_may_open(). */
MUST_CHECK enum err seat_may_open(const struct seat *, struct wall now,
    const char **rule, struct wall *earliest);
/* How it will be sat, without its items. */
struct attempt_plan seat_plan(const struct seat *, const struct paper *);
/* What was drawn for it, and the digest of what they will see. */
void seat_drawn(struct attempt_drawn *, const struct seat *, const struct paper *);
/* seat_write.c: read the messages to them, where they are not known. */
MUST_CHECK enum err seat_read_messages(struct hall *, struct seat *);
/* Members of the attempt object, once the messages were read, of a row of the room. */
void seat_write(struct hall *, struct buf *, struct seat *,
    const struct session *);
/* The time of the whole, with all that was given. */
int64_t seat_total_ms(const struct seat *);
void seat_write_row(struct hall *, struct buf *, const struct seat *);
void seat_add_message(struct seat *, uint64_t position, struct wall,
    struct slice text);
/* evidence_reply.c: the short line of the last receipt, or null. */
void seat_write_receipt(struct buf *, const char *name, const struct seat *);
/* The whole of it, once a head is signed that has it. */
void receipt_reply(struct hall *, struct request *);
/* save.c: may their journal be walked once more? */
bool seat_may_walk(struct hall *, struct seat *);
/* A place in the journal; 0: null. */
void seat_write_position(struct buf *, const char *name, uint64_t position);

/* candidate.c: what was asked is not possible now, and why. */
void candidate_refuse(struct hall *, struct request *, enum err);
/* ---- draw.c ---- */

/* Draw the paper of an attempt that is about to be opened, and give the room
 * its forms if the route has some. */
MUST_CHECK enum err draw_paper(struct hall *, struct seat *,
    const uint8_t seed[SEED_LEN]);
/* The paper of an attempt that was opened, drawn once more from its seed.
 * ERR_UNKNOWN: it depended on what others had drawn before; ERR_INVALID: there
 * is no such form. */
MUST_CHECK enum err draw_again(struct paper **, const struct seat *);
/* It was opened: its items are used once more. */
void draw_opened(struct seat *);
/* Store some more of the forms that were given. */
void draw_go_on(struct hall *);
void draw_free(struct roster *);
/* Its candidates and their routes are others: count anew. */
void draw_recount(struct roster *);

/* proctor.c: the attempt that the path names, if who asks may touch it and it
 * is in a state in which the route is possible; NULL: answered. */
struct seat *seat_of_path(struct hall *, struct request *);
/* Open a closed attempt again with its answers. */
MUST_CHECK enum err seat_reopen(struct hall *, struct seat *, struct event *);

/* ---- roster.c ---- */

struct roster *roster_new(struct hall *, struct sitting *);
void roster_free(struct hall *, struct roster *);
struct roster *roster_find(struct hall *, struct slice ident);
void roster_store(struct hall *, struct roster *);
MUST_CHECK enum err roster_restore(
    struct hall *, const char *key, struct slice body);
void roster_add(struct roster *, struct seat *);
/* Its sitting is another now, with the same name. */
void roster_replaced(struct hall *, struct roster *);
/* The sitting as the schedule has it, whoever proctors today. */
const struct sitting *roster_filed(const struct roster *);
/* Name others to proctor a room of its, until the schedule does. */
void roster_name_proctors(struct roster *, struct sitting_room *,
    char *const *names, uint16_t n);
/* Before the roster's sitting is replaced by that: who was named stays, where
 * the schedule names whom it named before. */
void roster_keep_proctors(struct roster *, struct sitting *to);
void roster_write(
    struct buf *, const struct roster *); /* members of a sitting */
/* The sitting that the path names; NULL: answered. */
struct roster *roster_of_path(struct hall *, struct request *);
const char *roster_results_word(const struct roster *);
/* The end of the last candidate's window. */
struct wall roster_last_window(const struct roster *);

/* The same sitting again, owned by the caller. */
struct sitting *sitting_copy(const struct sitting *);

/* ---- certificate.c ---- */

/* ERR_STATE: it would end in the midst of a sitting; each is in the diag. */
MUST_CHECK enum err certificate_may_start(const struct hall *, struct diag *);
/* The calendar, or the certificate, is another: log what does not fit. */
void certificate_warn(const struct hall *);

/* ---- calendar.c, schedule.c ---- */

/* Put it in the place of the one with its name, or beside the others; it
 * becomes the roster's. */
void sitting_put(struct hall *, struct sitting *, const char *by);
bool roster_has_begun(const struct roster *);
void loading_free(struct loading *);

/* ---- room.c: who sees which room ---- */

bool room_set_has(const struct room_set *, const struct seat *);
/* By its place in the sitting. */
bool room_set_has_room(const struct room_set *, uint16_t room);
/* Has it any of the sitting's rooms that are named?  None: all of them. */
bool room_set_has_any(const struct room_set *, const struct sitting *,
    char *const *names, uint16_t n);
/* Append "anna, ben". */
void room_put_names(struct buf *, char *const *names, uint16_t n);
/*
 * What the request may show: all, or of "?room=R" that room, or the rooms that
 * name who asks.  The query must be that or nothing.  false: answered.
 */
bool room_set_of_query(
    struct room_set *, struct hall *, struct request *, const struct roster *);
/* The same for a room named elsewhere; SLICE_NONE: all that they may see. */
bool room_set_of_name(struct room_set *, struct hall *, struct request *,
    const struct roster *, struct slice room);
/* What an account sees as a proctor. */
void room_set_of_proctor(struct room_set *, const struct hall *,
    const struct roster *, const struct account *);
/* May who asks see and touch the candidate, by one of these roles?  Only
 * proctors are bound to rooms. */
bool room_may(const struct hall *, const struct request *, const struct seat *,
    unsigned roles);
/* The same; false: answered. */
bool room_let(
    struct hall *, struct request *, const struct seat *, unsigned roles);
/* The same for what only a chief may, or another role. */
bool room_let_chief(
    struct hall *, struct request *, const struct seat *, unsigned roles);

/* ---- place.c: who sits where ---- */

/* The seat's number in its room; 0: none. */
unsigned place_number(const struct seat *);
void place_set(struct seat *, const struct sitting_room *, unsigned number);
/* The neighbours are others, so it is given anew; not once it was opened. */
void place_leave_form(struct seat *);
/* Told of a sitting that shall take the place of the roster's: rooms and seats
 * that are no longer there and somebody sits in. */
void place_check(struct diag *, const struct roster *, const struct sitting *);
/* The same rooms in the same order? */
bool place_rooms_stay(const struct sitting *now, const struct sitting *to);
/* Before the roster's sitting is replaced by that: the rooms of its people. */
void place_carry_over(struct roster *, const struct sitting *);

/* Of two on one seat, who has begun stays, and the other gets one that is free;
 * by: who made it so. */
void place_part(struct hall *, struct roster *, const char *by);

/* ---- announce.c ---- */

MUST_CHECK enum err announcement_restore(
    struct hall *, const char *key, struct slice body);
/* Events for a stream of these rooms: what was said to them last. */
void announcements_write(struct hall *, struct buf *, const struct roster *,
    const struct room_set *);
void announcements_free(struct roster *);

/* ---- push.c: streams ---- */

void view_free(struct view *);
/* The seat's state has changed for its candidate (and its row). */
void push_state(struct hall *, struct seat *);
/* Its row has changed for the proctors. */
void push_row(struct hall *, struct seat *);
void push_text(struct hall *, uint64_t topic, enum port, struct slice sse);
void push_drop(struct hall *, uint64_t topic, enum port);
/* The same to every view that has some of these rooms; none: to all. */
void push_to_rooms(struct hall *, struct roster *, char *const *rooms,
    uint16_t n, struct slice sse);
/* Write what the turn's changes made necessary. */
void push_states(struct hall *);
void push_rooms(struct hall *);
/* Begin a stream: the reply carries the state as it is now. */
void push_listen(struct hall *, struct request *, struct seat *);
void push_watch(struct hall *, struct request *, struct roster *,
    const struct room_set *, bool narrowed);
/* The seat moves from this room; NULL: it had none. */
void push_moved(struct hall *, struct seat *, const struct sitting_room *from);
/* End the streams of those who may see other rooms now. */
void push_review(struct hall *, struct roster *);
/* End those of an account. */
void push_end_of(struct hall *, const struct account *);
/* End all of the staff's: the rooms are others. */
void push_end_views(struct hall *, struct roster *);
void push_gone(struct hall *, unsigned slot, uint64_t conn);
void push_gone_net(struct hall *, unsigned slot);

/* ---- throttle.c ---- */

/*
 * A bucket of failures per address (of IPv6 its /64) and name: ten at once,
 * then one in three seconds.  The name is that of a staff account, or
 * SLICE_NONE for candidates.
 */
bool throttle_is_empty(struct hall *, const uint8_t address[16],
    struct slice name);
/* A failure; several that were under way together may leave a debt. */
void throttle_charge(struct hall *, const uint8_t address[16],
    struct slice name);
void throttle_free(struct hall *);

/* ---- session.c ---- */

struct session *session_find(struct hall *, const uint8_t token[TOKEN_LEN]);
void session_end(struct hall *, struct session *);
MUST_CHECK enum err session_restore(struct hall *, const char *key,
    struct slice body);
void session_store(struct hall *, const struct session *);
/* End all of the seat's; each device is told. */
void session_end_all(struct hall *, struct seat *);
/* End what has expired; looks at a few staff sessions a second. */
void session_sweep(struct hall *);
/* The waiting device (or none) takes the attempt. */
void session_move(struct hall *, struct seat *, const struct event *);

/* ---- account.c, bank.c, programme.c, proposal.c, result.c, import.c ---- */

struct account *account_find(struct hall *, struct slice name);
struct account *account_of_uid(struct hall *, uint32_t uid);
void account_write_roles(struct buf *, const char *name, unsigned roles);
MUST_CHECK enum err account_restore(struct hall *, const char *key,
    struct slice body);
void account_init(struct hall *);

struct bank_version *bank_find_version(struct hall *, struct slice key);
MUST_CHECK enum err bank_restore(struct hall *, const char *key,
    struct slice body);
MUST_CHECK enum err bank_restore_approval(struct hall *, const char *key,
    struct slice body);
void bank_approve(struct hall *, struct bank_version *, const char *by,
    const char *second);

/* Send a file to a helper; NULL: answered. */
struct errand *upload(struct hall *, struct request *, enum hall_job,
    const char *kind);
void reply_mistakes(struct hall *, struct request *, struct slice lines);

struct programme_version *programme_find(struct hall *, struct slice key);
MUST_CHECK enum err programme_restore(struct hall *, const char *key,
    struct slice body);

MUST_CHECK enum err proposal_restore(struct hall *, const char *key,
    struct slice body);
/* Is there an open proposal of this act on this object? */
struct proposal *proposal_open_on(struct hall *, int act, const char *object);

/* Its marks, and what people have to mark, from its answers; nothing is kept on
 * the disk.  false: it has no paper, or its answers are not there. */
bool result_derive(struct seat *);
/* What is stored of them. */
void result_pack(struct buf *, const struct seat *);
/* Mark a closed attempt and journal it. */
void result_score(struct hall *, struct seat *);
void result_release(struct hall *, struct seat *, struct slice by);

/* ---- resit.c ---- */

/* Add why a person who is not in this sitting may not be (exam-programme(5),
 * Sitting again), naming the rule and the earliest time. */
void resit_check(struct hall *, struct diag *, const struct roster *,
    const char *number);
/* The same of somebody who is, where coming sittings would bring two that they
 * are in too close together. */
void resit_check_move(
    struct hall *, struct diag *, const struct seat *);
/* The member "resit" of a result: from when, and how often still; null for
 * practice and for who has passed. */
void resit_write(struct hall *, struct buf *, const struct seat *);

/* ---- marking.c: texts that people mark ---- */

/* Do marks by hand count in its sitting?  Not where results are out at once. */
bool marking_counts(const struct seat *);
/* Which items of the attempt, whose answers are there, have to be marked. */
void marking_find(struct seat *, const struct paper *);
/* Thousandths that an item got by hand; 0 until it is settled. */
int32_t marking_given(const struct seat *, uint16_t item);
/* How many of its scripts are settled. */
uint16_t marking_settled(const struct seat *);

/* candidate.c: an element of "items": what the candidate sees and has saved. */
void seat_write_item(struct buf *, struct seat *, const struct paper *,
    uint16_t item);
/* Does what was restored go with the paper?  Once the attempt is known. */
bool result_fits(const struct seat *);
/* Is there a result?  What was scored before a reopening, or waits for markers,
 * is none. */
bool result_is_there(const struct seat *);
bool result_waits(const struct seat *); /* for markers */
/* result_list.c: what two people confirm, in hex: every row of the sitting. */
void result_digest(char hex[2 * SHA256_LEN + 1], const struct roster *);
MUST_CHECK enum err result_restore(struct hall *, const char *key,
    struct slice body);

/* Go on with an import for a slice; finish says: all of it. */
void import_go_on(struct hall *, bool finish);
void import_free_all(struct hall *);
bool import_waits(const struct hall *);
bool import_is_into(const struct hall *, const struct roster *);
MUST_CHECK enum err import_restore(struct hall *, const char *key,
    struct slice body);

void backup_go_on(struct hall *);

/* hall.c: make the start durable before anybody is served. */
MUST_CHECK enum err commit_start(struct hall *);

/* ---- deadline.c ---- */

void deadline_update(struct hall *, struct seat *);
void deadline_remove(struct hall *, struct seat *);
/* Close, expire, enter and mark absent whatever is due. */
void deadline_expire(struct hall *);
struct mono deadline_next(const struct hall *);
/* Give back lost time to every attempt whose clock ran. */
void deadline_compensate(struct hall *, int64_t ms, const char *why);
void deadline_check_clock(struct hall *, struct instant before);
/* Close the attempt for good: score it, tell everybody. */
void attempt_was_closed(struct hall *, struct seat *);

/* A message to the candidate; by nobody: the server's own, which answers no
 * call for help. */
MUST_CHECK enum err proctor_write(
    struct hall *, struct seat *, struct slice by, struct slice text);

/* ---- the commands, one function a route (hall.c has the table) ---- */

typedef void handler(struct hall *, struct request *);

handler session_sign_in, session_sign_out, staff_sign_in, staff_sign_out,
    candidate_attempt, candidate_open, candidate_enter, candidate_paper,
    candidate_image, candidate_next, candidate_save, candidate_flag,
    candidate_help, candidate_seen, candidate_report, candidate_close,
    candidate_submit, candidate_result, attempt_result, candidate_events,
    health, operate_describe, operate_status, operate_metrics, operate_backup,
    account_list, account_add, account_set_password, account_set_roles,
    bank_list, bank_load, bank_preview, bank_preview_image, programme_list,
    programme_load, sitting_list, schedule_load, sitting_postpone,
    candidates_import, tickets_issue, ticket_reissue, proctor_room,
    proctor_events, proctor_broadcast, proctor_timeline, room_list,
    room_set_proctors, place_move, proctor_check_in, proctor_admit,
    proctor_pause, proctor_resume, proctor_extend, proctor_message,
    proctor_move_device, proctor_reopen, proctor_incident, proctor_terminate,
    result_list, result_release_all, script_list, script_show, marking_mark,
    proposal_list, proposal_make, proposal_confirm, proposal_withdraw,
    candidate_receipt, checkpoint_show, log_consistency, log_rotate_key,
    log_statement, transcript_show, bundle_make, replay_show;

/* What came of a helper, by job (errand.c has the table). */
typedef void job_done(struct hall *, struct request *, struct errand *,
    int status, struct slice output);

job_done bank_loaded, programme_loaded, schedule_loaded, schedule_fitted,
    candidates_parsed,
    account_hashed, staff_checked;

/* Shared words: the reasons of acts, "reason" and "words" of a body. */
struct act {
	struct slice reason, words;
};
void act_read(struct body *, struct act *);
void act_event(struct event *, const struct request *, const struct act *);
bool reason_is_known(struct slice);

/* An object of the store, written and deleted. */
void object_put(struct hall *, enum store_kind, const char *key,
    const struct buf *);
void object_delete(struct hall *, enum store_kind, const char *key);

/* A decimal number of at most 18 digits as we write it: no sign, no leading
 * zero, nothing behind it. */
bool number_read(uint64_t *, struct slice);

/* "a@b", owned by the caller. */
char *text_join(const char *a, const char *between, const char *b);
char *text_of(struct slice);

#endif
