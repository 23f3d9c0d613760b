/*
 * faulty_vfs: the operating system's files as SQLite sees them, failing to
 * order, and remembering what was written and synced, so that a test can make
 * the directory a power cut would have left.
 *
 * It offers no shared memory: WAL works on it in exclusive mode only.
 */
#ifndef FAULTY_VFS_H
#define FAULTY_VFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk_tape;

enum fault {
	FAULT_READ,
	FAULT_WRITE, /* half of it is written before it fails */
	FAULT_SYNC,
	FAULT_TRUNCATE,
	FAULT_DELETE,
	N_FAULTS
};

#define FAULT_DIE (-1) /* for rc: the process ends there, as by kill -9 */

/* Be the default VFS from now on, or no longer. */
void faulty_install(void);
void faulty_remove(void);

/* The nth call of that kind from now on (1: the next) gives rc, and so does
 * every later one if lasting. */
void faulty_arm(enum fault, int nth, int rc, bool lasting);
void faulty_disarm(void);
bool faulty_struck(void); /* has it happened since arming? */

/* While there is a file of this name, no file grows: SQLITE_FULL.  NULL: the
 * disk has room. */
void faulty_full_while(const char *path);

/* Remember every write, sync and truncate, beginning with the files open. */
void faulty_record(void);
void faulty_forget(void);
/* How many steps so far; each is a moment for the power to fail. */
size_t faulty_steps(void);
/* The same onto a tape of the caller's.  On one that is not empty it goes on
 * with the files that the tape ends with.  NULL: no more. */
void faulty_record_on(struct disk_tape *);

enum cut {
	CUT_KEEPS_ALL,	  /* everything written had reached the disk */
	CUT_KEEPS_SYNCED, /* nothing that was not synced */
	CUT_KEEPS_SOME	  /* every other sector since the sync, out of order */
};
/* Make in the directory the files as the power left them after that step.
 * Ends the recording. */
void faulty_cut(const char *directory, size_t step, enum cut);

#endif
