#include "terminal/screen/places.h"

#include "terminal/session/words.h"
#include "terminal/show/show.h"

static void
put_who(struct buf *b, const struct attempt *a)
{
	buf_printf(b, "%s, %s\n\n", a->name, a->candidate);
}

static void
put_waiting(struct buf *b, const struct view *v)
{
	put_who(b, v->attempt);
	show_waiting(b, v->attempt, v->opens_ms);
}

static void
put_rules(struct buf *b, const struct view *v)
{
	put_who(b, v->attempt);
	buf_printf(b, "%s\n\nA: accept these rules and open the exam.\n",
	    v->attempt->rules);
}

static void
put_overview(struct buf *b, const struct view *v)
{
	const struct section *next = attempt_next_section(v->attempt);

	show_overview(b, v->attempt);
	buf_put_u8(b, '\n');
	if (next == NULL)
		buf_put_text(b, "All sections are closed.\n\nD: done, hand in "
				"the exam.\n");
	else
		buf_printf(b, "B: begin section %d.%s\n", next->number,
		    v->attempt->total_ms > 0 ? " Its clock starts then." : "");
}

static void
put_break(struct buf *b, const struct view *v)
{
	buf_put_text(b, "This is a break. It ends by itself");
	if (v->break_ms > 0) {
		buf_put_text(b, " in ");
		words_put_duration(b, v->break_ms);
	}
	buf_put_text(b, ".\n\nB: begin the next section now.\n");
}

static void
put_end(struct buf *b, const struct view *v)
{
	show_end(b, v->attempt);
	buf_put_u8(b, '\n');
	if (v->attempt->state != ATTEMPT_SUBMITTED &&
	    v->attempt->state != ATTEMPT_EXPIRED)
		buf_put_text(b, "Q: leave.\n");
	else if (v->attempt->result_released)
		buf_put_text(b, "V: view the result.\nQ: leave.\n");
	else
		buf_put_text(b, "The result is not released yet.\n\nV: wait "
				"for it.\nQ: leave.\n");
}

void
place_page(struct page *p, const struct view *v)
{
	struct buf text = { 0 };

	switch (v->place) {
	case PLACE_SIGN_IN:
		buf_put_text(&text, "Signing in …\n");
		break;
	case PLACE_DEVICE:
		buf_put_text(&text, "Your exam is open on another device. Ask "
				    "the proctor to move it here; it goes on "
				    "by itself then.\n");
		break;
	case PLACE_WAITING:
		put_waiting(&text, v);
		break;
	case PLACE_RULES:
		put_rules(&text, v);
		break;
	case PLACE_OVERVIEW:
		put_overview(&text, v);
		break;
	case PLACE_SECTION:
		buf_put_text(&text, "The items are on their way …\n");
		break;
	case PLACE_BREAK:
		put_break(&text, v);
		break;
	case PLACE_PAUSED:
		buf_put_text(&text, "The exam is paused and your clock is "
				    "stopped.\n\nPlease wait; it goes on by "
				    "itself.\n");
		break;
	case PLACE_ENDED:
		put_end(&text, v);
		break;
	case N_PLACES:
		break;
	}
	page_put_lines(p, STYLE_PLAIN, buf_slice(&text));
	buf_fini(&text);
}

void
sheet_page(struct page *p, const struct view *v)
{
	if (*v->sheet_title != '\0') {
		page_put(p, STYLE_STRONG, "", slice_of(v->sheet_title));
		page_put_blank(p);
	}
	page_put_lines(p, STYLE_PLAIN, slice_of(v->sheet_text));
	if (v->sheet != SHEET_LINE)
		return;
	page_put_blank(p);
	page_focus_begin(p);
	page_put_textbox(p, STYLE_STRONG, v->signs->edge, v->line, true);
	page_focus_end(p);
}
