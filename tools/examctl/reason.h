/* reason: why a member of staff acts; the codes of server/proto/README.md. */
#ifndef EXAMCTL_REASON_H
#define EXAMCTL_REASON_H

#include <stddef.h>

#include "exam/buf.h"

#define REASONS(X)                                                             \
	X("identity", "the person or the document is in doubt")                \
	X("technical", "the device, the network or the room failed")           \
	X("medical", "illness or another need of the body")                    \
	X("disturbance", "noise, an alarm, other people")                      \
	X("misconduct", "a rule of the exam was broken")                       \
	X("accommodation", "granted time or help was not applied")             \
	X("candidate-request", "the candidate asked for it")                   \
	X("organisation", "the body's own planning")                           \
	X("mistake", "an earlier act was wrong")                               \
	X("other", "none of these; say it in words")

/* A numbered list, a line each. */
void reason_list(struct buf *);
/* A code or a number of the list; NULL if it is neither. */
const char *reason_find(const char *);

#endif
