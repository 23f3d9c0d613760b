/*
 * latency: how long things took, counted in buckets that grow with the value.
 *
 * Values are microseconds.  Below 64 each has its own bucket; above, each power
 * of two is cut into 64, so that a bucket is never wider than 1/64 of what it
 * counts: percentiles are exact to 1.6 %.  The maximum is kept exactly.
 */
#ifndef EXAM_LOAD_LATENCY_H
#define EXAM_LOAD_LATENCY_H

#include <stddef.h>
#include <stdint.h>

#define LATENCY_FINE 64u
#define LATENCY_POWERS 32u /* up to 2^37 us, a day and a half */
#define LATENCY_BUCKETS (LATENCY_FINE * (LATENCY_POWERS + 1))

struct latency {
	uint64_t count, max;
	uint64_t buckets[LATENCY_BUCKETS];
};

/* Values beyond the last bucket are counted in it. */
void latency_add(struct latency *, uint64_t us);
/* The least value v such that so many of a million are not above v, rounded up
 * to its bucket's end but never above the maximum; 0 if nothing was counted. */
uint64_t latency_at(const struct latency *, uint32_t per_million);

size_t latency_bucket(uint64_t us);
/* The largest value that the bucket counts. */
uint64_t latency_bucket_end(size_t bucket);

#endif
