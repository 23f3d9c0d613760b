/* user: names and numbers of the machine's users (getpwnam(3)). */
#ifndef BASE_USER_H
#define BASE_USER_H

#include <stdbool.h>
#include <stdint.h>

/* false: there is no such user. */
bool user_uid(uint32_t *uid, const char *name);

#endif
