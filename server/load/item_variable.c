/* "variables" of a composite. */
#include "core/text.h"
#include "load/item.h"

static const struct member variable_members[] = MEMBERS(VARIABLE_MEMBERS);
static const struct member entry_members[] = MEMBERS(MAPPING_ENTRY_MEMBERS);
static const struct member table_members[] = MEMBERS(TABLE_MEMBERS);
static const struct member row_members[] = MEMBERS(TABLE_ENTRY_MEMBERS);

#define X(name, text) text,
static const char *const cardinalities[] = { CARDINALITIES(X) NULL };
#undef X
static const char *const kinds[] = { "response", "outcome", "template", NULL };
static const char *const cases[] = { "ignore", "match", NULL };
static const char *const tables[] = { "match", "interpolation", NULL };

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
	item_read_marks(&entry->mapped, &s, "marks");
	scope_choose(&rule, &s, "case", cases);
	entry->case_sensitive = rule == 1;
}

static void
read_mapping(struct variable *variable, struct arena *arena,
    const struct scope *outer)
{
	const struct json *list, *v;
	struct mapping *mapping;
	struct scope s;

	if (!item_open_mapping(&mapping, &s, outer, arena))
		return;
	variable->mapping = mapping;
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

void
item_read_variables(struct item_reader *r)
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
