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

/* Answers whose case must match. */
static uint16_t
n_by_case(const struct mapping *m)
{
	uint16_t i, n = 0;

	for (i = 0; i < m->n_entries; i++)
		n = (uint16_t)(n + m->entries[i].case_sensitive);
	return n;
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
		if (v->type == VALUE_STRING && m->entries[i].case_sensitive &&
		    n_by_case(m) < m->n_entries)
			buf_put_text(out, " (with its case)");
	}
	if (m->fallback < 0 || m->fallback > 0)
		buf_printf(out, ", others = %.4g", m->fallback);
	if (m->has_lower)
		buf_printf(out, ", at least %.4g", m->lower);
	if (m->has_upper)
		buf_printf(out, ", at most %.4g", m->upper);
}

static bool
is_key_of(const struct expr *e, uint16_t variable)
{
	return e->op == EXPR_CORRECT && e->variable == variable;
}

/* The comparison of the variable with its key; NULL: there is none. */
static const struct expr *
find_compare(const struct expr *e, enum expr_op op, uint16_t variable)
{
	const struct expr *found = NULL;
	uint16_t i;

	if (e->op == op && e->n_children == 2 &&
	    (is_key_of(&e->children[0], variable) ||
		is_key_of(&e->children[1], variable)))
		return e;
	for (i = 0; i < e->n_children && found == NULL; i++)
		found = find_compare(&e->children[i], op, variable);
	return found;
}

/* "75, 2 % either way" */
static void
put_tolerance(struct buf *out, const struct item *item, uint16_t variable)
{
	const struct expr *equal =
	    find_compare(item->processing, EXPR_EQUAL, variable);
	const struct expr_tolerances *t;
	const char *unit;

	if (equal == NULL || equal->tolerance.mode == EXPR_TOLERANCE_EXACT)
		return;
	t = &equal->tolerance;
	unit = t->mode == EXPR_TOLERANCE_RELATIVE ? " %" : "";
	if (t->below < t->above || t->below > t->above)
		buf_printf(out, ", to %g%s less or %g%s more", t->below, unit,
		    t->above, unit);
	else
		buf_printf(out, ", %g%s either way", t->below, unit);
}

/* Does a text have to be in upper and lower case as the key is? */
static void
put_case(struct buf *out, const struct item *item, uint16_t variable)
{
	const struct variable *v = &item->variables[variable];
	const struct expr *match =
	    find_compare(item->processing, EXPR_STRING_MATCH, variable);
	uint16_t some = v->mapping != NULL ? n_by_case(v->mapping) : 0;

	if (v->type != VALUE_STRING || (v->mapping == NULL && match == NULL))
		return;
	if (some > 0 && some < v->mapping->n_entries)
		return; /* said with each answer */
	put_words(out, "case",
	    some > 0 || (match != NULL && match->case_sensitive)
		? SLICE("must match")
		: SLICE("does not matter"));
}

/* An order that is compared as a whole gives all marks or none. */
static void
put_partial(struct buf *out, const struct item *item, uint16_t i)
{
	uint16_t variable = item->interactions[i].variable;

	if (item->n_interactions == 1 &&
	    item->interactions[i].type == INTERACTION_ORDER &&
	    find_compare(item->processing, EXPR_MATCH, variable) == NULL)
		put_words(out, "marks",
		    SLICE("partial, for each choice at its right place"));
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
	put_case(out, item, in->variable);
	put_partial(out, item, i);
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
	put_words(out, "title", item->title);
	for (i = 0; i < item->n_interactions; i++)
		put_interaction(out, item, i);
	put_rubric(out, item);
	put_words(out, "rationale", item->rationale);
	put_words(out, "source", item->source);
	put_words(out, "topic", item->topic);
	put_words(out, "difficulty", slice_of(difficulties[item->difficulty]));
	put_words(out, "set", item->set);
	put_names(out, "tags", item->tags, item->n_tags);
	put_names(out, "enemies", item->enemies, item->n_enemies);
	if (item->pretest)
		put_words(out, "on trial", SLICE("its marks do not count"));
}
