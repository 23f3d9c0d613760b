#include "report/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam/alloc.h"
#include "exam/limits.h"
#include "load/zone.h"

/* ---- blocks ---- */

static struct report_block *
add(struct report *r, enum report_kind kind)
{
	struct report_block *b;

	r->blocks = alloc_resize(r->blocks, r->n + 1, sizeof(*r->blocks));
	b = &r->blocks[r->n++];
	*b = (struct report_block){ .kind = kind };
	return b;
}

__attribute__((format(printf, 2, 3))) static void
cell(struct report_block *b, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	buf_put_u8(&text, '\0');
	b->cells[b->n_cells++] = text.at;
}

static void
fact(struct report *r, const char *name, const char *value)
{
	struct report_block *b = add(r, REPORT_FACT);

	cell(b, "%s", name);
	cell(b, "%s", value);
}

static void
heading(struct report *r, const char *text)
{
	cell(add(r, REPORT_HEADING), "%s", text);
}

void
report_fini(struct report *r)
{
	size_t i;
	unsigned c;

	for (i = 0; i < r->n; i++)
		for (c = 0; c < r->blocks[i].n_cells; c++)
			free(r->blocks[i].cells[c]);
	free(r->blocks);
	*r = (struct report){ 0 };
}

/* ---- what the result says ---- */

static const char *
text(const json_t *object, const char *name)
{
	const char *value = json_string_value(json_object_get(object, name));

	return value != NULL ? value : "";
}

static double
number(const json_t *object, const char *name)
{
	return json_number_value(json_object_get(object, name));
}

