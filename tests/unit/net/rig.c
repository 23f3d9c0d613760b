#include "test.h"

#include "rig.h"

#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "client.h"

void
rig_be_patient(int fd)
{
	struct timeval t = { RIG_PATIENCE_S, 0 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof(t));
}

static void
make_pair(int pair[2], int type)
{
	assert_int_equal(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair), 0);
	rig_be_patient(pair[0]);
}

void
rig_control(struct rig *r, enum control_kind kind, int fd, struct slice body)
{
	struct control_message m = { .kind = kind, .fd = fd, .body = body };

	assert_int_equal(control_send(r->control, &m), ERR_OK);
}

enum control_kind
rig_hear(struct rig *r)
{
	static char room[CONTROL_BODY_MAX];
	struct control_message m;

	assert_int_equal(control_receive(r->control, &m, room), ERR_OK);
	return m.kind;
}

/* The process. */

void
rig_defaults(struct rig *r)
{
	signal(SIGPIPE, SIG_IGN); /* a server that hangs up is expected */
	*r = (struct rig){ .options = { .port = PORT_CANDIDATE,
			       .connections = 64, .per_address = 32 } };
}

static void
be_net(const struct rig *r, int control)
{
	struct rlimit files = { r->files, r->files };

	log_open("net", LOG_ERROR);
	if (dup2(control, CONTROL_FD) < 0)
		_exit(99);
	if (control != CONTROL_FD)
		close(control);
	closefrom(CONTROL_FD + 1);
	if (r->files > 0)
		setrlimit(RLIMIT_NOFILE, &files);
	exit(net_run(&r->options));
}

static int
open_tcp(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 64), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

void
rig_new_hall(struct rig *r)
{
	int pair[2];

	make_pair(pair, SOCK_STREAM);
	r->hall = pair[0];
	rig_control(r, CONTROL_HALL, pair[1], SLICE_NONE);
	close(pair[1]);
}

void
rig_start(struct rig *r)
{
	int pair[2], tcp;

	make_pair(pair, SOCK_SEQPACKET);
	fflush(NULL);
	r->pid = fork();
	assert_true(r->pid >= 0);
	if (r->pid == 0)
		be_net(r, pair[1]);
	close(pair[1]);
	r->control = pair[0];
	tcp = open_tcp(&r->tcp_port);
	rig_control(r, CONTROL_LISTEN, tcp, SLICE_NONE);
	close(tcp);
	rig_send_certificate(r, "first");
	rig_new_hall(r);
	assert_int_equal(rig_hear(r), CONTROL_READY);
}

int
rig_wait(struct rig *r)
{
	int status = 0;

	assert_int_equal(waitpid(r->pid, &status, 0), r->pid);
	close(r->control);
	close(r->hall);
	buf_fini(&r->from_hall_link);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

int
rig_stop(struct rig *r)
{
	shutdown(r->control, SHUT_RDWR);
	return rig_wait(r);
}

int
rig_open_local(struct rig *r)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct control_message m = { .kind = CONTROL_LISTEN,
		.arg = LISTENER_LOCAL };
	socklen_t len = sizeof(at);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	/* Without a path the kernel makes up a name. */
	assert_int_equal(bind(fd, (struct sockaddr *)&at,
			     offsetof(struct sockaddr_un, sun_path)), 0);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	m.fd = fd;
	assert_int_equal(control_send(r->control, &m), ERR_OK);
	close(fd);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, len), 0);
	rig_be_patient(fd);
	return fd;
}

/* Messages are heard in order, so a new listener answers after all of them. */
void
rig_sync(struct rig *r)
{
	struct client c = client_on(rig_open_local(r));

	client_send(&c, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
	free(client_reply(&c));
	client_close(&c);
}

/* Certificates. */

static void
put_certificate(BIO *out, const struct identity *i)
{
	if (i != NULL)
		PEM_write_bio_X509(out, i->x509);
}

void
rig_send_authorities(struct rig *r, const char *name,
    const struct identity *first, const struct identity *second)
{
	BIO *out = BIO_new(BIO_s_mem());
	struct identity own;
	char *at;
	long len;

	identity_make(&own, name, NULL, "serverAuth");
	put_certificate(out, &own);
	BIO_write(out, "", 1);
	PEM_write_bio_PrivateKey(out, own.key, NULL, NULL, 0, NULL, NULL);
	BIO_write(out, "", 1);
	put_certificate(out, first);
	put_certificate(out, second);
	len = BIO_get_mem_data(out, &at);
	rig_control(r, CONTROL_CERTIFICATE, -1,
	    (struct slice){ at, (size_t)len });
	BIO_free(out);
	identity_fini(&own);
}

void
rig_send_certificate(struct rig *r, const char *name)
{
	rig_send_authorities(r, name, NULL, NULL);
}

/* The hall. */

void
rig_kill_hall(struct rig *r)
{
	close(r->hall);
	r->hall = -1;
	buf_clear(&r->from_hall_link);
	r->frame = 0;
}

static struct slice
expect_frame(struct rig *r, enum frame_kind want)
{
	struct buf *b = &r->from_hall_link;
	enum frame_kind kind;
	struct slice rest;
	ssize_t n;

	buf_drop(b, r->frame);
	r->frame = 0;
	while (frame_next(&r->frame, &kind, &rest, buf_slice(b)) != ERR_OK) {
		n = recv(r->hall, buf_reserve(b, 4096), 4096, 0);
		assert_true(n > 0);
		b->len += (size_t)n;
	}
	assert_int_equal(kind, want);
	return rest;
}

struct frame_request
rig_expect_request(struct rig *r)
{
	struct frame_request got;

	assert_int_equal(frame_get_request(&got,
			     expect_frame(r, FRAME_REQUEST)), ERR_OK);
	return got;
}

uint64_t
rig_expect_gone(struct rig *r)
{
	uint64_t conn;

	assert_int_equal(frame_get_gone(&conn, expect_frame(r, FRAME_GONE)),
	    ERR_OK);
	return conn;
}

bool
rig_hall_is_quiet(struct rig *r)
{
	char c;

	return r->from_hall_link.len == r->frame &&
	    recv(r->hall, &c, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
}

void
rig_send(struct rig *r, struct buf *frames)
{
	size_t done = 0;

	while (done < frames->len) {
		ssize_t n = send(r->hall, frames->at + done, frames->len - done,
		    MSG_NOSIGNAL);

		assert_true(n > 0);
		done += (size_t)n;
	}
	buf_fini(frames);
}

void
rig_reply(struct rig *r, uint64_t conn, unsigned status, const char *json)
{
	struct frame_reply reply = { .conn = conn, .type = BODY_JSON,
		.status = (uint16_t)status, .body = slice_of(json) };
	struct buf b = { 0 };

	frame_put_reply(&b, &reply);
	rig_send(r, &b);
}

void
rig_send_stream(struct rig *r, uint64_t conn, uint64_t first, uint64_t second)
{
	struct frame_reply reply = { .conn = conn, .status = 200,
		.flags = REPLY_STREAM, .n_topics = 2,
		.topics = { first, second }, .body = SLICE("event: hi\n\n") };
	struct buf b = { 0 };

	frame_put_reply(&b, &reply);
	rig_send(r, &b);
}

uint64_t
rig_begin_stream(struct rig *r, uint64_t first, uint64_t second)
{
	uint64_t conn = rig_expect_request(r).conn;

	rig_send_stream(r, conn, first, second);
	return conn;
}
