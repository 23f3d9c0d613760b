#include "core/number.h"
#include "core/score.h"
#include "practice/practice_state.h"
#include "proto/out.h"

/* Where in the candidate's order the choice with this identifier stands, among
 * n from first; from 1. */
static int64_t
place_of(const struct interaction *in, const uint8_t *order, uint16_t first,
    uint16_t n, struct slice ident)
{
	uint16_t i;

	for (i = 0; i < n; i++)
		if (slice_equal(in->choices[order[first + i]].ident, ident))
			break;
	return i + 1;
}

static void
put_pair(struct buf *b, const struct interaction *in, const uint8_t *order,
    struct pair pair)
{
	out_open_array(b, NULL);
	out_int(b, NULL, place_of(in, order, 0, in->n_rows, pair.first));
	out_int(b, NULL,
	    place_of(in, order, in->n_rows,
		(uint16_t)(in->n_choices - in->n_rows), pair.second));
	out_close_array(b);
}

static void
put_atom(struct buf *b, const struct interaction *in, const uint8_t *order,
    const struct value *key, uint32_t i)
{
	struct atom atom = key->atoms[i];
	char text[32];

	if (in->type == INTERACTION_MATCH) {
		put_pair(b, in, order, atom.pair);
	} else if (in->n_choices > 0) {
		out_int(
		    b, NULL, place_of(in, order, 0, in->n_choices, atom.text));
	} else if (key->type == VALUE_STRING) {
		out_text(b, NULL, atom.text);
	} else {
		snprintf(
		    text, sizeof(text), "%.15g", atom_number(key->type, atom));
		out_word(b, NULL, text);
	}
}

static bool
has_key(const struct item *item)
{
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++)
		if (!value_is_null(
			item->variables[item->interactions[i].variable]
			    .correct))
			return true;
	return false;
}

/* The correct response, as this candidate would have entered it. */
static void
put_key(struct buf *b, const struct practice *p, uint16_t number)
{
	const struct item *item =
	    bank_item(p->bank, paper_item(p->paper, number));
	uint32_t j;
	uint16_t i;

	if (!has_key(item)) {
		out_null(b, "key");
		return;
	}
	out_open_array(b, "key");
	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		const struct value *key =
		    &item->variables[in->variable].correct;
		const uint8_t *order =
		    paper_order(p->paper, p->bank, number, i);

		out_open_array(b, NULL);
		for (j = 0; j < key->n; j++)
			put_atom(b, in, order, key, j);
		out_close_array(b);
	}
	out_close_array(b);
}

static void
put_rubric(struct buf *b, const struct item *item)
{
	uint16_t i;

	out_open_array(b, "rubric");
	for (i = 0; i < item->n_criteria; i++) {
		out_open(b, NULL);
		out_text(b, "text", item->criteria[i].text);
		out_thousandths(b, "marks", item->criteria[i].max_marks);
		out_close(b);
	}
	out_close_array(b);
}

/* Its marks and the most that could be given without a person. */
static void
score(int32_t *marks, int64_t *most, const struct practice *p, uint16_t number)
{
	const struct item *item =
	    bank_item(p->bank, paper_item(p->paper, number));

	if (score_item(marks, p->bank, p->paper, number,
		buf_slice(&p->answers[number].response)) != ERR_OK)
		*marks = 0;
	*most = item->max_marks - item_hand_marks(item);
}

static void
put_item(struct buf *b, const struct practice *p, uint16_t number)
{
	const struct item *item =
	    bank_item(p->bank, paper_item(p->paper, number));
	struct buf view = { 0 };
	int32_t marks;
	int64_t most;

	score(&marks, &most, p, number);
	practice_put_item(&view, p, number);
	out_open(b, NULL);
	out_raw(b, "item", buf_slice(&view));
	put_key(b, p, number);
	out_thousandths(b, "marks", marks);
	out_thousandths(b, "max_marks", most);
	out_bool(b, "pretest", item->pretest);
	put_rubric(b, item);
	out_text(b, "rationale", item->rationale);
	out_close(b);
	buf_fini(&view);
}

static void
add_section(struct section_score *s, const struct practice *p, uint16_t section)
{
	uint16_t first, n, i;
	int32_t marks;
	int64_t most;

	paper_section(p->paper, section, &first, &n);
	for (i = first; i < first + n; i++) {
		if (bank_item(p->bank, paper_item(p->paper, i))->pretest)
			continue; /* as a server has it */
		score(&marks, &most, p, i);
		s->marks += marks;
		s->max_marks += most;
	}
}

static void
put_section(struct buf *b, const struct practice *p, uint16_t section,
    const struct section_score *s)
{
	out_open(b, NULL);
	out_int(b, "section", section + 1);
	out_word(b, "title", practice_section_title(p, section));
	out_thousandths(b, "marks", s->marks);
	out_thousandths(b, "max_marks", s->max_marks);
	out_thousandths(b, "percent", s->percent);
	if (p->programme != NULL) {
		out_thousandths(b, "cut", s->cut);
		out_bool(b, "passed", s->passed);
	}
	out_close(b);
}

static void
add_up(struct score *s, const struct practice *p)
{
	uint32_t weights[SECTIONS_MAX];
	uint16_t i;

	*s = (struct score){ .n_sections = paper_n_sections(p->paper) };
	for (i = 0; i < s->n_sections; i++) {
		const struct programme_section *section =
		    practice_section(p, i);

		weights[i] = section == NULL ? 1 : section->weight;
		s->sections[i].cut = section == NULL ? 0 : section->cut;
		add_section(&s->sections[i], p, i);
	}
	if (p->programme != NULL)
		s->cut = p->programme->routes[p->route].cut;
	score_total(s, weights);
}

void
practice_put_result(struct buf *b, const struct practice *p)
{
	struct score s;
	uint16_t i;

	add_up(&s, p);
	if (p->programme != NULL) {
		out_bool(b, "passed", s.passed);
		out_thousandths(b, "cut", s.cut);
	}
	out_thousandths(b, "percent", s.percent);
	out_open_array(b, "sections");
	for (i = 0; i < s.n_sections; i++)
		put_section(b, p, i, &s.sections[i]);
	out_close_array(b);
	out_open_array(b, "items");
	for (i = 0; i < paper_n_items(p->paper); i++)
		put_item(b, p, i);
	out_close_array(b);
}
