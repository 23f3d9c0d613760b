/*
 * disk_tape: what was written to files and when it was synced, and from that
 * every state of them that a power cut could leave.
 *
 * The disk that is modelled keeps what was synced.  Of what was not, it keeps
 * any sectors and loses the others, whatever their order: a write may be torn,
 * a later one may be there without an earlier, and where a file has grown
 * around what was lost it holds zeros.  Each file is synced by itself.
 */
#ifndef DISK_TAPE_H
#define DISK_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exam/buf.h"

#define TAPE_FILES_MAX 16
#define TAPE_SECTOR 512

/* What a sync that failed should have written never reaches the disk, and no
 * later sync is told: the kernel counts it as written, and shows it to whoever
 * reads the file, until the power fails. */
enum tape_kind { TAPE_WRITE, TAPE_TRUNCATE, TAPE_SYNC, TAPE_FAILED_SYNC };

struct tape_step {
	enum tape_kind kind;
	int file;
	int64_t offset; /* of a truncate the size */
	struct buf bytes;
};

/* { 0 } is an empty one. */
struct disk_tape {
	char names[TAPE_FILES_MAX][64];
	int n_files;
	struct tape_step *steps;
	size_t n, room;
};

void tape_fini(struct disk_tape *);
/* The number of the file of this name, new or known; -1: there are too many. */
int tape_file(struct disk_tape *, const char *name);
void tape_put(
    struct disk_tape *, enum tape_kind, int file, int64_t offset, struct slice);
/* The first steps of another one. */
void tape_copy(struct disk_tape *, const struct disk_tape *from, size_t steps);

/* The files after some steps: what is safe, and which steps are not. */
struct platter {
	const struct disk_tape *tape; /* borrowed */
	size_t at;		      /* steps that were taken */
	struct buf safe[TAPE_FILES_MAX];
	size_t *pending;
	size_t n_pending, room;
};

void platter_init(struct platter *, const struct disk_tape *);
void platter_fini(struct platter *);
/* On to this step, which is no earlier one. */
void platter_advance(struct platter *, size_t step);
/* Into so many units falls what is pending; each may be lost by itself. */
size_t platter_units(const struct platter *);
/* Which step a unit belongs to. */
size_t platter_step_of(const struct platter *, size_t unit);

typedef bool platter_keeps(void *ctx, size_t unit);
/* Make the files in a directory as a cut leaves them that keeps these units;
 * NULL: as a kill leaves them, all that was written. */
void platter_make(
    const struct platter *, const char *directory, platter_keeps *, void *ctx);
/* The same as the beginning of a tape, where all of it is safe. */
void platter_tape(
    const struct platter *, struct disk_tape *, platter_keeps *, void *ctx);

#endif
