/*
 * keys: what each key does where, said once: it drives the screen, its line of
 * keys and its page of them.
 *
 * At an item small letters are choices and capitals are commands, so that one
 * key is enough for either.
 */
#ifndef TERMINAL_KEYS_H
#define TERMINAL_KEYS_H

#include "exam/buf.h"
#include "terminal/screen/view.h"

/* A character, or one of these. */
enum press {
	PRESS_NONE = 0x110000, /* behind Unicode */
	PRESS_UP,
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_HOME,
	PRESS_END,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_ENTER,
	PRESS_ESCAPE,
	PRESS_RESIZE,
	PRESS_HANG_UP, /* the terminal has gone */
};

#define AT(place) (1u << PLACE_##place)
#define AT_ITEM AT(SECTION)
#define AT_BETWEEN (AT(OVERVIEW) | AT(BREAK))
#define AT_RUNNING (AT_BETWEEN | AT_ITEM | AT(PAUSED))
#define AT_HELP (AT_RUNNING | AT(WAITING) | AT(RULES))
#define AT_ALL (~0u)

/* X(name, press, its name, where, its word on the line of keys or NULL, what
 * it does) */
#define KEYS(X)                                                                \
	X(NEXT, 'N', "N", AT_ITEM, "next", "next item")                        \
	X(PREVIOUS, 'P', "P", AT_ITEM, "previous", "previous item")            \
	X(UP, PRESS_UP, "Up", AT_ITEM, NULL,                                   \
	    "to the choice, row or text above")                                \
	X(DOWN, PRESS_DOWN, "Down", AT_ITEM, NULL,                             \
	    "to the choice, row or text below")                                \
	X(LEFT, PRESS_LEFT, "Left", AT_ITEM, NULL, "to the column before")     \
	X(RIGHT, PRESS_RIGHT, "Right", AT_ITEM, NULL, "to the next column")    \
	X(CHOOSE, ' ', "Space", AT_ITEM, "choose",                             \
	    "choose it, or take it back; a small letter does so directly")     \
	X(WRITE, PRESS_ENTER, "Enter", AT_ITEM, "write",                       \
	    "write a text; choose")                                            \
	X(EARLIER, '-', "-", AT_ITEM, NULL, "move it up in an order")          \
	X(LATER, '+', "+", AT_ITEM, NULL, "move it down in an order")          \
	X(CLEAR, 'C', "C", AT_ITEM, NULL,                                      \
	    "clear the answer, of several parts the one you are at")           \
	X(FLAG, 'F', "F", AT_ITEM, "flag", "flag the item, or clear the flag") \
	X(GO, 'G', "G", AT_ITEM, NULL, "go to an item by its number")          \
	X(ABOUT, 'S', "S", AT_ITEM, NULL,                                      \
	    "show or fold the text that several items are about")              \
	X(IMAGES, 'I', "I", AT_ITEM, "images",                                 \
	    "what the images show; keep them")                                 \
	X(REVIEW, 'R', "R", AT_ITEM, "review",                                 \
	    "review: unanswered, begun, flagged, unsaved")                     \
	X(REPORT, 'M', "M", AT_ITEM, NULL, "report a mistake in this item")    \
	X(END, 'E', "E", AT_ITEM, NULL, "end this section")                    \
	X(ACCEPT, 'A', "A", AT(RULES), "accept and open",                      \
	    "accept the rules, open the exam")                                 \
	X(BEGIN, 'B', "B", AT_BETWEEN, "begin", "begin the next section")      \
	X(SUBMIT, 'D', "D", AT_BETWEEN | AT_ITEM, "done",                      \
	    "done: hand in the exam")                                          \
	X(RESULT, 'V', "V", AT(ENDED), "view the result", "view the result")   \
	X(HELP, 'H', "H", AT_HELP, "help", "help: call the proctor")           \
	X(TIME, 'T', "T", AT_RUNNING, NULL, "hide or show the time")           \
	X(SCROLL_UP, PRESS_PAGE_UP, "PgUp", AT_ALL, NULL, "scroll up")         \
	X(SCROLL_DOWN, PRESS_PAGE_DOWN, "PgDn", AT_ALL, NULL, "scroll down")   \
	X(LINES, 'L', "L", AT_ALL, NULL,                                       \
	    "go on line by line, without a screen")                            \
	X(LEAVE, 'Q', "Q", AT_ALL, "leave", "leave; the exam stays as it is")  \
	X(SHOW_KEYS, '?', "?", AT_ALL, "keys", "all keys")

enum key {
#define X(name, press, text, where, word, what) KEY_TO_##name,
	KEYS(X)
#undef X
	    N_KEYS
};

/* N_KEYS: it does nothing there.  Where nothing is chosen with letters, small
 * ones are as good as capitals. */
enum key key_at(enum place, int32_t press);

/* The line of keys at the bottom. */
void keys_put_line(struct buf *, const struct view *);
/* All that can be pressed there, a line each. */
void keys_put_all(struct buf *, enum place, bool practice);

#endif
