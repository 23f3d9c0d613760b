/* Lists of choices, rows and columns, as all interactions have them. */
#include "load/item.h"

#include "core/text.h"

static const struct member choice_members[] = MEMBERS(CHOICE_MEMBERS);
static const struct member option_members[] = MEMBERS(OPTION_MEMBERS);

/* One list while it is read. */
struct choices {
	struct interaction *interaction; /* gets them */
	struct arena *arena;
	const char *one; /* "choice", "row", "column" */
	const struct member *members;
	uint16_t first; /* of the list in the interaction */
	struct slice texts[CHOICES_MAX];
};

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

/* Among the choices from first to end; n_choices: there is none. */
static uint16_t
find(const struct interaction *interaction, uint16_t first, uint16_t end,
    struct slice ident)
{
	uint16_t i;

	for (i = first; i < end; i++)
		if (slice_equal(interaction->choices[i].ident, ident))
			return i;
	return interaction->n_choices;
}

uint16_t
item_find_choice(const struct interaction *interaction, struct slice ident)
{
	return find(interaction, 0, interaction->n_choices, ident);
}

uint16_t
item_find_row(const struct interaction *interaction, struct slice ident)
{
	return find(interaction, 0, interaction->n_rows, ident);
}

uint16_t
item_find_column(const struct interaction *interaction, struct slice ident)
{
	return find(
	    interaction, interaction->n_rows, interaction->n_choices, ident);
}

/* A choice is known by its ident and, to people, by its text: both differ from
 * those before it in its list. */
static void
check_choice(
    const struct choices *c, const struct choice *choice, const struct scope *s)
{
	const struct interaction *interaction = c->interaction;
	uint16_t i =
	    find(interaction, c->first, interaction->n_choices, choice->ident);

	if (choice->ident.len > 0 && i < interaction->n_choices)
		scope_mistake(s, scope_member(s, "id"),
		    "\"%.*s\" is the id of %s %d already",
		    SLICE_FMT(choice->ident), c->one, i - c->first + 1);
	for (i = c->first; i < interaction->n_choices; i++)
		if (c->texts[i].len > 0 &&
		    slice_equal(c->texts[i], c->texts[interaction->n_choices]))
			scope_mistake(s, scope_member(s, "text"),
			    "is the same as in %s %d", c->one,
			    i - c->first + 1);
}

static void
read_choice(struct choices *c, const struct scope *outer, const struct json *v)
{
	uint16_t at = c->interaction->n_choices;
	struct choice *choice = &c->interaction->choices[at];
	struct slice text;
	struct scope s;

	c->texts[at] = SLICE_NONE;
	if (scope_open(&s, outer->diag, v, c->members, "%s, %s %d",
		outer->words, c->one, at - c->first + 1)) {
		if (scope_ident(&text, &s, "id"))
			choice->ident = arena_slice(c->arena, text);
		if (scope_words(&text, &s, "text", ITEM_TEXT_MAX)) {
			choice->view = item_choice_view(c->arena, text);
			c->texts[at] = text_squeeze(c->arena, text);
		}
		scope_flag(&choice->fixed, &s, "fixed");
		check_choice(c, choice, &s);
	}
	c->interaction->n_choices++;
}

static void
read_list(struct choices *c, const struct scope *s, const struct json *list)
{
	const struct json *v;

	c->first = c->interaction->n_choices;
	for (v = list->first; v != NULL; v = v->next)
		read_choice(c, s, v);
}

static bool
read_choices(struct choices *c, const struct scope *s)
{
	size_t before = s->diag->count;
	const struct json *list;

	if (!scope_list(&list, s, "choices", 2, CHOICES_MAX))
		return false;
	c->interaction->choices =
	    arena_take(c->arena, list->n, sizeof(*c->interaction->choices));
	read_list(c, s, list);
	return s->diag->count == before;
}

bool
item_read_choices(
    struct interaction *interaction, struct arena *arena, const struct scope *s)
{
	struct choices c = { .interaction = interaction,
		.arena = arena,
		.one = "choice",
		.members = choice_members };

	return read_choices(&c, s);
}

bool
item_read_options(
    struct interaction *interaction, struct arena *arena, const struct scope *s)
{
	struct choices c = { .interaction = interaction,
		.arena = arena,
		.one = "choice",
		.members = option_members };

	return read_choices(&c, s);
}

static void
read_grid_bounds(struct interaction *interaction, const struct scope *s)
{
	int64_t row_max = 1, column_max = 0;

	interaction->shuffle = true;
	scope_flag(&interaction->shuffle, s, "shuffle");
	scope_integer(&row_max, s, "row_max", 0,
	    interaction->n_choices - interaction->n_rows);
	scope_integer(&column_max, s, "column_max", 0, interaction->n_rows);
	interaction->row_max = (uint16_t)row_max;
	interaction->column_max = (uint16_t)column_max;
}

bool
item_read_grid(
    struct interaction *interaction, struct arena *arena, const struct scope *s)
{
	struct choices c = { .interaction = interaction,
		.arena = arena,
		.members = choice_members };
	size_t before = s->diag->count;
	const struct json *rows, *columns;

	if (!scope_list(&rows, s, "rows", 1, CHOICES_MAX - 1) ||
	    !scope_list(&columns, s, "columns", 1, CHOICES_MAX - 1))
		return false;
	if (rows->n + columns->n > CHOICES_MAX) {
		scope_mistake(s, columns,
		    "are %zu and %zu rows; at most %d are allowed together",
		    columns->n, rows->n, CHOICES_MAX);
		return false;
	}
	interaction->choices = arena_take(
	    arena, rows->n + columns->n, sizeof(*interaction->choices));
	interaction->n_rows = (uint16_t)rows->n;
	c.one = "row";
	read_list(&c, s, rows);
	c.one = "column";
	read_list(&c, s, columns);
	read_grid_bounds(interaction, s);
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

uint32_t
item_read_key(struct slice key[CHOICES_MAX],
    const struct interaction *interaction, const struct scope *s)
{
	const struct json *list, *v;
	struct slice ident;
	uint32_t i, n = 0;
	uint16_t choice;

	if (!scope_list(&list, s, "correct", 1, CHOICES_MAX))
		return 0;
	for (v = list->first; v != NULL; v = v->next) {
		if (!scope_ident_of(&ident, s, v))
			continue;
		choice = item_find_choice(interaction, ident);
		if (choice == interaction->n_choices) {
			scope_mistake(
			    s, v, "\"%.*s\" is no choice", SLICE_FMT(ident));
			continue;
		}
		for (i = 0; i < n; i++)
			if (slice_equal(key[i], ident))
				scope_mistake(s, v, "\"%.*s\" stands twice",
				    SLICE_FMT(ident));
		key[n++] = interaction->choices[choice].ident;
	}
	return n;
}
