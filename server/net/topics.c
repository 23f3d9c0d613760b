#include "net/topics.h"

#include "exam/alloc.h"

#define TOPIC_BUCKETS 4096 /* 32 KiB; two a bucket with 10,000 streams */

struct topic {
	uint64_t number;
	LIST_HEAD(listeners, subscription) listeners;
	LIST_ENTRY(topic) bucket;
};

LIST_HEAD(topic_bucket, topic);

struct topics {
	struct topic_bucket buckets[TOPIC_BUCKETS];
};

struct topics *
topics_new(void)
{
	return alloc_zero(1, sizeof(struct topics));
}

void
topics_free(struct topics *t)
{
	free(t);
}

/* The hall numbers topics; nobody outside chooses them. */
static struct topic_bucket *
bucket_of(struct topics *t, uint64_t number)
{
	return &t->buckets[(number * UINT64_C(0x9e3779b97f4a7c15)) >> 52];
}

static struct topic *
find(struct topics *t, uint64_t number)
{
	struct topic *p;

	LIST_FOREACH(p, bucket_of(t, number), bucket)
		if (p->number == number)
			return p;
	return NULL;
}

void
topics_join(struct topics *t, uint64_t number, struct subscription *s)
{
	struct topic *p = find(t, number);

	if (p == NULL) {
		p = alloc_zero(1, sizeof(*p));
		p->number = number;
		LIST_INSERT_HEAD(bucket_of(t, number), p, bucket);
	}
	s->topic = p;
	LIST_INSERT_HEAD(&p->listeners, s, others);
}

void
topics_leave(struct subscription *s)
{
	struct topic *p = s->topic;

	if (p == NULL)
		return;
	LIST_REMOVE(s, others);
	s->topic = NULL;
	if (LIST_EMPTY(&p->listeners)) {
		LIST_REMOVE(p, bucket);
		free(p);
	}
}

struct subscription *
topics_first(struct topics *t, uint64_t number)
{
	struct topic *p = find(t, number);

	return p == NULL ? NULL : LIST_FIRST(&p->listeners);
}

struct subscription *
topics_next(struct subscription *s)
{
	return LIST_NEXT(s, others);
}
