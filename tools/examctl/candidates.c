/* Candidates of a sitting, and their tickets. */
#include <stdlib.h>

#include "examctl/act.h"
#include "examctl/attempt_ref.h"
#include "examctl/commands.h"
#include "examctl/local.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/server_name.h"
#include "examctl/ticket_sheet.h"
#include "examctl/upload.h"

enum outcome
run_candidates_check(struct call *call)
{
	return local_check_all(call, local_check_candidates);
}

static void
say_imported(const json_t *reply)
{
	say("%s: %" JSON_INTEGER_FORMAT " imported, "
	    "%" JSON_INTEGER_FORMAT " changed, "
	    "%" JSON_INTEGER_FORMAT " as before\n",
	    member_text(reply, "sitting"), member_number(reply, "imported"),
	    member_number(reply, "changed"), member_number(reply, "unchanged"));
}

enum outcome
run_candidates_import(struct call *call)
{
	return upload_and_tell(call, ROUTE_CANDIDATES, call->arguments[0],
	    call->arguments[1], say_imported);
}

/* Codes go to standard output alone; the words about them do not, so that the
 * sheet can be sent to a file or a printer. */
static enum outcome
print_tickets(const struct call *call, const char *heading, const json_t *reply,
    const json_t *tickets)
{
	char *server = server_name(call);
	struct buf out = { 0 };

	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else if (call_has(call, OPTION_CSV))
		ticket_sheet_csv(&out, tickets);
	else
		ticket_sheet_text(&out, heading, server, tickets);
	say_buf(&out);
	if (server == NULL && json_array_size(tickets) > 0 &&
	    !call_has(call, OPTION_JSON) && !call_has(call, OPTION_CSV))
		complain("the tickets do not name the server; --server-name "
			 "HOST:PORT would");
	free(server);
	if (json_array_size(tickets) == 0)
		complain("every candidate has a code already; a lost one is "
			 "replaced with: examctl ticket reissue");
	else
		complain("access codes: %zu, shown this once; the server keeps "
			 "none of them",
		    json_array_size(tickets));
	return DONE;
}

static enum outcome
check_format(const struct call *call)
{
	if ((call_has(call, OPTION_JSON) ? 1 : 0) +
		(call_has(call, OPTION_CSV) ? 1 : 0) +
		(call_has(call, OPTION_TEXT) ? 1 : 0) <=
	    1)
		return DONE;
	complain("one of --text, --csv and --json: codes are shown once");
	return MISUSED;
}

enum outcome
run_tickets(struct call *call)
{
	struct ask request = { .route = ROUTE_TICKETS,
		.params = { call->arguments[0] } };
	enum outcome outcome = check_format(call);
	json_t *reply;

	if (outcome == DONE)
		outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	outcome = print_tickets(
	    call, "ADMISSION TICKET", reply, json_object_get(reply, "tickets"));
	json_decref(reply);
	return outcome;
}

enum outcome
run_ticket_reissue(struct call *call)
{
	struct ask request = { .route = ROUTE_TICKET_REISSUE };
	enum outcome outcome = check_format(call);
	char attempt[ATTEMPT_TEXT_MAX];
	json_t *reply, *tickets;

	if (outcome == DONE)
		outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	request.params[0] = attempt;
	request.body = json_object();
	outcome = act_ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	tickets = json_pack("[O]", reply);
	outcome = print_tickets(call, "NEW ACCESS CODE", reply, tickets);
	json_decref(tickets);
	json_decref(reply);
	return outcome;
}
