/* Items that are answered by choosing: single, multiple, true-false. */
#include "load/item.h"

#include "core/text.h"

static const struct member choice_members[] = MEMBERS(CHOICE_MEMBERS);
static const struct member mapping_members[] = MEMBERS(CHOICE_MAPPING_MEMBERS);

struct slice
item_choice_view(struct arena *arena, struct slice text)
{
	struct buf b = { 0 };
	struct slice view;

	buf_put_text(&b, "\"text\":");
	json_put_string(&b, text);
	view = arena_slice(arena, buf_slice(&b));
	buf_fini(&b);
	return view;
}

uint16_t
item_find_choice(const struct interaction *interaction, struct slice ident)
{
	uint16_t i;

	for (i = 0; i < interaction->n_choices; i++)
		if (slice_equal(interaction->choices[i].ident, ident))
			break;
	return i;
}

/* A choice is known by its ident and, to people, by its text: both differ from
 * those before it. */
static void
check_choice(const struct interaction *interaction,
    const struct slice texts[CHOICES_MAX], const struct choice *choice,
    const struct scope *s)
{
	uint16_t i = item_find_choice(interaction, choice->ident);

	if (choice->ident.len > 0 && i < interaction->n_choices)
		scope_mistake(s, scope_member(s, "id"),
		    "\"%.*s\" is the id of choice %d already",
		    SLICE_FMT(choice->ident), i + 1);
	for (i = 0; i < interaction->n_choices; i++)
		if (texts[i].len > 0 &&
		    slice_equal(texts[i], texts[interaction->n_choices]))
			scope_mistake(s, scope_member(s, "text"),
			    "is the same as in choice %d", i + 1);
}

static void
read_choice(struct interaction *interaction, struct slice texts[CHOICES_MAX],
    struct arena *arena, const struct scope *outer, const struct json *v)
{
	struct choice *choice = &interaction->choices[interaction->n_choices];
	struct slice text, *shown = &texts[interaction->n_choices];
	struct scope s;

	*shown = SLICE_NONE;
	if (scope_open(&s, outer->diag, v, choice_members, "%s, choice %d",
		outer->words, interaction->n_choices + 1)) {
		if (scope_ident(&text, &s, "id"))
			choice->ident = arena_slice(arena, text);
		if (scope_words(&text, &s, "text", ITEM_TEXT_MAX)) {
			choice->view = item_choice_view(arena, text);
			*shown = text_squeeze(arena, text);
		}
		scope_flag(&choice->fixed, &s, "fixed");
		check_choice(interaction, texts, choice, &s);
	}
	interaction->n_choices++;
}

bool
item_read_choices(struct interaction *interaction, struct arena *arena,
    const struct scope *s)
{
	struct slice texts[CHOICES_MAX];
	size_t before = s->diag->count;
	const struct json *list, *v;

	if (!scope_list(&list, s, "choices", 2, CHOICES_MAX))
		return false;
	interaction->choices = arena_take(arena, list->n,
	    sizeof(*interaction->choices));
	for (v = list->first; v != NULL; v = v->next)
		read_choice(interaction, texts, arena, s, v);
	return s->diag->count == before;
}

void
item_read_bounds(struct interaction *interaction, const struct scope *s)
{
	int64_t min = 0, max = 0, n = interaction->n_choices;

	interaction->shuffle = true;
	scope_flag(&interaction->shuffle, s, "shuffle");
	scope_integer(&min, s, "min_choices", 0, n);
	if (scope_integer(&max, s, "max_choices", 1, n) && min > max)
		scope_mistake(s, scope_member(s, "min_choices"),
		    "is more than max_choices");
	interaction->min_choices = (uint16_t)min;
	interaction->max_choices = (uint16_t)max;
}

/* Choices named in "correct", each once. */
static uint32_t
read_key(struct slice key[CHOICES_MAX], const struct interaction *interaction,
    struct item_reader *r)
{
	const struct json *list, *v;
	struct slice ident;
	uint32_t i, n = 0;
	uint16_t choice;

	if (!scope_list(&list, &r->scope, "correct", 1, CHOICES_MAX))
		return 0;
	for (v = list->first; v != NULL; v = v->next) {
		if (!scope_ident_of(&ident, &r->scope, v))
			continue;
		choice = item_find_choice(interaction, ident);
		if (choice == interaction->n_choices) {
			scope_mistake(&r->scope, v,
			    "\"%.*s\" is no choice",
			    SLICE_FMT(ident));
			continue;
		}
		for (i = 0; i < n; i++)
			if (slice_equal(key[i], ident))
				scope_mistake(&r->scope, v,
				    "\"%.*s\" stands twice",
				    SLICE_FMT(ident));
		key[n++] = interaction->choices[choice].ident;
	}
	return n;
}

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

static bool
read_bound(double *bound, const struct scope *s, const char *name)
{
	int64_t marks;

	if (!scope_decimal(&marks, s, name, -MARKS_MAX * INT64_C(1000),
		MARKS_MAX * INT64_C(1000)))
		return false;
	*bound = (double)marks / 1000.0;
	return true;
}

/* false: there is none, or it is wrong. */
static bool
read_mapping(struct mapping **out, const struct interaction *interaction,
    struct item_reader *r)
{
	const struct json *v = scope_member(&r->scope, "mapping"), *entries;
	struct mapping *mapping = arena_take(r->arena, 1, sizeof(*mapping));
	struct scope s;

	if (v == NULL ||
	    !scope_open(&s, r->scope.diag, v, mapping_members, "%s, mapping",
		r->scope.words))
		return false;
	read_bound(&mapping->fallback, &s, "default");
	mapping->has_lower = read_bound(&mapping->lower, &s, "lower");
	mapping->has_upper = read_bound(&mapping->upper, &s, "upper");
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
	struct expr *match;

	if (read_mapping(&response->mapping, r->item->interactions, r)) {
		check_best(r, response->mapping);
		item_score_mapped(r);
		return;
	}
	match = item_score_if(r, EXPR_MATCH);
	item_name_variable(&match->children[0], r->arena, EXPR_VARIABLE, 0);
	item_name_variable(&match->children[1], r->arena, EXPR_CORRECT, 0);
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
	n = read_key(key, interaction, r);
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
