/* Banks and programmes as chance will have them. */
#include <stdio.h>
#include <stdlib.h>

#include "load/programme.h"
#include "support/items.h"
#include "support/tree.h"
#include "verify/chance.h"

int
chance_int(struct rng *rng, int low, int high)
{
	return low + (int)rng_below(rng, (uint32_t)(high - low + 1));
}

bool
chance_of(struct rng *rng, int percent)
{
	return chance_int(rng, 1, 100) <= percent;
}

const char *
chance_text(struct rng *rng, const char *const *list)
{
	uint32_t n = 0;

	while (list[n] != NULL)
		n++;
	return list[rng_below(rng, n)];
}

/* ---- composite items ---- */

enum { SCORE, N, X, G, N_OUTCOMES }; /* before the responses */

static struct slice
ident(struct arena *arena, const char *letter, unsigned i)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%s%u", letter, i);
	return arena_slice(arena, slice_of(text));
}

static void
give_choices(struct interaction *in, struct arena *arena, struct rng *rng,
    uint16_t n)
{
	char view[48];
	uint16_t i;

	in->n_choices = n;
	in->shuffle = chance_of(rng, 70);
	in->choices = arena_take(arena, n, sizeof(*in->choices));
	for (i = 0; i < n; i++) {
		const char name[] = { (char)('a' + i) };

		(void)snprintf(view, sizeof(view),
		    "\"text\":\"choice \xe2\x84\x96 %u\"", i + 1u);
		in->choices[i] = (struct choice){
			.ident = arena_slice(arena, (struct slice){ name, 1 }),
			.fixed = chance_of(rng, 20),
			.view = arena_slice(arena, slice_of(view)) };
	}
}

/* Some of the choices from first to end, in any order. */
static struct value
some_choices(const struct interaction *in, struct arena *arena,
    struct rng *rng, enum cardinality cardinality, uint32_t most)
{
	uint16_t order[32], i;
	struct atom *atoms = arena_take(arena, in->n_choices, sizeof(*atoms));

	for (i = 0; i < in->n_choices; i++)
		order[i] = i;
	rng_shuffle(rng, order, in->n_choices);
	if (most > in->n_choices)
		most = in->n_choices;
	for (i = 0; i < most; i++)
		atoms[i].text = in->choices[order[i]].ident;
	return (struct value){ cardinality, VALUE_IDENTIFIER, most, atoms };
}

static double
some_marks(struct rng *rng)
{
	static const double marks[] = { 0, 0.5, 1, -0.25, 0.333, 0.1, 2,
		-1, 0.0005, 1.0005, 0.7 };

	return marks[rng_below(rng, sizeof(marks) / sizeof(marks[0]))];
}

static void
give_mapping(struct variable *v, struct arena *arena, struct rng *rng,
    const struct atom *keys, uint16_t n)
{
	struct mapping *m = arena_take(arena, 1, sizeof(*m));
	uint16_t i;

	m->fallback = some_marks(rng) / 4;
	m->has_lower = chance_of(rng, 50);
	m->has_upper = chance_of(rng, 30);
	m->upper = m->has_upper ? 1.5 : 0;
	m->n_entries = n;
	m->entries = arena_take(arena, n, sizeof(*m->entries));
	for (i = 0; i < n; i++) {
		m->entries[i] = (struct map_entry){ .key = keys[i],
			.case_sensitive = chance_of(rng, 40),
			.mapped = some_marks(rng) };
		if (v->type != VALUE_STRING)
			m->entries[i].case_sensitive = false;
	}
	v->mapping = m;
}

static void
map_choices(struct variable *v, struct arena *arena, struct rng *rng,
    const struct interaction *in)
{
	struct value all =
	    some_choices(in, arena, rng, CARDINALITY_MULTIPLE, UINT32_MAX);

	give_mapping(v, arena, rng, all.atoms,
	    (uint16_t)chance_int(rng, 1, (int)all.n));
}

static void
make_choice(struct interaction *in, struct variable *v, struct arena *arena,
    struct rng *rng)
{
	uint16_t n = (uint16_t)chance_int(rng, 2, 6);

	give_choices(in, arena, rng, n);
	v->type = VALUE_IDENTIFIER;
	if (in->type == INTERACTION_INLINE_CHOICE) {
		v->cardinality = CARDINALITY_SINGLE;
	} else if (in->type == INTERACTION_ORDER) {
		v->cardinality = CARDINALITY_ORDERED;
	} else if (chance_of(rng, 40)) {
		in->max_choices = 1;
	} else {
		v->cardinality = CARDINALITY_MULTIPLE;
		in->max_choices = (uint16_t)chance_int(rng, 0, n);
	}
	v->correct = some_choices(in, arena, rng, v->cardinality,
	    v->cardinality == CARDINALITY_SINGLE || in->max_choices == 1 ? 1 :
	    in->max_choices == 0 ? 3 : in->max_choices);
	map_choices(v, arena, rng, in);
}

