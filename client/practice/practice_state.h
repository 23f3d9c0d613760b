/*
 * practice_state: the inside of a practice, shared by the files that make it.
 */
#ifndef PRACTICE_STATE_H
#define PRACTICE_STATE_H

#include "core/paper.h"
#include "core/programme.h"
#include "practice/practice.h"

enum practice_stage {
	STAGE_RULES,
	STAGE_BETWEEN, /* sections */
	STAGE_SECTION,
	STAGE_SUBMITTED
};

struct practice_answer {
	struct buf response; /* canonical, core/response.h */
	uint32_t seq;
	struct wall saved_at;
	bool flagged;
};

struct practice {
	struct bank *bank;
	struct programme *programme; /* NULL: none */
	enum route_name route;	     /* of the programme */
	struct paper *paper;
	struct practice_answer *answers; /* one for each item of the paper */
	enum practice_stage stage;
	uint16_t current; /* section, from 0 */
};

/* practice_exam.c */
/* NULL: there is no programme. */
const struct programme_section *practice_section(
    const struct practice *, uint16_t section);
const char *practice_section_title(const struct practice *, uint16_t section);
/* The candidate's ITEM with what is entered, as a value. */
void practice_put_item(struct buf *, const struct practice *, uint16_t item);

/* practice_result.c: the members of the result object. */
void practice_put_result(struct buf *, const struct practice *);

#endif
