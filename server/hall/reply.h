/* reply: what leaves, and what is kept so that a resend hears the same.  For the files of this folder. */
#ifndef HALL_REPLY_H
#define HALL_REPLY_H

#include "hall/state.h"

struct buf *reply_begin(struct hall *); /* the body, open for members */
/* Close it with server_time and send it. */
void reply_end(struct hall *, struct request *, int status);
/* Sent as it is. */
void reply_send(struct hall *, struct request *, struct frame_reply *);
void reply_problem(struct hall *, struct request *, const struct problem *);
/* The commonest: an error and a sentence. */
__attribute__((format(printf, 4, 5))) void reply_refuse(struct hall *,
    struct request *, enum err, const char *fmt, ...);
/* Does the net have so much to take already that a large reply which anybody
 * may ask for must wait?  true: answered. */
bool reply_is_crowded(struct hall *, struct request *);
/* false, and answered, if the key was used before. */
bool reply_is_first(struct hall *, struct request *);
/* Keep what is in h->body with the status as the reply to the request's key. */
void reply_keep(struct hall *, struct request *, uint16_t status);
void reply_restore(struct hall *, const char *key, struct slice body);
void reply_forget_old(struct hall *);
/* After the last reply_restore(): the oldest first. */
void reply_settle(struct hall *);
/* Go on with a request that waited for this errand. */
void reply_resume(struct hall *, struct request *, struct frame_request *,
    struct errand *);

#endif
