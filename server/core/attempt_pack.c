/* Plans and snapshots: an attempt as bytes, and back. */
#include "core/attempt_act.h"

#include "exam/alloc.h"

#define PACK_VERSION 6

void
attempt_plan_encode(const struct attempt_plan *p, struct buf *b)
{
	uint16_t i, n = 0;

	buf_put_i64(b, p->grace_ms);
	buf_put_i64(b, p->late_ms);
	buf_put_u16(b, p->n_sections);
	for (i = 0; i < p->n_sections; i++) {
		const struct plan_section *s = &p->sections[i];

		buf_put_u16(b, s->count);
		buf_put_u8(b, s->linear);
		buf_put_i64(b, s->time_ms);
		buf_put_i64(b, s->break_ms);
		n = (uint16_t)(n + s->count);
	}
	buf_put_u16(b, p->form);
	for (i = 0; p->items != NULL && i < n; i++)
		buf_put_u16(b, p->items[i]);
}

static bool
duration_fits(int64_t ms)
{
	return ms >= 0 && ms <= DURATION_MAX;
}

static enum err
decode_sections(struct attempt_plan *p, struct cursor *c)
{
	struct attempt_plan got = { 0 };
	uint32_t items = 0;
	uint16_t i;

	got.grace_ms = cursor_i64(c);
	got.late_ms = cursor_i64(c);
	got.n_sections = cursor_u16(c);
	if (c->bad || got.n_sections == 0 || got.n_sections > SECTIONS_MAX ||
	    !duration_fits(got.grace_ms) || !duration_fits(got.late_ms))
		return ERR_SYNTAX;
	for (i = 0; i < got.n_sections; i++) {
		struct plan_section *s = &got.sections[i];

		s->first = (uint16_t)items;
		s->count = cursor_u16(c);
		s->linear = cursor_u8(c) != 0;
		s->time_ms = cursor_i64(c);
		s->break_ms = cursor_i64(c);
		items += s->count;
		if (s->count == 0 || items > PAPER_ITEMS_MAX ||
		    !duration_fits(s->time_ms) || !duration_fits(s->break_ms))
			return ERR_SYNTAX;
	}
	got.n_items = (uint16_t)items;
	*p = got;
	return ERR_OK;
}

void
plan_draw(struct attempt_plan *p, const uint16_t *items)
{
	p->items = memcpy(p + 1, items, p->n_items * sizeof(*items));
}

enum err
attempt_plan_decode(struct attempt_plan **out, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct attempt_plan head, *p;
	uint16_t items[PAPER_ITEMS_MAX], i;
	bool drawn;

	if (decode_sections(&head, &c) != ERR_OK)
		return ERR_SYNTAX;
	head.form = cursor_u16(&c);
	drawn = c.left > 0;
	for (i = 0; drawn && i < head.n_items; i++)
		items[i] = cursor_u16(&c);
	if (!cursor_done(&c))
		return ERR_SYNTAX;
	p = (struct attempt_plan *)alloc_zero(
	    1, sizeof(*p) + head.n_items * sizeof(*items));
	*p = head;
	if (drawn)
		plan_draw(p, items);
	*out = p;
	return ERR_OK;
}

void
attempt_drawn_encode(
    const struct attempt_drawn *d, uint16_t n_items, struct buf *b)
{
	uint16_t i;

	for (i = 0; i < n_items; i++)
		buf_put_u16(b, d->items[i]);
	buf_put(b, d->screens, sizeof(d->screens));
}

enum err
attempt_drawn_decode(
    struct attempt_drawn *out, uint16_t n_items, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct slice screens;
	uint16_t i;

	if (n_items > PAPER_ITEMS_MAX ||
	    bytes.len != n_items * sizeof(*out->items) + SCREENS_LEN)
		return ERR_SYNTAX;
	for (i = 0; i < n_items; i++)
		out->items[i] = cursor_u16(&c);
	screens = cursor_take(&c, SCREENS_LEN);
	memcpy(out->screens, screens.at, SCREENS_LEN);
	return ERR_OK;
}

static void
pack_answers(const struct attempt *a, struct buf *b)
{
	uint16_t i;

	for (i = 0; i < a->plan->n_items; i++) {
		const struct answer *s = attempt_answer(a, i);

		buf_put_u8(b, (uint8_t)((s->position != 0 ? 1 : 0) |
			(s->flagged ? 2 : 0)));
		if (s->position == 0)
			continue;
		buf_put_u64(b, s->position);
		buf_put_i64(b, s->saved_at.ms);
		buf_put_u32(b, s->seq);
		buf_put_u8(b, s->verdict);
		buf_put_blob(b, answer_response(s));
	}
}

