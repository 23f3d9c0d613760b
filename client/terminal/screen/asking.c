#include "terminal/screen/desk.h"
#include "terminal/session/words.h"
#include "terminal/show/show.h"

#include <stdio.h>
#include <stdlib.h>

static void
set(struct buf *b, struct slice text)
{
	buf_clear(b);
	buf_put_slice(b, text);
	buf_put_u8(b, '\0');
}

void
sheet_open(struct desk *d, enum sheet sheet, enum matter matter,
    const char *title, struct buf *text)
{
	d->sheet = sheet;
	d->matter = matter;
	d->sheet_scroll = 0;
	set(&d->sheet_title, slice_of(title));
	set(&d->sheet_text, buf_slice(text));
	buf_fini(text);
	if (sheet == SHEET_LINE)
		textbox_set(&d->line, "", false);
}

void
sheet_say(struct desk *d, enum sheet sheet, enum matter matter,
    const char *title, const char *text)
{
	struct buf b = { 0 };

	buf_put_text(&b, text);
	sheet_open(d, sheet, matter, title, &b);
}

void
sheet_close(struct desk *d)
{
	d->sheet = SHEET_NONE;
	d->matter = MATTER_NONE;
}

void
sheet_settle(struct desk *d)
{
	bool stays = d->sheet == SHEET_MESSAGE || d->sheet == SHEET_END ||
		     d->matter == MATTER_LEAVE || d->matter == MATTER_HELP;

	if (!stays)
		sheet_close(d);
}

void
sheet_tell_next(struct desk *d)
{
	struct buf title = { 0 };

	if (d->n_told == 0 || d->writing ||
	    (d->sheet != SHEET_NONE && d->sheet != SHEET_TEXT))
		return;
	buf_put_text(&title, "Message from the proctor, ");
	words_put_clock(&title, d->told[0].at);
	buf_put_u8(&title, '\0');
	sheet_say(d, SHEET_MESSAGE, MATTER_NONE, title.at, d->told[0].text);
	buf_fini(&title);
}

static void
acknowledge(struct desk *d)
{
	session_read_message(d->session, d->told[0].number);
	free(d->told[0].text);
	d->n_told--;
	memmove(d->told, d->told + 1, d->n_told * sizeof(*d->told));
	sheet_close(d);
	sheet_tell_next(d); /* the next key may be here already */
}

void
desk_ask_server(struct desk *d, enum act act, int number, const char *text)
{
	if (session_ask(d->session, act, number, text) != ERR_OK)
		desk_alert(d, "Too much waits for the connection; please try "
			      "again when the server is there.");
}

void
ask_leave(struct desk *d)
{
	struct buf text = { 0 };
	size_t unsaved;

	write_end(d);
	if (!place_runs_on(desk_place(d))) {
		desk_leave(d);
		return;
	}
	if (d->options->practice != NULL) {
		sheet_say(d, SHEET_QUESTION, MATTER_LEAVE, "Leave?",
		    "Practice ends then and nothing of it is kept.");
		return;
	}
	unsaved = session_unsaved(d->session);
	buf_put_text(&text, "The exam stays open and its time runs on. Start "
			    "exam again to go on with it.\n");
	if (unsaved > 0)
		buf_printf(&text,
		    "\nNot yet saved by the server: %zu. They "
		    "are kept on this computer and sent when "
		    "exam is started here again.\n",
		    unsaved);
	sheet_open(d, SHEET_QUESTION, MATTER_LEAVE, "Leave?", &text);
}

static void
confirm(struct desk *d, enum matter matter)
{
	const struct attempt *a = session_attempt(d->session);
	const struct item *item = desk_item(d);

	if (matter == MATTER_LEAVE)
		desk_leave(d);
	else if (matter == MATTER_SUBMIT)
		desk_ask_server(d, ACT_SUBMIT, 0, NULL);
	else if (matter == MATTER_END && a->section > 0)
		desk_ask_server(d, ACT_CLOSE, a->section, NULL);
	else if (matter == MATTER_NEXT && item != NULL)
		desk_ask_server(d, ACT_NEXT, item->number, NULL);
	else if (matter == MATTER_CLEAR && item != NULL)
		desk_clear(d, desk_item(d));
}

static void
press_question(struct desk *d, int32_t press)
{
	enum matter matter = d->matter;

	if (press == 'y' || press == 'Y') {
		sheet_close(d);
		confirm(d, matter);
	} else if (press == 'n' || press == 'N' || press == PRESS_ESCAPE) {
		sheet_close(d);
	}
}

static void
do_go(struct desk *d, const char *text)
{
	const struct paper *p = session_paper(d->session);
	const struct item *item = paper_find(p, atoi(text));

	if (item != NULL)
		desk_go_to(d, (size_t)(item - p->items));
	else
		desk_notice(d, "This section has the items %d to %d.",
		    p->items[0].number, p->items[p->n_items - 1].number);
}

