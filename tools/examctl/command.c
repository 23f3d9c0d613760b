#include "examctl/command.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"

const struct option_facts option_facts[N_OPTIONS] = {
#define X(name, text, value, help) [OPTION_##name] = { text, value, help },
	OPTIONS(X)
#undef X
};

#define ALWAYS (TAKES(HELP) | TAKES(VERSION))

static bool
option_find(enum option_name *found, struct slice name)
{
	enum option_name i;

	for (i = 0; i < N_OPTIONS; i++)
		if (slice_is(name, option_facts[i].text)) {
			*found = i;
			return true;
		}
	return false;
}

/* One "--name", "--name=value" or "--name value" at argv[*at]. */
static enum err
parse_option(struct call *call, struct buf *complaint, char *const argv[],
    int argc, int *at)
{
	const char *name = argv[*at] + 2;
	const char *equals = strchr(name, '=');
	struct slice key = { name,
		equals != NULL ? (size_t)(equals - name) : strlen(name) };
	enum option_name found;

	if (!option_find(&found, key)) {
		buf_printf(complaint, "there is no option --%.*s",
		    SLICE_FMT(key));
		return ERR_INVALID;
	}
	if (call->options[found] != NULL) {
		buf_printf(
		    complaint, "--%s is given twice", option_facts[found].text);
		return ERR_INVALID;
	}
	if (option_facts[found].value == NULL && equals != NULL) {
		buf_printf(
		    complaint, "--%s takes no value", option_facts[found].text);
		return ERR_INVALID;
	}
	if (option_facts[found].value != NULL && equals == NULL &&
	    ++*at >= argc) {
		buf_printf(complaint, "--%s needs a value: %s",
		    option_facts[found].text, option_facts[found].value);
		return ERR_INVALID;
	}
	if (option_facts[found].value == NULL)
		call->options[found] = "";
	else
		call->options[found] = equals != NULL ? equals + 1 : argv[*at];
	return ERR_OK;
}

/* Separates options from the words that are left in call->arguments. */
static enum err
parse_words(struct call *call, struct buf *complaint, int argc,
    char *const argv[])
{
	bool ended = false;
	enum err e;
	int i;

	for (i = 1; i < argc; i++) {
		if (!ended && strcmp(argv[i], "--") == 0)
			ended = true;
		else if (ended || strncmp(argv[i], "--", 2) != 0)
			call->arguments[call->n_arguments++] = argv[i];
		else if ((e = parse_option(call, complaint, argv, argc, &i)) !=
		    ERR_OK)
			return e;
	}
	return ERR_OK;
}

/* How many of the words name this command; 0: they do not. */
static size_t
matches(const struct command *command, const char *const *words, size_t n)
{
	const char *at = command->words;
	size_t i;

	for (i = 0; i < n; i++) {
		size_t len = strlen(words[i]);

		if (strncmp(at, words[i], len) != 0 ||
		    (at[len] != ' ' && at[len] != '\0'))
			return 0;
		if (at[len] == '\0')
			return i + 1;
		at += len + 1;
	}
	return 0;
}

static enum err
find_command(struct call *call, struct buf *complaint)
{
	struct buf follows = { 0 };
	size_t i, used = 0;

	for (i = 0; i < n_commands && used == 0; i++) {
		used = matches(&commands[i], call->arguments,
		    call->n_arguments);
		if (used > 0)
			call->command = &commands[i];
	}
	if (used == 0 && call->n_arguments == 1 &&
	    command_group(&follows, call->arguments[0])) {
		if (call_has(call, OPTION_HELP))
			call->group = call->arguments[0];
		else
			buf_printf(complaint, "\"%s\" is followed by %.*s",
			    call->arguments[0], SLICE_FMT(buf_slice(&follows)));
		buf_fini(&follows);
		return call->group != NULL ? ERR_OK : ERR_INVALID;
	}
	if (used == 0) {
		buf_printf(complaint, "there is no command \"%s%s%s\"",
		    call->arguments[0], call->n_arguments > 1 ? " " : "",
		    call->n_arguments > 1 ? call->arguments[1] : "");
		return ERR_INVALID;
	}
	call->n_arguments -= used;
	memmove(call->arguments, call->arguments + used,
	    call->n_arguments * sizeof(*call->arguments));
	return ERR_OK;
}

static enum err
check_call(const struct call *call, struct buf *complaint)
{
	const struct command *command = call->command;
	enum option_name i;

	for (i = 0; i < N_OPTIONS; i++)
		if (call->options[i] != NULL &&
		    ((command->options | ALWAYS) >> i & 1) == 0) {
			buf_printf(complaint, "%s does not take --%s",
			    command->words, option_facts[i].text);
			return ERR_INVALID;
		}
	if (call_has(call, OPTION_HELP))
		return ERR_OK;
	if (call->n_arguments < command->least ||
	    (command->most != ANY_NUMBER &&
		call->n_arguments > command->most)) {
		buf_put_text(complaint, "usage: ");
		command_usage(complaint, command);
		return ERR_INVALID;
	}
	return ERR_OK;
}

enum err
call_parse(struct call *call, struct buf *complaint, int argc,
    char *const argv[])
{
	enum err e;
	int i;

	*call = (struct call){ 0 };
	for (i = 1; i < argc; i++)
		if (text_length(slice_of(argv[i])) == SIZE_MAX) {
			buf_printf(complaint,
			    "word %d is not plain text in UTF-8", i);
			return ERR_INVALID;
		}
	call->arguments = alloc_zero((size_t)argc + 1, sizeof(char *));
	e = parse_words(call, complaint, argc, argv);
	if (e != ERR_OK)
		return e;
	if (call->n_arguments == 0) {
		if (call_has(call, OPTION_HELP) ||
		    call_has(call, OPTION_VERSION))
			return ERR_OK;
		buf_put_text(complaint, "no command is given");
		return ERR_INVALID;
	}
	e = find_command(call, complaint);
	return e == ERR_OK && call->command != NULL
		   ? check_call(call, complaint)
		   : e;
}

void
call_fini(struct call *call)
{
	free(call->arguments);
	*call = (struct call){ 0 };
}
