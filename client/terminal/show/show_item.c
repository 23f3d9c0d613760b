#include "terminal/session/words.h"
#include "terminal/show/show.h"

#include <string.h>

/* "[[2]]" at this place of a stem: which part stands there, from 1; 0: none
 * does. */
static size_t
gap_at(const char *text)
{
	size_t n = 0, i = 2;

	if (text[0] != '[' || text[1] != '[')
		return 0;
	while (text[i] >= '0' && text[i] <= '9' && i < 4)
		n = n * 10 + (size_t)(text[i++] - '0');
	return text[i] == ']' && text[i + 1] == ']' ? n : 0;
}

static bool
has_gap(const struct item *item, size_t part)
{
	const char *p = item->stem;

	while ((p = strstr(p, "[[")) != NULL) {
		if (gap_at(p) == part + 1)
			return true;
		p += 2;
	}
	return false;
}

void
show_part_name(struct buf *b, const struct item *item, size_t part)
{
	buf_printf(b, "%s %zu", has_gap(item, part) ? "gap" : "part", part + 1);
}

/* "[1: the text that was chosen]" or "[1: ____]" */
static void
put_gap(struct buf *b, const struct item *item, size_t part)
{
	const struct choice *chosen = item_choice_at(item, part, 0);
	const char *text =
	    chosen != NULL ? chosen->text : item_text(item, part);

	buf_printf(b, "[%zu: %s]", part + 1, *text != '\0' ? text : "____");
}

void
show_stem(struct buf *b, const struct item *item)
{
	const char *p = item->stem;

	while (*p != '\0') {
		size_t gap = gap_at(p);

		if (gap == 0 || gap > item->n_interactions) {
			buf_put_u8(b, (uint8_t)*p++);
			continue;
		}
		put_gap(b, item, gap - 1);
		p = strstr(p, "]]") + 2;
	}
	buf_put_u8(b, '\n');
}

static void
put_letters(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	const char *comma = "";
	char label[3];
	size_t i;

	for (i = 0; i < in->n_choices; i++) {
		if (!item_has_choice(item, part, in->choices[i].number))
			continue;
		choice_label(label, i);
		buf_printf(b, "%s%s", comma, label);
		comma = ", ";
	}
}

static void
put_order(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	const struct choice *c;
	char label[3];
	size_t i;

	for (i = 0; (c = item_choice_at(item, part, i)) != NULL; i++) {
		choice_label(label, (size_t)(c - in->choices));
		buf_printf(b, "%s%s", i > 0 ? ", " : "", label);
	}
}

static void
put_pairs(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	const char *comma = "";
	char label[3];
	size_t r, c, n;

	for (r = 0; r < in->n_rows; r++) {
		for (c = 0, n = 0; c < in->n_choices; c++) {
			if (!item_has_pair(item, part, in->rows[r].number,
				in->choices[c].number))
				continue;
			choice_label(label, c);
			if (n++ == 0)
				buf_printf(b, "%s%zu", comma, r + 1);
			buf_printf(b, " %s", label);
			comma = ", ";
		}
	}
}

static void
put_lacking(struct buf *b, const struct item *item, size_t part)
{
	size_t n = item_part_lacks(item, part);

	if (n > 0)
		buf_printf(b,
		    item->interactions[part].kind == KIND_ORDER
			? " (%zu still without a place)"
			: " (%zu more to choose)",
		    n);
}

void
show_entered(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];

	if (!item_part_is_answered(item, part)) {
		buf_put_text(b, "nothing entered");
		return;
	}
	switch (in->kind) {
	case KIND_CHOICE:
	case KIND_INLINE:
		put_letters(b, item, part);
		break;
	case KIND_ORDER:
		put_order(b, item, part);
		break;
	case KIND_MATCH:
		put_pairs(b, item, part);
		break;
	case KIND_TEXT:
		buf_printf(b, "\"%s\"", item_text(item, part));
		break;
	case KIND_EXTENDED:
		buf_put_text(b, "a text of ");
		words_put_count(b,
		    words_count(slice_of(item_text(item, part))).words, "word");
		break;
	case N_KINDS:
		break;
	}
	put_lacking(b, item, part);
}

void
show_response(struct buf *b, const struct item *item)
{
	size_t i;

	for (i = 0; i < item->n_interactions; i++) {
		if (i > 0)
			buf_put_text(b, "; ");
		if (item->n_interactions > 1) {
			show_part_name(b, item, i);
			buf_put_text(b, ": ");
		}
		show_entered(b, item, i);
	}
}

static void
put_words_asked(struct buf *b, const struct interaction *in)
{
	if (in->min_words > 0 && in->max_words > 0)
		buf_printf(b, "%d to %d words", in->min_words, in->max_words);
	else if (in->min_words > 0)
		buf_printf(b, "at least %d words", in->min_words);
	else if (in->max_words > 0)
		buf_printf(b, "at most %d words", in->max_words);
}

void
show_size(struct buf *b, const struct interaction *in, struct slice text)
{
	struct text_size n = words_count(text);

	words_put_count(b, n.words, "word");
	if (in->min_words > 0 || in->max_words > 0) {
		buf_put_text(b, " (");
		put_words_asked(b, in);
		buf_put_text(b, " are asked for)");
	}
	buf_printf(b, ", %zu", n.characters);
	if (in->max_length > 0)
		buf_printf(b, " of %d", in->max_length);
	buf_put_text(b, " characters");
}

