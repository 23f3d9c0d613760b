/* member: what the server's JSON says, as C and as words. */
#ifndef EXAMCTL_MEMBER_H
#define EXAMCTL_MEMBER_H

#include <jansson.h>

#include "exam/buf.h"

/* Members of an object; "" or 0 or false where there is none such. */
const char *member_text(const json_t *, const char *name);
json_int_t member_number(const json_t *, const char *name);
bool member_is_true(const json_t *, const char *name);

/* Texts of an array, "a, b"; "-" if there is none. */
void list_words(struct buf *, const json_t *array);
/* The whole, on standard output. */
void say_json(const json_t *);

#endif
