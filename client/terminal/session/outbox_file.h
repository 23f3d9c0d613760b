/*
 * outbox_file: the outbox on this computer's disk, so that a crash of the
 * client loses nothing.
 *
 * One file (state_file.h) for each server, candidate and attempt.  An empty
 * outbox has no file.
 */
#ifndef TERMINAL_OUTBOX_FILE_H
#define TERMINAL_OUTBOX_FILE_H

#include "exam/buf.h"
#include "terminal/session/outbox.h"

/* Writes the path of the file and its NUL. */
void outbox_file_path(struct buf *, const char *directory, const char *server,
    const char *candidate, int64_t attempt);

/* After ERR_OK the file holds exactly this outbox.  ERR_SYS: errno; it holds
 * this or what it held before. */
MUST_CHECK enum err outbox_file_save(const struct outbox *, const char *path);
/* Into an empty outbox; a missing file is an empty one.  ERR_SYNTAX: the file
 * was damaged and is now kept beside as PATH.damaged.  ERR_SYS: errno. */
MUST_CHECK enum err outbox_file_load(struct outbox *, const char *path);

#endif
