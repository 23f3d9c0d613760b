/* roster: a sitting and the people in it.  For the files of this folder. */
#ifndef HALL_ROSTER_H
#define HALL_ROSTER_H

#include "hall/state.h"

struct roster *roster_new(struct hall *, struct sitting *);
void roster_free(struct hall *, struct roster *);
struct roster *roster_find(struct hall *, struct slice ident);
void roster_store(struct hall *, struct roster *);
MUST_CHECK enum err roster_restore(
    struct hall *, const char *key, struct slice body);
void roster_add(struct roster *, struct seat *);
/* Its sitting is another now, with the same name. */
void roster_replaced(struct hall *, struct roster *);
/* The sitting as the schedule has it, whoever proctors today. */
const struct sitting *roster_filed(const struct roster *);
/* Name others to proctor a room of its, until the schedule does. */
void roster_name_proctors(struct roster *, struct sitting_room *,
    char *const *names, uint16_t n);
/* Before the roster's sitting is replaced by that: who was named stays, where
 * the schedule names whom it named before. */
void roster_keep_proctors(struct roster *, struct sitting *to);
void roster_write(
    struct buf *, const struct roster *); /* members of a sitting */
/* The sitting that the path names; NULL: answered. */
struct roster *roster_of_path(struct hall *, struct request *);
const char *roster_results_word(const struct roster *);
/* The end of the last candidate's window. */
struct wall roster_last_window(const struct roster *);

/* The same sitting again, owned by the caller. */
struct sitting *sitting_copy(const struct sitting *);

#endif
