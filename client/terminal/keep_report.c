#include "terminal/keep_report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "report/report.h"

static void
write_report(struct buf *b, const struct report *r, const char *path)
{
	const char *ending = strrchr(path, '.');

	if (ending != NULL && strcmp(ending, ".html") == 0)
		report_html(b, r);
	else
		report_text(b, r);
}

static bool
save(const char *path, struct slice bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool kept;

	if (fd < 0) {
		fprintf(stderr, "exam: the report is not kept: %s: %s\n", path,
		    strerror(errno));
		return false;
	}
	kept = file_write_fd(fd, bytes) == ERR_OK && fsync(fd) == 0;
	close(fd);
	if (!kept)
		fprintf(stderr, "exam: the report is not kept whole: %s\n",
		    path);
	return kept;
}

bool
keep_report(const char *path, const json_t *result)
{
	struct report report;
	struct buf b = { 0 };
	bool kept = false;

	if (result == NULL) {
		printf("No result was seen, so there is no report in %s.\n",
		    path);
		return false;
	}
	if (report_make(&report, result) == ERR_OK) {
		write_report(&b, &report, path);
		kept = save(path, buf_slice(&b));
	} else {
		fprintf(stderr, "exam: the server's result cannot be read\n");
	}
	if (kept)
		printf("Your score report is in %s.\n", path);
	report_fini(&report);
	buf_fini(&b);
	return kept;
}
