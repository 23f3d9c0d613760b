#include "terminal/line/editor.h"

#include <errno.h>
#include <histedit.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "exam/buf.h"
#include "exam/limits.h"

#define END_KEY 4      /* Ctrl-D: on an empty line, the end */
#define SEQUENCE_MS 50 /* an arrow key's bytes come together */

struct editor {
	EditLine *el; /* NULL: not a terminal */
	bool shown;
	bool starved, hung_up; /* why libedit got no character */
	wchar_t key;	       /* the last one it got */
	bool taken; /* the line was given out: the next one is empty */
	bool mute;  /* libedit is not to draw the prompt yet */
	char *prompt;
	struct buf line; /* what was typed, kept while hidden */
	struct buf in;	 /* not a terminal: read and not yet given out */
	bool ended;
};

static char *
prompt_of(EditLine *el)
{
	struct editor *e = NULL;

	el_get(el, EL_CLIENTDATA, &e);
	return e->mute ? e->prompt + strlen(e->prompt) : e->prompt;
}

/*
 * libedit's way to a character.  It asks for more in the middle of an escape
 * sequence; nothing may wait for a key there, so a lone Escape ends the read.
 */
static int
read_character(EditLine *el, wchar_t *c)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	mbstate_t state = { 0 };
	struct editor *e = NULL;
	size_t got = (size_t)-2;
	char byte;

	el_get(el, EL_CLIENTDATA, &e);
	while (got == (size_t)-2) {
		e->starved = poll(&p, 1, SEQUENCE_MS) == 0;
		if (e->starved)
			return 0;
		e->hung_up = read(STDIN_FILENO, &byte, 1) != 1;
		if (e->hung_up)
			return 0;
		got = mbrtowc(c, &byte, 1, &state);
	}
	if (got == (size_t)-1)
		*c = L'?';
	e->key = *c;
	return 1;
}

struct editor *
editor_new(void)
{
	struct editor *e = alloc_zero(1, sizeof(*e));

	e->prompt = alloc_text("");
	if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
		return e;
	e->el = alloc_checked(el_init("exam", stdin, stdout, stderr));
	el_set(e->el, EL_CLIENTDATA, e);
	el_set(e->el, EL_PROMPT, prompt_of);
	el_set(e->el, EL_EDITOR, "emacs");
	el_wset(e->el, EL_GETCFN, read_character);
	return e;
}

void
editor_free(struct editor *e)
{
	if (e == NULL)
		return;
	editor_hide(e);
	if (e->el != NULL)
		el_end(e->el);
	free(e->prompt);
	buf_fini(&e->line);
	buf_fini(&e->in);
	free(e);
}

bool
editor_is_terminal(const struct editor *e)
{
	return e->el != NULL;
}

int
editor_width(const struct editor *e)
{
	struct winsize size;

	if (e->el == NULL || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
	    size.ws_col < 20)
		return 80;
	return size.ws_col;
}

void
editor_set_prompt(struct editor *e, const char *prompt)
{
	if (strcmp(e->prompt, prompt) == 0)
		return;
	editor_hide(e);
	free(e->prompt);
	e->prompt = alloc_text(prompt);
}

static void
keep(struct editor *e, const char *text, size_t len)
{
	buf_clear(&e->line);
	buf_put(&e->line, text, len);
	while (e->line.len > 0 && (e->line.at[e->line.len - 1] == '\n' ||
				      e->line.at[e->line.len - 1] == '\r'))
		e->line.len--;
}

void
editor_fill(struct editor *e, const char *text)
{
	editor_hide(e);
	keep(e, text, strlen(text));
	e->taken = false;
}

void
editor_show(struct editor *e)
{
	if (e->el == NULL || e->shown)
		return;
	e->shown = true;
	if (e->taken)
		buf_clear(&e->line);
	e->taken = false;
	/* Drawn once, with what was typed before. */
	e->mute = true;
	el_set(e->el, EL_UNBUFFERED, 1);
	e->mute = false;
	if (e->line.len > 0) {
		buf_put_u8(&e->line, '\0');
		el_insertstr(e->el, e->line.at);
		e->line.len--;
	}
	el_set(e->el, EL_REFRESH);
	fflush(stdout);
}

void
editor_hide(struct editor *e)
{
	if (e->el == NULL || !e->shown)
		return;
	e->shown = false;
	el_set(e->el, EL_UNBUFFERED, 0);
	putchar('\n');
	fflush(stdout);
}

/* libedit leaves the line; it has gone to a new one on the screen already. */
static void
leave_line(struct editor *e)
{
	e->shown = false;
	e->taken = true;
	el_set(e->el, EL_UNBUFFERED, 0);
}

/* An end on an empty line becomes, with libedit, a character of it. */
static bool
is_end(const struct editor *e, const LineInfo *line)
{
	return e->hung_up ||
	    (e->key == END_KEY && line->lastchar - line->buffer == 1 &&
		line->buffer[0] == END_KEY);
}

static enum editor_event
read_key(struct editor *e)
{
	const LineInfo *line;
	int n;

	editor_show(e);
	e->starved = e->hung_up = false;
	el_gets(e->el, &n);
	line = el_line(e->el);
	if (is_end(e, line)) {
		leave_line(e);
		putchar('\n');
		return EDITOR_END;
	}
	if (e->starved)
		return EDITOR_NOTHING;
	keep(e, line->buffer, (size_t)(line->lastchar - line->buffer));
	if (line->lastchar == line->buffer || line->lastchar[-1] != '\n')
		return EDITOR_KEY;
	leave_line(e);
	return EDITOR_LINE;
}

bool
editor_has_line(const struct editor *e)
{
	return e->in.len >= LINE_MAX_LEN || (e->ended && e->in.len > 0) ||
	    (e->in.len > 0 && memchr(e->in.at, '\n', e->in.len) != NULL);
}

static enum editor_event
take_line(struct editor *e)
{
	const char *end = memchr(e->in.at, '\n', e->in.len);
	size_t n = end != NULL ? (size_t)(end - e->in.at + 1) : e->in.len;

	keep(e, e->in.at, n);
	buf_drop(&e->in, n);
	return EDITOR_LINE;
}

static enum editor_event
read_line(struct editor *e)
{
	ssize_t n;

	if (editor_has_line(e))
		return take_line(e);
	n = read(STDIN_FILENO, buf_reserve(&e->in, LINE_MAX_LEN), LINE_MAX_LEN);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return EDITOR_NOTHING;
	e->ended = n <= 0;
	e->in.len += n > 0 ? (size_t)n : 0;
	if (editor_has_line(e))
		return take_line(e);
	return e->ended ? EDITOR_END : EDITOR_NOTHING;
}

enum editor_event
editor_read(struct editor *e)
{
	return e->el != NULL ? read_key(e) : read_line(e);
}

struct slice
editor_text(const struct editor *e)
{
	return buf_slice(&e->line);
}
