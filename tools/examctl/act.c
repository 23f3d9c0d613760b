#include "examctl/act.h"

#include <stdio.h>
#include <stdlib.h>

#include "examctl/prompt.h"
#include "examctl/reason.h"
#include "examctl/say.h"

/* NULL: none, and it has been said. */
static const char *
ask_reason(void)
{
	struct buf text = { 0 };
	const char *code = NULL;

	buf_put_text(&text, "Why?\n");
	reason_list(&text);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&text)));
	while (code == NULL && prompt_line(&text, "Number or code: "))
		code = reason_find(text.at);
	buf_fini(&text);
	return code;
}

static enum outcome
add_reason(json_t *body, const struct call *call)
{
	const char *given = call->options[OPTION_REASON], *code = NULL;
	struct buf list = { 0 };

	if (given != NULL)
		code = reason_find(given);
	else if (prompt_can_ask())
		code = ask_reason();
	if (code != NULL) {
		json_object_set_new(body, "reason", json_string(code));
		return DONE;
	}
	reason_list(&list);
	complain("%s", given != NULL ? "there is no such reason; these are:"
				     : "say why with --reason, one of:");
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&list)));
	buf_fini(&list);
	return MISUSED;
}

static enum outcome
add_words(json_t *body, const struct call *call)
{
	const char *words = call->options[OPTION_WORDS];
	struct buf asked = { 0 };
	enum outcome outcome = MISUSED;

	if (words == NULL && prompt_can_ask() &&
	    prompt_line(&asked, "In words, for the record: "))
		words = asked.at;
	if (words == NULL || *words == '\0')
		complain("say it in words, too: --words TEXT");
	else if (json_object_set_new(body, "words", json_string(words)) != 0)
		complain("--words is not valid UTF-8");
	else
		outcome = DONE;
	buf_fini(&asked);
	return outcome;
}

enum outcome
act_reason(json_t *body, const struct call *call)
{
	enum outcome outcome = add_reason(body, call);

	return outcome == DONE ? add_words(body, call) : outcome;
}

enum outcome
act_reason_if_given(json_t *body, const struct call *call)
{
	if (!call_has(call, OPTION_REASON) && !call_has(call, OPTION_WORDS))
		return DONE;
	return act_reason(body, call);
}

enum outcome
act_ask(json_t **reply, struct call *call, const struct ask *request)
{
	enum outcome outcome = act_reason(request->body, call);

	if (outcome == DONE)
		return ask(reply, call, request);
	json_decref(request->body);
	return outcome;
}

enum outcome
act_and_tell(struct call *call, const struct ask *request, tell_words *words)
{
	json_t *reply;
	enum outcome outcome = act_ask(&reply, call, request);

	if (outcome == DONE)
		tell(call, reply, words);
	return outcome;
}

enum outcome
act_number(json_int_t *number, const char *text, const char *what)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end != '\0' || n < 0 || n > 1000000000) {
		complain("\"%s\" is no %s: a whole number is needed", text,
		    what);
		return MISUSED;
	}
	*number = n;
	return DONE;
}
