/*
 * story: a script while it is played.
 *
 * Each statement is read by the file that knows its subject; what comes of a
 * request is judged in outcome.c by the words after the arrow.
 */
#ifndef SCENARIO_STORY_H
#define SCENARIO_STORY_H

#include "line.h"
#include "support/scene_cast.h"

#define STORY_LABELS_MAX 32
#define TOLD_MAX 1024

struct story_label {
	char name[IDENT_MAX];
	json_t *body; /* a reply without its server_time */
};

struct story {
	struct scene scene;
	struct cast cast;
	char zone[IDENT_MAX];
	bool begun;
	char sitting[IDENT_MAX]; /* the last one told of */
	char proposal[24];	 /* the last one made */
	struct story_label labels[STORY_LABELS_MAX];
	size_t n_labels;
};

/* Each takes what follows on the line; false: not a statement of its kind. */
bool candidate_says(struct story *, struct line *);
bool staff_says(struct story *, struct line *);
bool server_says(struct story *, struct line *);

/* carl+dora, a list of names, as a member. */
void write_people(struct buf *, const char *name, const char *people);

/* "sitting s opens …", and "candidate C-1 route …". */
void sitting_line(struct story *, struct line *);
void candidate_line(struct story *, struct line *);
/* "expect …" */
void expect_line(struct story *, struct line *);

/* Does everybody's replay hold, and every transcript that there can be? */
void evidence_must_hold(struct story *, struct line *);
/* Does a receipt that came hold? */
void receipt_check_reply(
    struct story *, struct line *, const struct scene_reply *);

/* What every request may say of itself: key K, arrived 3s ago. */
bool request_option(struct line *, struct scene_request *);

/* "long:10000" stands for so many characters of four bytes.  false: the text
 * is none of these. */
bool long_text(struct buf *, const char *text);
/* Compare with "-> …"; without an arrow it must have succeeded.  Frees it. */
void outcome(struct story *, struct line *, struct scene_reply *);
/* "state in-section, remaining 1ms": members of an object.  false: one is
 * otherwise; told says which. */
bool outcome_members(const struct story *, const struct line *,
    const json_t *, char told[TOLD_MAX]);
/* The same to the end of the line, or fail. */
void outcome_rest(const struct story *, struct line *, const json_t *);

#endif