static void
put_choosing(struct buf *b, const struct interaction *in)
{
	int most = interaction_most(in);

	if (most == 1)
		buf_put_text(b, "Choose one");
	else if (in->min == most)
		buf_printf(b, "Choose %d", most);
	else if (in->max > 0)
		buf_printf(b, "Choose up to %d", most);
	else
		buf_put_text(b, "Choose all that apply");
}

static void
put_writing(struct buf *b, const struct interaction *in, const char *unit)
{
	buf_put_text(b, in->numeric ? "Type a number" : "Type a text");
	if (*unit != '\0')
		buf_printf(b, ", in %s", unit);
	if (in->max_length > 0)
		buf_printf(b, " (at most %d characters)", in->max_length);
}

static void
put_matching(struct buf *b, const struct interaction *in)
{
	buf_put_text(b, in->row_max == 1 ? "Give each row one letter"
					 : "Give each row its letters");
	if (in->column_max == 1)
		buf_put_text(b, "; each letter can be used once");
	else if (in->column_max > 1 && (size_t)in->column_max < in->n_rows)
		buf_printf(
		    b, "; each letter can be used %d times", in->column_max);
}

static void
put_essay(struct buf *b, const struct interaction *in)
{
	buf_put_text(b, "Write a text");
	if (in->min_words > 0 || in->max_words > 0) {
		buf_put_text(b, " of ");
		put_words_asked(b, in);
	}
	if (in->max_length > 0)
		buf_printf(b, " (at most %d characters)", in->max_length);
}

void
show_task(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];

	switch (in->kind) {
	case KIND_CHOICE:
	case KIND_INLINE:
		put_choosing(b, in);
		break;
	case KIND_TEXT:
		put_writing(b, in, item->unit);
		break;
	case KIND_ORDER:
		buf_put_text(b, "Put them in order, the first one first");
		break;
	case KIND_MATCH:
		put_matching(b, in);
		break;
	case KIND_EXTENDED:
		put_essay(b, in);
		break;
	case N_KINDS:
		break;
	}
}

/* What a line that answers looks like, where the task does not say it. */
static void
put_example(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	bool plain = in->kind == KIND_TEXT || in->kind == KIND_INLINE ||
		     (in->kind == KIND_CHOICE && interaction_most(in) == 1);

	if (plain && item->n_interactions == 1)
		return;
	buf_put_text(b, in->kind == KIND_EXTENDED
			    ? ". To begin or go on, type: "
			    : ", for example: ");
	show_example(b, item, part);
}

static void
put_choices(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	char label[3];
	size_t i;

	for (i = 0; i < in->n_choices; i++) {
		choice_label(label, i);
		buf_printf(b, "  %s) %s%s\n", label, in->choices[i].text,
		    in->kind != KIND_MATCH && in->kind != KIND_ORDER &&
			    item_has_choice(item, part, in->choices[i].number)
			? " [chosen]"
			: "");
	}
}

/* Each paragraph with its number, so that it can be named. */
static void
put_paragraphs(struct buf *b, const char *text)
{
	size_t i;

	for (i = 1; *text != '\0'; i++) {
		size_t n = strcspn(text, "\n");

		buf_printf(b, "  %zu: %.*s\n", i, (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void
put_interaction(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	size_t i;

	if (item->n_interactions > 1)
		buf_printf(b, "%s%s %zu\n", part > 0 ? "\n" : "",
		    has_gap(item, part) ? "Gap" : "Part", part + 1);
	if (*in->prompt != '\0')
		buf_printf(b, "%s\n", in->prompt);
	for (i = 0; i < in->n_rows; i++)
		buf_printf(b, "  %zu) %s\n", i + 1, in->rows[i].text);
	if (in->n_rows > 0)
		buf_put_u8(b, '\n');
	put_choices(b, item, part);
	if (in->kind == KIND_EXTENDED)
		put_paragraphs(b, item_text(item, part));
	show_task(b, item, part);
	put_example(b, item, part);
	buf_put_text(b, ".\n");
}

void
show_heading(struct buf *b, const struct item *item, const struct attempt *a)
{
	const struct section *s =
	    a == NULL ? NULL : attempt_section(a, item->section);

	buf_printf(b, "Item %d", item->number);
	if (s != NULL)
		buf_printf(b, ", %d of %d in section %d",
		    item->number - s->first_item + 1, s->items, s->number);
	if (item->marks > 0)
		buf_printf(b, ", %g mark%s", item->marks,
		    item->marks > 1 || item->marks < 1 ? "s" : "");
	buf_printf(b, "%s\n", item->flagged ? ", flagged" : "");
}

void
show_item(
    struct buf *b, const struct item *item, const struct attempt *a, int width)
{
	size_t i;

	show_heading(b, item, a);
	buf_put_u8(b, '\n');
	show_exhibits(b, &item->exhibits, width);
	show_stem(b, item);
	buf_put_u8(b, '\n');
	for (i = 0; i < item->n_interactions; i++)
		put_interaction(b, item, i);
	if (item_is_answered(item)) {
		if (item->n_interactions > 1)
			buf_put_u8(b, '\n');
		buf_put_text(b, "Your answer: ");
		show_response(b, item);
		buf_put_text(b, ".\n");
	}
}
