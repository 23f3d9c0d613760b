/*
 * hall: the server without its wires: (request, now) -> reply, pushes.
 *
 * It owns all state.  The wires (hall_run.c, or a test) call, every turn:
 *
 *	hall_begin()		what time it is
 *	hall_hear…()		everything that has arrived; each is decided at
 *				once, in memory, and its reply is written to the
 *				out buffer of its net, where it must wait
 *	hall_turn()		commit once; then, through wires.answer, let the
 *				out buffers leave; a checkpoint, if the WAL is
 *				large; then deadlines, then the dead
 *
 * An event is applied in memory before its commit.  When hall_turn() fails,
 * what is in memory may not be on disk: the process must end without writing
 * another byte to a net.
 */
#ifndef HALL_H
#define HALL_H

#include "base/clock.h"
#include "exam/buf.h"
#include "exam/diag.h"
#include "exam/frame.h"
#include "store/store.h"

struct hall;

/* What a helper is asked to do (control.h has the same list). */
enum hall_job {
	JOB_BANK,
	JOB_PROGRAMME,
	JOB_SCHEDULE,
	JOB_FIT,
	JOB_CANDIDATES,
	JOB_PASSWORD_HASH,
	JOB_PASSWORD_CHECK,
	N_JOBS
};

struct hall_wires {
	/* The commit is done: the out buffers may leave. */
	void (*answer)(void *ctx);
	/* Start a helper; hall_hear_helper() brings what came of it, never
	 * from inside this call. */
	void (*helper)(void *ctx, uint64_t id, enum hall_job, struct slice input);
	void *ctx;
};

struct hall_setup {
	struct store *store;	/* the hall's from hall_new() on */
	struct slice pepper;	/* copied */
	const char *directory;	/* the data directory, for backups; copied */
	const char *version;
	uint32_t own_uid;	/* this user, and root, is the account "local" */
	int pid;
	struct clock_anchor anchor;
	struct instant now;
	char boot_id[40];
	int64_t away_ms;	/* from the last sign of life to now */
	bool clock_synchronised;
	struct wall last; /* sign of life before this start, 0: none */
	const char *host; /* this machine's name, for the origin of its
			     evidence; NULL: none */
	const char *accept_rollback; /* why data may be older than what was
				   signed; NULL: they may not */
	struct wall certificate_ends; /* that clients are shown; 0: not known */
	bool certificate_must_last;   /* beyond sittings in whose midst it ends,
					 or the hall does not start */
	struct hall_wires wires;
};

#define HALL_NETS_MAX 64

/*
 * Fill in anchor, now, last and away_ms: the exam clock goes on where the last
 * sign of life left it, by the boot clock in the same boot (boot_id is filled
 * in), by the wall clock in another.  It never goes back.
 */
void hall_setup_clock(struct hall_setup *, const struct store_clock *last,
    int64_t boottime, struct wall);

/* Load everything, fold the journal's tail, give back the time away and commit
 * that.  ERR_STATE or ERR_IO: the diag says what does not fit. */
MUST_CHECK enum err hall_new(struct hall **, const struct hall_setup *,
    struct diag *);
void hall_free(struct hall *);

/* lost_ms: for how long nobody could be served since the last turn began. */
void hall_begin(struct hall *, struct instant now, int64_t lost_ms);

/* A net has come (or come again) or is gone; slot < HALL_NETS_MAX. */
void hall_net_up(struct hall *, unsigned slot, enum port);
void hall_net_down(struct hall *, unsigned slot);
/* Bytes for that net; they may leave when wires.answer is called.  The wires
 * drop what they have written. */
struct buf *hall_out(struct hall *, unsigned slot);

void hall_hear(struct hall *, unsigned slot, const struct frame_request *);
void hall_hear_gone(struct hall *, unsigned slot, uint64_t conn);
/* status: the helper's exit status; -1: it was killed, or there was none.  0
 * has a product and 1 mistakes; after any other it is to be asked again. */
void hall_hear_helper(struct hall *, uint64_t id, int status,
    struct slice output);

/* What the kernel says of the wall clock, asked now and then. */
void hall_set_synchronised(struct hall *, bool);

/* Clients are shown another certificate from now on. */
void hall_set_certificate(struct hall *, struct wall ends);

/* ERR_IO: see above. */
MUST_CHECK enum err hall_turn(struct hall *);

/* Is there something that the next turn must commit or go on with at once? */
bool hall_has_work(const struct hall *);
/* When it wants a turn even if nothing arrives. */
struct mono hall_wake(const struct hall *);
/* A quiet moment: snapshots and checkpoints, in slices.  ERR_IO as above. */
MUST_CHECK enum err hall_idle(struct hall *);
/* Before a planned end: every snapshot, so that the next start is short. */
MUST_CHECK enum err hall_settle(struct hall *);

#endif
