#include "unattended.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "support/program.h"
#include "test.h"

#define SUMMARY_MAX (1 << 20)

/* ROOT/C-1.code and the like. */
static void
write_own_file(char path[SERVER_PATH_MAX], const struct centre *c, size_t n,
    const char *kind, const char *text)
{
	char name[32];

	snprintf(name, sizeof(name), "%s.%s", c->tickets[n].number, kind);
	server_write_file(&c->server, name, text);
	server_path(path, &c->server, name);
}

void
unattended_start(struct unattended *u, const struct centre *c, size_t n,
    const char *answers)
{
	char code_path[SERVER_PATH_MAX], answers_path[SERVER_PATH_MAX];
	char state[SERVER_PATH_MAX];

	write_own_file(code_path, c, n, "code", c->tickets[n].code);
	write_own_file(answers_path, c, n, "answers", answers);
	server_path(state, &c->server, "unsaved");
	u->out = memfd_create("summary", MFD_CLOEXEC);
	assert_true(u->out >= 0);
	u->pid = program_start(ARGV(EXAM, "--server", c->server.candidates,
	    "--ca", c->server.ca, "--candidate", c->tickets[n].number,
	    "--code-file", code_path, "--state", state, "--answers",
	    answers_path, "--json"), u->out, -1);
}

json_t *
unattended_end(struct unattended *u, int status)
{
	struct buf b = { 0 };
	json_t *json;

	assert_int_equal(program_wait(u->pid), status);
	assert_int_equal(file_read_fd(&b, u->out, SUMMARY_MAX), ERR_OK);
	close(u->out);
	json = json_loadb(b.at, b.len, 0, NULL);
	assert_non_null(json);
	buf_fini(&b);
	return json;
}
