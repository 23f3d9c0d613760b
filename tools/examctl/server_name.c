#include "examctl/server_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examctl/files.h"

/* Every address of the machine is none that can be typed. */
static bool
is_reachable(const char *address)
{
	return strncmp(address, "0.0.0.0:", 8) != 0 &&
	       strncmp(address, "[::]:", 5) != 0;
}

/* Of the lines "candidates ADDRESS:PORT" and "staff ADDRESS:PORT". */
static char *
find_address(char *lines)
{
	static const char candidates[] = "candidates ";
	char *line;

	while ((line = strsep(&lines, "\n")) != NULL)
		if (strncmp(line, candidates, strlen(candidates)) == 0 &&
		    is_reachable(line + strlen(candidates)))
			return alloc_text(line + strlen(candidates));
	return NULL;
}

static char *
listed_name(const char *directory)
{
	struct diag ignored = { .path = "examctl" };
	struct buf path = { 0 }, lines = { 0 };
	char *name = NULL;

	buf_printf(&path, "%s/addresses", directory);
	buf_put_u8(&path, '\0');
	if (files_read(&lines, path.at, &ignored) == ERR_OK) {
		buf_put_u8(&lines, '\0');
		name = find_address(lines.at);
	}
	diag_fini(&ignored);
	buf_fini(&path);
	buf_fini(&lines);
	return name;
}

char *
server_name(const struct call *call)
{
	const char *name = call->options[OPTION_SERVER_NAME];
	const char *directory = call->options[OPTION_DATA];

	if (name != NULL)
		return alloc_text(name);
	if (directory == NULL)
		directory = getenv("EXAMD_DATA");
	return directory != NULL && *directory != '\0' ? listed_name(directory)
						       : NULL;
}
