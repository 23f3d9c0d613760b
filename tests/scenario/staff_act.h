/* An act of the staff while its line is read; for staff*.c alone. */
#ifndef SCENARIO_STAFF_ACT_H
#define SCENARIO_STAFF_ACT_H

#include "proto/out.h"
#include "story.h"

struct act {
	struct story *story;
	struct line *line;
	struct cast_staff *who;
	struct scene_request request;
	struct buf body;
};

/* Ask with what there is, and what the line adds; the reply is the caller's. */
void act_send(struct act *, struct scene_reply *);
/* The same, and judge what comes of it. */
void act_finish(struct act *);
/* The same with a reason: because REASON "words", or the usual ones. */
void act_finish_with_reason(struct act *);
void act_begin_body(struct act *, enum route);
/* The candidate that the line names, as the path's first parameter. */
struct cast_candidate *act_on(struct act *);

/* staff_room.c: rooms, images, scripts.  false: the line says none of these. */
bool act_in_room(struct act *);
bool act_on_scripts(struct act *);
/* evidence.c */
bool act_on_evidence(struct act *);

#endif
