/*
 * Any sequence of events, possible or not: what is refused changes nothing,
 * what is packed unpacks to the same, and what an attempt says of itself makes
 * sense.
 *
 * Input: for each event u8 kind, u32 by how much later it is (signed), u16
 * length of its payload, and the payload.
 */
#include <stdint.h>
#include <stdlib.h>

#include "core/attempt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool law)
{
	if (!law)
		abort();
}

/* The payload of a decoded event is its encoding, but for flags of one bit. */
static void
check_event(const struct event *e)
{
	struct buf bytes = { 0 };
	struct event again;

	event_encode(e, &bytes);
	must(event_decode(&again, e->kind, buf_slice(&bytes)) == ERR_OK);
	must(again.item == e->item && again.seq == e->seq && again.ms == e->ms);
	buf_fini(&bytes);
}

static void
check_pack(const struct attempt *a)
{
	struct buf first = { 0 }, second = { 0 };
	struct attempt b;

	attempt_pack(a, &first);
	attempt_init(&b);
	must(attempt_unpack(&b, buf_slice(&first)) == ERR_OK);
	attempt_pack(&b, &second);
	must(slice_equal(buf_slice(&first), buf_slice(&second)));
	attempt_fini(&b);
	buf_fini(&first);
	buf_fini(&second);
}

static void
check_attempt(const struct attempt *a, struct mono now)
{
	must(attempt_remaining(a, now) >= -1);
	must(!attempt_is_open(a) || a->plan != NULL);
	must(!attempt_runs(a) || attempt_is_open(a));
	must(a->plan == NULL || a->section <= a->plan->n_sections);
	if (attempt_is_closed(a) || a->plan == NULL)
		must(attempt_due(a).ms == MONO_NEVER.ms);
	if (a->state == ATTEMPT_IN_SECTION)
		must(a->section_open && a->answers != NULL);
}

/* Refused: the same bytes as before. */
static void
apply(struct attempt *a, const struct event *e)
{
	struct buf before = { 0 }, after = { 0 };
	enum verdict verdict = N_VERDICTS;

	attempt_pack(a, &before);
	if (attempt_apply(a, e, &verdict) != ERR_OK) {
		attempt_pack(a, &after);
		must(slice_equal(buf_slice(&before), buf_slice(&after)));
	} else if (e->kind == EVENT_ANSWERED) {
		must(verdict < N_VERDICTS);
	}
	buf_fini(&before);
	buf_fini(&after);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor c = cursor_on((struct slice){ (const char *)data, size });
	struct instant now = { { 1000000 }, { 1000000 } };
	uint64_t position = 0;
	struct attempt a;
	struct event e;

	attempt_init(&a);
	while (c.left > 0 && position < 200) {
		unsigned kind = cursor_u8(&c);
		int64_t later = (int32_t)cursor_u32(&c);
		struct slice payload = cursor_take(&c, cursor_u16(&c));

		if (c.bad)
			break;
		now.mono = mono_add(now.mono, later);
		now.wall = wall_add(now.wall, later);
		if (event_decode(&e, kind, payload) != ERR_OK)
			continue;
		check_event(&e);
		e.at = now;
		e.position = ++position;
		apply(&a, &e);
		check_attempt(&a, now.mono);
		check_pack(&a);
	}
	attempt_fini(&a);
	return 0;
}
