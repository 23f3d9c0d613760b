#include "fake_parts.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "control.h"
#include "exam/limits.h"
#include "exam/routes.h"

#define ANSWER_MAX 256
#define FLOOD (HELPERS_MAX + HELPER_QUEUE_MAX + 10)

static char room[CONTROL_BODY_MAX];

static void
say(enum control_kind kind, uint64_t arg, int status, int fd)
{
	if (control_send(CONTROL_FD, &(struct control_message){ .kind = kind,
		.arg = arg, .status = status, .fd = fd }) != ERR_OK)
		_exit(4);
}

/* The hall: links say 'h' or 'f' and hear the answer; at first they hear its
 * process id. */

static int links[16], n_links, asker = -1;
static int to_come, refused;

static void
ask_helpers(int n, const char *input)
{
	int i, fd;

	for (i = 0; i < n; i++) {
		fd = memfd_create("input", 0);
		if (write(fd, input, strlen(input)) < 0)
			_exit(5);
		say(CONTROL_HELPER, (uint64_t)i + 1, HELPER_BANK, fd);
		close(fd);
	}
	to_come = n;
	refused = 0;
}

static void
hear_answer(const struct control_message *m)
{
	char output[128] = "";
	ssize_t n = m->fd >= 0 ? read(m->fd, output, sizeof(output) - 1) : 0;

	close(m->fd);
	refused += m->status == -1;
	if (--to_come > 0 || n < 0)
		return;
	dprintf(asker, "%d %d %s", m->status, refused, output);
}

static void
greet(int fd)
{
	uint32_t pid = (uint32_t)getpid();

	links[n_links++] = fd;
	fcntl(fd, F_SETFL, 0);
	if (write(fd, &pid, sizeof(pid)) < 0)
		_exit(6);
}

/* Drained: every net must be gone by now. */
static void
end_hall(void)
{
	char c;
	int i;

	for (i = 0; i < n_links; i++)
		if (recv(links[i], &c, 1, MSG_DONTWAIT) != 0)
			_exit(7);
	_exit(0);
}

static void
hear_link(int *fd)
{
	char letter;

	if (read(*fd, &letter, 1) != 1) {
		close(*fd);
		*fd = links[--n_links];
		return;
	}
	asker = *fd;
	ask_helpers(letter == 'f' ? FLOOD : 1, "abc");
}

static void
hear_parent_as_hall(void)
{
	struct control_message m;

	if (control_receive(CONTROL_FD, &m, room) != ERR_OK)
		_exit(0);
	if (m.kind == CONTROL_NET)
		greet(m.fd);
	else if (m.kind == CONTROL_DRAIN)
		end_hall();
	else if (m.kind == CONTROL_HELPER_DONE)
		hear_answer(&m);
}

_Noreturn static void
be_hall(void)
{
	struct pollfd p[17];
	int i, n;

	say(CONTROL_READY, 0, 0, -1);
	for (;;) {
		n = n_links;
		p[0] = (struct pollfd){ CONTROL_FD, POLLIN, 0 };
		for (i = 0; i < n; i++)
			p[i + 1] = (struct pollfd){ links[i], POLLIN, 0 };
		poll(p, (nfds_t)n + 1, -1);
		for (i = n - 1; i >= 0; i--)
			if (p[i + 1].revents != 0)
				hear_link(&links[i]);
		if (p[0].revents != 0)
			hear_parent_as_hall();
	}
}

/* A net. */

static int listener = -1, hall = -1, level, n_certificates;
static size_t certificate_len;
static uint32_t hall_pid;

