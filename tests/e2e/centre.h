/*
 * centre: an examd with sittings that are open now, and tickets for them.
 *
 * centre_init() makes one sitting, "room", with a seat for each candidate C-1,
 * C-2, ...: its bank and programme are hand.bank.json and hand.programme.json.
 * The upgrade has 20 minutes for each section, the full exam 40 for the whole.
 * Nobody has to be checked in, a second device takes over at once, and results
 * are told at once.  The account ben, who confirms banks, has every role.
 */
#ifndef E2E_CENTRE_H
#define E2E_CENTRE_H

#include "exam/routes.h"
#include "support/server.h"
#include "wire/wire.h"

#define CENTRE_SEATS_MAX 32

struct ticket {
	char number[8], code[16];
	int attempt;
};

struct centre {
	struct server server;
	struct wire_server *candidates, *staff, *office; /* for wires */
	struct wire *desk; /* the administration socket */
	struct ticket tickets[CENTRE_SEATS_MAX];
	size_t n;
};

/* An examd with the account ben, and nothing else. */
void centre_open(struct centre *);
/* With every role. */
void centre_add_account(struct centre *, const char *name);
/* At the port of staff; the wire is the caller's. */
struct wire *centre_sign_in(struct centre *, const char *name);
/* name: the bank's, as in "hand@1", of files in the source tree. */
void centre_add_programme(struct centre *, const char *name, const char *bank,
    const char *programme);
/* As in a schedule, without zone and window; taken. */
void centre_add_sitting(struct centre *, json_t *sitting);
/* Their tickets follow those that are there. */
void centre_add_candidates(struct centre *, const char *sitting,
    const char *csv);

/* One letter for each candidate's route: u or f. */
void centre_init(struct centre *, const char *routes);
void centre_fini(struct centre *);
/* From now on this server, at the same addresses, is the centre's. */
void centre_move(struct centre *, const struct server *);

/* Asks and wants this status; the reply's JSON is the caller's, body is taken
 * and may be NULL. */
json_t *ask(struct wire *, enum http_method, const char *path, json_t *body,
    int status);
/* What the staff knows of an attempt, with its events. */
json_t *centre_timeline(struct centre *, int attempt);
/* An act with a reason, as in "extend" with "minutes" in more (or NULL). */
void centre_act(struct centre *, int attempt, const char *act, json_t *more);

/* examctl on the administration socket; its output is the caller's. */
char *centre_ctl(struct centre *, int status, const char *const argv[]);

/* Members of objects that must be there. */
int64_t number_in(const json_t *, const char *name);
const char *text_in(const json_t *, const char *name);

#endif
