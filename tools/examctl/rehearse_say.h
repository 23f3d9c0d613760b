/* rehearse_say: the report of a rehearsal, for people. */
#ifndef EXAMCTL_REHEARSE_SAY_H
#define EXAMCTL_REHEARSE_SAY_H

#include <jansson.h>

void rehearse_say(const json_t *report);

#endif
