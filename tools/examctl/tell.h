/* tell: what the server replied, as JSON if that is wanted or in words. */
#ifndef EXAMCTL_TELL_H
#define EXAMCTL_TELL_H

#include <jansson.h>

#include "examctl/ask.h"

/* Print it for people. */
typedef void tell_words(const json_t *reply);

/* With --json the reply as it is, else the words.  It is taken over. */
void tell(const struct call *, json_t *reply, tell_words *);

/* ask(), and what is no JSON as it is. */
enum outcome tell_raw(struct call *, const struct ask *);

/* ask(), then tell(). */
enum outcome tell_reply(struct call *, const struct ask *, tell_words *);

#endif
