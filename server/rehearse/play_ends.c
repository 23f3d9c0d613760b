/* Before anybody comes, and after everybody has gone: what the hall says. */
#include <string.h>

#include "core/attempt.h"
#include "rehearse/playing.h"

/* The reply is the playing's, until the next. */
static enum err
desk_ask(struct playing *p, enum route route, json_t **reply)
{
	struct frame_request f = { .conn = DESK_CONN,
		.route = route,
		.params = { slice_of(p->setup->sitting) } };
	enum err e;

	json_decref(p->told);
	p->told = NULL;
	stage_begin(p->stage);
	stage_ask(p->stage, STAGE_STAFF, &f);
	e = stage_end(p->stage);
	if (e == ERR_OK && p->told == NULL) {
		diag_add(p->diag, 0, p->setup->sitting, "%s is refused",
		    route_facts[route].name);
		e = ERR_STATE;
	}
	*reply = p->told;
	return e;
}

static int64_t
number_in(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static const char *
word_in(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

static enum attempt_state
state_of_word(const char *word)
{
	unsigned i = 0;

	while (i < N_ATTEMPT_STATES &&
	       strcmp(word, attempt_state_word((enum attempt_state)i)) != 0)
		i++;
	return (enum attempt_state)i;
}

/* false: the roll does not have them. */
static bool
learn_state(struct roll *roll, const json_t *row)
{
	struct roll_candidate *who =
	    roll_of_attempt(roll, (uint64_t)number_in(row, "attempt"));

	if (who == NULL)
		return false;
	who->state = state_of_word(word_in(row, "state"));
	if (strcmp(word_in(row, "route"), "full") == 0)
		who->route = ROUTE_FULL;
	return true;
}

enum err
play_call_roll(struct playing *p)
{
	json_t *room, *row;
	enum err e = desk_ask(p, ROUTE_ROOM, &room);
	size_t n = 0, i;

	if (e != ERR_OK)
		return e;
	json_array_foreach(json_object_get(room, "candidates"), i, row)
		n += learn_state(p->roll, row);
	if (n == p->roll->n_candidates)
		return ERR_OK;
	diag_add(p->diag, 0, p->setup->sitting,
	    "the hall knows %zu of %zu candidates", n, p->roll->n_candidates);
	return ERR_STATE;
}

static void
count_score(
    struct playing *p, const struct roll_candidate *who, const json_t *row)
{
	struct play *to = p->play;
	json_int_t scripts = number_in(row, "scripts");

	to->scripts += (uint32_t)scripts;
	if (scripts > number_in(row, "scripts_settled"))
		to->to_mark++;
	else if (json_is_true(json_object_get(row, "passed")))
		to->passed++;
	else if (json_is_number(json_object_get(row, "percent")))
		to->not_passed++;
	else
		finding_add(p->cast.findings, SEVERITY_ERROR, "results.missing",
		    who->number, NULL, "%s has no result", who->number);
}

/* Who came must have a closed attempt by now, and who did not be absent. */
static void
count_result(struct playing *p, const json_t *row)
{
	const struct roll_candidate *who =
	    roll_of_attempt(p->roll, (uint64_t)number_in(row, "attempt"));
	const char *word = word_in(row, "state");
	const struct actor *a;

	if (who == NULL)
		return;
	a = &p->actors[who - p->roll->candidates];
	if (a->paper == NULL && !a->intent.absent)
		return; /* not played, or refused: that was told */
	if (a->paper != NULL &&
	    (ONCE_BEGUN_AND_CLOSED >> state_of_word(word) & 1) != 0) {
		p->play->closed++;
		count_score(p, who, row);
	} else if (a->paper != NULL || strcmp(word, "absent") != 0) {
		finding_add(p->cast.findings, SEVERITY_ERROR, "play.open",
		    who->number, NULL, "after the last window %s is %s",
		    who->number, word);
	}
}

enum err
play_take_results(struct playing *p)
{
	json_t *results, *row;
	enum err e = desk_ask(p, ROUTE_RESULTS, &results);
	size_t i;

	if (e == ERR_OK)
		json_array_foreach(json_object_get(results, "rows"), i, row)
		    count_result(p, row);
	return e;
}
