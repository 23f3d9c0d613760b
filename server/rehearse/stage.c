#include "rehearse/stage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "exam/limits.h"
#include "hall/hall.h"

#define BOOT_ID "rehearsal"
#define PEPPER_MAX 4096
#define BUSY_TURNS_MAX 100000 /* at one instant: it never rests */

struct stage {
	const char *directory, *version;
	struct buf pepper;
	struct hall *hall; /* NULL: down */
	struct store *store;
	struct clock_anchor anchor;
	struct instant now;
	int64_t boottime; /* what CLOCK_BOOTTIME would say */
	stage_reply *reply;
	void *ctx;
	struct stage_figures figures;
};

/* ---- out of the hall ---- */

static void
hear_frame(struct stage *s, enum frame_kind kind, struct slice rest)
{
	struct frame_reply reply;

	if (kind == FRAME_REPLY && frame_get_reply(&reply, rest) == ERR_OK)
		s->reply(s->ctx, &reply);
	else
		s->figures.pushed_bytes += rest.len;
}

static void
read_port(struct stage *s, unsigned port)
{
	struct buf *out = hall_out(s->hall, port);
	struct slice left = buf_slice(out), rest;
	enum frame_kind kind;
	size_t len;

	while (frame_next(&len, &kind, &rest, left) == ERR_OK) {
		hear_frame(s, kind, rest);
		left.at += len;
		left.len -= len;
	}
	buf_clear(out);
}

/* The commit is done: what the out buffers hold has left. */
static void
answer(void *ctx)
{
	struct stage *s = ctx;
	unsigned port;

	for (port = 0; port < N_STAGE_PORTS; port++)
		read_port(s, port);
}

/* Nothing is uploaded and nobody signs in with a password here. */
static void
no_helper(void *ctx, uint64_t id, enum hall_job job, struct slice input)
{
	(void)ctx, (void)id, (void)job, (void)input;
}

/* ---- its life ---- */

static enum err
read_pepper(struct stage *s, struct diag *d)
{
	struct buf path = { 0 };
	enum err e;

	buf_printf(&path, "%s/keys/pepper", s->directory);
	buf_put_u8(&path, '\0');
	e = file_read(&s->pepper, path.at, PEPPER_MAX);
	if (e != ERR_OK)
		diag_add(d, 0, path.at, "cannot be read: %s",
		    e == ERR_SYS ? strerror(errno) : err_text(e));
	buf_fini(&path);
	return e;
}

static enum err
start_hall(struct stage *s, struct hall_setup *setup, struct diag *d)
{
	enum err e = hall_new(&s->hall, setup, d);

	if (e != ERR_OK) {
		s->hall = NULL;
		return e;
	}
	s->store = setup->store;
	s->anchor = setup->anchor;
	s->now = setup->now;
	hall_net_up(s->hall, STAGE_CANDIDATES, PORT_CANDIDATE);
	hall_net_up(s->hall, STAGE_STAFF, PORT_STAFF);
	return ERR_OK;
}

static enum err
start(struct stage *s, struct wall at, struct diag *d)
{
	struct hall_setup setup = { .directory = s->directory,
		.version = s->version,
		.pepper = buf_slice(&s->pepper),
		.own_uid = (uint32_t)getuid(),
		.pid = (int)getpid(),
		.boot_id = BOOT_ID,
		.clock_synchronised = true,
		.wires = { answer, no_helper, s } };
	struct store_options options = { .directory = s->directory };
	struct store_clock last;
	enum err e = store_open(&setup.store, &options, d);

	if (e != ERR_OK)
		return e;
	e = store_last_clock(setup.store, &last);
	if (e != ERR_OK) {
		diag_add(d, 0, "examd.db", "the clock's row cannot be read");
		store_close(setup.store);
		return e;
	}
	hall_setup_clock(&setup, &last, s->boottime, at);
	return start_hall(s, &setup, d);
}

