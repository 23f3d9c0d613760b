/*
 * small_disk: a file system of a few MiB in a mount namespace of this process
 * and its children alone, which somebody else fills, or which breaks.
 *
 * Root gets an ext4 on a loop device; others, and root where there is none, a
 * tmpfs.
 */
#ifndef SURVIVE_SMALL_DISK_H
#define SURVIVE_SMALL_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct small_disk {
	char where[128], image[144];
	bool is_ext4;
};

/* May we mount at all, and an ext4? */
bool small_disk_possible(bool ext4);

/* On this directory, with all of its files moved onto it. */
void small_disk_mount(struct small_disk *, const char *where, unsigned mib);
/* It goes away with the files on it. */
void small_disk_unmount(struct small_disk *);

/* Somebody else's file takes everything but so many bytes; what was given back
 * since, too. */
void small_disk_fill(const struct small_disk *, int64_t leave);
/* So many bytes of that file are removed; INT64_MAX: all of it. */
void small_disk_clear(const struct small_disk *, int64_t bytes);
int64_t small_disk_free(const struct small_disk *);

/* An error is found, and from now on it is read-only, files open for writing
 * or not.  An ext4 alone. */
void small_disk_break(struct small_disk *);
/* Nobody may have a file open: it is mounted again, for writing. */
void small_disk_mend(struct small_disk *);

#endif
