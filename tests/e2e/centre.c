#include "centre.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "exam/buf.h"
#include "support/program.h"
#include "support/record.h"
#include "test.h"

#define PASSWORD "correct horse battery"

/* ---- asking ---- */

int64_t
number_in(const json_t *json, const char *name)
{
	const json_t *v = json_object_get(json, name);

	if (!json_is_integer(v))
		fail_msg("no number \"%s\"", name);
	return json_integer_value(v);
}

const char *
text_in(const json_t *json, const char *name)
{
	const json_t *v = json_object_get(json, name);

	if (!json_is_string(v))
		fail_msg("no text \"%s\"", name);
	return json_string_value(v);
}

static void
note(enum http_method method, const char *path, const json_t *body,
    const struct wire_reply *r)
{
	char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;
	const char *type = r->json == NULL ? "text/plain" :
	    wire_reply_good(r)		   ? "application/json" :
					     "application/problem+json";

	record_exchange(&(struct exchange){ N_PORTS, method, path,
	    text != NULL ? slice_of(text) : SLICE_NONE, r->status, type,
	    r->body });
	free(text);
}

json_t *
ask(struct wire *w, enum http_method method, const char *path, json_t *body,
    int status)
{
	char key[WIRE_KEY_LEN + 1];
	struct wire_reply r;
	json_t *json;

	wire_key(key);
	if (wire_call_json(w, &r, method, path,
		method == METHOD_POST ? key : NULL, body) != ERR_OK)
		fail_msg("%s %s: %s", method_name(method), path, wire_why(w));
	note(method, path, body, &r);
	if (r.status != status)
		fail_msg("%s %s: %d, not %d\n%.*s", method_name(method), path,
		    r.status, status, SLICE_FMT(r.body));
	json = json_incref(r.json);
	wire_reply_fini(&r);
	json_decref(body);
	return json;
}

json_t *
centre_timeline(struct centre *c, int attempt)
{
	char path[64];

	snprintf(path, sizeof(path), "/v1/attempts/%d", attempt);
	return ask(c->desk, METHOD_GET, path, NULL, 200);
}

void
centre_act(struct centre *c, int attempt, const char *act, json_t *more)
{
	json_t *body = json_pack("{s:s,s:s}", "reason", "technical", "words",
	    "the screen failed");
	char path[64];

	if (more != NULL)
		json_object_update(body, more);
	json_decref(more);
	snprintf(path, sizeof(path), "/v1/attempts/%d/%s", attempt, act);
	json_decref(ask(c->desk, METHOD_POST, path, body, 200));
}

char *
centre_ctl(struct centre *c, int status, const char *const argv[])
{
	const char *all[PROGRAM_ARGUMENTS_MAX + 1] = { EXAMCTL, "--data",
		c->server.data };
	size_t i;

	for (i = 0; argv[i] != NULL; i++)
		all[i + 3] = argv[i];
	return program_output(status, all);
}

/* ---- setting it up ---- */

static void
do_ctl(struct centre *c, const char *const argv[])
{
	free(centre_ctl(c, 0, argv));
}

void
centre_add_account(struct centre *c, const char *name)
{
	char password[SERVER_PATH_MAX];

	server_write_file(&c->server, "password", PASSWORD "\n");
	server_path(password, &c->server, "password");
	do_ctl(c, ARGV("staff", "add", name, "proctor", "examiner",
	    "registrar", "--new-password-file", password));
}

struct wire *
centre_sign_in(struct centre *c, const char *name)
{
	struct wire *w = wire_new(c->staff);
	json_t *reply = ask(w, METHOD_POST, "/v1/session",
	    json_pack("{s:s,s:s}", "name", name, "password", PASSWORD), 201);

	wire_set_token(w, text_in(reply, "token"));
	json_decref(reply);
	return w;
}

/* Two persons approve the bank. */
void
centre_add_programme(struct centre *c, const char *name, const char *bank,
    const char *programme)
{
	char password[SERVER_PATH_MAX], number[16] = "";
	char *proposal;

	do_ctl(c, ARGV("bank", "load", bank));
	proposal = centre_ctl(c, 0, ARGV("bank", "approve", name, "--reason",
	    "organisation", "--words", "counted twice"));
	assert_int_equal(sscanf(proposal, "proposal %15[0-9]", number), 1);
	free(proposal);
	server_path(password, &c->server, "password");
	free(program_output(0, ARGV(EXAMCTL, "confirm", number, "--server",
	    c->server.staff, "--ca", c->server.ca, "--user", "ben",
	    "--password-file", password)));
	do_ctl(c, ARGV("programme", "load", programme));
}

