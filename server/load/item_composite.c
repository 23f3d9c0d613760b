/* The general form: variables, interactions, processing as QTI 3 has them. */
#include "load/item.h"

#include "core/text.h"

static const struct member variable_members[] = MEMBERS(VARIABLE_MEMBERS);
static const struct member mapping_members[] = MEMBERS(CHOICE_MAPPING_MEMBERS);
static const struct member entry_members[] = MEMBERS(MAPPING_ENTRY_MEMBERS);
static const struct member table_members[] = MEMBERS(TABLE_MEMBERS);
static const struct member row_members[] = MEMBERS(TABLE_ENTRY_MEMBERS);
static const struct member choosing_members[] =
    MEMBERS(CHOICE_INTERACTION_MEMBERS);
static const struct member writing_members[] =
    MEMBERS(TEXT_INTERACTION_MEMBERS);

#define X(name, text) text,
static const char *const cardinalities[] = { CARDINALITIES(X) NULL };
#undef X
static const char *const kinds[] = { "response", "outcome", "template", NULL };
static const char *const cases[] = { "ignore", "match", NULL };
static const char *const tables[] = { "match", "interpolation", NULL };
static const char *const interactions[] = { "choice", "text", NULL };

/* Which members a kind of variable has beside its type. */
static const struct {
	const char *name;
	enum variable_kind kinds[2];
} belongings[] = {
	{ "correct", { VARIABLE_RESPONSE, VARIABLE_RESPONSE } },
	{ "mapping", { VARIABLE_RESPONSE, VARIABLE_RESPONSE } },
	{ "table", { VARIABLE_OUTCOME, VARIABLE_OUTCOME } },
	{ "default", { VARIABLE_OUTCOME, VARIABLE_TEMPLATE } },
};

static void
check_belongings(const struct variable *variable, const struct scope *s)
{
	const struct json *v;
	size_t i;

	for (i = 0; i < sizeof(belongings) / sizeof(belongings[0]); i++) {
		v = scope_member(s, belongings[i].name);
		if (v != NULL && variable->kind != belongings[i].kinds[0] &&
		    variable->kind != belongings[i].kinds[1])
			scope_mistake(s, v, "does not belong to %s variables",
			    kinds[variable->kind]);
	}
}

static void
read_value(struct value *value, struct arena *arena,
    const struct variable *variable, const struct scope *s, const char *name)
{
	const struct json *v = scope_member(s, name);

	if (v != NULL)
		item_read_value(value, arena, s, v, variable->cardinality,
		    variable->type);
}

static bool
read_marks(double *marks, const struct scope *s, const char *name)
{
	int64_t thousandths;

	if (!scope_decimal(&thousandths, s, name, -MARKS_MAX * INT64_C(1000),
		MARKS_MAX * INT64_C(1000)))
		return false;
	*marks = (double)thousandths / 1000.0;
	return true;
}

static void
read_entry(struct map_entry *entry, struct arena *arena, enum value_type type,
    const struct scope *outer, const struct json *v)
{
	const struct json *key;
	unsigned rule = 0;
	struct scope s;

	if (!scope_open(&s, outer->diag, v, entry_members, "%s, entry",
		outer->words))
		return;
	key = scope_member(&s, "key");
	if (key != NULL && item_read_atom(&entry->key, arena, &s, key, type) &&
	    type == VALUE_STRING)
		entry->key.text = text_squeeze(arena, entry->key.text);
	read_marks(&entry->mapped, &s, "marks");
	scope_choose(&rule, &s, "case", cases);
	entry->case_sensitive = rule == 1;
}

static void
read_mapping(struct variable *variable, struct arena *arena,
    const struct scope *outer)
{
	const struct json *v = scope_member(outer, "mapping"), *list;
	struct mapping *mapping;
	struct scope s;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, mapping_members, "%s, mapping",
		outer->words))
		return;
	mapping = arena_take(arena, 1, sizeof(*mapping));
	variable->mapping = mapping;
	read_marks(&mapping->fallback, &s, "default");
	mapping->has_lower = read_marks(&mapping->lower, &s, "lower");
	mapping->has_upper = read_marks(&mapping->upper, &s, "upper");
	if (!scope_list(&list, &s, "entries", 1, ANSWERS_MAX))
		return;
	mapping->entries = arena_take(arena, list->n,
	    sizeof(*mapping->entries));
	for (v = list->first; v != NULL; v = v->next)
		read_entry(&mapping->entries[mapping->n_entries++], arena,
		    variable->type, &s, v);
}

static void
read_row(struct table_entry *row, struct arena *arena,
    const struct variable *variable, const struct scope *outer,
    const struct json *v)
{
	struct scope s;

	row->include_boundary = true;
	if (!scope_open(&s, outer->diag, v, row_members, "%s, entry",
		outer->words))
		return;
	scope_number(&row->source, &s, "source");
	scope_flag(&row->include_boundary, &s, "include_boundary");
	read_value(&row->target, arena, variable, &s, "target");
}

static void
read_table(struct variable *variable, struct arena *arena,
    const struct scope *outer)
{
	const struct json *v = scope_member(outer, "table"), *list;
	struct lookup_table *table;
	unsigned kind = TABLE_MATCH;
	struct scope s;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, table_members, "%s, table",
		outer->words))
		return;
	table = arena_take(arena, 1, sizeof(*table));
	variable->table = table;
	scope_choose(&kind, &s, "kind", tables);
	table->kind = (enum table_kind)kind;
	read_value(&table->fallback, arena, variable, &s, "default");
	if (!scope_list(&list, &s, "entries", 1, ANSWERS_MAX))
		return;
	table->entries = arena_take(arena, list->n, sizeof(*table->entries));
	for (v = list->first; v != NULL; v = v->next)
		read_row(&table->entries[table->n_entries++], arena, variable,
		    &s, v);
}

