#include "terminal/line/conversation.h"
#include "terminal/line/conversation_state.h"
#include "terminal/show/show.h"

void
leave(struct conversation *c)
{
	const struct attempt *a = session_attempt(c->session);

	c->status = a != NULL && a->state == ATTEMPT_SUBMITTED ?
	    EXIT_SUBMITTED : EXIT_NOT_SUBMITTED;
	c->over = true;
}

void
do_quit(struct conversation *c)
{
	size_t unsaved;

	if (!place_runs_on(conversation_place(c)) ||
	    c->question == QUESTION_QUIT) {
		leave(c);
		return;
	}
	draft_keep(c);
	c->question = QUESTION_QUIT;
	if (c->options->practice != NULL) {
		speak(c, "Practice ends then and nothing of it is kept. Leave? "
			 "yes or no");
		return;
	}
	unsaved = session_unsaved(c->session);
	if (unsaved > 0)
		speak(c, "Not yet saved by the server: %zu. They are kept on "
			 "this computer and sent when exam is started here "
			 "again.", unsaved);
	speak(c, "The exam stays open and its time runs on. Leave? yes or no");
}

void
ask_server(struct conversation *c, enum act act, int number, struct slice text)
{
	char *copy = alloc_zero(text.len + 1, 1);

	if (text.len > 0)
		memcpy(copy, text.at, text.len);
	if (session_ask(c->session, act, number,
		text.len > 0 ? copy : NULL) != ERR_OK)
		speak(c, "Too much waits for the connection; please try "
			 "again when the server is there.");
	free(copy);
}

static void
go_to(struct conversation *c, size_t position)
{
	const struct paper *p = session_paper(c->session);

	if (p->linear) {
		speak(c, "In this section items come one after the other; only "
			 "next is possible.");
		return;
	}
	if (position >= p->n_items) {
		speak(c, "This section has the items %d to %d.",
		    p->items[0].number, p->items[p->n_items - 1].number);
		return;
	}
	c->position = position;
	show_current(c);
}

static void
do_next_linear(struct conversation *c)
{
	const struct item *item = current_item(c);

	if (session_acts(c->session) > 0) {
		speak(c, "Please wait for the server.");
	} else if (!item_is_whole(item)) {
		speak(c,
		    "Item %d is %s and you cannot come back to it. Leave it? "
		    "yes or no",
		    item->number,
		    item_is_answered(item) ? "only begun" : "not answered");
		c->question = QUESTION_NEXT;
	} else {
		ask_server(c, ACT_NEXT, item->number, SLICE_NONE);
	}
}

static void
do_next(struct conversation *c, const struct typed *t)
{
	const struct paper *p = session_paper(c->session);

	(void)t;
	if (p->linear)
		do_next_linear(c);
	else if (c->position + 1 < p->n_items)
		go_to(c, c->position + 1);
	else
		speak(c, "This is the last item of the section. To see what is "
			 "open, type: review. To end the section: end");
}

static void
do_back(struct conversation *c, const struct typed *t)
{
	(void)t;
	if (c->position == 0 && !session_paper(c->session)->linear)
		speak(c, "This is the first item of the section.");
	else
		go_to(c, c->position - 1);
}

static void
do_go(struct conversation *c, const struct typed *t)
{
	const struct paper *p = session_paper(c->session);
	const struct item *item = paper_find(p, t->number);

	go_to(c, item != NULL ? (size_t)(item - p->items) : p->n_items);
}

static void
do_type(struct conversation *c, const struct typed *t)
{
	type_command(c, t->rest);
}

static void
do_part(struct conversation *c, const struct typed *t)
{
	answer_part(c, t->rest);
}

static void
do_clear(struct conversation *c, const struct typed *t)
{
	(void)t;
	answer_clear(c, ALL_PARTS);
}

static void
do_flag(struct conversation *c, const struct typed *t)
{
	struct item *item = current_item(c);

	(void)t;
	session_flag(c->session, item, !item->flagged);
	if (session_offline_ms(c->session) > 0)
		speak(c, "Item %d: %s, not yet saved.", item->number,
		    item->flagged ? "flagged" : "flag cleared");
}

static void
do_show(struct conversation *c, const struct typed *t)
{
	(void)t;
	c->described = false; /* place_arrive() does it */
}

static void
do_text(struct conversation *c, const struct typed *t)
{
	(void)t;
	show_about(c);
}

/* The image that is named, or the only one there is; NULL: told why not. */
static const struct exhibit *
find_image(struct conversation *c, const struct typed *t)
{
	const struct item *item = current_item(c);
	const struct exhibit *x =
	    item_image(item, t->number > 0 ? t->number : 1);

	if (item_n_images(item) == 0)
		speak(c, "This item has no image.");
	else if (x == NULL)
		speak(c, "This item has the images 1 to %zu.",
		    item_n_images(item));
	return x;
}

static void
do_describe(struct conversation *c, const struct typed *t)
{
	const struct exhibit *x = find_image(c, t);
	struct buf text = { 0 };

	if (x == NULL)
		return;
	show_description(&text, x);
	speak_lines(c, &text);
}

static void
do_picture(struct conversation *c, const struct typed *t)
{
	const struct exhibit *x = find_image(c, t);
	char number[16];

	if (x == NULL)
		return;
	snprintf(number, sizeof(number), "%d", x->image);
	ask_server(c, ACT_PICTURE, current_item(c)->number, slice_of(number));
}

static void
do_list(struct conversation *c, const struct typed *t)
{
	struct buf text = { 0 };

	(void)t;
	show_list(&text, session_paper(c->session));
	speak_lines(c, &text);
}

static void
do_time(struct conversation *c, const struct typed *t)
{
	(void)t;
	tell_time(c);
}

