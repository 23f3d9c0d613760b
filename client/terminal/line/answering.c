#include "base/clock.h"
#include "terminal/line/conversation_state.h"
#include "terminal/show/show.h"
#include "terminal/session/words.h"

#include <stdlib.h>
#include <wchar.h>

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

struct item *
current_item(const struct conversation *c)
{
	const struct paper *p = session_paper(c->session);

	if (conversation_place(c) != PLACE_SECTION || !session_paper_fits(c->session))
		return NULL;
	return &p->items[c->position < p->n_items ? c->position : 0];
}

void
show_current(struct conversation *c)
{
	struct item *item = current_item(c);
	struct buf text = { 0 };

	if (item == NULL)
		return;
	item->seen = true;
	buf_put_u8(&text, '\n');
	show_item(&text, item, session_attempt(c->session));
	speak_lines(c, &text);
}

static bool
is_direct_text(const struct item *item)
{
	return item != NULL && item->n_interactions == 1 &&
	    item->interactions[0].is_text;
}

bool
text_is_asked(const struct conversation *c)
{
	return c->question == QUESTION_NONE && is_direct_text(current_item(c));
}

/* The new response of the item; what is not saved soon is mentioned. */
static void
enter(struct conversation *c, struct item *item, json_t *response)
{
	session_answer(c->session, item, response);
	c->mention_at = now();
	if (session_offline_ms(c->session) == 0)
		c->mention_at.ms += SESSION_UNSAVED_MS;
}

/* As enter(), by a person who wants to hear of it. */
static void
enter_aloud(struct conversation *c, struct item *item, json_t *response)
{
	struct buf text = { 0 };
	bool same = json_equal(item->response, response);

	enter(c, item, response);
	if (!same)
		return;
	buf_printf(&text, "Item %d: ", item->number);
	show_response(&text, item);
	if (session_is_unsaved(c->session, item)) {
		buf_put_text(&text, ", not yet saved");
	} else if (item->saved_at.ms > 0) {
		buf_put_text(&text, ", saved ");
		words_put_clock(&text, item->saved_at);
	}
	buf_put_u8(&text, '.');
	speak_lines(c, &text);
}

static json_t *
text_json(struct slice text)
{
	json_t *list = alloc_checked(json_array());
	json_t *string = text.len > 0 ? json_stringn(text.at, text.len) : NULL;

	if (string != NULL)
		json_array_append_new(list, string);
	return list;
}

/* Is it short enough?  In characters, as the candidate counts. */
static bool
fits(const struct interaction *in, struct slice text)
{
	char *copy = alloc_zero(text.len + 1, 1);
	size_t n;

	if (text.len > 0)
		memcpy(copy, text.at, text.len);
	n = mbstowcs(NULL, copy, 0);
	free(copy);
	return text.len <= RESPONSE_MAX && n != (size_t)-1 &&
	    (in->max_length == 0 || n <= (size_t)in->max_length);
}

static bool
has_digit(struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return true;
	return false;
}

static void
enter_text(struct conversation *c, struct item *item, size_t part,
    struct slice text)
{
	const struct interaction *in = &item->interactions[part];

	if (in->numeric && text.len > 0 && !has_digit(text))
		speak(c, "That is neither a number nor a command. Nothing was "
			 "changed.");
	else if (fits(in, text))
		enter_aloud(c, item,
		    item_response_with(item, part, text_json(text)));
	else
		speak(c, "That text is too long: at most %d characters. It is "
			 "not saved.", in->max_length > 0 ? in->max_length :
							    RESPONSE_MAX);
}

/* The chosen ones as numbers. */
static json_t *
choices_json(const struct interaction *in, const bool chosen[])
{
	json_t *list = alloc_checked(json_array());
	size_t i;

	for (i = 0; i < in->n_choices; i++)
		if (chosen[i])
			json_array_append_new(list,
			    json_integer(in->choices[i].number));
	return list;
}

static void
explain_choices(struct conversation *c, const struct interaction *in)
{
	char last[3];

	choice_label(last, in->n_choices - 1);
	speak(c, "That is no command and no choice of this item. Its choices "
		 "are a to %s; several stand apart, as in: a b. For help: ?",
	    last);
}

static void
enter_choices(struct conversation *c, struct item *item, size_t part,
    struct slice text)
{
	const struct interaction *in = &item->interactions[part];
	bool chosen[CHOICES_MAX];
	json_t *made;

	if (!command_choices(chosen, in->n_choices, text)) {
		explain_choices(c, in);
		return;
	}
	made = choices_json(in, chosen);
	if (in->max > 0 && json_array_size(made) > (size_t)in->max) {
		speak(c, "Too many: at most %d of them may be chosen. Nothing "
			 "was changed.", in->max);
		json_decref(made);
		return;
	}
	enter_aloud(c, item, item_response_with(item, part, made));
}

