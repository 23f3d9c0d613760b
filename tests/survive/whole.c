#include "whole.h"

#include <string.h>

#include "base/file.h"

#define NINE INT64_C(1777885200000) /* 2026-05-04T09:00:00Z */
#define TURNS_MAX 100		    /* until a reply */
#define N_ITEMS 5
#define N_PEOPLE 8
#define WAL_LIMIT (INT64_C(64) << 20) /* no checkpoint while it is made */

static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":["
    "{\"id\":\"am\",\"title\":\"Morning\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"2026-05-04T09:00:00Z\",\"closes\":\"2026-05-04T10:00:00Z\","
    "\"takeover\":\"free\",\"check_in\":false,\"admission\":false,"
    "\"routes\":{\"upgrade\":{\"sections\":[{\"minutes\":20},"
    "{\"minutes\":20}]}}},"
    "{\"id\":\"pm\",\"title\":\"Afternoon\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"2026-05-04T11:00:00Z\",\"closes\":\"2026-05-04T14:00:00Z\","
    "\"takeover\":\"free\",\"check_in\":false,\"admission\":false,"
    "\"rooms\":[{\"id\":\"aula\",\"title\":\"Aula\",\"seats\":4,"
    "\"proctors\":[\"carl\"]},{\"id\":\"lab\",\"title\":\"Lab\",\"seats\":2,"
    "\"proctors\":[\"dora\"]}],\"chiefs\":[\"eva\"],"
    "\"routes\":{\"upgrade\":{\"sections\":[{\"minutes\":60},"
    "{\"minutes\":20}]}}}]}";

static const char morning[] = "number,name,route,factor\n"
			      "C-1,One,upgrade,1\nC-2,Two,upgrade,1.5\n"
			      "C-3,Three,upgrade,1\n";
static const char afternoon[] =
    "number,name,route,factor,extra_minutes,room,seat\n"
    "C-4,Four,upgrade,1,0,aula,1\nC-5,Five,upgrade,1,0,aula,2\n"
    "C-6,Six,upgrade,1,0,lab,1\nC-7,Seven,upgrade,1.25,0,lab,2\n"
    "C-8,Eight,upgrade,1,0,aula,3\n";

/* ---- making it ---- */

static void
staff(struct cast *c, const char *name, enum route route, const char *param,
    const char *body)
{
	struct scene_reply reply;

	cast_must(c, name,
	    &(struct scene_request){
		route, .params = { param }, .body = slice_of(body) },
	    &reply);
	scene_reply_fini(&reply);
}

static struct cast_candidate *
candidate(struct cast *c, int number)
{
	char text[8];

	snprintf(text, sizeof(text), "C-%d", number);
	return cast_candidate(c, text);
}

