/*
 * Every sample bank is what its programme and its key say: it loads in
 * silence, gives the marks that were counted by hand, and each route has
 * papers.
 */
#include "told.h"

#include "core/score.h"
#include "load/bank.h"
#include "load/programme.h"
#include "load/schedule.h"
#include "support/key.h"

static const char *const names[] = { "ctss", "cbss", "ccss", "practice" };

#define N_NAMES (sizeof(names) / sizeof(names[0]))

static struct buf
file_of(const char *folder, const char *name, const char *ending)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s.%s", folder, name, ending);
	return told_file(path);
}

static void
assert_silent(struct diag *diag)
{
	buf_put_u8(&diag->text, '\0');
	assert_string_equal(diag->text.at, "");
	diag_fini(diag);
}

static struct bank *
sample_bank(const char *name)
{
	struct buf text = file_of("question-banks", name, "bank.json");
	struct diag diag = { .path = name }, warnings = { .path = name };
	struct bank *bank = NULL;

	(void)!load_bank(&bank, buf_slice(&text), &diag, &warnings);
	assert_silent(&diag);
	assert_silent(&warnings);
	buf_fini(&text);
	return bank;
}

static struct programme *
sample_programme(const char *name)
{
	struct buf text = file_of("schedules", name, "programme.json");
	struct diag diag = { .path = name };
	struct programme *programme = NULL;

	(void)!load_programme(&programme, buf_slice(&text), &diag);
	assert_silent(&diag);
	buf_fini(&text);
	return programme;
}

/* ---- a line of a key, in canonical bytes ---- */

static uint8_t
place_of(const struct interaction *in, struct slice ident, size_t from)
{
	size_t i;

	for (i = from; i < in->n_choices; i++)
		if (slice_equal(in->choices[i].ident, ident))
			return (uint8_t)(i - from);
	fail_msg("there is no choice \"%.*s\"", SLICE_FMT(ident));
	return 0;
}

static void
put_text(struct buf *b, struct slice text)
{
	bool blank = slice_is(text, "-");

	buf_put_u8(b, blank ? 0 : 1);
	if (blank)
		return;
	buf_put_u16(b, (uint16_t)text.len);
	buf_put_slice(b, text);
}

static void
put_pair(struct buf *b, const struct interaction *in, struct slice pair)
{
	struct slice row;

	assert_true(key_cut(&row, &pair, "="));
	buf_put_u8(b, place_of(in, row, 0));
	buf_put_u8(b, place_of(in, pair, in->n_rows));
}

static void
put_values(struct buf *b, const struct interaction *in, struct slice part)
{
	size_t count = b->len;
	struct slice value;

	buf_put_u8(b, 0);
	while (key_cut(&value, &part, ",")) {
		if (in->type == INTERACTION_MATCH)
			put_pair(b, in, value);
		else
			buf_put_u8(b, place_of(in, value, 0));
		b->at[count]++;
	}
}

static void
put_response(struct buf *b, const struct item *item, struct slice response)
{
	bool gaps = item->interactions[0].type == INTERACTION_INLINE_CHOICE;
	struct slice part;
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];

		if (!key_cut(&part, &response, gaps ? "|" : " ; "))
			fail_msg("%.*s: the key has too few parts",
			    SLICE_FMT(item->ident));
		if (interaction_takes_text(in))
			put_text(b, part);
		else
			put_values(b, in, part);
	}
	assert_null(response.at);
}

static void
assert_marks(const struct item *item, const struct key_line *line)
{
	struct buf response = { 0 };
	int32_t marks = -1;

	assert_true(slice_equal(item->ident, line->item));
	put_response(&response, item, line->response);
	assert_int_equal(response_check(item, buf_slice(&response)), ERR_OK);
	assert_int_equal(
	    score_as_written(&marks, item, buf_slice(&response)), ERR_OK);
	if (marks != key_marks(line->marks))
		fail_msg("%.*s: the key says %.*s, the bank %d thousandths",
		    SLICE_FMT(item->ident), SLICE_FMT(line->marks), marks);
	assert_int_equal(marks + item_hand_marks(item), item->max_marks);
	buf_fini(&response);
}

static void
every_response_of_a_key_gives_its_marks(void **state)
{
	struct key_line line;
	struct slice left;
	struct buf text;
	size_t i, n;

	(void)state;
	for (i = 0; i < N_NAMES; i++) {
		struct bank *bank = sample_bank(names[i]);

		text = file_of("tests/e2e/keys", names[i], "key");
		left = buf_slice(&text);
		for (n = 0; n < bank_n_items(bank); n++) {
			assert_true(key_next(&line, &left));
			assert_marks(bank_item(bank, n), &line);
		}
		assert_int_equal(left.len, 0);
		bank_free(bank);
		buf_fini(&text);
	}
}

static void
every_route_of_a_programme_has_papers_in_its_bank(void **state)
{
	struct buf why = { 0 };
	size_t i, r;

	(void)state;
	for (i = 0; i < N_NAMES; i++) {
		struct bank *bank = sample_bank(names[i]);
		struct programme *p = sample_programme(names[i]);

		for (r = 0; r < N_ROUTE_NAMES; r++)
			if (p->routes[r].offered)
				(void)paper_check(&why, bank,
				    &p->routes[r].blueprint, 0);
		programme_free(p);
		bank_free(bank);
	}
	buf_put_u8(&why, '\0');
	assert_string_equal(why.at, "");
	buf_fini(&why);
}

/* Each of 300 candidates' own, on the hardest of the samples. */
static void
a_paper_of_ccss_is_drawn_in_few_looks(void **state)
{
	struct bank *bank = sample_bank("ccss");
	struct programme *p = sample_programme("ccss");
	const struct blueprint *b = &p->routes[ROUTE_FULL].blueprint;
	struct pool *pool = pool_new(bank, b);
	uint64_t looks = 0;
	unsigned i;

	(void)state;
	for (i = 0; i < 300; i++) {
		uint8_t seed[SEED_LEN] = { (uint8_t)i, (uint8_t)(i >> 8) };
		struct selection s;

		assert_int_equal(select_items(&s, pool, NULL, seed, 0), ERR_OK);
		assert_true(s.steps <= DRAW_STEPS_MAX + 2 * DRAW_STEPS_TRY);
		looks += s.steps;
	}
	assert_true(looks / 300 < 2 * DRAW_STEPS_TRY);
	pool_free(pool);
	programme_free(p);
	bank_free(bank);
}

static void
the_practice_sitting_fits_its_programme_and_bank(void **state)
{
	struct buf text = file_of("schedules", "practice", "schedule.json");
	struct programme *programme = sample_programme("practice");
	struct bank *bank = sample_bank("practice");
	struct diag diag = { .path = "practice" };
	struct schedule schedule = { 0 };

	(void)state;
	(void)!load_schedule(&schedule, buf_slice(&text), &diag);
	assert_int_equal(schedule.n, 1);
	(void)!load_check_sitting(schedule.sittings[0], programme, bank, NULL,
	    &diag);
	assert_silent(&diag);
	schedule_fini(&schedule);
	programme_free(programme);
	bank_free(bank);
	buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_response_of_a_key_gives_its_marks),
		cmocka_unit_test(
		    every_route_of_a_programme_has_papers_in_its_bank),
		cmocka_unit_test(a_paper_of_ccss_is_drawn_in_few_looks),
		cmocka_unit_test(
		    the_practice_sitting_fits_its_programme_and_bank),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
