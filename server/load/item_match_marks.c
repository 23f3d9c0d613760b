/* What the pairs of a match give. */
#include "load/item.h"

static const struct member entry_members[] = MEMBERS(MATCH_ENTRY_MEMBERS);

/* Of thousandths of a mark, nothing smaller counts. */
#define NOTHING 0.0005

void
item_map_pairs(struct item_reader *r)
{
	struct variable *response = r->item->variables;
	struct mapping *mapping = arena_take(r->arena, 1, sizeof(*mapping));
	uint16_t i, n = (uint16_t)response->correct.n;

	mapping->entries = arena_take(r->arena, n, sizeof(*mapping->entries));
	for (i = 0; i < n; i++)
		mapping->entries[i] =
		    (struct map_entry){ .key = response->correct.atoms[i],
			    .mapped = r->item->max_marks / 1000.0 / n };
	mapping->n_entries = n;
	response->mapping = mapping;
	item_score_mapped(r);
}

static void
read_entry(struct mapping *mapping, const struct interaction *interaction,
    const struct scope *outer, const struct json *v)
{
	struct map_entry *entry = &mapping->entries[mapping->n_entries];
	uint16_t i, row = 0, column = 0;
	struct slice ident;
	struct scope s;

	if (!scope_open(&s, outer->diag, v, entry_members, "%s, entry %d",
		outer->words, mapping->n_entries + 1))
		return;
	if (scope_ident(&ident, &s, "row") &&
	    (row = item_find_row(interaction, ident)) == interaction->n_choices)
		scope_mistake(&s, scope_member(&s, "row"), "\"%.*s\" is no row",
		    SLICE_FMT(ident));
	if (scope_ident(&ident, &s, "column") &&
	    (column = item_find_column(interaction, ident)) ==
		interaction->n_choices)
		scope_mistake(&s, scope_member(&s, "column"),
		    "\"%.*s\" is no column", SLICE_FMT(ident));
	item_read_marks(&entry->mapped, &s, "marks");
	if (row == interaction->n_choices || column == interaction->n_choices)
		return;
	entry->key.pair = (struct pair){ interaction->choices[row].ident,
		interaction->choices[column].ident };
	for (i = 0; i < mapping->n_entries; i++)
		if (atom_equal(VALUE_DIRECTED_PAIR, mapping->entries[i].key,
			entry->key))
			scope_mistake(&s, v, "is the pair of entry %d", i + 1);
	mapping->n_entries++;
}

/* ---- the most it gives ---- */

static double
mapped(const struct mapping *mapping, struct pair pair)
{
	const struct atom key = { .pair = pair };
	uint16_t i;

	for (i = 0; i < mapping->n_entries; i++)
		if (atom_equal(
			VALUE_DIRECTED_PAIR, mapping->entries[i].key, key))
			return mapping->entries[i].mapped;
	return mapping->fallback;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* The best that one row, or one column, can give for itself. */
static double
best_of_line(
    const struct mapping *mapping, const struct interaction *in, uint16_t line)
{
	bool row = line < in->n_rows;
	uint16_t i, n = 0, first = row ? in->n_rows : 0;
	uint16_t end = row ? in->n_choices : in->n_rows;
	uint16_t most = row ? in->row_max : in->column_max;
	double each[CHOICES_MAX], sum = 0;

	for (i = first; i < end; i++)
		each[n++] = mapped(
		    mapping, (struct pair){ in->choices[row ? line : i].ident,
				 in->choices[row ? i : line].ident });
	qsort(each, n, sizeof(*each), by_size);
	for (i = 0; i < n && (most == 0 || i < most) && each[i] > 0; i++)
		sum += each[i];
	return sum;
}

/* No selection gives more than all rows, or all columns, each at its best. */
static double
bound(const struct mapping *mapping, const struct interaction *in)
{
	double rows = 0, columns = 0;
	uint16_t i;

	for (i = 0; i < in->n_choices; i++)
		*(i < in->n_rows ? &rows : &columns) +=
		    best_of_line(mapping, in, i);
	return rows < columns ? rows : columns;
}

static void
check_bound(const struct item_reader *r, const struct mapping *mapping)
{
	double most = bound(mapping, r->item->interactions);
	double marks = r->item->max_marks / 1000.0;
	const struct json *at = scope_member(&r->scope, "mapping");

	if (mapping->has_upper && mapping->upper < most)
		most = mapping->upper;
	if (most > marks + NOTHING)
		scope_mistake(&r->scope, at,
		    "can give %.10g marks; marks says %.10g, which \"upper\" "
		    "would hold it to",
		    most, marks);
	else if (most < marks - NOTHING)
		scope_mistake(&r->scope, at,
		    "gives at most %.10g marks; marks says %.10g", most, marks);
}

void
item_read_pair_mapping(struct item_reader *r)
{
	const struct interaction *interaction = r->item->interactions;
	size_t before = r->scope.diag->count;
	const struct json *list, *v;
	struct mapping *mapping;
	struct scope s;

	if (!item_open_mapping(&mapping, &s, &r->scope, r->arena) ||
	    !scope_list(&list, &s, "entries", 1, ANSWERS_MAX))
		return;
	mapping->entries =
	    arena_take(r->arena, list->n, sizeof(*mapping->entries));
	for (v = list->first; v != NULL; v = v->next)
		read_entry(mapping, interaction, &s, v);
	if (r->scope.diag->count == before)
		check_bound(r, mapping);
	r->item->variables->mapping = mapping;
	item_score_mapped(r);
}
