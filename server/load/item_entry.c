/* Items that are answered by writing: text, number. */
#include "load/item.h"

#include "core/text.h"

static const struct member accept_members[] = MEMBERS(ACCEPT_MEMBERS);
static const struct member tolerance_members[] = MEMBERS(TOLERANCE_MEMBERS);

static const char *const cases[] = { "ignore", "match", NULL };

void
item_read_length(struct interaction *interaction, const struct scope *s)
{
	int64_t length = TEXT_ENTRY_DEFAULT;

	scope_integer(&length, s, "max_length", 1, RESPONSE_MAX);
	interaction->max_length = (uint16_t)length;
}

/* No two answers may be the same to the candidate who writes one. */
static void
check_answer(const struct mapping *mapping, const struct interaction *entry,
    const struct scope *s, const struct map_entry *answer)
{
	const struct json *at = scope_member(s, "text");
	uint16_t i;

	if (text_length(answer->key.text) > entry->max_length)
		scope_mistake(s, at,
		    "has more characters than max_length allows (%u)",
		    entry->max_length);
	for (i = 0; i < mapping->n_entries; i++)
		if (text_equal(mapping->entries[i].key.text, answer->key.text,
			answer->case_sensitive))
			scope_mistake(s, at, "is the same as answer %d", i + 1);
}

static void
read_answer(struct mapping *mapping, struct item_reader *r,
    const struct json *v, bool case_sensitive)
{
	struct map_entry answer = { .case_sensitive = case_sensitive };
	int64_t marks = r->item->max_marks;
	struct slice text;
	struct scope s;

	if (!scope_open(&s, r->scope.diag, v, accept_members, "%s, answer %d",
		r->scope.words, mapping->n_entries + 1))
		return;
	scope_decimal(&marks, &s, "marks", 1, r->item->max_marks);
	answer.mapped = (double)marks / 1000.0;
	if (!scope_text(&text, &s, "text", RESPONSE_MAX))
		return;
	text = arena_slice(r->arena, text);
	answer.key.text = text_squeeze(r->arena, text);
	check_answer(mapping, r->item->interactions, &s, &answer);
	mapping->entries[mapping->n_entries++] = answer;
}

/* The first answer that gives all marks is the one shown as correct. */
static void
find_correct(struct item_reader *r, struct variable *response)
{
	const struct mapping *mapping = response->mapping;
	double marks = r->item->max_marks / 1000.0;
	uint16_t i;

	for (i = 0; i < mapping->n_entries; i++)
		if (mapping->entries[i].mapped >= marks)
			break;
	if (i < mapping->n_entries)
		response->correct = value_text(r->arena, VALUE_STRING,
		    mapping->entries[i].key.text);
	else
		scope_mistake(&r->scope, scope_member(&r->scope, "accept"),
		    "no answer gives all %.10g marks", marks);
}

void
item_read_text(struct item_reader *r)
{
	struct interaction *entry = item_add_interaction(r,
	    INTERACTION_TEXT_ENTRY);
	struct variable *response = item_add_response(r, CARDINALITY_SINGLE,
	    VALUE_STRING);
	size_t before = r->scope.diag->count;
	const struct json *list, *v;
	unsigned rule = 0;

	item_read_length(entry, &r->scope);
	scope_choose(&rule, &r->scope, "case", cases);
	if (!scope_list(&list, &r->scope, "accept", 1, ANSWERS_MAX))
		return;
	response->mapping = arena_take(r->arena, 1,
	    sizeof(*response->mapping));
	response->mapping->entries = arena_take(r->arena, list->n,
	    sizeof(*response->mapping->entries));
	for (v = list->first; v != NULL; v = v->next)
		read_answer(response->mapping, r, v, rule == 1);
	if (r->scope.diag->count == before)
		find_correct(r, response);
	item_score_mapped(r);
	item_check_gaps(r);
}

static void
read_tolerance(struct expr_tolerances *tolerance, const struct item_reader *r)
{
	const struct json *v = scope_member(&r->scope, "tolerance");
	double size = 0;
	struct scope s;

	*tolerance = (struct expr_tolerances){ .mode = EXPR_TOLERANCE_EXACT,
		.include_lower = true, .include_upper = true };
	if (v == NULL ||
	    !scope_open(&s, r->scope.diag, v, tolerance_members,
		"%s, tolerance", r->scope.words))
		return;
	if (v->n != 1)
		scope_mistake(&s, v,
		    "must have one of \"absolute\" and \"relative\"");
	else if (!scope_number(&size, &s, "absolute") &&
	    !scope_number(&size, &s, "relative"))
		return;
	if (size < 0)
		scope_mistake(&s, v, "must not be negative");
	else if (size > 0)
		tolerance->mode = scope_member(&s, "relative") != NULL
		    ? EXPR_TOLERANCE_RELATIVE
		    : EXPR_TOLERANCE_ABSOLUTE;
	tolerance->below = tolerance->above = size;
}

void
item_read_number(struct item_reader *r)
{
	struct interaction *entry = item_add_interaction(r,
	    INTERACTION_TEXT_ENTRY);
	struct variable *response = item_add_response(r, CARDINALITY_SINGLE,
	    VALUE_FLOAT);
	struct expr *equal = item_score_if(r);
	double correct = 0;

	expr_init(equal, r->arena, EXPR_EQUAL, 2);
	entry->max_length = NUMBER_ENTRY_LEN;
	scope_text(&r->unit, &r->scope, "unit", NAME_MAX_LEN);
	scope_number(&correct, &r->scope, "correct");
	response->correct = value_float(r->arena, correct);
	read_tolerance(&equal->tolerance, r);
	item_put_variable(&equal->children[0], r->arena, EXPR_CORRECT, 0);
	item_put_variable(&equal->children[1], r->arena, EXPR_VARIABLE, 0);
	item_check_gaps(r);
}
