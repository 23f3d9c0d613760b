/* hall: the turn; what is asked in it comes by dispatch.c. */
#include "hall/deadline.h"
#include "hall/draw.h"
#include "hall/hall.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/retell.h"
#include "hall/session.h"

#include "base/log.h"

#define SNAPSHOTS_A_SLICE 200 /* of some 5 us each, or fewer of essays ... */
#define SNAPSHOT_BYTES_A_SLICE (600 << 10) /* ... 3 KiB each without them */
/* When the hall ends; the largest attempt, of 32 MiB, may come on top. */
#define SNAPSHOT_BYTES_A_COMMIT (8 << 20)
#define SNAPSHOTS_MS SECONDS(10)
#define TAIL_IDLE 20000
#define TAIL_MAX 200000 /* events behind the mark: a second of recovery */
#define SNAPSHOTS_WHEN_BUSY 20

/*
 * The turn.  hall_hear() has decided everything that arrived, in memory; here
 * it becomes durable in one transaction, and only then may a head of it be
 * signed or a reply leave.  What deadlines and pushes add waits for the next
 * turn's commit.
 */
static enum err commit(struct hall *);
static void answer(struct hall *);
static enum err checkpoint(struct hall *, bool idle);
static void expire(struct hall *);
static void reap(struct hall *);

enum err
hall_turn(struct hall *h)
{
	enum err e = h->broken ? ERR_IO : commit(h);

	if (e != ERR_OK)
		return e;
	metrics_turn(h);
	evidence_answer(h);
	answer(h);
	e = checkpoint(h, false);
	if (e != ERR_OK)
		return e;
	evidence_look(h);
	retell_go_on(h);
	expire(h);
	reap(h);
	return ERR_OK;
}

/* Would somebody lose time if the server were away now: an attempt is open, or
 * could be opened? */
static bool
somebody_counts_on_us(const struct hall *h)
{
	const struct roster *r;

	if (h->n_open > 0)
		return true;
	for (r = h->rosters; r != NULL; r = r->hh.next)
		if (h->now.wall.ms >= r->sitting->opens.ms &&
		    h->now.wall.ms < r->sitting->closes.ms + r->given_ms)
			return true;
	return false;
}

static bool
heartbeat_is_due(struct hall *h)
{
	if (!mono_reached(h->now.mono, h->next_heartbeat))
		return false;
	h->next_heartbeat = mono_add(h->now.mono, HEARTBEAT_MS);
	return somebody_counts_on_us(h);
}

/* Every commit is also a sign of life. */
static enum err
commit(struct hall *h)
{
	struct store_clock clock = { .at = h->now,
		.boottime = h->now.mono.ms - h->anchor.mono.ms +
		    h->anchor.boottime };
	enum err e;

	push_states(h);
	if (!store_pending(h->store) && !heartbeat_is_due(h))
		return ERR_OK;
	memcpy(clock.boot_id, h->boot_id, sizeof(clock.boot_id));
	store_put_clock(h->store, &clock);
	h->next_heartbeat = mono_add(h->now.mono, HEARTBEAT_MS);
	e = store_commit(h->store);
	if (e == ERR_OK)
		metrics_committed(h);
	return e;
}

enum err
commit_start(struct hall *h)
{
	h->next_heartbeat = h->now.mono;
	return commit(h);
}

static void
answer(struct hall *h)
{
	h->wires.answer(h->wires.ctx);
}

/* In a busy hour no moment is quiet: then as soon as the WAL is large. */
static enum err
checkpoint(struct hall *h, bool idle)
{
	enum err e = store_checkpoint(h->store, idle);

	metrics_checkpointed(h);
	return e;
}

static void
expire(struct hall *h)
{
	deadline_expire(h);
	push_rooms(h);
	import_go_on(h, false);
	draw_go_on(h);
	backup_go_on(h);
}

static void
reap(struct hall *h)
{
	reply_forget_old(h);
	session_sweep(h);
}

bool
hall_has_work(const struct hall *h)
{
	return store_pending(h->store) || evidence_has_work(h) ||
	       import_waits(h) || retell_waits(h) || h->backup != NULL ||
	       h->n_formed > 0 || h->n_pushes > 0 ||
	       mono_reached(h->now.mono, deadline_next(h));
}

static struct mono
earlier(struct mono a, struct mono b)
{
	return a.ms < b.ms ? a : b;
}

struct mono
hall_wake(const struct hall *h)
{
	struct mono wake = deadline_next(h);

	if (h->rosters != NULL)
		wake = earlier(wake, h->next_heartbeat);
	wake = earlier(wake, evidence_next(h));
	if (h->rooms_changed)
		wake = earlier(wake, h->next_room_push);
	return wake;
}

static uint64_t
tail(const struct hall *h)
{
	return store_last_position(h->store) - store_mark(h->store);
}

/* Snapshots come now and then, not after every save: they are writes too. */
enum err
hall_idle(struct hall *h)
{
	if (mono_reached(h->now.mono, h->next_snapshots) || tail(h) > TAIL_IDLE) {
		journal_snapshots(h, SNAPSHOTS_A_SLICE, SNAPSHOT_BYTES_A_SLICE);
		if (TAILQ_EMPTY(&h->dirty))
			h->next_snapshots = mono_add(h->now.mono, SNAPSHOTS_MS);
	}
	return checkpoint(h, true);
}

enum err
hall_settle(struct hall *h)
{
	enum err e;

	while (h->n_formed > 0)
		draw_go_on(h);
	e = commit_start(h);
	while (e == ERR_OK && !TAILQ_EMPTY(&h->dirty)) {
		journal_snapshots(h, SIZE_MAX, SNAPSHOT_BYTES_A_COMMIT);
		e = commit(h);
	}
	if (e == ERR_OK)
		evidence_publish(h);
	return e;
}

/* In a busy hour snapshots go on too, so that a restart stays short. */
static void
keep_tail_short(struct hall *h)
{
	if (tail(h) > TAIL_MAX)
		journal_snapshots(
		    h, SNAPSHOTS_WHEN_BUSY, SNAPSHOT_BYTES_A_SLICE);
}

void
hall_begin(struct hall *h, struct instant now, int64_t lost_ms)
{
	struct instant before = h->now;

	h->now = now;
	deadline_check_clock(h, before);
	if (lost_ms >= STALL_MS)
		deadline_compensate(h, lost_ms, "the server stood still");
	keep_tail_short(h);
}

/* ---- who speaks to us ---- */

void
hall_net_up(struct hall *h, unsigned slot, enum port port)
{
	struct net *net = &h->nets[slot];

	push_gone_net(h, slot);
	buf_clear(&net->out);
	net->up = true;
	net->port = port;
	net->generation++;
}

void
hall_net_down(struct hall *h, unsigned slot)
{
	push_gone_net(h, slot);
	h->nets[slot].up = false;
	buf_fini(&h->nets[slot].out);
}

struct buf *
hall_out(struct hall *h, unsigned slot)
{
	return &h->nets[slot].out;
}

void
hall_set_synchronised(struct hall *h, bool synchronised)
{
	if (h->clock_synchronised && !synchronised)
		log_line(LOG_WARNING, "the machine's clock is no longer "
		    "synchronised; look at the time service");
	h->clock_synchronised = synchronised;
}
