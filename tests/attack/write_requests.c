/* write_requests DIR: each case of the table as a file, for fuzzers to start
 * with. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "http_requests.h"

#define PATH_ROOM 4096

static bool
write_case(const char *folder, size_t i, struct slice bytes)
{
	char path[PATH_ROOM];
	bool written;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%03zu", folder, i);
	if ((f = fopen(path, "w")) == NULL)
		return false;
	written = fwrite(bytes.at, 1, bytes.len, f) == bytes.len;
	return fclose(f) == 0 && written;
}

int
main(int argc, char *argv[])
{
	const struct request_case *c;
	size_t i;

	if (argc != 2) {
		fputs("usage: write_requests DIR\n", stderr);
		return 2;
	}
	if (mkdir(argv[1], 0777) != 0 && errno != EEXIST) {
		perror(argv[1]);
		return EXIT_FAILURE;
	}
	for (i = 0; (c = request_case(i)) != NULL; i++)
		if (!write_case(argv[1], i, c->bytes)) {
			perror(argv[1]);
			return EXIT_FAILURE;
		}
	return EXIT_SUCCESS;
}
