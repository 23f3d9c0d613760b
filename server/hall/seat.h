/* seat: a candidate in a sitting.  For the files of this folder. */
#ifndef HALL_SEAT_H
#define HALL_SEAT_H

#include "hall/state.h"

struct seat *seat_new(
    struct hall *, uint64_t attempt, struct roster *, const char *number);
void seat_free(struct hall *, struct seat *);
struct seat *seat_find(struct hall *, uint64_t attempt);
struct person *person_find(struct hall *, struct slice number);
/* Theirs; if nobody has the number somebody else's, as far away in memory, so
 * that what is done with it takes as long.  NULL: there is nobody at all. */
struct person *person_near(struct hall *, struct slice number);
void seat_store(struct hall *, struct seat *);
/* What is stored of it. */
void seat_pack(struct buf *, const struct seat *);
MUST_CHECK enum err seat_restore(struct hall *, const char *key,
    struct slice body);
/* The paper that was opened; NULL: none, or a damaged bank. */
const struct paper *seat_paper(struct seat *);
const struct bank *seat_bank(const struct seat *);
const struct programme_route *seat_route(const struct seat *);
const struct sitting_route *seat_timing(const struct seat *);
/* The end of the candidate's own window, and the first instant too late to
 * begin; later by what the server was away. */
struct wall seat_window_closes(const struct seat *);
struct wall seat_last_entry(const struct seat *);
/* As attempt_may_open(). */
MUST_CHECK enum err seat_may_open(const struct seat *, struct wall now,
    const char **rule, struct wall *earliest);
/* How it will be sat, without its items. */
struct attempt_plan seat_plan(const struct seat *, const struct paper *);
/* What was drawn for it, and the digest of what they will see. */
void seat_drawn(struct attempt_drawn *, const struct seat *, const struct paper *);
/* seat_write.c: read the messages to them, where they are not known. */
MUST_CHECK enum err seat_read_messages(struct hall *, struct seat *);
/* Members of the attempt object, once the messages were read, of a row of the room. */
void seat_write(struct hall *, struct buf *, struct seat *,
    const struct session *);
/* The time of the whole, with all that was given. */
int64_t seat_total_ms(const struct seat *);
void seat_write_row(struct hall *, struct buf *, const struct seat *);
/* An element of "items": what the candidate sees and has saved. */
void seat_write_item(struct buf *, struct seat *, const struct paper *,
    uint16_t item);
void seat_add_message(struct seat *, uint64_t position, struct wall,
    struct slice text);
/* evidence_reply.c: the short line of the last receipt, or null. */
void seat_write_receipt(struct buf *, const char *name, const struct seat *);
/* The whole of it, once a head is signed that has it. */
void receipt_reply(struct hall *, struct request *);
/* save.c: may their journal be walked once more? */
bool seat_may_walk(struct hall *, struct seat *);
/* A place in the journal; 0: null. */
void seat_write_position(struct buf *, const char *name, uint64_t position);

/* candidate.c: what was asked is not possible now, and why. */
void candidate_refuse(struct hall *, struct request *, enum err);

#endif
