#include "support/slow_disk.h"

#include <limits.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct slow_disk *
slow_disk_begin(void)
{
	int fd = memfd_create("slow-disk", MFD_CLOEXEC);
	void *at = MAP_FAILED;
	char path[64];

	if (fd >= 0 && ftruncate(fd, sizeof(struct slow_disk)) == 0)
		at = mmap(NULL, sizeof(struct slow_disk),
		    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED) {
		perror("no shared memory");
		exit(EXIT_FAILURE);
	}
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)getpid(), fd);
	setenv(SLOW_DISK_VARIABLE, path, 1);
	setenv("LD_PRELOAD", SLOW_DISK_LIBRARY, 1);
	/* Sanitizers want to be first. */
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
	return at;
}

void
slow_disk_end(void)
{
	unsetenv("LD_PRELOAD");
	unsetenv("ASAN_OPTIONS");
	unsetenv(SLOW_DISK_VARIABLE);
}

void
slow_disk_set(struct slow_disk *d, uint32_t delay_ms)
{
	atomic_store(&d->delay_ms, delay_ms);
	syscall(SYS_futex, &d->delay_ms, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void
slow_disk_await(struct slow_disk *d, uint32_t syncs)
{
	uint32_t first = atomic_load(&d->begun), now = first;

	while (now - first < syncs) {
		syscall(SYS_futex, &d->begun, FUTEX_WAIT, now, NULL, NULL, 0);
		now = atomic_load(&d->begun);
	}
}
