/*
 * scene: the whole hall without sockets and without waiting.
 *
 * A real hall on a real store in a fresh folder, with two fake nets, a fake
 * clock and helpers that run inline.  Nothing happens but what the script of
 * the scene asks for, and time passes only in scene_pass(), which gives the
 * hall every turn that it would have had.  Broken promises of the hall's
 * contract stop the process with a line on stderr.
 */
#ifndef SUPPORT_SCENE_H
#define SUPPORT_SCENE_H

#include <jansson.h>

#include "hall/hall.h"

#define SCENE_PATH_MAX 128
#define SCENE_PEPPER "a pepper of thirty-two characters"

/* Which net a request comes from. */
enum scene_slot { SLOT_CANDIDATES, SLOT_STAFF, N_SLOTS };

struct scene_reply {
	uint64_t conn;
	uint16_t status;
	enum body_type type;
	unsigned flags;
	uint8_t token[TOKEN_LEN];
	struct buf text; /* the body */
	json_t *body;	 /* the same, if it is JSON */
	uint32_t turn;	 /* in which it left */
};

/* Filled in by name; what is zero is absent. */
struct scene_request {
	enum route route;
	enum scene_slot slot;
	const uint8_t *token;
	bool local; /* from the administration socket, as the server's user */
	const char *params[ROUTE_PARAMS_MAX], *query, *key;
	struct slice body;
	uint8_t address; /* the last byte of it */
	int64_t ago_ms;	 /* so long ago its last byte arrived */
};

struct scene_job {
	uint64_t id;
	enum hall_job job;
	struct buf input;
};

/* An event stream that was begun. */
struct scene_stream {
	uint64_t conn;
	uint64_t topics[TOPICS_MAX];
	size_t n_topics;
	struct buf pushed; /* to it, since somebody cleared it */
	bool ended;	   /* by the hall */
};

/* A request without its reply, for the record. */
struct scene_asked {
	uint64_t conn;
	enum route route;
	struct buf body;
};

struct scene {
	char folder[SCENE_PATH_MAX];
	unsigned generation; /* of the data directory in it */
	const char *accept_rollback; /* at the next start; see hall.h */
	struct wall certificate_ends; /* and this; see hall.h */
	bool certificate_must_last;
	int64_t wal_limit;   /* of the store from its next start; 0: its own */
	struct hall *hall;   /* NULL: down */
	struct store *store; /* the hall's, for who wants to read along */
	bool plain;	     /* replies stay text, their body is NULL */
	struct clock_anchor anchor;
	struct instant now;
	int64_t boottime; /* what CLOCK_BOOTTIME would say */
	unsigned boots;
	int64_t lost_ms; /* nobody was served: for the next turn */
	uint64_t last_conn;
	uint32_t turns;
	size_t may_leave[N_SLOTS];
	struct buf heard; /* frames for the next turn: a slot, then the frame */
	struct scene_job jobs[HELPER_QUEUE_MAX];
	size_t n_jobs;
	struct scene_reply *replies; /* that nobody has taken */
	size_t n_replies;
	struct scene_asked *asked; /* only if record_is_on() */
	size_t n_asked;
	struct buf pushed; /* SSE text since somebody cleared it */
	struct scene_stream *streams;
	size_t n_streams;
};

/* ---- the server's life ---- */

/* A new data directory at this time by the wall clock, and a running hall. */
void scene_open(struct scene *, struct wall);
/* One that is down, at the time of another, with an empty data directory for
 * files that a test puts there before scene_start(). */
void scene_make(struct scene *, const struct scene *at);
/* The same with the files of one that was stopped. */
void scene_repeat(struct scene *, const struct scene *stopped);
/* Its data directory. */
void scene_directory(char path[2 * SCENE_PATH_MAX], const struct scene *);
/* Ends the hall if it runs, and removes everything. */
void scene_close(struct scene *);
/* kill -9: what is on disk now is all that is left. */
void scene_crash(struct scene *);
/* A planned end. */
void scene_stop(struct scene *);
/* So much later it runs again; rebooted: the boot clock began anew. */
void scene_start(struct scene *, int64_t after_ms, bool rebooted);
/* The same on a disk that may fail: then it is down, and the diag says why. */
MUST_CHECK enum err scene_try_start(
    struct scene *, int64_t after_ms, bool rebooted, struct diag *);
/*
 * What would a crash leave?  A second hall on a copy of what is on disk now;
 * only to be asked and closed.
 */
void scene_copy(struct scene *copy, const struct scene *);

/* ---- time ---- */

/* So much time, with every turn the hall wants. */
void scene_pass(struct scene *, int64_t ms);
/* As scene_turn(), scene_settle() and scene_pass(), on a disk that may fail:
 * then nothing leaves any more, and it is down as after scene_crash(). */
MUST_CHECK enum err scene_try_turn(struct scene *);
MUST_CHECK enum err scene_try_settle(struct scene *);
MUST_CHECK enum err scene_try_pass(struct scene *, int64_t ms);
/* The same time without a turn, as on a machine that stood still. */
void scene_stall(struct scene *, int64_t ms);
/* Somebody sets the wall clock. */
void scene_step_wall(struct scene *, int64_t ms);

/* ---- requests ---- */

/* Arrives now, is heard in the next turn; returns its connection. */
uint64_t scene_put(struct scene *, const struct scene_request *);
void scene_turn(struct scene *);
/* Turns until nothing is left to do. */
void scene_settle(struct scene *);
/* The reply to this connection, if it has come; the caller frees it. */
bool scene_take(struct scene *, uint64_t conn, struct scene_reply *);
/* put, turns until the reply has come, take. */
void scene_ask(struct scene *, const struct scene_request *,
    struct scene_reply *);
void scene_reply_fini(struct scene_reply *);
/* NULL: it was never one, or the server went down. */
struct scene_stream *scene_stream(struct scene *, uint64_t conn);

__attribute__((format(printf, 1, 2), noreturn)) void scene_broken(
    const char *fmt, ...);

/* For scene_*.c: hear what was put, run helpers, decode what leaves. */
struct hall_wires scene_wires(struct scene *);
void scene_hear(struct scene *);
void scene_run_jobs(struct scene *);
void scene_read_out(struct scene *);
void scene_forget(struct scene *); /* what was under way */

#endif
