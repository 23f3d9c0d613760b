/*
 * slow_sync: a slower disk, for any program.
 *
 *	LD_PRELOAD=build/release/lib/slow_sync.so SLOW_SYNC_MS=5 examd ...
 *
 * Every fsync and fdatasync takes so much longer, in the calling thread, as if
 * the disk did; decimals are allowed.  What it reports and makes durable is the
 * kernel's.
 */
#include <math.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct timespec delay;

__attribute__((constructor)) static void
read_delay(void)
{
	const char *text = getenv("SLOW_SYNC_MS");
	double ms = text != NULL ? strtod(text, NULL) : 0;

	if (!isfinite(ms) || ms <= 0)
		return;
	delay.tv_sec = (time_t)(ms / 1000);
	delay.tv_nsec = (long)((ms - 1000.0 * (double)delay.tv_sec) * 1e6);
}

static int
slowly(long call, int fd)
{
	struct timespec left = delay;

	while ((left.tv_sec > 0 || left.tv_nsec > 0) &&
	       nanosleep(&left, &left) != 0)
		;
	return (int)syscall(call, fd);
}

int
fsync(int fd)
{
	return slowly(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return slowly(SYS_fdatasync, fd);
}
