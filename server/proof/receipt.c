#include "proof/receipt.h"

#include <inttypes.h>

#include "core/event.h"
#include "proof/code.h"

#define FIRST "examd receipt v1"
#define PROOF "c2sp.org/tlog-proof@v1"

/* ---- the short line ---- */

void
receipt_line(char text[RECEIPT_LINE_MAX], uint64_t attempt, uint32_t number,
    const uint8_t hash[SHA256_LEN])
{
	struct buf b = { 0 };

	buf_printf(&b, "%" PRIu64 "-%" PRIu32 "-", attempt, number);
	code_put_base32(&b, hash, RECEIPT_DIGITS);
	memcpy(text, b.at, b.len);
	text[b.len] = '\0';
	buf_fini(&b);
}

/* A decimal number up to the next dash; *s goes on behind that. */
static bool
take_number(uint64_t *out, struct slice *s)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < s->len && s->at[i] >= '0' && s->at[i] <= '9'; i++)
		v = v * 10 + (uint64_t)(s->at[i] - '0');
	if (i == 0 || i > 18 || i == s->len || s->at[i] != '-')
		return false;
	*out = v;
	*s = (struct slice){ s->at + i + 1, s->len - i - 1 };
	return true;
}

enum err
receipt_line_parse(struct receipt_line *out, struct slice text)
{
	struct receipt_line l = { 0 };
	uint64_t number;
	size_t i, n = 0;
	int digit;

	if (!take_number(&l.attempt, &text) || !take_number(&number, &text) ||
	    number > UINT32_MAX)
		return ERR_SYNTAX;
	l.number = (uint32_t)number;
	for (i = 0; i < text.len; i++) {
		if (text.at[i] == '-')
			continue;
		digit = code_base32_digit(text.at[i]);
		if (digit < 0 || n == RECEIPT_DIGITS)
			return ERR_SYNTAX;
		l.digits[n++] = (uint8_t)digit;
	}
	if (n != RECEIPT_DIGITS)
		return ERR_SYNTAX;
	*out = l;
	return ERR_OK;
}

bool
receipt_line_is_of(const struct receipt_line *l, uint64_t attempt,
    uint32_t number, const uint8_t hash[SHA256_LEN])
{
	char text[RECEIPT_LINE_MAX];
	struct receipt_line wanted;

	receipt_line(text, attempt, number, hash);
	return receipt_line_parse(&wanted, slice_of(text)) == ERR_OK &&
	       l->attempt == attempt && l->number == number &&
	       memcmp(l->digits, wanted.digits, RECEIPT_DIGITS) == 0;
}

bool
receipt_line_is_near(
    const struct receipt_line *l, const uint8_t hash[SHA256_LEN])
{
	char text[RECEIPT_LINE_MAX];
	struct receipt_line wanted;
	int differ = 0;

	receipt_line(text, l->attempt, l->number, hash);
	if (receipt_line_parse(&wanted, slice_of(text)) != ERR_OK)
		return false;
	for (size_t i = 0; i < RECEIPT_DIGITS; i++)
		differ += l->digits[i] != wanted.digits[i];
	return differ == 1 || differ == 2;
}

/* ---- the file ---- */

bool
receipt_is_for(unsigned kind)
{
	return kind == EVENT_SECTION_CLOSED || kind == EVENT_SUBMITTED ||
	       kind == EVENT_EXPIRED || kind == EVENT_TERMINATED;
}

static void
put_hash(struct buf *b, const char *name, const uint8_t hash[SHA256_LEN])
{
	char hex[2 * SHA256_LEN + 1];

	hash_hex(hex, hash, SHA256_LEN);
	buf_printf(b, "%s %s\n", name, hex);
}

static void
put_head(struct buf *b, const struct receipt *r)
{
	char line[RECEIPT_LINE_MAX];

	receipt_line(line, r->link.attempt, r->link.number, r->hash);
	buf_printf(b, FIRST "\nattempt %" PRIu64 "\nevent %" PRIu32 " %s\n",
	    r->link.attempt, r->link.number,
	    event_word((enum event_kind)r->link.kind));
	buf_printf(
	    b, "kind %u\nposition %" PRIu64 "\n", r->link.kind, r->position);
	buf_printf(b, "wall %" PRId64 "\nmono %" PRId64 "\n",
	    r->link.at.wall.ms, r->link.at.mono.ms);
	put_hash(b, "before", r->before);
	put_hash(b, "content", r->content);
	put_hash(b, "hash", r->hash);
	buf_printf(b, "line %s\n", line);
}

