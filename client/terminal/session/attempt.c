#include "terminal/session/attempt.h"

#include <string.h>

#include "terminal/session/json.h"
#include "terminal/session/words.h"

static const char *const state_names[N_ATTEMPT_STATES] = {
#define X(name, text) text,
	ATTEMPT_STATES(X)
#undef X
};
static const char *const section_states[N_SECTION_STATES] = { "ahead", "next",
	"current", "closed" };

const char *
attempt_state_name(enum attempt_state state)
{
	return state_names[state];
}

/* Which of n names it is; n if none. */
static size_t
find_name(const char *name, const char *const names[], size_t n)
{
	size_t i;

	for (i = 0; i < n && strcmp(name, names[i]) != 0; i++)
		;
	return i;
}

static enum err
read_section(struct section *s, const json_t *json)
{
	size_t state = find_name(json_text(json, "state"), section_states,
	    N_SECTION_STATES);

	if (state == N_SECTION_STATES || json_small(json, "section") == 0)
		return ERR_SYNTAX;
	s->number = json_small(json, "section");
	s->title = json_text(json, "title");
	s->items = json_small(json, "items");
	s->first_item = json_small(json, "first_item");
	s->linear = strcmp(json_text(json, "navigation"), "linear") == 0;
	s->time_ms = json_number(json, "time_ms");
	s->break_ms = json_number(json, "break_ms");
	s->state = (enum section_state)state;
	s->answered = json_small(json, "answered");
	s->flagged = json_small(json, "flagged");
	return ERR_OK;
}

static enum err
read_sections(struct attempt *a, const json_t *list)
{
	size_t i;
	enum err e = ERR_OK;

	if (json_array_size(list) > SECTIONS_MAX)
		return ERR_SYNTAX;
	a->n_sections = json_array_size(list);
	for (i = 0; i < a->n_sections && e == ERR_OK; i++)
		e = read_section(&a->sections[i], json_array_get(list, i));
	return e;
}

static void
read_messages(struct attempt *a, const json_t *list)
{
	size_t i;

	a->n_messages = json_array_size(list);
	a->messages = alloc_zero(a->n_messages, sizeof(*a->messages));
	for (i = 0; i < a->n_messages; i++) {
		const json_t *json = json_array_get(list, i);

		a->messages[i].number = json_number(json, "message");
		a->messages[i].at = json_time(json, "at");
		a->messages[i].text = json_text(json, "text");
	}
}

static void
read_exam(struct attempt *a, const json_t *json)
{
	a->title = json_text(json, "title");
	a->credential = json_text(json, "credential");
	a->route = json_text(json, "route");
	a->zone = json_text(json, "zone");
	a->rules = json_text(json, "rules");
	a->practice = json_truth(json, "practice");
	a->timed_by_section = strcmp(json_text(json, "timing"), "sections") == 0;
}

/* The length of a time that may be absent: -1 then. */
static int64_t
read_remaining(const json_t *json)
{
	return json_is_integer(json_object_get(json, "remaining_ms")) ?
	    json_number(json, "remaining_ms") : -1;
}

static void
read_time(struct attempt *a, const json_t *json)
{
	const json_t *window = json_object_get(json, "window");
	const json_t *entitled = json_object_get(json, "entitlement");
	const json_t *clock = json_object_get(json, "clock");

	a->opens = json_time(window, "opens");
	a->closes = json_time(window, "closes");
	a->extended_ms = json_number(entitled, "extended_ms");
	a->compensation_ms = json_number(entitled, "compensation_ms");
	a->total_ms = json_number(entitled, "total_ms");
	a->running = json_truth(clock, "running");
	a->remaining_ms = read_remaining(clock);
	a->break_ms = read_remaining(json_object_get(json, "break"));
	a->server_time = json_time(json, "server_time");
}

