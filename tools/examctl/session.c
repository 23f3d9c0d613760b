#include "examctl/session.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exam/limits.h"
#include "examctl/files.h"
#include "examctl/member.h"
#include "examctl/prompt.h"
#include "examctl/say.h"

static char *
joined(const char *a, const char *b)
{
	struct buf text = { 0 };

	buf_printf(&text, "%s%s", a, b);
	buf_put_u8(&text, '\0');
	return text.at;
}

static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

static const char *
first_of(const char *option, const char *variable)
{
	return option != NULL ? option : environment(variable);
}

static char *
copy_or_null(const char *text)
{
	return text != NULL && *text != '\0' ? alloc_text(text) : NULL;
}

/* $XDG_STATE_HOME/examctl, by the XDG Base Directory Specification. */
static char *
state_directory(void)
{
	const char *state = environment("XDG_STATE_HOME");
	const char *home = environment("HOME");

	if (state != NULL)
		return joined(state, "/examctl");
	return joined(home != NULL ? home : "/root", "/.local/state/examctl");
}

static char *
session_path(void)
{
	char *directory = state_directory();
	char *path = joined(directory, "/session");

	free(directory);
	return path;
}

static json_t *
kept_session(void)
{
	char *path = session_path();
	json_t *kept = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);

	free(path);
	return kept;
}

/* The kept session serves a call that names no other server or person. */
static bool
kept_fits(const json_t *kept, const char *server, const char *user)
{
	return json_is_object(kept) && *member_text(kept, "token") != '\0' &&
	    (server == NULL ||
		strcmp(server, member_text(kept, "server")) == 0) &&
	    (user == NULL || strcmp(user, member_text(kept, "user")) == 0);
}

/* Of an option, its variable, or the kept session if there is a fitting one. */
static char *
setting(const char *option, const char *variable, const json_t *kept,
    const char *name)
{
	const char *given = first_of(option, variable);

	if (given == NULL && kept != NULL)
		given = member_text(kept, name);
	return copy_or_null(given);
}

/* Both given or both kept: half of each is no pair. */
static void
find_certificate(struct session *s, const char *const options[],
    const json_t *kept)
{
	s->certificate = copy_or_null(first_of(options[OPTION_CERTIFICATE],
	    "EXAMCTL_CERTIFICATE"));
	s->key = copy_or_null(first_of(options[OPTION_CERTIFICATE_KEY],
	    "EXAMCTL_CERTIFICATE_KEY"));
	if (s->certificate != NULL || s->key != NULL || kept == NULL)
		return;
	s->certificate = copy_or_null(member_text(kept, "certificate"));
	s->key = copy_or_null(member_text(kept, "certificate_key"));
}

static void
find_server(struct session *s, const struct call *call, const char *server)
{
	const char *const *options = call->options;
	json_t *whole = kept_session();
	const json_t *kept = kept_fits(whole, server,
				 first_of(options[OPTION_USER],
				     "EXAMCTL_USER")) ? whole : NULL;

	if (server == NULL && kept != NULL)
		server = member_text(kept, "server");
	s->address = copy_or_null(server);
	s->user = setting(options[OPTION_USER], "EXAMCTL_USER", kept, "user");
	s->ca = setting(options[OPTION_CA], "EXAMCTL_CA", kept, "ca");
	find_certificate(s, options, kept);
	if (kept != NULL)
		s->token = alloc_text(member_text(kept, "token"));
	json_decref(whole);
}

static enum err
check_options(const struct call *call, struct diag *d)
{
	bool local = call_has(call, OPTION_SOCKET) ||
	    call_has(call, OPTION_DATA);
	bool remote = call_has(call, OPTION_SERVER) ||
	    call_has(call, OPTION_USER) || call_has(call, OPTION_CA) ||
	    call_has(call, OPTION_CERTIFICATE) ||
	    call_has(call, OPTION_CERTIFICATE_KEY);

	if (local && remote) {
		diag_add(d, 0, "",
		    "--data and --socket reach the server on this machine, "
		    "--server, --ca, --certificate and --user another: give "
		    "one kind");
		return ERR_INVALID;
	}
	return ERR_OK;
}

