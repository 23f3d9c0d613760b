#include "support/scene_cast.h"

#include <string.h>

#include "base/file.h"
#include "proto/out.h"

#define PASSWORD "correct horse battery staple"

static const struct {
	const char *name, *roles;
} people[CAST_STAFF_MAX] = {
	{ "anna", "[\"proctor\",\"examiner\",\"registrar\"]" },
	{ "ben", "[\"proctor\",\"examiner\",\"registrar\"]" },
	{ "carl", "[\"proctor\"]" },
	{ "dora", "[\"proctor\"]" },
	{ "eva", "[\"proctor\"]" },
	{ "fay", "[\"examiner\"]" },
	{ "olga", "[\"operator\"]" },
};

/* ---- asking ---- */

static void
sign_in_staff(struct cast *c, struct cast_staff *who)
{
	struct scene_reply reply;
	struct buf body = { 0 };

	buf_printf(&body, "{\"name\":\"%s\",\"password\":\"%s\"}", who->name,
	    PASSWORD);
	scene_ask(c->scene, &(struct scene_request){ ROUTE_STAFF_SIGN_IN,
		.slot = SLOT_STAFF, .address = 200, .body = buf_slice(&body) },
	    &reply);
	if (reply.status != 201)
		scene_broken("%s cannot sign in: %.*s", who->name,
		    SLICE_FMT(buf_slice(&reply.text)));
	memcpy(who->token, reply.token, TOKEN_LEN);
	who->since = c->scene->now.wall;
	scene_reply_fini(&reply);
	buf_fini(&body);
}

/* A working day ends the session; so does the wall clock's wandering. */
static bool
is_signed_in(const struct cast *c, const struct cast_staff *who)
{
	int64_t age = c->scene->now.wall.ms - who->since.ms;

	return who->since.ms != 0 && age >= 0 && age < HOURS(8);
}

const uint8_t *
cast_token(struct cast *c, struct cast_staff *who)
{
	if (!is_signed_in(c, who))
		sign_in_staff(c, who);
	return who->token;
}

void
cast_ask(struct cast *c, struct cast_staff *who, struct scene_request *r,
    struct scene_reply *reply)
{
	r->slot = SLOT_STAFF;
	r->token = cast_token(c, who);
	scene_ask(c->scene, r, reply);
}

void
cast_must(struct cast *c, const char *name, struct scene_request *r,
    struct scene_reply *reply)
{
	cast_ask(c, cast_staff(c, name), r, reply);
	if (reply->status >= 300)
		scene_broken("%s: %s: %.*s", name, route_facts[r->route].name,
		    SLICE_FMT(buf_slice(&reply->text)));
}

void
cast_load(struct cast *c, const char *name, enum route route,
    const char *path)
{
	struct scene_reply reply;
	struct buf file = { 0 };

	if (file_read(&file, path, FILE_MAX_LEN) != ERR_OK)
		scene_broken("%s cannot be read", path);
	cast_must(c, name, &(struct scene_request){ route,
		.body = buf_slice(&file) }, &reply);
	scene_reply_fini(&reply);
	buf_fini(&file);
}

/* ---- staff ---- */

static void
add_account(struct cast *c, const char *name, const char *roles)
{
	struct scene_reply reply;
	struct buf body = { 0 };

	buf_printf(&body, "{\"name\":\"%s\",\"password\":\"%s\",\"roles\":%s}",
	    name, PASSWORD, roles);
	scene_ask(c->scene, &(struct scene_request){ ROUTE_ACCOUNT_ADD,
		.slot = SLOT_STAFF, .local = true, .body = buf_slice(&body) },
	    &reply);
	if (reply.status != 201)
		scene_broken("no account for %s", name);
	scene_reply_fini(&reply);
	buf_fini(&body);
}

static void
approve(struct cast *c)
{
	struct scene_reply reply;

	cast_must(c, "anna", &(struct scene_request){ ROUTE_PROPOSE,
		.body = SLICE("{\"act\":\"approve-bank\",\"object\":\"small@1\","
			      "\"reason\":\"organisation\",\"words\":\"read\"}") },
	    &reply);
	scene_reply_fini(&reply);
	cast_must(c, "ben", &(struct scene_request){ ROUTE_CONFIRM,
		.params = { "1" } }, &reply);
	scene_reply_fini(&reply);
}

