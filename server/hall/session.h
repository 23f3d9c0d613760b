/* session: signed-in devices and staff.  For the files of this folder. */
#ifndef HALL_SESSION_H
#define HALL_SESSION_H

#include "hall/state.h"

struct session *session_find(struct hall *, const uint8_t token[TOKEN_LEN]);
/* One with a new token, of nobody yet. */
struct session *session_new(struct hall *, uint8_t token[TOKEN_LEN]);
/* From now on it is found, also after a restart. */
void session_begin(struct hall *, struct session *);
void session_end(struct hall *, struct session *);
MUST_CHECK enum err session_restore(struct hall *, const char *key,
    struct slice body);
void session_store(struct hall *, const struct session *);
/* End all of the seat's; each device is told. */
void session_end_all(struct hall *, struct seat *);
/* End what has expired; looks at a few staff sessions a second. */
void session_sweep(struct hall *);
/* The waiting device (or none) takes the attempt. */
void session_move(struct hall *, struct seat *, const struct event *);

/* The reply to who has signed in: the token, as a member and, with the reply,
 * as a cookie. */
void session_write_token(struct buf *, const uint8_t token[TOKEN_LEN]);
void session_reply(
    struct hall *, struct request *, const uint8_t token[TOKEN_LEN]);
/* The reply to who has signed out. */
void session_reply_ended(struct hall *, struct request *);

#endif
