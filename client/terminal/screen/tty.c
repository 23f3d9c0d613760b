#include "terminal/screen/tty.h"

#define NCURSES_NOMACROS 1
#include <curses.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "terminal/screen/keys.h"

#define ESCAPE_MS 25 /* an arrow key's bytes come together */
#define ALERT_PAIR 1

struct tty {
	SCREEN *screen;
	bool colour;
	bool steered; /* it was told not to order text itself */
};

static bool
has_value(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0';
}

static bool
is_described(void)
{
	int error;
	bool usable = setupterm(NULL, STDOUT_FILENO, &error) == OK &&
		      tigetstr("cup") != NULL;

	if (cur_term != NULL)
		del_curterm(cur_term);
	return usable;
}

bool
tty_is_possible(const char **why)
{
	struct winsize size = { 0 };

	*why = "";
	if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
		return false;
	if (!is_described())
		*why = "This terminal (TERM) has no screen that is known here";
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
		 size.ws_col < SCREEN_MIN_WIDTH ||
		 size.ws_row < SCREEN_MIN_HEIGHT)
		*why = "This window is smaller than 80 by 24";
	return **why == '\0';
}

/*
 * Terminals by VTE order text themselves until they are told that a program
 * does (ECMA-48, BDSM; "BiDi in terminal emulators", explicit mode).
 */
static void
steer(struct tty *t, bool steered)
{
	if (!has_value("VTE_VERSION") || t->steered == steered)
		return;
	putp(steered ? "\033[8l" : "\033[8h");
	fflush(stdout);
	t->steered = steered;
}

static void
choose_colour(struct tty *t)
{
	t->colour = has_value("COLORTERM") && !has_value("NO_COLOR") &&
		    has_colors() && start_color() == OK &&
		    use_default_colors() == OK &&
		    init_pair(ALERT_PAIR, COLOR_RED, -1) == OK;
}

enum err
tty_open(struct tty **tty)
{
	struct tty *t = alloc_zero(1, sizeof(*t));

	t->screen = newterm(NULL, stdout, stdin);
	if (t->screen == NULL) {
		free(t);
		return ERR_SYS;
	}
	cbreak();
	noecho();
	nonl();
	set_escdelay(ESCAPE_MS);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	choose_colour(t);
	steer(t, true);
	*tty = t;
	return ERR_OK;
}

void
tty_close(struct tty *t)
{
	if (t == NULL)
		return;
	steer(t, false);
	endwin();
	delscreen(t->screen);
	free(t);
}

void
tty_size(int *width, int *height)
{
	getmaxyx(stdscr, *height, *width);
}

static attr_t
attributes(const struct tty *t, enum style style)
{
	static const attr_t of[N_STYLES] = {
		[STYLE_STRONG] = A_BOLD,
		[STYLE_BAR] = A_REVERSE,
		[STYLE_CURSOR] = A_REVERSE,
		[STYLE_ALERT] = A_BOLD,
	};
	attr_t colour = t->colour && style == STYLE_ALERT
			    ? (attr_t)COLOR_PAIR(ALERT_PAIR)
			    : 0;

	return of[style] | colour;
}

void
tty_draw(struct tty *t, const struct frame *f)
{
	size_t i;

	erase();
	for (i = 0; i < f->n; i++) {
		const struct run *r = &f->runs[i];

		attrset((int)attributes(t, r->style));
		mvaddnstr(r->row, r->column, f->text.at + r->at, (int)r->len);
	}
	attrset(A_NORMAL);
	curs_set(f->cursor_row >= 0 ? 1 : 0);
	if (f->cursor_row >= 0)
		move(f->cursor_row, f->cursor_column);
	refresh();
}

static int32_t
special(wint_t code)
{
	static const struct {
		wint_t code;
		int32_t press;
	} all[] = {
		{ KEY_UP, PRESS_UP },
		{ KEY_DOWN, PRESS_DOWN },
		{ KEY_LEFT, PRESS_LEFT },
		{ KEY_RIGHT, PRESS_RIGHT },
		{ KEY_HOME, PRESS_HOME },
		{ KEY_END, PRESS_END },
		{ KEY_PPAGE, PRESS_PAGE_UP },
		{ KEY_NPAGE, PRESS_PAGE_DOWN },
		{ KEY_BACKSPACE, PRESS_BACKSPACE },
		{ KEY_DC, PRESS_DELETE },
		{ KEY_ENTER, PRESS_ENTER },
		{ KEY_RESIZE, PRESS_RESIZE },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].code == code)
			return all[i].press;
	return 0; /* a key that means nothing here */
}

static int32_t
plain(wint_t c)
{
	switch (c) {
	case L'\r':
	case L'\n':
		return PRESS_ENTER;
	case 27:
		return PRESS_ESCAPE;
	case 8:
	case 127:
		return PRESS_BACKSPACE;
	default:
		return (int32_t)c;
	}
}

int32_t
tty_read(struct tty *t)
{
	wint_t c;
	int got = get_wch(&c);

	(void)t;
	if (got == ERR)
		return PRESS_NONE;
	return got == KEY_CODE_YES ? special(c) : plain(c);
}

bool
tty_orders_text(void)
{
	const char *program = getenv("TERM_PROGRAM");

	return has_value("MLTERM") || has_value("KONSOLE_VERSION") ||
	       (program != NULL && strcmp(program, "Apple_Terminal") == 0);
}

bool
tty_is_ascii(void)
{
	const char *term = getenv("TERM");

	return term != NULL &&
	       (strncmp(term, "linux", 5) == 0 || strncmp(term, "vt", 2) == 0);
}
