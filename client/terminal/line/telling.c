#include "base/clock.h"
#include "terminal/line/conversation_state.h"
#include "terminal/show/show.h"
#include "terminal/session/words.h"
#include "wire/problem.h"

#include <stdio.h>

/* Each line by itself; the lines of choices hang under their text. */
void
speak_lines(struct conversation *c, struct buf *text)
{
	struct slice rest = buf_slice(text);
	int width = editor_width(c->editor);
	struct buf out = { 0 };

	while (rest.len > 0) {
		const char *end = memchr(rest.at, '\n', rest.len);
		size_t n = end != NULL ? (size_t)(end - rest.at) : rest.len;
		bool hangs = n > 1 && rest.at[0] == ' ' && rest.at[1] == ' ';

		words_wrap(&out, (struct slice){ rest.at, n }, width,
		    hangs ? 5 : 0);
		n += end != NULL;
		rest = (struct slice){ rest.at + n, rest.len - n };
	}
	editor_hide(c->editor);
	fwrite(out.at, 1, out.len, stdout);
	fflush(stdout);
	buf_fini(&out);
	buf_fini(text);
}

void
speak(struct conversation *c, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	speak_lines(c, &text);
}

void
tell_time(struct conversation *c)
{
	const struct attempt *a = session_attempt(c->session);
	struct countdown *clock = session_clock(c->session);
	struct buf text = { 0 };

	if (conversation_place(c) == PLACE_BREAK) {
		buf_put_text(&text, "Left of the break: ");
		words_put_duration(&text, session_break_left(c->session));
	} else if (!clock->known) {
		buf_put_text(&text, "No clock is running");
	} else {
		buf_put_text(&text, a->timed_by_section ?
			"Time left in this section: " : "Time left: ");
		words_put_duration(&text, countdown_left(clock,
			(struct mono){ clock_boottime() }));
		if (!clock->running)
			buf_put_text(&text, ", and the clock is stopped");
	}
	buf_put_u8(&text, '.');
	speak_lines(c, &text);
}

/* While a text is typed only what is wrong is said, and of several changes of
 * an item only the last. */
static void
tell_saved(struct conversation *c, const struct news *n)
{
	const struct paper *p = session_paper(c->session);
	const struct item *item = p == NULL ? NULL : paper_find(p, n->item);
	struct buf text = { 0 };

	if (session_unsaved(c->session) == 0)
		c->mention_at = MONO_NEVER;
	if (n->verdict == VERDICT_COUNTED &&
	    (c->drafting ||
		(item != NULL && session_is_unsaved(c->session, item))))
		return;
	buf_printf(&text, "Item %d: ", n->item);
	if (item != NULL && n->verdict != VERDICT_STALE) {
		show_response(&text, item);
		buf_put_text(&text, ", ");
	}
	buf_put_text(&text, verdict_words(n->verdict));
	if (n->verdict == VERDICT_COUNTED) {
		buf_put_u8(&text, ' ');
		words_put_clock(&text, n->at);
	}
	buf_put_u8(&text, '.');
	speak_lines(c, &text);
}

static void
tell_flagged(struct conversation *c, const struct news *n)
{
	const struct paper *p = session_paper(c->session);
	const struct item *item = p == NULL ? NULL : paper_find(p, n->item);

	if (item != NULL)
		speak(c, "Item %d: %s.", n->item,
		    item->flagged ? "flagged" : "flag cleared");
}

static void
tell_refused_sign_in(struct conversation *c, const struct news *n)
{
	speak(c, "%s", n->text);
	if (c->options->code != NULL) {
		c->over = true;
		return;
	}
	c->question = c->options->candidate != NULL ? QUESTION_CODE :
						      QUESTION_NUMBER;
}

static void
tell_offline(struct conversation *c, const struct news *n)
{
	size_t len = strlen(n->text);
	int why = (int)(len > 0 && n->text[len - 1] == '.' ? len - 1 : len);

	if (session_attempt(c->session) == NULL)
		speak(c, "The server cannot be reached yet: %.*s. Trying "
			 "again.", why, n->text);
	else
		speak(c, "No connection to the server: %.*s. Keep going: what "
			 "you enter is kept on this computer and sent as soon "
			 "as the server is there again.", why, n->text);
}

