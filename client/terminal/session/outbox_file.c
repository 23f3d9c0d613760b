#include "terminal/session/outbox_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "terminal/session/state_file.h"

void
outbox_file_path(struct buf *b, const char *directory, const char *server,
    const char *candidate, int64_t attempt)
{
	char ending[32];

	snprintf(ending, sizeof(ending), "_%" PRId64 ".json", attempt);
	state_file_path(b, directory, server, candidate, ending);
}

enum err
outbox_file_save(const struct outbox *o, const char *path)
{
	json_t *json;
	char *text;
	enum err e;

	if (outbox_count(o) == 0)
		return state_file_remove(path);
	json = outbox_json(o);
	text = alloc_checked(json_dumps(json, JSON_COMPACT));
	e = state_file_replace(path, text);
	free(text);
	json_decref(json);
	return e;
}

static enum err
set_aside(const char *path)
{
	struct buf aside = { 0 };
	enum err e;

	buf_printf(&aside, "%s.damaged", path);
	buf_put_u8(&aside, '\0');
	e = rename(path, aside.at) == 0 ? ERR_SYNTAX : ERR_SYS;
	buf_fini(&aside);
	return e;
}

enum err
outbox_file_load(struct outbox *o, const char *path)
{
	FILE *f = fopen(path, "re");
	json_t *json;
	enum err e;

	if (f == NULL)
		return errno == ENOENT ? ERR_OK : ERR_SYS;
	json = json_loadf(f, JSON_REJECT_DUPLICATES, NULL);
	fclose(f);
	e = json == NULL ? ERR_SYNTAX : outbox_read(o, json);
	json_decref(json);
	return e == ERR_OK ? ERR_OK : set_aside(path);
}