void
centre_add_sitting(struct centre *c, json_t *sitting)
{
	char opens[WALL_TEXT_MAX], closes[WALL_TEXT_MAX];
	char path[SERVER_PATH_MAX], *text;
	struct wall now = clock_wall();

	now.ms -= now.ms % SECONDS(1);
	wall_format(opens, wall_add(now, -MINUTES(1)));
	wall_format(closes, wall_add(now, HOURS(8)));
	json_object_set_new(sitting, "zone", json_string("UTC"));
	json_object_set_new(sitting, "opens", json_string(opens));
	json_object_set_new(sitting, "closes", json_string(closes));
	sitting = json_pack("{s:s,s:[o]}", "format", "exam-schedule-1",
	    "sittings", sitting);
	text = json_dumps(sitting, JSON_COMPACT);
	server_write_file(&c->server, "schedule.json", text);
	server_path(path, &c->server, "schedule.json");
	do_ctl(c, ARGV("schedule", "load", path));
	free(text);
	json_decref(sitting);
}

static void
take_tickets(struct centre *c, const char *sitting)
{
	char *text = centre_ctl(c, 0, ARGV("tickets", sitting, "--json"));
	json_t *json = json_loads(text, 0, NULL);
	const json_t *list = json_object_get(json, "tickets"), *ticket;
	size_t i;

	assert_true(c->n + json_array_size(list) <= CENTRE_SEATS_MAX);
	json_array_foreach (list, i, ticket) {
		struct ticket *t = &c->tickets[c->n++];

		snprintf(t->number, sizeof(t->number), "%s",
		    text_in(ticket, "candidate"));
		snprintf(t->code, sizeof(t->code), "%s",
		    text_in(ticket, "code"));
		t->attempt = (int)number_in(ticket, "attempt");
	}
	json_decref(json);
	free(text);
}

void
centre_add_candidates(struct centre *c, const char *sitting, const char *csv)
{
	char path[SERVER_PATH_MAX];

	server_write_file(&c->server, "candidates.csv", csv);
	server_path(path, &c->server, "candidates.csv");
	do_ctl(c, ARGV("candidates", "import", sitting, path));
	take_tickets(c, sitting);
}

static struct wire_server *
at(const char *address, const char *ca)
{
	char why[WIRE_WHY_MAX] = "";
	struct wire_server *s;

	if (wire_server_new(&s, why, address, ca) != ERR_OK)
		fail_msg("%s", why);
	return s;
}

void
centre_open(struct centre *c)
{
	*c = (struct centre){ .n = 0 };
	server_init(&c->server);
	server_start(&c->server);
	c->candidates = at(c->server.candidates, c->server.ca);
	c->staff = at(c->server.staff, c->server.ca);
	c->office = at(c->server.socket, NULL);
	c->desk = wire_new(c->office);
	centre_add_account(c, "ben");
}

/* ---- the room ---- */

static json_t *
room(void)
{
	return json_pack("{s:s,s:s,s:{s:s,s:s},s:{s:s,s:s},"
	    "s:{s:{s:[{s:i},{s:i}]},s:{s:i,s:[{},{},{},{}]}},"
	    "s:s,s:s,s:b,s:b,s:b,s:s}",
	    "id", "room", "title", "A room", "programme", "id", "hand",
	    "version", "1", "bank", "id", "hand", "version", "1", "routes",
	    "upgrade", "sections", "minutes", 20, "minutes", 20, "full",
	    "minutes", 40, "sections", "takeover", "free", "release",
	    "at-once", "practice", 1, "check_in", 0, "admission", 0, "rules",
	    "Work alone.");
}

static void
fill_room(struct centre *c, const char *routes)
{
	struct buf b = { 0 };
	size_t i;

	buf_put_text(&b, "number,name,route\n");
	for (i = 0; routes[i] != '\0'; i++)
		buf_printf(&b, "C-%zu,Candidate %zu,%s\n", i + 1, i + 1,
		    routes[i] == 'u' ? "upgrade" : "full");
	buf_put_u8(&b, '\0');
	centre_add_candidates(c, "room", b.at);
	buf_fini(&b);
}

void
centre_init(struct centre *c, const char *routes)
{
	centre_open(c);
	centre_add_programme(c, "hand@1", "tests/e2e/hand.bank.json",
	    "tests/e2e/hand.programme.json");
	centre_add_sitting(c, room());
	fill_room(c, routes);
	assert_int_equal(c->n, strlen(routes));
}

void
centre_move(struct centre *c, const struct server *to)
{
	wire_free(c->desk);
	wire_server_free(c->office);
	c->server = *to;
	c->office = at(c->server.socket, NULL);
	c->desk = wire_new(c->office);
}

void
centre_fini(struct centre *c)
{
	wire_free(c->desk);
	wire_server_free(c->office);
	wire_server_free(c->staff);
	wire_server_free(c->candidates);
	server_fini(&c->server);
}
