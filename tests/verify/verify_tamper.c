/*
 * Both verifiers find every change: of bytes and lines, with the seal as it
 * was; the same sealed again by somebody who has the key; and, with the last
 * head that the body published, a journal that was written again, forked or
 * cut short.
 */
#include <inttypes.h>
#include <stdio.h>

#include "proof/checkpoint.h"
#include "survive/campaign.h"
#include "verify/change.h"
#include "verify/judge.h"

#define CHANGES_A_CASE 150

enum { ALL, PLAIN, RESEALED, REWRITTEN, HEADS };

static struct exhibit_keys keys;

struct scene {
	struct campaign_case *c;
	struct chance_bank bank;
	struct chance_attempt attempt;
	struct exhibit honest;
	struct exhibit_orders orders;
	char opened[512];
};

/* ---- both must find it ---- */

static void
must_find(struct campaign_case *c, const struct evidence_asked *asked,
    const char *what)
{
	struct verdicts verdict;

	c->done[ALL]++;
	judge_by_c(&verdict, asked);
	if (verdict.n == 0)
		case_fails("%s: %s: exam-verify finds nothing", asked->name,
		    what);
	verdicts_fini(&verdict);
	judge_by_python(&verdict, asked);
	if (verdict.n == 0)
		case_fails("%s: %s: verify.py finds nothing", asked->name,
		    what);
	verdicts_fini(&verdict);
}

/* ---- without the key ---- */

static void
tamper_plainly(struct scene *s)
{
	const struct buf *files[] = { &s->honest.bundle, &s->honest.candidate,
		&s->honest.receipt, &s->honest.checkpoint };
	static const char *const names[] = { "bundle", "transcript", "receipt",
		"head" };
	enum change c = (enum change)rng_below(&s->c->rng, N_CHANGES);
	uint32_t which = rng_below(&s->c->rng, 4);
	struct evidence_asked asked = { .name = names[which],
		.keys = buf_slice(&keys.history) };
	struct buf copy = { 0 };

	buf_put_slice(&copy, buf_slice(files[which]));
	if (change_bytes(&copy, &s->c->rng, c, 0, copy.len)) {
		asked.file = buf_slice(&copy);
		must_find(s->c, &asked, change_words(c));
		s->c->done[PLAIN]++;
	}
	buf_fini(&copy);
}

/* ---- with the key ---- */

static void
tamper_with_the_key(struct scene *s)
{
	const struct note_signer *stolen = keys.signers[keys.n - 1];
	enum change c = (enum change)rng_below(&s->c->rng, N_CHANGES);
	struct evidence_asked asked = { .name = "transcript",
		.keys = buf_slice(&keys.history) };
	struct buf copy = { 0 };
	bool changed;

	if (chance_of(&s->c->rng, 50))
		changed = change_transcript(&copy, &s->c->rng, c,
		    buf_slice(&s->honest.candidate), stolen);
	else
		changed = change_bundle(&copy, &s->c->rng, c,
		    buf_slice(&s->honest.bundle), stolen, &asked.name);
	if (changed) {
		asked.file = buf_slice(&copy);
		must_find(s->c, &asked, change_words(c));
		s->c->done[RESEALED]++;
	}
	buf_fini(&copy);
}

/* ---- with the key and the journal ---- */

static void
copy_attempt(struct chance_attempt *to, const struct chance_attempt *from)
{
	size_t i;

	to->n = from->n;
	to->number = from->number;
	to->by_hand = from->by_hand;
	for (i = 0; i < from->n; i++) {
		to->events[i] = from->events[i];
		buf_put_slice(&to->texts[i], from->events[i].data);
		to->events[i].data = buf_slice(&to->texts[i]);
	}
}

/* As far as it is possible. */
static void
fold(struct chance_attempt *a)
{
	enum verdict verdict;
	size_t i;

	attempt_init(&a->folded);
	for (i = 0; i < a->n; i++)
		if (attempt_apply(&a->folded, &a->events[i], &verdict) !=
		    ERR_OK)
			return;
}

