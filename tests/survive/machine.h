/*
 * machine: the computer that the hall runs on, in a time of its own.
 *
 * True time begins at 0 with the case and cannot be set, slowed or stopped;
 * what the machine's clocks say of it is another matter.  Served time is true
 * time without what nobody was served in: the hall was down, or the machine
 * slept. It is what people are owed their minutes in.
 */
#ifndef SURVIVE_MACHINE_H
#define SURVIVE_MACHINE_H

#include "core/event.h"
#include "support/scene_cast.h"

struct machine {
	struct scene scene;
	struct cast cast;
	int64_t now;			  /* true time */
	int64_t lost, lost_at, last_loss; /* in all; the last: when, how long */
	int64_t up_since;		  /* this life of the hall */
	struct mono life, last_life;	  /* the exam clock when they began */
	int64_t offset, last_offset;	  /* true time is exam clock + this */
	int64_t drift;			  /* of the wall clock, millionths */
	int64_t drifted; /* and not yet shown, millionths of ms */
	uint64_t seen;	 /* rows up to this position were shown */
	unsigned losses;
};

/* A row of the journal, committed. */
struct row {
	struct event e;
	const struct store_event *stored;
	int64_t at; /* true time */
};

/* Once: what all begin with, a bank and its programme; then copies of it. */
void machine_prepare(struct wall);
void machine_clear(void);
void machine_begin(struct machine *);
void machine_end(struct machine *);

int64_t machine_served(const struct machine *, int64_t at);
struct wall machine_wall(const struct machine *, int64_t at);

/* So much time, with every turn that the hall wants in it. */
void machine_pass(struct machine *, int64_t ms);
/* One turn with what was put.  ERR_IO: the disk failed, nothing has left, and
 * the hall is down. */
MUST_CHECK enum err machine_turn(struct machine *, bool disk_fails);
/* And all that comes of it. */
void machine_settle(struct machine *);

/* ---- what happens to it ---- */

void machine_sleep(struct machine *, int64_t ms);
void machine_step_wall(struct machine *, int64_t ms);
/* kill -9, or it is down already; so much later it is there again, and the wall
 * clock was set meanwhile.  Not in a reboot: nothing else would know the time.
 */
void machine_restart(
    struct machine *, int64_t down_ms, int64_t step_ms, bool reboot);

/* ---- what it has done ---- */

/* Every row that was not shown yet.  Only when the hall is settled. */
void machine_each_row(
    struct machine *, void (*see)(void *ctx, const struct row *), void *ctx);

#endif
