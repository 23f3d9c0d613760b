#include "terminal/show/show.h"

#include <string.h>

#include "terminal/session/json.h"
#include "terminal/session/words.h"
#include "wire/problem.h"

static void
put_entered(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	const char *comma = "";
	char label[3];
	size_t i;

	if (json_array_size(json_array_get(item->response, part)) == 0) {
		buf_put_text(b, "nothing entered");
		return;
	}
	if (in->is_text)
		buf_printf(b, "\"%s\"", item_text(item, part));
	for (i = 0; i < in->n_choices; i++) {
		if (!item_has_choice(item, part, in->choices[i].number))
			continue;
		choice_label(label, i);
		buf_printf(b, "%s%s", comma, label);
		comma = ", ";
	}
}

void
show_response(struct buf *b, const struct item *item)
{
	size_t i;

	for (i = 0; i < item->n_interactions; i++) {
		if (i > 0)
			buf_put_text(b, "; ");
		if (item->n_interactions > 1)
			buf_printf(b, "part %zu: ", i + 1);
		put_entered(b, item, i);
	}
}

/* How many choices may be made, in words. */
static void
put_task(struct buf *b, const struct interaction *in, const char *unit)
{
	int most = in->max > 0 ? in->max : (int)in->n_choices;

	if (in->is_text) {
		buf_put_text(b, in->numeric ? "Type a number" : "Type a text");
		if (*unit != '\0')
			buf_printf(b, ", in %s", unit);
		if (in->max_length > 0)
			buf_printf(b, " (at most %d characters)",
			    in->max_length);
	} else if (most == 1) {
		buf_put_text(b, "Choose one");
	} else if (in->min == most) {
		buf_printf(b, "Choose %d, for example: a b", most);
	} else if (in->max > 0) {
		buf_printf(b, "Choose up to %d, for example: a b", most);
	} else {
		buf_put_text(b, "Choose all that apply, for example: a b");
	}
	buf_put_text(b, ".\n");
}

static void
put_interaction(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	char label[3];
	size_t i;

	if (item->n_interactions > 1)
		buf_printf(b, "Part %zu (answer with: part %zu …)\n", part + 1,
		    part + 1);
	for (i = 0; i < in->n_choices; i++) {
		choice_label(label, i);
		buf_printf(b, "  %s) %s%s\n", label, in->choices[i].text,
		    item_has_choice(item, part, in->choices[i].number) ?
			" [chosen]" : "");
	}
	put_task(b, in, item->unit);
}

static void
put_heading(struct buf *b, const struct item *item, const struct attempt *a)
{
	const struct section *s = attempt_section(a, item->section);

	buf_printf(b, "Item %d", item->number);
	if (s != NULL)
		buf_printf(b, ", %d of %d in section %d",
		    item->number - s->first_item + 1, s->items, s->number);
	if (item->marks > 0)
		buf_printf(b, ", %g mark%s", item->marks,
		    item->marks > 1 || item->marks < 1 ? "s" : "");
	buf_printf(b, "%s\n", item->flagged ? ", flagged" : "");
}

void
show_item(struct buf *b, const struct item *item, const struct attempt *a)
{
	size_t i;

	put_heading(b, item, a);
	buf_printf(b, "\n%s\n\n", item->stem);
	for (i = 0; i < item->n_interactions; i++)
		put_interaction(b, item, i);
	if (item_is_answered(item)) {
		buf_put_text(b, "Your answer: ");
		show_response(b, item);
		buf_put_text(b, ".\n");
	}
}

void
show_list(struct buf *b, const struct paper *p)
{
	size_t i;

	for (i = 0; i < p->n_items; i++) {
		const struct item *item = &p->items[i];

		buf_printf(b, "Item %d: %s%s%s\n", item->number,
		    item_is_answered(item) ? "answered" : "unanswered",
		    item->flagged ? ", flagged" : "",
		    item->seen || item_is_answered(item) ? "" : ", not seen");
	}
}

static bool
is_unanswered(const struct item *item)
{
	return !item_is_answered(item);
}

static bool
is_flagged(const struct item *item)
{
	return item->flagged;
}

/* "Unanswered: 3, 7." or nothing. */
static void
put_those(struct buf *b, const struct paper *p, const char *words,
    bool (*belongs)(const struct item *))
{
	const char *before = words;
	size_t i;

	for (i = 0; i < p->n_items; i++) {
		if (!belongs(&p->items[i]))
			continue;
		buf_printf(b, "%s%d", before, p->items[i].number);
		before = ", ";
	}
	if (before != words)
		buf_put_text(b, ".\n");
}