void
ask_number(struct desk *d)
{
	sheet_say(d, SHEET_LINE, MATTER_NUMBER, "Sign in", "Candidate number:");
	if (d->candidate != NULL)
		textbox_set(&d->line, d->candidate, false);
}

void
ask_code(struct desk *d)
{
	sheet_say(d, SHEET_LINE, MATTER_CODE, "Sign in",
	    "Access code, as on your admission ticket:");
}

static void
do_number(struct desk *d, const char *text)
{
	free(d->candidate);
	d->candidate = alloc_text(text);
	ask_code(d);
}

/* The line is whole. */
static void
take_line(struct desk *d, enum matter matter, const char *text)
{
	const struct item *item = desk_item(d);

	if (matter == MATTER_NUMBER) {
		do_number(d, text);
		return;
	}
	sheet_close(d);
	if (matter == MATTER_CODE)
		session_sign_in(d->session, d->candidate, text);
	else if (matter == MATTER_GO && item != NULL)
		do_go(d, text);
	else if (matter == MATTER_HELP)
		desk_ask_server(d, ACT_HELP, 0, text);
	else if (matter == MATTER_REPORT && item != NULL)
		desk_ask_server(d, ACT_REPORT, item->number, text);
}

static void
end_line(struct desk *d)
{
	struct slice s = buf_slice(&d->line.text);
	char *text;

	while (s.len > 0 && s.at[0] == ' ')
		s = (struct slice){ s.at + 1, s.len - 1 };
	while (s.len > 0 && s.at[s.len - 1] == ' ')
		s.len--;
	if (s.len == 0)
		return;
	text = alloc_zero(s.len + 1, 1);
	memcpy(text, s.at, s.len);
	take_line(d, d->matter, text);
	free(text);
}

static void
edit_line(struct desk *d, int32_t press)
{
	int width = d->frame.textbox_width;

	if (press > 0 && press < PRESS_NONE) {
		if (d->line.text.len + 4 <= WORDS_MAX)
			textbox_insert(&d->line, (wchar_t)press);
	} else if (press == PRESS_BACKSPACE || press == PRESS_DELETE) {
		textbox_delete(&d->line, press == PRESS_BACKSPACE);
	} else if (press == PRESS_LEFT) {
		textbox_move(&d->line, MOVE_LEFT, width);
	} else if (press == PRESS_RIGHT) {
		textbox_move(&d->line, MOVE_RIGHT, width);
	} else if (press == PRESS_HOME) {
		textbox_move(&d->line, MOVE_HOME, width);
	} else if (press == PRESS_END) {
		textbox_move(&d->line, MOVE_END, width);
	}
}

static void
press_line(struct desk *d, int32_t press)
{
	if (press == PRESS_ENTER)
		end_line(d);
	else if (press != PRESS_ESCAPE)
		edit_line(d, press);
	else if (d->matter == MATTER_CODE)
		ask_number(d);
	else if (d->matter == MATTER_NUMBER)
		desk_leave(d);
	else
		sheet_close(d);
}

static void
keep_image(struct desk *d, int32_t press)
{
	const struct item *item = desk_item(d);
	char number[4] = { (char)press, '\0' };

	if (item != NULL && item_image(item, press - '0') != NULL)
		desk_ask_server(d, ACT_PICTURE, item->number, number);
}

static void
press_text(struct desk *d, int32_t press)
{
	size_t page = (size_t)(SCREEN_MIN_HEIGHT - 8);

	if (press == PRESS_PAGE_DOWN)
		d->sheet_scroll = d->frame.scroll + page;
	else if (press == PRESS_DOWN)
		d->sheet_scroll = d->frame.scroll + 1;
	else if (press == PRESS_PAGE_UP)
		d->sheet_scroll =
		    d->frame.scroll > page ? d->frame.scroll - page : 0;
	else if (press == PRESS_UP)
		d->sheet_scroll = d->frame.scroll > 0 ? d->frame.scroll - 1 : 0;
	else if (d->matter == MATTER_IMAGES && press >= '1' && press <= '9')
		keep_image(d, press);
	else if (d->sheet == SHEET_TEXT &&
		 (press == PRESS_ESCAPE || press == PRESS_ENTER))
		sheet_close(d);
	else if (d->sheet == SHEET_MESSAGE && press == PRESS_ENTER)
		acknowledge(d);
	else if (d->sheet == SHEET_END && (press == 'q' || press == 'Q'))
		d->over = true;
}

void
sheet_press(struct desk *d, int32_t press)
{
	switch (d->sheet) {
	case SHEET_TEXT:
	case SHEET_MESSAGE:
	case SHEET_END:
		press_text(d, press);
		break;
	case SHEET_QUESTION:
		press_question(d, press);
		break;
	case SHEET_LINE:
		press_line(d, press);
		break;
	case SHEET_NONE:
	case N_SHEETS:
		break;
	}
}
