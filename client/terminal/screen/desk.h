/*
 * desk: the inside of a screen, shared by the files that make it: screen.c
 * (the loop), hearing.c (news), pressing.c (keys), writing.c (texts while they
 * are written), asking.c (sheets: what is asked and told).
 */
#ifndef TERMINAL_DESK_H
#define TERMINAL_DESK_H

#include "terminal/screen/frame.h"
#include "terminal/screen/keys.h"
#include "terminal/screen/screen.h"
#include "terminal/screen/tty.h"
#include "terminal/session/draft.h"

/* What a sheet is about. */
enum matter {
	MATTER_NONE,
	MATTER_NUMBER, /* the candidate's */
	MATTER_CODE,
	MATTER_GO,
	MATTER_HELP,
	MATTER_REPORT,
	MATTER_NEXT, /* leave an unanswered item for good? */
	MATTER_CLEAR,
	MATTER_END,
	MATTER_SUBMIT,
	MATTER_LEAVE,
	MATTER_IMAGES,
	N_MATTERS
};

struct told { /* a message of the proctor that is not acknowledged yet */
	struct wall at;
	int64_t number;
	char *text;
};

struct desk {
	const struct options *options; /* lent, as the session */
	struct session *session;
	struct tty *tty;
	struct frame frame;

	enum place place;  /* the one last arrived at */
	int section, item; /* … and what was open then */
	bool arrived;
	size_t position;
	struct focus focus;
	size_t scroll;
	bool follow;
	bool folded;
	char *about; /* the text of the last stimulus shown; owned */

	bool writing;	  /* into the part in focus … */
	int writing_item; /* … of this item */
	struct textbox text;
	json_t *before; /* the response before that; NULL: none */
	struct draft draft;

	enum sheet sheet;
	enum matter matter;
	struct buf sheet_title, sheet_text; /* with their NUL */
	size_t sheet_scroll;
	struct textbox line;
	struct told *told;
	size_t n_told;

	struct buf notice; /* with its NUL */
	bool alert;
	bool time_hidden, told_end, wants_result;
	struct wall saved_at;
	struct mono late_at; /* what waits now should have been saved by then */
	char *candidate;     /* as typed; owned */
	bool over;
	int status;
};

/* screen.c */
enum place desk_place(const struct desk *);
struct item *desk_item(const struct desk *); /* NULL: none is open */
void desk_look(struct view *, const struct desk *);
__attribute__((format(printf, 2, 3))) void desk_notice(
    struct desk *, const char *fmt, ...);
__attribute__((format(printf, 2, 3))) void desk_alert(
    struct desk *, const char *fmt, ...);
void desk_leave(struct desk *);
void desk_go_to(struct desk *, size_t position);
/* Enters it, and remembers when it should be saved. */
void desk_enter(struct desk *, struct item *, json_t *response);

/* asking.c */
void sheet_open(struct desk *, enum sheet, enum matter, const char *title,
    struct buf *text); /* frees the text */
void sheet_say(struct desk *, enum sheet, enum matter, const char *title,
    const char *text);
void sheet_close(struct desk *);
/* A question about a place that was left is not asked any more. */
void sheet_settle(struct desk *);
void sheet_press(struct desk *, int32_t press);
/* The proctor's next message, if nothing is in the way. */
void sheet_tell_next(struct desk *);
void desk_ask_server(struct desk *, enum act, int number, const char *text);
void ask_leave(struct desk *);
/* For the candidate's number, with what was typed before, and for the code. */
void ask_number(struct desk *);
void ask_code(struct desk *);

/* hearing.c */
void desk_hear(struct desk *, const struct news *);
void desk_arrive(struct desk *);

/* pressing.c */
void desk_press(struct desk *, int32_t press);
/* Takes back what is entered in the part in focus. */
void desk_clear(struct desk *, struct item *);

/* writing.c */
void write_begin(struct desk *);
void write_press(struct desk *, int32_t press);
/* Saves what is due, if it can be the answer as it stands. */
void write_save(struct desk *);
void write_end(struct desk *);
struct mono write_due(const struct desk *);

#endif
