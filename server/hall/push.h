/* push: streams, and what is pushed to them.  For the files of this folder. */
#ifndef HALL_PUSH_H
#define HALL_PUSH_H

#include "hall/state.h"

void view_free(struct view *);
/* The seat's state has changed for its candidate (and its row). */
void push_state(struct hall *, struct seat *);
/* Its row has changed for the proctors. */
void push_row(struct hall *, struct seat *);
void push_text(struct hall *, uint64_t topic, enum port, struct slice sse);
void push_drop(struct hall *, uint64_t topic, enum port);
/* The same to every view that has some of these rooms; none: to all. */
void push_to_rooms(struct hall *, struct roster *, char *const *rooms,
    uint16_t n, struct slice sse);
/* Write what the turn's changes made necessary. */
void push_states(struct hall *);
void push_rooms(struct hall *);
/* Begin a stream: the reply carries the state as it is now. */
void push_listen(struct hall *, struct request *, struct seat *);
void push_watch(struct hall *, struct request *, struct roster *,
    const struct room_set *, bool narrowed);
/* The seat moves from this room; NULL: it had none. */
void push_moved(struct hall *, struct seat *, const struct sitting_room *from);
/* End the streams of those who may see other rooms now. */
void push_review(struct hall *, struct roster *);
/* End those of an account. */
void push_end_of(struct hall *, const struct account *);
/* End all of the staff's: the rooms are others. */
void push_end_views(struct hall *, struct roster *);
void push_gone(struct hall *, unsigned slot, uint64_t conn);
void push_gone_net(struct hall *, unsigned slot);

#endif
