/*
 * local: what can be done with files alone, through server/load.
 *
 * Each check tells every mistake of its file on standard error, a line each.
 * REFUSED: there was one.  MISUSED: a file that was named cannot be read.
 */
#ifndef EXAMCTL_LOCAL_H
#define EXAMCTL_LOCAL_H

#include "core/bank.h"
#include "examctl/command.h"

struct candidates; /* load/candidates.h */
struct schedule;   /* load/schedule.h; jansson.h does not go with it */

/* Whole sentences about a good file go to standard output. */
enum outcome local_check_bank(const char *path);
enum outcome local_check_programme(const char *path);
enum outcome local_check_candidates(const char *path);
/* programme, bank: files that its sittings must fit, or NULL. */
enum outcome local_check_schedule(const char *path, const char *programme,
    const char *bank);
/* One check of each argument; the worst that came of it. */
enum outcome local_check_all(const struct call *,
    enum outcome (*check)(const char *path));

/* What a file holds, which is the caller's to free. */
enum outcome local_read_bank(struct bank **, const char *path);
enum outcome local_read_candidates(struct candidates *, const char *path);
enum outcome local_read_schedule(struct schedule *, const char *path);

#endif