static void
do_review(struct conversation *c, const struct typed *t)
{
	struct buf text = { 0 };

	(void)t;
	show_review(&text, session_paper(c->session),
	    session_unsaved(c->session));
	speak_lines(c, &text);
}

static void
do_help(struct conversation *c, const struct typed *t)
{
	if (t->rest.len == 0)
		speak(c, "Say what you need, for example: help my keyboard "
			 "does not work. For the commands: ?");
	else
		ask_server(c, ACT_HELP, 0, t->rest);
}

static void
do_report(struct conversation *c, const struct typed *t)
{
	if (t->rest.len == 0)
		speak(c, "Say what is wrong, for example: report two choices "
			 "are the same");
	else
		ask_server(c, ACT_REPORT, current_item(c)->number, t->rest);
}

static void
do_end(struct conversation *c, const struct typed *t)
{
	do_review(c, t);
	speak(c, "A section that is ended cannot be opened again. End it? yes "
		 "or no");
	c->question = QUESTION_END;
}

static void
do_enter(struct conversation *c, const struct typed *t)
{
	const struct section *next =
	    attempt_next_section(session_attempt(c->session));

	(void)t;
	if (next != NULL)
		ask_server(c, ACT_ENTER, next->number, SLICE_NONE);
	else
		speak(c, "There is no further section. To hand in the exam, "
			 "type: submit");
}

static void
do_accept(struct conversation *c, const struct typed *t)
{
	(void)t;
	ask_server(c, ACT_OPEN, 0, SLICE_NONE);
}

static void
do_submit(struct conversation *c, const struct typed *t)
{
	const struct section *next =
	    attempt_next_section(session_attempt(c->session));

	if (conversation_place(c) == PLACE_SECTION)
		do_review(c, t);
	if (next != NULL)
		speak(c, "Section %d and those after it are then given up.",
		    next->number);
	speak(c, "Hand in the exam for good? yes or no");
	c->question = QUESTION_SUBMIT;
}

static void
do_result(struct conversation *c, const struct typed *t)
{
	(void)t;
	c->wants_result = true;
	if (!session_attempt(c->session)->result_released)
		speak(c, "It is shown as soon as it is released. To leave, "
			 "type: quit");
}

static void
do_screen(struct conversation *c, const struct typed *t)
{
	(void)t;
	draft_keep(c);
	c->status = LINES_LEFT_FOR_SCREEN;
	c->over = true;
}

static void
quit(struct conversation *c, const struct typed *t)
{
	(void)t;
	do_quit(c);
}

#define IN(place) (1u << PLACE_##place)
#define OPENED (IN(OVERVIEW) | IN(SECTION) | IN(BREAK) | IN(PAUSED))

static const struct {
	void (*run)(struct conversation *, const struct typed *);
	unsigned where;
} doing[COMMAND_COMMANDS] = {
	[COMMAND_NEXT] = { do_next, IN(SECTION) },
	[COMMAND_BACK] = { do_back, IN(SECTION) },
	[COMMAND_GO] = { do_go, IN(SECTION) },
	[COMMAND_TYPE] = { do_type, IN(SECTION) },
	[COMMAND_PART] = { do_part, IN(SECTION) },
	[COMMAND_CLEAR] = { do_clear, IN(SECTION) },
	[COMMAND_FLAG] = { do_flag, IN(SECTION) },
	[COMMAND_SHOW] = { do_show, ~IN(SIGN_IN) },
	[COMMAND_TEXT] = { do_text, IN(SECTION) },
	[COMMAND_DESCRIBE] = { do_describe, IN(SECTION) },
	[COMMAND_PICTURE] = { do_picture, IN(SECTION) },
	[COMMAND_LIST] = { do_list, IN(SECTION) },
	[COMMAND_TIME] = { do_time, OPENED },
	[COMMAND_REVIEW] = { do_review, IN(SECTION) },
	[COMMAND_HELP] = { do_help, OPENED | IN(WAITING) | IN(RULES) },
	[COMMAND_REPORT] = { do_report, IN(SECTION) },
	[COMMAND_END] = { do_end, IN(SECTION) },
	[COMMAND_ENTER] = { do_enter, IN(OVERVIEW) | IN(BREAK) },
	[COMMAND_ACCEPT] = { do_accept, IN(RULES) },
	[COMMAND_SUBMIT] = { do_submit,
	    IN(OVERVIEW) | IN(SECTION) | IN(BREAK) },
	[COMMAND_RESULT] = { do_result, IN(ENDED) },
	[COMMAND_SCREEN] = { do_screen, ~0u },
	[COMMAND_QUIT] = { quit, ~0u },
};

bool
command_is_possible(const struct conversation *c, enum command command)
{
	enum place place = conversation_place(c);

	return (doing[command].where >> place & 1) != 0 &&
	       (place != PLACE_SECTION || command == COMMAND_TIME ||
		   command == COMMAND_HELP || command == COMMAND_SCREEN ||
		   command == COMMAND_QUIT || current_item(c) != NULL);
}

void
do_command(struct conversation *c, struct typed t)
{
	if (t.command == COMMAND_EMPTY && current_item(c) != NULL)
		t.command = COMMAND_NEXT;
	if (t.command == COMMAND_NUMBER)
		t.command = COMMAND_GO;
	if (t.command == COMMAND_EMPTY)
		return;
	if (t.command == COMMAND_COMMANDS)
		tell_commands(c);
	else if (t.command == COMMAND_OTHER)
		answer_line(c, t.rest);
	else if (command_is_possible(c, t.command))
		doing[t.command].run(c, &t);
	else
		speak(c, "\"%s\" is not possible now. For help: ?",
		    command_facts[t.command].word);
}
