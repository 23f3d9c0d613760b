/*
 * command: what a line that the candidate typed means.
 *
 * Commands are words.  Any beginning of at least two letters that fits only
 * one will do; "?" is help, a number goes to that item, an empty line goes on.
 * Where a text is asked for only the whole word counts, so that answers are not
 * taken for commands.
 */
#ifndef TERMINAL_COMMAND_H
#define TERMINAL_COMMAND_H

#include "exam/slice.h"

/* X(name, word, takes words after it, how it is written, what it does) */
#define COMMANDS(X)                                                            \
	X(NEXT, "next", false, "next, or just Enter", "go to the next item")   \
	X(BACK, "back", false, "back", "go to the item before")                \
	X(GO, "go", true, "go N, or just N", "go to item N")                   \
	X(TYPE, "type", true, "type", "write or change the text of an answer") \
	X(PART, "part", true, "part N ANSWER, or N ANSWER",                    \
	    "answer part N; part N clear takes it back")                       \
	X(CLEAR, "clear", false, "clear", "take the answer to this item back") \
	X(FLAG, "flag", false, "flag",                                         \
	    "flag this item for later, or clear the flag")                     \
	X(SHOW, "show", false, "show", "show this again")                      \
	X(TEXT, "text", false, "text",                                         \
	    "show the text again that this item is about")                     \
	X(DESCRIBE, "describe", true, "describe N", "what image N shows")      \
	X(PICTURE, "picture", true, "picture N", "keep image N as a file")     \
	X(LIST, "list", false, "list",                                         \
	    "list the items: answered, flagged, not seen")                     \
	X(TIME, "time", false, "time", "tell the time that is left")           \
	X(REVIEW, "review", false, "review",                                   \
	    "what is unanswered, begun, flagged or not saved")                 \
	X(HELP, "help", true, "help TEXT", "ask the proctor for help")         \
	X(REPORT, "report", true, "report TEXT", "this item has a mistake")    \
	X(END, "end", false, "end", "end this section, after a question")      \
	X(ENTER, "enter", false, "enter", "begin the next section")            \
	X(ACCEPT, "accept", false, "accept", "accept the rules of the exam")   \
	X(SUBMIT, "submit", false, "submit",                                   \
	    "submit the exam, after a question")                               \
	X(RESULT, "result", false, "result",                                   \
	    "show the result, or wait for it")                                 \
	X(SCREEN, "screen", false, "screen", "go on on the whole screen")      \
	X(QUIT, "quit", false, "quit", "leave; what was saved stays saved")

enum command {
#define X(name, word, words, form, what) COMMAND_##name,
	COMMANDS(X)
#undef X
	    COMMAND_COMMANDS, /* "?" */
	COMMAND_EMPTY,
	COMMAND_NUMBER,
	COMMAND_OTHER, /* none of these: an answer, perhaps */
};

struct typed {
	enum command command;
	struct slice rest; /* the words after a command; the line otherwise,
			      without the spaces around it */
	int number;	   /* COMMAND_NUMBER, or words that are one; 0: none */
};

/* whole_words: a text is asked for. */
struct typed command_read(struct slice line, bool whole_words);
/* May this beginning of a line still become a command?  Then it is not saved
 * as a text yet. */
bool command_may_become(struct slice line);

struct command_facts {
	const char *word, *form, *what;
	bool takes_words;
};
extern const struct command_facts command_facts[COMMAND_COMMANDS];

#endif
