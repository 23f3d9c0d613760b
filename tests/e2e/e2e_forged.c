/*
 * A net in the hands of a stranger: the hall alone, with this test as its
 * parent and as a net of the candidates.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "control.h"
#include "exam/frame.h"
#include "support/program.h"
#include "support/server.h"
#include "test.h"

#define READ_SIZE 4096

struct hall {
	struct server files; /* its data directory; no server runs on it */
	pid_t pid;
	int control, link;
	struct buf in;
};

/* ---- its parent ---- */

/* Between fork and exec. */
_Noreturn static void
become_hall(const struct hall *h, int control)
{
	char directory[SERVER_PATH_MAX + 16];
	int moved;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(directory, sizeof(directory), "--directory=%s",
	    h->files.data);
	if (freopen(h->files.log, "a", stderr) == NULL)
		_exit(127);
	moved = dup(control); /* away, if it is at its place already */
	if (moved < 0 || dup2(moved, CONTROL_FD) != CONTROL_FD)
		_exit(127);
	execl(EXAMD, "examd", "hall", directory, (char *)NULL);
	_exit(127);
}

static void
start_hall(struct hall *h)
{
	int control[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
			     control), 0);
	fflush(NULL);
	h->pid = fork();
	if (h->pid == 0)
		become_hall(h, control[1]);
	assert_true(h->pid > 0);
	close(control[1]);
	h->control = control[0];
}

static void
wait_until_ready(struct hall *h)
{
	char *room = alloc_zero(CONTROL_BODY_MAX, 1);
	struct control_message m;

	assert_int_equal(control_receive(h->control, &m, room), ERR_OK);
	assert_int_equal(m.kind, CONTROL_READY);
	free(room);
}

/* The hall gets one end as a net of the candidates. */
static void
link_to_hall(struct hall *h)
{
	struct control_message m = { .kind = CONTROL_NET,
		.arg = PORT_CANDIDATE };
	int link[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
			     link), 0);
	m.fd = link[1];
	assert_int_equal(control_send(h->control, &m), ERR_OK);
	close(link[1]);
	h->link = link[0];
}

static int
open_hall(void **state)
{
	static struct hall hall;

	server_init(&hall.files);
	start_hall(&hall);
	wait_until_ready(&hall);
	link_to_hall(&hall);
	*state = &hall;
	return 0;
}

static int
close_hall(void **state)
{
	struct hall *h = *state;

	close(h->link);
	close(h->control); /* without a parent it ends */
	assert_int_equal(program_wait(h->pid), 0);
	buf_fini(&h->in);
	server_fini(&h->files);
	return 0;
}

/* ---- the stranger ---- */

static struct frame_reply
next_reply(struct hall *h)
{
	struct frame_reply r;
	enum frame_kind kind;
	struct slice rest;
	size_t len;
	ssize_t n;
	enum err e;

	buf_clear(&h->in);
	while ((e = frame_next(&len, &kind, &rest, buf_slice(&h->in))) ==
	    ERR_BUSY) {
		n = read(h->link, buf_reserve(&h->in, READ_SIZE), READ_SIZE);
		assert_true(n > 0);
		h->in.len += (size_t)n;
	}
	assert_int_equal(e, ERR_OK);
	assert_int_equal(kind, FRAME_REPLY);
	assert_int_equal(frame_get_reply(&r, rest), ERR_OK);
	return r;
}

/* As if it came from root over the administration socket. */
static struct frame_reply
ask_hall(struct hall *h, enum route route)
{
	struct frame_request r = { .conn = 17, .route = route,
		.peer = PEER_LOCAL, .uid = (uint32_t)getuid(),
		.key = SLICE("a-key"), .params = { SLICE("1"), SLICE("1"), SLICE("1") } };
	struct buf b = { 0 };

	if (route_facts[route].body_max > 0)
		r.body = SLICE("{}");
	frame_put_request(&b, &r);
	assert_int_equal(send(h->link, b.at, b.len, MSG_NOSIGNAL), b.len);
	buf_fini(&b);
	return next_reply(h);
}

static void
every_staff_command_from_a_candidates_net_is_refused(void **state)
{
	struct hall *h = *state;
	struct frame_reply r;
	int route;

	for (route = 0; route < N_ROUTES; route++) {
		if (route_facts[route].port != PORT_STAFF)
			continue;
		r = ask_hall(h, (enum route)route);
		if (r.status != 403)
			fail_msg("%s: %d\n%.*s", route_facts[route].name,
			    r.status, SLICE_FMT(r.body));
	}
}

static void
it_is_logged(void **state)
{
	struct hall *h = *state;

	assert_int_equal(ask_hall(h, ROUTE_STATUS).status, 403);
	server_hear_log(&h->files, "sent STATUS, which is not of its port");
}

static void
what_candidates_may_ask_is_answered(void **state)
{
	struct hall *h = *state;

	assert_int_equal(ask_hall(h, ROUTE_HEALTH).status, 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_staff_command_from_a_candidates_net_is_refused),
		cmocka_unit_test(it_is_logged),
		cmocka_unit_test(what_candidates_may_ask_is_answered),
	};

	return cmocka_run_group_tests(tests, open_hall, close_hall);
}
