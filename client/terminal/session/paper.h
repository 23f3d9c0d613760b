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

enum interaction_kind {
	KIND_CHOICE,   /* one or several choices */
	KIND_TEXT,     /* a line of text, or a number */
	KIND_INLINE,   /* one choice, for a gap in the stem */
	KIND_ORDER,    /* choices in the candidate's order */
	KIND_MATCH,    /* pairs of a row and a column */
	KIND_EXTENDED, /* paragraphs of text */
	N_KINDS
};

struct choice {
	int number;
	const char *text;
};

struct interaction {
	enum interaction_kind kind;
	const char *prompt; /* "": none */
	bool numeric;	    /* TEXT: a number is asked for */
	int max_length;	    /* of a text: characters; 0: unlimited */
	int min, max;	    /* choices or pairs to make; max 0: any number */
	int min_words, max_words; /* EXTENDED, for people; 0: none */
	int row_max, column_max;  /* MATCH; 0: any number */
	struct choice *choices;	  /* MATCH: the columns */
	size_t n_choices;
	struct choice *rows; /* MATCH */
	size_t n_rows;
};

/* What stands beside a text: a table, or an image that the terminal cannot
 * show. */
struct exhibit {
	bool is_image;
	const char *caption;	   /* table; "": none */
	const json_t *head, *rows; /* table: texts; arrays of texts */
	bool row_heads;
	int image, width, height;    /* image: its number, pixels */
	const char *alt, *long_text; /* image; long_text "": none */
};

struct exhibits {
	struct exhibit *at;
	size_t n;
};

/* What several items ask about. */
struct stimulus {
	const char *title, *text; /* title "": none */
	struct exhibits exhibits;
};

struct item {
	int number, section;
	const char *stem, *unit;
	double marks;
	struct exhibits exhibits;
	struct stimulus *stimulus; /* NULL: none */
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
MUST_CHECK enum err paper_open(struct paper **, json_t *);
void paper_close(struct paper *);

/* One item, whose texts live as the JSON.  item_fini() also after
 * ERR_SYNTAX. */
MUST_CHECK enum err item_read(struct item *, const json_t *);
void item_fini(struct item *);

/* The item with this number; NULL: it is not on the paper. */
struct item *paper_find(const struct paper *, int number);

/* Is a text entered, short or long? */
bool interaction_is_text(const struct interaction *);
/* How many choices can be made at most; all, if no number is set. */
int interaction_most(const struct interaction *);
/* Do both ask about the same?  Two items without a stimulus do not. */
bool item_shares_stimulus(const struct item *, const struct item *);
/* The image with this number, among the item's and its stimulus'; NULL: there
 * is none. */
const struct exhibit *item_image(const struct item *, int image);
size_t item_n_images(const struct item *);

/* Becomes the item's response (the reference is taken). */
void item_set_response(struct item *, json_t *response);
/* The response with one interaction's part replaced (taken); a new reference
 * for the caller. */
json_t *item_response_with(const struct item *, size_t part, json_t *entered);
bool item_is_answered(const struct item *);
bool item_part_is_answered(const struct item *, size_t part);
/* Is all there that is asked for: all parts, all places of an order, as many
 * choices or pairs as must be made? */
bool item_is_whole(const struct item *);
/* How many more choices or pairs a part asks for. */
size_t item_part_lacks(const struct item *, size_t part);
/* What is entered in one interaction: "" or a text, or whether a choice is. */
const char *item_text(const struct item *, size_t part);
bool item_has_choice(const struct item *, size_t part, int choice);
bool item_has_pair(const struct item *, size_t part, int row, int column);
/* The choice that stands at a place of an order; NULL: none does. */
const struct choice *item_choice_at(
    const struct item *, size_t part, size_t place);

/* A choice by its position: a … z, then aa, ab, …; text holds 3 bytes. */
void choice_label(char text[3], size_t position);
/* The position of a label in any case; false if it is none. */
bool choice_position(size_t *position, struct slice label);

#endif
