/* Attempts derived once more by the server, and what it found. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "examctl/attempt_ref.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/tell.h"
#include "examctl/text.h"

struct tally {
	json_int_t attempts, events, saves;
	json_t *findings; /* each with its attempt */
	json_int_t of;	  /* there are so many attempts */
};

static void
say_finding(json_int_t attempt, const json_t *finding)
{
	struct buf words = { 0 };

	text_put(&words, member_text(finding, "words"));
	say("attempt %" JSON_INTEGER_FORMAT ": %s: %.*s\n", attempt,
	    member_text(finding, "what"), SLICE_FMT(buf_slice(&words)));
	buf_fini(&words);
}

/* ---- one ---- */

static void
say_replay(const json_t *reply)
{
	const json_t *findings = json_object_get(reply, "findings");
	json_int_t attempt = member_number(reply, "attempt");
	const json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding) say_finding(attempt, finding);
	say("attempt %" JSON_INTEGER_FORMAT ", %s: %" JSON_INTEGER_FORMAT
	    " events, %" JSON_INTEGER_FORMAT " saves: %s\n",
	    attempt, member_text(reply, "state"),
	    member_number(reply, "events"), member_number(reply, "saves"),
	    member_is_true(reply, "holds") ? "what is kept follows from them"
					   : "what is kept does not follow "
					     "from them");
}

static enum outcome
replay(json_t **reply, struct call *call, const char *attempt)
{
	struct ask request = { .route = ROUTE_REPLAY, .params = { attempt } };

	return ask(reply, call, &request);
}

static enum outcome
replay_one(struct call *call, const char *words)
{
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome = attempt_find_result(attempt, call, words);
	json_t *reply;
	bool holds;

	if (outcome == DONE)
		outcome = replay(&reply, call, attempt);
	if (outcome != DONE)
		return outcome;
	holds = member_is_true(reply, "holds");
	tell(call, reply, say_replay);
	return holds ? DONE : REFUSED;
}

/* ---- all ---- */

static void
say_progress(const struct tally *t)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr,
		    "\r%" JSON_INTEGER_FORMAT " of %" JSON_INTEGER_FORMAT "%s",
		    t->attempts, t->of, t->attempts == t->of ? "\n" : "");
}

static void
note_findings(struct tally *t, const struct call *call, json_int_t attempt,
    json_t *findings)
{
	json_t *finding;
	size_t i;

	json_array_foreach(findings, i, finding)
	{
		if (!call_has(call, OPTION_JSON))
			say_finding(attempt, finding);
		json_object_set_new(finding, "attempt", json_integer(attempt));
		json_array_append(t->findings, finding);
	}
}

static enum outcome
add_attempt(struct tally *t, struct call *call, json_int_t attempt)
{
	char text[ATTEMPT_TEXT_MAX];
	enum outcome outcome;
	json_t *reply;

	snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, attempt);
	outcome = replay(&reply, call, text);
	if (outcome != DONE)
		return outcome;
	t->attempts++;
	t->events += member_number(reply, "events");
	t->saves += member_number(reply, "saves");
	note_findings(t, call, attempt, json_object_get(reply, "findings"));
	json_decref(reply);
	say_progress(t);
	return DONE;
}

/* Every attempt that the server has. */
static enum outcome
add_all(struct tally *t, struct call *call)
{
	struct ask request = { .route = ROUTE_STATUS };
	enum outcome outcome;
	json_t *reply;
	json_int_t i;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	t->of = member_number(json_object_get(reply, "attempts"), "last");
	json_decref(reply);
	for (i = 1; i <= t->of && outcome == DONE; i++)
		outcome = add_attempt(t, call, i);
	return outcome;
}

/* Those of a sitting. */
static enum outcome
add_sitting(struct tally *t, struct call *call, const char *sitting)
{
	struct ask request = { .route = ROUTE_RESULTS, .params = { sitting } };
	enum outcome outcome;
	const json_t *rows, *row;
	json_t *reply;
	size_t i;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	rows = json_object_get(reply, "rows");
	t->of += (json_int_t)json_array_size(rows);
	json_array_foreach(rows, i, row) if (outcome == DONE) outcome =
	    add_attempt(t, call, member_number(row, "attempt"));
	json_decref(reply);
	return outcome;
}

static void
say_tally(const json_t *tally)
{
	size_t n = json_array_size(json_object_get(tally, "findings"));

	say("%" JSON_INTEGER_FORMAT " attempts, %" JSON_INTEGER_FORMAT
	    " events, %" JSON_INTEGER_FORMAT " saves: %zu %s\n",
	    member_number(tally, "attempts"), member_number(tally, "events"),
	    member_number(tally, "saves"), n,
	    text_plural((double)n, "finding", "findings"));
}

static enum outcome
replay_all(struct call *call)
{
	struct tally t = { .findings = json_array() };
	enum outcome outcome = DONE;
	size_t i;

	if (call->n_arguments == 0)
		outcome = add_all(&t, call);
	for (i = 0; i < call->n_arguments && outcome == DONE; i++)
		outcome = add_sitting(&t, call, call->arguments[i]);
	if (outcome == DONE && json_array_size(t.findings) > 0)
		outcome = REFUSED;
	if (t.attempts > 0 || outcome == DONE)
		tell(call,
		    json_pack("{s:I,s:I,s:I,s:O}", "attempts", t.attempts,
			"events", t.events, "saves", t.saves, "findings",
			t.findings),
		    say_tally);
	json_decref(t.findings);
	return outcome;
}

enum outcome
run_replay(struct call *call)
{
	if (call_has(call, OPTION_ALL))
		return replay_all(call);
	if (call->n_arguments == 1)
		return replay_one(call, call->arguments[0]);
	complain("name one attempt; or all, with --all, or those of sittings, "
		 "with --all SITTING...");
	return MISUSED;
}
