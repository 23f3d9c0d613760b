#include "net/link.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* STARTED is the rest of a frame that was cut by a full socket. */
enum queue { STARTED, SAVES, OTHERS, N_QUEUES };

struct link {
	int fd;
	struct buf in;
	size_t taken; /* of in: frames that link_next() gave out */
	struct buf out[N_QUEUES];
};

struct link *
link_new(void)
{
	struct link *l = alloc_zero(1, sizeof(*l));

	l->fd = -1;
	return l;
}

void
link_free(struct link *l)
{
	if (l == NULL)
		return;
	link_close(l);
	free(l);
}

void
link_open(struct link *l, int fd)
{
	link_close(l);
	l->fd = fd;
}

void
link_close(struct link *l)
{
	int q;

	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	l->taken = 0;
	buf_fini(&l->in);
	for (q = 0; q < N_QUEUES; q++)
		buf_fini(&l->out[q]);
}

bool
link_is_open(const struct link *l)
{
	return l->fd >= 0;
}

int
link_fd(const struct link *l)
{
	return l->fd;
}

void
link_put_request(struct link *l, const struct frame_request *r,
    enum link_order order)
{
	if (link_is_open(l))
		frame_put_request(
		    &l->out[order == LINK_SAVES ? SAVES : OTHERS], r);
}

void
link_put_gone(struct link *l, uint64_t conn)
{
	if (link_is_open(l))
		frame_put_gone(&l->out[OTHERS], conn);
}

size_t
link_backlog(const struct link *l)
{
	size_t n = 0;
	int q;

	for (q = 0; q < N_QUEUES; q++)
		n += l->out[q].len;
	return n;
}

/*
 * n bytes of this queue are written.  A frame that was cut must be finished
 * before any other begins: what is left of it moves to the front.
 */
static void
settle(struct link *l, enum queue q, size_t n)
{
	struct buf *b = &l->out[q];
	size_t whole = 0, len;
	enum frame_kind kind;
	struct slice rest;

	if (q == STARTED || n == b->len) {
		buf_drop(b, n);
		return;
	}
	while (whole < n &&
	    frame_next(&len, &kind, &rest,
		(struct slice){ b->at + whole, b->len - whole }) == ERR_OK)
		whole += len;
	buf_put(&l->out[STARTED], b->at + n, whole - n);
	buf_drop(b, whole);
}

static void
wrote(struct link *l, size_t n)
{
	size_t part;
	int q;

	for (q = 0; q < N_QUEUES && n > 0; q++) {
		part = n < l->out[q].len ? n : l->out[q].len;
		settle(l, (enum queue)q, part);
		n -= part;
	}
}

/* A burst's memory is not kept for the quiet that follows. */
static void
give_back(struct link *l)
{
	int q;

	for (q = 0; q < N_QUEUES; q++)
		if (l->out[q].len == 0 && l->out[q].room > LINK_READ)
			buf_fini(&l->out[q]);
}

enum err
link_flush(struct link *l)
{
	struct iovec parts[N_QUEUES];
	struct msghdr all = { .msg_iov = parts, .msg_iovlen = N_QUEUES };
	ssize_t n;
	int q;

	if (!link_is_open(l) || link_backlog(l) == 0)
		return ERR_OK;
	for (q = 0; q < N_QUEUES; q++)
		parts[q] = (struct iovec){ l->out[q].at, l->out[q].len };
	n = sendmsg(l->fd, &all, MSG_NOSIGNAL);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? ERR_BUSY : ERR_SYS;
	wrote(l, (size_t)n);
	give_back(l);
	return link_backlog(l) == 0 ? ERR_OK : ERR_BUSY;
}

enum err
link_read(struct link *l)
{
	ssize_t n;

	buf_drop(&l->in, l->taken);
	l->taken = 0;
	if (l->in.len == 0 && l->in.room > 4 * LINK_READ)
		buf_fini(&l->in);
	n = recv(l->fd, buf_reserve(&l->in, LINK_READ), LINK_READ, 0);
	if (n == 0)
		return ERR_SYS;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? ERR_BUSY : ERR_SYS;
	l->in.len += (size_t)n;
	return ERR_OK;
}

enum err
link_next(enum frame_kind *kind, struct slice *rest, struct link *l)
{
	size_t len;
	enum err e;

	if (!link_is_open(l) || l->taken == l->in.len)
		return ERR_BUSY;
	e = frame_next(&len, kind, rest,
	    (struct slice){ l->in.at + l->taken, l->in.len - l->taken });
	if (e == ERR_OK)
		l->taken += len;
	return e;
}
