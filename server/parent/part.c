#include "parent/part.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "parent/child.h"
#include "exam/alloc.h"

void
part_init(struct part *p, const char *name)
{
	*p = (struct part){ .name = name, .control = -1 };
}

static bool
set_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

enum err
part_start(struct part *p, char *const arguments[], int lock)
{
	int pair[2], fds[2];
	enum err e = ERR_SYS;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return ERR_SYS;
	fds[0] = pair[1];
	fds[1] = lock;
	if (set_nonblocking(pair[0]))
		e = child_start(&p->pid, arguments, fds, 2);
	close(pair[1]);
	if (e == ERR_OK)
		p->control = pair[0];
	else
		close(pair[0]);
	return e;
}

static void
drop_letter(struct part *p)
{
	struct letter *l = &p->letters[p->first];

	if (l->message.fd >= 0)
		close(l->message.fd);
	free(l->body);
	*l = (struct letter){ 0 };
	p->first = (p->first + 1) % LETTERS_MAX;
	p->n_letters--;
}

static void
hang_up(struct part *p)
{
	while (p->n_letters > 0)
		drop_letter(p);
	if (p->control >= 0)
		close(p->control);
	p->control = -1;
	p->ready = false;
}

void
part_ended(struct part *p)
{
	hang_up(p);
	p->pid = 0;
}

bool
part_failed_too_often(struct part *p, int64_t now)
{
	bool often = p->n_failed == RESTARTS_MAX &&
	    now - p->failed[RESTARTS_MAX - 1] < RESTARTS_MS;

	memmove(p->failed + 1, p->failed,
	    (RESTARTS_MAX - 1) * sizeof(p->failed[0]));
	p->failed[0] = now;
	if (p->n_failed < RESTARTS_MAX)
		p->n_failed++;
	return often;
}

void
part_kill(const struct part *p)
{
	if (p->pid > 0)
		kill(p->pid, SIGKILL);
}

void
part_post(struct part *p, struct control_message m)
{
	struct letter *l;

	if (p->control < 0 || p->n_letters == LETTERS_MAX) {
		if (p->control >= 0) {
			log_line(LOG_ERROR, "%s does not read; it is killed",
			    p->name);
			part_kill(p);
		}
		if (m.fd >= 0)
			close(m.fd);
		return;
	}
	l = &p->letters[(p->first + p->n_letters++) % LETTERS_MAX];
	l->body = (char *)alloc_copy(m.body.at, m.body.len);
	l->message = m;
	l->message.body.at = l->body;
	part_flush(p);
}

void
part_tell(struct part *p, enum control_kind kind, uint64_t arg, int fd)
{
	part_post(p, (struct control_message){ .kind = kind, .arg = arg,
	    .fd = fd });
}

void
part_flush(struct part *p)
{
	enum err e = ERR_OK;

	while (p->n_letters > 0 && e == ERR_OK) {
		e = control_send(p->control, &p->letters[p->first].message);
		if (e == ERR_OK)
			drop_letter(p);
	}
	if (e != ERR_OK && e != ERR_BUSY)
		hang_up(p); /* it is dead or dying; SIGCHLD will tell */
}

enum err
part_hear(struct part *p, struct control_message *m, char *room)
{
	enum err e;

	if (p->control < 0 || p->n_letters > LETTERS_MAX / 2)
		return ERR_BUSY;
	e = control_receive(p->control, m, room);
	if (e == ERR_SYS)
		hang_up(p);
	return e;
}

short
part_interest(const struct part *p)
{
	short events = 0;

	if (p->n_letters <= LETTERS_MAX / 2)
		events |= POLLIN;
	if (p->n_letters > 0)
		events |= POLLOUT;
	return events;
}
