/* Whole files: a transcript, a receipt, heads. */
#include <inttypes.h>

#include "exam-verify/check.h"
#include "exam-verify/words.h"
#include "proof/statement.h"

void
story_free(struct story *s)
{
	if (s == NULL)
		return;
	derived_free(s->derived);
	programme_free(s->programme);
	bank_free(s->bank);
	attempt_fini(&s->attempt);
	free(s->verdicts);
	free(s->left_ms);
	evidence_free(s->evidence);
	free(s);
}

/* ---- transcripts ---- */

static int
line_of(struct slice text, size_t at)
{
	size_t i;
	int line = 1;

	for (i = 0; i < at && i < text.len; i++)
		line += text.at[i] == '\n';
	return line;
}

/* Every byte has its place: nothing can be hidden between what is checked. */
static void
check_form(const struct check *c, const struct evidence *e,
    struct slice sealed)
{
	struct buf again = { 0 };
	size_t i = 0;

	evidence_write(&again, e);
	while (i < sealed.len && i < again.len && sealed.at[i] == again.at[i])
		i++;
	if (i < sealed.len || i < again.len)
		finding_add(c->findings, c->file, "form",
		    "line %d is not written as the server writes it",
		    line_of(sealed, i));
	buf_fini(&again);
}

static void
note_story(const struct check *c, const struct story *s)
{
	const struct evidence *e = s->evidence;
	struct buf number = { 0 };

	if (e->has_result) {
		buf_put_text(&number, ", result ");
		words_thousandths(&number, e->result.percent);
		buf_printf(&number, " %% (%s)",
		    e->result.passed ? "passed" : "not passed");
	}
	finding_note(c->findings, c->file,
	    "attempt %" PRIu64 " of %.*s (%.*s) in %.*s: %zu events, %s%.*s",
	    e->head.attempt, SLICE_FMT(e->head.who.candidate),
	    SLICE_FMT(e->head.who.name), SLICE_FMT(e->head.who.sitting), e->n,
	    attempt_state_word(s->attempt.state),
	    SLICE_FMT(buf_slice(&number)));
	buf_fini(&number);
}

void
check_transcript(struct story **out, const struct check *c,
    struct slice bytes, enum transcript_form form)
{
	struct diag d = { .path = c->file };
	struct story *s = alloc_zero(1, sizeof(*s));
	struct seal seal;

	*out = NULL;
	attempt_init(&s->attempt);
	if (seal_split(&seal, bytes, TRANSCRIPT_SEAL) != ERR_OK) {
		finding_unreadable(c->findings, c->file,
		    "is no transcript: there is no seal at its end");
	} else if (evidence_read(&s->evidence, seal.sealed, &d) != ERR_OK) {
		finding_unreadable_diag(c->findings, c->file,
		    "is no transcript", &d);
	} else {
		*out = s;
		check_form(c, s->evidence, seal.sealed);
		check_signatures(c, s, &seal);
		check_chain(c, s);
		check_fold(c, s);
		if (s->evidence->head.form == TRANSCRIPT_BOARD &&
		    form == TRANSCRIPT_CANDIDATE)
			finding_note(c->findings, c->file,
			    "is the board's transcript by itself; its bundle "
			    "shows the marks, too");
		note_story(c, s);
	}
	diag_fini(&d);
	if (*out == NULL)
		story_free(s);
}

/* ---- receipts ---- */

bool
check_given_keys(struct keys *out, const struct trust *t)
{
	if (t->keys != NULL) {
		*out = *t->keys;
		return true;
	}
	if (!t->has_key)
		return false;
	*out = (struct keys){ .n = 1, .all = { t->key } };
	memcpy(out->origin, t->key.name, sizeof(out->origin));
	return true;
}

/* Each line of the diag, without its path. */
static void
add_lines(const struct check *c, const struct diag *d)
{
	struct slice rest = buf_slice(&d->text), line;
	size_t path = strlen(d->path) + 1;

	while (note_line(&line, &rest)) {
		if (line.len > path + 1)
			line = (struct slice){ line.at + path + 1,
				line.len - path - 1 };
		finding_add(c->findings, c->file, "", "%.*s",
		    SLICE_FMT(line));
	}
}

/* Nothing leads from a receipt's head to another one. */
static void
add_unlinked(const struct check *c, const struct checkpoint *head)
{
	static const char newer[] = "The journal was rolled back since, or is "
				    "another one, or the heads are older than "
				    "the receipt";
	static const char between[] = "The journal is another one, or the "
				      "receipt was made between two heads";
	const struct trust *t = c->trust;
	uint64_t most = 0;
	size_t i;

	for (i = 0; i < t->n_heads; i++)
		if (t->heads[i].said.size > most)
			most = t->heads[i].said.size;
	finding_add(c->findings, c->file, "checkpoint",
	    "has %" PRIu64 " events and is none of the heads given, the "
	    "largest of which has %" PRIu64 ": nothing shows that it is of the "
	    "journal that was published.  %s; give the heads of that time, as "
	    "examctl witness keeps them, or a transcript made since, with "
	    "--line and the receipt's line",
	    head->size, most,
	    head->size > most ? newer : between);
}

