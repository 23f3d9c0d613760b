#include "examctl/ask.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exam/limits.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/session.h"
#include "examctl/text.h"
#include "wire/problem.h"
#include "wire/wire.h"

struct connection {
	struct wire_server *server;
	struct wire *wire;
	struct session session;
	bool passing; /* the session was made for this call alone */
};

/* Does a refusal say more when its rule is named? */
static void
complain_problem(const struct wire_reply *reply)
{
	struct buf text = { 0 };
	const char *rule = problem_rule(reply->json);
	char *line, *rest;

	problem_reply_text(&text, reply);
	buf_put_u8(&text, '\0');
	rest = text.at;
	while ((line = strsep(&rest, "\n")) != NULL)
		complain("%s", line);
	if (*rule != '\0')
		complain("the rule: %s", rule);
	buf_fini(&text);
}

void
ask_path(struct buf *out, enum route route,
    const char *const params[ROUTE_PARAMS_MAX], const char *query)
{
	const char *at = route_facts[route].path;
	size_t n = 0;

	while (*at != '\0') {
		size_t plain = strcspn(at, "{");

		buf_put(out, at, plain);
		at += plain;
		if (*at == '{') {
			text_encode(out, params[n++]);
			at += strcspn(at, "}") + 1;
		}
	}
	if (query != NULL)
		buf_printf(out, "?%s", query);
	buf_put_u8(out, '\0');
}

/* Sends until there is a reply that is not "busy", ASK_TRIES times. */
static enum err
call_again(struct wire *wire, struct wire_reply *reply,
    const struct wire_request *request)
{
	enum err e = ERR_OK;
	int i;

	for (i = 0; i < ASK_TRIES; i++) {
		int pause = ASK_PAUSE_MS << i;

		e = wire_call(wire, reply, request);
		if (e == ERR_SYNTAX || (e == ERR_OK && reply->status != 503))
			return e;
		if (i + 1 == ASK_TRIES)
			break;
		if (e == ERR_OK) {
			if (reply->retry_after > 0)
				pause = 1000 * reply->retry_after;
			wire_reply_fini(reply);
		}
		(void)poll(NULL, 0, pause);
	}
	return e;
}

static bool
is_local(const struct session *s)
{
	return strncmp(s->address, "unix:", 5) == 0;
}

static void
complain_connection(const struct connection *c)
{
	const char *path = c->session.address + strlen("unix:");
	const char *name = is_local(&c->session) ? strrchr(path, '/') : NULL;

	if (name != NULL && access(path, F_OK) != 0 && errno == ENOENT)
		complain("no examd runs on %.*s, or that is no data directory",
		    (int)(name - path), path);
	else
		complain("%s", wire_why(c->wire));
	if (wire_lacks_certificate(c->wire))
		complain("give --certificate FILE and --certificate-key FILE");
}

static enum outcome
call_route(struct wire_reply *reply, struct connection *c,
    const struct ask *ask, struct slice body)
{
	struct wire_request request = { route_facts[ask->route].method, NULL,
		NULL, ask->content_type, body, WIRE_UPLOAD_MS };
	char key[WIRE_KEY_LEN + 1];
	struct buf path = { 0 };
	enum err e;

	ask_path(&path, ask->route, ask->params, ask->query);
	request.path = path.at;
	if (route_facts[ask->route].resend == RESEND_KEY) {
		wire_key(key);
		request.key = key;
	}
	e = call_again(c->wire, reply, &request);
	buf_fini(&path);
	if (e != ERR_OK) {
		complain_connection(c);
		c->passing = false; /* nobody is there to end it */
		return NO_CONNECTION;
	}
	if (wire_reply_good(reply))
		return DONE;
	complain_problem(reply);
	if (reply->status == 401 && c->session.token != NULL &&
	    ask->route != ROUTE_STAFF_SIGN_IN)
		complain("sign in: examctl login");
	wire_reply_fini(reply);
	return REFUSED;
}

static enum outcome
sign_in(struct call *call, struct connection *c, struct diag *d)
{
	struct ask ask = { .route = ROUTE_STAFF_SIGN_IN };
	struct wire_reply reply = { 0 };
	struct buf password = { 0 };
	enum outcome outcome = MISUSED;
	char *text;
	json_t *body;

	if (c->session.user == NULL) {
		diag_add(d, 0, "", "who asks? give --user NAME");
		return MISUSED;
	}
	if (session_password(&password, call, c->session.user, d) == ERR_OK) {
		body = json_pack("{ssss}", "name", c->session.user, "password",
		    password.at);
		text = alloc_checked(json_dumps(body, JSON_COMPACT));
		json_decref(body);
		explicit_bzero(password.at, password.len);
		outcome = call_route(&reply, c, &ask, slice_of(text));
		explicit_bzero(text, strlen(text));
		free(text);
	}
	if (outcome == DONE) {
		c->session.token = alloc_text(member_text(reply.json, "token"));
		c->passing = true;
	}
	wire_reply_fini(&reply);
	buf_fini(&password);
	return outcome;
}

