#include "support/hall_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "control.h"

#define STRACE "/usr/bin/strace"
#define PATIENCE_MS ((int)MINUTES(2))
#define READ_SIZE (64 << 10)

/* ---- starting ---- */

/* argv: room for strace's words and the hall's. */
static void
add_strace(const char **argv, int *n, char inject[64], char trace[64],
    const struct injection *i)
{
	argv[(*n)++] = STRACE;
	argv[(*n)++] = "-qqy"; /* with the paths of descriptors */
	argv[(*n)++] = "-o";
	argv[(*n)++] = i->trace != NULL ? i->trace : "/dev/null";
	if (i->what == NULL)
		return;
	snprintf(trace, 64, "trace=%s", i->call);
	snprintf(inject, 64, "inject=%s:%s:when=%u%s", i->call, i->what, i->nth,
	    i->lasting ? "+" : "");
	argv[(*n)++] = "-e";
	argv[(*n)++] = trace;
	argv[(*n)++] = "-e";
	argv[(*n)++] = inject;
}

/* Between fork and exec. */
_Noreturn static void
become(const char *directory, const struct injection *i, int control)
{
	char inject[64], trace[64], path[2 * SCENE_PATH_MAX + 16];
	const char *argv[24] = { NULL };
	int n = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (i != NULL)
		add_strace(argv, &n, inject, trace, i);
	snprintf(path, sizeof(path), "--directory=%s", directory);
	argv[n++] = EXAMD;
	argv[n++] = "hall";
	argv[n++] = "--log-level=3";
	argv[n++] = "--wal-limit=65536";
	argv[n++] = path;
	if (i != NULL) {
		/* A call that strace lets fail is number -1, which its filter
		 * would kill it for. */
		argv[n++] = "--no-sandbox";
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		/* A sanitizer cannot look for leaks while another traces. */
		setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	}
	dup2(control, CONTROL_FD);
	close_range(CONTROL_FD + 1, ~0U, 0);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static bool
wait_for(int fd)
{
	return poll(&(struct pollfd){ fd, POLLIN, 0 }, 1, PATIENCE_MS) > 0;
}

static bool
hear_ready(struct hall_process *p)
{
	char *room = alloc_zero(CONTROL_BODY_MAX, 1);
	struct control_message m = { .kind = 0, .fd = -1 };
	enum err e = ERR_SYS;

	if (wait_for(p->control))
		e = control_receive(p->control, &m, room);
	free(room);
	return e == ERR_OK && m.kind == CONTROL_READY;
}

/* A pair of sockets, one end to the hall. */
static void
link_up(struct hall_process *p, enum scene_slot slot)
{
	struct control_message m = { .kind = CONTROL_NET,
		.arg = slot == SLOT_STAFF ? PORT_STAFF : PORT_CANDIDATE };
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		scene_broken("no sockets: %s", strerror(errno));
	p->links[slot] = pair[0];
	m.fd = pair[1];
	(void)!control_send(p->control, &m); /* its end is heard later */
	close(pair[1]);
}

bool
hall_process_start(
    struct hall_process *p, const char *directory, const struct injection *i)
{
	int pair[2];

	*p = (struct hall_process){ .links = { -1, -1 } };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		scene_broken("no sockets: %s", strerror(errno));
	fflush(NULL);
	p->pid = fork();
	if (p->pid == 0)
		become(directory, i, pair[1]);
	close(pair[1]);
	p->control = pair[0];
	if (p->pid < 0 || !hear_ready(p))
		return false;
	link_up(p, SLOT_CANDIDATES);
	link_up(p, SLOT_STAFF);
	return true;
}

bool
hall_process_can_inject(void)
{
	pid_t pid = fork();
	int status = 1;

	if (pid == 0) {
		execl(STRACE, STRACE, "-qq", "-o", "/dev/null", "/bin/true",
		    (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* ---- asking ---- */

static struct slice
text_or_none(const char *text)
{
	return text != NULL ? slice_of(text) : SLICE_NONE;
}

uint64_t
hall_process_put(struct hall_process *p, const struct scene_request *r)
{
	struct frame_request f = { .conn = ++p->last_conn,
		.route = r->route,
		.peer = r->local ? PEER_LOCAL : PEER_TCP,
		.uid = (uint32_t)getuid(),
		.arrived = clock_boottime(),
		.has_token = r->token != NULL,
		.body = r->body };
	struct buf b = { 0 };
	int i;

	if (r->token != NULL)
		memcpy(f.token, r->token, TOKEN_LEN);
	for (i = 0; i < ROUTE_PARAMS_MAX; i++)
		f.params[i] = text_or_none(r->params[i]);
	frame_put_request(&b, &f);
	/* Not sent, it is not answered either. */
	(void)!send(p->links[r->slot], b.at, b.len, MSG_NOSIGNAL);
	buf_fini(&b);
	return f.conn;
}

static void
take_reply(struct scene_reply *out, const struct frame_reply *f)
{
	*out = (struct scene_reply){
		.conn = f->conn, .status = f->status, .type = f->type
	};
	buf_put_slice(&out->text, f->body);
	if (f->type == BODY_JSON || f->type == BODY_PROBLEM)
		out->body = json_loadb(f->body.at, f->body.len, 0, NULL);
}

/* The next frame of the link, if it is there: is it that reply? */
static bool
take_frame(struct buf *in, uint64_t conn, struct scene_reply *out, bool *found)
{
	struct frame_reply reply;
	enum frame_kind kind;
	struct slice rest;
	size_t len;

	if (frame_next(&len, &kind, &rest, buf_slice(in)) != ERR_OK)
		return false;
	if (kind == FRAME_REPLY && frame_get_reply(&reply, rest) == ERR_OK &&
	    reply.conn == conn) {
		take_reply(out, &reply);
		*found = true;
	}
	buf_drop(in, len);
	return true;
}

bool
hall_process_hear(struct hall_process *p, enum scene_slot slot, uint64_t conn,
    struct scene_reply *out)
{
	struct buf *in = &p->in[slot];
	bool found = false;
	ssize_t n;

	for (;;) {
		while (!found && take_frame(in, conn, out, &found))
			;
		if (found)
			return true;
		if (!wait_for(p->links[slot]))
			scene_broken("the hall neither answers nor ends");
		n = recv(
		    p->links[slot], buf_reserve(in, READ_SIZE), READ_SIZE, 0);
		if (n <= 0)
			return false;
		in->len += (size_t)n;
	}
}

/* ---- its end ---- */

void
hall_process_drain(struct hall_process *p)
{
	(void)!control_send(p->control,
	    &(struct control_message){ .kind = CONTROL_DRAIN, .fd = -1 });
}

void
hall_process_kill(struct hall_process *p)
{
	kill(p->pid, SIGKILL);
}

int
hall_process_end(struct hall_process *p)
{
	int status, slot;

	while (waitpid(p->pid, &status, 0) != p->pid)
		if (errno != EINTR)
			scene_broken("waitpid: %s", strerror(errno));
	close(p->control);
	for (slot = 0; slot < N_SLOTS; slot++) {
		if (p->links[slot] >= 0)
			close(p->links[slot]);
		buf_fini(&p->in[slot]);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
