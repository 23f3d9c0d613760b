#include "terminal/screen/desk.h"
#include "terminal/session/entry.h"
#include "terminal/show/show.h"

#include <stdio.h>

static const struct interaction *
part_here(const struct desk *d, const struct item *item)
{
	return &item->interactions[d->focus.part];
}

/* What an item does not allow is said; what it allows is its response. */
static void
take(struct desk *d, struct item *item, enum err e, json_t *made,
    struct buf *why)
{
	if (e == ERR_OK)
		desk_enter(
		    d, item, item_response_with(item, d->focus.part, made));
	else
		desk_alert(d, "%.*s", SLICE_FMT(buf_slice(why)));
	buf_fini(why);
}

static void
choose(struct desk *d, struct item *item, size_t choice)
{
	const struct interaction *in = part_here(d, item);
	struct buf why = { 0 };
	json_t *made = NULL;
	enum err e;

	if (in->kind == KIND_MATCH) {
		d->focus.column = choice;
		e = entry_pair(
		    &made, &why, item, d->focus.part, d->focus.line, choice);
	} else {
		e = entry_choose(&made, &why, item, d->focus.part, choice);
	}
	take(d, item, e, made, &why);
	if (in->kind == KIND_ORDER)
		d->focus.line = focus_order_line(item, d->focus.part, choice);
	else if (in->kind != KIND_MATCH)
		d->focus.line = choice;
}

static void
do_choose(struct desk *d, struct item *item)
{
	const struct interaction *in = part_here(d, item);

	if (interaction_is_text(in))
		write_begin(d);
	else if (in->kind == KIND_MATCH)
		choose(d, item, d->focus.column);
	else
		choose(d, item, focus_choice(&d->focus, item));
}

/* A small letter: the choice, or the column of a match, that it names. */
static void
press_letter(struct desk *d, struct item *item, int32_t press)
{
	const struct interaction *in = part_here(d, item);
	size_t choice = (size_t)(press - 'a');

	d->follow = true;
	if (interaction_is_text(in))
		desk_notice(d, "To write here, press Enter.");
	else if (choice < in->n_choices)
		choose(d, item, choice);
	else
		desk_notice(d, "There is no choice %c.", (int)press);
}

static void
move(struct desk *d, struct item *item, int by)
{
	size_t line = d->focus.line;
	struct buf why = { 0 };
	json_t *made = NULL;
	enum err e;

	if (part_here(d, item)->kind != KIND_ORDER)
		return;
	e = entry_move(&made, &why, item, d->focus.part, line, by);
	take(d, item, e, made, &why);
	if (e == ERR_OK)
		d->focus.line = (size_t)((int64_t)line + by);
}

void
desk_clear(struct desk *d, struct item *item)
{
	desk_enter(d, item,
	    item_response_with(
		item, d->focus.part, alloc_checked(json_array())));
}

/* What was chosen is chosen again with a key; what was written is not. */
static void
ask_clear(struct desk *d, struct item *item)
{
	struct buf text = { 0 };

	if (!item_part_is_answered(item, d->focus.part)) {
		desk_notice(d, "Nothing is entered here.");
	} else if (!interaction_is_text(part_here(d, item))) {
		desk_clear(d, item);
	} else {
		buf_put_text(&text, "What you wrote here is taken out: ");
		show_entered(&text, item, d->focus.part);
		buf_put_text(&text, ".\n");
		sheet_open(
		    d, SHEET_QUESTION, MATTER_CLEAR, "Clear this text?", &text);
	}
}

static void
next_linear(struct desk *d, const struct item *item)
{
	if (session_acts(d->session) > 0)
		desk_notice(d, "Please wait for the server.");
	else if (!item_is_whole(item))
		sheet_say(d, SHEET_QUESTION, MATTER_NEXT,
		    item_is_answered(item) ? "Leave this item only begun?"
					   : "Leave this item unanswered?",
		    "You cannot come back to it.");
	else
		desk_ask_server(d, ACT_NEXT, item->number, NULL);
}

static void
go(struct desk *d, const struct item *item, bool forward)
{
	const struct paper *p = session_paper(d->session);

	if (p->linear && forward)
		next_linear(d, item);
	else if (p->linear)
		desk_notice(d, "In this section there is no way back.");
	else if (forward && d->position + 1 < p->n_items)
		desk_go_to(d, d->position + 1);
	else if (!forward && d->position > 0)
		desk_go_to(d, d->position - 1);
	else
		desk_notice(
		    d, forward ? "This is the last item. R: review, E: end the "
				 "section."
			       : "This is the first item.");
}

static void
show_images(struct desk *d, const struct item *item)
{
	struct buf text = { 0 };
	const struct exhibit *x;
	int i;

	for (i = 1; i <= 9 && (x = item_image(item, i)) != NULL; i++) {
		show_description(&text, x);
		buf_printf(&text,
		    "%d: keep it as a file, to be shown by "
		    "another program.\n\n",
		    i);
	}
	if (text.len == 0)
		desk_notice(d, "This item has no image.");
	else
		sheet_open(d, SHEET_TEXT, MATTER_IMAGES, "Images", &text);
}

static void
review(struct desk *d, enum sheet sheet, enum matter matter, const char *title,
    const char *more)
{
	struct buf text = { 0 };

	if (session_paper_fits(d->session))
		show_review(&text, session_paper(d->session),
		    session_unsaved(d->session));
	buf_printf(&text, "\n%s", more);
	sheet_open(d, sheet, matter, title, &text);
}