enum err
stage_open(struct stage **out, const struct stage_setup *setup, struct diag *d)
{
	struct stage *s = alloc_zero(1, sizeof(*s));
	enum err e;

	s->directory = setup->directory;
	s->version = setup->version;
	s->reply = setup->reply;
	s->ctx = setup->ctx;
	s->boottime = HOURS(1);
	e = read_pepper(s, d);
	if (e == ERR_OK)
		e = start(s, setup->begins, d);
	if (e != ERR_OK) {
		stage_close(s);
		return e;
	}
	*out = s;
	return ERR_OK;
}

void
stage_close(struct stage *s)
{
	if (s == NULL)
		return;
	if (s->hall != NULL)
		hall_free(s->hall);
	if (s->pepper.len > 0)
		explicit_bzero(s->pepper.at, s->pepper.len);
	buf_fini(&s->pepper);
	free(s);
}

enum err
stage_restart(struct stage *s, int64_t away_ms, struct diag *d)
{
	hall_free(s->hall);
	s->hall = NULL;
	s->store = NULL;
	s->boottime += away_ms;
	return start(s, wall_add(s->now.wall, away_ms), d);
}

struct wall
stage_now(const struct stage *s)
{
	return s->now.wall;
}

struct store *
stage_store(const struct stage *s)
{
	return s->store;
}

const struct stage_figures *
stage_figures(const struct stage *s)
{
	return &s->figures;
}

/* ---- turns ---- */

static void
advance(struct stage *s, int64_t ms)
{
	s->boottime += ms;
	s->now.wall = wall_add(s->now.wall, ms);
	s->now.mono = mono_add(s->now.mono, ms);
}

static void
count_turn(struct stage *s, int64_t us)
{
	s->figures.turns++;
	s->figures.hall_us += us;
	if (us <= s->figures.slowest_turn_us)
		return;
	s->figures.slowest_turn_us = us;
	s->figures.slowest_turn_at = s->now.wall;
}

static enum err
turn(struct stage *s)
{
	int64_t before = clock_stopwatch_us();
	enum err e = hall_turn(s->hall);

	count_turn(s, clock_stopwatch_us() - before);
	return e;
}

void
stage_begin(struct stage *s)
{
	hall_begin(s->hall, s->now, 0);
}

void
stage_ask(struct stage *s, enum stage_port port, struct frame_request *f)
{
	int64_t before = clock_stopwatch_us();

	f->arrived = s->boottime;
	f->peer = port == STAGE_STAFF ? PEER_LOCAL : PEER_TCP;
	f->uid = (uint32_t)getuid();
	hall_hear(s->hall, port, f);
	s->figures.requests++;
	s->figures.hall_us += clock_stopwatch_us() - before;
}

void
stage_gone(struct stage *s, uint64_t conn)
{
	hall_hear_gone(s->hall, STAGE_CANDIDATES, conn);
}

enum err
stage_end(struct stage *s)
{
	enum err e = turn(s);
	int n;

	for (n = 0; e == ERR_OK && hall_has_work(s->hall); n++) {
		if (n == BUSY_TURNS_MAX)
			return ERR_BUSY;
		hall_begin(s->hall, s->now, 0);
		e = turn(s);
	}
	return e == ERR_OK ? hall_idle(s->hall) : e;
}

enum err
stage_jump_to(struct stage *s, struct wall at)
{
	if (at.ms > s->now.wall.ms)
		advance(s, at.ms - s->now.wall.ms);
	stage_begin(s);
	return stage_end(s);
}

enum err
stage_pass_to(struct stage *s, struct wall until)
{
	struct mono end = mono_add(s->now.mono, until.ms - s->now.wall.ms);
	enum err e = ERR_OK;

	while (e == ERR_OK && s->now.mono.ms < end.ms) {
		struct mono wake = hall_wake(s->hall);

		if (wake.ms > end.ms)
			wake = end;
		/* What is due already was not done in that turn: go on. */
		if (wake.ms <= s->now.mono.ms)
			wake = mono_add(s->now.mono, 1);
		advance(s, wake.ms - s->now.mono.ms);
		stage_begin(s);
		e = stage_end(s);
	}
	return e;
}
