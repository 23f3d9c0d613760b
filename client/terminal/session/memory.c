#include "terminal/session/memory.h"

#include <stdio.h>

#include "terminal/session/json.h"
#include "terminal/session/state_file.h"

static void
forget_token(struct memory *m)
{
	if (m->token != NULL)
		explicit_bzero(m->token, strlen(m->token));
	free(m->token);
	m->token = NULL;
}

void
memory_fini(struct memory *m)
{
	forget_token(m);
	buf_fini(&m->path);
	free(m->directory);
	*m = (struct memory){ 0 };
}

/* Each on its own: what is not there or not ours is not remembered. */
static void
take(struct memory *m, const json_t *json)
{
	const char *token = json_text(json, "token");

	if (*token != '\0')
		m->token = alloc_text(token);
	m->attempt = json_number(json, "attempt");
	m->read = json_number(json, "read");
}

void
memory_recall(struct memory *m, const char *directory, const char *server,
    const char *candidate)
{
	json_t *json;
	FILE *f;

	memory_fini(m);
	m->directory = alloc_text(directory);
	state_file_path(&m->path, directory, server, candidate, "_device.json");
	f = fopen(m->path.at, "re");
	if (f == NULL)
		return;
	json = json_loadf(f, JSON_REJECT_DUPLICATES, NULL);
	fclose(f);
	take(m, json);
	json_decref(json);
}

static json_t *
memory_json(const struct memory *m)
{
	return alloc_checked(json_pack("{s:s*,s:I,s:I}", "token",
	    m->no_token ? NULL : m->token, "attempt", (json_int_t)m->attempt,
	    "read", (json_int_t)m->read));
}

static void
keep(struct memory *m)
{
	json_t *json;
	char *text;

	if (m->path.len == 0)
		return;
	if ((m->token == NULL || m->no_token) && m->read == 0) {
		m->kept = state_file_remove(m->path.at) == ERR_OK;
		return;
	}
	json = memory_json(m);
	text = alloc_checked(json_dumps(json, JSON_COMPACT));
	m->kept = state_file_prepare(m->directory) == ERR_OK &&
		  state_file_replace(m->path.at, text) == ERR_OK;
	explicit_bzero(text, strlen(text));
	free(text);
	json_decref(json);
}

void
memory_set_token(struct memory *m, const char *token)
{
	char *kept = token == NULL ? NULL : alloc_text(token);

	forget_token(m);
	m->token = kept;
	keep(m);
}

void
memory_set_over(struct memory *m, bool over)
{
	if (m->no_token == over)
		return;
	m->no_token = over;
	keep(m);
}

void
memory_set_attempt(struct memory *m, int64_t attempt)
{
	if (m->attempt == attempt)
		return;
	m->attempt = attempt;
	m->read = 0;
	keep(m);
}

void
memory_set_read(struct memory *m, int64_t message)
{
	if (message <= m->read)
		return;
	m->read = message;
	keep(m);
}
