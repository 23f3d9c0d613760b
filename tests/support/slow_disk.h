/*
 * slow_disk: programs that a test starts find that a sync takes long, as long
 * as the test says, also while it goes on.
 *
 * A library is loaded before theirs (LD_PRELOAD) whose fsync and fdatasync
 * wait; it and the test share this memory.
 */
#ifndef SUPPORT_SLOW_DISK_H
#define SUPPORT_SLOW_DISK_H

#include <stdatomic.h>
#include <stdint.h>

#define SLOW_DISK_VARIABLE "EXAM_SLOW_DISK"
#define SLOW_DISK_HANGS UINT32_MAX

struct slow_disk {
	_Atomic uint32_t delay_ms; /* of each sync; a futex */
	_Atomic uint32_t begun;	   /* syncs; a futex */
};

/* For what is started until slow_disk_end(). */
struct slow_disk *slow_disk_begin(void);
void slow_disk_end(void);

/* Also of the one that waits now. */
void slow_disk_set(struct slow_disk *, uint32_t delay_ms);
/* Until so many more have begun. */
void slow_disk_await(struct slow_disk *, uint32_t syncs);

#endif
