/* page_times: interruptions, and time given. */
#include "exam-verify/html.h"
#include "exam-verify/page_part.h"
#include "exam-verify/words.h"

static void
put_time_row(const struct page *p, size_t i, const char *what, int64_t ms)
{
	const struct event *e = page_event(p, i);
	struct buf why = { 0 };

	if (e->kind == EVENT_COMPENSATED)
		buf_put_slice(&why, e->text);
	else
		words_reason(&why, e);
	buf_put_text(p->b, "<tr>");
	page_cell_time(p, e->at.wall);
	html_element(p->b, "td", slice_of(what));
	page_cell_duration(p, ms);
	html_element(p->b, "td", e->by);
	html_element(p->b, "td", buf_slice(&why));
	buf_put_text(p->b, "</tr>\n");
	buf_fini(&why);
}

/* From the pause to what ended it. */
static int64_t
stood_still(const struct page *p, size_t i)
{
	size_t j;

	for (j = i + 1; j < p->evidence->n; j++) {
		enum event_kind kind = p->evidence->events[j].kind;

		if (kind == EVENT_RESUMED || kind == EVENT_TERMINATED)
			return p->evidence->events[j].at.mono.ms -
			    p->evidence->events[i].at.mono.ms;
	}
	return -1;
}

static bool
is_of_time(const struct event *e)
{
	return e != NULL &&
	    (e->kind == EVENT_PAUSED || e->kind == EVENT_EXTENDED ||
		e->kind == EVENT_COMPENSATED || e->kind == EVENT_REOPENED);
}

void
page_put_times(const struct page *p)
{
	static const char *const titles[] = { "#at", "what", "#how long", "by",
		"why", NULL };
	bool some = false;
	size_t i;

	html_element(p->b, "h2", SLICE("Interruptions, and time given"));
	for (i = 0; i < p->evidence->n; i++) {
		const struct event *e = page_event(p, i);

		if (!is_of_time(e))
			continue;
		if (!some)
			page_table(p->b, titles);
		some = true;
		if (e->kind == EVENT_PAUSED)
			put_time_row(p, i, "paused: the clock stood still",
			    stood_still(p, i));
		else
			put_time_row(p, i, e->kind == EVENT_COMPENSATED ?
			    "lost time given back" :
			    e->kind == EVENT_EXTENDED ? "more time" :
			    "opened again", e->ms);
	}
	if (some)
		page_table_end(p->b);
	else if (p->findings->n == 0)
		html_element(p->b, "p", SLICE("There were none."));
	if (p->findings->n > 0)
		html_element(p->b, "p",
		    SLICE("This is what the events shown "
			  "say; not all of them holds, so there may have been "
			  "others."));
}
