/* "interactions" of a composite. */
#include "load/item.h"

static const struct member choice_members[] =
    MEMBERS(CHOICE_INTERACTION_MEMBERS);
static const struct member text_members[] = MEMBERS(TEXT_INTERACTION_MEMBERS);
static const struct member inline_members[] =
    MEMBERS(INLINE_INTERACTION_MEMBERS);
static const struct member order_members[] = MEMBERS(ORDER_INTERACTION_MEMBERS);
static const struct member match_members[] = MEMBERS(MATCH_INTERACTION_MEMBERS);
static const struct member extended_members[] =
    MEMBERS(EXTENDED_INTERACTION_MEMBERS);

static bool
is_single(const struct item *item, const struct interaction *interaction)
{
	return interaction->variable < item->n_variables &&
	       item->variables[interaction->variable].cardinality ==
		   CARDINALITY_SINGLE;
}

static void
read_choosing(struct interaction *interaction, struct item_reader *r,
    const struct scope *s)
{
	if (!item_read_choices(interaction, r->arena, s))
		return;
	item_read_bounds(interaction, s);
	if (is_single(r->item, interaction) &&
	    scope_member(s, "max_choices") == NULL)
		interaction->max_choices = 1;
}

static void
read_writing(struct interaction *interaction, struct item_reader *r,
    const struct scope *s)
{
	(void)r;
	item_read_length(interaction, s);
}

static void
read_inline(struct interaction *interaction, struct item_reader *r,
    const struct scope *s)
{
	interaction->shuffle = true;
	scope_flag(&interaction->shuffle, s, "shuffle");
	(void)item_read_options(interaction, r->arena, s);
}

static void
read_ordering(struct interaction *interaction, struct item_reader *r,
    const struct scope *s)
{
	interaction->shuffle = true;
	(void)item_read_options(interaction, r->arena, s);
}

static void
read_matching(struct interaction *interaction, struct item_reader *r,
    const struct scope *s)
{
	(void)item_read_grid(interaction, r->arena, s);
	if (is_single(r->item, interaction))
		interaction->max_choices = 1;
}

static void
read_extended(struct interaction *interaction, struct item_reader *r,
    const struct scope *s)
{
	(void)r;
	item_read_lengths(interaction, s);
}

/* In the order of enum interaction_type. */
static const struct {
	const struct member *members;
	void (*read)(
	    struct interaction *, struct item_reader *, const struct scope *);
} kinds[N_INTERACTION_TYPES] = {
	[INTERACTION_CHOICE] = { choice_members, read_choosing },
	[INTERACTION_TEXT_ENTRY] = { text_members, read_writing },
	[INTERACTION_INLINE_CHOICE] = { inline_members, read_inline },
	[INTERACTION_ORDER] = { order_members, read_ordering },
	[INTERACTION_MATCH] = { match_members, read_matching },
	[INTERACTION_EXTENDED_TEXT] = { extended_members, read_extended },
};

static const char *const names[N_INTERACTION_TYPES + 1] = {
	[INTERACTION_CHOICE] = "choice",
	[INTERACTION_TEXT_ENTRY] = "text",
	[INTERACTION_INLINE_CHOICE] = "inline",
	[INTERACTION_ORDER] = "order",
	[INTERACTION_MATCH] = "match",
	[INTERACTION_EXTENDED_TEXT] = "extended",
};

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
		scope_mistake(
		    s, v, "\"%.*s\" is no response variable", SLICE_FMT(ident));
		return;
	}
	for (i = 0; &item->interactions[i] != interaction; i++)
		if (item->interactions[i].variable == interaction->variable)
			scope_mistake(s, v,
			    "\"%.*s\" belongs to interaction %d already",
			    SLICE_FMT(ident), i + 1);
}

static void
read_prompt(
    struct interaction *interaction, struct arena *arena, const struct scope *s)
{
	struct buf view = { 0 };
	struct slice text;

	if (!scope_words(&text, s, "prompt", WORDS_MAX))
		return;
	buf_put_text(&view, "\"prompt\":");
	json_put_string(&view, text);
	interaction->prompt = arena_slice(arena, buf_slice(&view));
	buf_fini(&view);
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
	if (kind != NULL && !scope_choose(&type, &any, "kind", names))
		return;
	if (!scope_open(&s, any.diag, v, kinds[type].members, "%s", any.words))
		return;
	interaction->type = (enum interaction_type)type;
	read_binding(interaction, r->item, &s);
	read_prompt(interaction, r->arena, &s);
	kinds[type].read(interaction, r, &s);
}

void
item_read_interactions(struct item_reader *r)
{
	struct item *item = r->item;
	const struct json *list, *v;

	if (!scope_list(&list, &r->scope, "interactions", 1, INTERACTIONS_MAX))
		return;
	item->interactions =
	    arena_take(r->arena, list->n, sizeof(*item->interactions));
	for (v = list->first; v != NULL; v = v->next) {
		read_interaction(&item->interactions[item->n_interactions], r,
		    v, item->n_interactions + 1);
		item->n_interactions++;
	}
}
