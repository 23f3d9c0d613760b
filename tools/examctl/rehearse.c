/* A sitting held in advance: examd plays it on a copy, people read here. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "examctl/ask.h"
#include "examctl/child.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/rehearse_say.h"
#include "examctl/say.h"
#include "examctl/session.h"

#define PATH_ROOM (PATH_MAX + 64)

/* Where things are. */
struct place {
	char data[PATH_MAX];	/* the running server's directory; "" */
	char backup[PATH_ROOM]; /* to play on a copy of */
	char config[PATH_ROOM]; /* of the server; "": not known */
	bool made;		/* the backup is ours, and removed again */
};

/* ---- where ---- */

/* The directory that the socket is in. */
static enum err
find_data(struct place *p, const struct call *call, struct diag *d)
{
	struct session s;
	enum err e = session_find(&s, call, d);
	char *slash, *whole;

	if (e == ERR_OK && strncmp(s.address, "unix:", 5) != 0) {
		diag_add(d, 0, "",
		    "a rehearsal runs on the server's machine: give --data "
		    "DIR, or --backup DIR for a backup of it");
		e = ERR_INVALID;
	}
	if (e == ERR_OK) {
		slash = strrchr(s.address, '/');
		if (slash != NULL)
			*slash = '\0';
		whole = realpath(slash != NULL ? s.address + 5 : ".", NULL);
		snprintf(p->data, sizeof(p->data), "%s",
		    whole != NULL ? whole : s.address + 5);
		free(whole);
	}
	session_fini(&s);
	return e;
}

static bool
take_config(struct place *p, const char *directory, const char *name)
{
	snprintf(p->config, sizeof(p->config), "%s%s", directory, name);
	if (access(p->config, R_OK) == 0)
		return true;
	p->config[0] = '\0';
	return false;
}

/* What was named, what stands in the data directory, or the system's. */
static void
find_config(struct place *p, const struct call *call)
{
	if (call_has(call, OPTION_CONFIG))
		snprintf(p->config, sizeof(p->config), "%s",
		    call->options[OPTION_CONFIG]);
	else if (p->data[0] != '\0' && !take_config(p, p->data, "/examd.conf"))
		(void)take_config(p, EXAM_CONFIG_PATH, "");
}

/* ---- the backup ---- */

static void
remove_backup(const struct place *p)
{
	static const char *const files[] = { "examd.db", "examd.conf",
		"keys/pepper", "keys/ca.pem", "keys/ca-key.pem",
		"keys/cert.pem", "keys/key.pem", "keys/evidence.pem",
		"keys/evidence.keys", "keys/high-water" };
	char path[PATH_ROOM + 32];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "%s/%s", p->backup, files[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/keys", p->backup);
	rmdir(path);
	if (rmdir(p->backup) != 0 && errno != ENOENT)
		complain("%s holds keys and answers and cannot be removed: "
			 "%s",
		    p->backup, strerror(errno));
}

/* Who may not write there could not take the backup away again. */
static enum outcome
make_backup(struct place *p, struct call *call)
{
	struct ask request = { .route = ROUTE_BACKUP };
	enum outcome outcome;
	json_t *reply;

	if (access(p->data, R_OK | W_OK | X_OK) != 0) {
		complain("%s: %s; run this as root or as the server's user",
		    p->data, strerror(errno));
		return REFUSED;
	}
	snprintf(p->backup, sizeof(p->backup), "%s/rehearsal-%ld", p->data,
	    (long)getpid());
	request.body = json_pack("{ss}", "directory", p->backup);
	outcome = ask(&reply, call, &request);
	p->made = true;
	if (outcome == DONE)
		json_decref(reply);
	return outcome;
}

static enum outcome
find_backup(struct place *p, struct call *call)
{
	struct diag d = { .path = "examctl" };
	enum err e;

	if (call_has(call, OPTION_BACKUP)) {
		snprintf(p->backup, sizeof(p->backup), "%s",
		    call->options[OPTION_BACKUP]);
		find_config(p, call);
		return DONE;
	}
	e = find_data(p, call, &d);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	if (e != ERR_OK)
		return MISUSED;
	find_config(p, call);
	return make_backup(p, call);
}

/* ---- the play ---- */

static enum outcome
say_report(const struct call *call, const struct buf *text, int status)
{
	json_t *report = json_loadb(text->at, text->len, 0, NULL);

	if (report == NULL) {
		if (status == -1)
			complain("examd ended in the middle of it");
		return REFUSED; /* it has said why */
	}
	if (call_has(call, OPTION_JSON))
		say_json(report);
	else
		rehearse_say(report);
	json_decref(report);
	return status == 0 ? DONE : REFUSED;
}

static enum outcome
play(const struct call *call, const struct place *p)
{
	const char *arguments[10];
	const struct child examd = { "examd", arguments, NULL };
	struct diag d = { .path = "examctl" };
	struct buf report = { 0 };
	enum outcome outcome = REFUSED;
	size_t n = 0;
	int status;

	arguments[n++] = "--rehearse";
	if (p->config[0] != '\0') {
		arguments[n++] = "-c";
		arguments[n++] = p->config;
	}
	if (call_has(call, OPTION_SEED)) {
		arguments[n++] = "--seed";
		arguments[n++] = call->options[OPTION_SEED];
	}
	if (call_has(call, OPTION_KEEP))
		arguments[n++] = "--keep";
	arguments[n++] = "--";
	arguments[n++] = p->backup;
	arguments[n++] = call->arguments[0];
	arguments[n] = NULL;
	if (child_run(&report, &status, &examd, &d) == ERR_OK)
		outcome = say_report(call, &report, status);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	buf_fini(&report);
	return outcome;
}

static bool
is_number(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text) &&
	       strlen(text) < 20;
}

enum outcome
run_rehearse(struct call *call)
{
	struct place p = { .made = false };
	enum outcome outcome;

	if (call_has(call, OPTION_SEED) &&
	    !is_number(call->options[OPTION_SEED])) {
		complain("--seed is a number of at most 19 digits");
		return MISUSED;
	}
	outcome = find_backup(&p, call);
	if (outcome == DONE)
		outcome = play(call, &p);
	if (p.made)
		remove_backup(&p);
	return outcome;
}
