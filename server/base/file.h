/* file: whole files, in and out. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <sys/types.h>

#include "exam/buf.h"
#include "exam/err.h"

/* Appends the file's bytes to *b.  ERR_SYS: errno says why.  ERR_TOO_BIG: it
 * holds more than most; what was appended is no use. */
MUST_CHECK enum err file_read(struct buf *b, const char *path, size_t most);
/* The same of an open file, from its beginning; its offset stays. */
MUST_CHECK enum err file_read_fd(struct buf *b, int fd, size_t most);

/* At the file's offset, all of it.  ERR_SYS. */
MUST_CHECK enum err file_write_fd(int fd, struct slice);
/* Readers of path see the old bytes or the new ones.  Not a promise about a
 * power cut.  ERR_SYS. */
MUST_CHECK enum err file_replace(const char *path, struct slice, mode_t);

/* The same, and it is on stable storage; a crash leaves the one or the other.
 * ERR_SYS. */
MUST_CHECK enum err file_replace_safely(const char *path, struct slice, mode_t);
/* At the file's end, on stable storage; the file is made if need be.  A crash
 * may leave some of the bytes.  ERR_SYS. */
MUST_CHECK enum err file_append_safely(const char *path, struct slice, mode_t);
/* Another name for it, on stable storage, in the place of what had that name.
 * ERR_SYS. */
MUST_CHECK enum err file_rename_safely(const char *from, const char *to);

/* A new file with these bytes, on stable storage.  ERR_SYS, also if it is there
 * already. */
MUST_CHECK enum err file_create(const char *path, struct slice, mode_t);
/* Make it, for its owner only; one that is there already is not an error if it
 * is empty.  ERR_SYS. */
MUST_CHECK enum err file_make_directory(const char *path);

#endif
