/*
 * edge: a schedule made up at the edges: windows that are just long enough or
 * just not, across days on which clocks are put forward or back, with and
 * without a last moment to enter.  And what must become of it, worked out with
 * the C library's idea of the zones and whole numbers.
 */
#ifndef SURVIVE_EDGE_H
#define SURVIVE_EDGE_H

#include <stdbool.h>

#include "core/programme.h"
#include "core/rng.h"
#include "exam/buf.h"

#define EDGE_TEXT_MAX 32
#define EDGE_YEAR_BEGINS INT64_C(1798761600) /* 2027-01-01, in seconds */

struct edge_route {
	bool offered, whole;
	int n;
	int64_t section_ms[4], break_ms[4];
};

/* Civil times are seconds, as if they were UTC. */
struct edge {
	struct rng *rng;
	char ident[12];
	const char *zone;
	int64_t opens_civil, closes_civil;
	int64_t late_ms; /* -1: none given */
	struct edge_route routes[N_ROUTE_NAMES];
};

/* good: it has to be taken; last: the last moment to enter. */
struct edge_verdict {
	bool good;
	int64_t opens, closes, last; /* ms */
	bool is_short[N_ROUTE_NAMES];
};

/* All but its ident; the process is in its zone from then on. */
void edge_make(struct edge *);
/* Another window. */
void edge_move(struct edge *);
struct edge_verdict edge_judge(const struct edge *);
/* As exam-schedule(5) has it. */
void edge_put(struct buf *, const struct edge *);

int edge_pick(struct edge *, int low, int high);
int64_t edge_sum(const int64_t *ms, int n);
/* A day in two years, more often than not one on which clocks change. */
int64_t edge_day(struct edge *);
/* How often the zone's clocks show it; *out is when, once. */
int edge_resolve(int64_t *out, int64_t civil);
void edge_civil_text(char text[EDGE_TEXT_MAX], int64_t civil);

#endif
