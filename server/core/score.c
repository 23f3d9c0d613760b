#include "core/score.h"

#include "core/number.h"

/* ---- one item ---- */

static void
start_outcomes(struct value *values, struct arena *arena,
    const struct item *item)
{
	uint16_t i;

	for (i = 0; i < item->n_variables; i++)
		values[i] = item->variables[i].kind == VARIABLE_RESPONSE ?
		    VALUE_NULL : variable_start(arena, &item->variables[i]);
}

/* A SCORE that is NULL in the end is no marks. */
static enum err
read_score(int32_t *marks, const struct item *item, const struct value *values)
{
	struct value score = values[item_find_variable(item, ITEM_SCORE)];

	if (value_is_null(score))
		return ERR_OK;
	return number_thousandths(marks,
		   atom_number(score.type, score.atoms[0])) ?
	    ERR_OK : ERR_INVALID;
}

static enum err
score_values(int32_t *marks, struct value *values, struct arena *arena,
    const struct item *item)
{
	struct process process = { .variables = item->variables,
		.n_variables = item->n_variables, .values = values,
		.scratch = arena };

	if (expr_run(&process, item->processing) != ERR_OK)
		return ERR_INVALID;
	return read_score(marks, item, values);
}

static enum err
score_response(int32_t *marks, const struct item *item, const uint8_t *orders,
    struct slice response)
{
	struct value values[VARIABLES_MAX];
	struct arena arena = { 0 };
	enum err err;

	*marks = 0;
	if (response_check(item, response) != ERR_OK)
		return ERR_INVALID;
	start_outcomes(values, &arena, item);
	response_bind(values, &arena, item, orders, response);
	err = score_values(marks, values, &arena, item);
	arena_fini(&arena);
	return err;
}

enum err
score_item(int32_t *marks, const struct bank *bank, const struct paper *paper,
    uint16_t item, struct slice response)
{
	return score_response(marks, bank_item(bank, paper_item(paper, item)),
	    paper_orders(paper, item), response);
}

enum err
score_as_written(int32_t *marks, const struct item *item,
    struct slice response)
{
	return score_response(marks, item, NULL, response);
}

enum err
score_key(int32_t *marks, const struct item *item)
{
	struct value values[VARIABLES_MAX];
	struct arena arena = { 0 };
	enum err err;
	uint16_t i;

	*marks = 0;
	start_outcomes(values, &arena, item);
	for (i = 0; i < item->n_variables; i++)
		if (item->variables[i].kind == VARIABLE_RESPONSE)
			values[i] = item->variables[i].correct;
	err = score_values(marks, values, &arena, item);
	arena_fini(&arena);
	return err;
}

/* ---- the whole ---- */

#define HUNDRED_PERCENT 100000

/* a / b rounded half up; a >= 0, b > 0. */
static int64_t
divide_half_up(int64_t a, int64_t b)
{
	return a / b + (a % b >= b - a % b);
}

static int32_t
section_percent(int64_t marks, int64_t max_marks)
{
	if (max_marks <= 0 || marks <= 0)
		return 0;
	if (marks >= max_marks)
		return HUNDRED_PERCENT;
	return (int32_t)divide_half_up(HUNDRED_PERCENT * marks, max_marks);
}

void
score_total(struct score *s, const uint32_t *weights)
{
	int64_t sum = 0, weight = 0;
	bool sections_passed = s->n_sections > 0;
	uint16_t i;

	for (i = 0; i < s->n_sections; i++) {
		struct section_score *section = &s->sections[i];

		if (section->marks < 0)
			section->marks = 0;
		section->percent =
		    section_percent(section->marks, section->max_marks);
		section->passed = section->max_marks == 0 ||
		    section->percent >= section->cut;
		sections_passed = sections_passed && section->passed;
		if (section->max_marks == 0)
			continue;
		sum += (int64_t)weights[i] * section->percent;
		weight += weights[i];
	}
	s->percent = weight > 0 ? (int32_t)divide_half_up(sum, weight) : 0;
	s->passed = sections_passed && s->percent >= s->cut;
}

void
score_encode(const struct score *score, struct buf *b)
{
	uint16_t i;

	buf_put_u16(b, score->n_sections);
	for (i = 0; i < score->n_sections; i++) {
		const struct section_score *p = &score->sections[i];

		buf_put_i64(b, p->marks);
		buf_put_i64(b, p->max_marks);
		buf_put_u32(b, (uint32_t)p->percent);
		buf_put_u32(b, (uint32_t)p->cut);
		buf_put_u8(b, p->passed);
	}
	buf_put_u32(b, (uint32_t)score->percent);
	buf_put_u32(b, (uint32_t)score->cut);
	buf_put_u8(b, score->passed);
}

enum err
score_decode(struct score *out, struct cursor *c)
{
	struct score score = { .n_sections = cursor_u16(c) };
	uint16_t i;

	if (c->bad || score.n_sections > SECTIONS_MAX)
		return ERR_SYNTAX;
	for (i = 0; i < score.n_sections; i++) {
		struct section_score *p = &score.sections[i];

		p->marks = cursor_i64(c);
		p->max_marks = cursor_i64(c);
		p->percent = (int32_t)cursor_u32(c);
		p->cut = (int32_t)cursor_u32(c);
		p->passed = cursor_u8(c) != 0;
	}
	score.percent = (int32_t)cursor_u32(c);
	score.cut = (int32_t)cursor_u32(c);
	score.passed = cursor_u8(c) != 0;
	if (c->bad)
		return ERR_SYNTAX;
	*out = score;
	return ERR_OK;
}
