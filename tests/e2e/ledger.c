#include "ledger.h"

#include <stdlib.h>
#include <string.h>

#include "exam/alloc.h"
#include "test.h"

void
ledger_fini(struct ledger *l)
{
	free(l->acks);
	*l = (struct ledger){ 0 };
}

void
ledger_add(struct ledger *l, const struct ack *a)
{
	assert_in_range(a->item, 1, LEDGER_ITEMS_MAX);
	if (a->seq != l->acked[a->item] + 1)
		fail_msg("item %u: %lld was acknowledged after %lld", a->item,
		    (long long)a->seq, (long long)l->acked[a->item]);
	l->acked[a->item] = a->seq;
	if (l->n == l->room) {
		l->room = l->room > 0 ? 2 * l->room : 64;
		l->acks = alloc_resize(l->acks, l->room, sizeof(*l->acks));
	}
	l->acks[l->n++] = *a;
}

/* A save in the journal against the acknowledgement that should be its. */
static void
check_save(struct ledger *l, const json_t *event, const struct ack *a)
{
	unsigned item, change;

	assert_int_equal(sscanf(text_in(event, "text"),
			     "answered item %u (change %u)", &item, &change),
	    2);
	assert_in_range(item, 1, LEDGER_ITEMS_MAX);
	if (change != l->stored[item] + 1)
		fail_msg("item %u: change %u stands in the journal after %lld",
		    item, change, (long long)l->stored[item]);
	if (a->item != item || a->seq != change ||
	    a->event != number_in(event, "event"))
		fail_msg("item %u, change %lld was acknowledged as event %lld; "
			 "the journal has item %u, change %u",
		    a->item, (long long)a->seq, (long long)a->event, item,
		    change);
	l->stored[item] = change;
}

static void
check_number(const struct ledger *l, int64_t number)
{
	if (number != l->seen + 1)
		fail_msg("event %lld follows %lld", (long long)number,
		    (long long)l->seen);
}

static void
check_nothing_is_lost(const struct ledger *l, size_t found)
{
	const struct ack *a = &l->acks[found];

	if (found < l->n)
		fail_msg("lost: item %u, change %lld, acknowledged as event "
			 "%lld, and %zu after it",
		    a->item, (long long)a->seq, (long long)a->event,
		    l->n - found - 1);
}

size_t
ledger_check_journal(struct ledger *l, const json_t *timeline)
{
	const json_t *events = json_object_get(timeline, "events"), *event;
	size_t i, found = 0;

	json_array_foreach (events, i, event) {
		if (number_in(event, "number") <= l->seen)
			continue;
		check_number(l, number_in(event, "number"));
		if (strcmp(text_in(event, "kind"), "answered") == 0) {
			if (found == l->n)
				break;
			check_save(l, event, &l->acks[found++]);
		}
		l->seen++;
	}
	check_nothing_is_lost(l, found);
	l->n = 0;
	return json_array_size(events) - i;
}

void
ledger_check_paper(const struct ledger *l, const json_t *items)
{
	const json_t *item;
	json_t *expected;
	size_t i;

	json_array_foreach (items, i, item) {
		int64_t seq = l->acked[number_in(item, "item")];

		if (seq == 0)
			continue;
		assert_int_equal(number_in(item, "seq"), seq);
		expected = sitter_response(item, (unsigned)seq);
		assert_true(json_equal(expected,
		    json_object_get(item, "response")));
		json_decref(expected);
	}
}
