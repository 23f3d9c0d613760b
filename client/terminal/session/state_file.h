/*
 * state_file: small files on this computer's disk that outlive the program,
 * in a folder of mode 0700.
 *
 * A file has mode 0600 and is replaced whole: written beside, synced, renamed,
 * and the folder synced; at any instant the disk holds the old or the new one.
 */
#ifndef TERMINAL_STATE_FILE_H
#define TERMINAL_STATE_FILE_H

#include "exam/buf.h"
#include "exam/err.h"

/* $XDG_STATE_HOME/exam, or ~/.local/state/exam; ERR_INVALID: neither is set.
 * Writes the text and its NUL. */
MUST_CHECK enum err state_file_directory(struct buf *);
/* Makes the folder and those above it.  ERR_SYS: errno. */
MUST_CHECK enum err state_file_prepare(const char *directory);
/* Writes DIRECTORY/SERVER_CANDIDATE and the ending, and the NUL. */
void state_file_path(struct buf *, const char *directory, const char *server,
    const char *candidate, const char *ending);

/* ERR_SYS: errno; the file holds this or what it held before. */
MUST_CHECK enum err state_file_replace(const char *path, const char *text);
/* A file that is not there is removed.  ERR_SYS: errno. */
MUST_CHECK enum err state_file_remove(const char *path);

#endif
