#include "load/item.h"

#include "core/score.h"

static const struct member single_members[] = MEMBERS(SINGLE_MEMBERS);
static const struct member multiple_members[] = MEMBERS(MULTIPLE_MEMBERS);
static const struct member true_false_members[] = MEMBERS(TRUE_FALSE_MEMBERS);
static const struct member text_members[] = MEMBERS(TEXT_MEMBERS);
static const struct member number_members[] = MEMBERS(NUMBER_MEMBERS);
static const struct member inline_members[] = MEMBERS(INLINE_MEMBERS);
static const struct member order_members[] = MEMBERS(ORDER_MEMBERS);
static const struct member match_members[] = MEMBERS(MATCH_MEMBERS);
static const struct member extended_members[] = MEMBERS(EXTENDED_MEMBERS);
static const struct member composite_members[] = MEMBERS(COMPOSITE_MEMBERS);

static const struct {
	const char *name;
	const struct member *members;
	void (*read)(struct item_reader *);
} types[] = {
	{ "single", single_members, item_read_single },
	{ "multiple", multiple_members, item_read_multiple },
	{ "true-false", true_false_members, item_read_true_false },
	{ "text", text_members, item_read_text },
	{ "number", number_members, item_read_number },
	{ "inline", inline_members, item_read_inline },
	{ "order", order_members, item_read_order },
	{ "match", match_members, item_read_match },
	{ "extended", extended_members, item_read_extended },
	{ "composite", composite_members, item_read_composite },
};

#define N_TYPES (sizeof(types) / sizeof(types[0]))

struct variable *
item_add_variables(struct item_reader *r, uint16_t n)
{
	struct variable *v = arena_take(r->arena, n + 1u, sizeof(*v));

	v[n].ident = ITEM_SCORE;
	v[n].kind = VARIABLE_OUTCOME;
	v[n].type = VALUE_FLOAT;
	r->item->variables = v;
	r->item->n_variables = (uint16_t)(n + 1);
	return v;
}

struct variable *
item_add_response(struct item_reader *r, enum cardinality cardinality,
    enum value_type type)
{
	struct variable *v = item_add_variables(r, 1);

	v->ident = SLICE("RESPONSE");
	v->kind = VARIABLE_RESPONSE;
	v->cardinality = cardinality;
	v->type = type;
	return v;
}

struct interaction *
item_add_interaction(struct item_reader *r, enum interaction_type type)
{
	struct interaction *i = arena_take(r->arena, 1, sizeof(*i));

	i->type = type;
	r->item->interactions = i;
	r->item->n_interactions = 1;
	return i;
}

struct value
item_texts(struct arena *arena, enum value_type type,
    enum cardinality cardinality, const struct slice *texts, uint32_t n)
{
	struct atom *atoms = arena_take(arena, n, sizeof(*atoms));
	struct value v = { .cardinality = cardinality, .type = type, .n = n };
	uint32_t i;

	for (i = 0; i < n; i++)
		atoms[i].text = texts[i];
	v.atoms = atoms;
	return v;
}

/* The promise to examiners: the key gives all marks that are not given by hand,
 * silence gives none. */
static void
check_score(const struct item_reader *r)
{
	int32_t marks = 0, by_hand = item_hand_marks(r->item);
	const struct json *at = r->scope.object;

	if (score_key(&marks, r->item) != ERR_OK)
		scope_mistake(&r->scope, at, "the key cannot be scored");
	else if (marks + by_hand != r->item->max_marks && by_hand > 0)
		scope_mistake(&r->scope, at,
		    "the key scores %.10g and the rubric %.10g; marks says "
		    "%.10g",
		    marks / 1000.0, by_hand / 1000.0,
		    r->item->max_marks / 1000.0);
	else if (marks + by_hand != r->item->max_marks)
		scope_mistake(&r->scope, at,
		    "the key scores %.10g; marks says %.10g", marks / 1000.0,
		    r->item->max_marks / 1000.0);
	if (score_as_written(&marks, r->item, SLICE_NONE) != ERR_OK)
		scope_mistake(&r->scope, at,
		    "an empty response cannot be scored");
	else if (marks > 0)
		scope_mistake(&r->scope, at, "an empty response scores %.10g",
		    marks / 1000.0);
}

static void
check_item(const struct item_reader *r)
{
	struct buf why = { 0 };

	if (item_check(r->item, &why) != ERR_OK)
		scope_mistake(&r->scope, r->scope.object, "%.*s",
		    SLICE_FMT(buf_slice(&why)));
	else
		check_score(r);
	buf_fini(&why);
}

static size_t
find_type(const struct json *v)
{
	const struct json *type = json_member(v, "type");
	size_t i = 0;

	if (type == NULL)
		return N_TYPES;
	while (i < N_TYPES && !slice_is(type->text, types[i].name))
		i++;
	return i;
}

/* Without a type nothing can be said of the other members. */
static void
tell_type(struct scope *s)
{
	const char *names[N_TYPES + 1] = { NULL };
	unsigned index;
	size_t i;

	for (i = 0; i < N_TYPES; i++)
		names[i] = types[i].name;
	if (s->object->kind != JSON_OBJECT)
		scope_mistake(s, s->object, "is %s; it must be an object",
		    json_kind_text(s->object->kind));
	else if (!scope_choose(&index, s, "type", names) &&
	    scope_member(s, "type") == NULL)
		scope_mistake(s, s->object, "\"type\" is missing");
}

/* What it is called in messages: by its id, if it has one. */
static const char *
item_words(char words[IDENT_MAX + 16], const struct json *v, size_t number)
{
	const struct json *ident = json_member(v, "id");

	if (ident != NULL && ident->kind == JSON_STRING && ident->text.len > 0)
		snprintf(words, IDENT_MAX + 16, "item %.64s", ident->text.at);
	else
		snprintf(words, IDENT_MAX + 16, "item %zu", number);
	return words;
}

static bool
open_item(struct item_reader *r, size_t type, const struct json *v,
    size_t number, struct diag *diag)
{
	char words[IDENT_MAX + 16];

	item_words(words, v, number);
	if (type < N_TYPES) {
		r->type = types[type].name;
		return scope_open(&r->scope, diag, v, types[type].members,
		    "%s", words);
	}
	r->scope = (struct scope){ .object = v, .diag = diag };
	memcpy(r->scope.words, words, sizeof(words));
	tell_type(&r->scope);
	return false;
}

void
load_item(struct bank_parts *bank, struct arena *arena, const struct json *v,
    struct slice language, struct diag *diag)
{
	struct item *item = &bank->items[bank->n_items++];
	struct item_reader r = { .arena = arena, .bank = bank, .item = item };
	size_t before = diag->count, type = find_type(v);
	struct slice text;

	item->lang = language;
	item->stimulus = STIMULUS_NONE;
	if (!open_item(&r, type, v, bank->n_items, diag))
		return;
	if (scope_ident(&text, &r.scope, "id"))
		item->ident = arena_slice(arena, text);
	item_read_common(&r);
	types[type].read(&r);
	item_prepare_view(&r);
	if (diag->count == before)
		check_item(&r);
}
