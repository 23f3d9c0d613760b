/* Banks of one item, and what they score and show. */
#ifndef BANK_TEXT_H
#define BANK_TEXT_H

#include "told.h"

#include "core/score.h"
#include "load/bank.h"

/* A bank whose items begin on line 2. */
#define BANK(items) BANK_WITH("", items)
#define BANK_WITH(parts, items)                                                \
	"{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","          \
	"\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"}," parts  \
	"\"items\":[\n" items "]}"
#define ITEM_ASKING(ident, type, stem, rest)                                   \
	"{\"id\":\"" ident "\",\"type\":\"" type "\",\"topic\":\"t\","         \
	"\"difficulty\":\"easy\",\"stem\":\"" stem "\"," rest "}"
#define ITEM(type, rest) ITEM_ASKING("i", type, "Why?", rest)
#define CHOICE(id, text) "{\"id\":\"" id "\",\"text\":\"" text "\"}"

static inline enum err
load(struct slice text, struct diag *diag)
{
	struct diag warnings = { .path = "f" };
	struct bank *bank;
	enum err err = load_bank(&bank, text, diag, &warnings);

	if (err == ERR_OK)
		bank_free(bank);
	diag_fini(&warnings);
	return err;
}

static inline struct bank *
load_text(const char *text)
{
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct bank *bank = NULL;

	if (load_bank(&bank, slice_of(text), &diag, &warnings) != ERR_OK)
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&diag.text)));
	assert_non_null(bank);
	diag_fini(&diag);
	diag_fini(&warnings);
	return bank;
}

/* Marks of canonical bytes for the first item, in thousandths. */
static inline int32_t
score(const struct bank *bank, const char *response, size_t len)
{
	int32_t marks = -1;

	assert_int_equal(score_as_written(&marks, bank_item(bank, 0),
			     (struct slice){ response, len }),
	    ERR_OK);
	return marks;
}

/* What a candidate would get of the first item, but for the last brace. */
static inline void
assert_view(const struct bank *bank, const char *expected)
{
	struct buf b = { 0 };

	item_view(&b, bank, bank_item(bank, 0), 1, 1, NULL);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, expected);
	buf_fini(&b);
}

/* The bank loads, and this is what is warned of. */
static inline void
assert_warned(const char *text, const char *lines)
{
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct bank *bank = NULL;

	(void)!load_bank(&bank, slice_of(text), &diag, &warnings);
	buf_put_u8(&diag.text, '\0');
	assert_string_equal(diag.text.at, "");
	buf_put_u8(&warnings.text, '\0');
	assert_string_equal(warnings.text.at, lines);
	bank_free(bank);
	diag_fini(&diag);
	diag_fini(&warnings);
}

#endif
