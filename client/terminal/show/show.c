#include "terminal/show/show.h"

#include <string.h>

#include "terminal/session/words.h"
#include "wire/problem.h"

void
show_list(struct buf *b, const struct paper *p)
{
	size_t i;

	for (i = 0; i < p->n_items; i++) {
		const struct item *item = &p->items[i];

		buf_printf(b, "Item %d: %s%s%s\n", item->number,
		    !item_is_answered(item) ? "unanswered"
		    : item_is_whole(item)   ? "answered"
					    : "begun",
		    item->flagged ? ", flagged" : "",
		    item->seen || item_is_answered(item) ? "" : ", not seen");
	}
}

static bool
is_unanswered(const struct item *item)
{
	return !item_is_answered(item);
}

static bool
is_begun(const struct item *item)
{
	return item_is_answered(item) && !item_is_whole(item);
}

static bool
is_flagged(const struct item *item)
{
	return item->flagged;
}

/* "Unanswered: 3, 7." or nothing. */
static void
put_those(struct buf *b, const struct paper *p, const char *words,
    bool (*belongs)(const struct item *))
{
	const char *before = words;
	size_t i;

	for (i = 0; i < p->n_items; i++) {
		if (!belongs(&p->items[i]))
			continue;
		buf_printf(b, "%s%d", before, p->items[i].number);
		before = ", ";
	}
	if (before != words)
		buf_put_text(b, ".\n");
}

void
show_review(struct buf *b, const struct paper *p, size_t unsaved)
{
	size_t before = b->len;

	put_those(b, p, "Unanswered: ", is_unanswered);
	put_those(b, p, "Begun, not whole: ", is_begun);
	put_those(b, p, "Flagged: ", is_flagged);
	if (b->len == before)
		buf_put_text(
		    b, "Everything is answered, nothing is flagged.\n");
	if (unsaved > 0) {
		buf_put_text(b, "Not yet saved: ");
		words_put_count(b, unsaved, "change");
		buf_put_text(b, ".\n");
	}
}

static void
put_section(struct buf *b, const struct section *s, bool timed)
{
	static const char *const words[N_SECTION_STATES] = { "still to come",
		"next", "open now", "closed" };

	buf_printf(
	    b, "Section %d: %s, %d items", s->number, s->title, s->items);
	if (timed && s->time_ms > 0) {
		buf_put_text(b, ", ");
		words_put_allowance(b, s->time_ms);
	}
	if (s->linear)
		buf_put_text(b, ", one item after the other without going "
				"back");
	buf_printf(b, " (%s", words[s->state]);
	if (s->state == SECTION_CURRENT || s->state == SECTION_CLOSED)
		buf_printf(b, "; %d answered", s->answered);
	buf_put_text(b, ")\n");
}

void
show_overview(struct buf *b, const struct attempt *a)
{
	size_t i;

	if (!a->timed_by_section && a->total_ms > 0) {
		buf_put_text(b, "Time for all sections: ");
		words_put_duration(b, a->total_ms);
		buf_put_text(b, ".\n");
	}
	for (i = 0; i < a->n_sections; i++)
		put_section(b, &a->sections[i], a->timed_by_section);
}

void
show_waiting(struct buf *b, const struct attempt *a, int64_t until_ms)
{
	if (a->may_open != NULL) {
		problem_text(b, a->may_open, 409);
		buf_put_u8(b, '\n');
	}
	if (until_ms > 0) {
		buf_put_text(b, "The exam opens in ");
		words_put_duration(b, until_ms);
		buf_put_text(b, ", at ");
		problem_put_time(b, a->opens);
		buf_put_text(b, ".\n");
	}
	buf_put_text(b, "You need not do anything: it goes on by itself.\n");
}

void
show_end(struct buf *b, const struct attempt *a)
{
	static const char *const words[N_ATTEMPT_STATES] = {
		[ATTEMPT_SUBMITTED] = "Your exam is submitted.",
		[ATTEMPT_EXPIRED] = "The time is over and the exam is closed. "
				    "What was saved in time counts.",
		[ATTEMPT_TERMINATED] = "Your exam was ended by a proctor.",
		[ATTEMPT_ABSENT] = "The exam is over; you did not take part.",
	};

	if (words[a->state] == NULL)
		return;
	buf_printf(b, "%s\n", words[a->state]);
	if (a->receipt != NULL)
		buf_printf(
		    b, "Your receipt: %s (please note it down)\n", a->receipt);
}
