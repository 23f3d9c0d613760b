/*
 * act: a request that changes something, with why.
 *
 * --reason and --words say it; on a terminal what is missing is asked for,
 * the reason from a numbered list.
 */
#ifndef EXAMCTL_ACT_H
#define EXAMCTL_ACT_H

#include <jansson.h>

#include "examctl/tell.h"

/* Adds "reason" and "words" to the body.  MISUSED: one is missing or unknown,
 * and there is nobody to ask; it has been explained. */
enum outcome act_reason(json_t *body, const struct call *);
/* The same only if one of the two options is given. */
enum outcome act_reason_if_given(json_t *body, const struct call *);

/* act_reason(), then ask() or tell_reply(); the body is taken over in any
 * case. */
enum outcome act_ask(json_t **reply, struct call *, const struct ask *);
enum outcome act_and_tell(struct call *, const struct ask *, tell_words *);

/* "17" with the words of a positive whole number; MISUSED is explained. */
enum outcome act_number(json_int_t *, const char *text, const char *what);

#endif
