#include "terminal/screen/screen.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "terminal/screen/desk.h"
#include "terminal/session/signals.h"
#include "terminal/session/words.h"
#include "terminal/show/show.h"

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

bool
screen_is_possible(const char **why)
{
	return tty_is_possible(why);
}

enum place
desk_place(const struct desk *d)
{
	return place_of(session_attempt(d->session));
}

struct item *
desk_item(const struct desk *d)
{
	const struct paper *p = session_paper(d->session);

	if (desk_place(d) != PLACE_SECTION || !session_paper_fits(d->session))
		return NULL;
	return &p->items[d->position < p->n_items ? d->position : 0];
}

__attribute__((format(printf, 3, 0))) static void
say(struct desk *d, bool alert, const char *fmt, va_list ap)
{
	buf_clear(&d->notice);
	buf_vprintf(&d->notice, fmt, ap);
	buf_put_u8(&d->notice, '\0');
	d->alert = alert;
}

void
desk_notice(struct desk *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(d, false, fmt, ap);
	va_end(ap);
}

void
desk_alert(struct desk *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(d, true, fmt, ap);
	va_end(ap);
}

void
desk_leave(struct desk *d)
{
	const struct attempt *a = session_attempt(d->session);

	d->status = a != NULL && a->state == ATTEMPT_SUBMITTED
			? EXIT_SUBMITTED
			: EXIT_NOT_SUBMITTED;
	d->over = true;
}

/* The text that several items are about is unfolded for the first of them. */
void
desk_go_to(struct desk *d, size_t position)
{
	struct item *item;

	write_end(d);
	d->position = position;
	d->focus = (struct focus){ 0 };
	d->scroll = 0;
	d->follow = false;
	item = desk_item(d);
	if (item == NULL)
		return;
	item->seen = true;
	session_be_at(d->session, item->number);
	if (item->stimulus == NULL)
		return;
	d->folded =
	    d->about != NULL && strcmp(d->about, item->stimulus->text) == 0;
	free(d->about);
	d->about = alloc_text(item->stimulus->text);
}

void
desk_enter(struct desk *d, struct item *item, json_t *response)
{
	session_answer(d->session, item, response);
	if (d->late_at.ms == MONO_NEVER.ms)
		d->late_at = mono_add(now(), SESSION_UNSAVED_MS);
}

static const char *
text_of(const struct buf *b)
{
	return b->len > 0 ? b->at : "";
}

static void
look_at_clock(struct view *v, const struct desk *d)
{
	struct countdown *clock = session_clock(d->session);

	v->clock_known = clock->known;
	v->clock_running = clock->running;
	v->clock_hidden = d->time_hidden;
	v->left_ms = countdown_left(clock, now());
	v->break_ms = session_break_left(d->session);
	if (v->attempt != NULL)
		v->opens_ms =
		    v->attempt->opens.ms - session_server_now(d->session).ms;
}

void
desk_look(struct view *v, const struct desk *d)
{
	bool sheet = d->sheet != SHEET_NONE;

	*v = (struct view){ .place = desk_place(d),
		.attempt = session_attempt(d->session),
		.focus = d->focus,
		.position = d->position,
		.folded = d->folded,
		.sheet = d->sheet,
		.sheet_title = text_of(&d->sheet_title),
		.sheet_text = text_of(&d->sheet_text),
		.line = &d->line,
		.first_line = d->matter == MATTER_NUMBER,
		.practice = d->options->practice != NULL,
		.scroll = sheet ? d->sheet_scroll : d->scroll,
		.follow = sheet ? d->sheet == SHEET_LINE : d->follow,
		.offline = session_offline_ms(d->session) > 0 &&
			   session_attempt(d->session) != NULL,
		.late = mono_reached(now(), d->late_at),
		.unsaved = session_unsaved(d->session) +
			   (d->writing && d->draft.dirty),
		.saved_at = d->saved_at,
		.notice = text_of(&d->notice),
		.alert = d->alert };
	tty_size(&v->width, &v->height);
	v->signs = tty_is_ascii() ? &signs_ascii : &signs_unicode;
	v->reorder = d->options->bidi == BIDI_CLIENT ||
		     (d->options->bidi == BIDI_AUTO && !tty_orders_text());
	if (desk_item(d) != NULL)
		v->paper = session_paper(d->session);
	if (d->writing && desk_item(d) != NULL)
		v->typing = &d->text;
	look_at_clock(v, d);
}

static bool
is_too_small(void)
{
	int width, height;

	tty_size(&width, &height);
	return width < SCREEN_MIN_WIDTH || height < SCREEN_MIN_HEIGHT;
}

static void
press(struct desk *d, int32_t key)
{
	if (!is_too_small()) {
		desk_press(d, key);
	} else if (key == 'q' || key == 'Q') {
		write_end(d);
		d->status = SCREEN_LEFT_FOR_LINES;
		d->over = true;
	}
}

static void
draw(struct desk *d)
{
	struct view v;

	desk_look(&v, d);
	frame_lay(&d->frame, &v);
	if (d->sheet == SHEET_NONE)
		d->scroll = d->frame.scroll;
	else
		d->sheet_scroll = d->frame.scroll;
	tty_draw(d->tty, &d->frame);
}

static void
begin(struct desk *d)
{
	const struct options *o = d->options;

	if (o->candidate != NULL)
		d->candidate = alloc_text(o->candidate);
	if (session_attempt(d->session) != NULL ||
	    session_signing_in(d->session))
		return;
	if (o->practice != NULL)
		session_sign_in(d->session, "practice", "");
	else if (o->candidate == NULL)
		ask_number(d);
	else if (o->code == NULL)
		ask_code(d);
	else
		session_sign_in(d->session, o->candidate, o->code);
}

