#include "terminal/screen/textbox.h"

#include <wctype.h>

/* The character at this byte: its length and columns. */
static size_t
character(wchar_t *c, const struct textbox *t, size_t at)
{
	mbstate_t state = { 0 };
	size_t n = mbrtowc(c, t->text.at + at, t->text.len - at, &state);

	if (n == 0 || n > t->text.len - at) {
		*c = L'?';
		return 1;
	}
	return n;
}

static int
columns(wchar_t c)
{
	int n = wcwidth(c);

	return n > 0 ? n : 0;
}

static size_t
step_back(const struct textbox *t, size_t at)
{
	do
		at--;
	while (at > 0 && ((unsigned char)t->text.at[at] & 0xC0) == 0x80);
	return at;
}

/* Marks above a letter belong to it. */
static bool
is_mark(const struct textbox *t, size_t at)
{
	wchar_t c;

	if (at >= t->text.len)
		return false;
	character(&c, t, at);
	return c != L'\n' && wcwidth(c) == 0;
}

static size_t
before(const struct textbox *t, size_t at)
{
	while (at > 0) {
		at = step_back(t, at);
		if (!is_mark(t, at))
			break;
	}
	return at;
}

static size_t
after(const struct textbox *t, size_t at)
{
	wchar_t c;

	if (at >= t->text.len)
		return at;
	at += character(&c, t, at);
	while (is_mark(t, at))
		at += character(&c, t, at);
	return at;
}

void
textbox_set(struct textbox *t, const char *text, bool paragraphs)
{
	buf_clear(&t->text);
	buf_put_text(&t->text, text);
	t->cursor = t->text.len;
	t->paragraphs = paragraphs;
}

void
textbox_fini(struct textbox *t)
{
	buf_fini(&t->text);
	*t = (struct textbox){ 0 };
}

static void
splice(struct textbox *t, size_t at, size_t drop, struct slice put)
{
	size_t tail = t->text.len - at - drop;

	buf_reserve(&t->text, put.len);
	memmove(t->text.at + at + put.len, t->text.at + at + drop, tail);
	if (put.len > 0)
		memcpy(t->text.at + at, put.at, put.len);
	t->text.len = at + put.len + tail;
}

bool
textbox_insert(struct textbox *t, wchar_t c)
{
	char bytes[16];
	mbstate_t state = { 0 };
	size_t n;

	if (c == L'\t')
		c = L' ';
	if (c == L'\n' ? !t->paragraphs : wcwidth(c) < 0)
		return false;
	n = wcrtomb(bytes, c, &state);
	if (n == (size_t)-1)
		return false;
	splice(t, t->cursor, 0, (struct slice){ bytes, n });
	t->cursor += n;
	return true;
}

bool
textbox_delete(struct textbox *t, bool backwards)
{
	size_t from =
	    backwards && t->cursor > 0 ? step_back(t, t->cursor) : t->cursor;
	size_t to = backwards ? t->cursor : after(t, t->cursor);

	if (from == to)
		return false;
	splice(t, from, to - from, SLICE_NONE);
	t->cursor = from;
	return true;
}

/* Where the line that begins here ends, and where the next one begins. */
static size_t
line_end(size_t *next, const struct textbox *t, size_t at, int width)
{
	size_t i = at, blank = at;
	int used = 0;
	wchar_t c;

	while (i < t->text.len) {
		size_t n = character(&c, t, i);

		if (c == L'\n') {
			*next = i + n;
			return i;
		}
		if (used + columns(c) > width && c != L' ') {
			*next = blank > at ? blank : i;
			return *next;
		}
		used += columns(c);
		i += n;
		if (c == L' ')
			blank = i;
	}
	*next = i;
	return i;
}

struct textbox_line *
textbox_lines(size_t *n, size_t *cursor, const struct textbox *t, int width)
{
	struct textbox_line *lines = NULL;
	size_t at = 0, next = 0, room = 0;
	bool begins = true, more = true;

	for (*n = 0, *cursor = 0; more; at = next) {
		size_t end = line_end(&next, t, at, width);

		if (*n == room) {
			room = room > 0 ? 2 * room : 16;
			lines = alloc_resize(lines, room, sizeof(*lines));
		}
		if (t->cursor >= at)
			*cursor = *n;
		lines[(*n)++] = (struct textbox_line){ at, end - at, begins };
		begins = next > end;
		more = next < t->text.len || begins;
	}
	return lines;
}

static int
column_of(const struct textbox *t, size_t from)
{
	int n = 0;
	wchar_t c;

	while (from < t->cursor) {
		from += character(&c, t, from);
		n += columns(c);
	}
	return n;
}

/* The place in a line that is nearest to a column. */
static size_t
place_at(const struct textbox *t, const struct textbox_line *l, int column)
{
	size_t at = l->at;
	int n = 0;
	wchar_t c;

	while (at < l->at + l->len && n < column) {
		character(&c, t, at);
		n += columns(c);
		at = after(t, at);
	}
	return at < l->at + l->len ? at : l->at + l->len;
}

static void
move_line(struct textbox *t, enum textbox_move move, int width)
{
	size_t n, here;
	struct textbox_line *lines = textbox_lines(&n, &here, t, width);
	int column = column_of(t, lines[here].at);
	const struct textbox_line *l = &lines[here];

	if (move == MOVE_HOME)
		t->cursor = l->at;
	else if (move == MOVE_END)
		t->cursor = here + 1 < n && lines[here + 1].at == l->at + l->len
				? before(t, l->at + l->len)
				: l->at + l->len;
	else if (move == MOVE_UP && here > 0)
		t->cursor = place_at(t, l - 1, column);
	else if (move == MOVE_DOWN && here + 1 < n)
		t->cursor = place_at(t, l + 1, column);
	free(lines);
}

void
textbox_move(struct textbox *t, enum textbox_move move, int width)
{
	if (move == MOVE_LEFT)
		t->cursor = t->cursor > 0 ? before(t, t->cursor) : 0;
	else if (move == MOVE_RIGHT)
		t->cursor = after(t, t->cursor);
	else
		move_line(t, move, width);
}
