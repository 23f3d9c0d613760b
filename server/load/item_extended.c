/* Items that are marked by hand: an essay and its rubric. */
#include "load/item.h"

static const struct member criterion_members[] = MEMBERS(CRITERION_MEMBERS);

/* What is asked for must fit into the field. */
static void
check_words(const struct interaction *interaction, const struct scope *s,
    const char *name, uint16_t words)
{
	if (words * EXTENDED_WORD_LEN > interaction->max_length)
		scope_mistake(s, scope_member(s, name),
		    "is %u, which takes about %u characters; max_length is %u",
		    words, (unsigned)words * EXTENDED_WORD_LEN,
		    interaction->max_length);
}

void
item_read_lengths(struct interaction *interaction, const struct scope *s)
{
	int64_t length = EXTENDED_DEFAULT, least = 0, most = 0;

	scope_integer(&length, s, "max_length", 1, EXTENDED_CHARACTERS_MAX);
	scope_integer(&least, s, "min_words", 1, EXTENDED_CHARACTERS_MAX);
	scope_integer(&most, s, "max_words", 1, EXTENDED_CHARACTERS_MAX);
	interaction->max_length = (uint16_t)length;
	interaction->min_words = (uint16_t)least;
	interaction->max_words = (uint16_t)most;
	if (most > 0 && least > most)
		scope_mistake(
		    s, scope_member(s, "min_words"), "is more than max_words");
	else if (most > 0)
		check_words(interaction, s, "max_words", (uint16_t)most);
	else
		check_words(interaction, s, "min_words", (uint16_t)least);
}

static void
check_criterion(const struct item *item, const struct criterion *criterion,
    const struct scope *s)
{
	uint16_t i;

	for (i = 0; i < item->n_criteria; i++)
		if (slice_equal(item->criteria[i].ident, criterion->ident))
			scope_mistake(s, scope_member(s, "id"),
			    "\"%.*s\" is the id of criterion %d already",
			    SLICE_FMT(criterion->ident), i + 1);
}

static void
read_criterion(struct item_reader *r, const struct json *v)
{
	struct item *item = r->item;
	struct criterion *criterion = &item->criteria[item->n_criteria];
	int64_t marks = 0;
	struct slice text;
	struct scope s;

	if (!scope_open(&s, r->scope.diag, v, criterion_members,
		"%s, criterion %d", r->scope.words, item->n_criteria + 1))
		return;
	if (scope_ident(&text, &s, "id")) {
		criterion->ident = arena_slice(r->arena, text);
		check_criterion(item, criterion, &s);
	}
	if (scope_words(&text, &s, "text", ITEM_TEXT_MAX))
		criterion->text = arena_slice(r->arena, text);
	scope_decimal(&marks, &s, "marks", 1, MARKS_MAX * INT64_C(1000));
	criterion->max_marks = (int32_t)marks;
}

void
item_read_rubric(struct item_reader *r)
{
	const struct json *list, *v;

	if (!scope_list(&list, &r->scope, "rubric", 1, CRITERIA_MAX))
		return;
	r->item->criteria =
	    arena_take(r->arena, list->n, sizeof(*r->item->criteria));
	for (v = list->first; v != NULL; v = v->next) {
		read_criterion(r, v);
		r->item->n_criteria++;
	}
}

void
item_read_extended(struct item_reader *r)
{
	size_t before = r->scope.diag->count;
	int32_t sum;

	item_read_lengths(
	    item_add_interaction(r, INTERACTION_EXTENDED_TEXT), &r->scope);
	item_add_response(r, CARDINALITY_SINGLE, VALUE_STRING);
	item_read_rubric(r);
	item_add_rules(r, 0);
	sum = item_hand_marks(r->item);
	if (r->scope.diag->count == before && sum != r->item->max_marks &&
	    r->item->n_criteria > 0)
		scope_mistake(&r->scope, scope_member(&r->scope, "rubric"),
		    "sums to %.10g; marks says %.10g", sum / 1000.0,
		    r->item->max_marks / 1000.0);
}