static void
make_match(struct interaction *in, struct variable *v, struct arena *arena,
    struct rng *rng)
{
	uint16_t rows = (uint16_t)chance_int(rng, 1, 4), i;
	uint16_t columns = (uint16_t)chance_int(rng, 1, 4);
	struct atom *keys = arena_take(arena, rows, sizeof(*keys));

	give_choices(in, arena, rng, (uint16_t)(rows + columns));
	in->n_rows = rows;
	in->row_max = chance_of(rng, 50) ? 1 : 0;
	v->type = VALUE_DIRECTED_PAIR;
	v->cardinality = CARDINALITY_MULTIPLE;
	for (i = 0; i < rows; i++)
		keys[i].pair = (struct pair){ in->choices[i].ident,
			in->choices[rows + rng_below(rng, columns)].ident };
	v->correct = (struct value){ CARDINALITY_MULTIPLE, VALUE_DIRECTED_PAIR,
		rows, keys };
	give_mapping(v, arena, rng, keys, rows);
}

static const char *const written[] = { "alpha", "Beta", "\xc3\x84pfel",
	"stra\xc3\x9f" "e", "\xcf\x83\xce\xaf\xce\xb3\xce\xbc\xce\xb1", "x y",
	"\xd0\x9c\xd0\xb8\xd1\x80", "7", "1,5", "0.8", "\xc4\xb0", "a",
	NULL };

static void
make_text(struct interaction *in, struct variable *v, struct arena *arena,
    struct rng *rng)
{
	static const double numbers[] = { 7, 1.5, 0.8, -2, 1000, 0.1 };
	struct atom *keys = arena_take(arena, 6, sizeof(*keys));
	unsigned i;

	in->max_length = 200;
	v->type = chance_of(rng, 50) ? VALUE_STRING :
	    chance_of(rng, 50) ? VALUE_FLOAT : VALUE_INTEGER;
	for (i = 0; i < 6; i++)
		if (v->type == VALUE_STRING)
			keys[i].text = arena_slice(arena,
			    slice_of(chance_text(rng, written)));
		else if (v->type == VALUE_FLOAT)
			keys[i].real = numbers[i];
		else
			keys[i].integer = (int64_t)numbers[i];
	v->correct = (struct value){ CARDINALITY_SINGLE, v->type, 1, keys };
	give_mapping(v, arena, rng, keys, (uint16_t)chance_int(rng, 1, 6));
}

static void
make_interaction(struct interaction *in, struct variable *v,
    struct arena *arena, struct rng *rng)
{
	static const enum interaction_type types[] = { INTERACTION_CHOICE,
		INTERACTION_TEXT_ENTRY, INTERACTION_INLINE_CHOICE,
		INTERACTION_ORDER, INTERACTION_MATCH, INTERACTION_CHOICE };

	in->type = types[rng_below(rng, 6)];
	if (chance_of(rng, 30))
		in->prompt = SLICE("\"prompt\":\"Say \\\"which\\\".\"");
	if (in->type == INTERACTION_TEXT_ENTRY)
		make_text(in, v, arena, rng);
	else if (in->type == INTERACTION_MATCH)
		make_match(in, v, arena, rng);
	else
		make_choice(in, v, arena, rng);
}

static void
give_table(struct variable *v, struct arena *arena, struct rng *rng)
{
	struct lookup_table *t = arena_take(arena, 1, sizeof(*t));
	uint16_t i;

	t->kind = chance_of(rng, 50) ? TABLE_MATCH : TABLE_INTERPOLATION;
	if (chance_of(rng, 60))
		t->fallback = value_float(arena, some_marks(rng));
	t->n_entries = (uint16_t)chance_int(rng, 1, 4);
	t->entries = arena_take(arena, t->n_entries, sizeof(*t->entries));
	for (i = 0; i < t->n_entries; i++)
		t->entries[i] = (struct table_entry){
			.source = chance_int(rng, -2, 4),
			.include_boundary = chance_of(rng, 50),
			.target = value_float(arena, some_marks(rng)) };
	v->table = t;
}