enum err
session_find(struct session *s, const struct call *call, struct diag *d)
{
	const char *server = call->options[OPTION_SERVER];
	const char *data = call->options[OPTION_DATA];
	const char *socket = call->options[OPTION_SOCKET];
	enum err e = check_options(call, d);

	*s = (struct session){ 0 };
	if (e != ERR_OK)
		return e;
	if (server == NULL && socket == NULL && data == NULL) {
		data = environment("EXAMD_DATA");
		if (data == NULL)
			server = environment("EXAMCTL_SERVER");
	}
	if (socket != NULL)
		s->address = joined("unix:", socket);
	else if (data != NULL && server == NULL) {
		char *at = joined(data, "/admin.sock");

		s->address = joined("unix:", at);
		free(at);
	} else
		find_server(s, call, server);
	if (s->address == NULL) {
		diag_add(d, 0, "",
		    "which server? give --data DIR (or EXAMD_DATA) on its "
		    "machine, --server HOST:PORT from elsewhere");
		return ERR_INVALID;
	}
	if ((s->certificate == NULL) != (s->key == NULL)) {
		diag_add(d, 0, "",
		    "--certificate and --certificate-key belong together");
		return ERR_INVALID;
	}
	return ERR_OK;
}

void
session_fini(struct session *s)
{
	free(s->address);
	free(s->ca);
	free(s->certificate);
	free(s->key);
	free(s->user);
	if (s->token != NULL)
		explicit_bzero(s->token, strlen(s->token));
	free(s->token);
	*s = (struct session){ 0 };
}

/* Every missing directory of the path. */
static enum err
make_directories(char *path, struct diag *d)
{
	char *slash = path;

	do {
		slash = strchr(slash + 1, '/');
		if (slash != NULL)
			*slash = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST) {
			diag_add(d, 0, path, "cannot be created: %s",
			    strerror(errno));
			return ERR_SYS;
		}
		if (slash != NULL)
			*slash = '/';
	} while (slash != NULL);
	return ERR_OK;
}

/* Later calls may be made from another directory. */
static void
keep_path(json_t *kept, const char *name, const char *path)
{
	char *absolute = path != NULL ? realpath(path, NULL) : NULL;

	if (absolute != NULL)
		json_object_set_new(kept, name, json_string(absolute));
	free(absolute);
}

enum err
session_keep(const struct session *s, struct diag *d)
{
	char *directory = state_directory(), *path = session_path();
	enum err e = make_directories(directory, d);
	json_t *kept;
	char *text;

	kept = json_pack("{ssssss}", "server", s->address, "user", s->user,
	    "token", s->token);
	keep_path(kept, "ca", s->ca);
	keep_path(kept, "certificate", s->certificate);
	keep_path(kept, "certificate_key", s->key);
	text = alloc_checked(json_dumps(kept, JSON_COMPACT));
	if (e == ERR_OK)
		e = files_replace_private(path, slice_of(text), d);
	explicit_bzero(text, strlen(text));
	free(text);
	json_decref(kept);
	free(path);
	free(directory);
	return e;
}

void
session_forget(void)
{
	char *path = session_path();

	(void)unlink(path);
	free(path);
}

enum err
password_from_file(struct buf *password, const char *path, struct diag *d)
{
	enum err e = files_read(password, path, d);
	size_t len = 0;

	if (e != ERR_OK)
		return e;
	while (len < password->len && password->at[len] != '\n' &&
	    password->at[len] != '\r')
		len++;
	password->len = len;
	buf_put_u8(password, '\0');
	return ERR_OK;
}

enum err
session_password(struct buf *password, const struct call *call,
    const char *user, struct diag *d)
{
	const char *file = call->options[OPTION_PASSWORD_FILE];
	const char *given = environment("EXAMCTL_PASSWORD");
	char question[NAME_MAX_LEN + 32];

	if (file != NULL)
		return password_from_file(password, file, d);
	if (given != NULL) {
		buf_put(password, given, strlen(given) + 1);
		return ERR_OK;
	}
	snprintf(question, sizeof(question), "Password of %s: ", user);
	if (prompt_can_ask() && prompt_secret(password, question))
		return ERR_OK;
	diag_add(d, 0, "",
	    "no password: give --password-file FILE or EXAMCTL_PASSWORD");
	return ERR_INVALID;
}
