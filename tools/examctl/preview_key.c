/* What a candidate does not see: key, marks, rubric, rationale. */
#include <stdio.h>
#include <string.h>

#include "examctl/preview.h"
#include "examctl/text.h"

#define INDENT 2

/* A text of the bank, wrapped behind what it is. */
static void
put_words(struct buf *out, const char *what, struct slice text)
{
	struct buf line = { 0 };

	if (text.len == 0)
		return;
	buf_printf(&line, "%s: %.*s", what, SLICE_FMT(text));
	buf_put_u8(&line, '\0');
	text_wrap(out, line.at, INDENT, PREVIEW_WIDTH);
	buf_fini(&line);
}

static void
put_names(
    struct buf *out, const char *what, const struct slice *names, uint16_t n)
{
	struct buf list = { 0 };
	uint16_t i;

	for (i = 0; i < n; i++)
		buf_printf(
		    &list, "%s%.*s", i > 0 ? ", " : "", SLICE_FMT(names[i]));
	put_words(out, what, buf_slice(&list));
	buf_fini(&list);
}

/* ---- values, as the preview names them ---- */

/* The letter of a choice or column, the number of a row; what is none stands
 * as it is. */
static void
put_choice(struct buf *out, const struct interaction *in, uint16_t first,
    uint16_t end, struct slice ident)
{
	uint16_t i;

	for (i = first; i < end; i++)
		if (slice_equal(in->choices[i].ident, ident))
			break;
	if (i == end)
		buf_put_slice(out, ident);
	else if (i < in->n_rows)
		buf_printf(out, "%u", i + 1u);
	else
		preview_letter(out, (size_t)i - first);
}

static void
put_atom(struct buf *out, const struct interaction *in, enum value_type type,
    struct atom a)
{
	if (type == VALUE_IDENTIFIER) {
		put_choice(out, in, 0, in->n_choices, a.text);
	} else if (type == VALUE_DIRECTED_PAIR) {
		put_choice(out, in, 0, in->n_rows, a.pair.first);
		buf_put_u8(out, ' ');
		put_choice(out, in, in->n_rows, in->n_choices, a.pair.second);
	} else if (type == VALUE_STRING) {
		buf_printf(out, "\"%.*s\"", SLICE_FMT(a.text));
	} else {
		buf_printf(out, "%.15g", atom_number(type, a));
	}
}

static void
put_correct(
    struct buf *out, const struct interaction *in, const struct value *correct)
{
	uint32_t i;

	for (i = 0; i < correct->n; i++) {
		buf_put_text(out, i > 0 ? ", " : "");
		put_atom(out, in, correct->type, correct->atoms[i]);
	}
	if (correct->n == 0)
		buf_put_text(out, "marked by hand");
}

static void
put_mapping(
    struct buf *out, const struct interaction *in, const struct variable *v)
{
	const struct mapping *m = v->mapping;
	uint16_t i;

	for (i = 0; i < m->n_entries; i++) {
		buf_put_text(out, i > 0 ? ", " : "; marks: ");
		put_atom(out, in, v->type, m->entries[i].key);
		buf_printf(out, " = %.4g", m->entries[i].mapped);
		if (v->type == VALUE_STRING && m->entries[i].case_sensitive)
			buf_put_text(out, " (by case)");
	}
	if (m->fallback < 0 || m->fallback > 0)
		buf_printf(out, ", others = %.4g", m->fallback);
	if (m->has_lower)
		buf_printf(out, ", at least %.4g", m->lower);
	if (m->has_upper)
		buf_printf(out, ", at most %.4g", m->upper);
}

/* The comparison of the variable with its key; NULL: there is none. */
static const struct expr *
find_equal(const struct expr *e, uint16_t variable)
{
	const struct expr *found = NULL;
	uint16_t i;

	if (e->op == EXPR_EQUAL && e->children[0].op == EXPR_CORRECT &&
	    e->children[0].variable == variable)
		return e;
	for (i = 0; i < e->n_children && found == NULL; i++)
		found = find_equal(&e->children[i], variable);
	return found;
}

static void
put_tolerance(struct buf *out, const struct item *item, uint16_t variable)
{
	const struct expr *equal = find_equal(item->processing, variable);

	if (equal != NULL && equal->tolerance.mode != EXPR_TOLERANCE_EXACT)
		buf_printf(out, ", less %g or more %g%s",
		    equal->tolerance.below, equal->tolerance.above,
		    equal->tolerance.mode == EXPR_TOLERANCE_RELATIVE
			? " per cent"
			: "");
}

/* ---- the parts ---- */

static void
put_interaction(struct buf *out, const struct item *item, uint16_t i)
{
	const struct interaction *in = &item->interactions[i];
	const struct variable *v = &item->variables[in->variable];
	struct buf key = { 0 };
	char what[32] = "key";

	if (item->n_interactions > 1)
		snprintf(what, sizeof(what), "key %u", i + 1u);
	put_correct(&key, in, &v->correct);
	put_tolerance(&key, item, in->variable);
	if (v->mapping != NULL)
		put_mapping(&key, in, v);
	put_words(out, what, buf_slice(&key));
	buf_fini(&key);
}

static void
put_rubric(struct buf *out, const struct item *item)
{
	char what[32];
	uint16_t i;

	for (i = 0; i < item->n_criteria; i++) {
		snprintf(what, sizeof(what), "rubric, at most %g",
		    item->criteria[i].max_marks / 1000.0);
		put_words(out, what, item->criteria[i].text);
	}
}

void
preview_key(struct buf *out, const struct item *item)
{
	static const char *const difficulties[N_DIFFICULTIES] = {
		[DIFFICULTY_EASY] = "easy",
		[DIFFICULTY_MEDIUM] = "medium",
		[DIFFICULTY_HARD] = "hard",
	};
	uint16_t i;

	buf_put_u8(out, '\n');
	for (i = 0; i < item->n_interactions; i++)
		put_interaction(out, item, i);
	put_rubric(out, item);
	put_words(out, "rationale", item->rationale);
	put_words(out, "source", item->source);
	put_words(out, "title", item->title);
	put_words(out, "topic", item->topic);
	put_words(out, "difficulty", slice_of(difficulties[item->difficulty]));
	put_words(out, "set", item->set);
	put_names(out, "tags", item->tags, item->n_tags);
	put_names(out, "enemies", item->enemies, item->n_enemies);
	if (item->pretest)
		put_words(out, "on trial", SLICE("its marks do not count"));
}
