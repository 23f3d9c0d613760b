#include "support/tree.h"

#include <stdio.h>
#include <stdlib.h>

struct reader {
	struct arena *arena;
	const struct variable *variables;
	uint16_t n_variables;
	const char *at;
};

__attribute__((noreturn)) static void
stop(const char *what, struct slice word)
{
	fprintf(stderr, "tree: %s: %.*s\n", what, SLICE_FMT(word));
	abort();
}

static void
skip_blanks(struct reader *r)
{
	r->at += strspn(r->at, " \t\n");
}

static struct slice
next_word(struct reader *r)
{
	struct slice word = { r->at, 0 };

	if (*r->at == '"')
		word.len = strcspn(r->at + 1, "\"") + 2;
	else
		word.len = strcspn(r->at, " \t\n()");
	r->at += word.len;
	skip_blanks(r);
	return word;
}

static struct value
text_value(struct arena *arena, enum value_type type, struct slice text)
{
	return value_text(arena, type, arena_slice(arena, text));
}

static struct value
pair_value(struct arena *arena, struct slice word, size_t at)
{
	struct atom *a = arena_take(arena, 1, sizeof(*a));

	a->pair.first = arena_slice(arena, (struct slice){ word.at, at });
	a->pair.second = arena_slice(arena,
	    (struct slice){ word.at + at + 1, word.len - at - 1 });
	return (struct value){ CARDINALITY_SINGLE,
		word.at[at] == '+' ? VALUE_PAIR : VALUE_DIRECTED_PAIR, 1, a };
}

static struct value
quoted_value(struct arena *arena, struct slice word)
{
	size_t at = 0;

	while (at < word.len && word.at[at] != '+' && word.at[at] != '>')
		at++;
	if (at < word.len)
		return pair_value(arena, word, at);
	return text_value(arena, VALUE_IDENTIFIER, word);
}

static struct value
point_value(struct arena *arena, const char *text)
{
	struct atom *a = arena_take(arena, 1, sizeof(*a));
	char *end;

	a->point.x = (int32_t)strtol(text, &end, 10);
	a->point.y = (int32_t)strtol(end + 1, NULL, 10);
	return (struct value){ CARDINALITY_SINGLE, VALUE_POINT, 1, a };
}

static struct value
number_value(struct arena *arena, struct slice word)
{
	const char *text = arena_text(arena, word);
	struct value v;

	if (strcspn(text, ".e") == word.len && text[word.len - 1] != 's')
		return value_integer(arena, strtoll(text, NULL, 10));
	v = value_float(arena, strtod(text, NULL));
	if (text[word.len - 1] == 's')
		v.type = VALUE_DURATION;
	return v;
}

static bool
is_constant(struct slice word)
{
	return strchr("\"'@-0123456789", word.at[0]) != NULL ||
	    slice_is(word, "true") || slice_is(word, "false") ||
	    slice_is(word, "null");
}

static struct value
word_value(struct arena *arena, struct slice word)
{
	struct slice rest = { word.at + 1, word.len - 1 };

	if (slice_is(word, "null"))
		return VALUE_NULL;
	if (slice_is(word, "true") || slice_is(word, "false"))
		return value_boolean(arena, word.at[0] == 't');
	switch (word.at[0]) {
	case '"':
		return text_value(arena, VALUE_STRING,
		    (struct slice){ rest.at, rest.len - 1 });
	case '\'':
		return quoted_value(arena, rest);
	case '@':
		return point_value(arena, arena_text(arena, rest));
	default:
		return number_value(arena, word);
	}
}

struct value
tree_value(struct arena *arena, const char *text)
{
	return word_value(arena, slice_of(text));
}

struct value
tree_values(struct arena *arena, enum cardinality cardinality,
    const char *text)
{
	struct reader r = { .arena = arena, .at = text };
	struct atom *atoms = arena_take(arena, strlen(text), sizeof(*atoms));
	struct value all = { .cardinality = cardinality, .atoms = atoms };

	skip_blanks(&r);
	while (*r.at != '\0') {
		struct value one = word_value(arena, next_word(&r));

		all.type = one.type;
		atoms[all.n++] = one.atoms[0];
	}
	return all;
}

/* ---- trees ---- */

static uint16_t
find_variable(const struct reader *r, struct slice word)
{
	uint16_t i;

	for (i = 0; i < r->n_variables; i++)
		if (slice_equal(r->variables[i].ident, word))
			return i;
	stop("no such variable", word);
}

static int32_t *
read_coords(struct reader *r, struct area *area, const char *text)
{
	int32_t *coords = arena_take(r->arena, strlen(text) + 1,
	    sizeof(*coords));

	while (*text != '\0') {
		char *end;

		coords[area->n_coords++] = (int32_t)strtol(text, &end, 10);
		text = *end == ',' ? end + 1 : end;
	}
	return coords;
}

static void
read_shape(struct area *area, struct slice word)
{
	static const char *const shapes[] = { "default", "circle", "rect",
		"poly", "ellipse" };
	unsigned i;

	for (i = 0; i < N_AREA_SHAPES; i++)
		if (slice_is(word, shapes[i])) {
			area->shape = (enum area_shape)i;
			return;
		}
	stop("no such shape", word);
}

static bool
read_word_attribute(struct expr *e, struct slice key, struct slice word)
{
	if (slice_is(key, "name"))
		return expr_constant_parse(&e->constant, word) ||
		    expr_function_parse(&e->function, word) ||
		    expr_statistic_parse(&e->statistic, word);
	if (slice_is(key, "mode") && e->op == EXPR_EQUAL)
		return expr_tolerance_parse(&e->tolerance.mode, word);
	if (slice_is(key, "mode"))
		return expr_rounding_parse(&e->rounding.mode, word);
	if (slice_is(key, "shape")) {
		read_shape(&e->area, word);
		return true;
	}
	return false;
}

