/* The library of slow_disk.h. */
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "support/slow_disk.h"

static struct slow_disk *disk; /* NULL: not for us */

__attribute__((constructor)) static void
find_disk(void)
{
	const char *path = getenv(SLOW_DISK_VARIABLE);
	int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at;

	if (fd < 0)
		return;
	at = mmap(
	    NULL, sizeof(*disk), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at != MAP_FAILED)
		disk = at;
	close(fd);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* The delay may change while it lasts. */
static void
spend_delay(void)
{
	int64_t began = now_ms(), left;
	struct timespec t;
	uint32_t delay;

	if (disk == NULL)
		return;
	atomic_fetch_add(&disk->begun, 1);
	syscall(SYS_futex, &disk->begun, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
	for (;;) {
		delay = atomic_load(&disk->delay_ms);
		left = began + (int64_t)delay - now_ms();
		if (left <= 0)
			return;
		t.tv_sec = left / 1000;
		t.tv_nsec = left % 1000 * 1000000;
		syscall(
		    SYS_futex, &disk->delay_ms, FUTEX_WAIT, delay, &t, NULL, 0);
	}
}

int
fsync(int fd)
{
	spend_delay();
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	spend_delay();
	return (int)syscall(SYS_fdatasync, fd);
}
