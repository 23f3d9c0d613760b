/* The library of scarce.h: malloc and its kin, counted. */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/scarce.h"

#define FRAMES_MAX 24

/* Whose memory it is: a sanitizer's, if one is there, or the C library's. */
void *__interceptor_malloc(size_t) __attribute__((weak));
void *__interceptor_calloc(size_t, size_t) __attribute__((weak));
void *__interceptor_realloc(void *, size_t) __attribute__((weak));
void *__interceptor_memalign(size_t, size_t) __attribute__((weak));
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static struct scarcity *scarcity; /* NULL: not for us */
static bool tells;		  /* where it struck, on standard error */
static _Thread_local bool telling;

static bool
is_for_us(const char *role)
{
	static const char *const roles[] = { "hall", "net", "helper" };
	char line[256] = "";
	const char *own = "";
	int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, line, sizeof(line) - 1);
	size_t i;

	close(fd);
	for (i = 0; i < sizeof(roles) / sizeof(*roles) && n > 0; i++)
		if (strcmp(line + strlen(line) + 1, roles[i]) == 0)
			own = roles[i];
	return strcmp(own, role) == 0;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv(SCARCE_VARIABLE);
	int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *frames[1], *at;

	if (fd < 0)
		return;
	at = mmap(
	    NULL, sizeof(*scarcity), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (at == MAP_FAILED || !is_for_us(((struct scarcity *)at)->role))
		return;
	tells = getenv("EXAM_TEST_SCARCITY_TELLS") != NULL;
	if (tells)
		(void)backtrace(frames, 1); /* it allocates the first time */
	scarcity = at;
}

static void
tell(void)
{
	void *frames[FRAMES_MAX];

	telling = true;
	backtrace_symbols_fd(
	    frames, backtrace(frames, FRAMES_MAX), STDERR_FILENO);
	telling = false;
}

static bool
is_scarce(void)
{
	uint64_t nth, fail_at;

	if (scarcity == NULL || telling)
		return false;
	nth = ++scarcity->asked;
	fail_at = scarcity->fail_at;
	if (fail_at == 0 ||
	    (scarcity->lasting ? nth < fail_at : nth != fail_at))
		return false;
	if (scarcity->struck++ == 0 && tells)
		tell();
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t n)
{
	if (is_scarce())
		return NULL;
	return __interceptor_malloc != NULL ? __interceptor_malloc(n)
					    : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	if (is_scarce())
		return NULL;
	return __interceptor_calloc != NULL ? __interceptor_calloc(n, size)
					    : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	if (is_scarce())
		return NULL;
	return __interceptor_realloc != NULL ? __interceptor_realloc(p, n)
					     : __libc_realloc(p, n);
}

void *
memalign(size_t align, size_t n)
{
	if (is_scarce())
		return NULL;
	return __interceptor_memalign != NULL ? __interceptor_memalign(align, n)
					      : __libc_memalign(align, n);
}

void *
aligned_alloc(size_t align, size_t n)
{
	return memalign(align, n);
}

int
posix_memalign(void **out, size_t align, size_t n)
{
	void *p = memalign(align, n);

	if (p == NULL)
		return ENOMEM;
	*out = p;
	return 0;
}
