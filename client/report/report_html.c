/* A page of its own: no script, no other file, readable on paper. */
#include <string.h>

#include "core/text.h"
#include "report/report.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;"
    "padding:0 1rem;color:#1a1a1a;background:#fff}\n"
    "h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2rem}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}\n"
    "dt{color:#555}dd{margin:0}table{border-collapse:collapse;width:100%}\n"
    "th,td{text-align:start;padding:.35rem .8rem .35rem 0;"
    "border-bottom:1px solid #ddd;vertical-align:top}\n"
    "meter{width:10rem}.verdict{font-size:1.4rem;font-weight:600}\n"
    "@media print{body{margin:0}}\n</style>\n<title>";

static void
put_element(struct buf *b, const char *name, const char *attribute,
    const char *text)
{
	buf_printf(b, "<%s%s>", name, attribute);
	text_put_html(b, slice_of(text));
	buf_printf(b, "</%s>", name);
}

static void
put_cells(struct buf *b, const struct report_block *block)
{
	bool is_head = block->kind == REPORT_HEAD;
	unsigned i;

	buf_put_text(b, "<tr>");
	for (i = 0; i < block->n_cells; i++) {
		bool names = !is_head && i == 0;

		put_element(b, is_head || names ? "th" : "td",
		    is_head ? " scope=\"col\""
		    : names ? " scope=\"row\""
			    : "",
		    block->cells[i]);
	}
	buf_put_text(b, "</tr>\n");
}

static void
put_bar(struct buf *b, const struct report_block *block)
{
	buf_put_text(b, "<tr>");
	put_element(b, "th", " scope=\"row\"", block->cells[0]);
	buf_printf(b, "<td><meter min=\"0\" max=\"100\" value=\"%.0f\">%.0f %%"
		      "</meter></td>",
	    block->percent, block->percent);
	put_element(b, "td", "", block->cells[1]);
	buf_put_text(b, "</tr>\n");
}

/* What holds blocks of this kind together; NULL: nothing. */
static const char *
holder(enum report_kind kind)
{
	if (kind == REPORT_FACT)
		return "dl";
	if (kind == REPORT_HEAD || kind == REPORT_ROW || kind == REPORT_BAR)
		return "table";
	return NULL;
}

static void
put_block(struct buf *b, const struct report_block *block)
{
	switch (block->kind) {
	case REPORT_TITLE:
		put_element(b, "h1", "", block->cells[0]);
		break;
	case REPORT_HEADING:
		put_element(b, "h2", "", block->cells[0]);
		break;
	case REPORT_LINE:
		put_element(b, "p", "", block->cells[0]);
		break;
	case REPORT_VERDICT:
		put_element(b, "p", " class=\"verdict\"", block->cells[0]);
		break;
	case REPORT_FACT:
		put_element(b, "dt", "", block->cells[0]);
		put_element(b, "dd", "", block->cells[1]);
		break;
	case REPORT_HEAD:
	case REPORT_ROW:
		put_cells(b, block);
		return;
	case REPORT_BAR:
		put_bar(b, block);
		return;
	}
	buf_put_u8(b, '\n');
}

void
report_html(struct buf *b, const struct report *r)
{
	const char *open = NULL;
	size_t i;

	buf_put_text(b, head);
	text_put_html(b,
	    slice_of(r->n > 0 ? r->blocks[0].cells[0] : "Score report"));
	buf_put_text(b, "</title>\n</head>\n<body>\n<main>\n");
	for (i = 0; i < r->n; i++) {
		const char *wanted = holder(r->blocks[i].kind);

		if (open != NULL && open != wanted)
			buf_printf(b, "</%s>\n", open);
		if (wanted != NULL && open != wanted)
			buf_printf(b, "<%s>\n", wanted);
		open = wanted;
		put_block(b, &r->blocks[i]);
	}
	if (open != NULL)
		buf_printf(b, "</%s>\n", open);
	buf_put_text(b, "</main>\n</body>\n</html>\n");
}
