#include "exam-verify/page.h"

#include <inttypes.h>

#include "exam-verify/html.h"
#include "exam-verify/page_part.h"
#include "exam-verify/words.h"

static const char style[] =
    "body{font:16px/1.45 system-ui,sans-serif;max-width:62rem;"
    "margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}\n"
    "h1{font-size:1.6rem;margin:0 0 .2rem}\n"
    "h2{font-size:1.15rem;margin:2rem 0 .5rem;break-after:avoid}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th,td{text-align:left;vertical-align:top;padding:.25rem .7rem "
    ".25rem 0;border-bottom:1px solid #ddd}\n"
    "th{font-weight:600;border-bottom:2px solid #888}\n"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;"
    "white-space:nowrap}\n"
    "td,li,p,h1{overflow-wrap:anywhere}\n"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "tr{break-inside:avoid}\n"
    ".verdict{border:2px solid #186a3b;border-left-width:.7rem;"
    "padding:.6rem 1rem;margin:1.2rem 0}\n"
    ".verdict.bad{border-color:#a61b1b}\n"
    ".verdict p{margin:.2rem 0}\n"
    ".staff td{background:#eef3fb}\n"
    ".clock td{background:#fdf3dc}\n"
    ".less{color:#595959}\n"
    ".bad-word{color:#a61b1b;font-weight:600}\n"
    "@media print{body{margin:0;max-width:none;font-size:10.5pt}"
    ".staff td,.clock td{background:none}"
    ".staff td:first-child{border-left:3px solid #345}"
    ".clock td:first-child{border-left:3px solid #b80}}\n";

/* ---- the head ---- */

static void
put_title(const struct page *p)
{
	const struct transcript *t = &p->evidence->head;
	char date[CIVIL_TEXT_MAX] = "";

	if (p->evidence->n > 0)
		words_date(date,
		    p->evidence->events[p->evidence->n - 1].at.wall, t->who.zone);
	html_printf(p->b, "h1", "%.*s", SLICE_FMT(t->who.title));
	html_printf(p->b, "p", "%.*s (%.*s), attempt %" PRIu64
	    ", sitting %.*s, route %s. Last event on %s; times are those of "
	    "%.*s.", SLICE_FMT(t->who.name), SLICE_FMT(t->who.candidate), t->attempt,
	    SLICE_FMT(t->who.sitting), route_name_text(t->route), date,
	    SLICE_FMT(t->who.zone));
}

static void
put_verdict(struct buf *b, const struct findings *f)
{
	size_t i;

	if (f->n == 0) {
		buf_put_text(b, "<div class=\"verdict\">");
		html_element(b, "p", SLICE("All that was checked holds."));
		buf_put_text(b, "</div>\n");
		return;
	}
	buf_put_text(b, "<div class=\"verdict bad\">");
	html_printf(b, "p", "%zu %s not hold:", f->n,
	    f->n == 1 ? "thing does" : "things do");
	buf_put_text(b, "<ul>\n");
	for (i = 0; i < f->n; i++)
		html_printf(b, "li", "%s%s%s", f->all[i].where,
		    *f->all[i].where != '\0' ? ": " : "", f->all[i].what);
	buf_put_text(b, "</ul></div>\n");
}

static void
put_result_row(const struct page *p, const char *what,
    const struct section_score *s)
{
	buf_put_text(p->b, "<tr>");
	html_element(p->b, "td", slice_of(what));
	page_cell_thousandths(p, s->marks);
	page_cell_thousandths(p, s->max_marks);
	page_cell_thousandths(p, s->percent);
	page_cell_thousandths(p, s->cut);
	html_element(p->b, "td", s->passed ? SLICE("passed") :
		SLICE("not passed"));
	buf_put_text(p->b, "</tr>\n");
}

static void
put_total_row(const struct page *p, const struct score *score)
{
	buf_put_text(p->b, "<tr><td><strong>The whole</strong></td>"
			   "<td></td><td></td>");
	page_cell_thousandths(p, score->percent);
	page_cell_thousandths(p, score->cut);
	html_element(p->b, "td", score->passed ? SLICE("passed") :
		SLICE("not passed"));
	buf_put_text(p->b, "</tr>\n");
}

static void
put_result(const struct page *p)
{
	static const char *const titles[] = { "", "#marks", "#of", "#per cent",
		"#needed", "", NULL };
	const struct score *score = &p->evidence->result;
	char what[32];
	unsigned i;

	html_element(p->b, "h2", SLICE("Result"));
	if (!p->evidence->has_result) {
		html_element(p->b, "p", SLICE("There is none, or it is not "
		    "released."));
		return;
	}
	page_table(p->b, titles);
	for (i = 0; i < score->n_sections; i++) {
		(void)snprintf(what, sizeof(what), "Section %u", i + 1);
		put_result_row(p, what, &score->sections[i]);
	}
	put_total_row(p, score);
	page_table_end(p->b);
}

/* ---- what was checked ---- */

static void
put_checks(const struct page *p, const struct findings *f)
{
	static const char *const checks[] = {
		"The seal and the signatures are those of the keys, and each "
		"key was handed over by the one before it.",
		"Every event covers the one before it: none was changed, left "
		"out between others, or put elsewhere.",
		"Every event stands in the journal whose head was signed, and "
		"that journal begins with the one whose head was published.",
		"The events make an attempt by the rules of the examination: "
		"each was possible when it happened, the server ended nothing "
		"before its time, and which answer counted follows from when "
		"it arrived.",
		"The result is that of the last scoring.",
	};
	static const char *const derived[] = {
		"The bank and the programme are, to the byte, the versions "
		"that the paper was drawn from.",
		"The screens are those of the paper, and every answer is one "
		"that its item can have.",
		"Each scoring was done again from the answers, the bank and "
		"the programme, and gave the same marks.",
	};
	size_t i;

	html_element(p->b, "h2", SLICE("What was checked"));
	buf_put_text(p->b, "<ul>\n");
	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		html_element(p->b, "li", slice_of(checks[i]));
	for (i = 0; p->story->derived != NULL &&
	     i < sizeof(derived) / sizeof(derived[0]); i++)
		html_element(p->b, "li", slice_of(derived[i]));
	buf_put_text(p->b, "</ul>\n");
	html_element(p->b, "p class=\"less\"", SLICE("What happened after the "
	    "last event shown, if anything did, only the seal vouches for; a "
	    "candidate's receipt tells up to which event there must be."));
	html_element(p->b, "pre class=\"less\"", buf_slice(&f->notes));
}

void
page_put(struct buf *b, const struct story *s, const struct findings *f)
{
	struct page p = { b, s, s->evidence, f };
	char title[64];

	(void)snprintf(title, sizeof(title), "Attempt %" PRIu64,
	    s->evidence->head.attempt);
	html_open(b, title, style);
	put_title(&p);
	put_verdict(b, f);
	put_result(&p);
	page_put_times(&p);
	page_put_marks(&p);
	page_put_timeline(&p);
	put_checks(&p, f);
	html_close(b);
}
