#include "exam-load/questions.h"

#include <stdint.h>
#include <string.h>

#include "exam/limits.h"

#define TEXT_LONGEST 12u

uint32_t
seed_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ (z >> 31)) >> 32);
}

static uint16_t
small(const json_t *object, const char *name)
{
	json_int_t n = json_integer_value(json_object_get(object, name));

	return n > 0 && n <= UINT16_MAX ? (uint16_t)n : 0;
}

static bool
text_is(const json_t *object, const char *name, const char *text)
{
	const char *value = json_string_value(json_object_get(object, name));

	return value != NULL && strcmp(value, text) == 0;
}

/* A gap takes one; an order takes its choices in any order, one that goes up
 * too. */
static enum err
read_choices(struct entry *entry, const json_t *from)
{
	size_t n = json_array_size(json_object_get(from, "choices"));
	struct entry e = { ENTRY_CHOICE, (uint16_t)n, small(from, "min"),
		text_is(from, "kind", "inline") ? 1 : small(from, "max"), 0 };

	if (n == 0 || n > CHOICES_MAX || e.least > n)
		return ERR_SYNTAX;
	if (e.most == 0 || e.most > n)
		e.most = (uint16_t)n;
	*entry = e;
	return ERR_OK;
}

/* One pair for each row and each column, whatever else they may have. */
static enum err
read_match(struct entry *entry, const json_t *from)
{
	size_t rows = json_array_size(json_object_get(from, "rows"));
	size_t columns = json_array_size(json_object_get(from, "columns"));
	size_t most = small(from, "max");

	if (rows == 0 || columns == 0 || rows + columns > CHOICES_MAX)
		return ERR_SYNTAX;
	if (most == 0 || most > rows)
		most = rows;
	if (most > columns)
		most = columns;
	*entry = (struct entry){ ENTRY_MATCH, (uint16_t)columns, 1,
		(uint16_t)most, 0 };
	return ERR_OK;
}

static enum err
read_entry(struct entry *entry, const json_t *from)
{
	struct entry e = { ENTRY_TEXT, 0, 0, 0, small(from, "max_length") };

	if (json_object_get(from, "choices") != NULL)
		return read_choices(entry, from);
	if (text_is(from, "kind", "match"))
		return read_match(entry, from);
	if (text_is(from, "format", "number"))
		e.kind = ENTRY_NUMBER;
	*entry = e;
	return ERR_OK;
}

static enum err
read_question(struct question *q, const json_t *item)
{
	const json_t *interactions = json_object_get(item, "interactions");
	size_t i, n = json_array_size(interactions);

	q->item = small(item, "item");
	if (q->item == 0 || n == 0 || n > INTERACTIONS_MAX)
		return ERR_SYNTAX;
	q->entries = alloc_zero(n, sizeof(*q->entries));
	q->n_entries = (uint16_t)n;
	for (i = 0; i < n; i++)
		if (read_entry(&q->entries[i],
			json_array_get(interactions, i)) != ERR_OK)
			return ERR_SYNTAX;
	return ERR_OK;
}

enum err
questions_read(struct questions *questions, const json_t *paper)
{
	const json_t *items = json_object_get(paper, "items");
	size_t i, n = json_array_size(items);
	struct questions q = { 0 };

	if (n == 0 || n > PAPER_ITEMS_MAX)
		return ERR_SYNTAX;
	q.at = alloc_zero(n, sizeof(*q.at));
	q.n = (uint16_t)n;
	for (i = 0; i < n; i++)
		if (read_question(&q.at[i], json_array_get(items, i)) !=
		    ERR_OK) {
			questions_fini(&q);
			return ERR_SYNTAX;
		}
	*questions = q;
	return ERR_OK;
}

void
questions_fini(struct questions *q)
{
	size_t i;

	for (i = 0; i < q->n; i++)
		free(q->at[i].entries);
	free(q->at);
	*q = (struct questions){ 0 };
}

/* At least one choice, at most what is allowed, in ascending order: each
 * choice is taken with the chance that the ones still wanted leave it. */
static void
put_choices(struct buf *out, const struct entry *e, uint64_t *state)
{
	unsigned least = e->least > 0 ? e->least : 1;
	unsigned wanted = least + seed_next(state) % (e->most - least + 1u);
	unsigned i;

	for (i = 1; i <= e->choices && wanted > 0; i++) {
		unsigned left = e->choices - i + 1u;

		if (seed_next(state) % left >= wanted)
			continue;
		buf_printf(out, "%u%s", i, wanted > 1 ? "," : "");
		wanted--;
	}
}

/* The first rows, each with a column of its own. */
static void
put_pairs(struct buf *out, const struct entry *e, uint64_t *state)
{
	unsigned n = 1 + seed_next(state) % e->most;
	unsigned first = seed_next(state) % e->choices, i;

	for (i = 0; i < n; i++)
		buf_printf(out, "%s[%u,%u]", i > 0 ? "," : "", i + 1,
		    (first + i) % e->choices + 1);
}

static void
put_text(struct buf *out, const struct entry *e, uint64_t *state)
{
	unsigned longest = e->max_length > 0 && e->max_length < TEXT_LONGEST
	    ? e->max_length
	    : TEXT_LONGEST;
	unsigned i, len = 1 + seed_next(state) % longest;

	buf_put_u8(out, '"');
	for (i = 0; i < len; i++)
		buf_put_u8(out, (uint8_t)('a' + seed_next(state) % 26));
	buf_put_u8(out, '"');
}

void
question_respond(struct buf *out, const struct question *q, uint32_t seed)
{
	uint64_t state = seed;
	size_t i;

	buf_put_u8(out, '[');
	for (i = 0; i < q->n_entries; i++) {
		const struct entry *e = &q->entries[i];

		buf_put_text(out, i > 0 ? ",[" : "[");
		if (e->kind == ENTRY_CHOICE)
			put_choices(out, e, &state);
		else if (e->kind == ENTRY_MATCH)
			put_pairs(out, e, &state);
		else if (e->kind == ENTRY_NUMBER)
			buf_printf(out, "\"%u\"", seed_next(&state) % 10000);
		else
			put_text(out, e, &state);
		buf_put_u8(out, ']');
	}
	buf_put_u8(out, ']');
}

bool
question_response_is(const struct question *q, uint32_t seed,
    const json_t *response)
{
	struct buf text = { 0 };
	json_t *expected;
	bool same;

	question_respond(&text, q, seed);
	expected = json_loadb(text.at, text.len, 0, NULL);
	same = expected != NULL && json_equal(expected, response) == 1;
	json_decref(expected);
	buf_fini(&text);
	return same;
}
