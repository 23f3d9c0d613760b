/*
 * account: what the server's processes have used, by /proc.
 *
 * The parent's children are known by their command line, "examd hall …" and
 * "examd net --port=…".  CPU time is the processes' own clock
 * (clock_getcpuclockid), or utime + stime of /proc/PID/stat where that is
 * refused; memory is Rss of smaps_rollup, or VmRSS of status; what went to
 * the disk is write_bytes of /proc/PID/io, 0 where that is refused.
 */
#ifndef EXAM_LOAD_ACCOUNT_H
#define EXAM_LOAD_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define ACCOUNT_PARTS(X)                                                       \
	X(HALL, "hall")                                                        \
	X(NET, "net")                                                          \
	X(STAFF, "staff")                                                      \
	X(PARENT, "parent")

enum account_part_name {
#define X(name, text) PART_##name,
	ACCOUNT_PARTS(X)
#undef X
	    N_PARTS
};

struct account_part {
	unsigned processes;
	int64_t cpu_us;
	int64_t rss_kib;
	int64_t written_bytes;
	uint64_t pids; /* their sum: another one, another process */
};

struct account {
	bool known; /* false: no process was found */
	struct account_part parts[N_PARTS];
	int64_t own_us; /* CPU of this program */
	int64_t wall_us; /* CLOCK_MONOTONIC, to divide by */
};

extern const char *const account_part_names[N_PARTS];

/* Can the second be held against the first: are they the same processes? */
bool account_comparable(const struct account *, const struct account *);

/* parent 0: only this program's own. */
void account_take(struct account *, pid_t parent);

/* Of one process; 0 if it is not there. */
int64_t account_process_cpu_us(pid_t);
int64_t account_process_rss_kib(pid_t);

/* Of a stretch between two accounts; 0 where they cannot be compared. */
int64_t account_cpu_us(const struct account *from, const struct account *to,
    enum account_part_name);
double account_seconds(const struct account *from, const struct account *to);
/* What this program took, in cores. */
double account_own_core(const struct account *from, const struct account *to);

#endif
