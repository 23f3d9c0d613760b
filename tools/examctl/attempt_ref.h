/*
 * attempt_ref: which attempt a person means: its number, or
 * SITTING/CANDIDATE-NUMBER, which a list of the sitting resolves.
 */
#ifndef EXAMCTL_ATTEMPT_REF_H
#define EXAMCTL_ATTEMPT_REF_H

#include "examctl/command.h"

#define ATTEMPT_TEXT_MAX 24

/* DONE: text is the attempt's number.  Anything else has been explained.  By
 * the room, for proctors and registrars. */
enum outcome attempt_find(char text[ATTEMPT_TEXT_MAX], struct call *,
    const char *words);
/* The same by the results, for examiners and registrars. */
enum outcome attempt_find_result(
    char text[ATTEMPT_TEXT_MAX], struct call *, const char *words);

#endif
