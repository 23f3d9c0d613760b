/*
 * disk: the data directory as the file system shows it: its durability, its
 * free space, and the ballast, a file that keeps room for the exam and is given
 * up when the disk is full.
 */
#ifndef STORE_DISK_H
#define STORE_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "exam/diag.h"
#include "exam/err.h"

struct disk {
	int directory; /* owned; -1: closed */
	int pulse;     /* owned: a file without a name; -1: none */
	bool beat;     /* its size */
};

/* ERR_IO: the directory cannot be opened; the diag says why. */
MUST_CHECK enum err disk_open(struct disk *, const char *path, struct diag *);
void disk_close(struct disk *);

/* Make names created, renamed and removed in the directory durable. */
MUST_CHECK bool disk_sync(const struct disk *);
/*
 * Can the file system still write?  One that has found an error may drop what a
 * sync waits for and let the sync end well (ext4 on Linux 6.18, whose journal is
 * aborted meanwhile); what was synced is on the disk if this holds afterwards.
 */
MUST_CHECK bool disk_is_sound(struct disk *);
/* Create an empty file for its owner alone, unless it exists. */
MUST_CHECK bool disk_touch(const struct disk *, const char *name);
int64_t disk_free_bytes(const struct disk *);
/* 0 if there is no such file. */
int64_t disk_file_bytes(const struct disk *, const char *name);

/*
 * Have a ballast of so many bytes, if as much stays free beside it; without
 * room, or with 0 bytes, have none.  Says in the log what it could not do.
 */
void disk_keep_ballast(const struct disk *, int64_t bytes);
/* Give it up: true if there was one and its room is free now. */
bool disk_shed_ballast(const struct disk *);

/* The file, then the directory that holds it, to stable storage. */
MUST_CHECK bool disk_sync_file(const char *path);
MUST_CHECK bool disk_sync_parent(const char *path);

#endif
