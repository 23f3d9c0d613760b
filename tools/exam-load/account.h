/*
 * account: what the server's processes have used, by /proc.
 *
 * The parent's children are known by their command line, "examd hall …" and
 * "examd net …".  CPU time is the processes' own clock (clock_getcpuclockid),
 * or utime + stime of /proc/PID/stat where that is refused; memory is Rss of
 * smaps_rollup, or VmRSS of status.
 */
#ifndef EXAM_LOAD_ACCOUNT_H
#define EXAM_LOAD_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct account_part {
	unsigned processes;
	int64_t cpu_us;
	int64_t rss_kib;
	uint64_t pids; /* their sum: another one, another process */
};

struct account {
	bool known; /* false: no process was found */
	struct account_part hall, net;
	int64_t own_us; /* CPU of this program */
	int64_t wall_us; /* CLOCK_MONOTONIC, to divide by */
};

/* Can the second be held against the first: are they the same processes? */
bool account_comparable(const struct account *, const struct account *);

/* parent 0: only this program's own. */
void account_take(struct account *, pid_t parent);

#endif