static void
read_attribute(struct reader *r, struct expr *e)
{
	struct slice word = next_word(r), key = { word.at + 1, 0 };
	const char *text;

	while (key.at[key.len] != '=')
		key.len++;
	word.at += key.len + 2;
	word.len -= key.len + 2;
	text = arena_text(r->arena, word);
	if (read_word_attribute(e, key, word))
		return;
	if (slice_is(key, "below"))
		e->tolerance.below = strtod(text, NULL);
	else if (slice_is(key, "above"))
		e->tolerance.above = strtod(text, NULL);
	else if (slice_is(key, "lower"))
		e->tolerance.include_lower = text[0] == 't';
	else if (slice_is(key, "upper"))
		e->tolerance.include_upper = text[0] == 't';
	else if (slice_is(key, "figures"))
		e->rounding.figures = (uint16_t)strtoul(text, NULL, 10);
	else if (slice_is(key, "min"))
		e->range.min = (uint16_t)strtoul(text, NULL, 10);
	else if (slice_is(key, "max"))
		e->range.max = (uint16_t)strtoul(text, NULL, 10);
	else if (slice_is(key, "n"))
		e->count = (uint16_t)strtoul(text, NULL, 10);
	else if (slice_is(key, "case"))
		e->case_sensitive = text[0] == 't';
	else if (slice_is(key, "coords"))
		e->area.coords = read_coords(r, &e->area, text);
	else
		stop("no such attribute", key);
}

static void
read_leaf(struct reader *r, struct expr *e)
{
	struct slice word = next_word(r);

	if (!is_constant(word)) {
		expr_init(e, r->arena, EXPR_VARIABLE, 0);
		e->variable = find_variable(r, word);
	} else if (slice_is(word, "null")) {
		expr_init(e, r->arena, EXPR_NOTHING, 0);
	} else {
		expr_init(e, r->arena, EXPR_BASE_VALUE, 0);
		e->value = word_value(r->arena, word);
	}
}

#define CHILDREN_MAX 256

static void
read_expr(struct reader *r, struct expr *e)
{
	struct expr *children;
	struct slice name;

	if (*r->at != '(') {
		read_leaf(r, e);
		return;
	}
	r->at++;
	skip_blanks(r);
	name = next_word(r);
	*e = (struct expr){ 0 };
	if (!expr_op_parse(&e->op, name))
		stop("no such operator", name);
	while (*r->at == ':')
		read_attribute(r, e);
	if (expr_op_attribute(e->op) == EXPR_HAS_VARIABLE)
		e->variable = find_variable(r, next_word(r));
	children = arena_take(r->arena, CHILDREN_MAX, sizeof(*children));
	e->children = children;
	while (*r->at != ')' && *r->at != '\0' && e->n_children < CHILDREN_MAX)
		read_expr(r, &children[e->n_children++]);
	if (*r->at != ')')
		stop("no end", name);
	r->at++;
	skip_blanks(r);
}

struct expr *
tree_read(struct arena *arena, const struct variable *variables,
    uint16_t n_variables, const char *text)
{
	struct expr *root = arena_take(arena, 1, sizeof(*root));
	struct reader r = { arena, variables, n_variables, text };

	skip_blanks(&r);
	read_expr(&r, root);
	if (*r.at != '\0')
		stop("more than one tree", slice_of(r.at));
	return root;
}

/* ---- values as text ---- */

static void
put_atom(struct buf *b, enum value_type type, struct atom a)
{
	switch (type) {
	case VALUE_BOOLEAN:
		buf_put_text(b, a.truth ? "true" : "false");
		break;
	case VALUE_INTEGER:
		buf_printf(b, "%lld", (long long)a.integer);
		break;
	case VALUE_FLOAT:
		buf_printf(b, "%.17g", a.real);
		break;
	case VALUE_DURATION:
		buf_printf(b, "%.17gs", a.real);
		break;
	case VALUE_STRING:
		buf_printf(b, "\"%.*s\"", SLICE_FMT(a.text));
		break;
	case VALUE_IDENTIFIER:
		buf_printf(b, "'%.*s", SLICE_FMT(a.text));
		break;
	case VALUE_PAIR:
	case VALUE_DIRECTED_PAIR:
		buf_printf(b, "'%.*s%c%.*s", SLICE_FMT(a.pair.first),
		    type == VALUE_PAIR ? '+' : '>', SLICE_FMT(a.pair.second));
		break;
	case VALUE_POINT:
		buf_printf(b, "@%d,%d", a.point.x, a.point.y);
		break;
	case N_VALUE_TYPES:
		break;
	}
}

const char *
tree_text(struct arena *arena, struct value v)
{
	static const char *const ends[] = { "", "", "{", "}", "[", "]" };
	struct buf b = { 0 };
	const char *text;
	uint32_t i;

	if (value_is_null(v))
		return "NULL";
	buf_put_text(&b, ends[2 * v.cardinality]);
	for (i = 0; i < v.n; i++) {
		if (i > 0)
			buf_put_u8(&b, ' ');
		put_atom(&b, v.type, v.atoms[i]);
	}
	buf_put_text(&b, ends[2 * v.cardinality + 1]);
	text = arena_text(arena, buf_slice(&b));
	buf_fini(&b);
	return text;
}
