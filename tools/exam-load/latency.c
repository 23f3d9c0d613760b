#include "exam-load/latency.h"

size_t
latency_bucket(uint64_t us)
{
	unsigned power = 0;
	size_t bucket;

	while (us >> power >= 2 * LATENCY_FINE)
		power++;
	if (us < LATENCY_FINE)
		return us;
	bucket = LATENCY_FINE * (power + 1) +
	    (size_t)((us >> power) - LATENCY_FINE);
	return bucket < LATENCY_BUCKETS ? bucket : LATENCY_BUCKETS - 1;
}

uint64_t
latency_bucket_end(size_t bucket)
{
	size_t power;

	if (bucket < LATENCY_FINE)
		return bucket;
	power = bucket / LATENCY_FINE - 1;
	return ((uint64_t)(bucket % LATENCY_FINE + LATENCY_FINE + 1) << power) -
	    1;
}

void
latency_add(struct latency *l, uint64_t us)
{
	l->buckets[latency_bucket(us)]++;
	l->count++;
	if (us > l->max)
		l->max = us;
}

uint64_t
latency_at(const struct latency *l, uint32_t per_million)
{
	/* rounded up, without overflow for any count we can reach */
	uint64_t wanted = l->count / 1000000 * per_million +
	    (l->count % 1000000 * per_million + 999999) / 1000000;
	uint64_t seen = 0;
	size_t i;

	for (i = 0; i < LATENCY_BUCKETS; i++) {
		seen += l->buckets[i];
		if (seen >= wanted && seen > 0) {
			uint64_t end = latency_bucket_end(i);

			return end < l->max ? end : l->max;
		}
	}
	return l->max;
}
