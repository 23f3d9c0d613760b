/* http_made: streams of requests made from those of the table, and damaged. */
#ifndef ATTACK_HTTP_MADE_H
#define ATTACK_HTTP_MADE_H

#include "core/rng.h"
#include "exam/buf.h"

/* Adds one to three requests, with up to four changes. */
void http_make(struct buf *, struct rng *);

#endif
