/*
 * hall_run: the hall's clock, its parent and helpers, and the loop around
 * hall_turn().
 *
 *	wait -> hear everyone -> (a moment, so that a batch gathers) -> turn
 *
 * A turn begins at once if the last commit began COMMIT_PACE_US ago or more;
 * else we sleep until then and hear once more.  So the first save of a quiet
 * moment waits for nothing, a busy second commits in batches, and on a slow
 * disk the next turn follows the last.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "exam/frame.h"
#include "hall/hall.h"
#include "hall_links.h"
#include "roles.h"

#define PEPPER_MIN 32
#define CLOCK_LOOK_MS MINUTES(1)
/* A stop of the process in a wait is noticed but for so long. */
#define POLL_MAX_MS 100
#define POLLED_MAX (1 + HALL_NETS_MAX)

/* A helper that the parent has not been asked for yet. */
struct asked {
	uint64_t id;
	enum helper_job job;
	int fd;
};

struct run {
	struct hall *hall;
	struct clock_anchor anchor;
	struct hall_links links;
	struct asked asked[HELPER_QUEUE_MAX];
	size_t n_asked;
	char *room; /* for control messages */
	int64_t begun_us; /* when the last turn began */
	int64_t lost_us;  /* nobody could be served: since the last hall_begin */
	int64_t look_at_clock;
	bool drain;
};

/* ---- start ---- */

static bool
read_pepper(struct buf *pepper, const char *directory)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/keys/pepper", directory);
	if (file_read(pepper, path, 4096) != ERR_OK) {
		log_line(LOG_ERROR, "%s: %s; examctl init makes it", path,
		    strerror(errno));
		return false;
	}
	if (pepper->len < PEPPER_MIN) {
		log_line(LOG_ERROR, "%s: has %zu bytes and needs %d", path,
		    pepper->len, PEPPER_MIN);
		return false;
	}
	return true;
}

static void
log_diag(const struct diag *d)
{
	struct slice text = buf_slice(&d->text);

	while (text.len > 0 && text.at[text.len - 1] == '\n')
		text.len--;
	log_line(LOG_ERROR, "%.*s", SLICE_FMT(text));
}

/* Before anything that others wrote is read. */
static bool
lock_in(const struct hall_options *options)
{
	if (!options->sandbox || sandbox_enter(SANDBOX_HALL) == ERR_OK)
		return true;
	log_line(LOG_ERROR, "the sandbox cannot be entered");
	return false;
}

static void
answer(void *ctx)
{
	struct run *r = ctx;

	hall_links_answer(&r->links);
}

static void ask_helper(void *ctx, uint64_t id, enum hall_job,
    struct slice input);

/* For good, in the origin of the evidence: see evidence_key.c. */
static const char *
host_name(void)
{
	static char name[HOST_NAME_MAX + 1];

	return gethostname(name, sizeof(name)) == 0 ? name : NULL;
}

/* ERR_STATE, ERR_INVALID: the data are refused, and would be again. */
static enum err
start(struct run *r, const struct hall_options *options)
{
	struct diag diag = { .path = options->directory };
	struct store_options so = { .directory = options->directory,
		.wal_limit = options->wal_limit, .ballast = options->ballast };
	struct hall_setup setup = { .directory = options->directory,
		.version = EXAM_VERSION, .own_uid = (uint32_t)getuid(),
		.pid = (int)getpid(),
		.clock_synchronised = clock_synchronised(),
		.host = host_name(),
		.accept_rollback = options->accept_rollback,
		.certificate_ends = { options->certificate_ends },
		.certificate_must_last = options->certificate_must_last,
		.wires = { answer, ask_helper, r } };
	struct buf pepper = { 0 };
	struct store_clock last;
	enum err e;

	r->begun_us = clock_stopwatch_us();
	if (!read_pepper(&pepper, options->directory))
		return ERR_SYS;
	e = store_open(&setup.store, &so, &diag);
	if (e != ERR_OK) {
		log_diag(&diag);
	} else if ((e = store_last_clock(setup.store, &last)) != ERR_OK) {
		log_line(LOG_ERROR, "the clock's row cannot be read");
		store_close(setup.store);
	} else {
		setup.pepper = buf_slice(&pepper);
		clock_boot_id(setup.boot_id);
		hall_setup_clock(&setup, &last, clock_boottime(), clock_wall());
		r->anchor = setup.anchor;
		r->begun_us = clock_stopwatch_us();
		e = hall_new(&r->hall, &setup, &diag);
		if (e != ERR_OK)
			log_diag(&diag);
		r->lost_us = clock_stopwatch_us() - r->begun_us;
		r->links.hall = r->hall;
	}
	memset(pepper.at, 0, pepper.len);
	buf_fini(&pepper);
	diag_fini(&diag);
	return e;
}

