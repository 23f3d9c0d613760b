#include "examctl/command.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "examctl/reason.h"
#include "examctl/text.h"

struct option_facts {
	const char *text, *value, *help;
};

static const struct option_facts options[N_OPTIONS] = {
#define X(name, text, value, help) [OPTION_##name] = { text, value, help },
	OPTIONS(X)
#undef X
};

#define HELP_WIDTH 78
#define ALWAYS (TAKES(HELP) | TAKES(VERSION))

static bool
option_find(enum option_name *found, struct slice name)
{
	enum option_name i;

	for (i = 0; i < N_OPTIONS; i++)
		if (slice_is(name, options[i].text)) {
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
		buf_printf(complaint, "--%s is given twice",
		    options[found].text);
		return ERR_INVALID;
	}
	if (options[found].value == NULL && equals != NULL) {
		buf_printf(complaint, "--%s takes no value",
		    options[found].text);
		return ERR_INVALID;
	}
	if (options[found].value != NULL && equals == NULL && ++*at >= argc) {
		buf_printf(complaint, "--%s needs a value: %s",
		    options[found].text, options[found].value);
		return ERR_INVALID;
	}
	if (options[found].value == NULL)
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
	size_t i, used = 0;

	for (i = 0; i < n_commands && used == 0; i++) {
		used = matches(&commands[i], call->arguments,
		    call->n_arguments);
		if (used > 0)
			call->command = &commands[i];
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
			    command->words, options[i].text);
			return ERR_INVALID;
		}
	if (call_has(call, OPTION_HELP))
		return ERR_OK;
	if (call->n_arguments < command->least ||
	    (command->most != ANY_NUMBER &&
		call->n_arguments > command->most)) {
		buf_printf(complaint, "usage: examctl %s %s", command->words,
		    command->arguments);
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
	return e == ERR_OK ? check_call(call, complaint) : e;
}

void
call_fini(struct call *call)
{
	free(call->arguments);
	*call = (struct call){ 0 };
}

/* "  left          words, wrapped with a hanging indent". */
static void
help_line(struct buf *out, const char *left, size_t column, const char *help)
{
	buf_printf(out, "  %-*s", (int)column - 2, left);
	if (strlen(left) + 4 > column)
		buf_printf(out, "\n%*s", (int)column, "");
	text_wrap(out, help, column, HELP_WIDTH);
}

static void
help_options(struct buf *out, uint64_t taken)
{
	enum option_name i;
	char left[64];

	for (i = 0; i < N_OPTIONS; i++) {
		if ((taken >> i & 1) == 0)
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", options[i].text,
		    options[i].value != NULL ? " " : "",
		    options[i].value != NULL ? options[i].value : "");
		help_line(out, left, 28, options[i].help);
	}
}

static void
help_all(struct buf *out)
{
	char left[96];
	size_t i;

	buf_put_text(out,
	    "usage: examctl COMMAND [ARGUMENT...] [--OPTION...]\n\n");
	for (i = 0; i < n_commands; i++) {
		snprintf(left, sizeof(left), "%s %s", commands[i].words,
		    commands[i].arguments);
		help_line(out, left, 34, commands[i].help);
	}
	buf_put_text(out,
	    "\nexamctl COMMAND --help says its options; examctl(1) says all.\n"
	    "Exit status: 0 done, 1 refused, 2 usage, 3 no connection.\n");
}

void
command_help(struct buf *out, const struct command *command)
{
	if (command == NULL) {
		help_all(out);
		return;
	}
	buf_printf(out, "usage: examctl %s %s\n\n", command->words,
	    command->arguments);
	text_wrap(out, command->help, 0, HELP_WIDTH);
	buf_put_text(out, "\n");
	help_options(out, command->options | TAKES(HELP));
	if ((command->options & TAKES(REASON)) != 0) {
		buf_put_text(out, "\nReasons:\n");
		reason_list(out);
	}
}
