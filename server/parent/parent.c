/*
 * A server that runs.  Its turn, parent_turn(), is where to begin to read.
 */
#include "parent/parent.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "parent/notify.h"
#include "parent/parent_internal.h"

static void
each_part(struct parent *p, void (*act)(struct part *))
{
	size_t i;

	act(&p->hall);
	for (i = 0; i < p->n_nets; i++)
		act(&p->nets[i].part);
}

static bool
nets_run(const struct parent *p)
{
	size_t i;

	for (i = 0; i < p->n_nets; i++)
		if (p->nets[i].part.pid != 0)
			return true;
	return false;
}

static void
enter(struct parent *p, enum stage stage, int64_t may_last)
{
	p->stage = stage;
	p->deadline = p->now + may_last;
}

static void
begin_to_stop(struct parent *p)
{
	size_t i;

	notify("STOPPING=1");
	for (i = 0; i < p->n_nets; i++)
		part_tell(&p->nets[i].part, CONTROL_DRAIN, 0, -1);
	enter(p, STAGE_DRAIN_NETS, DRAIN_NET_MS);
}

static void
kill_nets(struct parent *p)
{
	size_t i;

	for (i = 0; i < p->n_nets; i++)
		part_kill(&p->nets[i].part);
}

void
parent_count_failure(struct parent *p, struct part *part)
{
	if (!part_failed_too_often(part, p->now))
		return;
	log_line(LOG_ERROR,
	    "the %s failed %d times within a minute; the server stops",
	    part->name, RESTARTS_MAX + 1);
	p->status = 1;
	begin_to_stop(p);
}

/* Wait */

static struct pollfd
poll_part(const struct part *part)
{
	return (struct pollfd){ part->control, part_interest(part), 0 };
}

static int
patience(const struct parent *p)
{
	int64_t until = helpers_deadline(p->helpers);
	int64_t left;

	if (p->stage == STAGE_RUN && parent_disk_deadline(p) < until)
		until = parent_disk_deadline(p);
	if (p->stage != STAGE_RUN && p->deadline < until)
		until = p->deadline;
	if (until == INT64_MAX)
		return -1;
	left = until - clock_boottime();
	return left < 0 ? 0 : (int)left;
}

static void
wait_for_news(struct parent *p)
{
	nfds_t n = 0;
	size_t i;

	p->polled[n++] = (struct pollfd){ p->signals, POLLIN, 0 };
	p->polled[n++] = poll_part(&p->hall);
	for (i = 0; i < p->n_nets; i++)
		p->polled[n++] = poll_part(&p->nets[i].part);
	poll(p->polled, n, patience(p));
	p->now = clock_boottime();
}

/* Signals */

/* The first time all finish what they do, the second time only the hall. */
static void
stop(struct parent *p)
{
	switch (p->stage) {
	case STAGE_RUN:
		log_line(LOG_NOTICE, "stopping");
		begin_to_stop(p);
		break;
	case STAGE_DRAIN_NETS:
		kill_nets(p);
		break;
	case STAGE_DRAIN_HALL:
		part_kill(&p->hall);
		break;
	case STAGE_DONE:
		break;
	}
}

static void
hear_signals(struct parent *p)
{
	struct signalfd_siginfo s;

	while (read(p->signals, &s, sizeof(s)) == sizeof(s))
		if (s.ssi_signo == SIGHUP && p->stage == STAGE_RUN)
			parent_reload(p);
		else if (s.ssi_signo == SIGINT || s.ssi_signo == SIGTERM)
			stop(p);
}

/* Messages */

static void
answer(struct parent *p, const struct helper_answer *a)
{
	part_post(&p->hall, (struct control_message){
	    .kind = CONTROL_HELPER_DONE, .status = a->status, .arg = a->job,
	    .fd = a->output });
}

static void
take_question(struct parent *p, const struct control_message *m)
{
	const struct helper_answer refused = { m->arg, -1, -1, true };

	if (helpers_ask(p->helpers, m->arg, (enum helper_job)m->status,
		m->fd) == ERR_OK)
		return;
	if (m->fd >= 0)
		close(m->fd);
	answer(p, &refused);
}

static void
handle_hall(struct parent *p, const struct control_message *m)
{
	if (m->kind == CONTROL_HELPER) {
		take_question(p, m);
		return;
	}
	if (m->kind == CONTROL_READY) {
		p->hall.ready = true;
		p->accept_rollback = NULL; /* once */
	}
	if (m->fd >= 0)
		close(m->fd);
}

static void
handle_net(struct net *net, const struct control_message *m)
{
	if (m->kind == CONTROL_READY)
		net->part.ready = true;
	else if (m->kind == CONTROL_BROKEN)
		net->linked = false;
	if (m->fd >= 0)
		close(m->fd);
}

/* A part without its control socket is no use; when it drains, it is about to
 * end by itself. */
static void
lose(const struct parent *p, const struct part *part)
{
	if (p->stage == STAGE_RUN)
		part_kill(part);
}

static void
hear_parts(struct parent *p)
{
	struct control_message m;
	struct net *net;
	enum err e;

	while ((e = part_hear(&p->hall, &m, p->room)) == ERR_OK)
		handle_hall(p, &m);
	if (e == ERR_SYS)
		lose(p, &p->hall);
	for (net = p->nets; net < p->nets + p->n_nets; net++) {
		while ((e = part_hear(&net->part, &m, p->room)) == ERR_OK)
			handle_net(net, &m);
		if (e == ERR_SYS)
			lose(p, &net->part);
	}
}

