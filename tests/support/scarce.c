#include "support/scarce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct scarcity *
scarcity_new(void)
{
	int fd = memfd_create("scarcity", MFD_CLOEXEC);
	void *at = MAP_FAILED;
	char path[64];

	if (fd >= 0 && ftruncate(fd, sizeof(struct scarcity)) == 0)
		at = mmap(NULL, sizeof(struct scarcity), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (at == MAP_FAILED) {
		perror("no shared memory");
		exit(EXIT_FAILURE);
	}
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)getpid(), fd);
	setenv(SCARCE_VARIABLE, path, 1);
	return at;
}

void
scarcity_begin(struct scarcity *s, const char *role, uint64_t nth, bool lasting)
{
	snprintf(s->role, sizeof(s->role), "%s", role);
	s->asked = s->struck = 0;
	s->lasting = lasting;
	s->fail_at = nth;
	setenv("LD_PRELOAD", SCARCE_LIBRARY, 1);
	/* Sanitizers want to be first, and to know better than NULL. */
	setenv("ASAN_OPTIONS",
	    "verify_asan_link_order=0:allocator_may_return_null=1", 1);
}

void
scarcity_end(struct scarcity *s)
{
	s->fail_at = 0;
	unsetenv("LD_PRELOAD");
	unsetenv("ASAN_OPTIONS");
}
