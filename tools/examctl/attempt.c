/* What a proctor does with one attempt. */
#include <stdio.h>
#include <string.h>

#include "examctl/act.h"
#include "examctl/attempt_ref.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/prompt.h"
#include "examctl/propose.h"
#include "examctl/row.h"
#include "examctl/say.h"
#include "examctl/text.h"

/* Takes the body over; prints the attempt as it is afterwards. */
static enum outcome
send_act(struct call *call, enum route route, const char *attempt,
    json_t *body)
{
	struct ask request = {
		.route = route, .params = { attempt }, .body = body
	};

	return tell_reply(call, &request, row_say);
}

/* The same with a reason. */
static enum outcome
send_with_reason(
    struct call *call, enum route route, const char *attempt, json_t *body)
{
	struct ask request = {
		.route = route, .params = { attempt }, .body = body
	};

	return act_and_tell(call, &request, row_say);
}

/* An act whose body is nothing but its reason. */
static enum outcome
act_with_reason(struct call *call, enum route route)
{
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome;

	outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	return send_with_reason(call, route, attempt, json_object());
}

enum outcome
run_pause(struct call *call)
{
	return act_with_reason(call, ROUTE_PAUSE);
}

enum outcome
run_resume(struct call *call)
{
	return act_with_reason(call, ROUTE_RESUME);
}

enum outcome
run_move_device(struct call *call)
{
	return act_with_reason(call, ROUTE_MOVE_DEVICE);
}

enum outcome
run_incident(struct call *call)
{
	return act_with_reason(call, ROUTE_INCIDENT);
}

enum outcome
run_terminate(struct call *call)
{
	if (!call_has(call, OPTION_YES) &&
	    (!prompt_can_ask() ||
		!prompt_yes("This ends the attempt for good.  Type yes: ") ||
		!prompt_yes("Nobody can undo it.  Type yes again: "))) {
		complain("nothing was done; --yes does it without a question");
		return MISUSED;
	}
	return act_with_reason(call, ROUTE_TERMINATE);
}

enum outcome
run_admit(struct call *call)
{
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome;

	outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	return send_act(call, ROUTE_ADMIT, attempt, json_object());
}

enum outcome
run_check_in(struct call *call)
{
	const char *document = call->options[OPTION_DOCUMENT];
	char attempt[ATTEMPT_TEXT_MAX];
	struct buf asked = { 0 };
	enum outcome outcome;
	json_t *body;

	outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	if (document == NULL && prompt_can_ask() &&
	    prompt_line(&asked, "Which document was seen? "))
		document = asked.at;
	if (document == NULL || *document == '\0') {
		complain("say which document was seen: --document TEXT");
		buf_fini(&asked);
		return MISUSED;
	}
	body = json_pack("{ss}", "document", document);
	buf_fini(&asked);
	outcome = act_reason_if_given(body, call);
	if (outcome == DONE)
		return send_act(call, ROUTE_CHECK_IN, attempt, body);
	json_decref(body);
	return outcome;
}

enum outcome
run_extend(struct call *call)
{
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome;
	json_int_t minutes;
	json_t *body;

	outcome = act_number(&minutes, call->arguments[1], "number of minutes");
	if (outcome == DONE)
		outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	body = json_pack("{sI}", "minutes", minutes);
	return send_with_reason(call, ROUTE_EXTEND, attempt, body);
}

/* In either way the body says how many minutes are given back. */
enum outcome
run_reopen(struct call *call)
{
	const char *given = call->options[OPTION_MINUTES];
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome = DONE;
	json_int_t minutes = 0;
	json_t *body;

	if (given != NULL)
		outcome = act_number(&minutes, given, "number of minutes");
	if (outcome == DONE)
		outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	body = json_pack("{sI}", "minutes", minutes);
	if (call_has(call, OPTION_PROPOSE))
		return propose(call, "reopen", attempt, body);
	return send_with_reason(call, ROUTE_REOPEN, attempt, body);
}

enum outcome
run_seat(struct call *call)
{
	const char *room = call->options[OPTION_ROOM];
	const char *seat = call->options[OPTION_SEAT];
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome = DONE;
	json_int_t number = 0;
	json_t *body;

	if (room == NULL) {
		complain("say where to: --room ROOM [--seat N]");
		return MISUSED;
	}
	if (seat != NULL)
		outcome = act_number(&number, seat, "number of a seat");
	if (outcome == DONE)
		outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	body = json_pack("{ss}", "room", room);
	if (seat != NULL)
		json_object_set_new(body, "seat", json_integer(number));
	return send_with_reason(call, ROUTE_SEAT, attempt, body);
}

static void
say_sent(const json_t *reply)
{
	json_int_t sent = member_number(reply, "sent");

	say("sent to %" JSON_INTEGER_FORMAT " %s\n", sent,
	    text_plural((double)sent, "candidate", "candidates"));
}

static enum outcome
message_sitting(struct call *call, const char *text)
{
	struct ask request = { .route = ROUTE_BROADCAST,
		.params = { call->options[OPTION_SITTING] },
		.body = json_pack("{ss,ss*}", "text", text, "room",
		    call->options[OPTION_ROOM]) };

	return tell_reply(call, &request, say_sent);
}

enum outcome
run_message(struct call *call)
{
	bool to_all = call_has(call, OPTION_SITTING);
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome;

	if (call->n_arguments != (to_all ? 1 : 2) ||
	    (call_has(call, OPTION_ROOM) && !to_all)) {
		complain("message ATTEMPT TEXT, or message --sitting SITTING "
			 "[--room ROOM] TEXT");
		return MISUSED;
	}
	if (to_all)
		return message_sitting(call, call->arguments[0]);
	outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	return send_act(call, ROUTE_MESSAGE, attempt,
	    json_pack("{ss}", "text", call->arguments[1]));
}
