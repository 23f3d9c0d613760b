#include "net_life.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "campaign.h"
#include "control.h"
#include "exam/frame.h"

#define PATIENCE_S 20
#define READ_SIZE (64 << 10)
#define HOST "Host: localhost\r\n"
#define TOKEN                                                                  \
	"Authorization: Bearer "                                               \
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\r\n"
#define SAVE                                                                   \
	"PUT /v1/attempt/answers/3 HTTP/1.1\r\n" HOST TOKEN                    \
	"Content-Type: application/json\r\nContent-Length: 9\r\n\r\n"          \
	"{\"seq\":1}"
#define EVENTS "GET /v1/events HTTP/1.1\r\n" HOST TOKEN "\r\n"

struct client {
	int fd;
	SSL *ssl;
	struct buf in;
};

/* ---- its parent ---- */

static void
be_patient(int fd)
{
	struct timeval t = { PATIENCE_S, 0 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof(t));
}

static void
make_pair(int pair[2], int type)
{
	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair) != 0)
		case_fails("no sockets: %s", strerror(errno));
	be_patient(pair[0]);
}

/* Between fork and exec. */
_Noreturn static void
become(int control)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(control, CONTROL_FD);
	close_range(CONTROL_FD + 1, ~0U, 0);
	execl(EXAMD, EXAMD, "net", "--port=candidates", "--log-level=3",
	    "--connections=64", "--per-address=64", (char *)NULL);
	_exit(127);
}

/* It may have ended. */
static void
tell(struct net_life *l, enum control_kind kind, int fd, struct slice body)
{
	(void)!control_send(l->control,
	    &(struct control_message){ .kind = kind, .fd = fd, .body = body });
}

static void
give_listener(struct net_life *l)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, 64) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &len) != 0)
		case_fails("no listener: %s", strerror(errno));
	l->port = ntohs(at.sin_port);
	tell(l, CONTROL_LISTEN, fd, SLICE_NONE);
	close(fd);
}

/* A chain of two, so that it has a rest. */
static void
give_certificate(struct net_life *l)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *at;
	long len;

	PEM_write_bio_X509(out, l->identity.x509);
	PEM_write_bio_X509(out, l->identity.x509);
	BIO_write(out, "", 1);
	PEM_write_bio_PrivateKey(
	    out, l->identity.key, NULL, NULL, 0, NULL, NULL);
	BIO_write(out, "", 1);
	len = BIO_get_mem_data(out, &at);
	tell(l, CONTROL_CERTIFICATE, -1, (struct slice){ at, (size_t)len });
	BIO_free(out);
}

static void
give_hall(struct net_life *l)
{
	int pair[2];

	make_pair(pair, SOCK_STREAM);
	if (l->hall >= 0)
		close(l->hall);
	buf_clear(&l->from_net);
	l->hall = pair[0];
	tell(l, CONTROL_HALL, pair[1], SLICE_NONE);
	close(pair[1]);
}

/* false: it ended instead. */
static bool
hear_ready(struct net_life *l)
{
	char *room = alloc_zero(CONTROL_BODY_MAX, 1);
	struct control_message m = { .kind = 0, .fd = -1 };
	enum err e = control_receive(l->control, &m, room);

	free(room);
	if (e == ERR_BUSY)
		case_fails("the net is not ready and does not end");
	return e == ERR_OK && m.kind == CONTROL_READY;
}

static bool
start(struct net_life *l)
{
	int pair[2];

	make_pair(pair, SOCK_SEQPACKET);
	fflush(NULL);
	l->pid = fork();
	if (l->pid == 0)
		become(pair[1]);
	close(pair[1]);
	l->control = pair[0];
	l->hall = -1;
	give_listener(l);
	give_certificate(l);
	give_hall(l);
	return hear_ready(l);
}

/* ---- its hall ---- */

static void
reply(struct net_life *l, const struct frame_request *q)
{
	struct frame_push push = { .topic = 7,
		.text = SLICE("event: a\ndata: b\n\n") };
	struct frame_reply r = {
		.conn = q->conn, .status = 200, .type = BODY_JSON
	};
	char text[32];
	struct buf b = { 0 };

	snprintf(text, sizeof(text), "{\"event\":%llu}",
	    (unsigned long long)++l->n_asked);
	r.body = slice_of(text);
	if (q->route == ROUTE_EVENTS) {
		r.flags = REPLY_STREAM;
		r.topics[r.n_topics++] = push.topic;
	}
	frame_put_reply(&b, &r);
	if (q->route == ROUTE_EVENTS)
		frame_put_push(&b, &push);
	(void)!send(l->hall, b.at, b.len, MSG_NOSIGNAL);
	buf_fini(&b);
}

/* false: the net has ended. */
static bool
be_hall(struct net_life *l)
{
	struct frame_request q;
	enum frame_kind kind;
	struct slice rest;
	size_t len;
	ssize_t n = recv(l->hall, buf_reserve(&l->from_net, READ_SIZE),
	    READ_SIZE, MSG_DONTWAIT);

	if (n == 0 || (n < 0 && errno != EAGAIN))
		return false;
	l->from_net.len += n > 0 ? (size_t)n : 0;
	while (
	    frame_next(&len, &kind, &rest, buf_slice(&l->from_net)) == ERR_OK) {
		if (kind == FRAME_REQUEST &&
		    frame_get_request(&q, rest) == ERR_OK)
			reply(l, &q);
		buf_drop(&l->from_net, len);
	}
	return true;
}

/* ---- its clients ---- */

