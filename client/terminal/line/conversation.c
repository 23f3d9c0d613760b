#include "terminal/line/conversation.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "terminal/line/conversation_state.h"
#include "terminal/session/signals.h"

#define CALM_MS 250 /* most answers of the server come sooner */

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

static void
begin(struct conversation *c)
{
	const struct options *o = c->options;

	if (o->candidate != NULL)
		c->candidate = alloc_text(o->candidate);
	if (session_attempt(c->session) != NULL ||
	    session_signing_in(c->session))
		return;
	if (o->practice != NULL)
		session_sign_in(c->session, "practice", "");
	else if (o->candidate == NULL)
		c->question = QUESTION_NUMBER;
	else if (o->code == NULL)
		c->question = QUESTION_CODE;
	else
		session_sign_in(c->session, o->candidate, o->code);
}

/* May a line be read now?  A person may type at any time; a file waits until
 * what its last line asked for is done. */
static bool
is_willing(const struct conversation *c)
{
	enum place place = conversation_place(c);

	if (c->input_ended || editor_is_terminal(c->editor))
		return !c->input_ended;
	if (session_signing_in(c->session) || session_acts(c->session) > 0 ||
	    session_unsaved(c->session) > 0)
		return false;
	if (place == PLACE_SIGN_IN)
		return c->question != QUESTION_NONE;
	return place != PLACE_DEVICE && place != PLACE_WAITING &&
	    place != PLACE_PAUSED && c->described &&
	    (place != PLACE_SECTION || current_item(c) != NULL);
}

static void
hear(struct conversation *c)
{
	struct slice text;

	switch (editor_read(c->editor)) {
	case EDITOR_NOTHING:
		break;
	case EDITOR_KEY:
		draft_key(c, editor_text(c->editor));
		break;
	case EDITOR_LINE:
		/* The line is the editor's, and commands may change it. */
		text = editor_text(c->editor);
		text.at = alloc_copy(text.at, text.len);
		do_line(c, text);
		c->prompt_at = mono_add(now(), CALM_MS);
		free((void *)(uintptr_t)text.at);
		break;
	case EDITOR_END:
		c->input_ended = !editor_is_terminal(c->editor);
		if (!c->input_ended)
			do_quit(c);
		break;
	}
}

/* After the last line of a file: once all of it is done and saved. */
static void
leave_if_done(struct conversation *c)
{
	if (c->input_ended && !c->wants_result &&
	    !session_signing_in(c->session) && session_acts(c->session) == 0 &&
	    session_unsaved(c->session) == 0 &&
	    (conversation_place(c) == PLACE_SIGN_IN || c->described))
		leave(c);
}

/* Who is in the exam keeps going without a server; who waits to be let in, or
 * has no more to enter, does so for the time of their patience. */
static void
mind_connection(struct conversation *c)
{
	bool patient = session_attempt(c->session) != NULL && !c->input_ended;

	if (session_untrusted(c->session))
		speak(c, "This server cannot show that it is %s. Nothing was "
			 "sent to it. Please ask the proctor.",
		    c->options->server);
	else if (!patient &&
	    session_offline_ms(c->session) > c->options->patience_ms)
		speak(c, "The server could not be reached. Please ask the "
			 "proctor.");
	else
		return;
	c->status = EXIT_NO_CONNECTION;
	c->over = true;
}

static void
mind_clock(struct conversation *c)
{
	struct countdown *clock = session_clock(c->session);
	int64_t left = countdown_left(clock, now());

	if (countdown_announces(clock, now()))
		tell_time(c);
	if (clock->running && left == 0 && !c->told_end) {
		if (c->drafting)
			draft_save(c);
		speak(c, "The time is over.");
	}
	c->told_end = clock->running && left == 0;
}

static void
mind_saves(struct conversation *c)
{
	size_t n = session_unsaved(c->session);

	if (mono_reached(now(), draft_due(&c->draft)))
		draft_save(c);
	if (!mono_reached(now(), c->mention_at))
		return;
	c->mention_at = MONO_NEVER;
	if (n > 0 && !c->drafting)
		speak(c, "Not yet saved: %zu answer%s; keep going.", n,
		    n == 1 ? "" : "s");
}

static void
mind_result(struct conversation *c)
{
	const struct attempt *a = session_attempt(c->session);

	if (!c->wants_result || a == NULL || !a->result_released)
		return;
	c->wants_result = false;
	if (session_ask(c->session, ACT_RESULT, 0, NULL) != ERR_OK)
		leave(c);
}

/* Told to stop, by the terminal's end or the system: what is being typed is
 * on this computer's disk before we go. */
static void
mind_signals(struct conversation *c)
{
	if (signals_told_to_stop()) {
		if (c->drafting)
			draft_save(c);
		leave(c);
	} else if (signals_interrupted()) {
		editor_hide(c->editor);
		do_quit(c);
	}
}

/* Will something be said in a moment?  Then a prompt would only be in the way. */
static bool
is_calm(const struct conversation *c)
{
	return !mono_reached(now(), c->prompt_at) &&
	       (session_unsaved(c->session) > 0 ||
		   session_acts(c->session) > 0 ||
		   session_signing_in(c->session) || !c->described ||
		   conversation_place(c) != c->place);
}

static struct mono
earlier(struct mono a, struct mono b)
{
	return a.ms < b.ms ? a : b;
}

static int64_t
how_long(const struct conversation *c)
{
	struct mono at = session_deadline(c->session);

	at = earlier(at, draft_due(&c->draft));
	at = earlier(at, c->mention_at);
	if (is_calm(c))
		at = earlier(at, c->prompt_at);
	at = earlier(at, countdown_next(session_clock(c->session), now()));
	if (at.ms == MONO_NEVER.ms || at.ms - now().ms > SECONDS(10))
		return SECONDS(10);
	return at.ms > now().ms ? at.ms - now().ms : 0;
}

static void
wait_and_hear(struct conversation *c)
{
	struct pollfd fds[SESSION_FDS + 1];
	size_t n = session_poll(c->session, fds);
	bool listens = is_willing(c);

	if (listens && editor_has_line(c->editor)) {
		hear(c);
		return;
	}
	fds[n] = (struct pollfd){ .fd = listens ? STDIN_FILENO : -1,
		.events = POLLIN };
	if (poll(fds, n + 1, (int)how_long(c)) > 0 && fds[n].revents != 0)
		hear(c);
}

static void
turn(struct conversation *c)
{
	char prompt[64];
	struct news news;

	session_advance(c->session);
	while (!c->over && session_news(c->session, &news)) {
		tell_news(c, &news);
		free(news.text);
	}
	if (!c->over)
		place_arrive(c);
	mind_clock(c);
	mind_saves(c);
	mind_result(c);
	mind_connection(c);
	mind_signals(c);
	leave_if_done(c);
	if (c->over)
		return;
	place_prompt(prompt, c);
	editor_set_prompt(c->editor, prompt);
	if (!is_calm(c))
		editor_show(c->editor);
	wait_and_hear(c);
}

int
conversation_run(struct session *session, const struct options *options)
{
	struct conversation c = { .session = session,
		.options = options,
		.status = EXIT_NOT_SUBMITTED,
		.mention_at = MONO_NEVER };

	c.editor = editor_new();
	signals_catch();
	begin(&c);
	while (!c.over)
		turn(&c);
	editor_free(c.editor);
	json_decref(c.before);
	free(c.candidate);
	free(c.missing);
	free(c.about);
	return c.status;
}
