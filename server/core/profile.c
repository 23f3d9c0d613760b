#include "core/profile.h"

#include <stdlib.h>

#include "exam/alloc.h"

void
profile_fini(struct profile *p)
{
	free(p->topics);
	*p = (struct profile){ 0 };
}

static struct topic_score *
find(struct profile *p, uint16_t section, uint16_t topic)
{
	uint16_t i;

	for (i = 0; i < p->n; i++)
		if (p->topics[i].section == section &&
		    p->topics[i].topic == topic)
			return &p->topics[i];
	p->topics = alloc_resize(p->topics, p->n + 1u, sizeof(*p->topics));
	p->topics[p->n] =
	    (struct topic_score){ .section = section, .topic = topic };
	return &p->topics[p->n++];
}

static void
add(struct profile *p, const struct topic_score *more)
{
	struct topic_score *t = find(p, more->section, more->topic);

	t->n_items = (uint16_t)(t->n_items + more->n_items);
	t->marks += more->marks;
	t->max_marks += more->max_marks;
}

void
profile_add(struct profile *p, uint16_t section, uint16_t topic, int64_t marks,
    int64_t max_marks)
{
	add(p, &(struct topic_score){ section, topic, 1, marks, max_marks });
}

static int
by_place(const void *a, const void *b)
{
	const struct topic_score *x = a, *y = b;

	return x->section != y->section ? x->section - y->section
					: x->topic - y->topic;
}

static void
drop_small(struct profile *p)
{
	uint16_t i, n = 0;

	for (i = 0; i < p->n; i++)
		if (p->topics[i].n_items >= PROFILE_ITEMS_MIN)
			p->topics[n++] = p->topics[i];
	p->n = n;
}

void
profile_settle(struct profile *p)
{
	uint16_t i, n = p->n;

	for (i = 0; i < n; i++) {
		struct topic_score small = p->topics[i];

		if (small.n_items >= PROFILE_ITEMS_MIN)
			continue;
		small.topic = TOPIC_REST;
		add(p, &small);
		p->topics[i].n_items = 0;
	}
	drop_small(p);
	if (p->n > 1)
		qsort(p->topics, p->n, sizeof(*p->topics), by_place);
}

/* ---- as bytes ---- */

void
profile_pack(const struct profile *p, struct buf *b)
{
	uint16_t i;

	buf_put_u16(b, p->n);
	for (i = 0; i < p->n; i++) {
		const struct topic_score *t = &p->topics[i];

		buf_put_u16(b, t->section);
		buf_put_u16(b, t->topic);
		buf_put_u16(b, t->n_items);
		buf_put_i64(b, t->marks);
		buf_put_i64(b, t->max_marks);
	}
}

enum err
profile_unpack(struct profile *p, struct cursor *c)
{
	struct profile got = { 0 };
	uint16_t i, n = cursor_u16(c);

	for (i = 0; i < n && !c->bad; i++) {
		struct topic_score t = { .section = cursor_u16(c),
			.topic = cursor_u16(c), .n_items = cursor_u16(c) };

		t.marks = cursor_i64(c);
		t.max_marks = cursor_i64(c);
		if (!c->bad && t.section < SECTIONS_MAX)
			add(&got, &t);
	}
	if (c->bad || got.n != n) {
		profile_fini(&got);
		return ERR_SYNTAX;
	}
	*p = got;
	return ERR_OK;
}
