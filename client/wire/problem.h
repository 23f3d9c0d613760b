/*
 * problem: what a refusal (RFC 9457) says to a person.
 */
#ifndef WIRE_PROBLEM_H
#define WIRE_PROBLEM_H

#include <jansson.h>

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/time.h"

struct wire_reply;

/*
 * Sentences: the detail (or the title), and the earliest moment it would pass
 * in the reader's zone (TZ), then one line for each of errors.
 *	Sitting practice opens at 09:00.  Earliest: Mon 23 Nov 09:00 CET.
 * json NULL or without any of these: only the status is told.
 */
void problem_text(struct buf *, const json_t *json, int status);
void problem_reply_text(struct buf *, const struct wire_reply *);

/* Which of ours it is, by its type; by the status if it has none that we know.
 * ERR_OK only for a status below 400. */
enum err problem_err(const json_t *json, int status);
enum err problem_reply_err(const struct wire_reply *);

/* "rule" of the problem if it is one of the exam, such as "sitting.window";
 * "" after an ordinary mistake.  Lives as json. */
const char *problem_rule(const json_t *json);

/* A moment for people, in the reader's zone: "Mon 23 Nov 2026 09:00 CET". */
void problem_put_time(struct buf *, struct wall);

#endif
