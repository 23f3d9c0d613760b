#include "verify/change.h"

#include "proof/bundle.h"
#include "proof/seal.h"
#include "proof/transcript.h"

const char *
change_words(enum change c)
{
	static const char *const words[N_CHANGES] = {
#define X(name, text) text,
		CHANGES(X)
#undef X
	};

	return words[c];
}

const char *
rewriting_words(enum rewriting r)
{
	static const char *const words[N_REWRITINGS] = {
#define X(name, text) text,
		REWRITINGS(X)
#undef X
	};

	return words[r];
}

/* ---- bytes ---- */

/* Instead of the bytes from first to end. */
static void
splice(struct buf *b, size_t first, size_t end, struct slice with)
{
	struct buf out = { 0 };

	buf_put(&out, b->at, first);
	buf_put_slice(&out, with);
	buf_put(&out, b->at + end, b->len - end);
	buf_fini(b);
	*b = out;
}

static void
change_byte(struct buf *b, struct rng *rng, enum change c, size_t at)
{
	char byte = b->at[at];

	if (chance_of(rng, 50))
		byte ^= (char)(1 << rng_below(rng, 8));
	else
		byte = (char)(byte + (c == CHANGE_INSERTED ? 0 : 1) +
		    chance_int(rng, 0, 200));
	if (c == CHANGE_BYTE)
		b->at[at] = byte;
	else
		splice(b, at, at + (c == CHANGE_DELETED),
		    c == CHANGE_DELETED ? SLICE_NONE :
					  (struct slice){ &byte, 1 });
}

/* The line that has this byte, with its end. */
static struct slice
line_at(const struct buf *b, size_t at, size_t first, size_t end)
{
	size_t from = at, to = at;

	while (from > first && b->at[from - 1] != '\n')
		from--;
	while (to < end && b->at[to] != '\n')
		to++;
	if (to < end)
		to++;
	return (struct slice){ b->at + from, to - from };
}

static void
swap_lines(struct buf *b, struct slice x, struct slice y)
{
	struct buf out = { 0 };
	size_t first, middle, last;

	if (x.at > y.at) {
		swap_lines(b, y, x);
		return;
	}
	first = (size_t)(x.at - b->at);
	middle = (size_t)(y.at - b->at);
	last = middle + y.len;
	buf_put(&out, b->at, first);
	buf_put_slice(&out, y);
	buf_put(&out, b->at + first + x.len, middle - first - x.len);
	buf_put_slice(&out, x);
	buf_put(&out, b->at + last, b->len - last);
	buf_fini(b);
	*b = out;
}

static void
change_lines(struct buf *b, struct rng *rng, enum change c, size_t first,
    size_t end)
{
	size_t span = end - first;
	struct slice x = line_at(b,
	    first + rng_below(rng, (uint32_t)span), first, end);
	struct slice y = line_at(b,
	    first + rng_below(rng, (uint32_t)span), first, end);
	struct buf copy = { 0 };
	size_t at = (size_t)(x.at - b->at);

	if (c == CHANGE_LINES_SWAPPED) {
		if (x.at != y.at)
			swap_lines(b, x, y);
		return;
	}
	buf_put_slice(&copy, x);
	splice(b, at, c == CHANGE_LINE_GONE ? at + x.len : at,
	    c == CHANGE_LINE_GONE ? SLICE_NONE : buf_slice(&copy));
	buf_fini(&copy);
}

bool
change_bytes(struct buf *b, struct rng *rng, enum change c, size_t first,
    size_t end)
{
	struct buf before = { 0 };
	bool changed;

	if (first >= end)
		return false;
	buf_put(&before, b->at, b->len);
	if (c <= CHANGE_DELETED)
		change_byte(b, rng, c,
		    first + rng_below(rng, (uint32_t)(end - first)));
	else
		change_lines(b, rng, c, first, end);
	changed = !slice_equal(buf_slice(b), buf_slice(&before));
	buf_fini(&before);
	return changed;
}

/* ---- with the key ---- */

bool
change_transcript(struct buf *out, struct rng *rng, enum change c,
    struct slice transcript, const struct note_signer *signer)
{
	struct seal seal;

	if (seal_split(&seal, transcript, TRANSCRIPT_SEAL) != ERR_OK)
		abort();
	buf_put_slice(out, seal.sealed);
	if (!change_bytes(out, rng, c, 0, out->len))
		return false;
	return seal_put(out, TRANSCRIPT_SEAL, signer) == ERR_OK;
}

static bool
change_file(struct buf *out, struct rng *rng, enum change c,
    enum bundle_file file, struct slice bytes,
    const struct note_signer *signer)
{
	if (file == BUNDLE_TRANSCRIPT)
		return change_transcript(out, rng, c, bytes, signer);
	buf_put_slice(out, bytes);
	return change_bytes(out, rng, c, 0, out->len);
}

