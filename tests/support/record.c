#include "support/record.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exam/alloc.h"

#define SHAPES (1u << 16) /* a table of so many; more than a test has */
#define PATH_LEN 1024

static int file = -1;
static uint64_t shapes[SHAPES];

void
record_begin(const char *name)
{
	const char *folder = getenv("EXAMD_RECORD");
	char path[PATH_LEN];

	if (folder == NULL || file >= 0)
		return;
	snprintf(path, sizeof(path), "%s/%s.jsonl", folder, name);
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return;
	file = open(
	    path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
}

bool
record_is_on(void)
{
	return file >= 0;
}

/* FNV-1a (Fowler, Noll, Vo) over what is neither number nor hex. */
static uint64_t
shape_of(const char *line)
{
	uint64_t h = 14695981039346656037u;

	for (; *line != '\0'; line++)
		if (strchr("0123456789abcdef", *line) == NULL)
			h = (h ^ (unsigned char)*line) * 1099511628211u;
	return h | 1;
}

static bool
is_new(const char *line)
{
	uint64_t shape = shape_of(line);
	size_t at = shape % SHAPES, n;

	for (n = 0; n < SHAPES && shapes[at] != 0; n++) {
		if (shapes[at] == shape)
			return false;
		at = (at + 1) % SHAPES;
	}
	shapes[at] = shape;
	return true;
}

/* One write, so that lines of several processes do not mix. */
static void
put(json_t *line)
{
	char *text = alloc_checked(json_dumps(line, JSON_COMPACT)), *whole;
	int len;

	json_decref(line);
	if (is_new(text)) {
		len = asprintf(&whole, "%s\n", text);
		if (len < 0 || write(file, whole, (size_t)len) != len)
			abort();
		free(whole);
	}
	free(text);
}

static const char *const ports[N_PORTS + 1] = { "candidate", "staff", NULL };

/* What is no text is not compared. */
static json_t *
text_or_null(struct slice s)
{
	json_t *text = json_stringn(s.at != NULL ? s.at : "", s.len);

	return text != NULL ? text : json_null();
}

void
record_exchange(const struct exchange *x)
{
	if (file >= 0)
		put(json_pack("{s:s?,s:s,s:s,s:o,s:i,s:s?,s:o}", "port",
		    ports[x->port], "method", method_name(x->method), "path",
		    x->path, "asked", text_or_null(x->asked), "status",
		    x->status, "type", x->type, "given",
		    text_or_null(x->given)));
}

void
record_events(enum port port, struct slice text)
{
	if (file >= 0)
		put(json_pack("{s:s,s:o}", "port", ports[port], "events",
		    text_or_null(text)));
}