static void
does(struct cast *c, int who, enum route route, const char *param,
    const char *key, const char *body)
{
	struct scene_reply reply;

	scene_ask(c->scene,
	    &(struct scene_request){ route,
		.token = cast_device(candidate(c, who), NULL)->token,
		.params = { param }, .key = key, .body = slice_of(body) },
	    &reply);
	if (reply.status >= 300)
		scene_broken("C-%d: %s: %.*s", who, route_facts[route].name,
		    SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
}

/* The saves of each: item, body. */
static const struct save {
	int who;
	const char *item, *body;
} saves[] = {
	{ 1, "1", "{\"seq\":1,\"response\":[[1]]}" },
	{ 1, "1", "{\"seq\":2,\"response\":[[2]]}" },
	{ 1, "2", "{\"seq\":1,\"response\":[[1,2,3]]}" },
	{ 1, "3", "{\"seq\":1,\"response\":[[[1,2],[2,1]]]}" },
	{ 1, "4", "{\"seq\":1,\"response\":[[\"Two rooms and a door.\"]]}" },
	{ 2, "2", "{\"seq\":1,\"response\":[[3,1]]}" },
	{ 4, "1", "{\"seq\":1,\"response\":[[1]]}" },
	{ 4, "3", "{\"seq\":1,\"response\":[[[1,1]]]}" },
	{ 4, "4", "{\"seq\":1,\"response\":[[\"One roo\"]]}" },
	{ 4, "4",
	    "{\"seq\":2,\"response\":[[\"One room with a view, and the "
	    "other without; both have a door, and a rack stands in "
	    "between, which nobody has dusted for years.\"]]}" },
	{ 5, "1", "{\"seq\":1,\"response\":[[2]]}" },
	{ 6, "2", "{\"seq\":1,\"response\":[[2,1,3]]}" },
};

static void
sits(struct cast *c, int who)
{
	struct scene_reply reply;
	size_t i;

	cast_sign_in(c, candidate(c, who), "desk", NULL, NULL, &reply);
	scene_reply_fini(&reply);
	does(c, who, ROUTE_OPEN, NULL, NULL, "{\"accept_rules\":true}");
	does(c, who, ROUTE_ENTER, "1", NULL, "");
	for (i = 0; i < sizeof(saves) / sizeof(*saves); i++)
		if (saves[i].who == who)
			does(c, who, ROUTE_ANSWER, saves[i].item, NULL,
			    saves[i].body);
}

#define WHY "\"reason\":\"organisation\",\"words\":\"as agreed\"}"
#define MARKS(whole, clear)                                                    \
	"{\"criteria\":{\"whole\":" whole ",\"clear\":" clear "},"             \
	"\"words\":\"what is there\"}"

static void
mark_and_release(struct cast *c)
{
	char script[40];

	snprintf(script, sizeof(script), "%s-4", candidate(c, 1)->attempt);
	staff(c, "anna", ROUTE_SCRIPT_MARK, script, MARKS("2", "0.5"));
	staff(c, "ben", ROUTE_SCRIPT_MARK, script, MARKS("0.5", "0.25"));
	staff(c, "fay", ROUTE_SCRIPT_MARK, script, MARKS("1.5", "0.5"));
	staff(c, "anna", ROUTE_PROPOSE, NULL,
	    "{\"act\":\"confirm-results\",\"object\":\"am\"," WHY);
	staff(c, "ben", ROUTE_CONFIRM, "2", "");
	staff(c, "anna", ROUTE_RELEASE, "am", "");
}

static void
the_morning(struct cast *c)
{
	sits(c, 1);
	sits(c, 2);
	does(c, 1, ROUTE_SUBMIT, NULL, NULL, "{\"confirm\":true}");
	does(c, 2, ROUTE_SUBMIT, NULL, NULL, "{\"confirm\":true}");
	scene_pass(c->scene, HOURS(2) + 1000);
	mark_and_release(c);
}

static void
propose_reopening(struct cast *c, const char *attempt)
{
	struct buf body = { 0 };

	buf_printf(
	    &body, "{\"act\":\"reopen\",\"object\":\"%s\"," WHY, attempt);
	buf_put_u8(&body, '\0');
	staff(c, "eva", ROUTE_PROPOSE, NULL, body.at);
	buf_fini(&body);
}

static void
the_afternoon(struct cast *c)
{
	struct scene_reply reply;

	sits(c, 4);
	does(c, 4, ROUTE_FLAG, "1", NULL, "{\"flagged\":true}");
	does(c, 4, ROUTE_HELP, NULL, "help-me", "{\"text\":\"too loud\"}");
	sits(c, 5);
	staff(c, "carl", ROUTE_PAUSE, candidate(c, 5)->attempt, "{" WHY);
	staff(c, "carl", ROUTE_MESSAGE, candidate(c, 5)->attempt,
	    "{\"text\":\"wait a moment\"}");
	staff(c, "carl", ROUTE_INCIDENT, candidate(c, 5)->attempt, "{" WHY);
	sits(c, 6);
	staff(c, "dora", ROUTE_EXTEND, candidate(c, 6)->attempt,
	    "{\"minutes\":5," WHY);
	staff(c, "dora", ROUTE_TERMINATE, candidate(c, 6)->attempt, "{" WHY);
	cast_sign_in(c, candidate(c, 7), "desk", NULL, NULL, &reply);
	scene_reply_fini(&reply);
	propose_reopening(c, candidate(c, 6)->attempt);
	scene_pass(c->scene, 2500);
}

static void
read_file(struct buf *b, const struct scene *s, const char *name)
{
	char path[2 * SCENE_PATH_MAX + 16];

	scene_directory(path, s);
	strcat(path, name);
	if (file_read(b, path, SIZE_MAX / 2) != ERR_OK)
		scene_broken("%s cannot be read", path);
}

void
whole_make(struct whole *w)
{
	*w = (struct whole){ 0 };
	scene_open(&w->scene, (struct wall){ NINE - HOURS(1) });
	w->scene.wal_limit = WAL_LIMIT;
	cast_open(&w->cast, &w->scene, "kinds", true);
	staff(&w->cast, "anna", ROUTE_SCHEDULE_LOAD, NULL, schedule);
	staff(&w->cast, "anna", ROUTE_CANDIDATES, "am", morning);
	staff(&w->cast, "anna", ROUTE_CANDIDATES, "pm", afternoon);
	cast_take_tickets(&w->cast, "am");
	cast_take_tickets(&w->cast, "pm");
	scene_pass(&w->scene, HOURS(1));
	the_morning(&w->cast);
	scene_stop(&w->scene);
	scene_start(&w->scene, 1000, false);
	the_afternoon(&w->cast);
	scene_crash(&w->scene);
	read_file(&w->database, &w->scene, "/examd.db");
	read_file(&w->wal, &w->scene, "/examd.db-wal");
}

void
whole_fini(struct whole *w)
{
	cast_close(&w->cast);
	scene_close(&w->scene);
	buf_fini(&w->database);
	buf_fini(&w->wal);
}

static void
write_file(const struct scene *s, const char *name, struct slice bytes)
{
	char path[2 * SCENE_PATH_MAX + 16];

	scene_directory(path, s);
	strcat(path, name);
	if (file_create(path, bytes, 0600) != ERR_OK)
		scene_broken("%s cannot be made", path);
}

void
whole_place(struct scene *s, const struct whole *w, struct slice database,
    struct slice wal)
{
	scene_make(s, &w->scene);
	write_file(s, "/examd.db", database);
	if (wal.at != NULL)
		write_file(s, "/examd.db-wal", wal);
}

/* ---- asking ---- */

/* Who asks, and what has been answered so far. */
struct asking {
	struct answers *answers;
	struct whole *whole;
	struct scene *scene;
	enum err err;
};

static struct said *
answer_new(struct answers *a)
{
	if (a->n == a->room) {
		a->room = a->room > 0 ? 2 * a->room : 128;
		a->all = alloc_resize(a->all, a->room, sizeof(*a->all));
	}
	return &a->all[a->n++];
}

static void
note(struct answers *a, const struct scene_request *r,
    const struct scene_reply *reply)
{
	struct said *one = answer_new(a);

	*one = (struct said){ .route = r->route, .status = reply->status };
	snprintf(one->of, sizeof(one->of), "%s %s",
	    r->params[0] != NULL ? r->params[0] : "",
	    r->params[1] != NULL ? r->params[1] : "");
	buf_put_slice(&one->text, buf_slice(&reply->text));
}

static void
ask(struct asking *a, const struct scene_request *r)
{
	struct scene_reply reply;
	uint64_t conn;
	int n = 0;

	if (a->err != ERR_OK)
		return;
	conn = scene_put(a->scene, r);
	do {
		a->err = scene_try_turn(a->scene);
		if (a->err != ERR_OK)
			return;
		if (++n > TURNS_MAX)
			scene_broken("no reply came");
	} while (!scene_take(a->scene, conn, &reply));
	note(a->answers, r, &reply);
	scene_reply_fini(&reply);
}

/* By the server's own user, who may see everything. */
static void
ask_local(
    struct asking *a, enum route route, const char *first, const char *second)
{
	ask(a, &(struct scene_request){ route, .slot = SLOT_STAFF,
		   .local = true, .params = { first, second } });
}

static void
ask_as(struct asking *a, const char *name, enum route route, const char *param,
    const char *query)
{
	ask(a, &(struct scene_request){ route, .slot = SLOT_STAFF,
		   .token = cast_staff(&a->whole->cast, name)->token,
		   .params = { param }, .query = query });
}

static void
ask_lists(struct asking *a)
{
	static const enum route lists[] = { ROUTE_ACCOUNTS, ROUTE_BANKS,
		ROUTE_PROGRAMMES, ROUTE_SITTINGS, ROUTE_PROPOSALS };
	static const char *const sittings[] = { "am", "pm" };
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		ask_local(a, lists[i], NULL, NULL);
	for (i = 0; i < 2; i++) {
		ask_local(a, ROUTE_ROOM, sittings[i], NULL);
		ask_local(a, ROUTE_ROOMS, sittings[i], NULL);
		ask_local(a, ROUTE_RESULTS, sittings[i], NULL);
		ask_as(a, "anna", ROUTE_RESULTS, sittings[i], "format=csv");
		ask_as(a, "anna", ROUTE_SCRIPTS, sittings[i], NULL);
	}
	ask_as(a, "carl", ROUTE_ROOM, "pm", NULL);
}

static void
ask_bank(struct asking *a)
{
	static const char *const items[N_ITEMS] = { "gap", "order", "match",
		"essay", "rack" };
	static const char *const images[] = { "1", "2" };
	size_t i, k;

	for (i = 0; i < N_ITEMS; i++) {
		for (k = 0; k < 2; k++)
			ask(a, &(struct scene_request){ ROUTE_ITEM_IMAGE,
				   .slot = SLOT_STAFF, .local = true,
				   .params = {
				       "small", "1", items[i], images[k] } });
		ask(a, &(struct scene_request){ ROUTE_ITEM_PREVIEW,
			   .slot = SLOT_STAFF, .local = true,
			   .params = { "small", "1", items[i] } });
	}
}

static void
ask_staff_of(struct asking *a, const struct cast_candidate *who)
{
	char script[40];

	snprintf(script, sizeof(script), "%s-4", who->attempt);
	ask_local(a, ROUTE_TIMELINE, who->attempt, NULL);
	ask_local(a, ROUTE_ATTEMPT_RESULT, who->attempt, NULL);
	ask_as(a, "anna", ROUTE_SCRIPT, script, NULL);
}

static void
ask_candidate(struct asking *a, const struct cast_candidate *who)
{
	static const enum route routes[] = { ROUTE_ATTEMPT, ROUTE_PAPER,
		ROUTE_RESULT, ROUTE_EVENTS };
	const struct cast_device *device = cast_device(who, NULL);
	char item[8];
	size_t i;

	if (device == NULL)
		return;
	for (i = 0; i < sizeof(routes) / sizeof(*routes); i++)
		ask(a, &(struct scene_request){
			   routes[i], .token = device->token });
	for (i = 1; i <= N_ITEMS; i++) {
		snprintf(item, sizeof(item), "%zu", i);
		ask(a, &(struct scene_request){ ROUTE_IMAGE,
			   .token = device->token, .params = { item, "1" } });
	}
}

static void
ask_again(struct asking *a)
{
	struct cast *c = &a->whole->cast;
	size_t i;

	for (i = 0; i < sizeof(saves) / sizeof(*saves); i++)
		ask(a,
		    &(struct scene_request){ ROUTE_ANSWER,
			.token = cast_device(candidate(c, saves[i].who), NULL)
				     ->token,
			.params = { saves[i].item },
			.body = slice_of(saves[i].body) });
	ask(a,
	    &(struct scene_request){ ROUTE_HELP,
		.token = cast_device(candidate(c, 4), NULL)->token,
		.key = "help-me", .body = SLICE("{\"text\":\"too loud\"}") });
}

enum err
whole_ask(struct answers *out, struct whole *w, struct scene *s)
{
	struct asking a = { out, w, s, ERR_OK };
	int i;

	ask_lists(&a);
	ask_bank(&a);
	for (i = 1; i <= N_PEOPLE; i++) {
		ask_staff_of(&a, candidate(&w->cast, i));
		ask_candidate(&a, candidate(&w->cast, i));
	}
	ask_again(&a);
	return a.err;
}

void
answers_fini(struct answers *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		buf_fini(&a->all[i].text);
	free(a->all);
	*a = (struct answers){ 0 };
}
