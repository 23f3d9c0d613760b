/*
 * faulty_calls: SQLite's calls of the operating system fail to order, with the
 * errno that a disk or a file system gives: open, write and truncate as SQLite
 * makes them, fsync and fdatasync as anybody in the process does; but not the
 * fdatasync of a directory, whose outcome SQLite does not ask for.
 */
#ifndef FAULTY_CALLS_H
#define FAULTY_CALLS_H

#include <stdbool.h>
#include <stdint.h>

enum call { CALL_OPEN, CALL_WRITE, CALL_SYNC, CALL_TRUNCATE, N_CALLS };

struct call_fault {
	enum call call;
	uint64_t nth; /* from now on; 1: the next */
	int error;    /* errno; 0: half of it is written, of a write alone */
	bool lasting; /* and so does every later one */
};

void calls_install(void);
void calls_remove(void);

void calls_arm(const struct call_fault *);
void calls_disarm(void);
/* While paused all goes well and nothing is counted. */
void calls_pause(bool);
bool calls_struck(void);	 /* has it happened since arming? */
uint64_t calls_count(enum call); /* since arming or disarming */

#endif
