#include "exam-verify/page.h"

#include <inttypes.h>

#include "exam-verify/choices.h"
#include "exam-verify/html.h"
#include "exam-verify/words.h"
#include "proof/rule.h"

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

struct page {
	struct buf *b;
	const struct story *story;
	const struct evidence *evidence;
	const struct findings *findings;
};

/* The event's fields, or NULL: they are not shown. */
static const struct event *
said(const struct page *p, size_t i)
{
	return p->evidence->is_decoded[i] ? &p->evidence->decoded[i] : NULL;
}

static void
put_cell_time(const struct page *p, struct wall at)
{
	char time[CIVIL_TEXT_MAX];

	words_time(time, at, p->evidence->head.who.zone);
	html_element(p->b, "td class=\"n\"", slice_of(time));
}

static void
put_cell_duration(const struct page *p, int64_t ms)
{
	struct buf words = { 0 };

	if (ms >= 0)
		words_duration(&words, ms - ms % 1000);
	html_element(p->b, "td class=\"n\"", buf_slice(&words));
	buf_fini(&words);
}

static void
put_cell_thousandths(const struct page *p, int64_t v)
{
	struct buf words = { 0 };

	words_thousandths(&words, v);
	html_element(p->b, "td class=\"n\"", buf_slice(&words));
	buf_fini(&words);
}

static void
put_head_row(struct buf *b, const char *const *titles)
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

static void
end_table(struct buf *b)
{
	buf_put_text(b, "</tbody></table>\n");
}

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
	put_cell_thousandths(p, s->marks);
	put_cell_thousandths(p, s->max_marks);
	put_cell_thousandths(p, s->percent);
	put_cell_thousandths(p, s->cut);
	html_element(p->b, "td", s->passed ? SLICE("passed") :
		SLICE("not passed"));
	buf_put_text(p->b, "</tr>\n");
}

static void
put_total_row(const struct page *p, const struct score *score)
{
	buf_put_text(p->b, "<tr><td><strong>The whole</strong></td>"
			   "<td></td><td></td>");
	put_cell_thousandths(p, score->percent);
	put_cell_thousandths(p, score->cut);
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
	put_head_row(p->b, titles);
	for (i = 0; i < score->n_sections; i++) {
		(void)snprintf(what, sizeof(what), "Section %u", i + 1);
		put_result_row(p, what, &score->sections[i]);
	}
	put_total_row(p, score);
	end_table(p->b);
}

/* ---- interruptions and time ---- */

