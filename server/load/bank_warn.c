#include "load/bank.h"

#include <math.h>

#include "core/text.h"

#define NAMED_MAX 5  /* items named in one warning */
#define SAMPLE_MIN 8 /* fewer items show no pattern */
#define DIAGONAL_MIN 3 /* two pairs are this way or the other */
#define DEVIATIONS 2.0 /* one bank in forty passes it by chance */

__attribute__((format(printf, 2, 3))) static void
warn(struct diag *diag, const char *fmt, ...)
{
	struct buf what = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&what, fmt, ap);
	va_end(ap);
	diag_add(diag, 0, "warning", "%.*s", SLICE_FMT(buf_slice(&what)));
	buf_fini(&what);
}

static bool
lacks_rationale(const struct item *item)
{
	return item->rationale.len == 0 && item->n_criteria == 0;
}

static bool
lacks_model(const struct item *item)
{
	return item->rationale.len == 0 && item->n_criteria > 0;
}

static bool
lacks_source(const struct item *item)
{
	return item->source.len == 0;
}

/* Rows and columns as written, and each row's column beside it. */
static bool
is_diagonal(const struct item *item)
{
	const struct interaction *in = item->interactions;
	const struct value *key = &item->variables[in->variable].correct;
	uint16_t i;

	if (in->type != INTERACTION_MATCH || in->shuffle ||
	    in->n_rows < DIAGONAL_MIN || key->n != in->n_rows ||
	    2 * in->n_rows > in->n_choices)
		return false;
	for (i = 0; i < in->n_rows; i++)
		if (!slice_equal(
			key->atoms[i].pair.first, in->choices[i].ident) ||
		    !slice_equal(key->atoms[i].pair.second,
			in->choices[in->n_rows + i].ident))
			return false;
	return true;
}

/* Items of which something holds, the first of them by name. */
static void
warn_items(const struct bank *bank, bool (*holds)(const struct item *),
    const char *what, struct diag *diag)
{
	struct buf names = { 0 };
	const struct item *item;
	size_t i, n = 0;

	for (i = 0; i < bank_n_items(bank); i++) {
		item = bank_item(bank, i);
		if (!holds(item))
			continue;
		if (n++ < NAMED_MAX)
			buf_printf(&names, "%s%.*s", n > 1 ? ", " : "",
			    SLICE_FMT(item->ident));
	}
	if (n > 0)
		warn(diag, "%zu of %zu items %s: %.*s%s", n, bank_n_items(bank),
		    what, SLICE_FMT(buf_slice(&names)),
		    n > NAMED_MAX ? ", …" : "");
	buf_fini(&names);
}

/* The one choice of a list that is its key; false: it has not one. */
static bool
find_key(uint16_t *key, const struct item *item, const struct interaction *in)
{
	const struct variable *response = &item->variables[in->variable];
	uint16_t i;

	if (in->type != INTERACTION_INLINE_CHOICE &&
	    (in->type != INTERACTION_CHOICE || in->max_choices != 1))
		return false;
	for (i = 0; i < in->n_choices && response->correct.n == 1; i++)
		if (slice_equal(in->choices[i].ident,
			response->correct.atoms[0].text)) {
			*key = i;
			return true;
		}
	return false;
}

static bool
is_longest(const struct interaction *in, uint16_t key)
{
	size_t len = text_length(in->choices[key].view);
	uint16_t i;

	for (i = 0; i < in->n_choices; i++)
		if (i != key && text_length(in->choices[i].view) >= len)
			return false;
	return true;
}

struct tally {
	double expected, variance; /* by chance */
	size_t lists, hits;
};

static void
tally_longest(
    struct tally *t, const struct item *item, const struct interaction *in)
{
	double p = 1.0 / in->n_choices;
	uint16_t key;

	if (!find_key(&key, item, in) || in->n_choices < 3)
		return;
	t->expected += p;
	t->variance += p * (1 - p);
	t->lists++;
	t->hits += is_longest(in, key);
}

/* Candidates learn that the longest choice is the key. */
static void
warn_longest(const struct bank *bank, struct diag *diag)
{
	struct tally t = { 0 };
	const struct item *item;
	size_t i;
	uint16_t j;

	for (i = 0; i < bank_n_items(bank); i++) {
		item = bank_item(bank, i);
		for (j = 0; j < item->n_interactions; j++)
			tally_longest(&t, item, &item->interactions[j]);
	}
	if (t.lists >= SAMPLE_MIN &&
	    (double)t.hits > t.expected + DEVIATIONS * sqrt(t.variance))
		warn(diag,
		    "the key is the longest choice in %zu of %zu lists; by "
		    "chance it would be in %.0f",
		    t.hits, t.lists, t.expected);
}

/* Lists of so many choices that are shown as written, and the places of their
 * keys. */
struct places {
	size_t lists;
	size_t keys[CHOICES_MAX];
};

static void
tally_place(
    struct places *of, const struct item *item, const struct interaction *in)
{
	uint16_t key;

	if (in->shuffle || !find_key(&key, item, in))
		return;
	of[in->n_choices].lists++;
	of[in->n_choices].keys[key]++;
}

/* Is the key too often, or too seldom, at this place? */
static void
warn_place(const struct places *of, uint16_t n_choices, uint16_t place,
    struct diag *diag)
{
	double p = 1.0 / n_choices, n = (double)of[n_choices].lists;
	size_t here = of[n_choices].keys[place];

	if (of[n_choices].lists >= SAMPLE_MIN &&
	    fabs((double)here - n * p) > DEVIATIONS * sqrt(n * p * (1 - p)))
		warn(diag,
		    "of %zu lists with %u choices in a fixed order, %zu have "
		    "the key at place %u",
		    of[n_choices].lists, n_choices, here, place + 1);
}

static void
warn_places(const struct bank *bank, struct diag *diag)
{
	struct places of[CHOICES_MAX + 1] = { 0 };
	const struct item *item;
	uint16_t n, place;
	size_t i;

	for (i = 0; i < bank_n_items(bank); i++) {
		item = bank_item(bank, i);
		for (n = 0; n < item->n_interactions; n++)
			tally_place(of, item, &item->interactions[n]);
	}
	for (n = 2; n <= CHOICES_MAX; n++)
		for (place = 0; place < n; place++)
			warn_place(of, n, place, diag);
}

void
bank_warn(const struct bank *bank, struct diag *diag)
{
	warn_items(bank, lacks_rationale, "have no rationale", diag);
	warn_items(bank, lacks_model,
	    "are marked by hand and have no rationale, which would be their "
	    "model answer",
	    diag);
	warn_items(bank, lacks_source, "have no source", diag);
	warn_longest(bank, diag);
	warn_places(bank, diag);
	warn_items(bank, is_diagonal,
	    "match rows in a fixed order to columns in the same", diag);
}
