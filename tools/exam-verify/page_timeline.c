/* page_timeline: what happened, event by event. */
#include <inttypes.h>

#include "exam-verify/choices.h"
#include "exam-verify/html.h"
#include "exam-verify/page_part.h"
#include "exam-verify/words.h"

static const char *
why_verdict(enum verdict v)
{
	switch (v) {
	case VERDICT_COUNTED:
		return "counted";
	case VERDICT_LATE_COUNTED:
		return "arrived late, counted by the sitting's rule";
	case VERDICT_STALE:
		return "a newer one was stored already";
	case VERDICT_LATE:
		return "did not count: arrived after the time was over";
	case VERDICT_PAUSED:
		return "did not count: entered while the clock stood still";
	case VERDICT_CLOSED:
		return "did not count: the section was closed";
	case N_VERDICTS:
		break;
	}
	return "";
}

static void
put_remark(const struct page *p, size_t i)
{
	const struct event *e = page_event(p, i);
	struct buf words = { 0 };

	if (e != NULL && e->kind == EVENT_ANSWERED && p->story->folds)
		buf_put_text(&words,
		    why_verdict((enum verdict)p->story->verdicts[i]));
	else if (e != NULL && e->kind == EVENT_COMPENSATED)
		buf_put_slice(&words, e->text);
	else if (e != NULL)
		words_reason(&words, e);
	html_element(p->b, "td", buf_slice(&words));
	buf_fini(&words);
}

static const char *
row_class(const struct event *e)
{
	if (e == NULL)
		return "less";
	if (e->kind == EVENT_COMPENSATED || e->kind == EVENT_EXPIRED)
		return "clock";
	if ((event_fields(e->kind) & F_BY) == 0 || e->by.len == 0 ||
	    slice_is(e->by, "candidate"))
		return "";
	return slice_is(e->by, "server") ? "clock" : "staff";
}

/* Since the paper was opened, on the exam clock. */
static void
put_exam_clock(const struct page *p, size_t i, size_t opened)
{
	if (opened == SIZE_MAX || i < opened)
		buf_put_text(p->b, "<td></td>");
	else
		page_cell_duration(p, p->evidence->events[i].at.mono.ms -
		    p->evidence->events[opened].at.mono.ms);
}

static size_t
opening(const struct evidence *e)
{
	size_t i;

	for (i = 0; i < e->n; i++)
		if (e->events[i].kind == EVENT_OPENED)
			return i;
	return SIZE_MAX;
}

/* What was saved, where the bank tells how to read it. */
static void
put_saved(struct buf *words, const struct page *p, const struct event *e)
{
	const struct derived *d = p->story->derived;
	struct value values[VARIABLES_MAX] = { 0 };
	struct arena arena = { 0 };
	const struct item *item;

	if (d == NULL || e == NULL || e->kind != EVENT_ANSWERED ||
	    e->item >= d->n_items)
		return;
	item = bank_item(p->story->bank, paper_item(d->paper, e->item));
	if (e->data.len > 0 && response_check(item, e->data) == ERR_OK) {
		response_bind(values, &arena, item,
		    paper_orders(d->paper, e->item), e->data);
		buf_put_text(words, ": ");
		choices_put_all(words, item, values);
	}
	arena_fini(&arena);
}

static void
put_row(const struct page *p, size_t i, size_t opened)
{
	const struct transcript_event *row = &p->evidence->events[i];
	struct buf words = { 0 };

	words_event(&words, row, page_event(p, i));
	put_saved(&words, p, page_event(p, i));
	buf_printf(p->b, "<tr class=\"%s\">", row_class(page_event(p, i)));
	html_printf(p->b, "td class=\"n\"", "%" PRIu32, row->number);
	page_cell_time(p, row->at.wall);
	put_exam_clock(p, i, opened);
	if (!p->story->folds || page_event(p, i) == NULL)
		page_cell_duration(p, -1);
	else
		page_cell_duration(p, p->story->left_ms[i]);
	html_element(p->b, "td", buf_slice(&words));
	put_remark(p, i);
	buf_put_text(p->b, "</tr>\n");
	buf_fini(&words);
}

void
page_put_timeline(const struct page *p)
{
	static const char *const titles[] = { "#", "#time of day",
		"#exam clock", "#left", "what happened", "", NULL };
	size_t i, opened = opening(p->evidence);

	html_element(p->b, "h2", SLICE("What happened"));
	html_element(p->b, "p class=\"less\"", SLICE("The exam clock counts "
	    "from the opening of the paper and is never set; \"left\" is what "
	    "remained to the candidate just after. Blue lines are acts of "
	    "staff, yellow ones of the server."));
	page_table(p->b, titles);
	for (i = 0; i < p->evidence->n; i++)
		put_row(p, i, opened);
	page_table_end(p->b);
}