/* Children */

static struct part *
find_part(struct parent *p, pid_t pid)
{
	size_t i;

	if (p->hall.pid == pid)
		return &p->hall;
	for (i = 0; i < p->n_nets; i++)
		if (p->nets[i].part.pid == pid)
			return &p->nets[i].part;
	return NULL;
}

static void
log_end(const struct part *part, int wait)
{
	if (WIFSIGNALED(wait))
		log_line(LOG_ERROR, "the %s was ended by signal %d", part->name,
		    WTERMSIG(wait));
	else
		log_line(LOG_ERROR, "the %s ended with status %d%s", part->name,
		    WEXITSTATUS(wait),
		    WEXITSTATUS(wait) == EXIT_MEMORY ? ": out of memory" : "");
}

/* A new hall knows none of the links and questions of the old one. */
static void
forget_hall(struct parent *p)
{
	size_t i;

	helpers_clear(p->helpers);
	for (i = 0; i < p->n_nets; i++)
		p->nets[i].linked = false;
}

/* Nothing has changed since, so another start would hear the same.  Later, with
 * candidates waiting, it may have been the disk: then it is tried again. */
static bool
is_refusal(const struct parent *p, const struct part *part, int wait)
{
	return !p->announced && part == &p->hall && WIFEXITED(wait) &&
	       WEXITSTATUS(wait) == EXIT_REFUSED;
}

static bool
is_of_the_disk(struct parent *p, const struct part *part, int wait)
{
	return part == &p->hall && WIFEXITED(wait) &&
	       (WEXITSTATUS(wait) == 1 || WEXITSTATUS(wait) == EXIT_REFUSED) &&
	       parent_blames_disk(p);
}

/* The hall has said why. */
static void
give_up(struct parent *p)
{
	log_line(LOG_ERROR, "the server stops: the same data would be refused "
			    "again");
	p->status = EXIT_REFUSED;
	begin_to_stop(p);
}

static void
bury_part(struct parent *p, struct part *part, int wait)
{
	part_ended(part);
	if (part == &p->hall)
		forget_hall(p);
	if (p->stage == STAGE_RUN && is_refusal(p, part, wait)) {
		give_up(p);
		return;
	}
	if (p->stage == STAGE_RUN || wait != 0)
		log_end(part, wait);
	if (p->stage == STAGE_RUN && !is_of_the_disk(p, part, wait))
		parent_count_failure(p, part);
	if (p->stage != STAGE_RUN && part == &p->hall && wait != 0)
		p->status = 1;
}

static void
bury_children(struct parent *p)
{
	struct helper_answer a;
	struct part *part;
	pid_t pid;
	int wait;

	while ((pid = waitpid(-1, &wait, WNOHANG)) > 0) {
		if ((part = find_part(p, pid)) != NULL)
			bury_part(p, part, wait);
		else if (helpers_reap(p->helpers, &a, pid, wait) && a.wanted)
			answer(p, &a);
	}
}

/* Helpers */

static void
run_helpers(struct parent *p)
{
	struct helper_answer a;

	while (helpers_turn(p->helpers, &a, p->now))
		answer(p, &a);
}

/* Whole, or on the way out */

static void
announce_once(struct parent *p)
{
	size_t i;

	if (p->announced || p->stage != STAGE_RUN || !p->hall.ready)
		return;
	for (i = 0; i < p->n_nets; i++)
		if (!p->nets[i].part.ready || !p->nets[i].linked)
			return;
	p->announced = true;
	parent_announce(p);
}

/* Nets first, so that the hall hears everything that was asked. */
static void
drain(struct parent *p)
{
	bool overdue = p->now >= p->deadline;

	if (p->stage == STAGE_DRAIN_NETS && overdue)
		kill_nets(p);
	if (p->stage == STAGE_DRAIN_NETS && !nets_run(p)) {
		part_tell(&p->hall, CONTROL_DRAIN, 0, -1);
		enter(p, STAGE_DRAIN_HALL, DRAIN_HALL_MS);
	} else if (p->stage == STAGE_DRAIN_HALL && overdue) {
		part_kill(&p->hall);
	}
	if (p->stage == STAGE_DRAIN_HALL && p->hall.pid == 0)
		p->stage = STAGE_DONE;
}

static void
parent_turn(struct parent *p)
{
	wait_for_news(p);
	hear_signals(p);
	hear_parts(p);
	bury_children(p);
	run_helpers(p);
	parent_watch_disk(p);
	parent_make_whole(p);
	announce_once(p);
	drain(p);
	each_part(p, part_flush);
}

int
parent_run(const char *config_path, const char *accept_rollback)
{
	struct parent p;
	int status = 1;

	if (parent_open(&p, config_path) == ERR_OK) {
		if (!clock_synchronised())
			log_line(LOG_WARNING,
			    "the clock is not synchronised; start windows "
			    "follow it");
		p.now = clock_boottime();
		p.accept_rollback = accept_rollback;
		parent_make_whole(&p);
		while (p.stage != STAGE_DONE)
			parent_turn(&p);
		status = p.status;
	}
	parent_close(&p);
	return status;
}
