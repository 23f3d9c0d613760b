/*
 * script: what one candidate wrote for one item that people mark.  For
 * script.c, which shows it, and marking.c, which takes marks for it.
 */
#ifndef HALL_SCRIPT_H
#define HALL_SCRIPT_H

#include "core/marking.h"
#include "hall/state.h"

struct script {
	struct seat *seat;
	uint16_t at; /* its item in the paper */
	const struct item *item;
};

/* The one that the path names; false: answered. */
bool script_of_path(struct script *, struct hall *, struct request *);
/* Its members; by: who asks. */
void script_write(struct buf *, struct seat *, uint16_t at, struct slice by);

struct marking_policy marking_policy_of(const struct seat *);

#endif
