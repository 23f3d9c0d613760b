/*
 * descriptors: a process has none left: a net to which a crowd of strangers
 * came, the hall, or the parent.
 *
 * Who is signed in goes on saving, also when the hall dies meanwhile; nobody
 * burns a core; what needs a helper is refused and not left hanging.  As soon
 * as descriptors come free new callers are served, within a second.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "campaign.h"
#include "e2e/crowd.h"
#include "test.h"

#define STRANGERS 160
#define ROOM_MAX 24	/* descriptors that a net still has */
#define SAVES 120	/* that must come while there are none */
#define LOOK_MS 1000	/* how long its idleness is looked at ... */
#define BUSY_MS 150	/* ... and what it may take of that */
#define BACK_MS 1000	/* until new callers are served */
#define REFUSAL_MS 5000 /* of a request that needs a helper */

enum { CASES, DONE, KILLS, WORST_MS };

struct run {
	struct centre centre;
	struct crowd crowd;
	struct rng rng;
	int strangers[STRANGERS];
	struct rlimit before;
};

/* ---- descriptors ---- */

/* The first that is free. */
static rlim_t
next_descriptor(pid_t pid)
{
	char path[48];
	struct stat st;
	rlim_t fd = 0;

	do
		snprintf(path, sizeof(path), "/proc/%d/fd/%llu", (int)pid,
		    (unsigned long long)fd++);
	while (lstat(path, &st) == 0);
	return fd - 1;
}

/* It has those that it has, and gets so many more. */
static void
make_scarce(struct run *r, pid_t pid, rlim_t room)
{
	struct rlimit now;

	if (prlimit(pid, RLIMIT_NOFILE, NULL, &r->before) != 0)
		case_fails("no limit of process %d", (int)pid);
	now = r->before;
	now.rlim_cur = next_descriptor(pid) + room;
	if (prlimit(pid, RLIMIT_NOFILE, &now, NULL) != 0)
		case_fails("process %d cannot be limited", (int)pid);
}

static void
make_ample(struct run *r, pid_t pid)
{
	(void)prlimit(pid, RLIMIT_NOFILE, &r->before, NULL);
}

/* ---- strangers ---- */

/* They come from many houses, say nothing, and stay. */
static int
come(const struct run *r, size_t i)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct sockaddr_in from = { .sin_family = AF_INET,
		.sin_addr = { htonl(0x7f000100 + (uint32_t)i) } };
	const char *port = strchr(r->centre.server.candidates, ':') + 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	to.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)bind(fd, (struct sockaddr *)&from, sizeof(from));
	(void)connect(fd, (struct sockaddr *)&to, sizeof(to));
	return fd;
}

static void
all_come(struct run *r)
{
	size_t i;

	for (i = 0; i < STRANGERS; i++)
		r->strangers[i] = come(r, i);
}

static void
all_leave(struct run *r)
{
	size_t i;

	for (i = 0; i < STRANGERS; i++)
		close(r->strangers[i]);
}

static bool
is_served(const struct run *r)
{
	struct wire *w = wire_new(r->centre.candidates);
	struct wire_reply reply = { 0 };
	bool served = wire_call_json(w, &reply, METHOD_GET, "/v1/health", NULL,
			  NULL) == ERR_OK &&
		      reply.status == 200;

	wire_reply_fini(&reply);
	wire_free(w);
	return served;
}

static void
check_new_callers(struct campaign_case *c, struct run *r)
{
	int64_t from = clock_boottime(), took;

	while (!is_served(r))
		if (clock_boottime() - from > MINUTES(1))
			case_fails("nobody is let in any more");
	took = clock_boottime() - from;
	if (took > BACK_MS)
		case_fails("served again after %lld ms", (long long)took);
	if ((uint64_t)took > c->done[WORST_MS])
		c->done[WORST_MS] = (uint64_t)took;
}

/* ---- idleness ---- */

static int64_t
cpu_ms(pid_t pid)
{
	long user = 0, system = 0;
	char path[32], text[512];
	const char *rest;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (f == NULL)
		case_fails("process %d has ended", (int)pid);
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	rest = strrchr(text, ')');
	if (rest == NULL ||
	    sscanf(rest,
		") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user,
		&system) != 2)
		case_fails("%s: %s", path, text);
	return (user + system) * 1000 / sysconf(_SC_CLK_TCK);
}

