#include "support/server.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "exam/time.h"
#include "support/program.h"
#include "test.h"

/* Below those that the kernel gives to clients: a candidate that looks for a
 * killed server must not take its place. */
#define PORT_FIRST 20000
#define PORT_LAST 32000
#define LOG_MAX (16 << 20)
#define PATIENCE_MS SECONDS(60) /* a sanitized build on a busy machine */

/* ---- files ---- */

static void
join(char *room, const char *directory, const char *name)
{
	int n = snprintf(room, SERVER_PATH_MAX, "%s/%s", directory, name);

	assert_true(n > 0 && n < SERVER_PATH_MAX);
}

const char *
server_path(char *room, const struct server *s, const char *name)
{
	join(room, s->root, name);
	return room;
}

void
server_write_file(const struct server *s, const char *name, const char *text)
{
	char path[SERVER_PATH_MAX];

	assert_int_equal(file_replace(server_path(path, s, name),
	    slice_of(text), 0600), ERR_OK);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* ---- where it listens ---- */

static bool
is_free(uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is = bind(fd, (const struct sockaddr *)&a, sizeof(a)) == 0;

	close(fd);
	return is;
}

static void
choose_address(char address[SERVER_ADDRESS_MAX])
{
	uint16_t port;

	do {
		hash_random(&port, sizeof(port));
		port = (uint16_t)(PORT_FIRST +
		    port % (PORT_LAST - PORT_FIRST));
	} while (!is_free(port));
	snprintf(address, SERVER_ADDRESS_MAX, "127.0.0.1:%u", port);
}

static void
name_files(struct server *s, const char *data)
{
	char socket[SERVER_PATH_MAX];

	join(s->data, s->root, data);
	join(s->conf, s->data, "examd.conf");
	join(s->ca, s->data, "keys/ca.pem");
	join(s->log, s->root, "log");
	join(socket, s->data, "admin.sock");
	snprintf(s->socket, sizeof(s->socket), "unix:%s", socket);
}

void
server_init(struct server *s)
{
	*s = (struct server){ .root = "/tmp/examd-e2e.XXXXXX" };
	assert_non_null(mkdtemp(s->root));
	name_files(s, "data");
	choose_address(s->candidates);
	do
		choose_address(s->staff);
	while (strcmp(s->staff, s->candidates) == 0);
	free(program_output(0, ARGV(EXAMCTL, "init", s->data, "--candidates",
	    s->candidates, "--staff", s->staff)));
	server_write_file(s, "log", "");
}

void
server_init_beside(struct server *s, const struct server *other,
    const char *name)
{
	*s = *other;
	s->pid = 0;
	name_files(s, name);
}

void
server_fini(struct server *s)
{
	if (s->pid != 0)
		server_kill(s);
	assert_int_equal(nftw(s->root, remove_one, 16, FTW_DEPTH | FTW_PHYS),
	    0);
}

/* ---- its life ---- */

static void
show_log(const struct server *s)
{
	struct buf b = { 0 };

	if (file_read(&b, s->log, LOG_MAX) == ERR_OK)
		print_error("%.*s", SLICE_FMT(buf_slice(&b)));
	buf_fini(&b);
}

void
server_start(struct server *s)
{
	int log = open(s->log, O_WRONLY | O_APPEND | O_CLOEXEC), out[2];
	char line[256] = "";
	FILE *f;

	assert_true(log >= 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	s->pid = program_start(ARGV(EXAMD, "-c", s->conf), out[1], log);
	close(log);
	close(out[1]);
	f = fdopen(out[0], "r");
	if (fgets(line, sizeof(line), f) == NULL ||
	    strncmp(line, "ready ", 6) != 0) {
		show_log(s);
		fail_msg("examd is not ready: %s", line);
	}
	fclose(f);
}

int
server_stop(struct server *s)
{
	pid_t pid = s->pid;

	s->pid = 0;
	kill(pid, SIGTERM);
	return program_wait(pid);
}

void
server_kill(struct server *s)
{
	pid_t pid = s->pid;

	s->pid = 0;
	kill(pid, SIGKILL);
	assert_int_equal(program_wait(pid), -SIGKILL);
}

/* ---- its parts ---- */

static size_t
read_proc(char *text, size_t room, const char *pid, const char *name)
{
	char path[64];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "/proc/%.16s/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, text, room - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* "PID (NAME) STATE PPID ..."; no name of ours holds a bracket. */
static bool
is_child(const char *pid, pid_t parent)
{
	char text[256], state;
	const char *rest;
	int ppid;

	read_proc(text, sizeof(text), pid, "stat");
	rest = strrchr(text, ')');
	return rest != NULL && sscanf(rest, ") %c %d", &state, &ppid) == 2 &&
	    ppid == parent && state != 'Z';
}

static bool
is_role(const char *pid, const char *role, const char *word)
{
	char text[1024];
	size_t n = read_proc(text, sizeof(text), pid, "cmdline"), i;
	const char *second = text + strlen(text) + 1;

	if (n <= strlen(text) + 1 || strcmp(second, role) != 0)
		return false;
	for (i = 0; i + 1 < n; i++)
		if (text[i] == '\0')
			text[i] = ' ';
	return word == NULL || strstr(text, word) != NULL;
}

pid_t
server_part(const struct server *s, const char *role, const char *word)
{
	DIR *proc = opendir("/proc");
	struct dirent *d;
	pid_t found = 0;

	assert_non_null(proc);
	while (found == 0 && (d = readdir(proc)) != NULL)
		if (d->d_name[0] >= '1' && d->d_name[0] <= '9' &&
		    is_child(d->d_name, s->pid) &&
		    is_role(d->d_name, role, word))
			found = (pid_t)strtol(d->d_name, NULL, 10);
	closedir(proc);
	return found;
}

void
server_kill_part(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	assert_true(pid > 0 && fd >= 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(poll(&(struct pollfd){ fd, POLLIN, 0 }, 1,
			     (int)PATIENCE_MS), 1);
	close(fd);
}

/* ---- its log ---- */

/* Whole lines only; those up to the one with the words are heard. */
static bool
log_has(struct server *s, const char *words)
{
	struct buf b = { 0 };
	const char *found, *end = NULL;

	assert_int_equal(file_read(&b, s->log, LOG_MAX), ERR_OK);
	buf_put_u8(&b, '\0');
	found = strstr(b.at + s->heard, words);
	if (found != NULL)
		end = strchr(found, '\n');
	if (end != NULL)
		s->heard = end + 1 - b.at;
	buf_fini(&b);
	return end != NULL;
}

void
server_hear_log(struct server *s, const char *words)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	char changes[4096];

	assert_true(inotify_add_watch(fd, s->log, IN_MODIFY) >= 0);
	while (!log_has(s, words)) {
		if (poll(&(struct pollfd){ fd, POLLIN, 0 }, 1,
			(int)PATIENCE_MS) <= 0) {
			show_log(s);
			fail_msg("the log never said: %s", words);
		}
		while (read(fd, changes, sizeof(changes)) > 0)
			;
	}
	close(fd);
}
