/* What stands in the files of a bundle. */
#include "proof/bundle.h"
#include "proof/literal.h"
#include "proof/rule.h"
#include "proto/answer.h"
#include "proto/out.h"

static const struct item *
item_at(const struct derived *d, const struct derived_from *from, uint16_t i)
{
	return bank_item(from->bank, paper_item(d->paper, i));
}

/* Elements of the list, each on a line of its own. */
static void
begin_element(struct buf *b, uint16_t i)
{
	buf_put_text(b, i > 0 ? ",\n" : "\n");
}

/* ---- the paper ---- */

void
bundle_put_paper(struct buf *b, const struct derived *d,
    const struct derived_from *from)
{
	uint16_t i;

	out_open_array(b, NULL);
	for (i = 0; i < d->n_items; i++) {
		begin_element(b, i);
		paper_view(b, d->paper, from->bank, i);
		answer_write_state(b, item_at(d, from, i),
		    attempt_answer(from->attempt, i));
	}
	buf_put_text(b, "\n");
	out_close_array(b);
	buf_put_text(b, "\n");
}

/* ---- the marks ---- */

/* The values of all response variables, by name; choices by what the bank
 * calls them. */
static void
put_values(struct buf *b, const char *name, const struct item *item,
    const struct value *values)
{
	uint16_t i;

	out_open(b, name);
	for (i = 0; i < item->n_variables; i++) {
		const struct variable *v = &item->variables[i];

		if (v->kind != VARIABLE_RESPONSE)
			continue;
		if (b->at[b->len - 1] != '{')
			buf_put_text(b, ",");
		out_quote(b, v->ident);
		buf_put_text(b, ":");
		literal_put_value(b, values != NULL ? values[i] : v->correct);
	}
	out_close(b);
}

static void
put_response(struct buf *b, const struct derived *d,
    const struct derived_from *from, uint16_t i)
{
	const struct item *item = item_at(d, from, i);
	struct slice response =
	    answer_response(attempt_answer(from->attempt, i));
	struct value values[VARIABLES_MAX] = { 0 };
	struct arena arena = { 0 };

	if (response_check(item, response) == ERR_OK)
		response_bind(values, &arena, item,
		    paper_orders(d->paper, i), response);
	put_values(b, "response", item, values);
	arena_fini(&arena);
}

static void
put_rule(struct buf *b, const struct item *item)
{
	struct buf words = { 0 };

	rule_put(&words, item);
	out_text(b, "rule", buf_slice(&words));
	buf_fini(&words);
}

static void
put_given(struct buf *b, const struct marking *m, uint16_t item)
{
	const struct hand_mark *mark;
	unsigned n;

	out_open_array(b, "hand");
	for (n = 0; (mark = marking_nth(m, item, n)) != NULL; n++) {
		out_open(b, NULL);
		out_word(b, "by", mark->by);
		out_int(b, "marks", mark->marks);
		out_close(b);
	}
	out_close_array(b);
}

static void
put_marks(struct buf *b, const struct derived *d,
    const struct derived_from *from, uint16_t i)
{
	const struct item *item = item_at(d, from, i);
	const struct derived_item *m = &d->items[i];

	out_int(b, "item", i + 1);
	out_int(b, "section", paper_item_section(d->paper, i) + 1);
	out_text(b, "bank_item", item->ident);
	out_bool(b, "counts", !item->pretest);
	out_int(b, "max_marks", m->max_marks);
	out_int(b, "marks", (int64_t)m->processed + m->by_hand);
	out_int(b, "processed", m->processed);
	out_bool(b, "failed", m->failed);
	put_response(b, d, from, i);
	put_values(b, "key", item, NULL);
	put_rule(b, item);
	put_given(b, &from->attempt->marking, i);
	if (m->is_script)
		out_word(b, "script", script_state_word(m->script));
	else
		out_null(b, "script");
}

void
bundle_put_marks(struct buf *b, const struct derived *d,
    const struct derived_from *from)
{
	uint16_t i;

	out_open_array(b, NULL);
	for (i = 0; i < d->n_items; i++) {
		begin_element(b, i);
		out_open(b, NULL);
		put_marks(b, d, from, i);
		out_close(b);
	}
	buf_put_text(b, "\n");
	out_close_array(b);
	buf_put_text(b, "\n");
}

/* ---- the words ---- */

void
bundle_put_readme(struct buf *b)
{
	buf_put_text(b,
"What stands here is all that is known of one attempt at an examination.\n"
"\n"
"transcript.json  every event of the attempt, in order, with the proof that\n"
"                 it stands in the journal of the examination\n"
"bank.exambank    the version of the question bank that the paper was drawn\n"
"                 from\n"
"programme.json   the rules it was marked and judged by\n"
"paper.json       the questions as the candidate saw them, with the answers\n"
"                 that stood at the end\n"
"marks.json       for each question the answer, the key, the rule and the\n"
"                 marks, in thousandths of a mark\n"
"manifest         the SHA-256 of each of these files, and the body's seal\n"
"\n"
"To check it on a computer that has nothing to do with the body, install\n"
"exam-verify, fetch the public key and the heads that the body has published,\n"
"and run\n"
"\n"
"    exam-verify --keys evidence.keys --head heads.txt \\\n"
"        --page attempt.html bundle.tar\n"
"\n"
"It derives the clock, every verdict, the paper and the marks again, and says\n"
"line by line what does not hold.  attempt.html tells the same for reading.\n"
"\n"
"It holds questions and their keys: keep it as you keep the examination.\n");
}
