#include "control.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONTROL_FDS 8 /* more than anybody may send, so that all are closed */

/* What goes before the body.  Both ends are the same executable. */
struct head {
	uint32_t kind;
	int32_t status;
	uint64_t arg;
};

/* Aligned room for descriptors beside a packet. */
union ancillary {
	struct cmsghdr align;
	char room[CMSG_SPACE(sizeof(int) * CONTROL_FDS)];
};

static enum err
error_of_errno(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS ?
	    ERR_BUSY : ERR_SYS;
}

static void
attach(struct msghdr *packet, union ancillary *a, int fd)
{
	struct cmsghdr *c;

	memset(a, 0, sizeof(*a));
	packet->msg_control = a->room;
	packet->msg_controllen = CMSG_SPACE(sizeof(fd));
	c = CMSG_FIRSTHDR(packet);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
}

enum err
control_send(int socket, const struct control_message *m)
{
	struct head head = { (uint32_t)m->kind, m->status, m->arg };
	struct iovec parts[2] = {
		{ &head, sizeof(head) },
		{ (void *)(uintptr_t)m->body.at, m->body.len },
	};
	struct msghdr packet = { .msg_iov = parts, .msg_iovlen = 2 };
	union ancillary a;
	ssize_t n;

	if (m->body.len > CONTROL_BODY_MAX)
		return ERR_TOO_BIG;
	if (m->fd >= 0)
		attach(&packet, &a, m->fd);
	do
		n = sendmsg(socket, &packet, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n < 0 ? error_of_errno() : ERR_OK;
}

/* Every descriptor that came with the packet; returns how many. */
static size_t
collect(int fds[CONTROL_FDS], struct msghdr *packet)
{
	struct cmsghdr *c;
	size_t n = 0, bytes;

	for (c = CMSG_FIRSTHDR(packet); c != NULL; c = CMSG_NXTHDR(packet, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		bytes = c->cmsg_len - CMSG_LEN(0);
		if (n + bytes / sizeof(int) > CONTROL_FDS)
			break;
		memcpy(fds + n, CMSG_DATA(c), bytes);
		n += bytes / sizeof(int);
	}
	return n;
}

/* One whose descriptor found no place here has come all the same. */
static bool
is_message(const struct head *head, size_t len, int flags, size_t n_fds)
{
	return len >= sizeof(*head) && (flags & MSG_TRUNC) == 0 &&
	       n_fds <= ((flags & MSG_CTRUNC) != 0 ? 0 : 1) && head->kind > 0 &&
	       head->kind < CONTROL_KINDS;
}

enum err
control_receive(int socket, struct control_message *m, char *room)
{
	struct head head;
	struct iovec parts[2] = {
		{ &head, sizeof(head) },
		{ room, CONTROL_BODY_MAX },
	};
	union ancillary a;
	struct msghdr packet = { .msg_iov = parts, .msg_iovlen = 2,
		.msg_control = a.room, .msg_controllen = sizeof(a.room) };
	int fds[CONTROL_FDS];
	size_t i, n_fds;
	ssize_t n;

	do
		n = recvmsg(socket, &packet, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return error_of_errno();
	n_fds = collect(fds, &packet);
	if (n == 0 && n_fds == 0)
		return ERR_SYS;
	if (!is_message(&head, (size_t)n, packet.msg_flags, n_fds)) {
		for (i = 0; i < n_fds; i++)
			close(fds[i]);
		return ERR_SYNTAX;
	}
	*m = (struct control_message){ (enum control_kind)head.kind, head.status,
		head.arg, n_fds == 1 ? fds[0] : -1,
		{ room, (size_t)n - sizeof(head) } };
	return ERR_OK;
}
