/*
 * local: what can be done with files alone, through server/load.
 *
 * Each check tells every mistake of its file on standard error, a line each,
 * and returns false if there was one.
 */
#ifndef EXAMCTL_LOCAL_H
#define EXAMCTL_LOCAL_H

#include "exam/buf.h"

/* Whole sentences about a good file go to standard output. */
bool local_check_bank(const char *path);
bool local_check_programme(const char *path);
bool local_check_candidates(const char *path);
/* programme, bank: files that its sittings must fit, or NULL. */
bool local_check_schedule(const char *path, const char *programme,
    const char *bank);

/* Appends one item as the server would tell it, unshuffled:
 * {"item":1,"section":1,…}; false: it has been explained. */
bool local_item_view(struct buf *json, const char *path, const char *item);

#endif
