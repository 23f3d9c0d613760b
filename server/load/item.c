#include "load/item.h"

#include "core/score.h"

#define SCORE_VARIABLE 1 /* after RESPONSE */

static const struct member single_members[] = MEMBERS(SINGLE_MEMBERS);
static const struct member multiple_members[] = MEMBERS(MULTIPLE_MEMBERS);
static const struct member true_false_members[] = MEMBERS(TRUE_FALSE_MEMBERS);
static const struct member text_members[] = MEMBERS(TEXT_MEMBERS);
static const struct member number_members[] = MEMBERS(NUMBER_MEMBERS);
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
	{ "composite", composite_members, item_read_composite },
};

#define N_TYPES (sizeof(types) / sizeof(types[0]))

static const char *const difficulties[] = { "easy", "medium", "hard", NULL };

struct variable *
item_add_response(struct item_reader *r, enum cardinality cardinality,
    enum value_type type)
{
	struct variable *v = arena_take(r->arena, 2, sizeof(*v));

	v[0].ident = SLICE("RESPONSE");
	v[0].kind = VARIABLE_RESPONSE;
	v[0].cardinality = cardinality;
	v[0].type = type;
	v[SCORE_VARIABLE].ident = ITEM_SCORE;
	v[SCORE_VARIABLE].kind = VARIABLE_OUTCOME;
	v[SCORE_VARIABLE].type = VALUE_FLOAT;
	r->item->variables = v;
	r->item->n_variables = 2;
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

void
item_name_variable(struct expr *e, struct arena *arena, enum expr_op op,
    uint16_t variable)
{
	expr_init(e, arena, op, op == EXPR_SET ? 1 : 0);
	e->variable = variable;
}

static struct expr *
new_processing(struct item_reader *r)
{
	struct expr *root = arena_take(r->arena, 1, sizeof(*root));

	expr_init(root, r->arena, EXPR_FRAGMENT, 1);
	r->item->processing = root;
	return root;
}

struct expr *
item_score_if(struct item_reader *r, enum expr_op condition)
{
	struct expr *choose = new_processing(r)->children;
	struct expr *branch, *set, *marks;

	expr_init(choose, r->arena, EXPR_CONDITION, 1);
	branch = choose->children;
	expr_init(branch, r->arena, EXPR_IF, 2);
	expr_init(&branch->children[0], r->arena, condition, 2);
	set = &branch->children[1];
	item_name_variable(set, r->arena, EXPR_SET, SCORE_VARIABLE);
	marks = set->children;
	expr_init(marks, r->arena, EXPR_BASE_VALUE, 0);
	marks->value = value_float(r->arena, r->item->max_marks / 1000.0);
	return &branch->children[0];
}

void
item_score_mapped(struct item_reader *r)
{
	struct expr *set = new_processing(r)->children;

	item_name_variable(set, r->arena, EXPR_SET, SCORE_VARIABLE);
	item_name_variable(set->children, r->arena, EXPR_MAP_RESPONSE, 0);
}

bool
item_read_language(struct slice *lang, const struct scope *s,
    const char *name)
{
	struct slice text;

	if (!scope_ident(&text, s, name))
		return false;
	if (text.len > LANGUAGE_MAX || strpbrk(text.at, "._") != NULL) {
		scope_mistake(s, scope_member(s, name),
		    "\"%s\" is no language tag; write one such as \"en\" or "
		    "\"pt-BR\"",
		    text.at);
		return false;
	}
	*lang = text;
	return true;
}

static void
read_text(struct slice *to, struct item_reader *r, const char *name,
    size_t max)
{
	struct slice text;

	if (scope_words(&text, &r->scope, name, max))
		*to = arena_slice(r->arena, text);
}

static void
read_common(struct item_reader *r)
{
	unsigned difficulty = DIFFICULTY_MEDIUM;
	struct item *item = r->item;
	struct slice text;
	int64_t marks = 1000;

	if (scope_ident(&text, &r->scope, "topic"))
		item->topic = arena_slice(r->arena, text);
	if (scope_text(&text, &r->scope, "title", NAME_MAX_LEN))
		item->title = arena_slice(r->arena, text);
	if (item_read_language(&text, &r->scope, "lang"))
		item->lang = arena_slice(r->arena, text);
	scope_choose(&difficulty, &r->scope, "difficulty", difficulties);
	item->difficulty = (enum difficulty)difficulty;
	scope_decimal(&marks, &r->scope, "marks", 1,
	    MARKS_MAX * INT64_C(1000));
	item->max_marks = (int32_t)marks;
	read_text(&item->rationale, r, "rationale", ITEM_TEXT_MAX);
	read_text(&item->source, r, "source", WORDS_MAX);
}

/* What the candidate sees of the item itself: no identifier, no key, nothing
 * that is computed from the key. */
static void
prepare_view(struct item_reader *r, struct slice stem)
{
	struct buf b = { 0 };

	json_put_text(&b, "\"type\":", r->type);
	buf_put_text(&b, ",\"stem\":");
	json_put_string(&b, stem);
	buf_printf(&b, ",\"marks\":%.10g", r->item->max_marks / 1000.0);
	if (r->unit.len > 0) {
		buf_put_text(&b, ",\"unit\":");
		json_put_string(&b, r->unit);
	}
	if (scope_member(&r->scope, "lang") != NULL) {
		buf_put_text(&b, ",\"lang\":");
		json_put_string(&b, r->item->lang);
	}
	r->item->view = arena_slice(r->arena, buf_slice(&b));
	buf_fini(&b);
}

/* The promise to examiners: the key gives all marks, silence gives none. */
static void
check_score(const struct item_reader *r)
{
	int32_t marks = 0;
	const struct json *at = r->scope.object;

	if (score_key(&marks, r->item) != ERR_OK)
		scope_mistake(&r->scope, at, "the key cannot be scored");
	else if (marks != r->item->max_marks)
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
load_item(struct item *item, struct arena *arena, const struct json *v,
    struct slice language, size_t number, struct diag *diag)
{
	struct item_reader r = { .arena = arena, .item = item };
	size_t before = diag->count, type = find_type(v);
	struct slice text, stem = SLICE_NONE;

	if (!open_item(&r, type, v, number, diag))
		return;
	item->lang = language;
	if (scope_ident(&text, &r.scope, "id"))
		item->ident = arena_slice(arena, text);
	read_common(&r);
	scope_words(&stem, &r.scope, "stem", ITEM_TEXT_MAX);
	types[type].read(&r);
	prepare_view(&r, stem);
	if (diag->count == before)
		check_item(&r);
}
