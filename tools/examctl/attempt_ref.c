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

static enum outcome
find_in_room(char text[ATTEMPT_TEXT_MAX], const json_t *room,
    const char *number)
{
	const json_t *row;
	size_t i;

	json_array_foreach (json_object_get(room, "candidates"), i, row) {
		if (strcmp(member_text(row, "candidate"), number) != 0)
			continue;
		snprintf(text, ATTEMPT_TEXT_MAX, "%" JSON_INTEGER_FORMAT,
		    member_number(row, "attempt"));
		return DONE;
	}
	complain("you see no candidate %s in sitting %s", number,
	    member_text(room, "sitting"));
	return REFUSED;
}

enum outcome
attempt_find(char text[ATTEMPT_TEXT_MAX], struct call *call,
    const char *words)
{
	const char *slash = strchr(words, '/');
	struct ask room = { .route = ROUTE_ROOM };
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
	room.params[0] = sitting;
	outcome = ask(&reply, call, &room);
	free(sitting);
	if (outcome != DONE)
		return outcome;
	outcome = find_in_room(text, reply, slash + 1);
	json_decref(reply);
	return outcome;
}