void
show_review(struct buf *b, const struct paper *p, size_t unsaved)
{
	size_t before = b->len;

	put_those(b, p, "Unanswered: ", is_unanswered);
	put_those(b, p, "Flagged: ", is_flagged);
	if (b->len == before)
		buf_put_text(b, "Everything is answered, nothing is flagged.\n");
	if (unsaved > 0) {
		buf_put_text(b, "Not yet saved: ");
		words_put_count(b, unsaved, "change");
		buf_put_text(b, ".\n");
	}
}

static void
put_section(struct buf *b, const struct section *s, bool timed)
{
	static const char *const words[N_SECTION_STATES] = { "still to come",
		"next", "open now", "closed" };

	buf_printf(b, "Section %d: %s, %d items", s->number, s->title,
	    s->items);
	if (timed && s->time_ms > 0) {
		buf_put_text(b, ", ");
		words_put_allowance(b, s->time_ms);
	}
	if (s->linear)
		buf_put_text(b, ", one item after the other without going "
				"back");
	buf_printf(b, " (%s", words[s->state]);
	if (s->state == SECTION_CURRENT || s->state == SECTION_CLOSED)
		buf_printf(b, "; %d answered", s->answered);
	buf_put_text(b, ")\n");
}

void
show_overview(struct buf *b, const struct attempt *a)
{
	size_t i;

	if (!a->timed_by_section && a->total_ms > 0) {
		buf_put_text(b, "Time for all sections: ");
		words_put_duration(b, a->total_ms);
		buf_put_text(b, ".\n");
	}
	for (i = 0; i < a->n_sections; i++)
		put_section(b, &a->sections[i], a->timed_by_section);
}

void
show_waiting(struct buf *b, const struct attempt *a)
{
	int64_t until = a->opens.ms - a->server_time.ms;

	if (a->may_open != NULL) {
		problem_text(b, a->may_open, 409);
		buf_put_u8(b, '\n');
	}
	if (until > 0) {
		buf_put_text(b, "The exam opens in ");
		words_put_duration(b, until);
		buf_put_text(b, ", at ");
		problem_put_time(b, a->opens);
		buf_put_text(b, ".\n");
	}
	buf_put_text(b, "You need not do anything: it goes on by itself.\n");
}

static void
put_percent(struct buf *b, const json_t *json)
{
	const json_t *cut = json_object_get(json, "cut");

	buf_printf(b, "%.4g %%",
	    json_number_value(json_object_get(json, "percent")));
	if (json_is_number(cut))
		buf_printf(b, " (%.4g %% needed)", json_number_value(cut));
}

static void
put_section_result(struct buf *b, const json_t *json)
{
	buf_printf(b, "Section %d, %s: %.6g of %.6g marks, ",
	    json_small(json, "section"), json_text(json, "title"),
	    json_number_value(json_object_get(json, "marks")),
	    json_number_value(json_object_get(json, "max_marks")));
	put_percent(b, json);
	buf_put_text(b, json_truth(json, "passed") ? ", passed\n" :
						     ", not passed\n");
}

void
show_result(struct buf *b, const json_t *result)
{
	const json_t *sections = json_object_get(result, "sections");
	size_t i;

	buf_printf(b, "Result: %s, ",
	    json_truth(result, "passed") ? "passed" : "not passed");
	put_percent(b, result);
	buf_put_u8(b, '\n');
	for (i = 0; i < json_array_size(sections); i++)
		put_section_result(b, json_array_get(sections, i));
}

void
show_end(struct buf *b, const struct attempt *a)
{
	static const char *const words[N_ATTEMPT_STATES] = {
		[ATTEMPT_SUBMITTED] = "Your exam is submitted.",
		[ATTEMPT_EXPIRED] = "The time is over and the exam is closed. "
				    "What was saved in time counts.",
		[ATTEMPT_TERMINATED] = "Your exam was ended by a proctor.",
		[ATTEMPT_ABSENT] = "The exam is over; you did not take part.",
	};

	if (words[a->state] == NULL)
		return;
	buf_printf(b, "%s\n", words[a->state]);
	if (a->receipt != NULL)
		buf_printf(b, "Your receipt: %s (please note it down)\n",
		    a->receipt);
}