static void
tell_done(struct conversation *c, const struct news *n)
{
	if (n->act == ACT_HELP)
		speak(c, "The proctor has been told. Please keep going.");
	else if (n->act == ACT_REPORT)
		speak(c, "Thank you, your report is noted.");
}

static void
tell_message(struct conversation *c, const struct news *n)
{
	struct buf text = { 0 };

	buf_put_text(&text, "Message from the proctor, ");
	words_put_clock(&text, n->at);
	buf_printf(&text, ": %s", n->text);
	speak_lines(c, &text);
	session_read_message(c->session, n->message);
}

static void
tell_result(struct conversation *c)
{
	struct buf text = { 0 };

	show_result(&text, session_result(c->session), editor_width(c->editor));
	speak_lines(c, &text);
	leave(c);
}

/* What is missing is described again only when it is something else. */
static void
note_missing(struct conversation *c)
{
	const struct attempt *a = session_attempt(c->session);
	struct buf text = { 0 };

	problem_text(&text, a->may_open, 409);
	buf_put_u8(&text, '\0');
	if (c->missing == NULL || strcmp(c->missing, text.at) != 0)
		c->described = false;
	free(c->missing);
	c->missing = text.at;
}

static void
tell_attempt(struct conversation *c, const struct news *n)
{
	struct buf text = { 0 };

	buf_put_text(&text, n->text);
	if (text.len > 0)
		speak_lines(c, &text);
	if (conversation_place(c) == PLACE_WAITING)
		note_missing(c);
}

static void
end_with(struct conversation *c, int status, const char *words)
{
	speak(c, "%s", words);
	if (session_unsaved(c->session) > 0)
		speak(c, "Not saved by the server: %zu. They are kept on this "
			 "computer and sent when exam is started here again.",
		    session_unsaved(c->session));
	c->status = status;
	c->over = true;
}

void
tell_news(struct conversation *c, const struct news *n)
{
	switch (n->kind) {
	case NEWS_SIGN_IN_REFUSED:
		tell_refused_sign_in(c, n);
		break;
	case NEWS_ATTEMPT:
		tell_attempt(c, n);
		break;
	case NEWS_SAVED:
		tell_saved(c, n);
		break;
	case NEWS_FLAGGED:
		tell_flagged(c, n);
		break;
	case NEWS_NOT_SAVED:
		if (!c->drafting)
			speak(c, "Item %d: not saved. %s", n->item, n->text);
		break;
	case NEWS_DONE:
		tell_done(c, n);
		break;
	case NEWS_REFUSED:
		speak(c, "%s", n->text);
		break;
	case NEWS_RESULT:
		tell_result(c);
		break;
	case NEWS_PICTURE:
		speak(c, "The picture is in the file %s until you leave.",
		    n->text);
		break;
	case NEWS_RECEIPT:
		speak(c, "Your receipt is kept in the file %s", n->text);
		break;
	case NEWS_NO_RECEIPT:
		speak(c,
		    "Your receipt could not be kept as a file (%s). Note "
		    "down its short line: it proves the same.",
		    n->text);
		break;
	case NEWS_OFFLINE:
		tell_offline(c, n);
		break;
	case NEWS_ONLINE:
		speak(c, "Connected again.");
		break;
	case NEWS_MESSAGE:
		tell_message(c, n);
		break;
	case NEWS_LOCAL_COPY:
		speak(c, "Attention: this computer cannot keep a copy of "
			 "answers that the server has not saved (%s). Wait for "
			 "\"saved\" before you leave.", n->text);
		break;
	case NEWS_TAKEN_OVER:
		end_with(c, EXIT_TAKEN_OVER,
		    "Your exam goes on at another device; here it is over.");
		break;
	case NEWS_ENDED:
		end_with(c, EXIT_TAKEN_OVER,
		    "The server has ended this sign-in: the exam was opened "
		    "on another device, or this one was signed out. To go on "
		    "here, start exam again.");
		break;
	case NEWS_SIGNED_IN:
	case NEWS_PAPER:
		break;
	}
}