static struct variable *
make_variables(struct item *item, struct arena *arena, struct rng *rng,
    uint16_t n_responses)
{
	static const char *const names[] = { "SCORE", "N", "X", "G" };
	struct variable *v;
	unsigned i;

	item->n_variables = (uint16_t)(N_OUTCOMES + n_responses);
	v = item->variables =
	    arena_take(arena, item->n_variables, sizeof(*v));
	for (i = 0; i < N_OUTCOMES; i++)
		v[i] = (struct variable){ .ident = slice_of(names[i]),
			.kind = VARIABLE_OUTCOME,
			.type = i == N ? VALUE_INTEGER : VALUE_FLOAT };
	if (chance_of(rng, 40))
		v[X].fallback = value_float(arena, some_marks(rng));
	give_table(&v[G], arena, rng);
	for (i = 0; i < n_responses; i++)
		v[N_OUTCOMES + i].ident = ident(arena, "R", i + 1);
	return v;
}

static void
make_composite(struct item *item, struct arena *arena, struct rng *rng,
    const char *name)
{
	uint16_t n = (uint16_t)chance_int(rng, 1, 4), i;
	struct buf text = { 0 };
	struct variable *v;

	*item = (struct item){ .ident = arena_slice(arena, slice_of(name)),
		.topic = SLICE("t"), .lang = SLICE("en"),
		.title = SLICE("Composite"), .difficulty = DIFFICULTY_HARD,
		.max_marks = 1000 * chance_int(rng, 1, 5),
		.stimulus = STIMULUS_NONE,
		.view = SLICE("\"type\":\"composite\",\"stem\":\"[[1]] \xe2\x82"
			      "\xac\",\"marks\":1"),
		.rationale = SLICE("because"), .n_interactions = n };
	v = make_variables(item, arena, rng, n);
	item->interactions = arena_take(arena, n, sizeof(*item->interactions));
	for (i = 0; i < n; i++) {
		item->interactions[i].variable = (uint16_t)(N_OUTCOMES + i);
		make_interaction(&item->interactions[i], &v[N_OUTCOMES + i],
		    arena, rng);
	}
	chance_processing(&text, rng, v, item->n_variables);
	buf_put_u8(&text, '\0');
	item->processing = tree_read(arena, v, item->n_variables, text.at);
	buf_fini(&text);
}

/* ---- all kinds ---- */

static void
make_item(struct item *item, struct arena *arena, struct rng *rng, unsigned i)
{
	static const double mapped[] = { 1, 0.5, -0.25, -1, 0, 0.125 };
	char name[16];

	(void)snprintf(name, sizeof(name), "item-%u", i);
	switch (i) {
	case 0:
		items_single(item, arena, name, "t", DIFFICULTY_EASY, 5, 2);
		break;
	case 1:
		items_multiple(item, arena, name, "t", 6, mapped, "'a 'b 'f");
		break;
	case 2:
		items_text(item, arena, name, "t", "\"alpha\" \"Beta\" \"c\"",
		    mapped);
		break;
	case 3:
		items_number(item, arena, name, "t", 0.7, 0.1);
		break;
	case 4:
		items_inline(item, arena, name, "t", 4, 1);
		break;
	case 5:
		items_order(item, arena, name, "t", 4, "'b 'a 'd 'c");
		break;
	case 6:
		items_match(item, arena, name, "t", 3, 3, 1,
		    "'a>d 'b>e 'c>f");
		break;
	case 7:
		items_extended(item, arena, name, "t", 2000);
		break;
	default:
		make_composite(item, arena, rng, name);
	}
	item->pretest = i != 7 && chance_of(rng, 8);
}

static void
make_bank(struct chance_bank *b, struct rng *rng)
{
	static const char *const topics[] = { "t" };
	struct arena arena = { 0 };
	struct item *items =
	    arena_take(&arena, CHANCE_ITEMS, sizeof(*items));
	struct stimulus *stimulus = arena_take(&arena, 1, sizeof(*stimulus));
	struct bank_parts parts = { .n_items = CHANCE_ITEMS, .items = items,
		.n_stimuli = 1, .stimuli = stimulus };
	unsigned i;

	for (i = 0; i < CHANCE_ITEMS; i++)
		make_item(&items[i], &arena, rng, i);
	*stimulus = (struct stimulus){ .ident = SLICE("text"),
		.view = SLICE("\"text\":\"A text.\"") };
	items[8].stimulus = items[9].stimulus = 0;
	items[8].set = items[9].set = SLICE("text");
	items[8].pretest = items[9].pretest = false;
	b->bank = items_bank_of(&arena, &parts, topics, 1);
	bank_encode(b->bank, &b->bank_bytes);
}

/* ---- programmes ---- */

