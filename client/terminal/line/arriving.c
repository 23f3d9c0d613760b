#include "terminal/line/conversation_state.h"
#include "terminal/show/show.h"
#include "terminal/session/words.h"

#include <stdio.h>

enum place
conversation_place(const struct conversation *c)
{
	return place_of(session_attempt(c->session));
}

static void
arrive_waiting(struct conversation *c, const struct attempt *a)
{
	struct buf text = { 0 };

	if (c->place != PLACE_WAITING)
		buf_printf(&text, "\n%s, %s: %s.\n", a->name, a->candidate,
		    a->title);
	show_waiting(&text, a, a->opens.ms - a->server_time.ms);
	speak_lines(c, &text);
}

static void
arrive_rules(struct conversation *c, const struct attempt *a)
{
	speak(c, "\n%s: %s%s\n\n%s\n\nTo accept these rules and open the exam, "
		 "type: accept", a->name, a->title,
	    a->practice ? " (practice)" : "", a->rules);
}

static void
arrive_overview(struct conversation *c, const struct attempt *a)
{
	const struct section *next = attempt_next_section(a);
	struct buf text = { 0 };

	buf_put_u8(&text, '\n');
	show_overview(&text, a);
	if (next != NULL)
		buf_printf(&text, "\nTo begin section %d, type: enter.%s\n",
		    next->number,
		    a->total_ms > 0 ? " Its clock starts then." : "");
	else
		buf_put_text(&text, "\nAll sections are closed. To hand in the "
				    "exam, type: submit\n");
	speak_lines(c, &text);
}

static void
arrive_break(struct conversation *c)
{
	speak(c, "\nThis is a break. To begin the next section before it is "
		 "over, type: enter");
	tell_time(c);
}

static void
arrive_section(struct conversation *c, const struct attempt *a)
{
	const struct section *s = attempt_section(a, a->section);

	if (c->section != a->section && s != NULL) {
		speak(c, "\nSection %d: %s. For help: ?", s->number, s->title);
		tell_time(c);
	}
	if (c->section != a->section || c->item != a->item)
		c->position = session_begin_at(c->session);
	show_current(c);
}

static void
arrive_end(struct conversation *c, const struct attempt *a)
{
	struct buf text = { 0 };

	buf_put_u8(&text, '\n');
	show_end(&text, a);
	speak_lines(c, &text);
	if (a->state != ATTEMPT_SUBMITTED && a->state != ATTEMPT_EXPIRED)
		leave(c);
	else if (a->result_released)
		speak(c, "To see your result, type: result");
	else
		speak(c, "The result is not released yet. To wait for it, "
			 "type: result. To leave, type: quit");
}

static void
arrive(struct conversation *c, const struct attempt *a)
{
	switch (conversation_place(c)) {
	case PLACE_DEVICE:
		speak(c, "Your exam is open on another device. Ask the proctor "
			 "to move it here; it goes on by itself then.");
		break;
	case PLACE_WAITING:
		arrive_waiting(c, a);
		break;
	case PLACE_RULES:
		arrive_rules(c, a);
		break;
	case PLACE_OVERVIEW:
		arrive_overview(c, a);
		break;
	case PLACE_SECTION:
		arrive_section(c, a);
		break;
	case PLACE_BREAK:
		arrive_break(c);
		break;
	case PLACE_PAUSED:
		speak(c, "Please wait; it goes on by itself.");
		break;
	case PLACE_ENDED:
		arrive_end(c, a);
		break;
	case PLACE_SIGN_IN:
	case N_PLACES:
		break;
	}
}

/* A question about a place that was left is not asked any more.  A pause does
 * not take a text away from whoever types it. */
static void
settle_question(struct conversation *c, enum place place)
{
	bool pause = place == PLACE_PAUSED || c->place == PLACE_PAUSED;

	if (c->question != QUESTION_QUIT &&
	    !(c->question == QUESTION_TEXT && pause))
		c->question = QUESTION_NONE;
}

/* Waiting is described again when what is missing has changed. */
void
place_arrive(struct conversation *c)
{
	const struct attempt *a = session_attempt(c->session);
	enum place place = conversation_place(c);

	if (a == NULL || (place == PLACE_SECTION &&
			     !session_paper_fits(c->session)))
		return;
	if (c->described && place == c->place && a->section == c->section &&
	    a->item == c->item)
		return;
	settle_question(c, place);
	arrive(c, a);
	c->described = true;
	c->place = place;
	c->section = a->section;
	c->item = a->item;
}

void
place_prompt(char text[64], const struct conversation *c)
{
	static const char *const questions[N_QUESTIONS] = {
		[QUESTION_NUMBER] = "Candidate number: ",
		[QUESTION_CODE] = "Access code: ",
		[QUESTION_TEXT] = "text> ",
		[QUESTION_NEXT] = "yes or no> ",
		[QUESTION_CLEAR] = "yes or no> ",
		[QUESTION_END] = "yes or no> ",
		[QUESTION_SUBMIT] = "yes or no> ",
		[QUESTION_QUIT] = "yes or no> ",
	};
	const struct item *item = current_item(c);

	if (questions[c->question] != NULL)
		snprintf(text, 64, "%s", questions[c->question]);
	else if (item != NULL)
		snprintf(text, 64, "item %d> ", item->number);
	else
		snprintf(text, 64, "exam> ");
}