/* Every number of the struct, in one list for both directions. */
#define NUMBERS(X)                                                             \
	X(state, 1) X(before, 1) X(route, 1) X(entitlement.factor, 4)          \
	X(entitlement.extra_ms, 8) X(window_closes.ms, 8) X(since.ms, 8)       \
	X(left_ms, 8) X(stands, 1) X(extended_ms, 8) X(compensation_ms, 8)     \
	X(paused_ms, 8) X(pending_ms, 8) X(whole_ms, 8) X(section, 2)          \
	X(section_open, 1) X(item, 2) X(device, 4) X(waiting_device, 4)        \
	X(devices, 4) X(n_events, 4) X(n_late, 4) X(n_reports, 4)              \
	X(n_incidents, 4) X(n_messages, 4) X(help_open, 1) X(scored, 1)        \
	X(released, 1) X(last_saved.ms, 8) X(closing, 4) X(told, 8)            \
	X(shown, 8) X(shown_at.ms, 8) X(to_show, 4)

/* These may be MONO_NEVER. */
#define ENDS(X) X(window_end.ms, 8) X(deadline.ms, 8) X(break_end.ms, 8)

static void
pack_counts(const struct attempt *a, struct buf *b)
{
	uint16_t i;

	for (i = 0; i < a->plan->n_sections; i++) {
		buf_put_u16(b, a->answered[i]);
		buf_put_u16(b, a->flagged[i]);
	}
	for (i = 0; i < a->plan->n_items; i++)
		buf_put_u32(b, a->seen[i]);
}

void
attempt_pack(const struct attempt *a, struct buf *b)
{
	buf_put_u8(b, PACK_VERSION);
#define X(field, bytes) buf_put_number(b, (uint64_t)a->field, bytes);
	NUMBERS(X) ENDS(X)
#undef X
	buf_put(b, a->seed, sizeof(a->seed));
	marking_pack(&a->marking, b);
	buf_put_u8(b, a->plan != NULL);
	if (a->plan != NULL) {
		size_t start = b->len;

		buf_put_u32(b, 0);
		attempt_plan_encode(a->plan, b);
		for (size_t i = 0, n = b->len - start - 4; i < 4; i++)
			b->at[start + i] = (char)(n >> (8 * i));
		pack_counts(a, b);
	}
	buf_put_u8(b, a->answers != NULL);
	if (a->answers != NULL)
		pack_answers(a, b);
}

static enum err
unpack_answer(struct answer *s, struct cursor *c)
{
	struct slice r;

	s->position = cursor_u64(c);
	s->saved_at.ms = cursor_i64(c);
	s->seq = cursor_u32(c);
	s->verdict = cursor_u8(c);
	r = cursor_blob(c);
	if (c->bad || r.len > UINT16_MAX || s->verdict >= N_VERDICTS)
		return ERR_SYNTAX;
	s->len = (uint16_t)r.len;
	if (s->len > ANSWER_INLINE)
		s->response.bytes = alloc_copy(r.at, r.len);
	else if (s->len > 0)
		memcpy(s->response.inline_bytes, r.at, r.len);
	return ERR_OK;
}

/* There can be none to an item that was never shown. */
static enum err
unpack_answers(struct attempt *a, struct cursor *c)
{
	enum err err = ERR_OK;
	uint16_t i;

	answers_make_room(a);
	for (i = 0; i < a->plan->n_items && err == ERR_OK; i++) {
		uint8_t has = cursor_u8(c);

		if (has != 0 && i >= a->n_answers)
			return ERR_SYNTAX;
		if (has != 0)
			a->answers[i].flagged = (has & 2) != 0;
		if ((has & 1) != 0)
			err = unpack_answer(&a->answers[i], c);
	}
	return c->bad ? ERR_SYNTAX : err;
}

static bool
unpack_counts(struct attempt *a, struct cursor *c)
{
	uint16_t i;
	bool sane = true;

	for (i = 0; i < a->plan->n_sections; i++) {
		a->answered[i] = cursor_u16(c);
		a->flagged[i] = cursor_u16(c);
		sane = sane && a->answered[i] <= a->plan->sections[i].count &&
		    a->flagged[i] <= a->plan->sections[i].count;
	}
	a->seen = alloc_zero(a->plan->n_items, sizeof(*a->seen));
	for (i = 0; i < a->plan->n_items; i++)
		a->seen[i] = cursor_u32(c);
	return sane && !c->bad;
}

