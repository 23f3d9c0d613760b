/* What follows from the bank and the programme: screens, responses, marks. */
#include <inttypes.h>

#include "exam-verify/check.h"
#include "exam-verify/words.h"

/* A second fold beside which everything is derived. */
struct rerun {
	const struct check *check;
	struct story *story;
	struct attempt attempt;
	bool has_reading; /* story->by_hand is known */
	bool bad;	  /* said once: the marks cannot be derived */
};

__attribute__((format(printf, 3, 4))) static void
add(const struct rerun *r, size_t i, const char *fmt, ...)
{
	struct buf what = { 0 };
	char where[WHERE_MAX];
	va_list ap;

	check_where(where, r->story->evidence, i);
	va_start(ap, fmt);
	buf_vprintf(&what, fmt, ap);
	va_end(ap);
	finding_add(r->check->findings, r->check->file, where, "%.*s",
	    SLICE_FMT(buf_slice(&what)));
	buf_fini(&what);
}

static enum err
derive(struct derived **out, const struct rerun *r, bool by_hand)
{
	return derived_new(out, &(struct derived_from){ &r->attempt,
	    r->story->bank, r->story->programme, by_hand });
}

/* ---- the paper ---- */

static bool
items_are_there(const struct rerun *r)
{
	const struct attempt_plan *plan = r->attempt.plan;
	uint16_t i;

	for (i = 0; i < plan->n_items; i++)
		if (plan->items[i] >= bank_n_items(r->story->bank))
			return false;
	return true;
}

static void
see_drawn(struct rerun *r, size_t i)
{
	const struct event *e = &r->story->evidence->decoded[i];
	struct attempt_drawn drawn;
	uint8_t screens[SCREENS_LEN];
	struct derived *d;

	if (!items_are_there(r) || derive(&d, r, true) != ERR_OK) {
		r->bad = true;
		add(r, i, "the bank and the programme do not have the paper "
		    "that was drawn");
		return;
	}
	derived_screens(screens, d->paper, r->story->bank);
	if (attempt_drawn_decode(&drawn, r->attempt.plan->n_items, e->data) !=
		ERR_OK ||
	    !hash_equal(screens, drawn.screens, SCREENS_LEN))
		add(r, i, "what the bank shows for this paper is not what was "
		    "on the candidate's screen");
	derived_free(d);
}

static const struct item *
item_at(const struct rerun *r, uint16_t item)
{
	const struct attempt_plan *plan = r->attempt.plan;

	if (plan == NULL || plan->items == NULL || item >= plan->n_items)
		return NULL;
	return bank_item(r->story->bank, plan->items[item]);
}

static void
see_answered(struct rerun *r, size_t i)
{
	const struct event *e = &r->story->evidence->decoded[i];
	const struct item *item = item_at(r, e->item);

	if (item != NULL && response_check(item, e->data) != ERR_OK)
		add(r, i, "the answer is none that this item can have");
}

/* ---- marks by hand ---- */

static bool
marks_fit(const struct item *item, const struct event *e)
{
	struct cursor c = cursor_on(e->data);
	int64_t sum = 0;
	uint16_t i;

	for (i = 0; i < item->n_criteria; i++) {
		int64_t marks = cursor_u32(&c);

		if (marks > item->criteria[i].max_marks)
			return false;
		sum += marks;
	}
	return cursor_done(&c) && sum == e->number && item->n_criteria > 0;
}

static void
see_marked(struct rerun *r, size_t i)
{
	const struct event *e = &r->story->evidence->decoded[i];
	const struct item *item = item_at(r, e->item);

	if (item != NULL && !marks_fit(item, e))
		add(r, i, "the marks are not what this item's rubric can "
		    "give");
}

/* ---- scoring ---- */

static bool
same_maximum(const struct score *a, const struct score *b)
{
	uint16_t i;

	for (i = 0; i < a->n_sections; i++)
		if (a->sections[i].max_marks != b->sections[i].max_marks)
			return false;
	return a->n_sections == b->n_sections;
}

/* Whether people mark shows in what the sections can give. */
static void
find_reading(struct rerun *r, const struct score *said)
{
	struct derived *d;

	if (r->has_reading || derive(&d, r, false) != ERR_OK)
		return;
	r->has_reading = true;
	r->story->by_hand = !same_maximum(&d->score, said);
	derived_free(d);
}

static void
compare_section(const struct rerun *r, size_t i, unsigned section,
    const struct section_score *said, const struct section_score *now)
{
	struct buf words = { 0 };

	if (said->marks == now->marks && said->max_marks == now->max_marks &&
	    said->percent == now->percent && said->cut == now->cut &&
	    said->passed == now->passed)
		return;
	words_thousandths(&words, said->marks);
	buf_put_text(&words, " of ");
	words_thousandths(&words, said->max_marks);
	buf_put_text(&words, " marks; the answers give ");
	words_thousandths(&words, now->marks);
	buf_put_text(&words, " of ");
	words_thousandths(&words, now->max_marks);
	add(r, i, "section %u was given %.*s", section,
	    SLICE_FMT(buf_slice(&words)));
	buf_fini(&words);
}

