#include "machine.h"

#include <sqlite3.h>

#include "campaign.h"
#include "story.h"
#include "support/faulty_vfs.h"

/* What every machine begins with. */
static struct {
	struct scene scene; /* it was stopped */
	struct cast cast;
} first;

void
machine_prepare(struct wall now)
{
	faulty_install();
	scene_open(&first.scene, now);
	cast_open(&first.cast, &first.scene, "marked", true);
	scene_stop(&first.scene);
}

void
machine_clear(void)
{
	cast_close(&first.cast);
	scene_close(&first.scene);
	faulty_remove();
}

/* Where the exam clock stands when a life begins. */
static void
begin_life(struct machine *m)
{
	m->last_life = m->life;
	m->last_offset = m->offset;
	m->life = m->scene.anchor.mono;
	m->offset = m->now - m->scene.now.mono.ms;
	m->up_since = m->now;
	m->scene.plain = true;
}

void
machine_begin(struct machine *m)
{
	*m = (struct machine){ .cast = first.cast };
	m->cast.scene = &m->scene;
	scene_repeat(&m->scene, &first.scene);
	scene_start(&m->scene, 1000, false);
	begin_life(m);
	m->last_life = m->life;
	m->last_offset = m->offset;
	m->seen = store_last_position(m->scene.store);
}

void
machine_end(struct machine *m)
{
	scene_close(&m->scene);
}

/* ---- time ---- */

int64_t
machine_served(const struct machine *m, int64_t at)
{
	if (at >= m->lost_at + m->last_loss)
		return at - m->lost;
	if (at > m->lost_at)
		at = m->lost_at;
	return at - (m->lost - m->last_loss);
}

struct wall
machine_wall(const struct machine *m, int64_t at)
{
	return wall_add(m->scene.now.wall, at - m->now);
}

static void
note_loss(struct machine *m, int64_t ms)
{
	m->lost_at = m->now;
	m->last_loss = ms;
	m->lost += ms;
	m->losses++;
	m->now += ms;
}

/* Too little at a time for the hall to call it a step. */
static void
drift(struct machine *m, int64_t ms)
{
	m->drifted += ms * m->drift;
	m->scene.now.wall = wall_add(m->scene.now.wall, m->drifted / 1000000);
	m->drifted %= 1000000;
}

void
machine_pass(struct machine *m, int64_t ms)
{
	scene_pass(&m->scene, ms);
	m->now += ms;
	drift(m, ms);
}

enum err
machine_turn(struct machine *m, bool disk_fails)
{
	enum err e;

	if (disk_fails)
		faulty_arm(FAULT_SYNC, 1, SQLITE_IOERR_FSYNC, false);
	e = scene_try_turn(&m->scene);
	faulty_disarm();
	return e;
}

void
machine_settle(struct machine *m)
{
	scene_settle(&m->scene);
}

void
machine_sleep(struct machine *m, int64_t ms)
{
	story_note(m->now, 0, "the machine stands still for % ms", ms, 0);
	if (ms >= STALL_MS)
		note_loss(m, ms);
	else
		m->now += ms;
	scene_stall(&m->scene, ms);
}

void
machine_step_wall(struct machine *m, int64_t ms)
{
	story_note(m->now, 0, "the wall clock is set by % ms", ms, 0);
	scene_step_wall(&m->scene, ms);
}

void
machine_restart(
    struct machine *m, int64_t down_ms, int64_t step_ms, bool reboot)
{
	story_note(m->now, 0,
	    reboot ? "the machine fails; % ms later it is there again"
		   : "the hall is killed; % ms later it is there again",
	    down_ms, 0);
	if (step_ms != 0)
		story_note(
		    m->now, 0, "and the wall clock is set by % ms", step_ms, 0);
	if (m->scene.hall != NULL)
		scene_crash(&m->scene);
	note_loss(m, down_ms);
	m->scene.now.wall = wall_add(m->scene.now.wall, step_ms);
	scene_start(&m->scene, down_ms, reboot);
	begin_life(m);
	if (store_last_position(m->scene.store) < m->seen)
		story_fails(0, "the journal ended at %llu, now at %llu",
		    (unsigned long long)m->seen,
		    (unsigned long long)store_last_position(m->scene.store));
}

/* ---- the journal ---- */

struct showing {
	struct machine *m;
	void (*see)(void *ctx, const struct row *);
	void *ctx;
};

/* What was committed just before the hall was killed may be seen after. */
static int64_t
true_time(const struct machine *m, struct mono at)
{
	return at.ms < m->life.ms ? at.ms + m->last_offset : at.ms + m->offset;
}

static bool
show(void *ctx, const struct store_event *stored)
{
	struct showing *s = ctx;
	struct row row = { .stored = stored,
		.at = true_time(s->m, stored->at.mono) };

	if (event_decode(&row.e, stored->kind, stored->payload) != ERR_OK)
		story_fails(stored->attempt, "event %llu is none",
		    (unsigned long long)stored->position);
	row.e.at = stored->at;
	row.e.position = stored->position;
	if (stored->position != s->m->seen + 1)
		story_fails(stored->attempt, "event %llu follows event %llu",
		    (unsigned long long)stored->position,
		    (unsigned long long)s->m->seen);
	s->m->seen = stored->position;
	s->see(s->ctx, &row);
	return true;
}

void
machine_each_row(
    struct machine *m, void (*see)(void *ctx, const struct row *), void *ctx)
{
	struct showing s = { m, see, ctx };

	if (store_last_position(m->scene.store) == m->seen)
		return;
	if (store_each_event(m->scene.store, m->seen, show, &s) != ERR_OK)
		case_fails("the journal cannot be read");
}