static enum err
unpack_plan(struct attempt *a, struct cursor *c)
{
	if (attempt_plan_decode(&a->plan, cursor_blob(c)) != ERR_OK)
		return ERR_SYNTAX;
	return unpack_counts(a, c) ? ERR_OK : ERR_SYNTAX;
}

/* May it be added to, and have a journal's worth of durations added? */
static bool
fits(int64_t v)
{
	return v >= -16 * INSTANT_MAX && v <= 16 * INSTANT_MAX;
}

static bool
numbers_are_sane(const struct attempt *a)
{
	bool sane = true;

#define X(field, bytes) sane = sane && fits((int64_t)a->field);
	NUMBERS(X)
#undef X
#define X(field, bytes)                                                        \
	sane = sane && (a->field == MONO_NEVER.ms || fits(a->field));
	ENDS(X)
#undef X
	return sane && a->shown <= a->told && a->entitlement.factor >= 1000 &&
	    a->entitlement.factor <= 5000;
}

/* Where it stands, or stood before it was paused or closed. */
static enum attempt_state
place_of(const struct attempt *a)
{
	return a->state == ATTEMPT_PAUSED || attempt_is_closed(a) ? a->before :
								    a->state;
}

static bool
unopened_is_sane(const struct attempt *a)
{
	return a->plan == NULL && a->answers == NULL &&
	    (a->state <= ATTEMPT_ADMITTED || a->state == ATTEMPT_TERMINATED ||
		a->state == ATTEMPT_ABSENT);
}

static bool
opened_is_sane(const struct attempt *a, enum attempt_state place)
{
	return a->plan != NULL && a->state != ATTEMPT_ABSENT &&
	    (a->answers != NULL || attempt_is_closed(a)) &&
	    a->window_end.ms != MONO_NEVER.ms &&
	    (a->break_end.ms != MONO_NEVER.ms) == (place == ATTEMPT_ON_BREAK) &&
	    a->section <= a->plan->n_sections &&
	    a->section_open == (place == ATTEMPT_IN_SECTION);
}

static bool
section_is_sane(const struct attempt *a)
{
	const struct plan_section *s;

	if (a->section == 0)
		return false;
	s = &a->plan->sections[a->section - 1];
	return a->item >= s->first && a->item - s->first < s->count &&
	    a->deadline.ms != MONO_NEVER.ms;
}

/* Is everything that the rest of the code relies on so? */
static bool
is_sane(const struct attempt *a)
{
	enum attempt_state place = place_of(a);

	if (!numbers_are_sane(a) || place > ATTEMPT_ON_BREAK)
		return false;
	if (place <= ATTEMPT_ADMITTED)
		return unopened_is_sane(a);
	return opened_is_sane(a, place) &&
	    (place != ATTEMPT_IN_SECTION || section_is_sane(a)) &&
	    (place != ATTEMPT_ON_BREAK ||
		(a->section > 0 && a->section < a->plan->n_sections));
}

static enum err
unpack(struct attempt *a, struct cursor *c)
{
	uint64_t state, before, route;
	struct slice seed;

	if (cursor_u8(c) != PACK_VERSION)
		return ERR_SYNTAX;
	state = c->left > 2 ? (uint8_t)c->at[0] : N_ATTEMPT_STATES;
	before = c->left > 2 ? (uint8_t)c->at[1] : N_ATTEMPT_STATES;
	route = c->left > 2 ? (uint8_t)c->at[2] : N_ROUTE_NAMES;
	if (state >= N_ATTEMPT_STATES || before >= N_ATTEMPT_STATES ||
	    route >= N_ROUTE_NAMES)
		return ERR_SYNTAX;
#define X(field, bytes) a->field = (__typeof__(a->field))cursor_number(c, bytes);
	NUMBERS(X) ENDS(X)
#undef X
	seed = cursor_take(c, sizeof(a->seed));
	if (seed.len == sizeof(a->seed))
		memcpy(a->seed, seed.at, sizeof(a->seed));
	if (marking_unpack(&a->marking, c) != ERR_OK)
		return ERR_SYNTAX;
	if (cursor_u8(c) != 0 && unpack_plan(a, c) != ERR_OK)
		return ERR_SYNTAX;
	if (cursor_u8(c) != 0 &&
	    (a->plan == NULL || unpack_answers(a, c) != ERR_OK))
		return ERR_SYNTAX;
	return cursor_done(c) && is_sane(a) ? ERR_OK : ERR_SYNTAX;
}

enum err
attempt_unpack(struct attempt *a, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct attempt got;
	enum err e;

	attempt_init(&got);
	e = unpack(&got, &c);
	if (e != ERR_OK) {
		attempt_fini(&got);
		return e;
	}
	*a = got;
	return ERR_OK;
}
