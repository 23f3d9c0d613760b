/* The exam of a scratch server: as plain as it can be, and approved by two. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "examctl/ask.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/scratch.h"

#define OPEN_S (8 * 3600)
#define GRACE_S 5

static enum outcome
send(struct call *call, enum route route, const char *param, json_t *body)
{
	struct ask request = {
		.route = route, .params = { param }, .body = body
	};
	json_t *reply;
	enum outcome outcome = ask(&reply, call, &request);

	if (outcome == DONE)
		json_decref(reply);
	return outcome;
}

/* ---- what is asked in it ---- */

static json_t *
item_json(unsigned number)
{
	static const char *const ids[] = { "a", "b", "c", "d" };
	json_t *choices = json_array();
	char id[16];
	size_t i;

	snprintf(id, sizeof(id), "i%u", number);
	for (i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		json_array_append_new(
		    choices, json_pack("{ssss+}", "id", ids[i], "text",
				 "An answer as long as answers are, ", ids[i]));
	return json_pack("{ssssssssss+sos[s]}", "id", id, "type", "single",
	    "topic", "a", "difficulty", "easy", "stem",
	    "A question of some length, about the machine that it is asked on, "
	    "and about nothing else: number ",
	    id, "choices", choices, "correct", "a");
}

static json_t *
bank_json(unsigned items)
{
	json_t *list = json_array();
	unsigned i;

	for (i = 1; i <= items; i++)
		json_array_append_new(list, item_json(i));
	return json_pack("{sssssssssss{ss}so}", "format", "exam-bank-1", "id",
	    "plan", "version", "1", "title", "Plan", "language", "en", "topics",
	    "a", "Load", "items", list);
}

static json_t *
programme_json(unsigned items)
{
	return json_pack("{sssssssssssss{s{sis[{sss[{sssi}]}]}}}", "format",
	    "exam-programme-1", "id", "plan", "version", "1", "credential",
	    "PLAN", "title", "Plan", "body", "examctl", "routes", "full", "cut",
	    50, "sections", "title", "Load", "draw", "topic", "a", "count",
	    (int)items);
}

static void
time_from_now(char text[32], time_t seconds)
{
	time_t at = time(NULL) + seconds;
	struct tm tm;

	strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &tm));
}

static json_t *
schedule_json(double minutes)
{
	char opens[32], closes[32];

	time_from_now(opens, -60);
	time_from_now(closes, OPEN_S);
	return json_pack("{sss[{sssss{ssss}s{ssss}sssssss{s{sfs[{}]}}"
			 "sssisssbsbsbss}]}",
	    "format", "exam-schedule-1", "sittings", "id", "plan", "title",
	    "Plan", "programme", "id", "plan", "version", "1", "bank", "id",
	    "plan", "version", "1", "zone", "UTC", "opens", opens, "closes",
	    closes, "routes", "full", "minutes", minutes, "sections",
	    "takeover", "free", "grace_seconds", GRACE_S, "release", "at-once",
	    "check_in", 0, "admission", 0, "practice", 1, "rules", "none");
}

/* ---- two people ---- */

static enum outcome
add_second(struct scratch *s)
{
	struct buf password = { 0 };
	json_t *body;

	if (file_read(&password, s->password, SCRATCH_PATH_MAX) != ERR_OK) {
		buf_fini(&password);
		complain("%s cannot be read", s->password);
		return REFUSED;
	}
	body = json_pack("{ssss#s[sss]}", "name", "second", "password",
	    password.at, (int)password.len, "roles", "proctor", "examiner",
	    "registrar");
	buf_fini(&password);
	return send(&s->local, ROUTE_ACCOUNT_ADD, NULL, body);
}

static enum outcome
approve(struct scratch *s)
{
	struct ask request = { .route = ROUTE_PROPOSE,
		.body = json_pack("{ssssssss}", "act", "approve-bank", "object",
		    "plan@1", "reason", "organisation", "words",
		    "to be measured") };
	char number[24];
	json_t *reply;
	enum outcome outcome = ask(&reply, &s->local, &request);

	if (outcome != DONE)
		return outcome;
	snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
	    member_number(reply, "proposal"));
	json_decref(reply);
	return send(&s->second, ROUTE_CONFIRM, number, json_object());
}

/* ---- who sits it ---- */

static enum outcome
import(struct scratch *s, unsigned n)
{
	struct ask request = { .route = ROUTE_CANDIDATES,
		.params = { "plan" },
		.content_type = "text/csv" };
	struct buf list = { 0 };
	enum outcome outcome;
	json_t *reply;
	unsigned i;

	buf_put_text(&list, "number,name,route\n");
	for (i = 1; i <= n; i++)
		buf_printf(&list, "P-%u,Candidate %u,full\n", i, i);
	request.raw = buf_slice(&list);
	outcome = ask(&reply, &s->local, &request);
	if (outcome == DONE)
		json_decref(reply);
	buf_fini(&list);
	return outcome;
}

static enum outcome
write_tickets(struct scratch *s)
{
	struct ask request = { .route = ROUTE_TICKETS, .params = { "plan" } };
	char path[SCRATCH_PATH_MAX];
	json_t *reply;
	enum outcome outcome = ask(&reply, &s->local, &request);

	if (outcome != DONE)
		return outcome;
	if (json_dump_file(reply, scratch_path(path, s, "tickets.json"), 0) !=
	    0) {
		complain("%s cannot be written", path);
		outcome = REFUSED;
	}
	json_decref(reply);
	return outcome;
}

enum outcome
scratch_load(struct scratch *s, const struct scratch_exam *exam)
{
	enum outcome outcome = add_second(s);

	if (outcome == DONE)
		outcome = send(
		    &s->local, ROUTE_BANK_LOAD, NULL, bank_json(exam->items));
	if (outcome == DONE)
		outcome = approve(s);
	if (outcome == DONE)
		outcome = send(&s->local, ROUTE_PROGRAMME_LOAD, NULL,
		    programme_json(exam->items));
	if (outcome == DONE)
		outcome = send(&s->local, ROUTE_SCHEDULE_LOAD, NULL,
		    schedule_json(exam->minutes));
	if (outcome == DONE)
		outcome = import(s, exam->candidates);
	return outcome == DONE ? write_tickets(s) : outcome;
}