static void
put_time_row(const struct page *p, size_t i, const char *what, int64_t ms)
{
	const struct event *e = said(p, i);
	struct buf why = { 0 };

	if (e->kind == EVENT_COMPENSATED)
		buf_put_slice(&why, e->text);
	else
		words_reason(&why, e);
	buf_put_text(p->b, "<tr>");
	put_cell_time(p, e->at.wall);
	html_element(p->b, "td", slice_of(what));
	put_cell_duration(p, ms);
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

static void
put_times(const struct page *p)
{
	static const char *const titles[] = { "#at", "what", "#how long", "by",
		"why", NULL };
	bool some = false;
	size_t i;

	html_element(p->b, "h2", SLICE("Interruptions, and time given"));
	for (i = 0; i < p->evidence->n; i++) {
		const struct event *e = said(p, i);

		if (!is_of_time(e))
			continue;
		if (!some)
			put_head_row(p->b, titles);
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
		end_table(p->b);
	else if (p->findings->n == 0)
		html_element(p->b, "p", SLICE("There were none."));
	if (p->findings->n > 0)
		html_element(p->b, "p",
		    SLICE("This is what the events shown "
			  "say; not all of them holds, so there may have been "
			  "others."));
}

/* ---- the timeline ---- */

/* The values of an item's responses; NULL: its key. */
static void
put_values(struct buf *b, const struct item *item, const struct value *values)
{
	const char *blank = "";
	uint16_t i;

	for (i = 0; i < item->n_variables; i++) {
		const struct variable *v = &item->variables[i];

		if (v->kind != VARIABLE_RESPONSE)
			continue;
		buf_put_text(b, blank);
		choices_put(
		    b, item, i, values != NULL ? values[i] : v->correct);
		blank = " ";
	}
}

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
	const struct event *e = said(p, i);
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
		put_cell_duration(p, p->evidence->events[i].at.mono.ms -
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
		put_values(words, item, values);
	}
	arena_fini(&arena);
}

static void
put_row(const struct page *p, size_t i, size_t opened)
{
	const struct transcript_event *row = &p->evidence->events[i];
	struct buf words = { 0 };

	words_event(&words, row, said(p, i));
	put_saved(&words, p, said(p, i));
	buf_printf(p->b, "<tr class=\"%s\">", row_class(said(p, i)));
	html_printf(p->b, "td class=\"n\"", "%" PRIu32, row->number);
	put_cell_time(p, row->at.wall);
	put_exam_clock(p, i, opened);
	put_cell_duration(p,
	    p->story->folds && said(p, i) != NULL ? p->story->left_ms[i] : -1);
	html_element(p->b, "td", buf_slice(&words));
	put_remark(p, i);
	buf_put_text(p->b, "</tr>\n");
	buf_fini(&words);
}

static void
put_timeline(const struct page *p)
{
	static const char *const titles[] = { "#", "#time of day",
		"#exam clock", "#left", "what happened", "", NULL };
	size_t i, opened = opening(p->evidence);

	html_element(p->b, "h2", SLICE("What happened"));
	html_element(p->b, "p class=\"less\"", SLICE("The exam clock counts "
	    "from the opening of the paper and is never set; \"left\" is what "
	    "remained to the candidate just after. Blue lines are acts of "
	    "staff, yellow ones of the server."));
	put_head_row(p->b, titles);
	for (i = 0; i < p->evidence->n; i++)
		put_row(p, i, opened);
	end_table(p->b);
}

/* ---- the marks ---- */

static void
put_values_cell(const struct page *p, const struct item *item,
    const struct value *values)
{
	struct buf words = { 0 };

	put_values(&words, item, values);
	html_element(p->b, "td", buf_slice(&words));
	buf_fini(&words);
}

static void
put_response_cell(const struct page *p, const struct item *item, uint16_t i)
{
	struct slice response =
	    answer_response(attempt_answer(&p->story->attempt, i));
	struct value values[VARIABLES_MAX] = { 0 };
	struct arena arena = { 0 };

	if (response_check(item, response) == ERR_OK)
		response_bind(values, &arena, item,
		    paper_orders(p->story->derived->paper, i), response);
	put_values_cell(p, item, values);
	arena_fini(&arena);
}

static void
put_mark_row(const struct page *p, uint16_t i)
{
	const struct derived *d = p->story->derived;
	const struct item *item =
	    bank_item(p->story->bank, paper_item(d->paper, i));
	struct buf rule = { 0 };

	rule_put(&rule, item);
	buf_put_text(p->b, "<tr>");
	html_printf(p->b, "td class=\"n\"", "%u", i + 1u);
	html_element(p->b, "td", item->ident);
	put_response_cell(p, item, i);
	put_values_cell(p, item, NULL);
	put_cell_thousandths(p,
	    (int64_t)d->items[i].processed + d->items[i].by_hand);
	put_cell_thousandths(p, d->items[i].max_marks);
	html_element(p->b, "td class=\"less\"", buf_slice(&rule));
	buf_put_text(p->b, "</tr>\n");
	buf_fini(&rule);
}

static const char *
why_no_marks(const struct page *p)
{
	if (p->findings->n > 0)
		return "They are not shown: something above does not hold, so "
		       "nothing can be derived from the events, the bank and "
		       "the programme.";
	if (p->evidence->head.bank.name.len == 0)
		return "There are none: the paper was never opened.";
	return "They need the bank: the bundle that a board gets has it, a "
	       "transcript does not.";
}

static void
put_marks(const struct page *p)
{
	static const char *const titles[] = { "#item", "in the bank",
		"answered", "key", "#marks", "#of", "why", NULL };
	uint16_t i;

	html_element(p->b, "h2", SLICE("Marks"));
	if (p->story->derived == NULL || !p->story->folds) {
		html_element(p->b, "p", slice_of(why_no_marks(p)));
		return;
	}
	put_head_row(p->b, titles);
	for (i = 0; i < p->story->derived->n_items; i++)
		put_mark_row(p, i);
	end_table(p->b);
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
	put_times(&p);
	put_marks(&p);
	put_timeline(&p);
	put_checks(&p, f);
	html_close(b);
}
