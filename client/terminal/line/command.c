#include "terminal/line/command.h"

#include <strings.h>

const struct command_facts command_facts[COMMAND_COMMANDS] = {
#define X(name, word, words, form, what)                                       \
	[COMMAND_##name] = { word, form, what, words },
	COMMANDS(X)
#undef X
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct slice
trim(struct slice s)
{
	while (s.len > 0 && is_space(*s.at))
		s = (struct slice){ s.at + 1, s.len - 1 };
	while (s.len > 0 && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

/* The first word; *rest is what follows it. */
static struct slice
first_word(struct slice *rest, struct slice line)
{
	size_t n = 0;

	while (n < line.len && !is_space(line.at[n]))
		n++;
	*rest = trim((struct slice){ line.at + n, line.len - n });
	return (struct slice){ line.at, n };
}

static bool
begins(struct slice word, size_t i)
{
	return word.len <= strlen(command_facts[i].word) &&
	    strncasecmp(word.at, command_facts[i].word, word.len) == 0;
}

/* Which command the word is, or begins alone; COMMAND_OTHER: none. */
static enum command
find(struct slice word, bool whole_words)
{
	enum command found = COMMAND_OTHER;
	size_t i;

	for (i = 0; i < COMMAND_COMMANDS; i++) {
		if (!begins(word, i))
			continue;
		if (word.len == strlen(command_facts[i].word))
			return (enum command)i;
		if (whole_words || word.len < 2)
			continue;
		if (found != COMMAND_OTHER)
			return COMMAND_OTHER;
		found = (enum command)i;
	}
	return found;
}

/* Up to four digits and nothing else; 0: it is something else. */
static int
read_number(struct slice s)
{
	int n = 0;
	size_t i;

	if (s.len == 0 || s.len > 4)
		return 0;
	for (i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return 0;
		n = n * 10 + s.at[i] - '0';
	}
	return n;
}

struct typed
command_read(struct slice line, bool whole_words)
{
	struct typed t = { COMMAND_OTHER, trim(line), 0 };
	struct slice rest, word = first_word(&rest, t.rest);
	enum command found;

	if (t.rest.len == 0) {
		t.command = COMMAND_EMPTY;
		return t;
	}
	if (slice_is(t.rest, "?")) {
		t.command = COMMAND_COMMANDS;
		return t;
	}
	t.number = whole_words ? 0 : read_number(t.rest);
	if (t.number > 0) {
		t.command = COMMAND_NUMBER;
		return t;
	}
	found = find(word, whole_words);
	if (found == COMMAND_OTHER ||
	    (rest.len > 0 && !command_facts[found].takes_words))
		return t;
	t.command = found;
	t.rest = rest;
	t.number = read_number(rest);
	return t;
}

bool
command_may_become(struct slice line)
{
	struct slice rest, word = first_word(&rest, trim(line));
	size_t i;

	if (word.len == 0 || slice_is(word, "?"))
		return true;
	for (i = 0; i < COMMAND_COMMANDS; i++)
		if (begins(word, i) &&
		    (rest.len == 0 ||
			(command_facts[i].takes_words &&
			    word.len == strlen(command_facts[i].word))))
			return true;
	return false;
}
