/* Items that are answered by choosing: single, multiple, true-false. */
#include "load/item.h"

static void
read_entry(struct mapping *mapping, const struct interaction *interaction,
    const struct scope *s, const struct json *v)
{
	uint16_t choice = item_find_choice(interaction, v->name);
	int64_t marks = 0;

	if (choice == interaction->n_choices) {
		scope_mistake(s, v, "is no choice");
		return;
	}
	if (scope_decimal_of(&marks, s, v, -MARKS_MAX * INT64_C(1000),
		MARKS_MAX * INT64_C(1000)))
		mapping->entries[mapping->n_entries++] = (struct map_entry){
			.key.text = interaction->choices[choice].ident,
			.mapped = (double)marks / 1000.0
		};
}

/* false: there is none, or it is wrong. */
static bool
read_mapping(struct mapping **out, const struct interaction *interaction,
    struct item_reader *r)
{
	const struct json *entries, *v;
	struct mapping *mapping;
	struct scope s;

	if (!item_open_mapping(&mapping, &s, &r->scope, r->arena))
		return false;
	entries = scope_member(&s, "entries");
	if (entries == NULL || entries->kind != JSON_OBJECT ||
	    entries->n == 0) {
		if (entries != NULL)
			scope_mistake(&s, entries,
			    "must be an object of choices and their marks");
		return false;
	}
	mapping->entries = arena_take(r->arena, entries->n,
	    sizeof(*mapping->entries));
	for (v = entries->first; v != NULL; v = v->next)
		read_entry(mapping, interaction, &s, v);
	*out = mapping;
	return true;
}

/* Marks of one choice. */
static double
mapped(const struct mapping *mapping, struct slice ident)
{
	uint16_t i;

	for (i = 0; i < mapping->n_entries; i++)
		if (slice_equal(mapping->entries[i].key.text, ident))
			return mapping->entries[i].mapped;
	return mapping->fallback;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* The most that any choice of max_choices gives. */
static double
best(const struct mapping *mapping, const struct interaction *interaction)
{
	uint16_t i, n = interaction->n_choices;
	double each[CHOICES_MAX], sum = 0;

	for (i = 0; i < n; i++)
		each[i] = mapped(mapping, interaction->choices[i].ident);
	qsort(each, n, sizeof(*each), by_size);
	if (interaction->max_choices > 0)
		n = interaction->max_choices;
	for (i = 0; i < n && each[i] > 0; i++)
		sum += each[i];
	return mapping->has_upper && mapping->upper < sum ? mapping->upper
							  : sum;
}

static void
check_best(const struct item_reader *r, const struct mapping *mapping)
{
	double most = best(mapping, r->item->interactions);
	double marks = r->item->max_marks / 1000.0;

	/* Sums of thousandths; nothing smaller counts. */
	if (most < marks - 0.0005 || most > marks + 0.0005)
		scope_mistake(&r->scope, scope_member(&r->scope, "mapping"),
		    "gives at most %.10g marks; marks says %.10g", most,
		    marks);
}

static void
check_key_size(const struct item_reader *r, uint32_t n)
{
	const struct interaction *interaction = r->item->interactions;

	if (interaction->max_choices > 0 && n > interaction->max_choices)
		scope_mistake(&r->scope, scope_member(&r->scope, "correct"),
		    "has %u choices; only %u may be chosen", n,
		    interaction->max_choices);
	if (n < interaction->min_choices)
		scope_mistake(&r->scope, scope_member(&r->scope, "correct"),
		    "has %u choices; at least %u must be chosen", n,
		    interaction->min_choices);
}

/* SCORE by the mapping, or all marks where the response is the key. */
static void
add_processing(struct item_reader *r, struct variable *response)
{
	if (read_mapping(&response->mapping, r->item->interactions, r)) {
		check_best(r, response->mapping);
		item_score_mapped(r);
		return;
	}
	item_put_match(item_score_if(r), r->arena, 0);
}

static void
read_choosing(struct item_reader *r, enum cardinality cardinality)
{
	struct interaction *interaction = item_add_interaction(r,
	    INTERACTION_CHOICE);
	struct variable *response = item_add_response(r, cardinality,
	    VALUE_IDENTIFIER);
	struct slice key[CHOICES_MAX];
	uint32_t n;

	if (!item_read_choices(interaction, r->arena, &r->scope))
		return;
	item_read_bounds(interaction, &r->scope);
	if (cardinality == CARDINALITY_SINGLE)
		interaction->max_choices = 1;
	n = item_read_key(key, interaction, &r->scope);
	if (n == 0)
		return;
	check_key_size(r, n);
	response->correct = item_texts(r->arena, VALUE_IDENTIFIER, cardinality,
	    key, n);
	add_processing(r, response);
}

void
item_read_single(struct item_reader *r)
{
	read_choosing(r, CARDINALITY_SINGLE);
}

void
item_read_multiple(struct item_reader *r)
{
	read_choosing(r, CARDINALITY_MULTIPLE);
}

static void
add_truth(struct item_reader *r, struct choice *choice, struct slice ident,
    const char *name, struct slice text)
{
	scope_text(&text, &r->scope, name, NAME_MAX_LEN);
	choice->ident = ident;
	choice->fixed = true;
	choice->view = item_choice_view(r->arena, text);
}

void
item_read_true_false(struct item_reader *r)
{
	struct interaction *interaction = item_add_interaction(r,
	    INTERACTION_CHOICE);
	struct variable *response = item_add_response(r, CARDINALITY_SINGLE,
	    VALUE_IDENTIFIER);
	bool truth = false;

	interaction->choices = arena_take(r->arena, 2,
	    sizeof(*interaction->choices));
	interaction->n_choices = 2;
	interaction->max_choices = 1;
	add_truth(r, &interaction->choices[0], SLICE("true"), "true_text",
	    SLICE("True"));
	add_truth(r, &interaction->choices[1], SLICE("false"), "false_text",
	    SLICE("False"));
	if (slice_equal(interaction->choices[0].view,
		interaction->choices[1].view))
		scope_mistake(&r->scope, r->scope.object,
		    "true_text and false_text are the same");
	scope_flag(&truth, &r->scope, "correct");
	response->correct = item_texts(r->arena, VALUE_IDENTIFIER,
	    CARDINALITY_SINGLE,
	    &interaction->choices[truth ? 0 : 1].ident, 1);
	add_processing(r, response);
}
