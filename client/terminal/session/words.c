#include "terminal/session/words.h"

#include <time.h>
#include <wchar.h>

void
words_put_count(struct buf *b, size_t n, const char *one)
{
	buf_printf(b, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

static void
put_time(struct buf *b, int64_t all, bool fine)
{
	size_t hours = (size_t)(all / 3600);
	size_t minutes = (size_t)(all / 60 % 60);
	size_t seconds = (size_t)(all % 60);

	if (hours > 0)
		words_put_count(b, hours, "hour");
	if (hours > 0 && minutes > 0)
		buf_put_u8(b, ' ');
	if (minutes > 0)
		words_put_count(b, minutes, "minute");
	if (fine && minutes > 0 && seconds > 0)
		buf_put_u8(b, ' ');
	if (fine && (hours > 0 && minutes == 0 && seconds > 0))
		buf_put_u8(b, ' ');
	if (all == 0 || (fine && seconds > 0))
		words_put_count(b, seconds, "second");
}

static int64_t
whole_seconds(int64_t ms)
{
	return ms > 0 ? (ms + 500) / 1000 : 0;
}

void
words_put_duration(struct buf *b, int64_t ms)
{
	put_time(b, whole_seconds(ms), whole_seconds(ms) < 600);
}

void
words_put_allowance(struct buf *b, int64_t ms)
{
	put_time(b, whole_seconds(ms), true);
}

void
words_put_clock(struct buf *b, struct wall w)
{
	time_t t = (time_t)(w.ms / 1000);
	char text[16];
	struct tm tm;

	if (localtime_r(&t, &tm) != NULL &&
	    strftime(text, sizeof(text), "%H:%M:%S", &tm) > 0)
		buf_put_text(b, text);
}

/* One character of the text as it may be shown. */
struct glyph {
	const char *at;
	size_t len, taken;
	int columns;
	bool space, newline;
};

static struct glyph
next_glyph(struct slice text)
{
	struct glyph g = { text.at, 1, 1, 1, false, false };
	mbstate_t state = { 0 };
	wchar_t c;
	size_t n = mbrtowc(&c, text.at, text.len, &state);

	if (n == (size_t)-1 || n == (size_t)-2) {
		g.at = "?";
		return g;
	}
	g.taken = g.len = n > 0 ? n : 1;
	g.newline = n > 0 && c == L'\n';
	g.columns = n > 0 ? wcwidth(c) : -1;
	g.space = c == L' ' || g.columns < 0;
	if (g.space) {
		g.at = " ";
		g.len = 1;
		g.columns = 1;
	}
	return g;
}

struct text_size
words_count(struct slice text)
{
	struct text_size n = { 0 };
	bool inside = false;

	while (text.len > 0) {
		struct glyph g = next_glyph(text);

		n.characters++;
		n.words += !inside && !g.space && !g.newline;
		inside = !g.space && !g.newline;
		text.at += g.taken;
		text.len -= g.taken;
	}
	return n;
}

int
words_columns(struct slice line)
{
	int n = 0;

	while (line.len > 0) {
		struct glyph g = next_glyph(line);

		n += g.columns;
		line.at += g.taken;
		line.len -= g.taken;
	}
	return n;
}

struct line {
	struct buf *out;
	int width, hang;
	int column;	/* where the next character goes */
	bool bare;	/* nothing but indentation is on the line */
	struct buf word;
	int word_columns;
	int spaces;	/* before the word, from the text */
};

static void
put_spaces(struct line *l, int n)
{
	for (; n > 0; n--, l->column++)
		buf_put_u8(l->out, ' ');
}

static void
break_line(struct line *l)
{
	buf_put_u8(l->out, '\n');
	l->column = 0;
	l->bare = true;
	l->spaces = 0;
	put_spaces(l, l->hang);
}

/* The word is whole, or as wide as a line: it goes on this line or the next. */
static void
end_word(struct line *l)
{
	if (l->word.len == 0)
		return;
	if (!l->bare && l->column + l->spaces + l->word_columns > l->width)
		break_line(l);
	put_spaces(l, l->spaces);
	buf_put_slice(l->out, buf_slice(&l->word));
	l->column += l->word_columns;
	l->bare = false;
	l->spaces = 0;
	l->word_columns = 0;
	buf_clear(&l->word);
}

static void
put_glyph(struct line *l, struct glyph g)
{
	int whole = l->width - (l->bare ? l->column + l->spaces : l->hang);

	if (l->word_columns + g.columns > whole && l->word_columns > 0)
		end_word(l);
	buf_put(&l->word, g.at, g.len);
	l->word_columns += g.columns;
}

static void
begin_paragraph(struct line *l)
{
	end_word(l);
	buf_put_u8(l->out, '\n');
	l->column = 0;
	l->bare = true;
	l->spaces = 0;
}

void
words_wrap(struct buf *out, struct slice text, int width, int hang)
{
	struct line l = { .out = out, .width = width, .bare = true };
	struct glyph g;

	l.hang = hang < width / 2 ? hang : 0;
	while (text.len > 0) {
		g = next_glyph(text);
		text.at += g.taken;
		text.len -= g.taken;
		if (g.newline) {
			begin_paragraph(&l);
		} else if (g.space) {
			end_word(&l);
			l.spaces += l.spaces < width / 2;
		} else {
			put_glyph(&l, g);
		}
	}
	end_word(&l);
	buf_put_u8(out, '\n');
	buf_fini(&l.word);
}