static bool
enter(struct client *c, const struct net_life *l)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)l->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());

	*c = (struct client){ .fd = socket(
				  AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
		.ssl = SSL_new(tls) };
	SSL_CTX_free(tls);
	be_patient(c->fd);
	SSL_set_fd(c->ssl, c->fd);
	return connect(c->fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
	       SSL_connect(c->ssl) == 1;
}

static void
leave(struct client *c)
{
	ERR_clear_error();
	SSL_free(c->ssl);
	close(c->fd);
	buf_fini(&c->in);
}

/* false: it was hung up on. */
static bool
hear_more(struct client *c)
{
	size_t n = 0;
	int ok = SSL_read_ex(
	    c->ssl, buf_reserve(&c->in, READ_SIZE), READ_SIZE - 1, &n);

	if (ok != 1 && SSL_get_error(c->ssl, ok) == SSL_ERROR_SYSCALL &&
	    errno == EAGAIN)
		case_fails("a reply does not end");
	ERR_clear_error();
	c->in.len += n;
	return ok == 1;
}

static bool
has(struct client *c, const char *words)
{
	*buf_reserve(&c->in, 1) = '\0';
	return strstr(c->in.at, words) != NULL;
}

/* Until the words are there; the test is the hall meanwhile.  false: it was
 * hung up on. */
static bool
await(struct net_life *l, struct client *c, const char *words)
{
	bool alive = true;

	while (!has(c, words)) {
		struct pollfd fds[] = { { c->fd, POLLIN, 0 },
			{ alive ? l->hall : -1, POLLIN, 0 } };

		if (poll(fds, 2, PATIENCE_S * 1000) <= 0)
			case_fails(
			    "no reply, and no end, instead of %s in %.*s",
			    words, SLICE_FMT(buf_slice(&c->in)));
		if (fds[1].revents != 0)
			alive = be_hall(l);
		if (fds[0].revents != 0 && !hear_more(c))
			return false;
	}
	return true;
}

/* What the hall said of a save is what its client hears; not being able to ask
 * the hall is 503. */
static void
check_reply(struct net_life *l, struct client *c)
{
	char words[32];

	snprintf(words, sizeof(words), "{\"event\":%llu}",
	    (unsigned long long)l->n_asked);
	if (has(c, "HTTP/1.1 200 ") && !has(c, words))
		case_fails(
		    "not the hall's reply: %.*s", SLICE_FMT(buf_slice(&c->in)));
	if (!has(c, "HTTP/1.1 200 ") && !has(c, "HTTP/1.1 503 "))
		case_fails("neither saved nor busy: %.*s",
		    SLICE_FMT(buf_slice(&c->in)));
	l->n_heard++;
}

static bool
ask(struct net_life *l, struct client *c, const char *request, const char *end)
{
	size_t n;

	buf_clear(&c->in);
	(void)SSL_write_ex(c->ssl, request, strlen(request), &n);
	return await(l, c, end);
}

static bool
save(struct net_life *l, struct client *c)
{
	if (!ask(l, c, SAVE, "}"))
		return false;
	check_reply(l, c);
	return true;
}

static void
save_twice(struct net_life *l)
{
	struct client c;

	if (enter(&c, l) && save(l, &c))
		(void)save(l, &c);
	leave(&c);
}

static void
ask_for(struct net_life *l, const char *request, const char *end)
{
	struct client c;

	if (enter(&c, l))
		(void)ask(l, &c, request, end);
	leave(&c);
}

static void
serve(struct net_life *l)
{
	save_twice(l);
	ask_for(l, "GET / HTTP/1.1\r\n" HOST "\r\n", "</html>");
	ask_for(l, "GET /nowhere HTTP/1.1\r\n" HOST "\r\n", "\"rule\"");
	ask_for(l, "nonsense\r\n\r\n", "\"rule\"");
	ask_for(l, EVENTS, "data: b");
	give_certificate(l);
	give_hall(l);
	save_twice(l);
}

/* ---- its life ---- */

void
net_life_init(struct net_life *l)
{
	*l = (struct net_life){ .hall = -1 };
	identity_make(&l->identity, "localhost", NULL, "serverAuth");
}

void
net_life_fini(struct net_life *l)
{
	identity_fini(&l->identity);
	buf_fini(&l->from_net);
}

static bool
ends_within(const struct net_life *l, int ms)
{
	int fd = (int)syscall(SYS_pidfd_open, l->pid, 0);
	bool ended = poll(&(struct pollfd){ fd, POLLIN, 0 }, 1, ms) > 0;

	close(fd);
	return ended;
}

/* Memory is there again: whoever comes now is served. */
static void
serve_the_last(struct net_life *l)
{
	struct client c;
	uint64_t before = l->n_heard;

	if (!enter(&c, l) || !save(l, &c) || !has(&c, " 200 ")) {
		if (!ends_within(l, PATIENCE_S * 1000))
			case_fails("the net lives and serves nobody");
	} else if (l->n_heard != before + 1) {
		case_fails("a save was not told");
	}
	leave(&c);
}

int
net_life_play(struct net_life *l, void (*enough)(void))
{
	bool ready = start(l);
	int status;

	if (ready)
		serve(l);
	enough();
	if (ready && !ends_within(l, 0))
		serve_the_last(l);
	tell(l, CONTROL_DRAIN, -1, SLICE_NONE);
	while (waitpid(l->pid, &status, 0) != l->pid)
		if (errno != EINTR)
			case_fails("waitpid: %s", strerror(errno));
	close(l->control);
	close(l->hall);
	buf_clear(&l->from_net);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
