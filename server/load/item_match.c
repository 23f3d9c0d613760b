/* Items of rows and columns. */
#include "load/item.h"

struct key {
	uint32_t n;
	struct pair pairs[VALUE_ATOMS_MAX];
};

static void
add_pair(struct key *key, const struct interaction *interaction, uint16_t row,
    const struct scope *s, const struct json *v)
{
	struct slice ident, row_ident = interaction->choices[row].ident;
	uint16_t column;
	uint32_t i;

	if (!scope_ident_of(&ident, s, v))
		return;
	column = item_find_column(interaction, ident);
	if (column == interaction->n_choices) {
		scope_mistake(s, v, "\"%.*s\" is no column", SLICE_FMT(ident));
		return;
	}
	for (i = 0; i < key->n; i++)
		if (slice_equal(key->pairs[i].first, row_ident) &&
		    slice_equal(key->pairs[i].second, ident))
			scope_mistake(
			    s, v, "\"%.*s\" stands twice", SLICE_FMT(ident));
	if (key->n < VALUE_ATOMS_MAX)
		key->pairs[key->n++] = (struct pair){ row_ident,
			interaction->choices[column].ident };
}

/* {"row": "column", "row": ["column", …], …} */
static void
read_key(struct key *key, const struct interaction *interaction,
    const struct scope *outer)
{
	const struct json *v = scope_member(outer, "correct"), *column;
	struct scope s = *outer;
	uint16_t row;

	if (v == NULL)
		return;
	if (v->kind != JSON_OBJECT || v->n == 0) {
		scope_mistake(
		    outer, v, "must be an object of rows and their columns");
		return;
	}
	snprintf(s.words, sizeof(s.words), "%.100s, correct", outer->words);
	for (v = v->first; v != NULL; v = v->next) {
		row = item_find_row(interaction, v->name);
		if (row == interaction->n_choices)
			scope_mistake(&s, v, "is no row");
		else if (v->kind != JSON_ARRAY)
			add_pair(key, interaction, row, &s, v);
		else if (v->n == 0)
			scope_mistake(&s, v,
			    "is empty; a row without a column is left out");
		else
			for (column = v->first; column != NULL;
			     column = column->next)
				add_pair(key, interaction, row, &s, column);
	}
}

/* Can the key be entered? */
static void
check_key(const struct item_reader *r, const struct key *key)
{
	const struct interaction *interaction = r->item->interactions;
	const struct json *at = scope_member(&r->scope, "correct");
	uint32_t i, n;
	uint16_t c;

	for (c = 0; c < interaction->n_choices; c++) {
		bool row = c < interaction->n_rows;
		uint16_t most =
		    row ? interaction->row_max : interaction->column_max;

		for (i = n = 0; i < key->n; i++)
			n += slice_equal(
			    row ? key->pairs[i].first : key->pairs[i].second,
			    interaction->choices[c].ident);
		if (most > 0 && n > most)
			scope_mistake(&r->scope, at,
			    "%s \"%.*s\" has %u %s; %s allows %u",
			    row ? "row" : "column",
			    SLICE_FMT(interaction->choices[c].ident), n,
			    row ? "columns" : "rows",
			    row ? "row_max" : "column_max", most);
	}
}

static struct value
key_value(struct arena *arena, const struct key *key)
{
	struct atom *atoms = arena_take(arena, key->n, sizeof(*atoms));
	uint32_t i;

	for (i = 0; i < key->n; i++)
		atoms[i].pair = key->pairs[i];
	return (struct value){ .cardinality = CARDINALITY_MULTIPLE,
		.type = VALUE_DIRECTED_PAIR,
		.n = key->n,
		.atoms = atoms };
}

/* ---- the marks ---- */

static void
check_partial(const struct item_reader *r)
{
	const struct json *v = scope_member(&r->scope, "partial");

	if (r->item->interactions->row_max != 1)
		scope_mistake(&r->scope, v,
		    "needs row_max 1, or whoever chooses every pair has all "
		    "marks; give pairs their marks with \"mapping\"");
	if (scope_member(&r->scope, "mapping") != NULL)
		scope_mistake(&r->scope, v, "cannot stand beside \"mapping\"");
}

static void
add_processing(struct item_reader *r, bool partial)
{
	if (partial) {
		check_partial(r);
		item_map_pairs(r);
	} else if (scope_member(&r->scope, "mapping") != NULL) {
		item_read_pair_mapping(r);
	} else {
		item_put_match(item_score_if(r), r->arena, 0);
	}
}

void
item_read_match(struct item_reader *r)
{
	struct interaction *interaction =
	    item_add_interaction(r, INTERACTION_MATCH);
	struct variable *response =
	    item_add_response(r, CARDINALITY_MULTIPLE, VALUE_DIRECTED_PAIR);
	struct key key = { 0 };
	bool partial = false;

	scope_flag(&partial, &r->scope, "partial");
	if (!item_read_grid(interaction, r->arena, &r->scope))
		return;
	read_key(&key, interaction, &r->scope);
	if (key.n == 0)
		return;
	check_key(r, &key);
	response->correct = key_value(r->arena, &key);
	add_processing(r, partial);
}
