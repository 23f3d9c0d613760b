#include "exam-verify/page_part.h"

#include "exam-verify/html.h"
#include "exam-verify/words.h"

const struct event *
page_event(const struct page *p, size_t i)
{
	return p->evidence->is_decoded[i] ? &p->evidence->decoded[i] : NULL;
}

void
page_cell_time(const struct page *p, struct wall at)
{
	char time[CIVIL_TEXT_MAX];

	words_time(time, at, p->evidence->head.who.zone);
	html_element(p->b, "td class=\"n\"", slice_of(time));
}

void
page_cell_duration(const struct page *p, int64_t ms)
{
	struct buf words = { 0 };

	if (ms >= 0)
		words_duration(&words, ms - ms % 1000);
	html_element(p->b, "td class=\"n\"", buf_slice(&words));
	buf_fini(&words);
}

void
page_cell_thousandths(const struct page *p, int64_t v)
{
	struct buf words = { 0 };

	words_thousandths(&words, v);
	html_element(p->b, "td class=\"n\"", buf_slice(&words));
	buf_fini(&words);
}

void
page_table(struct buf *b, const char *const *titles)
{
	buf_put_text(b, "<table>\n<thead><tr>");
	for (; *titles != NULL; titles++)
		if (**titles == '#')
			html_element(b, "th class=\"n\"",
			    slice_of(*titles + 1));
		else
			html_element(b, "th", slice_of(*titles));
	buf_put_text(b, "</tr></thead>\n<tbody>\n");
}

void
page_table_end(struct buf *b)
{
	buf_put_text(b, "</tbody></table>\n");
}
