/*
 * conversation_state: the inside of a conversation, shared by the files that
 * make it: conversation.c (the loop), telling.c (news in words), arriving.c
 * (where the candidate is), line.c (what a typed line is about), doing.c (what
 * the commands do), offering.c (which of them there are), answering.c (what is
 * entered into items), typing.c (texts while they are typed).
 */
#ifndef TERMINAL_CONVERSATION_STATE_H
#define TERMINAL_CONVERSATION_STATE_H

#include "terminal/line/command.h"
#include "terminal/session/draft.h"
#include "terminal/line/editor.h"
#include "terminal/session/options.h"
#include "terminal/session/session.h"
#include "terminal/show/place.h"

/* What the next line answers, if not a command. */
enum question {
	QUESTION_NONE,
	QUESTION_NUMBER, /* the candidate's */
	QUESTION_CODE,
	QUESTION_TEXT, /* of an answer, after "type" */
	QUESTION_NEXT, /* leave an unanswered item for good? */
	QUESTION_CLEAR,
	QUESTION_END,
	QUESTION_SUBMIT,
	QUESTION_QUIT,
	N_QUESTIONS
};

#define ALL_PARTS SIZE_MAX

struct conversation {
	const struct options *options; /* lent */
	struct session *session;
	struct editor *editor;
	char *candidate;	/* as typed or given; owned */
	enum question question;
	enum place place;	/* the one last described */
	int section, item;	/* … and what was open then */
	bool described;		/* false: describe it again */
	char *missing;		/* why it cannot be opened, as told; owned */
	size_t position;	/* of the item on the paper */
	char *about;		/* the text of the last stimulus shown; owned */
	struct draft draft;
	bool drafting;		/* a text of this item is being typed */
	size_t part; /* … into this interaction; QUESTION_CLEAR: which
			is to be cleared, or ALL_PARTS */
	size_t paragraph;	/* … of an essay; from 0 */
	bool one_paragraph;	/* … and no other is to follow */
	json_t *before;		/* the response before that; NULL: none */
	struct mono mention_at; /* say then what is not saved yet */
	struct mono prompt_at;	/* no prompt before: an answer is on its way */
	bool told_end;		/* that the time is over */
	bool wants_result;
	bool input_ended;
	bool over;
	int status;
};

/* telling.c */
__attribute__((format(printf, 2, 3))) void speak(struct conversation *,
    const char *fmt, ...);
void speak_lines(struct conversation *, struct buf *); /* frees it */
void tell_news(struct conversation *, const struct news *);
void tell_time(struct conversation *);

/* arriving.c */
enum place conversation_place(const struct conversation *);
/* Describes the place if it is another than before. */
void place_arrive(struct conversation *);
/* The prompt there; text holds 64 bytes. */
void place_prompt(char text[64], const struct conversation *);

/* line.c */
void do_line(struct conversation *, struct slice line);

/* doing.c */
void do_command(struct conversation *, struct typed);
void ask_server(struct conversation *, enum act, int number, struct slice text);
void do_quit(struct conversation *);
void leave(struct conversation *);
bool command_is_possible(const struct conversation *, enum command);

/* offering.c: "?" */
void tell_commands(struct conversation *);

/* answering.c */
/* What the item is about, in full. */
void show_about(struct conversation *);
struct item *current_item(const struct conversation *); /* NULL: none */
void show_current(struct conversation *);
/* Is a text asked for, so that lines are answers rather than commands? */
bool text_is_asked(const struct conversation *);
void answer_line(struct conversation *, struct slice);
void answer_part(struct conversation *, struct slice rest);
/* Takes it back, or asks first where a text would be lost. */
void answer_clear(struct conversation *, size_t part);
void answer_clear_now(struct conversation *);
/* The new response of the item; what is not saved soon is mentioned. */
void answer_enter(struct conversation *, struct item *, json_t *response);
/* As answer_enter(), for a person who wants to hear of it. */
void answer_enter_aloud(struct conversation *, struct item *, json_t *response);

/* typing.c */
/* "", "2": into the item's one text, or paragraph 2 of it; "3", "3 2": the same
 * of part 3, where there are several parts. */
void type_command(struct conversation *, struct slice rest);
/* paragraph: of an essay, from 1; 0: after the last. */
void type_begin(struct conversation *, size_t part, int paragraph);
void type_end(struct conversation *, struct slice);
/* The line changed while it is typed, and: save what is due of it. */
void draft_key(struct conversation *, struct slice);
void draft_save(struct conversation *);
/* Typing is interrupted: what is there so far is the answer. */
void draft_keep(struct conversation *);
/* The line was something else after all: what was there before is back. */
void draft_revert(struct conversation *);

#endif
