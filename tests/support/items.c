#include "support/items.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/tree.h"

enum { RESPONSE, SCORE, N_VARIABLES };

/* RESPONSE as given, SCORE a float, one interaction on RESPONSE. */
static struct variable *
begin(struct item *item, struct arena *arena, const char *ident,
    const char *topic)
{
	struct variable *v = arena_take(arena, N_VARIABLES, sizeof(*v));

	*item = (struct item){
		.ident = arena_slice(arena, slice_of(ident)),
		.topic = arena_slice(arena, slice_of(topic)),
		.lang = SLICE("en"),
		.difficulty = DIFFICULTY_MEDIUM,
		.max_marks = 1000,
		.stimulus = STIMULUS_NONE,
		.n_variables = N_VARIABLES,
		.variables = v,
		.n_interactions = 1,
		.interactions =
		    arena_take(arena, 1, sizeof(struct interaction)),
		.view = SLICE("\"type\":\"single\",\"stem\":\"?\",\"marks\":1"),
	};
	v[RESPONSE].ident = SLICE("RESPONSE");
	v[SCORE] = (struct variable){ .ident = SLICE("SCORE"),
		.kind = VARIABLE_OUTCOME, .type = VALUE_FLOAT };
	return v;
}

static void
process(struct item *item, struct arena *arena, const char *text)
{
	item->processing = tree_read(arena, item->variables,
	    item->n_variables, text);
}

static void
add_choices(struct item *item, struct arena *arena, uint16_t n)
{
	struct interaction *in = item->interactions;
	char view[32];
	uint16_t i;

	in->n_choices = n;
	in->shuffle = true;
	in->choices = arena_take(arena, n, sizeof(*in->choices));
	for (i = 0; i < n; i++) {
		const char ident[] = { (char)('a' + i) };

		(void)snprintf(view, sizeof(view), "\"text\":\"%c\"",
		    'A' + i);
		in->choices[i].ident =
		    arena_slice(arena, (struct slice){ ident, 1 });
		in->choices[i].view = arena_slice(arena, slice_of(view));
	}
}

static struct mapping *
add_mapping(struct arena *arena, struct value keys, const double *mapped)
{
	struct mapping *m = arena_take(arena, 1, sizeof(*m));
	uint32_t i;

	m->has_lower = true;
	m->n_entries = (uint16_t)keys.n;
	m->entries = arena_take(arena, keys.n, sizeof(*m->entries));
	for (i = 0; i < keys.n; i++) {
		m->entries[i].key = keys.atoms[i];
		m->entries[i].mapped = mapped[i];
	}
	return m;
}

void
items_single(struct item *item, struct arena *arena, const char *ident,
    const char *topic, enum difficulty difficulty, uint16_t n_choices,
    unsigned key)
{
	struct variable *v = begin(item, arena, ident, topic);

	item->difficulty = difficulty;
	add_choices(item, arena, n_choices);
	item->interactions->max_choices = 1;
	v[RESPONSE].type = VALUE_IDENTIFIER;
	v[RESPONSE].correct = value_text(arena, VALUE_IDENTIFIER,
	    item->interactions->choices[key].ident);
	process(item, arena, "(fragment (responseCondition"
	    " (responseIf (match RESPONSE (correct RESPONSE))"
	    " (setOutcomeValue SCORE 1.0))))");
}

void
items_multiple(struct item *item, struct arena *arena, const char *ident,
    const char *topic, uint16_t n_choices, const double *mapped,
    const char *key)
{
	struct variable *v = begin(item, arena, ident, topic);
	struct atom *keys = arena_take(arena, n_choices, sizeof(*keys));
	uint16_t i;

	add_choices(item, arena, n_choices);
	for (i = 0; i < n_choices; i++)
		keys[i].text = item->interactions->choices[i].ident;
	v[RESPONSE].type = VALUE_IDENTIFIER;
	v[RESPONSE].cardinality = CARDINALITY_MULTIPLE;
	v[RESPONSE].correct = tree_values(arena, CARDINALITY_MULTIPLE, key);
	v[RESPONSE].mapping = add_mapping(arena,
	    (struct value){ CARDINALITY_MULTIPLE, VALUE_IDENTIFIER, n_choices,
		keys }, mapped);
	process(item, arena,
	    "(fragment (setOutcomeValue SCORE (mapResponse RESPONSE)))");
}

void
items_text(struct item *item, struct arena *arena, const char *ident,
    const char *topic, const char *accepted, const double *mapped)
{
	struct variable *v = begin(item, arena, ident, topic);
	struct value keys = tree_values(arena, CARDINALITY_MULTIPLE, accepted);

	item->interactions->type = INTERACTION_TEXT_ENTRY;
	item->interactions->max_length = 100;
	v[RESPONSE].type = VALUE_STRING;
	v[RESPONSE].correct = value_text(arena, VALUE_STRING,
	    keys.atoms[0].text);
	v[RESPONSE].mapping = add_mapping(arena, keys, mapped);
	process(item, arena,
	    "(fragment (setOutcomeValue SCORE (mapResponse RESPONSE)))");
}

