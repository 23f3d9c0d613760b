/* page_marks: what each item was answered, what its key is, and why it has its
 * marks. */
#include "exam-verify/choices.h"
#include "exam-verify/html.h"
#include "exam-verify/page_part.h"
#include "proof/rule.h"

static void
put_values_cell(const struct page *p, const struct item *item,
    const struct value *values)
{
	struct buf words = { 0 };

	choices_put_all(&words, item, values);
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
	page_cell_thousandths(p,
	    (int64_t)d->items[i].processed + d->items[i].by_hand);
	page_cell_thousandths(p, d->items[i].max_marks);
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

void
page_put_marks(const struct page *p)
{
	static const char *const titles[] = { "#item", "in the bank",
		"answered", "key", "#marks", "#of", "why", NULL };
	uint16_t i;

	html_element(p->b, "h2", SLICE("Marks"));
	if (p->story->derived == NULL || !p->story->folds) {
		html_element(p->b, "p", slice_of(why_no_marks(p)));
		return;
	}
	page_table(p->b, titles);
	for (i = 0; i < p->story->derived->n_items; i++)
		put_mark_row(p, i);
	page_table_end(p->b);
}