void
receipt_put(struct buf *b, const struct receipt *r)
{
	size_t i;

	put_head(b, r);
	buf_printf(b, "\n" PROOF "\nindex %" PRIu64 "\n", r->position - 1);
	for (i = 0; i < r->proof.n; i++) {
		code_put_base64(
		    b, (struct slice){
			   (const char *)r->proof.hashes[i], SHA256_LEN });
		buf_put_text(b, "\n");
	}
	buf_put_text(b, "\n");
	buf_put_slice(b, r->checkpoint);
}

/* ---- reading ---- */

struct reader {
	struct slice rest;
	int line;
	struct diag *diag;
	bool bad; /* told; nothing more is read */
};

static void
fail(struct reader *r, const char *where, const char *rule)
{
	if (!r->bad)
		diag_add(r->diag, r->line, where, "%s", rule);
	r->bad = true;
}

static struct slice
next_line(struct reader *r)
{
	struct slice line = SLICE_NONE;

	r->line++;
	if (!r->bad && !note_line(&line, &r->rest))
		fail(r, "", "the file ends in the midst of a receipt");
	return r->bad ? SLICE_NONE : line;
}

static void
need_line(struct reader *r, const char *text)
{
	if (!slice_is(next_line(r), text) && !r->bad)
		fail(r, "",
		    *text != '\0' ? "is not \"" FIRST "\" or \"" PROOF
				    "\", whichever belongs here"
				  : "must be empty");
}

/* What stands behind "name ". */
static struct slice
field(struct reader *r, const char *name)
{
	struct slice line = next_line(r);
	size_t len = strlen(name);

	if (r->bad)
		return SLICE_NONE;
	if (line.len <= len || memcmp(line.at, name, len) != 0 ||
	    line.at[len] != ' ') {
		fail(r, name, "this line is missing");
		return SLICE_NONE;
	}
	return (struct slice){ line.at + len + 1, line.len - len - 1 };
}

static uint64_t
number_of(struct reader *r, const char *name, struct slice text, uint64_t most)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++)
		v = i < 19 ? v * 10 + (uint64_t)(text.at[i] - '0') : UINT64_MAX;
	if (i == 0 || i < text.len || (text.at[0] == '0' && i > 1) || v > most)
		fail(r, name, "is no number that can be here");
	return v;
}

static uint64_t
number_field(struct reader *r, const char *name, uint64_t most)
{
	return number_of(r, name, field(r, name), most);
}

static int64_t
time_field(struct reader *r, const char *name)
{
	struct slice text = field(r, name);
	bool before = text.len > 1 && text.at[0] == '-';
	int64_t v;

	if (before)
		text = (struct slice){ text.at + 1, text.len - 1 };
	v = (int64_t)number_of(r, name, text, INT64_MAX);
	if (before && v == 0)
		fail(r, name, "is no number that can be here");
	return before ? -v : v;
}

static void
hash_field(struct reader *r, const char *name, uint8_t out[SHA256_LEN])
{
	struct slice text = field(r, name);
	char hex[2 * SHA256_LEN + 1];

	if (r->bad)
		return;
	if (hash_unhex(out, SHA256_LEN, text)) {
		hash_hex(hex, out, SHA256_LEN);
		if (slice_is(text, hex))
			return;
	}
	fail(r, name, "is not 64 digits 0-9 and a-f");
}

static void
read_event(struct reader *r, struct receipt *out)
{
	struct slice text = field(r, "event"), number = text, word;
	const char *blank =
	    text.len > 0 ? memchr(text.at, ' ', text.len) : NULL;

	if (blank == NULL) {
		fail(r, "event", "has no word for its kind");
		return;
	}
	number.len = (size_t)(blank - text.at);
	word = (struct slice){ blank + 1, text.len - number.len - 1 };
	out->link.number = (uint32_t)number_of(r, "event", number, UINT32_MAX);
	out->link.kind = (uint16_t)number_field(r, "kind", UINT16_MAX);
	if (!r->bad && !receipt_is_for(out->link.kind))
		fail(r, "kind", "is none that there are receipts for");
	else if (!r->bad &&
		 !slice_is(word, event_word((enum event_kind)out->link.kind)))
		fail(r, "kind", "is not that of the word above");
}

