/*
 * tty: the terminal's screen and keys; the one file that knows curses.
 */
#ifndef TERMINAL_TTY_H
#define TERMINAL_TTY_H

#include "terminal/screen/frame.h"

struct tty;

/* Are standard input and output a terminal with a screen that is large enough?
 * false: *why is a sentence without its full stop, or "" where lines are what
 * anybody would expect. */
bool tty_is_possible(const char **why);

/* ERR_SYS: the terminal cannot be driven. */
MUST_CHECK enum err tty_open(struct tty **);
/* Leaves the terminal as it was. */
void tty_close(struct tty *);

void tty_size(int *width, int *height);
void tty_draw(struct tty *, const struct frame *);
/* The next key that waits; PRESS_NONE: none does. */
int32_t tty_read(struct tty *);

/* Does the terminal itself order text from right to left? */
bool tty_orders_text(void);
/* Has it no more than ASCII in its font? */
bool tty_is_ascii(void);

#endif