static void
check_receipt_head(const struct check *c, const struct receipt *r,
    const struct keys *keys)
{
	bool is_known = c->trust->n_heads == 0;
	struct checkpoint head;
	struct note n;
	size_t i;

	if (note_parse(&n, r->checkpoint) != ERR_OK ||
	    checkpoint_parse(&head, &n) != ERR_OK)
		return;
	check_signed(c, "checkpoint", keys, &n);
	for (i = 0; i < c->trust->n_heads; i++) {
		const struct checkpoint *given = &c->trust->heads[i].said;

		if (given->size != head.size)
			continue;
		is_known = true;
		if (!hash_equal(given->root, head.root, SHA256_LEN))
			finding_add(c->findings, c->file, "checkpoint",
			    "is another than the one published in %s, with the "
			    "same %" PRIu64 " events: the journal was "
			    "rewritten", c->trust->heads[i].file, head.size);
	}
	if (!is_known)
		add_unlinked(c, &head);
}

void
check_receipt(const struct check *c, struct slice bytes)
{
	const struct receipt_line *line = &c->trust->line;
	struct diag d = { .path = c->file };
	struct receipt r;
	struct keys keys;

	if (!check_given_keys(&keys, c->trust)) {
		finding_unreadable(c->findings, c->file,
		    "is a receipt; say whose with --key or --keys, it does "
		    "not hold a key itself");
	} else if (receipt_parse(&r, bytes, &d) != ERR_OK) {
		finding_unreadable_diag(c->findings, c->file,
		    "is no receipt", &d);
	} else if (receipt_check(&r, &keys, &d) != ERR_OK) {
		add_lines(c, &d);
	} else {
		finding_note(c->findings, c->file,
		    "event %" PRIu32 " of attempt %" PRIu64
		    " (%s) is in the journal, with all before it",
		    r.link.number, r.link.attempt,
		    event_word((enum event_kind)r.link.kind));
		check_receipt_head(c, &r, &keys);
		if (c->trust->has_line &&
		    !receipt_line_is_of(line, r.link.attempt, r.link.number,
			r.hash))
			finding_add(c->findings, c->file, "line", "%s",
			    receipt_line_is_near(line, r.hash)
				? "one or two characters differ from this "
				  "receipt's, so it looks mistyped"
				: "is another receipt's, or was mistyped");
	}
	diag_fini(&d);
}

/* ---- heads ---- */

static void
check_next(const struct check *c, const struct trust_head *head, size_t i)
{
	const struct checkpoint *now = &head->said, *before = &head[-1].said;
	char where[WHERE_MAX];

	(void)snprintf(where, sizeof(where), "head %zu", i + 1);
	if (strcmp(now->origin, before->origin) != 0)
		finding_add(c->findings, c->file, where,
		    "is of another journal, %s", now->origin);
	if (now->size < before->size)
		finding_add(c->findings, c->file, where,
		    "has %" PRIu64 " events, fewer than the %" PRIu64
		    " before it: the journal was rolled back", now->size,
		    before->size);
	if (now->size == before->size &&
	    !hash_equal(now->root, before->root, SHA256_LEN))
		finding_add(c->findings, c->file, where,
		    "differs from the one before it with the same %" PRIu64
		    " events: there are two journals", now->size);
}

void
check_heads(const struct check *c, struct slice bytes)
{
	struct trust_head *heads;
	struct keys keys;
	char where[WHERE_MAX];
	size_t i, n;

	if (trust_read_heads(&heads, &n, c->file, bytes) != ERR_OK) {
		finding_unreadable(c->findings, c->file, "%s",
		    trust_holds_keys(bytes)
			? "holds keys; give it with --keys"
			: "is none of receipt, transcript, bundle, heads, "
			  "statement, keys");
		return;
	}
	if (!check_given_keys(&keys, c->trust)) {
		finding_unreadable(c->findings, c->file,
		    "holds heads; say whose with --key or --keys");
		free(heads);
		return;
	}
	for (i = 0; i < n; i++) {
		(void)snprintf(where, sizeof(where), "head %zu", i + 1);
		check_signed_by_given(c, where, &keys, &heads[i].note);
		if (i > 0)
			check_next(c, &heads[i], i);
	}
	finding_note(c->findings, c->file,
	    "%zu head%s, the last of %" PRIu64 " events", n, n == 1 ? "" : "s",
	    heads[n - 1].said.size);
	free(heads);
}

/* ---- whichever it is ---- */

static bool
begins_with(struct slice s, const char *text)
{
	size_t len = strlen(text);

	return s.len >= len && memcmp(s.at, text, len) == 0;
}

#define USTAR_AT 257 /* in a header */

static bool
is_archive(struct slice s)
{
	return s.len > USTAR_AT &&
	    begins_with((struct slice){ s.at + USTAR_AT, s.len - USTAR_AT },
		"ustar");
}

void
check_file(struct story **out, const struct check *c, struct slice bytes)
{
	*out = NULL;
	if (begins_with(bytes, "examd receipt "))
		check_receipt(c, bytes);
	else if (statement_is(bytes))
		check_statement(c, bytes);
	else if (begins_with(bytes, "{"))
		check_transcript(out, c, bytes, TRANSCRIPT_CANDIDATE);
	else if (is_archive(bytes))
		check_bundle(out, c, bytes);
	else if (begins_with(bytes, "age-encryption.org/"))
		finding_unreadable(c->findings, c->file,
		    "is encrypted: open it with age -d -i KEY, and give what "
		    "comes out");
	else
		check_heads(c, bytes);
}
