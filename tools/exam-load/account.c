#include "exam-load/account.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define LINE_ROOM 512

const char *const account_part_names[N_PARTS] = {
#define X(name, text) [PART_##name] = text,
	ACCOUNT_PARTS(X)
#undef X
};

/* The first bytes of /proc/PID/NAME, ended by a NUL; 0: it cannot be read. */
static size_t
read_proc(char text[LINE_ROOM], pid_t pid, const char *name)
{
	char path[64];
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	f = fopen(path, "r");
	if (f == NULL)
		return 0;
	len = fread(text, 1, LINE_ROOM - 1, f);
	fclose(f);
	text[len] = '\0';
	return len;
}

/* What follows the command's name, which may hold anything but ends at the
 * last parenthesis: "S 1234 …" (proc(5)). */
static const char *
stat_after_name(char text[LINE_ROOM], pid_t pid)
{
	const char *end;

	if (read_proc(text, pid, "stat") == 0)
		return NULL;
	end = strrchr(text, ')');
	return end != NULL && end[1] == ' ' ? end + 2 : NULL;
}

static pid_t
parent_of(pid_t pid)
{
	char text[LINE_ROOM];
	const char *rest = stat_after_name(text, pid);
	int parent;

	if (rest == NULL || sscanf(rest, "%*c %d", &parent) != 1)
		return 0;
	return parent;
}

static int64_t
stat_cpu_us(pid_t pid)
{
	char text[LINE_ROOM];
	const char *rest = stat_after_name(text, pid);
	unsigned long user, kernel;

	if (rest == NULL ||
	    sscanf(rest,
		"%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		&kernel) != 2)
		return 0;
	return (int64_t)(user + kernel) * 1000000 / sysconf(_SC_CLK_TCK);
}

int64_t
account_process_cpu_us(pid_t pid)
{
	struct timespec t;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &t) != 0)
		return stat_cpu_us(pid);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* "Name:   123 kB" in a file of such lines; -1: not there. */
static int64_t
number_of(pid_t pid, const char *file, const char *name)
{
	char path[64], line[LINE_ROOM];
	size_t len = strlen(name);
	int64_t number = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "r");
	if (f == NULL)
		return -1;
	while (number < 0 && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, len) == 0)
			number = strtoll(line + len, NULL, 10);
	fclose(f);
	return number;
}

int64_t
account_process_rss_kib(pid_t pid)
{
	int64_t kib = number_of(pid, "smaps_rollup", "Rss:");

	if (kib < 0)
		kib = number_of(pid, "status", "VmRSS:");
	return kib > 0 ? kib : 0;
}

/* The role a child of examd was started with: "hall", or "net" and a port. */
static struct account_part *
part_of(struct account *a, pid_t pid)
{
	char text[LINE_ROOM];
	size_t len = read_proc(text, pid, "cmdline");
	const char *role = text + strlen(text) + 1, *port;

	if (len == 0 || role >= text + len)
		return NULL;
	if (strcmp(role, "hall") == 0)
		return &a->parts[PART_HALL];
	if (strcmp(role, "net") != 0)
		return NULL;
	port = role + strlen(role) + 1;
	return port < text + len && strcmp(port, "--port=staff") == 0
		   ? &a->parts[PART_STAFF]
		   : &a->parts[PART_NET];
}

static void
add_process(struct account *a, struct account_part *part, pid_t pid)
{
	int64_t written = number_of(pid, "io", "write_bytes:");

	part->processes++;
	part->pids += (uint64_t)pid;
	part->cpu_us += account_process_cpu_us(pid);
	part->rss_kib += account_process_rss_kib(pid);
	part->written_bytes += written > 0 ? written : 0;
	a->known = true;
}

static void
add_children(struct account *a, pid_t parent)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;
	struct account_part *part;

	if (proc == NULL)
		return;
	while ((entry = readdir(proc)) != NULL) {
		pid_t pid = isdigit((unsigned char)entry->d_name[0])
		    ? (pid_t)strtol(entry->d_name, NULL, 10)
		    : 0;

		if (pid == 0 || parent_of(pid) != parent)
			continue;
		part = part_of(a, pid);
		if (part != NULL)
			add_process(a, part, pid);
	}
	closedir(proc);
	if (a->known)
		add_process(a, &a->parts[PART_PARENT], parent);
}

void
account_take(struct account *a, pid_t parent)
{
	struct timespec t;
	struct rusage own;

	*a = (struct account){ 0 };
	if (parent > 0)
		add_children(a, parent);
	if (getrusage(RUSAGE_SELF, &own) == 0)
		a->own_us =
		    (int64_t)(own.ru_utime.tv_sec + own.ru_stime.tv_sec) *
			1000000 +
		    own.ru_utime.tv_usec + own.ru_stime.tv_usec;
	if (clock_gettime(CLOCK_MONOTONIC, &t) == 0)
		a->wall_us = (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

bool
account_comparable(const struct account *a, const struct account *b)
{
	size_t i;

	for (i = 0; i < N_PARTS; i++)
		if (a->parts[i].pids != b->parts[i].pids)
			return false;
	return a->known && b->known;
}

int64_t
account_cpu_us(const struct account *from, const struct account *to,
    enum account_part_name part)
{
	return account_comparable(from, to)
		   ? to->parts[part].cpu_us - from->parts[part].cpu_us
		   : 0;
}

double
account_seconds(const struct account *from, const struct account *to)
{
	return (double)(to->wall_us - from->wall_us) / 1e6;
}

double
account_own_core(const struct account *from, const struct account *to)
{
	int64_t wall = to->wall_us - from->wall_us;

	return wall > 0 ? (double)(to->own_us - from->own_us) / (double)wall
			: 0;
}
