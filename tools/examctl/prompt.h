/*
 * prompt: questions to the person at the terminal.  The answers go into a
 * buffer that ends with a NUL; nobody is asked where nobody sits.
 */
#ifndef EXAMCTL_PROMPT_H
#define EXAMCTL_PROMPT_H

#include "exam/buf.h"

/* Are standard input and standard error a terminal? */
bool prompt_can_ask(void);
/* One line, without its end; false at the end of the input. */
bool prompt_line(struct buf *, const char *question);
/* The same without showing what is typed. */
bool prompt_secret(struct buf *, const char *question);
/* Only "yes" is yes. */
bool prompt_yes(const char *question);

#endif
