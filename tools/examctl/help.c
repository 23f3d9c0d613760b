/* What --help says: of all commands, of a group, of one. */
#include <stdio.h>
#include <string.h>

#include "examctl/command.h"
#include "examctl/reason.h"
#include "examctl/text.h"

#define HELP_WIDTH 78

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
		snprintf(left, sizeof(left), "--%s%s%s", option_facts[i].text,
		    option_facts[i].value != NULL ? " " : "",
		    option_facts[i].value != NULL ? option_facts[i].value : "");
		help_line(out, left, 28, option_facts[i].help);
	}
}

static void
help_command_line(struct buf *out, const struct command *command)
{
	char left[96];

	snprintf(
	    left, sizeof(left), "%s %s", command->words, command->arguments);
	help_line(out, left, 34, command->help);
}

/* Does it begin with this word, and another? */
static bool
is_in_group(const struct command *command, const char *word)
{
	size_t len = strlen(word);

	return strncmp(command->words, word, len) == 0 &&
	       command->words[len] == ' ';
}

static void
help_group(struct buf *out, const char *word)
{
	size_t i;

	for (i = 0; i < n_commands; i++)
		if (is_in_group(&commands[i], word))
			help_command_line(out, &commands[i]);
}

bool
command_group(struct buf *follows, const char *word)
{
	size_t i, n = 0, all = 0;

	for (i = 0; i < n_commands; i++)
		all += is_in_group(&commands[i], word) ? 1 : 0;
	for (i = 0; i < n_commands; i++)
		if (is_in_group(&commands[i], word))
			buf_printf(follows, "%s%s",
			    n++ == 0   ? ""
			    : n == all ? " or "
				       : ", ",
			    commands[i].words + strlen(word) + 1);
	return all > 0;
}

static void
help_all(struct buf *out)
{
	size_t i;

	buf_put_text(
	    out, "usage: examctl COMMAND [ARGUMENT...] [--OPTION...]\n\n");
	for (i = 0; i < n_commands; i++)
		help_command_line(out, &commands[i]);
	buf_put_text(out,
	    "\nexamctl COMMAND --help says its options; examctl(1) says all.\n"
	    "Exit status: 0 done, 1 refused, 2 usage, 3 no connection.\n");
}

void
command_usage(struct buf *out, const struct command *command)
{
	buf_printf(out, "examctl %s%s%s", command->words,
	    *command->arguments != '\0' ? " " : "", command->arguments);
	if ((command->options & TAKES(REASON)) != 0 &&
	    strstr(command->arguments, "--reason") == NULL)
		buf_put_text(out, " --reason CODE --words TEXT");
}

static void
help_one(struct buf *out, const struct command *command)
{
	struct buf also = { 0 };

	buf_put_text(out, "usage: ");
	command_usage(out, command);
	buf_put_text(out, "\n\n");
	text_wrap(out, command->help, 0, HELP_WIDTH);
	buf_put_text(out, "\n");
	help_options(out, command->options | TAKES(HELP));
	if ((command->options & TAKES(REASON)) != 0) {
		buf_put_text(out, "\nOn a terminal, what is missing is asked "
				  "for.  Reasons:\n");
		reason_list(out);
	}
	if (command_group(&also, command->words)) {
		buf_put_text(out, "\nAlso:\n");
		help_group(out, command->words);
	}
	buf_fini(&also);
}

void
command_help(struct buf *out, const struct call *call)
{
	if (call->command != NULL)
		help_one(out, call->command);
	else if (call->group != NULL)
		help_group(out, call->group);
	else
		help_all(out);
}
