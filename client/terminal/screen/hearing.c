#include "base/clock.h"
#include "terminal/screen/desk.h"
#include "terminal/session/words.h"
#include "terminal/show/show.h"
#include "wire/problem.h"

static void
hear_saved(struct desk *d, const struct news *n)
{
	if (session_unsaved(d->session) == 0)
		d->late_at = MONO_NEVER;
	if (n->verdict == VERDICT_COUNTED)
		d->saved_at = n->at;
	else
		desk_alert(
		    d, "Item %d: %s.", n->item, verdict_words(n->verdict));
}

static void
hear_sign_in_refused(struct desk *d, const struct news *n)
{
	const struct options *o = d->options;

	if (o->code != NULL) {
		sheet_say(d, SHEET_END, MATTER_NONE, "Sign in", n->text);
		return;
	}
	desk_alert(d, "%s", n->text);
	if (o->candidate == NULL)
		ask_number(d);
	else
		ask_code(d);
}

static void
hear_message(struct desk *d, const struct news *n)
{
	d->told = alloc_resize(d->told, d->n_told + 1, sizeof(*d->told));
	d->told[d->n_told++] =
	    (struct told){ n->at, n->message, alloc_text(n->text) };
	if (d->writing)
		desk_alert(d, "The proctor has sent you a message. Esc: read "
			      "it.");
}

static void
hear_offline(struct desk *d, const struct news *n)
{
	if (session_attempt(d->session) == NULL)
		desk_alert(d,
		    "The server cannot be reached yet: %s. Trying "
		    "again.",
		    n->text);
}

static void
hear_done(struct desk *d, const struct news *n)
{
	if (n->act == ACT_HELP)
		desk_notice(d, "The proctor has been told. Please keep going.");
	else if (n->act == ACT_REPORT)
		desk_notice(d, "Thank you, your report is noted.");
}

static void
hear_result(struct desk *d)
{
	struct buf text = { 0 };

	show_result(&text, session_result(d->session), SCREEN_MIN_WIDTH - 2);
	sheet_open(d, SHEET_END, MATTER_NONE, "", &text);
	desk_leave(d);
	d->over = false;
}

static void
end_with(struct desk *d, const char *title, const char *words)
{
	struct buf text = { 0 };
	size_t unsaved = session_unsaved(d->session);

	buf_printf(&text, "%s\n", words);
	if (unsaved > 0)
		buf_printf(&text,
		    "\nNot saved by the server: %zu. They are "
		    "kept on this computer and sent when exam is "
		    "started here again.\n",
		    unsaved);
	d->writing = false;
	buf_clear(&d->notice);
	d->status = EXIT_TAKEN_OVER;
	sheet_open(d, SHEET_END, MATTER_NONE, title, &text);
}

static void
hear_changes(struct desk *d, const struct news *n)
{
	size_t len = strlen(n->text), i;
	struct buf text = { 0 };

	for (i = 0; i < len; i++)
		if (n->text[i] != '\n' || i + 1 < len)
			buf_put_u8(&text,
			    n->text[i] == '\n' ? ' ' : (uint8_t)n->text[i]);
	if (text.len > 0)
		desk_alert(d, "%.*s", SLICE_FMT(buf_slice(&text)));
	buf_fini(&text);
}

void
desk_hear(struct desk *d, const struct news *n)
{
	switch (n->kind) {
	case NEWS_SIGN_IN_REFUSED:
		hear_sign_in_refused(d, n);
		break;
	case NEWS_ATTEMPT:
		hear_changes(d, n);
		break;
	case NEWS_SAVED:
		hear_saved(d, n);
		break;
	case NEWS_NOT_SAVED:
		desk_alert(d, "Item %d: not saved. %s", n->item, n->text);
		break;
	case NEWS_DONE:
		hear_done(d, n);
		break;
	case NEWS_REFUSED:
		desk_alert(d, "%s", n->text);
		break;
	case NEWS_RESULT:
		hear_result(d);
		break;
	case NEWS_PICTURE:
		desk_notice(d, "Until you leave it is in the file %s", n->text);
		break;
	case NEWS_RECEIPT:
		desk_notice(d, "Your receipt is kept in the file %s", n->text);
		break;
	case NEWS_NO_RECEIPT:
		desk_alert(d,
		    "Your receipt could not be kept as a file (%s). Note down "
		    "its short line: it proves the same.",
		    n->text);
		break;
	case NEWS_OFFLINE:
		hear_offline(d, n);
		break;
	case NEWS_ONLINE:
		desk_notice(d, "Connected again.");
		break;
	case NEWS_MESSAGE:
		hear_message(d, n);
		break;
	case NEWS_LOCAL_COPY:
		desk_alert(d,
		    "This computer cannot keep a copy of unsaved "
		    "answers (%s). Wait for \"saved\".",
		    n->text);
		break;
	case NEWS_TAKEN_OVER:
		end_with(d, "It goes on elsewhere",
		    "Your exam goes on at another device; here it is over.");
		break;
	case NEWS_ENDED:
		end_with(d, "Signed out",
		    "The server has ended this sign-in: the exam was opened on "
		    "another device, or this one was signed out. To go on "
		    "here, start exam again.");
		break;
	case NEWS_SIGNED_IN:
	case NEWS_PAPER:
	case NEWS_FLAGGED:
		break;
	}
}

static void
arrive_section(struct desk *d, const struct attempt *a)
{
	const struct item *item;
	bool same = d->section == a->section && d->item == a->item;

	if (same && d->writing) {
		desk_notice(d, "Go on writing.");
		return;
	}
	if (!same)
		desk_go_to(d, session_begin_at(d->session));
	else
		desk_go_to(d, d->position);
	item = desk_item(d);
	if (d->writing && item != NULL && item->number != d->writing_item)
		d->writing = false;
}

void
desk_arrive(struct desk *d)
{
	const struct attempt *a = session_attempt(d->session);
	enum place place = desk_place(d);
	bool pause = place == PLACE_PAUSED || d->place == PLACE_PAUSED;

	if (a == NULL ||
	    (place == PLACE_SECTION && !session_paper_fits(d->session)))
		return;
	if (d->arrived && place == d->place &&
	    (place == PLACE_PAUSED ||
		(a->section == d->section && a->item == d->item)))
		return;
	sheet_settle(d);
	d->scroll = 0;
	if (!pause)
		d->writing = false;
	if (place == PLACE_SECTION)
		arrive_section(d, a);
	d->arrived = true;
	d->place = place;
	if (place == PLACE_PAUSED)
		return; /* what was open then goes on */
	d->section = a->section;
	d->item = a->item;
}
