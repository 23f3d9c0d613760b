/*
 * Both verifiers derive the same from simulated attempts, to the last digit,
 * and find nothing.
 */
#include <inttypes.h>
#include <stdio.h>

#include "survive/campaign.h"
#include "verify/exhibit.h"
#include "verify/judge.h"

#define ATTEMPTS_A_BANK 8

enum { ATTEMPTS, EVENTS, SAVES, BANKS };

static struct exhibit_keys keys;

static void
agree(const char *what, const struct evidence_asked *asked)
{
	struct verdicts c, python;

	judge_by_c(&c, asked);
	if (c.n > 0)
		case_fails("%s: exam-verify finds %.*s", what,
		    SLICE_FMT(buf_slice(&c.words)));
	judge_by_python(&python, asked);
	if (python.n > 0)
		case_fails("%s: verify.py finds %.*s", what,
		    SLICE_FMT(buf_slice(&python.words)));
	if (!slice_equal(buf_slice(&c.words), buf_slice(&python.words)))
		case_fails("%s: exam-verify\n%.*s\nverify.py\n%.*s", what,
		    SLICE_FMT(buf_slice(&c.words)),
		    SLICE_FMT(buf_slice(&python.words)));
	verdicts_fini(&c);
	verdicts_fini(&python);
}

static void
ask_all(const struct exhibit *x)
{
	struct evidence_asked asked = { .keys = buf_slice(&keys.history),
		.heads = buf_slice(&x->heads), .line = buf_slice(&x->line) };

	asked.name = "bundle";
	asked.file = buf_slice(&x->bundle);
	agree("bundle", &asked);
	asked.name = "transcript";
	asked.file = buf_slice(&x->candidate);
	agree("transcript", &asked);
	if (x->receipt.len == 0)
		return;
	asked.name = "receipt";
	asked.file = buf_slice(&x->receipt);
	asked.heads = SLICE_NONE;
	agree("receipt", &asked);
}

static void
sit_one(struct campaign_case *c, const struct chance_bank *bank)
{
	static struct chance_attempt attempt;
	struct exhibit_orders orders = { &attempt, bank, &keys, { 0 } };
	struct buf opened = { 0 };
	struct exhibit x;
	size_t i;

	exhibit_opened(&opened, bank);
	buf_put_u8(&opened, '\0');
	chance_attempt_make(&attempt, &c->rng, bank, opened.at);
	for (i = 0; i < SEED_LEN; i++)
		orders.seed[i] = (uint8_t)rng_word(&c->rng);
	exhibit_make(&x, &orders);
	ask_all(&x);
	c->done[ATTEMPTS]++;
	c->done[EVENTS] += attempt.n;
	for (i = 0; i < attempt.n; i++)
		c->done[SAVES] += attempt.events[i].kind == EVENT_ANSWERED;
	exhibit_free(&x);
	chance_attempt_free(&attempt);
	buf_fini(&opened);
}

static void
play(struct campaign_case *c)
{
	struct chance_bank bank;
	unsigned i;

	chance_bank_make(&bank, &c->rng);
	for (i = 0; i < ATTEMPTS_A_BANK; i++)
		sit_one(c, &bank);
	c->done[BANKS]++;
	chance_bank_free(&bank);
}

static void
prepare(void)
{
	exhibit_keys_make(&keys, true);
	judge_open();
}

static void
clear(void)
{
	judge_close();
	exhibit_keys_free(&keys);
}

int
main(int argc, char *argv[])
{
	static const struct campaign campaign = { .name = "agree",
		.folder = "tests/verify",
		.tallies = { "attempts", "events", "saves", "banks" },
		.count = 80,
		.patience_s = 120,
		.prepare = prepare,
		.play = play,
		.clear = clear };

	return campaign_run(&campaign, argc, argv);
}