static bool
is_true(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

/* As people at the place of the exam write it. */
static void
put_time(char words[ZONE_TEXT_MAX], const json_t *result, const json_t *object,
    const char *name)
{
	struct wall at;

	if (wall_parse(&at, text(object, name)) && zone_exists(text(result,
						      "zone")))
		zone_format(words, at, text(result, "zone"));
	else
		snprintf(words, ZONE_TEXT_MAX, "%s", text(object, name));
}

static void
add_person(struct report *r, const json_t *result)
{
	char opened[ZONE_TEXT_MAX];

	put_time(opened, result, result, "opens");
	fact(r, "Candidate", text(result, "name"));
	fact(r, "Number", text(result, "candidate"));
	fact(r, "Credential", text(result, "title"));
	fact(r, "Awarding body", text(result, "body"));
	fact(r, "Route", text(result, "route"));
	fact(r, "Sitting", text(result, "sitting_title"));
	fact(r, "Opened", opened);
	if (*text(result, "receipt") != '\0')
		fact(r, "Receipt", text(result, "receipt"));
}

static bool
has_minimum(const json_t *result)
{
	const json_t *section;
	size_t i;

	json_array_foreach (json_object_get(result, "sections"), i, section)
		if (number(section, "cut") > 0)
			return true;
	return false;
}

static void
add_verdict(struct report *r, const json_t *result)
{
	heading(r, "Result");
	cell(add(r, REPORT_VERDICT), "%s",
	    is_true(result, "passed") ? "Passed" : "Not passed");
	cell(add(r, REPORT_LINE),
	    "%.2f %% in total; %.10g %%%s needed.",
	    number(result, "percent"), number(result, "cut"),
	    has_minimum(result) ? " and the minimum of every section are"
				: " is");
	if (strcmp(text(result, "state"), "terminated") == 0)
		cell(add(r, REPORT_LINE),
		    "The attempt was ended by a proctor.");
	if (is_true(result, "practice"))
		cell(add(r, REPORT_LINE),
		    "This was practice: the result does not count.");
}

static void
add_row(struct report *r, const json_t *section)
{
	struct report_block *b = add(r, REPORT_ROW);
	double cut = number(section, "cut");

	cell(b, "%s", text(section, "title"));
	cell(b, "%.10g of %.10g", number(section, "marks"),
	    number(section, "max_marks"));
	cell(b, "%.2f %%", number(section, "percent"));
	if (cut > 0)
		cell(b, "%.10g %%", cut);
	else
		cell(b, "-");
	cell(b, "%s",
	    cut <= 0			  ? "-"
	    : is_true(section, "passed") ? "reached"
					  : "not reached");
}

static void
add_sections(struct report *r, const json_t *result)
{
	static const char *const titles[] = { "Section", "Marks", "Result",
		"Minimum", "" };
	struct report_block *head;
	const json_t *section;
	size_t i;

	heading(r, "Sections");
	head = add(r, REPORT_HEAD);
	for (i = 0; i < REPORT_CELLS_MAX; i++)
		cell(head, "%s", titles[i]);
	json_array_foreach (json_object_get(result, "sections"), i, section)
		add_row(r, section);
}

static const char *
topic_name(const json_t *topic)
{
	return json_is_null(json_object_get(topic, "topic")) ? "Other topics"
							     : text(topic,
								   "topic");
}

static void
add_topics(struct report *r, const json_t *section)
{
	const json_t *topics = json_object_get(section, "topics"), *topic;
	struct report_block *b;
	bool others = false;
	double told = 0;
	size_t i;

	if (json_array_size(topics) == 0)
		return;
	heading(r, text(section, "title"));
	json_array_foreach (topics, i, topic) {
		b = add(r, REPORT_BAR);
		b->percent = number(topic, "percent");
		cell(b, "%s", topic_name(topic));
		cell(b, "%.0f %% of %.10g %s", b->percent,
		    number(topic, "max_marks"),
		    number(topic, "max_marks") > 1 ? "marks" : "mark");
		others = others || *text(topic, "topic") == '\0';
		told += number(topic, "max_marks");
	}
	if (others)
		cell(add(r, REPORT_LINE),
		    "Other topics: those with fewer than %d items here, told "
		    "together, for so few say little of one topic.",
		    PROFILE_ITEMS_MIN);
	else if (told + 0.0005 < number(section, "max_marks"))
		cell(add(r, REPORT_LINE),
		    "Topics with fewer than %d items here are not told: so few "
		    "say little of one topic.",
		    PROFILE_ITEMS_MIN);
}

/* ---- what to improve ---- */

struct weak {
	const json_t *topic;
	double percent;
	size_t at; /* order of the result, for equals */
};

static int
by_percent(const void *a, const void *b)
{
	const struct weak *x = a, *y = b;

	if (x->percent < y->percent || x->percent > y->percent)
		return x->percent < y->percent ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Named topics below what the whole needs, the weakest first. */
static size_t
find_weak(struct weak **list, const json_t *result)
{
	const json_t *section, *topic;
	double needed = number(result, "cut");
	size_t i, j, n = 0;

	*list = NULL;
	json_array_foreach (json_object_get(result, "sections"), i, section)
		json_array_foreach (json_object_get(section, "topics"), j,
		    topic) {
			double percent = number(topic, "percent");

			if (percent >= needed || *text(topic, "topic") == '\0')
				continue;
			*list = alloc_resize(*list, n + 1, sizeof(**list));
			(*list)[n] = (struct weak){ topic, percent, n };
			n++;
		}
	if (n > 1)
		qsort(*list, n, sizeof(**list), by_percent);
	return n;
}

static void
add_advice(struct report *r, const json_t *result)
{
	struct weak *list;
	size_t i, n = find_weak(&list, result);

	heading(r, "What to improve");
	if (n == 0)
		cell(add(r, REPORT_LINE),
		    "No topic is below the %.10g %% that the whole needs.",
		    number(result, "cut"));
	else
		cell(add(r, REPORT_LINE),
		    "These topics are below the %.10g %% that the whole "
		    "needs, the weakest first:",
		    number(result, "cut"));
	for (i = 0; i < n && i < REPORT_IMPROVE_MAX; i++)
		cell(add(r, REPORT_LINE), "%zu. %s (%.0f %%)", i + 1,
		    text(list[i].topic, "topic"), list[i].percent);
	free(list);
}

static void
add_resit(struct report *r, const json_t *result)
{
	const json_t *resit = json_object_get(result, "resit");
	const json_t *left = json_object_get(resit, "attempts_left");
	char from[ZONE_TEXT_MAX];

	if (!json_is_object(resit))
		return;
	heading(r, "Sitting again");
	if (json_is_integer(left) && json_integer_value(left) == 0) {
		cell(add(r, REPORT_LINE),
		    "All attempts that the programme allows are used.");
		return;
	}
	put_time(from, result, resit, "from");
	cell(add(r, REPORT_LINE), "You may sit again from %s.", from);
	if (json_is_integer(left))
		cell(add(r, REPORT_LINE),
		    "The programme allows you %" JSON_INTEGER_FORMAT " more.",
		    json_integer_value(left));
}

static bool
is_result(const json_t *result)
{
	return json_is_number(json_object_get(result, "percent")) &&
	    json_is_number(json_object_get(result, "cut")) &&
	    json_is_boolean(json_object_get(result, "passed")) &&
	    json_is_array(json_object_get(result, "sections"));
}

enum err
report_make(struct report *r, const json_t *result)
{
	const json_t *section;
	size_t i;

	*r = (struct report){ 0 };
	if (!is_result(result))
		return ERR_INVALID;
	cell(add(r, REPORT_TITLE), "Score report, %s",
	    text(result, "credential"));
	add_person(r, result);
	add_verdict(r, result);
	add_sections(r, result);
	json_array_foreach (json_object_get(result, "sections"), i, section)
		add_topics(r, section);
	add_advice(r, result);
	add_resit(r, result);
	return ERR_OK;
}
