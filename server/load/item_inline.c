/* Gaps in a stem: items that are nothing else, and where they stand. */
#include "load/item.h"

static const struct member gap_members[] = MEMBERS(GAP_MEMBERS);

/* ---- the stem ---- */

static bool
takes_gap(const struct interaction *interaction)
{
	return interaction->type == INTERACTION_INLINE_CHOICE ||
	       interaction->type == INTERACTION_TEXT_ENTRY;
}

static bool
has_gaps(const struct item *item)
{
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++)
		if (takes_gap(&item->interactions[i]))
			return true;
	return false;
}

/* The next [[n]]; false: there is none.  *text goes on behind it. */
static bool
next_gap(unsigned *number, struct slice *text)
{
	size_t i, at;

	for (at = 0; at + 5 <= text->len; at++) {
		if (text->at[at] != '[' || text->at[at + 1] != '[')
			continue;
		*number = 0;
		for (i = at + 2; i < text->len && i < at + 5 &&
				 text->at[i] >= '0' && text->at[i] <= '9';
		     i++)
			*number = *number * 10 + (unsigned)(text->at[i] - '0');
		if (i == at + 2 || i + 2 > text->len || text->at[i] != ']' ||
		    text->at[i + 1] != ']')
			continue;
		*text = (struct slice){ text->at + i + 2, text->len - i - 2 };
		return true;
	}
	return false;
}

static void
check_gap(const struct item_reader *r, const struct json *stem, unsigned number,
    unsigned seen[INTERACTIONS_MAX])
{
	const struct item *item = r->item;

	if (number == 0 || number > item->n_interactions)
		scope_mistake(&r->scope, stem,
		    "has [[%u]], but there are gaps 1 to %u", number,
		    item->n_interactions);
	else if (!takes_gap(&item->interactions[number - 1]))
		scope_mistake(&r->scope, stem,
		    "has [[%u]], but interaction %u fits in no gap", number,
		    number);
	else if (seen[number - 1]++ == 1)
		scope_mistake(&r->scope, stem, "has [[%u]] twice", number);
}

void
item_check_gaps(const struct item_reader *r)
{
	const struct json *stem = scope_member(&r->scope, "stem");
	unsigned number, seen[INTERACTIONS_MAX] = { 0 };
	struct slice rest = r->stem;
	uint16_t i;

	if (rest.len == 0 || !has_gaps(r->item))
		return;
	while (next_gap(&number, &rest))
		check_gap(r, stem, number, seen);
	for (i = 0; i < r->item->n_interactions; i++)
		if (r->item->interactions[i].type ==
			INTERACTION_INLINE_CHOICE &&
		    seen[i] == 0)
			scope_mistake(&r->scope, stem,
			    "does not say where gap %d stands: [[%d]]", i + 1,
			    i + 1);
}

/* ---- the type ---- */

/* What is marked gap by gap is mapped from its key. */
static void
add_mapping(struct variable *v, struct arena *arena, int64_t marks)
{
	v->mapping = arena_take(arena, 1, sizeof(*v->mapping));
	v->mapping->n_entries = 1;
	v->mapping->entries =
	    arena_take(arena, 1, sizeof(*v->mapping->entries));
	v->mapping->entries[0].key = v->correct.atoms[0];
	v->mapping->entries[0].mapped = (double)marks / 1000.0;
}

static void
read_key(struct variable *v, struct arena *arena,
    const struct interaction *interaction, const struct scope *s)
{
	struct slice ident;
	uint16_t choice;

	if (!scope_ident(&ident, s, "correct"))
		return;
	choice = item_find_choice(interaction, ident);
	if (choice == interaction->n_choices)
		scope_mistake(s, scope_member(s, "correct"),
		    "\"%.*s\" is no choice", SLICE_FMT(ident));
	else
		v->correct = item_texts(arena, VALUE_IDENTIFIER,
		    CARDINALITY_SINGLE, &interaction->choices[choice].ident, 1);
}

/* Returns its marks, or 0: it has none, or it is wrong. */
static int64_t
read_gap(struct item_reader *r, uint16_t i, const struct json *json)
{
	struct interaction *interaction = &r->item->interactions[i];
	struct variable *v = &r->item->variables[i];
	int64_t marks = 0;
	char name[16];
	struct scope s;

	snprintf(name, sizeof(name), "GAP%u", i + 1u);
	v->ident = arena_slice(r->arena, slice_of(name));
	v->kind = VARIABLE_RESPONSE;
	v->type = VALUE_IDENTIFIER;
	interaction->type = INTERACTION_INLINE_CHOICE;
	interaction->variable = i;
	interaction->shuffle = true;
	if (!scope_open(&s, r->scope.diag, json, gap_members, "%s, gap %d",
		r->scope.words, i + 1))
		return 0;
	scope_flag(&interaction->shuffle, &s, "shuffle");
	if (item_read_options(interaction, r->arena, &s))
		read_key(v, r->arena, interaction, &s);
	if (scope_decimal(&marks, &s, "marks", 1, MARKS_MAX * INT64_C(1000)) &&
	    v->correct.n > 0)
		add_mapping(v, r->arena, marks);
	return marks;
}

/* All marks if every gap is right. */
static void
score_together(struct item_reader *r)
{
	struct expr *all = item_score_if(r);
	uint16_t i, n = r->item->n_interactions;

	expr_init(all, r->arena, EXPR_AND, n);
	for (i = 0; i < n; i++)
		item_put_match(&all->children[i], r->arena, i);
}

/* SCORE = the sum of what each gap is mapped to. */
static void
score_each(struct item_reader *r)
{
	uint16_t i, n = r->item->n_interactions;
	struct expr *sum = item_put_set(item_add_rules(r, 1), r->arena,
	    item_find_variable(r->item, ITEM_SCORE));

	expr_init(sum, r->arena, EXPR_SUM, n);
	for (i = 0; i < n; i++)
		item_put_variable(
		    &sum->children[i], r->arena, EXPR_MAP_RESPONSE, i);
}

static void
check_marks(const struct item_reader *r, unsigned n, int64_t sum)
{
	const struct json *gaps = scope_member(&r->scope, "gaps");

	if (n != r->item->n_interactions)
		scope_mistake(&r->scope, gaps,
		    "%u of %u have marks; all must have them, or none", n,
		    r->item->n_interactions);
	else if (sum != r->item->max_marks)
		scope_mistake(&r->scope, gaps,
		    "give %.10g marks together; marks says %.10g",
		    (double)sum / 1000.0, r->item->max_marks / 1000.0);
}

void
item_read_inline(struct item_reader *r)
{
	size_t before = r->scope.diag->count;
	struct item *item = r->item;
	const struct json *list, *v;
	int64_t marks, sum = 0;
	unsigned n = 0;

	if (!scope_list(&list, &r->scope, "gaps", 1, INTERACTIONS_MAX))
		return;
	item_add_variables(r, (uint16_t)list->n);
	item->interactions =
	    arena_take(r->arena, list->n, sizeof(*item->interactions));
	for (v = list->first; v != NULL; v = v->next) {
		marks = read_gap(r, item->n_interactions++, v);
		n += marks > 0;
		sum += marks;
	}
	item_check_gaps(r);
	if (n > 0 && r->scope.diag->count == before)
		check_marks(r, n, sum);
	if (n > 0)
		score_each(r);
	else
		score_together(r);
}