void
items_number(struct item *item, struct arena *arena, const char *ident,
    const char *topic, double correct, double tolerance)
{
	struct variable *v = begin(item, arena, ident, topic);
	char text[256];

	item->interactions->type = INTERACTION_TEXT_ENTRY;
	item->interactions->max_length = 30;
	v[RESPONSE].type = VALUE_FLOAT;
	v[RESPONSE].correct = value_float(arena, correct);
	(void)snprintf(text, sizeof(text),
	    "(fragment (responseCondition (responseIf (equal :mode=absolute "
	    ":below=%.17g :above=%.17g :lower=t :upper=t (correct RESPONSE) "
	    "RESPONSE) (setOutcomeValue SCORE 1.0))))", tolerance, tolerance);
	process(item, arena, text);
}

void
items_inline(struct item *item, struct arena *arena, const char *ident,
    const char *topic, uint16_t n_choices, unsigned key)
{
	items_single(
	    item, arena, ident, topic, DIFFICULTY_MEDIUM, n_choices, key);
	item->interactions->type = INTERACTION_INLINE_CHOICE;
	item->interactions->max_choices = 0;
}

void
items_order(struct item *item, struct arena *arena, const char *ident,
    const char *topic, uint16_t n_choices, const char *key)
{
	struct variable *v = begin(item, arena, ident, topic);

	add_choices(item, arena, n_choices);
	item->interactions->type = INTERACTION_ORDER;
	v[RESPONSE].type = VALUE_IDENTIFIER;
	v[RESPONSE].cardinality = CARDINALITY_ORDERED;
	v[RESPONSE].correct = tree_values(arena, CARDINALITY_ORDERED, key);
	process(item, arena,
	    "(fragment (responseCondition"
	    " (responseIf (match RESPONSE (correct RESPONSE))"
	    " (setOutcomeValue SCORE 1.0))))");
}

void
items_match(struct item *item, struct arena *arena, const char *ident,
    const char *topic, uint16_t n_rows, uint16_t n_columns, uint16_t row_max,
    const char *key)
{
	struct variable *v = begin(item, arena, ident, topic);
	struct value pairs = tree_values(arena, CARDINALITY_MULTIPLE, key);
	double *mapped = arena_take(arena, pairs.n, sizeof(*mapped));
	uint32_t i;

	add_choices(item, arena, (uint16_t)(n_rows + n_columns));
	item->interactions->type = INTERACTION_MATCH;
	item->interactions->n_rows = n_rows;
	item->interactions->row_max = row_max;
	for (i = 0; i < pairs.n; i++)
		mapped[i] = 1.0 / pairs.n;
	v[RESPONSE].type = VALUE_DIRECTED_PAIR;
	v[RESPONSE].cardinality = CARDINALITY_MULTIPLE;
	v[RESPONSE].correct = pairs;
	v[RESPONSE].mapping = add_mapping(arena, pairs, mapped);
	process(item, arena,
	    "(fragment (setOutcomeValue SCORE (mapResponse RESPONSE)))");
}

void
items_extended(struct item *item, struct arena *arena, const char *ident,
    const char *topic, uint16_t max_length)
{
	const struct criterion criteria[] = {
		{ SLICE("content"), SLICE("What is said."), 700 },
		{ SLICE("form"), SLICE("How it is said."), 300 },
	};
	struct variable *v = begin(item, arena, ident, topic);

	item->interactions->type = INTERACTION_EXTENDED_TEXT;
	item->interactions->max_length = max_length;
	v[RESPONSE].type = VALUE_STRING;
	item->n_criteria = 2;
	item->criteria = arena_take(arena, 2, sizeof(*item->criteria));
	memcpy(item->criteria, criteria, sizeof(criteria));
	process(item, arena, "(fragment)");
}

struct bank *
items_bank_of(struct arena *arena, struct bank_parts *parts,
    const char *const *topics, size_t n_topics)
{
	struct buf why = { 0 };
	struct bank *bank;
	size_t i;

	parts->ident = SLICE("b");
	parts->version = SLICE("1");
	parts->title = SLICE("A bank");
	parts->n_topics = n_topics;
	parts->topics = arena_take(arena, n_topics, sizeof(*parts->topics));
	for (i = 0; i < n_topics; i++)
		parts->topics[i].ident = parts->topics[i].title =
		    arena_slice(arena, slice_of(topics[i]));
	if (bank_new(&bank, arena, parts, &why) != ERR_OK) {
		fprintf(stderr, "items: %.*s\n", SLICE_FMT(buf_slice(&why)));
		abort();
	}
	buf_fini(&why);
	return bank;
}

struct bank *
items_bank(struct arena *arena, struct item *items, size_t n_items,
    const char *const *topics, size_t n_topics)
{
	struct bank_parts parts = { .n_items = n_items, .items = items };

	return items_bank_of(arena, &parts, topics, n_topics);
}

struct image
items_image(const char *ident)
{
	return (struct image){ slice_of(ident), IMAGE_PNG, 4, 3,
		SLICE("\x89PNG\r\n\x1a\n") };
}

void
items_seed(uint8_t seed[SEED_LEN], uint64_t n)
{
	size_t i;

	for (i = 0; i < SEED_LEN; i++)
		seed[i] = (uint8_t)(i < 8 ? n >> 8 * i : i);
}