static void
read_head(struct reader *r, struct receipt *out)
{
	char line[RECEIPT_LINE_MAX];

	need_line(r, FIRST);
	out->link.attempt = number_field(r, "attempt", INT64_MAX);
	read_event(r, out);
	out->position = number_field(r, "position", INT64_MAX);
	if (!r->bad && out->position == 0)
		fail(r, "position", "counts from 1");
	out->link.at.wall.ms = time_field(r, "wall");
	out->link.at.mono.ms = time_field(r, "mono");
	hash_field(r, "before", out->before);
	hash_field(r, "content", out->content);
	hash_field(r, "hash", out->hash);
	receipt_line(line, out->link.attempt, out->link.number, out->hash);
	if (!slice_is(field(r, "line"), line))
		fail(r, "line", "does not go with attempt, event and hash");
}

static void
read_proof(struct reader *r, struct receipt *out)
{
	struct slice line;

	need_line(r, "");
	need_line(r, PROOF);
	if (number_field(r, "index", INT64_MAX) != out->position - 1)
		fail(r, "index", "is not the position less one");
	for (line = next_line(r); line.len > 0; line = next_line(r)) {
		if (out->proof.n == TREE_PROOF_MAX ||
		    code_get_base64_of(out->proof.hashes[out->proof.n],
			SHA256_LEN, line) != ERR_OK)
			fail(r, "", "is no base64 of a hash of the proof");
		else
			out->proof.n++;
	}
}

enum err
receipt_parse(struct receipt *out, struct slice text, struct diag *d)
{
	struct reader r = { .rest = text, .diag = d };
	struct receipt got = { 0 };
	struct checkpoint head;
	struct note note;

	if (text.len > RECEIPT_MAX)
		fail(&r, "", "is too long for a receipt");
	read_head(&r, &got);
	read_proof(&r, &got);
	r.line++;
	if (!r.bad && (note_parse(&note, r.rest) != ERR_OK ||
			  checkpoint_parse(&head, &note) != ERR_OK))
		fail(&r, "checkpoint", "is no signed checkpoint");
	if (r.bad)
		return ERR_SYNTAX;
	got.checkpoint = r.rest;
	*out = got;
	return ERR_OK;
}

/* ---- checking ---- */

static void
check_head(
    const struct receipt *r, const struct checkpoint *head, struct diag *d)
{
	uint8_t leaf[SHA256_LEN];

	tree_leaf(leaf, r->hash);
	if (r->position > head->size)
		diag_add(d, 0, "checkpoint",
		    "is of %" PRIu64 " events; event %" PRIu64
		    " is not among them",
		    head->size, r->position);
	else if (!tree_verify(
		     &r->proof, r->position - 1, head->size, leaf, head->root))
		diag_add(d, 0, "index",
		    "the proof does not lead from the event's hash to the "
		    "checkpoint's root");
}

static void
check_signature(const struct note *n, const struct checkpoint *head,
    const struct keys *k, struct diag *d)
{
	enum err e = keys_verify(NULL, k, n);

	if (strcmp(head->origin, k->origin) != 0)
		diag_add(d, 0, "checkpoint",
		    "is of %s; the keys are those of %s", head->origin,
		    k->origin);
	else if (e == ERR_UNKNOWN)
		diag_add(d, 0, "checkpoint",
		    "is signed by none of the keys: by somebody else, or by a "
		    "key that took over since they were published, which is in "
		    "a newer evidence.keys");
	else if (e != ERR_OK)
		diag_add(
		    d, 0, "checkpoint", "its signature is none of this text");
}

enum err
receipt_check(const struct receipt *r, const struct keys *k, struct diag *d)
{
	uint8_t hash[SHA256_LEN];
	size_t before = d->count;
	struct checkpoint head;
	struct note note;

	chain_hash(hash, &r->link, r->before, r->content);
	if (!hash_equal(hash, r->hash, SHA256_LEN))
		diag_add(d, 0, "hash",
		    "is not that of the lines above it: one of them was "
		    "changed");
	if (note_parse(&note, r->checkpoint) != ERR_OK ||
	    checkpoint_parse(&head, &note) != ERR_OK) {
		diag_add(d, 0, "checkpoint", "is no signed checkpoint");
		return ERR_INVALID;
	}
	check_head(r, &head, d);
	check_signature(&note, &head, k, d);
	return d->count == before ? ERR_OK : ERR_INVALID;
}
