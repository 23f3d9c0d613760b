/* marking: texts that people mark.  For the files of this folder. */
#ifndef HALL_MARKING_H
#define HALL_MARKING_H

#include "hall/state.h"

/* Do marks by hand count in its sitting?  Not where results are out at once. */
bool marking_counts(const struct seat *);
/* Which items of the attempt, whose answers are there, have to be marked. */
void marking_find(struct seat *, const struct paper *);
/* Thousandths that an item got by hand; 0 until it is settled. */
int32_t marking_given(const struct seat *, uint16_t item);
/* How many of its scripts are settled. */
uint16_t marking_settled(const struct seat *);

/* Does what was restored go with the paper?  Once the attempt is known. */
bool result_fits(const struct seat *);
/* Is there a result?  What was scored before a reopening, or waits for markers,
 * is none. */
bool result_is_there(const struct seat *);
bool result_waits(const struct seat *); /* for markers */
/* result_list.c: what two people confirm, in hex: every row of the sitting. */
void result_digest(char hex[2 * SHA256_LEN + 1], const struct roster *);
MUST_CHECK enum err result_restore(struct hall *, const char *key,
    struct slice body);

/* Go on with an import for a slice; finish says: all of it. */
void import_go_on(struct hall *, bool finish);
void import_free_all(struct hall *);
bool import_waits(const struct hall *);
bool import_is_into(const struct hall *, const struct roster *);
MUST_CHECK enum err import_restore(struct hall *, const char *key,
    struct slice body);

void backup_go_on(struct hall *);

/* hall.c: make the start durable before anybody is served. */
MUST_CHECK enum err commit_start(struct hall *);

#endif
