#include "support/faulty_calls.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static struct {
	struct call_fault fault;
	bool armed, struck, paused;
	uint64_t counts[N_CALLS];
} order;

/* Must this call fail? */
static bool
fails(enum call call)
{
	uint64_t n;

	if (order.paused)
		return false;
	n = ++order.counts[call];
	if (!order.armed || order.fault.call != call)
		return false;
	if (n != order.fault.nth && !(order.struck && order.fault.lasting))
		return false;
	order.struck = true;
	return true;
}

static int
failure(void)
{
	errno = order.fault.error;
	return -1;
}

/* ---- as SQLite calls them ---- */

typedef int open_call(const char *, int, int);
typedef ssize_t write_call(int, const void *, size_t);
typedef ssize_t pwrite_call(int, const void *, size_t, off_t);
typedef int truncate_call(int, off_t);

static open_call *real_open;
static write_call *real_write;
static pwrite_call *real_pwrite;
static truncate_call *real_truncate;

static int
open_file(const char *path, int flags, int mode)
{
	return fails(CALL_OPEN) ? failure() : real_open(path, flags, mode);
}

/* A write that fails may have written some of it. */
static ssize_t
write_half(int fd, const void *bytes, size_t n, off_t offset)
{
	ssize_t done = real_pwrite(fd, bytes, n / 2, offset);

	return order.fault.error == 0 ? done : failure();
}

static ssize_t
pwrite_file(int fd, const void *bytes, size_t n, off_t offset)
{
	if (fails(CALL_WRITE))
		return write_half(fd, bytes, n, offset);
	return real_pwrite(fd, bytes, n, offset);
}

static ssize_t
write_file(int fd, const void *bytes, size_t n)
{
	ssize_t done;

	if (!fails(CALL_WRITE))
		return real_write(fd, bytes, n);
	done = real_write(fd, bytes, n / 2);
	return order.fault.error == 0 ? done : failure();
}

static int
truncate_file(int fd, off_t size)
{
	return fails(CALL_TRUNCATE) ? failure() : real_truncate(fd, size);
}

static bool
is_directory(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Takes the place of the C library's, for every library of the process. */
int
fdatasync(int fd)
{
	if (is_directory(fd))
		return (int)syscall(SYS_fdatasync, fd);
	return fails(CALL_SYNC) ? failure() : (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	return fails(CALL_SYNC) ? failure() : (int)syscall(SYS_fsync, fd);
}

/* ---- orders ---- */

/* SQLite has one way to write, by how it was built. */
void
calls_install(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");

	real_open = (open_call *)vfs->xGetSystemCall(vfs, "open");
	real_write = (write_call *)vfs->xGetSystemCall(vfs, "write");
	real_pwrite = pwrite;
	real_truncate = (truncate_call *)vfs->xGetSystemCall(vfs, "ftruncate");
	vfs->xSetSystemCall(vfs, "open", (sqlite3_syscall_ptr)open_file);
	vfs->xSetSystemCall(vfs, "write", (sqlite3_syscall_ptr)write_file);
	vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)pwrite_file);
	vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)pwrite_file);
	vfs->xSetSystemCall(
	    vfs, "ftruncate", (sqlite3_syscall_ptr)truncate_file);
}

void
calls_remove(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");

	vfs->xSetSystemCall(vfs, NULL, NULL);
	calls_disarm();
}

void
calls_arm(const struct call_fault *fault)
{
	calls_disarm();
	order.fault = *fault;
	order.armed = true;
}

void
calls_disarm(void)
{
	memset(&order, 0, sizeof(order));
}

void
calls_pause(bool paused)
{
	order.paused = paused;
}

bool
calls_struck(void)
{
	return order.struck;
}

uint64_t
calls_count(enum call call)
{
	return order.counts[call];
}
