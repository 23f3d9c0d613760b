#include "terminal/session/json.h"
#include "terminal/session/words.h"
#include "terminal/show/show.h"

static void
put_percent(struct buf *b, const json_t *json)
{
	const json_t *cut = json_object_get(json, "cut");

	buf_printf(
	    b, "%.4g %%", json_number_value(json_object_get(json, "percent")));
	if (json_is_number(cut))
		buf_printf(b, " (%.4g %% needed)", json_number_value(cut));
}

static void
put_marks(struct buf *b, const json_t *json)
{
	double most = json_number_value(json_object_get(json, "max_marks"));

	buf_printf(b, "%.6g of %.6g %s",
	    json_number_value(json_object_get(json, "marks")), most,
	    most < 1 || most > 1 ? "marks" : "mark");
}

/* Practice without a programme has nothing to pass. */
static void
put_passed(
    struct buf *b, const char *before, const json_t *json, const char *behind)
{
	if (json_is_boolean(json_object_get(json, "passed")))
		buf_printf(b, "%s%s%s", before,
		    json_truth(json, "passed") ? "passed" : "not passed",
		    behind);
}

static void
put_section(struct buf *b, const json_t *json)
{
	buf_printf(b, "Section %d, %s: ", json_small(json, "section"),
	    json_text(json, "title"));
	put_marks(b, json);
	buf_put_text(b, ", ");
	put_percent(b, json);
	put_passed(b, ", ", json, "");
	buf_put_u8(b, '\n');
}

/* A part of an answer with the texts of what is chosen. */
static void
put_texts(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	const struct choice *c;
	const char *comma = "";
	size_t r, i;

	for (i = 0; in->kind != KIND_MATCH &&
		    (c = item_choice_at(item, part, i)) != NULL;
	     i++)
		buf_printf(b, "%s%s", i > 0 ? "; " : "", c->text);
	for (r = 0; r < in->n_rows; r++)
		for (i = 0; i < in->n_choices; i++) {
			if (!item_has_pair(item, part, in->rows[r].number,
				in->choices[i].number))
				continue;
			buf_printf(b, "%s%s: %s", comma, in->rows[r].text,
			    in->choices[i].text);
			comma = "; ";
		}
	if (interaction_is_text(in))
		buf_put_text(b, item_text(item, part));
	if (!item_part_is_answered(item, part))
		buf_put_text(b, "nothing");
}

static void
put_answer(struct buf *b, const char *whose, const struct item *item)
{
	size_t i;

	for (i = 0; i < item->n_interactions; i++) {
		buf_put_text(b, whose);
		if (item->n_interactions > 1) {
			buf_put_text(b, ", ");
			show_part_name(b, item, i);
		}
		buf_put_text(b, ": ");
		put_texts(b, item, i);
		buf_put_u8(b, '\n');
	}
}

/* What a person who marks by hand looks for. */
static void
put_rubric(struct buf *b, const json_t *rubric)
{
	size_t i;

	if (json_array_size(rubric) > 0)
		buf_put_text(b, "To be marked by hand; look for:\n");
	for (i = 0; i < json_array_size(rubric); i++) {
		const json_t *line = json_array_get(rubric, i);

		buf_printf(b, "  %s (%.6g)\n", json_text(line, "text"),
		    json_number_value(json_object_get(line, "marks")));
	}
}

static void
put_verdict(struct buf *b, const struct item *item, const json_t *json)
{
	buf_printf(b, "\nItem %d: ", item->number);
	if (json_number_value(json_object_get(json, "max_marks")) > 0)
		put_marks(b, json);
	else
		buf_put_text(b, "marked by people alone");
	if (json_truth(json, "pretest"))
		buf_put_text(b, " (on trial: it does not count)");
	buf_put_text(b, "\n\n");
}

/* What it is about, unless the item before was about the same. */
static void
put_about(struct buf *b, const json_t *json, const json_t *before,
    const struct item *item, int width)
{
	const json_t *is =
	    json_object_get(json_object_get(json, "item"), "stimulus");
	const json_t *was =
	    json_object_get(json_object_get(before, "item"), "stimulus");

	if (item->stimulus != NULL && !json_equal(is, was))
		show_stimulus(b, item->stimulus, width);
}

static void
put_item(struct buf *b, const json_t *json, const json_t *before, int width)
{
	json_t *key = json_object_get(json, "key");
	struct item item;

	if (item_read(&item, json_object_get(json, "item")) == ERR_OK) {
		put_verdict(b, &item, json);
		put_about(b, json, before, &item, width);
		show_exhibits(b, &item.exhibits, width);
		show_stem(b, &item);
		buf_put_u8(b, '\n');
		put_answer(b, "Your answer", &item);
		if (json_is_array(key)) {
			item_set_response(&item, json_incref(key));
			put_answer(b, "The key", &item);
		}
		put_rubric(b, json_object_get(json, "rubric"));
		if (*json_text(json, "rationale") != '\0')
			buf_printf(
			    b, "Why: %s\n", json_text(json, "rationale"));
	}
	item_fini(&item);
}

void
show_result(struct buf *b, const json_t *result, int width)
{
	const json_t *sections = json_object_get(result, "sections");
	const json_t *items = json_object_get(result, "items");
	size_t i;

	buf_put_text(b, "Result: ");
	put_passed(b, "", result, ", ");
	put_percent(b, result);
	buf_put_u8(b, '\n');
	for (i = 0; i < json_array_size(sections); i++)
		put_section(b, json_array_get(sections, i));
	for (i = 0; i < json_array_size(items); i++)
		put_item(b, json_array_get(items, i),
		    i > 0 ? json_array_get(items, i - 1) : NULL, width);
}
