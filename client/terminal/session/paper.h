/*
 * paper: the items of the section that is open, and what the candidate has
 * entered into them so far, saved or not.
 *
 * Every text belongs to the JSON it was read from, which the paper keeps.
 * Items are addressed by their position, 0 to n_items - 1.
 */
#ifndef TERMINAL_PAPER_H
#define TERMINAL_PAPER_H

#include <jansson.h>

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/time.h"

struct choice {
	int number;
	const char *text;
};

struct interaction {
	bool is_text;
	bool numeric;	/* is_text: a number is asked for */
	int max_length; /* is_text: characters; 0: unlimited */
	int min, max;	/* choices to make; max 0: as many as there are */
	struct choice *choices;
	size_t n_choices;
};

struct item {
	int number, section;
	const char *stem, *unit;
	double marks;
	struct interaction *interactions;
	size_t n_interactions;
	json_t *response; /* an array per interaction; what is entered now */
	int64_t seq;	  /* of that response; the next change takes one more */
	struct wall saved_at; /* what the server acknowledged last; 0: none */
	bool flagged;
	bool seen; /* shown in this run of the program */
};

struct paper {
	json_t *source;
	int section;
	bool linear;
	struct item *items;
	size_t n_items;
};

/* ERR_SYNTAX: it is no paper.  The source is kept, not taken. */
MUST_CHECK enum err paper_read(struct paper **, json_t *);
void paper_free(struct paper *);

/* The item with this number; NULL: it is not on the paper. */
struct item *paper_find(const struct paper *, int number);

/* Becomes the item's response (the reference is taken). */
void item_set_response(struct item *, json_t *response);
/* The response with one interaction's part replaced (taken); a new reference
 * for the caller. */
json_t *item_response_with(const struct item *, size_t part, json_t *entered);
bool item_is_answered(const struct item *);
/* What is entered in one interaction: "" or a text, or whether a choice is. */
const char *item_text(const struct item *, size_t part);
bool item_has_choice(const struct item *, size_t part, int choice);

/* A choice by its position: a … z, then aa, ab, …; text holds 3 bytes. */
void choice_label(char text[3], size_t position);
/* The position of a label in any case; false if it is none. */
bool choice_position(size_t *position, struct slice label);

#endif
