/*
 * store: the disk's memory of the exam.
 *
 *	store_put_…()	remembers a change; nothing is on disk yet
 *	store_commit()	makes every remembered change durable in one
 *			transaction (one fdatasync), then reports each tagged
 *			change once, in the order of putting
 *
 * Nothing above this header knows SQL.  A commit that fails leaves the disk's
 * state unknown: the caller must stop acknowledging and end the process; the
 * restart recovers.  Reports carry the caller's tag, not a pointer.
 *
 * Three kinds of memory:
 *	the journal	append-only events, numbered from 1 without gaps in the
 *			order of putting
 *	snapshots	the state of an attempt at a journal position, so that
 *			recovery folds only what came after
 *	objects		everything administrative, by kind and key
 */
#ifndef STORE_H
#define STORE_H

#include <stddef.h>
#include <stdint.h>

#include "exam/diag.h"
#include "exam/err.h"
#include "exam/slice.h"
#include "exam/time.h"

#define HASH_LEN 32
#define SALT_LEN 16

struct store;

/* X(NAME, table): one STRICT table each. */
#define STORE_OBJECTS(X)                                                       \
	X(BANK, "bank")		  /* key ident@version: the encoded bank */    \
	X(PROGRAMME, "programme") /* key ident@version: its JSON */            \
	X(SITTING, "sitting")	  /* key ident: JSON with state */             \
	X(CANDIDATE, "candidate") /* key attempt number: who, route, code */   \
	X(ACCOUNT, "account")                                                  \
	X(SESSION, "session")	  /* key: hash of the token, hex */            \
	X(PROPOSAL, "proposal")                                                \
	X(REPLY, "reply")	  /* key: owner and idempotency key */         \
	X(RESULT, "result")	  /* key attempt number: the score, JSON */    \
	X(IMPORT, "import")	  /* an import that is going on */              \
	X(APPROVAL, "approval")	  /* key: what was approved */                 \
	X(ANNOUNCEMENT, "announcement") /* key: its number */

enum store_kind {
#define X(name, table) STORE_##name,
	STORE_OBJECTS(X)
#undef X
	    N_STORE_KINDS
};

/* One row of the journal; hash covers the header and SHA-256(salt, payload). */
struct store_event {
	uint64_t position; /* given by store_put_event() */
	uint64_t attempt;  /* 0: administrative */
	uint64_t previous; /* position of the attempt's event before, or 0 */
	uint32_t number;   /* 1, 2, 3 … in the attempt */
	uint16_t kind;
	struct instant at;
	uint8_t hash[HASH_LEN];
	uint8_t salt[SALT_LEN];
	struct slice payload; /* borrowed for the call */
};

struct store_snapshot {
	uint64_t attempt;
	uint64_t head; /* journal position it includes */
	struct slice state;
};

/* The last sign of life before this start, and which boot it was in. */
struct store_clock {
	struct instant at;
	int64_t boottime; /* CLOCK_BOOTTIME ms */
	char boot_id[40]; /* /proc/sys/kernel/random/boot_id */
};

typedef void store_report(void *ctx, uint64_t tag);

struct store_options {
	const char *directory;	 /* holds examd.db; must exist */
	int64_t wal_limit;	 /* bytes; beyond it the WAL is checkpointed even in
				    a busy moment; 0: by how long commits
				    take, see store_checkpoint.c */
	int64_t ballast;	 /* bytes reserved for the exam; 0: none */
	store_report *report;
	void *ctx;
};

/*
 * Open or create, recover, checkpoint, sync the directory; only then may
 * anybody listen.  ERR_CONFLICT: another process has it.  ERR_STATE: not ours,
 * or a newer schema.  ERR_IO: the disk.  The diag says what to do.
 */
MUST_CHECK enum err store_open(struct store **, const struct store_options *,
    struct diag *);
void store_close(struct store *);

/*
 * What is put is seen by the walks below at once, is durable after the next
 * store_commit(), and is forgotten by a store_close() before it.  A put that
 * fails makes that commit fail.
 */

/* Sets e->position.  tag 0: nobody waits, it is not reported. */
void store_put_event(struct store *, struct store_event *e, uint64_t tag);
void store_put_snapshot(struct store *, const struct store_snapshot *);
/* body SLICE_NONE deletes. */
void store_put_object(struct store *, enum store_kind, const char *key,
    struct slice body);