static void
put_route(struct buf *text, struct rng *rng, uint16_t *n, const char *name)
{
	uint16_t i;

	*n = (uint16_t)chance_int(rng, 1, 3);
	buf_printf(text, "\"%s\":{\"cut\":%d.%d,\"sections\":[", name,
	    chance_int(rng, 0, 90), chance_int(rng, 0, 9));
	for (i = 0; i < *n; i++)
		buf_printf(text, "%s{\"title\":\"S\",\"weight\":%d,\"cut\":%d,"
		    "\"draw\":[{\"topic\":\"t\",\"count\":2}]}",
		    i > 0 ? "," : "", chance_int(rng, 1, 9),
		    chance_of(rng, 50) ? chance_int(rng, 0, 60) : 0);
	buf_put_text(text, "]}");
}

static void
make_programme(struct chance_bank *b, struct rng *rng)
{
	struct diag d = { .path = "programme" };
	struct buf text = { 0 };

	buf_put_text(&text, "{\"format\":\"exam-programme-1\",\"id\":\"p\","
	    "\"version\":\"1\",\"credential\":\"C\",\"title\":\"T\","
	    "\"body\":\"B\",\"prerequisite\":\"A\",");
	if (chance_of(rng, 60))
		buf_printf(&text, "\"marking\":{\"markers\":%d,"
		    "\"tolerance\":%s},", 2, chance_of(rng, 50) ? "0.1" : "0");
	buf_put_text(&text, "\"routes\":{");
	put_route(&text, rng, &b->n_sections[ROUTE_UPGRADE], "upgrade");
	buf_put_text(&text, ",");
	put_route(&text, rng, &b->n_sections[ROUTE_FULL], "full");
	buf_put_text(&text, "}}");
	if (load_programme(&b->programme, buf_slice(&text), &d) != ERR_OK) {
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
		abort();
	}
	load_programme_write(&b->programme_bytes, b->programme);
	buf_fini(&text);
}

void
chance_bank_make(struct chance_bank *b, struct rng *rng)
{
	*b = (struct chance_bank){ 0 };
	make_bank(b, rng);
	make_programme(b, rng);
}

void
chance_bank_free(struct chance_bank *b)
{
	programme_free(b->programme);
	bank_free(b->bank);
	buf_fini(&b->bank_bytes);
	buf_fini(&b->programme_bytes);
}

/* ---- responses ---- */

static const char *const typed[] = { "alpha", "ALPHA", " beta ", "\xc3\xa4"
	"PFEL", "STRASSE", "\xce\xa3\xce\x8a\xce\x93\xce\x9c\xce\x91", "x\n y",
	"\xd0\xbc\xd0\xb8\xd1\x80", "7", " 7.0 ", "+7", "1,5", "1.5", "0.8",
	"0,80", "\xe2\x88\x92" "2", "1e3", "1,250", "1.000,5", "0.7", "0.6",
	"0.79999999999999999", "1e400", "\xc2\xa0", "i\xcc\x87", "a", "c", "",
	NULL };

static void
put_places(struct buf *b, struct rng *rng, const struct interaction *in)
{
	uint16_t order[32], i, n;

	for (i = 0; i < in->n_choices; i++)
		order[i] = i;
	rng_shuffle(rng, order, in->n_choices);
	n = (uint16_t)chance_int(rng, 0, interaction_max(in));
	buf_put_u8(b, (uint8_t)n);
	for (i = 0; i < n; i++)
		buf_put_u8(b, (uint8_t)order[i]);
}

/* Each row once at most. */
static void
put_pairs(struct buf *b, struct rng *rng, const struct interaction *in)
{
	uint16_t columns = (uint16_t)(in->n_choices - in->n_rows), i;
	size_t at = b->len;

	buf_put_u8(b, 0);
	for (i = 0; i < in->n_rows; i++) {
		if (chance_of(rng, 30) ||
		    (uint8_t)b->at[at] >= interaction_max(in))
			continue;
		b->at[at]++;
		buf_put_u8(b, (uint8_t)i);
		buf_put_u8(b, (uint8_t)rng_below(rng, columns));
	}
}

static void
put_typed(struct buf *b, struct rng *rng)
{
	const char *text = chance_text(rng, typed);

	if (chance_of(rng, 15)) {
		buf_put_u8(b, 0);
		return;
	}
	buf_put_u8(b, 1);
	buf_put_u16(b, (uint16_t)strlen(text));
	buf_put_text(b, text);
}

void
chance_response(struct buf *b, struct rng *rng, const struct item *item)
{
	uint16_t i;

	buf_clear(b);
	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];

		if (interaction_takes_text(in))
			put_typed(b, rng);
		else if (in->type == INTERACTION_MATCH)
			put_pairs(b, rng, in);
		else
			put_places(b, rng, in);
	}
	if (chance_of(rng, 8))
		buf_clear(b);
	if (response_check(item, buf_slice(b)) != ERR_OK)
		buf_clear(b); /* a column was full */
}