/* Who is in the exam keeps going without a server; who waits to be let in does
 * so for the time of their patience. */
static void
mind_connection(struct desk *d)
{
	const char *words;

	if (d->sheet == SHEET_END)
		return;
	if (session_untrusted(d->session))
		words = "This server cannot show that it is the one that was "
			"named. Nothing was sent to it. Please ask the "
			"proctor.";
	else if (session_attempt(d->session) == NULL &&
		 session_offline_ms(d->session) > d->options->patience_ms)
		words = "The server could not be reached. Please ask the "
			"proctor.";
	else
		return;
	sheet_say(d, SHEET_END, MATTER_NONE, "No connection", words);
	d->status = EXIT_NO_CONNECTION;
}

static void
announce(struct desk *d, int64_t left)
{
	struct buf text = { 0 };

	words_put_duration(&text, left);
	desk_alert(d, "Time left: %.*s.", SLICE_FMT(buf_slice(&text)));
	buf_fini(&text);
}

static void
mind_clock(struct desk *d)
{
	struct countdown *clock = session_clock(d->session);
	int64_t left = countdown_left(clock, now());

	if (countdown_announces(clock, now()))
		announce(d, left);
	if (clock->running && left == 0 && !d->told_end) {
		write_end(d);
		desk_alert(d, "The time is over.");
	}
	d->told_end = clock->running && left == 0;
}

static void
mind_result(struct desk *d)
{
	const struct attempt *a = session_attempt(d->session);

	if (!d->wants_result || a == NULL)
		return;
	if (!a->result_released) {
		if (d->notice.len == 0)
			desk_notice(d, "The result is shown as soon as it is "
				       "released.");
		return;
	}
	d->wants_result = false;
	desk_ask_server(d, ACT_RESULT, 0, NULL);
}

static void
mind_signals(struct desk *d)
{
	if (signals_told_to_stop()) {
		write_end(d);
		desk_leave(d);
	} else if (signals_interrupted() && d->sheet != SHEET_END) {
		ask_leave(d);
	}
}

static int64_t
how_long(const struct desk *d)
{
	int64_t at = session_deadline(d->session).ms;
	int64_t due = write_due(d).ms, left;

	if (due < at)
		at = due;
	if (d->late_at.ms < at && d->late_at.ms > now().ms)
		at = d->late_at.ms;
	left = at == MONO_NEVER.ms ? SECONDS(1) : at - now().ms;
	return left < 0 ? 0 : left > SECONDS(1) ? SECONDS(1) : left;
}

static void
wait_and_press(struct desk *d)
{
	struct pollfd fds[SESSION_FDS + 1];
	size_t n = session_poll(d->session, fds);
	int32_t key;

	fds[n] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	if (poll(fds, n + 1, (int)how_long(d)) > 0 &&
	    (fds[n].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
		write_end(d);
		desk_leave(d);
	}
	while (!d->over && (key = tty_read(d->tty)) != PRESS_NONE)
		press(d, key);
}

static void
turn(struct desk *d)
{
	struct news news;

	session_advance(d->session);
	while (session_news(d->session, &news)) {
		desk_hear(d, &news);
		free(news.text);
	}
	desk_arrive(d);
	if (mono_reached(now(), write_due(d)))
		write_save(d);
	mind_clock(d);
	mind_result(d);
	mind_connection(d);
	mind_signals(d);
	sheet_tell_next(d);
	if (d->over)
		return;
	draw(d);
	wait_and_press(d);
}

/* The screen goes with what was on it: what has to be known afterwards is left
 * in lines. */
static void
leave_words(const struct desk *d)
{
	const struct attempt *a = session_attempt(d->session);
	struct buf text = { 0 }, out = { 0 };
	size_t i;

	for (i = 0; i < d->n_told; i++) {
		buf_printf(&text, "Message from the proctor: %s\n",
		    d->told[i].text);
		session_read_message(d->session, d->told[i].number);
	}
	if (d->sheet == SHEET_END && session_result(d->session) == NULL)
		buf_put_text(&text, text_of(&d->sheet_text));
	if (a != NULL && attempt_is_over(a))
		show_end(&text, a);
	if (text.len > 0) {
		words_wrap(&out, buf_slice(&text), SCREEN_MIN_WIDTH, 0);
		fwrite(out.at, 1, out.len, stdout);
	}
	buf_fini(&text);
	buf_fini(&out);
}

static void
desk_fini(struct desk *d)
{
	frame_fini(&d->frame);
	textbox_fini(&d->text);
	json_decref(d->before);
	textbox_fini(&d->line);
	buf_fini(&d->sheet_title);
	buf_fini(&d->sheet_text);
	buf_fini(&d->notice);
	while (d->n_told > 0)
		free(d->told[--d->n_told].text);
	free(d->told);
	free(d->about);
	free(d->candidate);
}

int
screen_run(struct session *session, const struct options *options)
{
	struct desk d = { .options = options,
		.session = session,
		.status = EXIT_NOT_SUBMITTED,
		.late_at = MONO_NEVER };

	signals_catch();
	if (tty_open(&d.tty) != ERR_OK)
		return SCREEN_LEFT_FOR_LINES;
	begin(&d);
	while (!d.over)
		turn(&d);
	tty_close(d.tty);
	leave_words(&d);
	desk_fini(&d);
	return d.status;
}