void
cast_open(struct cast *c, struct scene *s, const char *bank, bool approved)
{
	char path[64];
	size_t i;

	*c = (struct cast){ .scene = s };
	for (i = 0; i < CAST_STAFF_MAX; i++) {
		c->staff[i].name = people[i].name;
		add_account(c, people[i].name, people[i].roles);
	}
	snprintf(path, sizeof(path), "tests/scenario/%s.bank.json", bank);
	cast_load(c, "anna", ROUTE_BANK_LOAD, path);
	snprintf(path, sizeof(path), "tests/scenario/%s.programme.json", bank);
	cast_load(c, "anna", ROUTE_PROGRAMME_LOAD, path);
	if (approved)
		approve(c);
}

void
cast_close(struct cast *c)
{
	free(c->candidates);
}

struct cast_staff *
cast_staff(struct cast *c, const char *name)
{
	size_t i;

	for (i = 0; i < CAST_STAFF_MAX; i++)
		if (strcmp(c->staff[i].name, name) == 0)
			return &c->staff[i];
	return NULL;
}

/* ---- candidates ---- */

struct cast_candidate *
cast_candidate(struct cast *c, const char *number)
{
	size_t i;

	for (i = 0; i < c->n_candidates; i++)
		if (strcmp(c->candidates[i].number, number) == 0)
			return &c->candidates[i];
	return NULL;
}

const struct cast_device *
cast_device(const struct cast_candidate *who, const char *name)
{
	size_t i = who->n_devices;

	while (i-- > 0)
		if (name == NULL || strcmp(who->devices[i].name, name) == 0)
			return &who->devices[i];
	return NULL;
}

static const char *
member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	if (text == NULL)
		scene_broken("a reply lacks \"%s\"", name);
	return text;
}

void
cast_remember_ticket(struct cast *c, const char *sitting, const json_t *ticket)
{
	const char *number = member(ticket, "candidate");
	struct cast_candidate *who = cast_candidate(c, number);

	if (who == NULL) {
		c->candidates = alloc_resize(c->candidates, c->n_candidates + 1,
		    sizeof(*c->candidates));
		who = &c->candidates[c->n_candidates++];
		*who = (struct cast_candidate){ .n_devices = 0 };
		snprintf(who->number, sizeof(who->number), "%s", number);
		snprintf(who->sitting, sizeof(who->sitting), "%s", sitting);
		snprintf(who->attempt, sizeof(who->attempt), "%lld",
		    (long long)json_integer_value(
			json_object_get(ticket, "attempt")));
	}
	snprintf(who->code, sizeof(who->code), "%s", member(ticket, "code"));
}

void
cast_take_tickets(struct cast *c, const char *sitting)
{
	struct scene_reply reply;
	const json_t *list;
	size_t i;

	cast_must(c, "anna", &(struct scene_request){ ROUTE_TICKETS,
		.params = { sitting } }, &reply);
	list = json_object_get(reply.body, "tickets");
	for (i = 0; i < json_array_size(list); i++)
		cast_remember_ticket(c, sitting, json_array_get(list, i));
	scene_reply_fini(&reply);
}

static void
remember_device(struct cast_candidate *who, const char *name,
    const uint8_t token[TOKEN_LEN])
{
	size_t i = 0, last;
	struct cast_device d;

	while (i < who->n_devices && strcmp(who->devices[i].name, name) != 0)
		i++;
	if (i == CAST_DEVICES_MAX)
		scene_broken("%s has too many devices", who->number);
	if (i == who->n_devices)
		who->n_devices++;
	last = who->n_devices - 1;
	snprintf(d.name, sizeof(d.name), "%s", name);
	memcpy(d.token, token, TOKEN_LEN);
	memmove(&who->devices[i], &who->devices[i + 1], (last - i) * sizeof(d));
	who->devices[last] = d;
}

void
cast_sign_in(struct cast *c, struct cast_candidate *who, const char *device,
    const char *code, const uint8_t *token, struct scene_reply *reply)
{
	struct buf body = { 0 };

	out_open(&body, NULL);
	out_word(&body, "candidate", who->number);
	out_word(&body, "code", code != NULL ? code : who->code);
	out_word(&body, "device", device);
	out_close(&body);
	scene_ask(c->scene, &(struct scene_request){ ROUTE_SIGN_IN,
		.token = token, .body = buf_slice(&body), .address = 1 },
	    reply);
	buf_fini(&body);
	if ((reply->flags & REPLY_SET_TOKEN) != 0)
		remember_device(who, device, reply->token);
}