/* ---- helpers ---- */

static void
ask_helper(void *ctx, uint64_t id, enum hall_job job, struct slice input)
{
	struct run *r = ctx;
	int fd = memfd_create("helper-input", MFD_CLOEXEC);

	if (fd >= 0 && file_write_fd(fd, input) != ERR_OK) {
		close(fd);
		fd = -1;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	if (r->n_asked == HELPER_QUEUE_MAX) {
		log_line(LOG_ERROR, "more helpers asked for than may wait");
		abort(); /* hall/errand.c bounds them */
	}
	r->asked[r->n_asked++] = (struct asked){ id, (enum helper_job)job, fd };
}

_Static_assert((int)N_JOBS == (int)N_HELPER_JOBS, "the two lists are one");

/* One helper request to the parent; false: later. */
static bool
ask_one(struct run *r, const struct asked *a)
{
	struct control_message m = { .kind = CONTROL_HELPER,
		.status = (int32_t)a->job, .arg = a->id, .fd = a->fd };

	if (a->fd < 0) {
		hall_hear_helper(r->hall, a->id, -1, SLICE_NONE);
		return true;
	}
	if (control_send(CONTROL_FD, &m) == ERR_BUSY)
		return false;
	close(a->fd);
	return true;
}

static void
ask_parent(struct run *r)
{
	size_t done = 0;

	while (done < r->n_asked && ask_one(r, &r->asked[done]))
		done++;
	r->n_asked -= done;
	memmove(r->asked, r->asked + done, r->n_asked * sizeof(*r->asked));
}

static void
helper_done(struct run *r, const struct control_message *m)
{
	struct buf output = { 0 };
	int status = m->status;

	if (m->fd < 0 ||
	    file_read_fd(&output, m->fd, BANK_BYTES_MAX) != ERR_OK)
		status = -1;
	hall_hear_helper(r->hall, m->arg, status, buf_slice(&output));
	buf_fini(&output);
}

/* ---- the parent ---- */

static void
hear_log(const struct control_message *m)
{
	log_limit((enum log_level)m->arg);
	log_shed(m->status != 0);
}

static void
hear_message(struct run *r, struct control_message *m)
{
	if (m->kind == CONTROL_NET && m->fd >= 0) {
		hall_links_add(&r->links, m->fd, (enum port)m->arg);
		return; /* the link has the descriptor */
	}
	if (m->kind == CONTROL_HELPER_DONE)
		helper_done(r, m);
	else if (m->kind == CONTROL_DRAIN)
		r->drain = true;
	else if (m->kind == CONTROL_LOG)
		hear_log(m);
	else if (m->kind == CONTROL_CERTIFICATE_ENDS)
		hall_set_certificate(r->hall,
		    (struct wall){ (int64_t)m->arg });
	if (m->fd >= 0)
		close(m->fd);
}

static void
hear_parent(struct run *r)
{
	struct control_message m;
	enum err e;

	do {
		e = control_receive(CONTROL_FD, &m, r->room);
		if (e == ERR_OK)
			hear_message(r, &m);
		/* What a helper made may be large: one a turn. */
	} while (e == ERR_OK && m.kind != CONTROL_HELPER_DONE);
	if (e != ERR_OK && e != ERR_BUSY)
		r->drain = true; /* without a parent there is nobody to serve */
}

/* ---- the loop ---- */

/* How long nothing has to be done, in milliseconds. */
static int
wait_ms(const struct run *r)
{
	int64_t ms;

	if (hall_has_work(r->hall))
		return 0;
	ms = hall_wake(r->hall).ms -
	    clock_mono(r->anchor, clock_boottime()).ms;
	if (ms < 0)
		return 0;
	return ms < POLL_MAX_MS ? (int)ms : POLL_MAX_MS;
}

/* What to poll: the parent, then each link; slots says which that is. */
static nfds_t
interests(const struct run *r, struct pollfd fds[POLLED_MAX],
    unsigned slots[POLLED_MAX])
{
	fds[0] = (struct pollfd){ CONTROL_FD,
		(short)(POLLIN | (r->n_asked > 0 ? POLLOUT : 0)), 0 };
	return 1 + hall_links_interests(&r->links, fds + 1, slots + 1);
}

/* Has anything come that is not heard yet? */
static bool
somebody_waits(const struct run *r)
{
	struct pollfd fds[POLLED_MAX];
	unsigned slots[POLLED_MAX];
	nfds_t n = interests(r, fds, slots), i;

	(void)poll(fds, n, 0);
	for (i = 1; i < n; i++)
		if ((fds[i].revents & POLLIN) != 0)
			return true;
	return false;
}

/* Read what is there, without waiting; false: nothing was. */
static bool
hear_all(struct run *r)
{
	struct pollfd fds[POLLED_MAX];
	unsigned slots[POLLED_MAX];
	nfds_t n = interests(r, fds, slots), i;

	if (poll(fds, n, 0) <= 0)
		return false;
	for (i = 1; i < n; i++)
		hall_links_serve(&r->links, slots[i], &fds[i]);
	if (fds[0].revents != 0)
		hear_parent(r);
	return true;
}

static void
begin(struct run *r)
{
	int64_t lost = r->lost_us / 1000;

	r->lost_us = 0;
	hall_begin(r->hall, clock_now(r->anchor), lost);
	if (r->look_at_clock <= clock_boottime()) {
		r->look_at_clock = clock_boottime() + CLOCK_LOOK_MS;
		hall_set_synchronised(r->hall, clock_synchronised());
	}
}

/* Time beyond what poll was asked to wait is lost: the process stood still. */
static void
wait_for_something(struct run *r)
{
	struct pollfd fds[POLLED_MAX];
	unsigned slots[POLLED_MAX];
	nfds_t n = interests(r, fds, slots);
	int ms = wait_ms(r);
	int64_t before = clock_stopwatch_us(), over;

	poll(fds, n, ms);
	over = clock_stopwatch_us() - before - (int64_t)ms * 1000;
	if (over > 0)
		r->lost_us += over;
}

/* Let a batch gather: not longer than the pace since the last commit began.
 * How long that was meant to take, in microseconds. */
static int64_t
keep_pace(struct run *r)
{
	int64_t wait = r->begun_us + COMMIT_PACE_US - clock_stopwatch_us();
	struct timespec t = { 0, wait > 0 ? wait * 1000 : 0 };

	if (wait <= 0)
		return 0;
	nanosleep(&t, NULL);
	begin(r);
	(void)hear_all(r);
	return wait;
}

/*
 * Whatever a turn takes beyond its waits is time in which nobody is served.  It
 * is lost if somebody asked meanwhile: on a slow disk a sign of life takes as
 * long, and giving that back is a commit again, so that no clock would go on.
 */
static enum err
turn(struct run *r)
{
	int64_t woken, waited = 0;
	bool heard;
	enum err e;

	wait_for_something(r);
	woken = clock_stopwatch_us();
	begin(r);
	heard = hear_all(r);
	if (heard)
		waited = keep_pace(r);
	r->begun_us = clock_stopwatch_us();
	e = hall_turn(r->hall);
	if (e != ERR_OK)
		return e;
	ask_parent(r);
	if (!heard && !hall_has_work(r->hall))
		e = hall_idle(r->hall);
	if (heard || somebody_waits(r))
		r->lost_us += clock_stopwatch_us() - woken - waited;
	return e;
}

/* Everything durable, with snapshots, so that the next start is short. */
static enum err
drain(struct run *r)
{
	enum err e;

	begin(r);
	e = hall_turn(r->hall);
	if (e == ERR_OK)
		e = hall_settle(r->hall);
	return e;
}

static int
status_of(enum err e)
{
	return e == ERR_STATE || e == ERR_INVALID ? EXIT_REFUSED : 1;
}

int
hall_run(const struct hall_options *options)
{
	struct run r = { .room = alloc_zero(CONTROL_BODY_MAX, 1) };
	struct control_message ready = { .kind = CONTROL_READY, .fd = -1 };
	enum err e = ERR_OK;

	hall_links_init(&r.links);
	if (fcntl(CONTROL_FD, F_SETFL,
		fcntl(CONTROL_FD, F_GETFL) | O_NONBLOCK) != 0 ||
	    !lock_in(options))
		e = ERR_SYS;
	if (e == ERR_OK)
		e = start(&r, options);
	if (e != ERR_OK) {
		free(r.room);
		return status_of(e);
	}
	if (control_send(CONTROL_FD, &ready) != ERR_OK)
		r.drain = true;
	while (e == ERR_OK && !r.drain)
		e = turn(&r);
	if (e == ERR_OK)
		e = drain(&r);
	if (e != ERR_OK) {
		/* What is in memory may not be on disk: not another byte. */
		log_line(LOG_ERROR, "the disk failed: stopping, so that nothing "
		    "is acknowledged that is not saved");
		_exit(1);
	}
	hall_links_fini(&r.links);
	hall_free(r.hall);
	free(r.room);
	return 0;
}
