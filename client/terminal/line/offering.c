#include "terminal/line/conversation_state.h"
#include "terminal/show/show.h"

static bool
has_text(const struct item *item)
{
	size_t i;

	for (i = 0; i < item->n_interactions; i++)
		if (interaction_is_text(&item->interactions[i]))
			return true;
	return false;
}

/* Does it do anything at this item? */
static bool
is_of_item(const struct conversation *c, enum command command)
{
	const struct item *item = current_item(c);

	if (command == COMMAND_TYPE)
		return has_text(item);
	if (command == COMMAND_PART)
		return item->n_interactions > 1;
	if (command == COMMAND_CLEAR)
		return item_is_answered(item);
	if (command == COMMAND_TEXT)
		return item->stimulus != NULL;
	if (command == COMMAND_DESCRIBE || command == COMMAND_PICTURE)
		return item_n_images(item) > 0;
	return (command != COMMAND_BACK && command != COMMAND_GO) ||
	       !session_paper(c->session)->linear;
}

/* Is it worth naming here and now? */
static bool
is_offered(const struct conversation *c, enum command command)
{
	bool practice = c->options->practice != NULL;

	if (!command_is_possible(c, command))
		return false;
	if (command == COMMAND_HELP || command == COMMAND_REPORT)
		return !practice;
	if (command == COMMAND_TIME)
		return session_clock(c->session)->known ||
		       conversation_place(c) == PLACE_BREAK;
	if (command == COMMAND_ENTER)
		return attempt_next_section(session_attempt(c->session)) !=
		       NULL;
	if (command == COMMAND_SCREEN)
		return editor_is_terminal(c->editor);
	return current_item(c) == NULL || is_of_item(c, command);
}

static void
put_command(struct buf *b, const struct conversation *c, enum command command)
{
	const struct command_facts *facts = &command_facts[command];
	const struct item *item = current_item(c);
	bool practice = c->options->practice != NULL;

	if (command == COMMAND_QUIT && practice)
		buf_put_text(b, "  quit: leave; practice keeps nothing\n");
	else if (command == COMMAND_TYPE && item->n_interactions > 1)
		buf_put_text(b, "  type N: write or change the text of part "
				"N\n");
	else if (command == COMMAND_TYPE &&
		 item->interactions[0].kind == KIND_EXTENDED)
		buf_put_text(b, "  type: write, or go on; type N: change "
				"paragraph N\n");
	else
		buf_printf(b, "  %s: %s\n", facts->form, facts->what);
}

/* A line that answers the item, or one for each of its parts. */
static void
put_examples(struct buf *b, const struct item *item)
{
	const char *before = "To answer, for example: ";
	size_t i;

	for (i = 0; i < item->n_interactions; i++) {
		buf_put_text(b, before);
		show_example(b, item, i);
		before = ", or: ";
	}
	buf_put_u8(b, '\n');
}

void
tell_commands(struct conversation *c)
{
	struct buf text = { 0 };
	int i;

	if (text_is_asked(c))
		buf_put_text(&text,
		    "Type your answer and press Enter. If it is itself one of "
		    "these commands, type: type\n");
	else if (current_item(c) != NULL)
		put_examples(&text, current_item(c));
	for (i = 0; i < COMMAND_COMMANDS; i++)
		if (is_offered(c, (enum command)i))
			put_command(&text, c, (enum command)i);
	speak_lines(c, &text);
}
