/*
 * picture: images of items, on this computer's disk while the exam lasts, so
 * that another program can show them.  They are the candidate's alone to read
 * and go when the session does.
 */
#ifndef TERMINAL_PICTURE_H
#define TERMINAL_PICTURE_H

#include "exam/err.h"
#include "exam/slice.h"

/* { 0 } holds none. */
struct pictures {
	char **paths;
	size_t n;
};

/* Writes DIRECTORY/item-3-image-1.png; *path lives as the pictures.  ERR_SYS:
 * errno. */
MUST_CHECK enum err pictures_keep(const char **path, struct pictures *,
    const char *directory, int item, const char *image, struct slice bytes);
/* Removes the files. */
void pictures_fini(struct pictures *);

#endif
