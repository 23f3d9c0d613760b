#include "examctl/attempt_ref.h"

#include <stdio.h>
#include <string.h>

#include "examctl/ask.h"
#include "examctl/member.h"
#include "examctl/say.h"

static bool
is_number(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text) &&
	    strlen(text) < ATTEMPT_TEXT_MAX;
}

/* Whichever list it is, an object says which candidate has which attempt. */
struct list {
	enum route route;
	const char *rows; /* the member */
};

static enum outcome
find_row(char text[ATTEMPT_TEXT_MAX], const json_t *reply, const char *rows,
    const char *number)
{
	const json_t *row;
	size_t i;

	json_array_foreach(json_object_get(reply, rows), i, row)
	{
		if (strcmp(member_text(row, "candidate"), number) != 0)
			continue;
		snprintf(text, ATTEMPT_TEXT_MAX, "%" JSON_INTEGER_FORMAT,
		    member_number(row, "attempt"));
		return DONE;
	}
	complain("you see no candidate %s in sitting %s", number,
	    member_text(reply, "sitting"));
	return REFUSED;
}

static enum outcome
find_listed(char text[ATTEMPT_TEXT_MAX], struct call *call,
    const struct list *list, const char *words)
{
	const char *slash = strchr(words, '/');
	struct ask request = { .route = list->route };
	enum outcome outcome;
	char *sitting;
	json_t *reply;

	if (is_number(words)) {
		snprintf(text, ATTEMPT_TEXT_MAX, "%s", words);
		return DONE;
	}
	if (slash == NULL || slash == words || slash[1] == '\0') {
		complain("\"%s\" is no attempt: give its number, or "
			 "SITTING/CANDIDATE",
		    words);
		return MISUSED;
	}
	sitting = alloc_checked(strndup(words, (size_t)(slash - words)));
	request.params[0] = sitting;
	outcome = ask(&reply, call, &request);
	free(sitting);
	if (outcome != DONE)
		return outcome;
	outcome = find_row(text, reply, list->rows, slash + 1);
	json_decref(reply);
	return outcome;
}

enum outcome
attempt_find(char text[ATTEMPT_TEXT_MAX], struct call *call, const char *words)
{
	static const struct list room = { ROUTE_ROOM, "candidates" };

	return find_listed(text, call, &room, words);
}

enum outcome
attempt_find_result(
    char text[ATTEMPT_TEXT_MAX], struct call *call, const char *words)
{
	static const struct list results = { ROUTE_RESULTS, "rows" };

	return find_listed(text, call, &results, words);
}
