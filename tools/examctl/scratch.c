#include "examctl/scratch.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "examctl/ask.h"
#include "examctl/child.h"
#include "examctl/data_directory.h"
#include "examctl/say.h"

#define LOG_MAX (1 << 20)
#define PASSWORD_BYTES 12
#define REMOVE_FDS 8

const char *
scratch_path(
    char path[SCRATCH_PATH_MAX], const struct scratch *s, const char *name)
{
	snprintf(path, SCRATCH_PATH_MAX, "%s/%s", s->root, name);
	return path;
}

static enum outcome
explain(struct diag *d, enum err e)
{
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d->text)));
	diag_fini(d);
	return e == ERR_OK ? DONE : REFUSED;
}

/* ---- the directory ---- */

static enum err
write_password(const struct scratch *s, struct diag *d)
{
	uint8_t random[PASSWORD_BYTES];
	char hex[2 * PASSWORD_BYTES + 1];
	enum err e;

	hash_random(random, sizeof(random));
	hash_hex(hex, random, sizeof(random));
	e = file_create(s->password, slice_of(hex), 0600);
	if (e != ERR_OK)
		diag_add(d, 0, s->password, "%s", strerror(errno));
	return e;
}

/* exam-load is one address, however many candidates it plays. */
static enum err
allow_crowd(const struct scratch *s, struct diag *d)
{
	char path[SCRATCH_PATH_MAX];
	enum err e = file_append_safely(scratch_path(path, s, "examd.conf"),
	    SLICE("connections-per-address 24000\n"), 0600);

	if (e != ERR_OK)
		diag_add(d, 0, path, "%s", strerror(errno));
	return e;
}

static enum err
make_directory(struct scratch *s, const char *under, struct diag *d)
{
	struct data_directory_options o = { .candidates = "127.0.0.1:0",
		.staff = "127.0.0.1:0",
		.now = clock_wall() };
	enum err e;

	if ((size_t)snprintf(s->root, sizeof(s->root), "%s/examd-plan.XXXXXX",
		under) >= sizeof(s->root)) {
		diag_add(d, 0, under, "the path is too long for a socket");
		s->root[0] = '\0';
		return ERR_TOO_BIG;
	}
	if (mkdtemp(s->root) == NULL) {
		diag_add(d, 0, under, "%s", strerror(errno));
		s->root[0] = '\0';
		return ERR_SYS;
	}
	scratch_path(s->socket, s, "admin.sock");
	scratch_path(s->ca, s, "keys/ca.pem");
	scratch_path(s->password, s, "password");
	e = data_directory_make(s->root, &o, d);
	if (e == ERR_OK)
		e = allow_crowd(s, d);
	return e == ERR_OK ? write_password(s, d) : e;
}

/* ---- the process ---- */

static void
say_log(const struct scratch *s)
{
	char path[SCRATCH_PATH_MAX];
	struct buf log = { 0 };

	if (file_read(&log, scratch_path(path, s, "log"), LOG_MAX) == ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&log)));
	buf_fini(&log);
}

/* "ready candidates https://HOST:PORT staff https://HOST:PORT socket PATH" */
static bool
hear_ready(struct scratch *s)
{
	char line[512];
	size_t len = 0;
	ssize_t n;

	while (len < sizeof(line) - 1 &&
	       (n = read(s->out, line + len, 1)) == 1 && line[len] != '\n')
		len++;
	line[len] = '\0';
	return sscanf(line, "ready candidates https://%63s staff https://%63s",
		   s->candidates, s->staff) == 2;
}

static enum outcome
start(struct scratch *s)
{
	char conf[SCRATCH_PATH_MAX], log[SCRATCH_PATH_MAX];
	const char *const arguments[] = { "-c",
		scratch_path(conf, s, "examd.conf"), NULL };
	const struct child examd = { "examd", arguments,
		scratch_path(log, s, "log") };
	struct diag d = { .path = "examctl" };
	int64_t began = clock_stopwatch_us();
	enum err e = child_start(&s->pid, &s->out, &examd, &d);

	if (e == ERR_OK && !hear_ready(s)) {
		say_log(s);
		diag_add(&d, 0, "examd", "did not start");
		e = ERR_STATE;
	}
	s->ready_ms = (double)(clock_stopwatch_us() - began) / 1000;
	return explain(&d, e);
}

static void
stop(struct scratch *s, int sig)
{
	int status;

	if (s->pid <= 0)
		return;
	ask_disconnect(&s->local);
	ask_disconnect(&s->second);
	kill(s->pid, sig);
	if (child_wait(&status, s->pid) == ERR_OK)
		s->pid = 0;
	close(s->out);
}

enum outcome
scratch_restart(struct scratch *s)
{
	stop(s, SIGKILL);
	return start(s);
}

/* ---- from start to end ---- */

enum outcome
scratch_open(struct scratch *s, const char *under)
{
	struct diag d = { .path = "examctl" };
	enum outcome outcome;

	*s = (struct scratch){ .before = signal(SIGINT, SIG_IGN) };
	outcome = explain(&d, make_directory(s, under, &d));
	if (outcome == DONE)
		outcome = start(s);
	s->local.options[OPTION_SOCKET] = s->socket;
	s->second.options[OPTION_SERVER] = s->staff;
	s->second.options[OPTION_CA] = s->ca;
	s->second.options[OPTION_USER] = "second";
	s->second.options[OPTION_PASSWORD_FILE] = s->password;
	return outcome;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void
scratch_close(struct scratch *s)
{
	stop(s, SIGTERM);
	if (s->root[0] != '\0' &&
	    nftw(s->root, remove_one, REMOVE_FDS, FTW_DEPTH | FTW_PHYS) != 0)
		complain("%s cannot be removed: %s", s->root, strerror(errno));
	signal(SIGINT, s->before);
}