static void
read_rest(struct attempt *a, const json_t *json)
{
	const json_t *person = json_object_get(json, "candidate");
	const json_t *may_open = json_object_get(json, "may_open");

	a->number = json_number(json, "attempt");
	a->candidate = json_text(person, "number");
	a->name = json_text(person, "name");
	a->waiting_device = strcmp(json_text(json, "device"), "waiting") == 0;
	a->section = json_small(json, "section");
	a->item = json_small(json, "item");
	a->told = json_number(json, "told");
	a->seen = json_number(json, "seen");
	a->may_open = json_is_object(may_open) ? may_open : NULL;
	a->receipt = json_string_value(json_object_get(json, "receipt"));
	a->result_released = json_truth(json, "result_released");
}

enum err
attempt_read(struct attempt **attempt, json_t *json)
{
	struct attempt *a = alloc_zero(1, sizeof(*a));
	size_t state = find_name(json_text(json, "state"), state_names,
	    N_ATTEMPT_STATES);

	a->source = json_incref(json);
	if (state == N_ATTEMPT_STATES || json_number(json, "attempt") <= 0 ||
	    read_sections(a, json_object_get(json, "sections")) != ERR_OK) {
		attempt_free(a);
		return ERR_SYNTAX;
	}
	a->state = (enum attempt_state)state;
	read_exam(a, json_object_get(json, "exam"));
	read_time(a, json);
	read_rest(a, json);
	read_messages(a, json_object_get(json, "messages"));
	*attempt = a;
	return ERR_OK;
}

void
attempt_free(struct attempt *a)
{
	if (a == NULL)
		return;
	json_decref(a->source);
	free(a->messages);
	free(a);
}

const struct section *
attempt_section(const struct attempt *a, int number)
{
	size_t i;

	for (i = 0; i < a->n_sections; i++)
		if (a->sections[i].number == number)
			return &a->sections[i];
	return NULL;
}

const struct section *
attempt_next_section(const struct attempt *a)
{
	size_t i;

	for (i = 0; i < a->n_sections; i++)
		if (a->sections[i].state == SECTION_NEXT)
			return &a->sections[i];
	return NULL;
}

bool
attempt_is_over(const struct attempt *a)
{
	return a->state >= ATTEMPT_SUBMITTED;
}

int64_t
attempt_clock_total(const struct attempt *a)
{
	const struct section *s = attempt_section(a, a->section);

	if (!a->timed_by_section)
		return a->total_ms;
	return s == NULL ? 0 : s->time_ms;
}

static void
put_remaining(struct buf *b, const struct attempt *a)
{
	if (a->remaining_ms >= 0) {
		buf_put_text(b, " Time left: ");
		words_put_duration(b, a->remaining_ms);
		buf_put_u8(b, '.');
	}
	buf_put_u8(b, '\n');
}

static void
put_gift(struct buf *b, const struct attempt *a, int64_t ms, const char *who)
{
	buf_put_text(b, who);
	words_put_duration(b, ms);
	buf_put_u8(b, '.');
	put_remaining(b, a);
}

void
attempt_put_changes(struct buf *b, const struct attempt *before,
    const struct attempt *after)
{
	int64_t extended = after->extended_ms - before->extended_ms;
	int64_t given_back = after->compensation_ms - before->compensation_ms;

	if (attempt_is_over(before) && !attempt_is_over(after))
		buf_put_text(b, "Your attempt was reopened.\n");
	if (before->state != ATTEMPT_PAUSED && after->state == ATTEMPT_PAUSED) {
		buf_put_text(b, "The exam is paused and your clock is stopped.");
		put_remaining(b, after);
	}
	if (before->state == ATTEMPT_PAUSED && after->state == ATTEMPT_IN_SECTION) {
		buf_put_text(b, "The exam goes on.");
		put_remaining(b, after);
	}
	if (extended >= SECONDS(1))
		put_gift(b, after, extended, "You were given more time: ");
	if (given_back >= SECONDS(1))
		put_gift(b, after, given_back,
		    "Time lost to a fault was given back: ");
}
