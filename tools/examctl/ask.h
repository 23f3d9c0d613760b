/*
 * ask: one request to the server, and its refusal told to the person.
 *
 * The first request connects: to the administration socket, or over TLS to
 * the staff port with the kept session (session.h) or a sign-in.  A request
 * whose reply is lost is sent again with the same Idempotency-Key, so that an
 * act is done once.
 */
#ifndef EXAMCTL_ASK_H
#define EXAMCTL_ASK_H

#include <jansson.h>

#include "exam/routes.h"
#include "examctl/command.h"

struct wire_reply;
struct wire_server;

struct ask {
	enum route route;
	const char *params[ROUTE_PARAMS_MAX]; /* as they are; encoded here */
	const char *query;	  /* encoded, or NULL */
	json_t *body;		  /* taken over; NULL: see raw */
	struct slice raw;	  /* body that is no JSON of ours */
	const char *content_type; /* of raw; NULL: JSON */
};

/*
 * DONE: *reply is the server's JSON, the caller's to json_decref().  REFUSED
 * and NO_CONNECTION have been explained on standard error.
 */
enum outcome ask(json_t **reply, struct call *, const struct ask *);
/* The same with the whole reply, for bodies that are not JSON. */
enum outcome ask_raw(struct wire_reply *, struct call *, const struct ask *);

/* For an event stream beside the requests: who serves, and the session. */
enum outcome ask_connect(struct call *, struct wire_server **,
    const char **token);
/* Path of a route with its parameters encoded; ends with a NUL. */
void ask_path(struct buf *, enum route,
    const char *const params[ROUTE_PARAMS_MAX], const char *query);

/* Sign in and keep the session for later calls; end it and forget it. */
enum outcome ask_login(struct call *);
enum outcome ask_logout(struct call *);

/* Ends a session that was made for this call alone. */
void ask_disconnect(struct call *);

#endif
