#include "terminal/line/conversation_state.h"
#include "terminal/session/entry.h"

#include <strings.h>

/* At an item with choices letters are choices before they are commands. */
static void
do_command_line(struct conversation *c, struct slice line)
{
	const struct item *item = current_item(c);
	struct typed t = command_read(line, text_is_asked(c));
	size_t at[CHOICES_MAX], n;

	if (item != NULL && item->n_interactions == 1 &&
	    item->interactions[0].kind != KIND_MATCH &&
	    entry_letters(at, &n, item->interactions[0].n_choices, line))
		t = (struct typed){ COMMAND_OTHER, line, 0 };
	if (t.command != COMMAND_OTHER)
		draft_revert(c);
	if (c->drafting)
		type_end(c, t.rest);
	else
		do_command(c, t);
}

static void
do_confirmed(struct conversation *c, enum question question)
{
	const struct attempt *a = session_attempt(c->session);
	const struct item *item = current_item(c);

	if (question == QUESTION_QUIT)
		leave(c);
	else if (question == QUESTION_SUBMIT)
		ask_server(c, ACT_SUBMIT, 0, SLICE_NONE);
	else if (question == QUESTION_END && a->section > 0)
		ask_server(c, ACT_CLOSE, a->section, SLICE_NONE);
	else if (question == QUESTION_NEXT && item != NULL)
		ask_server(c, ACT_NEXT, item->number, SLICE_NONE);
	else if (question == QUESTION_CLEAR)
		answer_clear_now(c);
}

static void
do_sign_in(struct conversation *c, enum question question, const char *text)
{
	if (*text == '\0') {
		c->question = question;
	} else if (question == QUESTION_NUMBER) {
		free(c->candidate);
		c->candidate = alloc_text(text);
		c->question = QUESTION_CODE;
	} else {
		session_sign_in(c->session, c->candidate, text);
	}
}

static bool
is_one_of(const char *text, const char *word, const char *letter)
{
	return strcasecmp(text, word) == 0 || strcasecmp(text, letter) == 0;
}

static void
do_decision(struct conversation *c, enum question question, const char *text)
{
	if (is_one_of(text, "yes", "y")) {
		do_confirmed(c, question);
	} else if (is_one_of(text, "no", "n")) {
		speak(c, "Nothing was done.");
	} else {
		speak(c, "Please answer yes or no.");
		c->question = question;
	}
}

static void
answer_question(struct conversation *c, struct slice line)
{
	enum question question = c->question;
	char *text = alloc_zero(line.len + 1, 1);

	if (line.len > 0)
		memcpy(text, line.at, line.len);
	c->question = QUESTION_NONE;
	if (question == QUESTION_NUMBER || question == QUESTION_CODE)
		do_sign_in(c, question, text);
	else if (question == QUESTION_TEXT)
		type_end(c, line);
	else
		do_decision(c, question, text);
	free(text);
}

void
do_line(struct conversation *c, struct slice line)
{
	while (line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t'))
		line = (struct slice){ line.at + 1, line.len - 1 };
	while (line.len > 0 && (unsigned char)line.at[line.len - 1] <= ' ')
		line.len--;
	if (c->question != QUESTION_NONE)
		answer_question(c, line);
	else
		do_command_line(c, line);
}
