/* A new data directory, made without a server. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "exam/limits.h"
#include "examctl/commands.h"
#include "examctl/data_directory.h"
#include "examctl/files.h"
#include "examctl/keys.h"
#include "examctl/say.h"

#define CANDIDATES_LISTEN "127.0.0.1:8443"
#define STAFF_LISTEN "127.0.0.1:8444"

static void
put_configuration(struct buf *out, const char *candidates, const char *staff)
{
	buf_printf(out,
	    "# examd.conf(5).  Paths are relative to this file.\n"
	    "data-directory .\n"
	    "candidates-listen %s\n"
	    "staff-listen %s\n"
	    "certificate keys/cert.pem\n"
	    "certificate-key keys/key.pem\n",
	    candidates, staff);
}

/* Words of one line without what the configuration would read otherwise. */
static bool
is_address(const char *text)
{
	return *text != '\0' && strpbrk(text, " \t\r\n#\"'\\") == NULL &&
	    strrchr(text, ':') != NULL;
}

enum err
data_directory_make(const char *path, const struct data_directory_options *o,
    struct diag *d)
{
	const char *candidates =
	    o->candidates != NULL ? o->candidates : CANDIDATES_LISTEN;
	const char *staff = o->staff != NULL ? o->staff : STAFF_LISTEN;
	struct buf configuration = { 0 };
	char keys[PATH_MAX - 64], conf[PATH_MAX];
	enum err e;

	if (!is_address(candidates) || !is_address(staff)) {
		diag_add(d, 0, "",
		    "an address to listen on is written ADDRESS:PORT");
		return ERR_INVALID;
	}
	if ((size_t)snprintf(keys, sizeof(keys), "%s/keys", path) >=
	    sizeof(keys)) {
		diag_add(d, 0, "", "the path is too long");
		return ERR_INVALID;
	}
	snprintf(conf, sizeof(conf), "%s/examd.conf", path);
	e = files_make_directory(path, d);
	if (e == ERR_OK)
		e = files_make_directory(keys, d);
	if (e == ERR_OK)
		e = keys_make(keys, o->names, o->now, d);
	put_configuration(&configuration, candidates, staff);
	if (e == ERR_OK)
		e = files_write_new(conf, 0600, buf_slice(&configuration), d);
	if (e == ERR_OK)
		e = files_sync_directory(path, d);
	buf_fini(&configuration);
	return e;
}

static void
say_next(const char *directory)
{
	say("%s is made: examd.conf, and under keys/ the pepper, a "
	    "certificate of\n%d days and the authority that signed it, whose "
	    "own key is forgotten.\n\n"
	    "Next:\n"
	    "  examd -c %s/examd.conf\n"
	    "  export EXAMD_DATA=%s\n"
	    "  examctl staff add NAME examiner registrar proctor\n"
	    "  examctl bank load FILE\n"
	    "Candidates trust %s/keys/ca.pem (exam --ca).  To serve other "
	    "machines, set\nthe addresses in examd.conf and a certificate for "
	    "your host's name.\n"
	    "Keep a copy of keys/pepper: without it no access code works.\n",
	    directory, CERTIFICATE_DAYS, directory, directory, directory);
}

enum outcome
run_init(struct call *call)
{
	struct data_directory_options options = {
		.names = call->options[OPTION_NAMES],
		.candidates = call->options[OPTION_CANDIDATES],
		.staff = call->options[OPTION_STAFF],
		.now = clock_wall(),
	};
	struct diag d = { .path = "examctl" };
	enum err e = data_directory_make(call->arguments[0], &options, &d);

	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	if (e != ERR_OK)
		return e == ERR_INVALID ? MISUSED : REFUSED;
	say_next(call->arguments[0]);
	return DONE;
}
