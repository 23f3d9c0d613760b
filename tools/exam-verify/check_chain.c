/* Is each event where it says, untouched, and did time go on? */
#include <inttypes.h>

#include "exam-verify/check.h"
#include "exam-verify/words.h"
#include "proof/chain.h"

/* A request counts from its arrival, and may be decided so much later; until
 * then others that arrived after it may have been. */
#define BACK_MOST SECONDS(60)
/* Clocks that are kept by NTP drift apart by so little. */
#define DRIFT_THOUSANDTH 1
/* What explains a step stands this near. */
#define EXPLAINED_WITHIN SECONDS(5)

void
check_where(char where[WHERE_MAX], const struct evidence *e, size_t i)
{
	const struct transcript_event *row = &e->events[i];
	char time[CIVIL_TEXT_MAX];
	struct buf words = { 0 };

	words_event(&words, row, e->is_decoded[i] ? &e->decoded[i] : NULL);
	words_time(time, row->at.wall, e->head.who.zone);
	(void)snprintf(where, WHERE_MAX, "event %" PRIu32 " (%.*s, %s)",
	    row->number, words.len > 100 ? 100 : (int)words.len, words.at,
	    time);
	buf_fini(&words);
}

__attribute__((format(printf, 4, 5))) static void
add(const struct check *c, const struct evidence *e, size_t i,
    const char *fmt, ...)
{
	struct buf what = { 0 };
	char where[WHERE_MAX];
	va_list ap;

	check_where(where, e, i);
	va_start(ap, fmt);
	buf_vprintf(&what, fmt, ap);
	va_end(ap);
	finding_add(c->findings, c->file, where, "%.*s",
	    SLICE_FMT(buf_slice(&what)));
	buf_fini(&what);
}

/* ---- numbers and hashes ---- */

static void
check_order(const struct check *c, const struct evidence *e, size_t i)
{
	const struct transcript_event *row = &e->events[i];
	uint32_t before = i > 0 ? e->events[i - 1].number : 0;

	if (row->number != before + 1)
		add(c, e, i, "stands where event %" PRIu32 " should: something "
		    "was left out, repeated or put in another order",
		    before + 1);
	if (i > 0 && row->position <= e->events[i - 1].position)
		add(c, e, i, "stands in the journal before the one that it "
		    "follows");
}

static void
check_hash(const struct check *c, const struct evidence *e, size_t i)
{
	static const uint8_t none[SHA256_LEN];
	const struct transcript_event *row = &e->events[i];
	struct chain_link link = { e->head.attempt, row->number,
		(uint16_t)row->kind, row->at };
	uint8_t hash[SHA256_LEN];

	if (!row->withheld) {
		chain_content(hash, row->salt, row->payload);
		if (!hash_equal(hash, row->content, SHA256_LEN))
			add(c, e, i, "what it says was changed: salt and "
			    "payload do not give its content's hash");
	}
	chain_hash(hash, &link, i > 0 ? e->events[i - 1].hash : none,
	    row->content);
	if (!hash_equal(hash, row->hash, SHA256_LEN))
		add(c, e, i, "does not follow the event before it: its time, "
		    "number, kind or content, or that event, was changed");
}

static void
check_inclusion(const struct check *c, const struct evidence *e, size_t i,
    const struct checkpoint *head)
{
	const struct transcript_event *row = &e->events[i];
	struct tree_proof proof = { .n = row->n_proof };
	uint8_t leaf[SHA256_LEN];

	if (proof.n > 0 && proof.n <= TREE_PROOF_MAX)
		memcpy(proof.hashes, row->proof, proof.n * SHA256_LEN);
	tree_leaf(leaf, row->hash);
	if (row->position > head->size)
		add(c, e, i, "stands at %" PRIu64 " of the journal, which had "
		    "%" PRIu64 " events when its head was signed",
		    row->position, head->size);
	else if (proof.n > TREE_PROOF_MAX ||
	    !tree_verify(&proof, row->position - 1, head->size, leaf,
		head->root))
		add(c, e, i, "is not in the journal whose head was signed: its "
		    "proof does not lead there");
}

/* ---- time ---- */

static int64_t
offset(const struct transcript_event *row)
{
	return row->at.wall.ms - row->at.mono.ms;
}

/* Did the server say that clocks were set, or that it was away? */
static bool
explains(const struct evidence *e, size_t i)
{
	const struct event *said = &e->decoded[i];

	if (!e->is_decoded[i])
		return false;
	return said->kind == EVENT_COMPENSATED ||
	    (said->kind == EVENT_INCIDENT && slice_is(said->by, "server"));
}

static bool
is_explained(const struct evidence *e, size_t i)
{
	int64_t until = e->events[i].at.mono.ms + EXPLAINED_WITHIN;
	size_t j = i > 0 ? i - 1 : 0;

	for (; j < e->n && e->events[j].at.mono.ms <= until; j++)
		if (explains(e, j))
			return true;
	return false;
}

/* Within what instants are, so that differences do not overflow. */
static bool
is_sane(struct instant at)
{
	const int64_t most = INT64_C(1) << 52;

	return at.wall.ms >= -most && at.wall.ms <= most &&
	    at.mono.ms >= -most && at.mono.ms <= most;
}

static void
check_step(const struct check *c, const struct evidence *e, size_t i)
{
	const struct transcript_event *row = &e->events[i], *before = row - 1;
	int64_t passed = row->at.mono.ms - before->at.mono.ms;
	int64_t step = offset(row) - offset(before);
	int64_t most = CLOCK_STEP_MS + 1000 +
	    (passed > 0 ? passed * DRIFT_THOUSANDTH / 1000 : 0);

	if ((step > most || step < -most) && !is_explained(e, i))
		add(c, e, i, "the two clocks disagree: since the event before "
		    "it the wall clock moved %" PRId64 " ms more than the "
		    "exam clock, and no event says that it was set", step);
}

/* Where it was open: else nobody need have told of a step. */
static void
check_time(const struct check *c, const struct evidence *e, size_t i,
    bool is_open)
{
	const struct transcript_event *row = &e->events[i];

	if (!is_sane(row->at)) {
		add(c, e, i, "is at no time that can be");
		return;
	}
	if (i == 0 || !is_sane(e->events[i - 1].at))
		return;
	if (row->at.mono.ms < e->events[i - 1].at.mono.ms - BACK_MOST)
		add(c, e, i, "the exam clock went back");
	if (is_open)
		check_step(c, e, i);
}

static bool
closes(enum event_kind kind)
{
	return kind == EVENT_SUBMITTED || kind == EVENT_EXPIRED ||
	    kind == EVENT_TERMINATED || kind == EVENT_PAUSED;
}

static bool
opens(enum event_kind kind)
{
	return kind == EVENT_OPENED || kind == EVENT_RESUMED ||
	    kind == EVENT_REOPENED;
}

void
check_chain(const struct check *c, const struct story *s)
{
	const struct evidence *e = s->evidence;
	struct checkpoint head;
	bool is_open = false, has_head;
	struct note n;
	size_t i;

	has_head = note_parse(&n, e->head.checkpoint) == ERR_OK &&
	    checkpoint_parse(&head, &n) == ERR_OK;
	for (i = 0; i < e->n; i++) {
		check_order(c, e, i);
		check_hash(c, e, i);
		if (has_head)
			check_inclusion(c, e, i, &head);
		check_time(c, e, i, is_open);
		is_open = opens(e->events[i].kind) ||
		    (is_open && !closes(e->events[i].kind));
	}
	if (e->n == 0)
		finding_add(c->findings, c->file, "events",
		    "there are none, and no attempt begins without one");
}
