#include "examctl/tell.h"

#include "examctl/member.h"
#include "wire/wire.h"

void
tell(const struct call *call, json_t *reply, tell_words *words)
{
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else
		words(reply);
	json_decref(reply);
}

enum outcome
tell_reply(struct call *call, const struct ask *request, tell_words *words)
{
	json_t *reply;
	enum outcome outcome = ask(&reply, call, request);

	if (outcome == DONE)
		tell(call, reply, words);
	return outcome;
}

enum outcome
tell_raw(struct call *call, const struct ask *request)
{
	struct wire_reply reply = { 0 };
	enum outcome outcome = ask_raw(&reply, call, request);

	if (outcome == DONE)
		fwrite(reply.body.at, 1, reply.body.len, stdout);
	wire_reply_fini(&reply);
	return outcome;
}
