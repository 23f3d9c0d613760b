/* What an attempt object tells its candidate. */
#include <jansson.h>
#include <string.h>

#include "rehearse/actor.h"

static int64_t
number_in(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static bool
word_is(const json_t *object, const char *name, const char *word)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL && strcmp(text, word) == 0;
}

static struct wall
time_in(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	struct wall at;

	return text != NULL && wall_parse(&at, text) ? at : (struct wall){ 0 };
}

static enum attempt_state
state_in(const json_t *object)
{
	static const char *const words[N_ATTEMPT_STATES] = {
#define X(name, word, closed) word,
		ATTEMPT_STATES(X)
#undef X
	};
	unsigned i = 0;

	while (i < N_ATTEMPT_STATES && !word_is(object, "state", words[i]))
		i++;
	return (enum attempt_state)i;
}

/* Also counts those that were entered: "current" or "closed" ones. */
static void
view_sections(struct actor *a, const json_t *list)
{
	size_t i, n = json_array_size(list);

	a->n_sections = (uint16_t)(n < SECTIONS_MAX ? n : SECTIONS_MAX);
	a->section = 0;
	for (i = 0; i < a->n_sections; i++) {
		const json_t *s = json_array_get(list, i);

		a->sections[i] = (struct actor_section){
			.first = (uint16_t)number_in(s, "first_item"),
			.count = (uint16_t)number_in(s, "items"),
			.linear = word_is(s, "navigation", "linear"),
		};
		if (word_is(s, "state", "current") ||
		    word_is(s, "state", "closed"))
			a->section = (uint16_t)(i + 1);
	}
}

static void
view_entitlement(struct actor *a, const json_t *attempt)
{
	const json_t *e = json_object_get(attempt, "entitlement");
	const json_t *window = json_object_get(attempt, "window");

	a->compensation_ms = number_in(e, "compensation_ms");
	a->who->entitlement = (struct entitlement){
		.factor =
		    (uint32_t)(json_number_value(json_object_get(e, "factor")) *
				   1000 +
			       0.5),
		.extra_ms = number_in(e, "extra_ms"),
	};
	/* As it is before the day: restarts lengthen it. */
	if (a->who->closes.ms == 0)
		a->who->closes = time_in(window, "closes");
}

bool
actor_view(struct actor *a, struct slice body)
{
	json_t *attempt = json_loadb(body.at, body.len, 0, NULL);
	bool is_one = json_object_get(attempt, "sections") != NULL;

	if (is_one) {
		a->state = state_in(attempt);
		a->deadline =
		    time_in(json_object_get(attempt, "clock"), "deadline");
		a->break_ms = number_in(
		    json_object_get(attempt, "break"), "remaining_ms");
		view_sections(a, json_object_get(attempt, "sections"));
		view_entitlement(a, attempt);
	}
	json_decref(attempt);
	return is_one;
}
