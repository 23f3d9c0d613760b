#include "http_relay.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http_stream.h"

#define BACKS_MAX 8
#define PATIENCE_MS 20000 /* longer than they wait for anything themselves */
#define READ_MAX 16384

/* A connection of the proxy to the server behind it. */
struct back {
	int fd;
	struct buf in;
};

/* A proxy, while it has a stream. */
struct passage {
	enum proxy_kind kind;
	int front; /* -1: it has ended */
	struct back backs[BACKS_MAX];
	size_t n_backs;
	struct relayed *to;
};

static bool
has_ended(ssize_t n)
{
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

/* ---- the server behind ---- */

static void
say(int fd, const char *text)
{
	/* Who is gone does not read it. */
	(void)send(fd, text, strlen(text), MSG_NOSIGNAL);
}

static size_t
count_marks(struct slice head)
{
	static const char mark[] = "\nx-through:";
	size_t n = sizeof(mark) - 1, i, count = 0;

	for (i = 0; i + n <= head.len; i++)
		if (http_word_is((struct slice){ head.at + i, n }, mark))
			count++;
	return count;
}

static void
note(struct relayed *to, const struct stream_request *r)
{
	if (count_marks((struct slice){ r->whole.at, r->head.len }) != 1)
		to->is_smuggled = true;
	if (to->n < SEEN_MAX)
		stream_tell_meaning(&to->seen[to->n++], r);
}

/* As many as are whole; false: the connection ends. */
static bool
serve(struct back *b, struct relayed *to)
{
	struct slice rest = buf_slice(&b->in);
	struct stream_request r;
	enum http_verdict v;

	while ((v = stream_next(&r, &rest)) == HTTP_WHOLE) {
		note(to, &r);
		say(b->fd, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
		if (r.head.close)
			return false;
	}
	buf_drop(&b->in, b->in.len - rest.len);
	if (v == HTTP_REFUSED)
		say(b->fd, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
			   "Content-Length: 0\r\n\r\n");
	return v == HTTP_MORE;
}

static void
close_back(struct passage *p, size_t i)
{
	close(p->backs[i].fd);
	buf_fini(&p->backs[i].in);
	p->backs[i] = p->backs[--p->n_backs];
}

static void
hear_back(struct passage *p, size_t i)
{
	struct back *b = &p->backs[i];
	ssize_t n = recv(b->fd, buf_reserve(&b->in, READ_MAX), READ_MAX, 0);

	if (n > 0)
		b->in.len += (size_t)n;
	if (n > 0 ? !serve(b, p->to) : has_ended(n))
		close_back(p, i);
}

static void
let_in(struct passage *p)
{
	int fd = proxy_accept(p->kind);

	if (fd < 0)
		return;
	if (p->n_backs == BACKS_MAX) {
		close(fd);
		return;
	}
	p->backs[p->n_backs++] = (struct back){ .fd = fd };
}

/* ---- the client before ---- */

static void
begin(struct passage *p, enum proxy_kind k, struct relayed *to,
    struct slice bytes)
{
	*p = (struct passage){ .kind = k, .front = proxy_connect(k), .to = to };
	*to = (struct relayed){ .n = 0 };
	/* It may have refused by now, and gone. */
	(void)send(p->front, bytes.at, bytes.len, MSG_NOSIGNAL);
	(void)shutdown(p->front, SHUT_WR);
}

static void
hear_front(struct passage *p)
{
	char told[READ_MAX];

	if (!has_ended(recv(p->front, told, sizeof(told), MSG_DONTWAIT)))
		return;
	close(p->front);
	p->front = -1;
}

/* ---- all of them ---- */

#define POLLED (2 + BACKS_MAX) /* of each: front, listener, backs */

static void
fill(struct pollfd *at, const struct passage *p)
{
	size_t i;

	at[0] = (struct pollfd){ p->front, POLLIN, 0 };
	at[1] = (struct pollfd){ proxy_listener(p->kind), POLLIN, 0 };
	for (i = 0; i < BACKS_MAX; i++)
		at[2 + i] =
		    (struct pollfd){ i < p->n_backs ? p->backs[i].fd : -1,
			    POLLIN, 0 };
}

/* From the last, because the last takes the place of one that is closed. */
static void
hear(const struct pollfd *at, struct passage *p)
{
	size_t i;

	for (i = BACKS_MAX; i-- > 0;)
		if (at[2 + i].revents != 0)
			hear_back(p, i);
	if (at[1].revents != 0)
		let_in(p);
	if (at[0].revents != 0)
		hear_front(p);
}

static bool
is_over(const struct passage *all)
{
	size_t k;

	for (k = 0; k < N_PROXIES; k++)
		if (all[k].front >= 0 || all[k].n_backs > 0)
			return false;
	return true;
}

static void
end(struct passage *p)
{
	while (p->n_backs > 0)
		close_back(p, p->n_backs - 1);
	if (p->front >= 0)
		close(p->front);
}

bool
relay(struct relayed to[N_PROXIES], struct slice bytes)
{
	struct passage all[N_PROXIES];
	struct pollfd fds[N_PROXIES * POLLED];
	bool is_patient = true;
	size_t k;

	for (k = 0; k < N_PROXIES; k++)
		begin(&all[k], (enum proxy_kind)k, &to[k], bytes);
	while (is_patient && !is_over(all)) {
		for (k = 0; k < N_PROXIES; k++)
			fill(&fds[k * POLLED], &all[k]);
		is_patient = poll(fds, N_PROXIES * POLLED, PATIENCE_MS) > 0;
		for (k = 0; k < N_PROXIES && is_patient; k++)
			hear(&fds[k * POLLED], &all[k]);
	}
	for (k = 0; k < N_PROXIES; k++)
		end(&all[k]);
	return is_patient;
}

void
relay_fini(struct relayed all[N_PROXIES])
{
	size_t k;

	for (k = 0; k < N_PROXIES; k++)
		while (all[k].n > 0)
			buf_fini(&all[k].seen[--all[k].n]);
}
