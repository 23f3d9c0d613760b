/* Heads of the journal, and who signs them. */
#include <stdio.h>

#include "examctl/act.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/say.h"

/* As exam-verify takes it, to the byte; so are the keys. */
static void
say_checkpoint(const json_t *reply)
{
	say("%s", member_text(reply, "checkpoint"));
}

static void
say_all_keys(const json_t *reply)
{
	say("%s", member_text(reply, "keys"));
}

enum outcome
run_checkpoint(struct call *call)
{
	struct ask request = { .route = ROUTE_STAFF_CHECKPOINT };

	return tell_reply(call, &request,
	    call_has(call, OPTION_KEYS) ? say_all_keys : say_checkpoint);
}

static void
say_keys(const json_t *reply)
{
	say("A new key signs from now on. Publish these:\n%s",
	    member_text(reply, "keys"));
}

enum outcome
run_rotate_key(struct call *call)
{
	struct ask request = { .route = ROUTE_LOG_KEY, .body = json_object() };

	return act_and_tell(call, &request, say_keys);
}
