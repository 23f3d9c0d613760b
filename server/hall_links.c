#include "hall_links.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "exam/frame.h"

#define READ_SIZE (64 << 10)
#define READS_A_TURN 4	     /* of one net: the others want to be heard too */
#define OUT_KEPT (256 << 10) /* a turn's answers in a busy second: 400 saves   \
			      */
#define OUT_MAX (256 << 20)  /* a net that does not read: its link is cut */

void
hall_links_init(struct hall_links *ls)
{
	unsigned i;

	*ls = (struct hall_links){ 0 };
	for (i = 0; i < HALL_NETS_MAX; i++)
		ls->of[i].fd = -1;
}

static void
link_cut(struct hall_links *ls, unsigned slot)
{
	struct hall_link *l = &ls->of[slot];

	if (l->fd < 0)
		return;
	close(l->fd);
	l->fd = -1;
	l->left = l->may_leave = 0;
	buf_fini(&l->in);
	hall_net_down(ls->hall, slot);
}

void
hall_links_add(struct hall_links *ls, int fd, enum port port)
{
	unsigned slot = 0;

	while (slot < HALL_NETS_MAX && ls->of[slot].fd >= 0)
		slot++;
	if (slot == HALL_NETS_MAX ||
	    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0) {
		log_line(LOG_ERROR, "no place for another net");
		close(fd);
		return;
	}
	ls->of[slot].fd = fd;
	hall_net_up(ls->hall, slot, port);
	log_line(LOG_INFO, "net %u: %s", slot,
	    port == PORT_STAFF ? "staff" : "candidates");
}

/* A room that enters at once is answered with megabytes: they are not moved for
 * every piece that leaves, and their memory is not kept for the quiet after. */
static void
link_settle(struct hall_link *l, struct buf *out)
{
	if (l->left < out->len / 2)
		return;
	buf_drop(out, l->left);
	l->left = 0;
	if (out->len == 0 && out->room > OUT_KEPT)
		buf_fini(out);
}

static void
link_write(struct hall_links *ls, unsigned slot)
{
	struct hall_link *l = &ls->of[slot];
	struct buf *out = hall_out(ls->hall, slot);
	ssize_t n;

	if (l->fd < 0 || l->may_leave == 0)
		return;
	n = send(l->fd, out->at + l->left, l->may_leave,
	    MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n > 0) {
		l->left += (size_t)n;
		l->may_leave -= (size_t)n;
		link_settle(l, out);
	} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
		link_cut(ls, slot);
	}
}

void
hall_links_answer(struct hall_links *ls)
{
	unsigned i;

	for (i = 0; i < HALL_NETS_MAX; i++) {
		if (ls->of[i].fd < 0)
			continue;
		ls->of[i].may_leave =
		    hall_out(ls->hall, i)->len - ls->of[i].left;
		link_write(ls, i);
		if (ls->of[i].fd >= 0 && ls->of[i].may_leave > OUT_MAX) {
			log_line(LOG_ERROR, "net %u does not read", i);
			link_cut(ls, i);
		}
	}
}

static bool
hear_frame(struct hall_links *ls, unsigned slot, enum frame_kind kind,
    struct slice rest)
{
	struct frame_request request;
	uint64_t conn;

	if (kind == FRAME_REQUEST &&
	    frame_get_request(&request, rest) == ERR_OK) {
		hall_hear(ls->hall, slot, &request);
		return true;
	}
	if (kind == FRAME_GONE && frame_get_gone(&conn, rest) == ERR_OK) {
		hall_hear_gone(ls->hall, slot, conn);
		return true;
	}
	log_line(LOG_ERROR, "net %u sent a frame that is none", slot);
	return false;
}

static void
hear_frames(struct hall_links *ls, unsigned slot)
{
	struct hall_link *l = &ls->of[slot];
	enum frame_kind kind;
	struct slice rest;
	size_t len, at = 0;
	enum err e;

	while (
	    (e = frame_next(&len, &kind, &rest,
		 (struct slice){ l->in.at + at, l->in.len - at })) == ERR_OK) {
		at += len;
		if (!hear_frame(ls, slot, kind, rest)) {
			link_cut(ls, slot);
			return;
		}
	}
	if (e != ERR_BUSY) {
		log_line(LOG_ERROR, "net %u: %s", slot, err_text(e));
		link_cut(ls, slot);
		return;
	}
	buf_drop(&l->in, at);
}

static void
link_read(struct hall_links *ls, unsigned slot)
{
	struct hall_link *l = &ls->of[slot];
	ssize_t n = READ_SIZE;
	int i;

	for (i = 0; i < READS_A_TURN && n == READ_SIZE && l->fd >= 0; i++) {
		n = recv(l->fd, buf_reserve(&l->in, READ_SIZE), READ_SIZE,
		    MSG_DONTWAIT);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
			link_cut(ls, slot);
		} else if (n > 0) {
			l->in.len += (size_t)n;
			hear_frames(ls, slot);
		}
	}
}

void
hall_links_fini(struct hall_links *ls)
{
	unsigned i;

	for (i = 0; i < HALL_NETS_MAX; i++)
		link_cut(ls, i);
}

nfds_t
hall_links_interests(
    const struct hall_links *ls, struct pollfd *fds, unsigned *slots)
{
	nfds_t n = 0;
	unsigned i;

	for (i = 0; i < HALL_NETS_MAX; i++) {
		const struct hall_link *l = &ls->of[i];

		if (l->fd < 0)
			continue;
		slots[n] = i;
		fds[n++] = (struct pollfd){ l->fd,
			(short)(POLLIN | (l->may_leave > 0 ? POLLOUT : 0)), 0 };
	}
	return n;
}

void
hall_links_serve(
    struct hall_links *ls, unsigned slot, const struct pollfd *said)
{
	if ((said->revents & POLLOUT) != 0)
		link_write(ls, slot);
	if ((said->revents & (POLLIN | POLLHUP | POLLERR)) != 0 &&
	    ls->of[slot].fd == said->fd)
		link_read(ls, slot);
}