static enum err
open_wire(struct connection *c, struct diag *d)
{
	const struct session *s = &c->session;
	char why[WIRE_WHY_MAX];
	enum err e = wire_server_new(&c->server, why, s->address, s->ca);

	if (e == ERR_OK && s->certificate != NULL)
		e = wire_server_present(c->server, why, s->certificate, s->key);
	if (e == ERR_OK)
		c->wire = wire_new(c->server);
	else
		diag_add(d, 0, "", "%s", why);
	return e;
}

/* anew: sign in even where a session is kept. */
static enum outcome
connect_server(struct call *call, struct connection *c, bool anew,
    struct diag *d)
{
	enum outcome outcome = DONE;

	if (session_find(&c->session, call, d) != ERR_OK)
		return MISUSED;
	if (anew) {
		free(c->session.token);
		c->session.token = NULL;
	}
	if (open_wire(c, d) != ERR_OK)
		return MISUSED;
	if (!is_local(&c->session) && c->session.token == NULL)
		outcome = sign_in(call, c, d);
	if (outcome == DONE)
		wire_set_token(c->wire, c->session.token);
	return outcome;
}

/* Is there a connection, or can there be one? */
static enum outcome
ready(struct call *call, bool anew)
{
	struct diag d = { .path = "examctl" };
	enum outcome outcome;

	if (call->connection != NULL)
		return DONE;
	call->connection = alloc_zero(1, sizeof(*call->connection));
	outcome = connect_server(call, call->connection, anew, &d);
	if (d.count > 0)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	if (outcome != DONE)
		ask_disconnect(call);
	return outcome;
}

/* Whether it arrives or not: a session that is left over ends by itself. */
static void
sign_out(struct connection *c)
{
	const struct route_facts *route = &route_facts[ROUTE_STAFF_SIGN_OUT];
	struct wire_request request = { .method = route->method,
		.path = route->path };
	struct wire_reply reply = { 0 };

	if (wire_call(c->wire, &reply, &request) == ERR_OK)
		wire_reply_fini(&reply);
}

void
ask_disconnect(struct call *call)
{
	struct connection *c = call->connection;

	if (c == NULL)
		return;
	if (c->passing)
		sign_out(c);
	wire_free(c->wire);
	wire_server_free(c->server);
	session_fini(&c->session);
	free(c);
	call->connection = NULL;
}

enum outcome
ask_raw(struct wire_reply *reply, struct call *call, const struct ask *ask)
{
	enum outcome outcome = ready(call, false);
	struct slice body = ask->raw;
	char *text = NULL;

	if (ask->body != NULL) {
		text = alloc_checked(json_dumps(ask->body, JSON_COMPACT));
		body = slice_of(text);
		json_decref(ask->body);
	}
	if (outcome == DONE)
		outcome = call_route(reply, call->connection, ask, body);
	free(text);
	return outcome;
}

enum outcome
ask(json_t **reply, struct call *call, const struct ask *ask)
{
	struct wire_reply whole = { 0 };
	enum outcome outcome = ask_raw(&whole, call, ask);

	if (outcome != DONE)
		return outcome;
	*reply = json_incref(whole.json);
	wire_reply_fini(&whole);
	if (*reply == NULL)
		*reply = json_object();
	return DONE;
}

enum outcome
ask_connect(struct call *call, struct wire_server **server,
    const char **token)
{
	enum outcome outcome = ready(call, false);

	if (outcome != DONE)
		return outcome;
	*server = call->connection->server;
	*token = call->connection->session.token;
	return DONE;
}

enum outcome
ask_login(struct call *call)
{
	struct diag d = { .path = "examctl" };
	enum outcome outcome = ready(call, true);
	const struct session *s;

	if (outcome != DONE)
		return outcome;
	s = &call->connection->session;
	if (is_local(s)) {
		complain("the administration socket needs no sign-in");
		return MISUSED;
	}
	if (session_keep(s, &d) != ERR_OK) {
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
		outcome = REFUSED;
	} else {
		call->connection->passing = false;
		say("signed in to %s as %s\n",
		    wire_server_name(call->connection->server), s->user);
	}
	diag_fini(&d);
	return outcome;
}

enum outcome
ask_logout(struct call *call)
{
	static const struct ask end = { .route = ROUTE_STAFF_SIGN_OUT };
	enum outcome outcome = ready(call, false);
	struct wire_reply reply = { 0 };

	if (outcome == DONE)
		outcome = ask_raw(&reply, call, &end);
	wire_reply_fini(&reply);
	session_forget();
	if (outcome == DONE) {
		call->connection->passing = false;
		say("signed out\n");
	}
	return outcome;
}
