/* replay_paper: with what an attempt was opened, and what was drawn for it. */
#include "hall/draw.h"
#include "hall/replay.h"
#include "hall/seat.h"

/* ---- what it was opened with ---- */

static void
check_version(struct retelling *t, const char *what,
    const struct transcript_version *said, const char *key, const char *hex)
{
	char opened[2 * SHA256_LEN + 1];

	hash_hex(opened, said->sha256, SHA256_LEN);
	if (!slice_is(said->name, key))
		replay_note(t, what, "%.*s was opened; the sitting has %s",
		    SLICE_FMT(said->name), key);
	else if (strcmp(opened, hex) != 0)
		replay_note(t, what,
		    "%s had the SHA-256 %s when it was opened; what is "
		    "stored has %s",
		    key, opened, hex);
}

void
replay_check_opened(struct retelling *t, const struct event *e)
{
	const struct roster *r = t->shadow.roster;
	struct transcript_version bank, programme;

	if (transcript_versions(&bank, &programme, e->text) != ERR_OK) {
		replay_note(t, "journal",
		    "event %u names no bank and programme",
		    t->events[t->at - 1].number);
		return;
	}
	check_version(t, "bank", &bank, r->bank->key, r->bank->sha256);
	check_version(t, "programme", &programme, r->programme->key,
	    r->programme->sha256);
}

/* ---- the paper ---- */

static bool
same_paper(
    const struct bank *bank, const struct paper *a, const struct paper *b)
{
	uint16_t i;

	if (paper_n_items(a) != paper_n_items(b))
		return false;
	for (i = 0; i < paper_n_items(a); i++)
		if (paper_item(a, i) != paper_item(b, i) ||
		    memcmp(paper_orders(a, i), paper_orders(b, i),
			item_orders_len(bank_item(bank, paper_item(a, i)))) !=
			0)
			return false;
	return true;
}

static void
check_draw(struct retelling *t, const struct paper *paper)
{
	struct paper *again = NULL;
	enum err e = draw_again(&again, &t->shadow);

	if (e == ERR_UNKNOWN)
		return; /* it depended on others' papers */
	if (e != ERR_OK || !same_paper(seat_bank(&t->shadow), paper, again))
		replay_note(t, "paper",
		    "the seed gives another paper than the one that "
		    "was drawn");
	paper_free(again);
}

/* How it was to be sat: sections, times, breaks. */
static void
check_plan(struct retelling *t, const struct paper *paper)
{
	struct attempt_plan drawn = *t->shadow.attempt.plan;
	struct attempt_plan due = seat_plan(&t->shadow, paper);
	const struct sitting_route *timing = seat_timing(&t->shadow);
	int64_t whole_ms = 0;
	struct buf a = { 0 }, b = { 0 };

	if (timing->whole_ms != 0)
		whole_ms =
		    entitlement_total_ms(t->shadow.attempt.entitlement, timing);
	drawn.items = NULL;
	due.form = drawn.form;
	attempt_plan_encode(&drawn, &a);
	attempt_plan_encode(&due, &b);
	if (!slice_equal(buf_slice(&a), buf_slice(&b)) ||
	    whole_ms != t->shadow.attempt.whole_ms)
		replay_note(t, "timing",
		    "sections, times or breaks are not those of "
		    "the sitting and of what the candidate is entitled to");
	buf_fini(&a);
	buf_fini(&b);
}

void
replay_check_drawn(struct retelling *t, const struct event *e)
{
	const struct paper *paper = seat_paper(&t->shadow);
	struct attempt_drawn said, now;

	if (paper == NULL) {
		replay_note(t, "paper",
		    "the bank does not have the items that were "
		    "drawn");
		return;
	}
	check_plan(t, paper);
	check_draw(t, paper);
	seat_drawn(&now, &t->shadow, paper);
	if (attempt_drawn_decode(&said, paper_n_items(paper), e->data) !=
		ERR_OK ||
	    !hash_equal(said.screens, now.screens, SCREENS_LEN))
		replay_note(t, "screens",
		    "what the bank shows for this paper is not "
		    "what was on the candidate's screen");
}