static void
read_variable(struct variable *variable, struct arena *arena,
    const struct scope *outer, const struct json *v)
{
	unsigned kind = 0, cardinality = CARDINALITY_SINGLE;
	struct scope s;

	variable->ident = arena_slice(arena, v->name);
	if (!scope_open(&s, outer->diag, v, variable_members,
		"%s, variable %.64s", outer->words, v->name.at))
		return;
	scope_choose(&kind, &s, "kind", kinds);
	variable->kind = (enum variable_kind)kind;
	scope_choose(&cardinality, &s, "cardinality", cardinalities);
	variable->cardinality = (enum cardinality)cardinality;
	check_belongings(variable, &s);
	if (!item_read_type(&variable->type, &s))
		return;
	read_value(&variable->fallback, arena, variable, &s, "default");
	read_value(&variable->correct, arena, variable, &s, "correct");
	read_mapping(variable, arena, &s);
	read_table(variable, arena, &s);
}

static void
read_variables(struct item_reader *r)
{
	const struct json *v = scope_member(&r->scope, "variables");
	struct item *item = r->item;

	if (v == NULL)
		return;
	if (v->kind != JSON_OBJECT || v->n < 1 || v->n > VARIABLES_MAX) {
		scope_mistake(&r->scope, v,
		    "must be an object of 1 to %d variables", VARIABLES_MAX);
		return;
	}
	item->variables = arena_take(r->arena, v->n, sizeof(*item->variables));
	for (v = v->first; v != NULL; v = v->next)
		read_variable(&item->variables[item->n_variables++], r->arena,
		    &r->scope, v);
}

static void
read_binding(struct interaction *interaction, const struct item *item,
    const struct scope *s)
{
	const struct json *v = scope_member(s, "variable");
	struct slice ident;
	uint16_t i;

	if (!scope_ident(&ident, s, "variable"))
		return;
	interaction->variable = item_find_variable(item, ident);
	if (interaction->variable == UINT16_MAX ||
	    item->variables[interaction->variable].kind != VARIABLE_RESPONSE) {
		scope_mistake(s, v, "\"%.*s\" is no response variable",
		    SLICE_FMT(ident));
		return;
	}
	for (i = 0; &item->interactions[i] != interaction; i++)
		if (item->interactions[i].variable == interaction->variable)
			scope_mistake(s, v,
			    "\"%.*s\" belongs to interaction %d already",
			    SLICE_FMT(ident), i + 1);
}

static bool
is_single(const struct item *item, const struct interaction *interaction)
{
	return interaction->variable < item->n_variables &&
	    item->variables[interaction->variable].cardinality ==
	    CARDINALITY_SINGLE;
}

static void
read_interaction(struct interaction *interaction, struct item_reader *r,
    const struct json *v, int number)
{
	struct scope any = { .object = v, .diag = r->scope.diag }, s;
	const struct json *kind = json_member(v, "kind");
	unsigned type = INTERACTION_CHOICE;

	snprintf(any.words, sizeof(any.words), "%.100s, interaction %d",
	    r->scope.words, number);
	if (kind != NULL && !scope_choose(&type, &any, "kind", interactions))
		return;
	if (!scope_open(&s, any.diag, v,
		type == INTERACTION_CHOICE ? choosing_members
					   : writing_members,
		"%s", any.words))
		return;
	interaction->type = (enum interaction_type)type;
	read_binding(interaction, r->item, &s);
	if (type == INTERACTION_TEXT_ENTRY)
		item_read_length(interaction, &s);
	else if (item_read_choices(interaction, r->arena, &s)) {
		item_read_bounds(interaction, &s);
		if (is_single(r->item, interaction) &&
		    scope_member(&s, "max_choices") == NULL)
			interaction->max_choices = 1;
	}
}

static void
read_interactions(struct item_reader *r)
{
	struct item *item = r->item;
	const struct json *list, *v;

	if (!scope_list(&list, &r->scope, "interactions", 1,
		INTERACTIONS_MAX))
		return;
	item->interactions = arena_take(r->arena, list->n,
	    sizeof(*item->interactions));
	for (v = list->first; v != NULL; v = v->next) {
		read_interaction(&item->interactions[item->n_interactions], r,
		    v, item->n_interactions + 1);
		item->n_interactions++;
	}
}

/* A response without a key cannot be judged. */
static void
check_keys(const struct item_reader *r)
{
	const struct variable *variable;
	uint16_t i;

	for (i = 0; i < r->item->n_variables; i++) {
		variable = &r->item->variables[i];
		if (variable->kind == VARIABLE_RESPONSE &&
		    value_is_null(variable->correct))
			scope_mistake(&r->scope, r->scope.object,
			    "variable %.*s has no \"correct\"",
			    SLICE_FMT(variable->ident));
	}
}

void
item_read_composite(struct item_reader *r)
{
	const struct json *rules;
	size_t before = r->scope.diag->count;

	read_variables(r);
	if (r->scope.diag->count == before)
		read_interactions(r);
	if (r->scope.diag->count == before)
		check_keys(r);
	if (scope_list(&rules, &r->scope, "processing", 1, EXPR_NODES_MAX) &&
	    r->item->n_variables > 0)
		item_read_processing(&r->item->processing, r->arena, r->item,
		    &r->scope, rules);
}