static void
compare_total(const struct rerun *r, size_t i, const struct score *said,
    const struct score *now)
{
	struct buf words = { 0 };

	if (said->percent == now->percent && said->cut == now->cut &&
	    said->passed == now->passed)
		return;
	words_thousandths(&words, said->percent);
	buf_printf(&words, " %% (%s); the answers give ",
	    said->passed ? "passed" : "not passed");
	words_thousandths(&words, now->percent);
	buf_printf(&words, " %% (%s)", now->passed ? "passed" : "not passed");
	add(r, i, "the total was given as %.*s", SLICE_FMT(buf_slice(&words)));
	buf_fini(&words);
}

static void
see_scored(struct rerun *r, size_t i)
{
	const struct event *e = &r->story->evidence->decoded[i];
	struct cursor c = cursor_on(e->data);
	struct derived *d;
	struct score said;
	uint16_t n;

	if (score_decode(&said, &c) != ERR_OK)
		return; /* told by the fold */
	find_reading(r, &said);
	if (derive(&d, r, r->story->by_hand) != ERR_OK) {
		add(r, i, "the marks cannot be derived from what is here");
		return;
	}
	if (!d->is_settled)
		add(r, i, "was scored while texts still waited for markers");
	for (n = 0; n < said.n_sections && n < d->score.n_sections; n++)
		compare_section(r, i, n + 1u, &said.sections[n],
		    &d->score.sections[n]);
	compare_total(r, i, &said, &d->score);
	derived_free(d);
}

/* ---- the run ---- */

static void
see(struct rerun *r, size_t i)
{
	switch ((int)r->story->evidence->decoded[i].kind) {
	case EVENT_DRAWN:
		see_drawn(r, i);
		break;
	case EVENT_ANSWERED:
		see_answered(r, i);
		break;
	case EVENT_MARKED:
		see_marked(r, i);
		break;
	case EVENT_SCORED:
		see_scored(r, i);
		break;
	default: /* the others say nothing about items */
		break;
	}
}

static void
compare_file(const struct check *c, enum bundle_file file,
    struct slice there, struct buf *wanted)
{
	if (!slice_equal(there, buf_slice(wanted)))
		finding_add(c->findings, c->file, bundle_file_name(file),
		    "is not what follows from the events, the bank and the "
		    "programme");
	buf_fini(wanted);
}

static bool
marks_are(const struct rerun *r, struct slice file, bool by_hand)
{
	struct derived_from from = { &r->attempt, r->story->bank,
		r->story->programme, by_hand };
	struct buf text = { 0 };
	struct derived *d;
	bool same;

	if (derived_new(&d, &from) != ERR_OK)
		return false;
	bundle_put_marks(&text, d, &from);
	same = slice_equal(buf_slice(&text), file);
	buf_fini(&text);
	derived_free(d);
	return same;
}

static void
check_files(struct rerun *r, const struct bundle *bundle)
{
	struct story *s = r->story;
	struct derived_from from = { &r->attempt, s->bank, s->programme, true };
	struct buf paper = { 0 }, marks = { 0 };

	if (!r->has_reading)
		s->by_hand = marks_are(r, bundle->files[BUNDLE_MARKS], true);
	from.by_hand = s->by_hand;
	if (derived_new(&s->derived, &from) != ERR_OK)
		return;
	bundle_put_paper(&paper, s->derived, &from);
	bundle_put_marks(&marks, s->derived, &from);
	compare_file(r->check, BUNDLE_PAPER, bundle->files[BUNDLE_PAPER],
	    &paper);
	compare_file(r->check, BUNDLE_MARKS, bundle->files[BUNDLE_MARKS],
	    &marks);
}

void
check_derived(const struct check *c, struct story *s,
    const struct bundle *bundle)
{
	struct rerun r = { .check = c, .story = s };
	const struct evidence *e = s->evidence;
	enum verdict verdict;
	size_t i;

	attempt_init(&r.attempt);
	for (i = 0; i < e->n && !r.bad; i++) {
		if (!e->is_decoded[i] ||
		    attempt_apply(&r.attempt, &e->decoded[i], &verdict) !=
			ERR_OK)
			break;
		see(&r, i);
	}
	if (!r.bad && r.attempt.plan != NULL && r.attempt.plan->items != NULL)
		check_files(&r, bundle);
	attempt_fini(&r.attempt);
}