static void
enter_part(struct conversation *c, struct item *item, size_t part,
    struct slice text)
{
	if (item->interactions[part].is_text)
		enter_text(c, item, part, text);
	else
		enter_choices(c, item, part, text);
}

void
answer_line(struct conversation *c, struct slice text)
{
	struct item *item = current_item(c);

	if (item == NULL)
		speak(c, "That is not understood here. For help: ?");
	else if (item->n_interactions > 1)
		speak(c, "This item has %zu parts. Answer one with, for "
			 "example: part 1 a", item->n_interactions);
	else
		enter_part(c, item, 0, text);
}

void
answer_part(struct conversation *c, struct slice rest)
{
	struct item *item = current_item(c);
	size_t part = 0, n = 0;

	while (n < rest.len && n < 3 && rest.at[n] >= '0' && rest.at[n] <= '9')
		part = part * 10 + (size_t)(rest.at[n++] - '0');
	rest = (struct slice){ rest.at + n, rest.len - n };
	while (rest.len > 0 && rest.at[0] == ' ')
		rest = (struct slice){ rest.at + 1, rest.len - 1 };
	if (item == NULL || part < 1 || part > item->n_interactions)
		speak(c, "Say which part and its answer, as in: part 1 a");
	else if (slice_is(rest, "clear"))
		enter_aloud(c, item, item_response_with(item, part - 1,
					 alloc_checked(json_array())));
	else if (rest.len > 0)
		enter_part(c, item, part - 1, rest);
}

void
answer_clear(struct conversation *c)
{
	struct item *item = current_item(c);
	json_t *empty = alloc_checked(json_array());
	size_t i;

	for (i = 0; i < item->n_interactions; i++)
		json_array_append_new(empty, json_array());
	if (item_is_answered(item)) {
		enter(c, item, empty);
		return;
	}
	json_decref(empty);
	speak(c, "Item %d: nothing is entered.", item->number);
}

void
type_begin(struct conversation *c)
{
	const struct item *item = current_item(c);
	size_t part = 0;

	while (part < item->n_interactions && !item->interactions[part].is_text)
		part++;
	if (part == item->n_interactions) {
		speak(c, "This item asks for choices, not for a text.");
		return;
	}
	speak(c, "Change the text and press Enter. An empty line takes the "
		 "answer back.");
	c->part = part;
	c->question = QUESTION_TEXT;
	if (editor_is_terminal(c->editor))
		editor_fill(c->editor, item_text(item, part));
}

/* The draft is over; what was saved of it stays. */
static void
draft_drop(struct conversation *c)
{
	json_decref(c->before);
	c->before = NULL;
	c->drafting = false;
	c->draft.dirty = false;
}

/* Whoever is interrupted by a pause has the text back, to be entered later. */
static void
put_back(struct conversation *c, struct slice text)
{
	char *copy = alloc_zero(text.len + 1, 1);

	if (text.len > 0)
		memcpy(copy, text.at, text.len);
	speak(c, "Your text stays here. Press Enter again when the exam goes "
		 "on.");
	editor_fill(c->editor, copy);
	free(copy);
}

void
type_end(struct conversation *c, struct slice text)
{
	struct item *item = current_item(c);

	if (item == NULL && conversation_place(c) == PLACE_PAUSED) {
		c->question = QUESTION_TEXT;
		put_back(c, text);
		return;
	}
	draft_drop(c);
	if (item == NULL)
		speak(c, "The item is not open any more.");
	else
		enter_text(c, item, c->part, text);
}

void
draft_key(struct conversation *c, struct slice text)
{
	struct item *item = current_item(c);

	if (item == NULL ||
	    (c->question != QUESTION_TEXT &&
		(!text_is_asked(c) || command_may_become(text))))
		return;
	if (!c->drafting) {
		c->before = json_incref(item->response);
		c->drafting = true;
		if (c->question != QUESTION_TEXT)
			c->part = 0;
	}
	draft_touch(&c->draft, now());
}

void
draft_save(struct conversation *c)
{
	struct slice text = editor_text(c->editor);
	struct item *item = current_item(c);

	c->draft.dirty = false;
	if (item != NULL && fits(&item->interactions[c->part], text))
		enter(c, item,
		    item_response_with(item, c->part, text_json(text)));
}

void
draft_keep(struct conversation *c)
{
	if (c->drafting)
		draft_save(c);
	draft_drop(c);
	editor_fill(c->editor, "");
}

void
draft_revert(struct conversation *c)
{
	struct item *item = current_item(c);

	if (c->drafting && item != NULL)
		enter(c, item, json_is_array(c->before) ?
			json_incref(c->before) :
			item_response_with(item, c->part, json_array()));
	draft_drop(c);
}
