#include "tally.h"

#include "test.h"

/* ---- one item ---- */

static const json_t *
first_of(const json_t *meaning)
{
	return json_array_get(meaning, 0);
}

/* part / whole of the marks, half up. */
static int32_t
share(int32_t marks, size_t part, size_t whole)
{
	return (int32_t)((2 * (size_t)marks * part + whole) / (2 * whole));
}

static int32_t
mapped(const json_t *mapping, const json_t *chosen)
{
	const json_t *entries = json_object_get(mapping, "entries"), *id;
	int32_t sum = 0, lower, upper;
	size_t i;

	json_array_foreach (chosen, i, id)
		sum += sample_thousandths(entries, json_string_value(id),
		    sample_thousandths(mapping, "default", 0));
	lower = sample_thousandths(mapping, "lower", INT32_MIN);
	upper = sample_thousandths(mapping, "upper", INT32_MAX);
	return sum < lower ? lower : sum > upper ? upper : sum;
}

/* Choices at their places, or pairs among those of the key. */
static size_t
count_right(const json_t *part, const json_t *right, const json_t *given)
{
	bool order = sample_part_is(part, "order");
	const json_t *value, *other;
	size_t i, j, n = 0;

	json_array_foreach (given, i, value)
		json_array_foreach (right, j, other)
			if ((!order || i == j) && json_equal(value, other))
				n++;
	return n;
}

static int32_t
partial(const struct sample_item *s, const json_t *meaning)
{
	json_t *key = meaning_of(s, RIGHT);
	const json_t *right = first_of(key);
	int32_t marks = share(key_marks(s->marks),
	    count_right(json_array_get(s->parts, 0), right, first_of(meaning)),
	    json_array_size(right));

	json_decref(key);
	return marks;
}

/* Each gap gives its own. */
static int32_t
gap_marks(const struct sample_item *s, const json_t *meaning)
{
	const json_t *gap;
	int32_t sum = 0;
	size_t i;

	json_array_foreach (json_object_get(s->item, "gaps"), i, gap)
		if (meaning_is_right(s, meaning, i))
			sum += sample_thousandths(gap, "marks", 0);
	return sum;
}

static int32_t
part_marks(const struct sample_item *s, const json_t *meaning)
{
	struct slice left = s->marks, marks;
	int32_t sum = 0;
	size_t i;

	for (i = 0; key_cut(&marks, &left, " ; "); i++)
		if (meaning_is_right(s, meaning, i))
			sum += key_marks(marks);
	return sum;
}

static int32_t
all_or_nothing(const struct sample_item *s, const json_t *meaning)
{
	size_t i;

	for (i = 0; i < json_array_size(s->parts); i++)
		if (!meaning_is_right(s, meaning, i))
			return 0;
	return key_marks(s->marks);
}

int32_t
tally_marks(const struct sample_item *s, const json_t *meaning)
{
	const json_t *mapping = json_object_get(s->item, "mapping");
	const json_t *gap = first_of(json_object_get(s->item, "gaps"));

	if (json_object_get(s->item, "interactions") != NULL)
		return part_marks(s, meaning);
	if (mapping != NULL)
		return mapped(mapping, first_of(meaning));
	if (json_is_true(json_object_get(s->item, "partial")))
		return partial(s, meaning);
	if (json_object_get(gap, "marks") != NULL)
		return gap_marks(s, meaning);
	return all_or_nothing(s, meaning);
}

/* ---- the paper ---- */

void
tally_begin_section(struct tally *t)
{
	assert_true(t->n_sections < SECTIONS_MAX);
	t->n_sections++;
}

void
tally_add(struct tally *t, const struct sample_item *s, const json_t *meaning)
{
	struct tally_section *section = &t->sections[t->n_sections - 1];

	section->last = ++t->n_items;
	if (sample_is_trial(s)) {
		t->n_trial++;
		return;
	}
	section->marks += tally_marks(s, meaning);
	section->max += sample_thousandths(s->item, "marks", 1000);
}

void
tally_add_hand(struct tally *t, size_t item, int32_t marks)
{
	size_t i = 0;

	while (t->sections[i].last < item)
		i++;
	assert_true(i < t->n_sections);
	t->sections[i].marks += marks;
}

static int32_t
half_up(int64_t part, int64_t whole)
{
	return (int32_t)((2 * part + whole) / (2 * whole));
}

void
tally_settle(struct tally *t, const json_t *route)
{
	const json_t *sections = json_object_get(route, "sections"), *s;
	int64_t sum = 0, weights = 0;
	size_t i;

	assert_int_equal(json_array_size(sections), t->n_sections);
	t->passed = true;
	json_array_foreach (sections, i, s) {
		struct tally_section *section = &t->sections[i];
		int64_t weight = sample_thousandths(s, "weight", 1000);

		if (section->marks < 0)
			section->marks = 0;
		section->percent = half_up(100000 * section->marks,
		    section->max);
		section->passed = section->percent >=
		    sample_thousandths(s, "cut", 0);
		t->passed = t->passed && section->passed;
		sum += weight * section->percent;
		weights += weight;
	}
	t->percent = half_up(sum, weights);
	t->passed = t->passed &&
	    t->percent >= sample_thousandths(route, "cut", 0);
}

/* ---- against what is told ---- */

static void
assert_member(const json_t *told, const char *name, int64_t expected,
    const char *whose)
{
	int32_t got = sample_thousandths(told, name, -1);

	if (got != expected)
		fail_msg("%s: \"%s\" is %d thousandths, not %d", whose, name,
		    got, (int)expected);
}

static void
assert_passed(const json_t *told, bool passed, const char *whose)
{
	if (json_is_true(json_object_get(told, "passed")) != passed)
		fail_msg("%s: %s", whose, passed ? "has passed" :
						   "has not passed");
}

static void
assert_section(const struct tally_section *s, const json_t *told,
    const char *whose)
{
	assert_member(told, "marks", s->marks, whose);
	assert_member(told, "max_marks", s->max, whose);
	assert_member(told, "percent", s->percent, whose);
	assert_passed(told, s->passed, whose);
}

void
tally_assert(const struct tally *t, const json_t *result, const char *whose)
{
	const json_t *sections = json_object_get(result, "sections"), *s;
	char where[96];
	size_t i;

	assert_int_equal(json_array_size(sections), t->n_sections);
	json_array_foreach (sections, i, s) {
		snprintf(where, sizeof(where), "%s, section %zu", whose, i + 1);
		assert_section(&t->sections[i], s, where);
	}
	assert_member(result, "percent", t->percent, whose);
	assert_passed(result, t->passed, whose);
}
