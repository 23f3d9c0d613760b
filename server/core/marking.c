#include "core/marking.h"

#include <stdlib.h>

#include "exam/alloc.h"

void
marking_fini(struct marking *m)
{
	free(m->marks);
	*m = (struct marking){ 0 };
}

static struct hand_mark *
find(const struct marking *m, uint16_t item, struct slice by)
{
	uint16_t i;

	for (i = 0; i < m->n; i++)
		if (m->marks[i].item == item &&
		    slice_is(by, m->marks[i].by))
			return &m->marks[i];
	return NULL;
}

const struct hand_mark *
marking_by(const struct marking *m, uint16_t item, struct slice by)
{
	return find(m, item, by);
}

const struct hand_mark *
marking_nth(const struct marking *m, uint16_t item, unsigned n)
{
	uint16_t i;

	for (i = 0; i < m->n; i++)
		if (m->marks[i].item == item && n-- == 0)
			return &m->marks[i];
	return NULL;
}

/* ---- putting ---- */

static struct hand_mark *
add(struct marking *m, uint16_t item, struct slice by)
{
	struct hand_mark *mark;

	m->marks = alloc_resize(m->marks, m->n + 1u, sizeof(*m->marks));
	mark = &m->marks[m->n++];
	*mark = (struct hand_mark){ .item = item };
	memcpy(mark->by, by.at, by.len);
	return mark;
}

enum err
marking_put(struct marking *m, uint16_t item, struct slice by, int32_t marks)
{
	struct hand_mark *mark;

	if (by.len == 0 || by.len > IDENT_MAX || marks < 0 ||
	    marks > MARKS_MAX * 1000 || memchr(by.at, '\0', by.len) != NULL)
		return ERR_INVALID;
	mark = find(m, item, by);
	if (mark == NULL && marking_nth(m, item, MARKERS_MAX - 1) != NULL)
		return ERR_FULL;
	if (mark == NULL)
		mark = add(m, item, by);
	mark->marks = marks;
	return ERR_OK;
}

/* ---- what follows ---- */

static int32_t
mean(int32_t a, int32_t b)
{
	return (a + b + 1) / 2;
}

enum script_state
marking_state(int32_t *marks, const struct marking *m, uint16_t item,
    struct marking_policy policy)
{
	const struct hand_mark *first = marking_nth(m, item, 0);
	const struct hand_mark *second = marking_nth(m, item, 1);
	const struct hand_mark *third = marking_nth(m, item, 2);
	int32_t apart;

	if (first == NULL || (policy.markers > 1 && second == NULL))
		return SCRIPT_WAITING;
	if (policy.markers <= 1) {
		*marks = first->marks;
		return SCRIPT_SETTLED;
	}
	apart = first->marks - second->marks;
	if (apart >= -policy.tolerance && apart <= policy.tolerance) {
		*marks = mean(first->marks, second->marks);
		return SCRIPT_SETTLED;
	}
	if (third == NULL)
		return SCRIPT_DIFFERS;
	*marks = third->marks;
	return SCRIPT_SETTLED;
}

enum err
marking_may(const struct marking *m, uint16_t item, struct slice by,
    struct marking_policy policy)
{
	const struct hand_mark *third = marking_nth(m, item, MARKERS_MAX - 1);
	int32_t unused;

	if (third != NULL)
		return slice_is(by, third->by) ? ERR_OK : ERR_STATE;
	if (find(m, item, by) != NULL)
		return ERR_OK;
	return marking_state(&unused, m, item, policy) == SCRIPT_SETTLED
	    ? ERR_STATE
	    : ERR_OK;
}

bool
marking_is_open(const struct marking *m, uint16_t item,
    struct marking_policy policy)
{
	return marking_nth(m, item, policy.markers - 1u) != NULL;
}

const char *
script_state_word(enum script_state s)
{
	static const char *const words[] = { [SCRIPT_WAITING] = "waiting",
		[SCRIPT_DIFFERS] = "differs", [SCRIPT_SETTLED] = "settled" };

	return words[s];
}

/* ---- snapshots ---- */

void
marking_pack(const struct marking *m, struct buf *b)
{
	uint16_t i;

	buf_put_u16(b, m->n);
	for (i = 0; i < m->n; i++) {
		buf_put_u16(b, m->marks[i].item);
		buf_put_u32(b, (uint32_t)m->marks[i].marks);
		buf_put_blob(b, slice_of(m->marks[i].by));
	}
}

enum err
marking_unpack(struct marking *m, struct cursor *c)
{
	struct marking got = { 0 };
	uint16_t i, n = cursor_u16(c);

	for (i = 0; i < n && !c->bad; i++) {
		uint16_t item = cursor_u16(c);
		int32_t marks = (int32_t)cursor_u32(c);

		if (marking_put(&got, item, cursor_blob(c), marks) != ERR_OK)
			c->bad = true;
	}
	if (c->bad || got.n != n) {
		marking_fini(&got);
		return ERR_SYNTAX;
	}
	*m = got;
	return ERR_OK;
}