static void
hear_parent_as_net(void)
{
	struct control_message m;

	if (control_receive(CONTROL_FD, &m, room) != ERR_OK ||
	    m.kind == CONTROL_DRAIN)
		_exit(0);
	if (m.kind == CONTROL_LISTEN && m.arg == LISTENER_TCP) {
		listener = m.fd;
		fcntl(listener, F_SETFL, 0);
	} else if (m.kind == CONTROL_LOG) {
		level = (int)m.arg;
	} else if (m.kind == CONTROL_CERTIFICATE) {
		n_certificates++;
		certificate_len = m.body.len;
	} else if (m.kind == CONTROL_HALL) {
		close(hall);
		hall = m.fd;
		fcntl(hall, F_SETFL, 0);
		if (read(hall, &hall_pid, sizeof(hall_pid)) <= 0)
			_exit(8);
		say(CONTROL_READY, 0, 0, -1);
	}
}

static void
wait_for_another_hall(void)
{
	int before = hall;

	while (hall == before)
		hear_parent_as_net();
}

static void
forward(int guest, char letter)
{
	char answer[ANSWER_MAX];
	ssize_t n;

	if (write(hall, &letter, 1) != 1 ||
	    (n = read(hall, answer, sizeof(answer))) < 0 ||
	    write(guest, answer, (size_t)n) != n)
		_exit(9);
}

static void
act(char letter)
{
	char c;

	switch (letter) {
	case 'x':
		_exit(3);
	case 'c':
		while (n_certificates < 2)
			hear_parent_as_net();
		break;
	case 'k':
		kill((pid_t)hall_pid, SIGKILL);
		while (read(hall, &c, 1) > 0)
			;
		wait_for_another_hall();
		break;
	case 'b':
		say(CONTROL_BROKEN, 0, 0, -1);
		wait_for_another_hall();
		break;
	}
}

static void
serve(int guest)
{
	char letter;

	if (read(guest, &letter, 1) != 1)
		return;
	if (letter == 'w') {
		if (write(guest, &letter, 1) == 1)
			(void)!read(guest, &letter, 1);
		return;
	}
	if (letter == 'h' || letter == 'f') {
		forward(guest, letter);
		return;
	}
	act(letter);
	dprintf(guest, "net %d hall %u level %d certificate %zu", (int)getpid(),
	    hall_pid, level, certificate_len);
}

_Noreturn static void
be_net(int argc, char *argv[])
{
	int i, guest;

	for (i = 1; i < argc; i++)
		if (strncmp(argv[i], "--log-level=", 12) == 0)
			level = atoi(argv[i] + 12);
	for (;;) {
		struct pollfd p[2] = { { CONTROL_FD, POLLIN, 0 },
			{ hall >= 0 ? listener : -1, POLLIN, 0 } };

		poll(p, 2, -1);
		if (p[0].revents != 0)
			hear_parent_as_net();
		if (p[1].revents != 0) {
			guest = accept(listener, NULL, NULL);
			serve(guest);
			close(guest);
		}
	}
}

/* A helper: everything becomes capitals. */
_Noreturn static void
be_helper(void)
{
	char bytes[64];
	ssize_t i, n = pread(4, bytes, sizeof(bytes), 0);

	for (i = 0; i < n; i++)
		bytes[i] = (char)toupper((unsigned char)bytes[i]);
	_exit(n >= 0 && write(5, bytes, (size_t)n) == n ? 0 : 2);
}

void
fake_parts_main(int argc, char *argv[])
{
	if (argc < 2)
		return;
	if (strcmp(argv[1], "hall") == 0)
		be_hall();
	if (strcmp(argv[1], "net") == 0)
		be_net(argc - 1, argv + 1);
	if (strcmp(argv[1], "helper") == 0)
		be_helper();
}

static int
say_to_net(int port, char letter)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0 ||
	    write(fd, &letter, 1) != 1)
		abort();
	return fd;
}

int
fake_net_keep_busy(int port)
{
	int fd = say_to_net(port, 'w');
	char c;

	if (read(fd, &c, 1) != 1)
		abort();
	return fd;
}

void
fake_net_ask(char *line, int port, char letter)
{
	int fd = say_to_net(port, letter);
	ssize_t n, len = 0;

	while ((n = read(fd, line + len, (size_t)(ANSWER_MAX - 1 - len))) > 0)
		len += n;
	line[len] = '\0';
	close(fd);
}