static void
rewrite_journal(struct scene *s)
{
	enum rewriting r =
	    (enum rewriting)rng_below(&s->c->rng, N_REWRITINGS);
	struct exhibit_orders orders = s->orders;
	struct evidence_asked asked = { .name = "bundle",
		.keys = buf_slice(&keys.history),
		.heads = buf_slice(&s->honest.checkpoint) };
	static struct chance_attempt forged;
	struct exhibit x;

	memset(&forged, 0, sizeof(forged));
	copy_attempt(&forged, &s->attempt);
	if (change_attempt(&forged, &s->c->rng, r)) {
		fold(&forged);
		orders.attempt = &forged;
		exhibit_make(&x, &orders);
		asked.file = buf_slice(&x.bundle);
		must_find(s->c, &asked, rewriting_words(r));
		s->c->done[REWRITTEN]++;
		exhibit_free(&x);
	}
	chance_attempt_free(&forged);
}

/* The same events in a journal that ends elsewhere: what others did after was
 * forgotten, or is another. */
static void
fork_journal(struct scene *s)
{
	struct exhibit_orders orders = s->orders;
	struct evidence_asked asked = { .name = "transcript",
		.keys = buf_slice(&keys.history),
		.heads = buf_slice(&s->honest.checkpoint) };
	struct exhibit x;

	orders.seed[0] ^= 1;
	exhibit_make(&x, &orders);
	asked.file = buf_slice(&x.candidate);
	must_find(s->c, &asked, "another journal");
	s->c->done[REWRITTEN]++;
	exhibit_free(&x);
}

/* ---- heads ---- */

static void
put_head(struct buf *b, uint64_t size, uint8_t mark)
{
	struct checkpoint head = { .origin = EXHIBIT_ORIGIN, .size = size,
		.root = { mark }, .at = { INT64_C(1790000000000) } };

	if (b->len > 0)
		buf_put_text(b, "\n");
	if (checkpoint_put(b, &head, keys.signers[keys.n - 1]) != ERR_OK)
		abort();
}

/* Published heads that contradict each other. */
static void
contradict(struct scene *s)
{
	uint64_t size = 10 + rng_below(&s->c->rng, 1000);
	bool fork = chance_of(&s->c->rng, 50);
	struct evidence_asked asked = { .name = "heads",
		.keys = buf_slice(&keys.history) };
	struct buf heads = { 0 };

	put_head(&heads, size, 1);
	put_head(&heads, size + 5, 2);
	put_head(&heads, fork ? size + 5 : size + 4, fork ? 3 : 2);
	asked.file = buf_slice(&heads);
	must_find(s->c, &asked, fork ? "a fork" : "a rollback");
	s->c->done[HEADS]++;
	buf_fini(&heads);
}

/* ---- a case ---- */

static void
tamper(struct scene *s)
{
	int what = chance_int(&s->c->rng, 1, 100);

	if (what <= 45)
		tamper_plainly(s);
	else if (what <= 85)
		tamper_with_the_key(s);
	else if (what <= 96)
		rewrite_journal(s);
	else if (what <= 98)
		fork_journal(s);
	else
		contradict(s);
}

static void
set_up(struct scene *s)
{
	struct buf opened = { 0 };
	size_t i;

	chance_bank_make(&s->bank, &s->c->rng);
	exhibit_opened(&opened, &s->bank);
	(void)snprintf(s->opened, sizeof(s->opened), "%.*s",
	    SLICE_FMT(buf_slice(&opened)));
	buf_fini(&opened);
	chance_attempt_make(&s->attempt, &s->c->rng, &s->bank, s->opened);
	s->orders = (struct exhibit_orders){ &s->attempt, &s->bank, &keys,
		{ 0 } };
	for (i = 0; i < SEED_LEN; i++)
		s->orders.seed[i] = (uint8_t)rng_word(&s->c->rng);
	exhibit_make(&s->honest, &s->orders);
}

static void
play(struct campaign_case *c)
{
	static struct scene s;
	unsigned i;

	s = (struct scene){ .c = c };
	set_up(&s);
	for (i = 0; i < CHANGES_A_CASE; i++)
		tamper(&s);
	exhibit_free(&s.honest);
	chance_attempt_free(&s.attempt);
	chance_bank_free(&s.bank);
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
	static const struct campaign campaign = { .name = "tamper",
		.folder = "tests/verify",
		.tallies = { "changes", "plain", "sealed again",
			"journals rewritten", "heads" },
		.count = 600,
		.patience_s = 300,
		.prepare = prepare,
		.play = play,
		.clear = clear };

	return campaign_run(&campaign, argc, argv);
}