static void
ask_submit(struct desk *d)
{
	const struct section *next =
	    attempt_next_section(session_attempt(d->session));
	char more[96] = "";

	if (next != NULL)
		snprintf(more, sizeof(more),
		    "Section %d and those after it are then given up.\n",
		    next->number);
	review(d, SHEET_QUESTION, MATTER_SUBMIT, "Hand in the exam for good?",
	    more);
}

static void
ask_go(struct desk *d)
{
	if (session_paper(d->session)->linear)
		desk_notice(d, "In this section items come one after the "
			       "other.");
	else
		sheet_say(
		    d, SHEET_LINE, MATTER_GO, "Go to an item", "Its number:");
}

static void
begin_section(struct desk *d)
{
	const struct section *next =
	    attempt_next_section(session_attempt(d->session));

	if (next != NULL)
		desk_ask_server(d, ACT_ENTER, next->number, NULL);
	else
		desk_notice(d, "There is no further section. D: hand in the "
			       "exam.");
}

static void
show_keys(struct desk *d)
{
	struct buf text = { 0 };

	keys_put_all(&text, desk_place(d), d->options->practice != NULL);
	sheet_open(d, SHEET_TEXT, MATTER_NONE, "Keys", &text);
}

static void
scroll(struct desk *d, bool down)
{
	size_t page = (size_t)(SCREEN_MIN_HEIGHT - 8), at = d->frame.scroll;

	d->follow = false;
	d->scroll = down ? at + page : at > page ? at - page : 0;
}

static void
fold(struct desk *d)
{
	d->folded = !d->folded;
	d->follow = false;
	d->scroll = 0;
}

static void
leave_for_lines(struct desk *d)
{
	write_end(d);
	d->status = SCREEN_LEFT_FOR_LINES;
	d->over = true;
}

/* Keys of items; the item is there. */
static void
press_item(struct desk *d, struct item *item, enum key key)
{
	if (key == KEY_TO_NEXT || key == KEY_TO_PREVIOUS)
		go(d, item, key == KEY_TO_NEXT);
	else if (key == KEY_TO_UP || key == KEY_TO_DOWN)
		focus_step(&d->focus, item, key == KEY_TO_DOWN);
	else if (key == KEY_TO_LEFT || key == KEY_TO_RIGHT)
		focus_turn(&d->focus, item, key == KEY_TO_RIGHT);
	else if (key == KEY_TO_CHOOSE || key == KEY_TO_WRITE)
		do_choose(d, item);
	else if (key == KEY_TO_EARLIER || key == KEY_TO_LATER)
		move(d, item, key == KEY_TO_LATER ? 1 : -1);
	else if (key == KEY_TO_CLEAR)
		ask_clear(d, item);
	else if (key == KEY_TO_FLAG)
		session_flag(d->session, item, !item->flagged);
	else if (key == KEY_TO_IMAGES)
		show_images(d, item);
}

/* Keys that open a sheet or fold one. */
static void
press_sheet(struct desk *d, enum key key)
{
	if (key == KEY_TO_GO)
		ask_go(d);
	else if (key == KEY_TO_ABOUT)
		fold(d);
	else if (key == KEY_TO_REPORT)
		sheet_say(d, SHEET_LINE, MATTER_REPORT,
		    "Report a mistake in this item", "What is wrong?");
	else if (key == KEY_TO_REVIEW)
		review(d, SHEET_TEXT, MATTER_NONE, "Review", "");
	else if (key == KEY_TO_END)
		review(d, SHEET_QUESTION, MATTER_END, "End this section?",
		    "It cannot be opened again.\n");
	else if (key == KEY_TO_SUBMIT)
		ask_submit(d);
	else if (key == KEY_TO_HELP)
		sheet_say(d, SHEET_LINE, MATTER_HELP, "Call the proctor",
		    "What do you need?");
	else if (key == KEY_TO_SHOW_KEYS)
		show_keys(d);
}

static void
press_anywhere(struct desk *d, enum key key)
{
	if (key == KEY_TO_ACCEPT)
		desk_ask_server(d, ACT_OPEN, 0, NULL);
	else if (key == KEY_TO_BEGIN)
		begin_section(d);
	else if (key == KEY_TO_RESULT)
		d->wants_result = true;
	else if (key == KEY_TO_TIME)
		d->time_hidden = !d->time_hidden;
	else if (key == KEY_TO_SCROLL_UP || key == KEY_TO_SCROLL_DOWN)
		scroll(d, key == KEY_TO_SCROLL_DOWN);
	else if (key == KEY_TO_LINES)
		leave_for_lines(d);
	else if (key == KEY_TO_LEAVE)
		ask_leave(d);
}

static void
press_key(struct desk *d, int32_t press)
{
	enum place place = desk_place(d);
	struct item *item = desk_item(d);
	enum key key = key_at(place, press);

	if (item != NULL && press >= 'a' && press <= 'z') {
		press_letter(d, item, press);
		return;
	}
	d->follow = true;
	if (item != NULL)
		press_item(d, item, key);
	if (item != NULL || place != PLACE_SECTION)
		press_sheet(d, key);
	press_anywhere(d, key);
}

void
desk_press(struct desk *d, int32_t press)
{
	if (press == PRESS_RESIZE || press <= 0)
		return;
	if (!d->alert || d->sheet == SHEET_NONE) {
		buf_clear(&d->notice);
		d->alert = false;
	}
	if (d->sheet != SHEET_NONE)
		sheet_press(d, press);
	else if (d->writing && desk_item(d) != NULL)
		write_press(d, press);
	else
		press_key(d, press);
}