static void
check_idleness(pid_t pid)
{
	int64_t before = cpu_ms(pid), took;

	(void)poll(NULL, 0, LOOK_MS);
	took = cpu_ms(pid) - before;
	if (took > BUSY_MS)
		case_fails("process %d is busy with nothing: %lld of %d ms",
		    (int)pid, (long long)took, LOOK_MS);
}

/* ---- a net ---- */

static void
crowd_at_the_door(struct campaign_case *c, struct run *r)
{
	struct server *s = &r->centre.server;
	pid_t net = server_net(s);
	bool kills = rng_below(&r->rng, 2) == 0;

	crowd_start(&r->crowd);
	crowd_take_many(&r->crowd, CROWD_WRITERS * 4);
	make_scarce(r, net, rng_below(&r->rng, ROOM_MAX));
	all_come(r);
	crowd_take_many(&r->crowd, SAVES);
	if (kills) {
		server_kill_part(server_hall(s));
		crowd_take_many(&r->crowd, SAVES);
		c->done[KILLS]++;
	}
	crowd_stop(&r->crowd);
	if (server_net(s) != net)
		case_fails("the net did not live through it");
	check_idleness(net);
	all_leave(r);
	check_new_callers(c, r);
	make_ample(r, net);
	c->done[DONE] += (uint64_t)r->crowd.n_acks;
}

/* ---- the hall, the parent ---- */

/* A wrong password, which takes a helper to be known as such. */
static int
sign_in(const struct run *r)
{
	struct wire *w = wire_new(r->centre.staff);
	json_t *body = json_pack(
	    "{s:s,s:s}", "name", "ben", "password", "not the password of ben");
	struct wire_reply reply = { 0 };
	int64_t from = clock_boottime();
	int status;

	if (wire_call_json(w, &reply, METHOD_POST, "/v1/session", NULL, body) !=
	    ERR_OK)
		case_fails("no answer: %s", wire_why(w));
	if (clock_boottime() - from > REFUSAL_MS)
		case_fails("it was left hanging");
	status = reply.status;
	wire_reply_fini(&reply);
	json_decref(body);
	wire_free(w);
	return status;
}

static void
must_answer(const struct run *r, int status)
{
	int got = sign_in(r);

	if (got != status)
		case_fails("signing in: %d instead of %d", got, status);
}

static void
no_helper(struct campaign_case *c, struct run *r, pid_t pid)
{
	must_answer(r, 401);
	crowd_start(&r->crowd);
	make_scarce(r, pid, 0);
	must_answer(r, 503);
	must_answer(r, 503);
	crowd_take_many(&r->crowd, SAVES);
	crowd_stop(&r->crowd);
	check_idleness(pid);
	make_ample(r, pid);
	must_answer(r, 401);
	check_new_callers(c, r);
	c->done[DONE] += (uint64_t)r->crowd.n_acks;
}

/* ---- the whole ---- */

static void
play(struct campaign_case *c)
{
	static struct run r;

	r.rng = c->rng;
	centre_init(&r.centre, "uuuuuu");
	crowd_init(&r.crowd, &r.centre);
	if (c->number % 4 == 2)
		no_helper(c, &r, server_hall(&r.centre.server));
	else if (c->number % 4 == 3)
		no_helper(c, &r, r.centre.server.pid);
	else
		crowd_at_the_door(c, &r);
	if (crowd_check_journals(&r.crowd) != 0)
		case_fails("the journal has saves that nobody sent");
	if (server_stop(&r.centre.server) != 0)
		case_fails("the server took harm");
	c->done[CASES]++;
	crowd_fini(&r.crowd);
	centre_fini(&r.centre);
}

int
main(int argc, char *argv[])
{
	static const struct campaign descriptors = { .name = "descriptors",
		.tallies = { "shortages", "saves", "kills", "ms at most" },
		.count = 4,
		.patience_s = 240,
		.play = play };

	return campaign_run(&descriptors, argc, argv);
}
