#include "load/bank.h"

#include <math.h>

#include "core/text.h"

#define NAMED_MAX 5  /* items named in one warning */
#define SAMPLE_MIN 8 /* fewer items show no pattern */
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
	return item->rationale.len == 0;
}

static bool
lacks_source(const struct item *item)
{
	return item->source.len == 0;
}

static void
warn_lacking(const struct bank *bank, bool (*lacks)(const struct item *),
    const char *what, struct diag *diag)
{
	struct buf names = { 0 };
	const struct item *item;
	size_t i, n = 0;

	for (i = 0; i < bank_n_items(bank); i++) {
		item = bank_item(bank, i);
		if (!lacks(item))
			continue;
		if (n++ < NAMED_MAX)
			buf_printf(&names, "%s%.*s", n > 1 ? ", " : "",
			    SLICE_FMT(item->ident));
	}
	if (n > 0)
		warn(diag, "%zu of %zu items have no %s: %.*s%s", n,
		    bank_n_items(bank), what, SLICE_FMT(buf_slice(&names)),
		    n > NAMED_MAX ? ", …" : "");
	buf_fini(&names);
}

/* The one choice that is the key of an item with one key; false: it is another
 * kind of item. */
static bool
find_key(uint16_t *key, const struct item *item)
{
	const struct interaction *in = item->interactions;
	const struct variable *response = &item->variables[in->variable];
	uint16_t i;

	if (item->n_interactions != 1 || in->type != INTERACTION_CHOICE ||
	    in->max_choices != 1 || response->correct.n != 1)
		return false;
	for (i = 0; i < in->n_choices; i++)
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

/* Candidates learn that the longest choice is the key. */
static void
warn_longest(const struct bank *bank, struct diag *diag)
{
	double expected = 0, variance = 0, p;
	size_t i, items = 0, longest = 0;
	const struct item *item;
	uint16_t key;

	for (i = 0; i < bank_n_items(bank); i++) {
		item = bank_item(bank, i);
		if (!find_key(&key, item) || item->interactions->n_choices < 3)
			continue;
		p = 1.0 / item->interactions->n_choices;
		expected += p;
		variance += p * (1 - p);
		items++;
		longest += is_longest(item->interactions, key);
	}
	if (items >= SAMPLE_MIN &&
	    (double)longest > expected + DEVIATIONS * sqrt(variance))
		warn(diag,
		    "the key is the longest choice in %zu of %zu items; by "
		    "chance it would be in %.0f",
		    longest, items, expected);
}

/* Of items shown as written, with so many choices: is the key too often, or
 * too seldom, at this place? */
static void
warn_place(const struct bank *bank, uint16_t n_choices, uint16_t place,
    struct diag *diag)
{
	double p = 1.0 / n_choices;
	size_t i, items = 0, here = 0;
	const struct item *item;
	uint16_t key;

	for (i = 0; i < bank_n_items(bank); i++) {
		item = bank_item(bank, i);
		if (!find_key(&key, item) || item->interactions->shuffle ||
		    item->interactions->n_choices != n_choices)
			continue;
		items++;
		here += key == place;
	}
	if (items >= SAMPLE_MIN &&
	    fabs((double)here - (double)items * p) >
		DEVIATIONS * sqrt((double)items * p * (1 - p)))
		warn(diag,
		    "of %zu items with %u choices in a fixed order, %zu have "
		    "the key at place %u",
		    items, n_choices, here, place + 1);
}

void
bank_warn(const struct bank *bank, struct diag *diag)
{
	uint16_t n, place;

	warn_lacking(bank, lacks_rationale, "rationale", diag);
	warn_lacking(bank, lacks_source, "source", diag);
	warn_longest(bank, diag);
	for (n = 2; n <= CHOICES_MAX; n++)
		for (place = 0; place < n; place++)
			warn_place(bank, n, place, diag);
}