bool
change_bundle(struct buf *out, struct rng *rng, enum change c,
    struct slice bytes, const struct note_signer *signer, const char **name)
{
	struct buf file = { 0 }, manifest = { 0 };
	struct bundle bundle;
	enum bundle_file which;
	const char *what;
	bool changed;

	if (bundle_parse(&bundle, bytes, &what) != ERR_OK)
		abort();
	do
		which = (enum bundle_file)rng_below(rng, BUNDLE_MANIFEST);
	while (bundle.files[which].at == NULL);
	*name = bundle_file_name(which);
	changed = change_file(&file, rng, c, which, bundle.files[which],
	    signer);
	if (changed) {
		bundle.files[which] = buf_slice(&file);
		bundle_put_manifest(&manifest, &bundle);
		if (seal_put(&manifest, BUNDLE_SEAL, signer) != ERR_OK)
			abort();
		bundle.files[BUNDLE_MANIFEST] = buf_slice(&manifest);
		bundle_put(out, &bundle);
	}
	buf_fini(&file);
	buf_fini(&manifest);
	return changed;
}

/* ---- the journal again ---- */

void
change_leave_out(struct chance_attempt *a, size_t i)
{
	size_t n = a->n - i - 1;

	buf_fini(&a->texts[i]);
	memmove(&a->events[i], &a->events[i + 1], n * sizeof(a->events[0]));
	memmove(&a->texts[i], &a->texts[i + 1], n * sizeof(a->texts[0]));
	a->texts[--a->n] = (struct buf){ 0 };
}

/* Its place in the journal is the next one, if that is free. */
static bool
put_twice(struct chance_attempt *a, size_t i)
{
	size_t n = a->n - i - 1;
	uint64_t place = a->events[i].position + 1;

	if (a->n == CHANCE_EVENTS_MAX ||
	    (n > 0 && a->events[i + 1].position == place))
		return false;
	memmove(&a->events[i + 2], &a->events[i + 1],
	    n * sizeof(a->events[0]));
	memmove(&a->texts[i + 2], &a->texts[i + 1], n * sizeof(a->texts[0]));
	a->events[i + 1] = a->events[i];
	a->events[i + 1].position = place;
	a->texts[i + 1] = (struct buf){ 0 };
	buf_put_slice(&a->texts[i + 1], a->events[i].data);
	a->events[i + 1].data = buf_slice(&a->texts[i + 1]);
	a->n++;
	return true;
}

static bool
swap_events(struct chance_attempt *a, size_t i, size_t j)
{
	struct event x = a->events[i], y = a->events[j];
	struct buf text = a->texts[i];

	if (i == j)
		return false;
	a->events[i] = y;
	a->events[i].position = x.position;
	a->events[j] = x;
	a->events[j].position = y.position;
	a->texts[i] = a->texts[j];
	a->texts[j] = text;
	return true;
}

static bool
change_payload(struct event *e, struct rng *rng)
{
	unsigned has = event_fields(e->kind);

	if ((has & F_MS) != 0 && chance_of(rng, 60))
		e->ms += 1000;
	else if ((has & F_REASON) != 0)
		e->reason = SLICE("misconduct");
	else if ((has & F_DATA) != 0 && e->data.len > 0 && chance_of(rng, 50))
		e->data.len--;
	else if ((has & F_SEQ) != 0)
		e->seq++;
	else if ((has & F_CODE) != 0)
		e->code ^= 1;
	else if ((has & F_NUMBER) != 0)
		e->number++;
	else if ((has & F_TEXT) != 0)
		e->text = SLICE("something else");
	else if ((has & F_ITEM) != 0)
		e->item ^= 1;
	else
		return false;
	return true;
}

bool
change_attempt(struct chance_attempt *a, struct rng *rng, enum rewriting r)
{
	size_t i = rng_below(rng, (uint32_t)a->n);

	switch (r) {
	case REWRITING_EVENT_GONE:
		if (a->n == 1)
			return false;
		change_leave_out(a, i);
		return true;
	case REWRITING_EVENT_TWICE:
		return put_twice(a, i);
	case REWRITING_EVENTS_SWAPPED:
		return swap_events(a, i, rng_below(rng, (uint32_t)a->n));
	case REWRITING_TIME:
		a->events[i].at.wall.ms += chance_int(rng, 1, 100000);
		if (chance_of(rng, 70))
			a->events[i].at.mono.ms += chance_int(rng, 1, 100000);
		return true;
	case REWRITING_PAYLOAD:
		return change_payload(&a->events[i], rng);
	case N_REWRITINGS:
		break;
	}
	return false;
}
