#include "parent/helpers.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "parent/child.h"
#include "exam/alloc.h"
#include "exam/limits.h"

struct question {
	uint64_t job;
	enum helper_job work;
	int input;
};

/* A helper that runs; pid 0: a free place.  wanted: somebody still asks. */
struct place {
	pid_t pid;
	uint64_t job;
	int output;
	int64_t deadline;
	bool wanted;
};

struct helpers {
	bool sandbox;
	struct place places[HELPERS_MAX];
	struct question queue[HELPER_QUEUE_MAX];
	size_t first, n;
};

static const char *const names[] = {
#define X(name, text) text,
	HELPER_JOBS(X)
#undef X
};

const char *
helper_name(enum helper_job work)
{
	return names[work];
}

enum err
helper_by_name(enum helper_job *work, const char *name)
{
	int i;

	for (i = 0; i < N_HELPER_JOBS; i++)
		if (strcmp(names[i], name) == 0) {
			*work = (enum helper_job)i;
			return ERR_OK;
		}
	return ERR_UNKNOWN;
}

struct helpers *
helpers_new(bool sandbox)
{
	struct helpers *h = (struct helpers *)alloc_zero(1, sizeof(*h));

	h->sandbox = sandbox;
	return h;
}

void
helpers_free(struct helpers *h)
{
	int i;

	if (h == NULL)
		return;
	helpers_clear(h);
	for (i = 0; i < HELPERS_MAX; i++)
		if (h->places[i].pid > 0)
			close(h->places[i].output);
	free(h);
}

enum err
helpers_ask(struct helpers *h, uint64_t job, enum helper_job work, int input)
{
	if ((int)work < 0 || work >= N_HELPER_JOBS || input < 0)
		return ERR_INVALID;
	if (h->n == HELPER_QUEUE_MAX)
		return ERR_FULL;
	h->queue[(h->first + h->n++) % HELPER_QUEUE_MAX] =
	    (struct question){ job, work, input };
	return ERR_OK;
}

static struct question
take_question(struct helpers *h)
{
	struct question q = h->queue[h->first];

	h->first = (h->first + 1) % HELPER_QUEUE_MAX;
	h->n--;
	return q;
}

static struct place *
find_place(struct helpers *h, pid_t pid)
{
	int i;

	for (i = 0; i < HELPERS_MAX; i++)
		if (h->places[i].pid == pid)
			return &h->places[i];
	return NULL;
}

static enum err
start(struct helpers *h, struct place *p, const struct question *q, int64_t now)
{
	char role[] = "helper", open_air[] = "--no-sandbox", name[32] = "";
	char *arguments[] = { role, name, h->sandbox ? NULL : open_air, NULL };
	int fds[] = { -1, q->input, memfd_create("output", MFD_CLOEXEC) };
	pid_t pid;
	enum err e;

	strncpy(name, names[q->work], sizeof(name) - 1);
	if (fds[2] < 0)
		return ERR_SYS;
	e = child_start(&pid, arguments, fds, 3);
	if (e == ERR_OK)
		*p = (struct place){ pid, q->job, fds[2], now + HELPER_MS, true };
	else
		close(fds[2]);
	return e;
}

static void
kill_overdue(struct helpers *h, int64_t now)
{
	struct place *p;
	int i;

	for (i = 0; i < HELPERS_MAX; i++) {
		p = &h->places[i];
		if (p->pid > 0 && now >= p->deadline) {
			log_line(LOG_WARNING, "helper %d took too long",
			    (int)p->pid);
			kill(p->pid, SIGKILL);
			p->deadline = INT64_MAX;
		}
	}
}

bool
helpers_turn(struct helpers *h, struct helper_answer *a, int64_t now)
{
	struct question q;
	struct place *p;
	enum err e;

	kill_overdue(h, now);
	while (h->n > 0 && (p = find_place(h, 0)) != NULL) {
		q = take_question(h);
		e = start(h, p, &q, now);
		close(q.input);
		if (e != ERR_OK) {
			log_line(LOG_ERROR, "helper %s: cannot be started",
			    names[q.work]);
			*a = (struct helper_answer){ q.job, -1, -1, true };
			return true;
		}
	}
	return false;
}

bool
helpers_reap(struct helpers *h, struct helper_answer *a, pid_t pid, int wait)
{
	struct place *p = find_place(h, pid);

	if (p == NULL)
		return false;
	*a = (struct helper_answer){ p->job,
		WIFEXITED(wait) ? WEXITSTATUS(wait) : -1, p->output, p->wanted };
	if (a->wanted) {
		lseek(a->output, 0, SEEK_SET);
	} else {
		close(a->output);
		a->output = -1;
	}
	*p = (struct place){ 0 };
	return true;
}

void
helpers_clear(struct helpers *h)
{
	struct place *p;
	int i;

	while (h->n > 0)
		close(take_question(h).input);
	for (i = 0; i < HELPERS_MAX; i++) {
		p = &h->places[i];
		if (p->pid > 0)
			kill(p->pid, SIGKILL);
		p->wanted = false;
	}
}

int64_t
helpers_deadline(const struct helpers *h)
{
	int64_t soonest = INT64_MAX;
	int i;

	for (i = 0; i < HELPERS_MAX; i++)
		if (h->places[i].pid > 0 && h->places[i].deadline < soonest)
			soonest = h->places[i].deadline;
	return soonest;
}