/* A node of the tree over the journal, once: of level 8, 16 …, see
 * proof/tree.h. */
void store_put_node(struct store *, unsigned level, uint64_t index,
    const uint8_t hash[HASH_LEN]);
/* Goes with every commit, and alone when the hall is quiet. */
void store_put_clock(struct store *, const struct store_clock *);

/*
 * ERR_OK with nothing to do is no write.  ERR_IO: see above; from then on
 * every commit fails.  On a full disk the ballast is given up and the same
 * changes are made once more.  A report may put, but not commit.
 */
MUST_CHECK enum err store_commit(struct store *);
/* Is anything remembered and not yet committed? */
bool store_pending(const struct store *);

/*
 * A callback's false ends the walk early with ERR_OK.  ERR_STATE: a row cannot
 * be right or the file is damaged; ERR_IO: it cannot be read.  The log says
 * more of both.
 */
typedef bool store_see_event(void *ctx, const struct store_event *);
typedef bool store_see_snapshot(void *ctx, const struct store_snapshot *);
typedef bool store_see_object(void *ctx, const char *key, struct slice body);

MUST_CHECK enum err store_each_snapshot(struct store *, store_see_snapshot *,
    void *ctx);
/* Events after a position, in order. */
MUST_CHECK enum err store_each_event(struct store *, uint64_t after,
    store_see_event *, void *ctx);
/* One attempt's events, last first, walking back from its head. */
MUST_CHECK enum err store_walk_back(struct store *, uint64_t head,
    store_see_event *, void *ctx);
MUST_CHECK enum err store_each_object(struct store *, enum store_kind,
    store_see_object *, void *ctx);
/* The one of this key.  ERR_UNKNOWN: there is none. */
MUST_CHECK enum err store_read_object(struct store *, enum store_kind,
    const char *key, store_see_object *, void *ctx);
/* n nodes of a level from first on; of level 0 the hashes of the events at
 * first + 1 and on.  ERR_STATE: one of them is not there. */
MUST_CHECK enum err store_read_nodes(struct store *,
    uint8_t (*out)[HASH_LEN], unsigned level, uint64_t first, size_t n);
/* false: none was ever put, or they cannot be read. */
bool store_has_nodes(struct store *);
/* The last clock written; all zero in a new store. */
MUST_CHECK enum err store_last_clock(struct store *, struct store_clock *);
uint64_t store_last_position(const struct store *);

/*
 * Recovery reads events after the mark; a snapshot writer moves it (with the
 * next commit) to a position before which every attempt's snapshot stands.
 */
uint64_t store_mark(const struct store *);
void store_put_mark(struct store *, uint64_t position);

/*
 * Puts the WAL into the database when it is time to: idle, in a quiet moment;
 * else only when it is large.  To be called after every commit; does nothing
 * while something is pending.  ERR_IO as in commit.
 */
MUST_CHECK enum err store_checkpoint(struct store *, bool idle);

/*
 * A backup of the running store into a file, in steps of `pages`; start, then
 * step until *done.  The file appears under its name when it is a complete
 * database and on the disk; it holds every commit up to the last step.
 * ERR_CONFLICT: the file exists.  ERR_SYS: it cannot be written; the store is
 * unharmed.  A step while something is pending copies nothing.  Free it, done
 * or not, before the store is closed; what is not done leaves no file.
 */
struct store_backup;
MUST_CHECK enum err store_backup_start(struct store_backup **, struct store *,
    const char *path, struct diag *);
MUST_CHECK enum err store_backup_step(struct store_backup *, int pages,
    bool *done, int *remaining);
void store_backup_free(struct store_backup *);

struct store_facts {
	uint64_t events;
	int64_t database_bytes, wal_bytes, disk_free_bytes;
	uint64_t commits, checkpoints;
	int64_t sync_us; /* of the last commit */
	int64_t sync_us_max;
};
void store_facts(const struct store *, struct store_facts *);
/* How long the last commit took, microseconds. */
int64_t store_commit_us(const struct store *);
/* And the last call of store_checkpoint(); 0: it had nothing to do. */
int64_t store_checkpoint_us(const struct store *);

#endif
