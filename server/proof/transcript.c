#include "proof/transcript.h"

#include "proof/code.h"
#include "proto/out.h"

#define HEX_LEN (2 * SHA256_LEN)

bool
transcript_withholds(enum transcript_form form, enum event_kind kind,
    bool released)
{
	if (form == TRANSCRIPT_BOARD)
		return false;
	return kind == EVENT_DRAWN || kind == EVENT_MARKED ||
	    (kind == EVENT_SCORED && !released);
}

bool
transcript_shows_result(enum transcript_form form, bool scored, bool released)
{
	return scored && (form == TRANSCRIPT_BOARD || released);
}

/* ---- bytes as text ---- */

static void
put_hex(struct buf *b, const char *name, const void *bytes, size_t len)
{
	char text[HEX_LEN + 1];

	hash_hex(text, bytes, len);
	out_word(b, name, text);
}

static void
put_base64(struct buf *b, const char *name, struct slice s)
{
	out_raw(b, name, SLICE("\""));
	code_put_base64(b, s);
	buf_put_text(b, "\"");
}

/* ---- the head ---- */

static void
put_version(struct buf *b, const char *name, const struct transcript_version *v)
{
	if (v->name.len == 0) {
		out_null(b, name);
		return;
	}
	out_open(b, name);
	out_text(b, name, v->name);
	put_hex(b, "sha256", v->sha256, SHA256_LEN);
	out_close(b);
}

static void
put_hashes(struct buf *b, const char *name,
    const uint8_t (*hashes)[SHA256_LEN], size_t n)
{
	size_t i;

	out_open_array(b, name);
	for (i = 0; i < n; i++)
		put_base64(b, NULL, (struct slice){ (const char *)hashes[i],
		    SHA256_LEN });
	out_close_array(b);
}

/* The next member stands on a line of its own. */
static void
put_line(struct buf *b)
{
	buf_put_text(b, ",\n");
}

void
transcript_open(struct buf *b, const struct transcript *t)
{
	out_open(b, NULL);
	out_word(b, "format", TRANSCRIPT_FORMAT);
	out_word(b, "form",
	    t->form == TRANSCRIPT_BOARD ? "board" : "candidate");
	put_line(b);
	out_text(b, "origin", t->origin);
	out_text(b, "keys", t->keys);
	out_text(b, "checkpoint", t->checkpoint);
	if (t->published.len > 0)
		out_text(b, "published", t->published);
	else
		out_null(b, "published");
	put_hashes(b, "consistency", t->consistency, t->n_consistency);
	put_line(b);
	out_int(b, "attempt", (int64_t)t->attempt);
	out_text(b, "candidate", t->who.candidate);
	out_text(b, "name", t->who.name);
	out_text(b, "sitting", t->who.sitting);
	out_text(b, "title", t->who.title);
	out_text(b, "zone", t->who.zone);
	out_word(b, "route", route_name_text(t->route));
	put_line(b);
	put_version(b, "bank", &t->bank);
	put_version(b, "programme", &t->programme);
	put_line(b);
	out_open_array(b, "events");
	buf_put_text(b, "\n");
}

/* ---- events ---- */

static void
put_content(struct buf *b, const struct transcript_event *e)
{
	if (e->withheld) {
		out_bool(b, "withheld", true);
	} else {
		put_hex(b, "salt", e->salt.at, e->salt.len);
		put_base64(b, "payload", e->payload);
	}
}

void
transcript_event(struct buf *b, const struct transcript_event *e)
{
	if (b->at[b->len - 1] == '}')
		put_line(b);
	out_open(b, NULL);
	out_int(b, "position", (int64_t)e->position);
	out_int(b, "number", e->number);
	out_int(b, "kind", e->kind);
	out_word(b, "word", event_word(e->kind));
	out_int(b, "wall", e->at.wall.ms);
	out_int(b, "mono", e->at.mono.ms);
	put_content(b, e);
	put_hex(b, "content", e->content, SHA256_LEN);
	put_hex(b, "hash", e->hash, SHA256_LEN);
	put_hashes(b, "proof", e->proof, e->n_proof);
	out_close(b);
}

/* ---- the result ---- */

static void
put_section(struct buf *b, const struct section_score *s, unsigned number)
{
	out_open(b, NULL);
	out_int(b, "section", number);
	out_thousandths(b, "marks", s->marks);
	out_thousandths(b, "max_marks", s->max_marks);
	out_thousandths(b, "percent", s->percent);
	out_thousandths(b, "cut", s->cut);
	out_bool(b, "passed", s->passed);
	out_close(b);
}

static void
put_result(struct buf *b, const struct score *score)
{
	uint16_t i;

	out_open(b, "result");
	out_bool(b, "passed", score->passed);
	out_thousandths(b, "percent", score->percent);
	out_thousandths(b, "cut", score->cut);
	out_open_array(b, "sections");
	for (i = 0; i < score->n_sections; i++)
		put_section(b, &score->sections[i], i + 1u);
	out_close_array(b);
	out_close(b);
}

void
transcript_close(struct buf *b, const struct score *score)
{
	buf_put_text(b, "\n");
	out_close_array(b);
	put_line(b);
	if (score != NULL)
		put_result(b, score);
	else
		out_null(b, "result");
	out_close(b);
	buf_put_text(b, "\n");
}

/* ---- versions ---- */

static enum err
read_version(struct transcript_version *v, struct slice text)
{
	const char *mark = memchr(text.at, '#', text.len);
	struct slice hex;

	if (mark == NULL || mark == text.at)
		return ERR_SYNTAX;
	v->name = (struct slice){ text.at, (size_t)(mark - text.at) };
	hex = (struct slice){ mark + 1, text.len - v->name.len - 1 };
	return hash_unhex(v->sha256, SHA256_LEN, hex) ? ERR_OK : ERR_SYNTAX;
}

enum err
transcript_versions(struct transcript_version *bank,
    struct transcript_version *programme, struct slice text)
{
	const char *blank =
	    text.len > 0 ? memchr(text.at, ' ', text.len) : NULL;
	struct transcript_version first, second;
	size_t len;

	if (blank == NULL)
		return ERR_SYNTAX;
	len = (size_t)(blank - text.at);
	if (read_version(&first, (struct slice){ text.at, len }) != ERR_OK ||
	    read_version(&second,
		(struct slice){ blank + 1, text.len - len - 1 }) != ERR_OK)
		return ERR_SYNTAX;
	*bank = first;
	*programme = second;
	return ERR_OK;
}

void
transcript_who_encode(struct buf *b, const struct transcript_who *w)
{
	buf_put_blob(b, w->candidate);
	buf_put_blob(b, w->name);
	buf_put_blob(b, w->sitting);
	buf_put_blob(b, w->title);
	buf_put_blob(b, w->zone);
}

enum err
transcript_who_decode(struct transcript_who *out, struct slice data)
{
	struct cursor c = cursor_on(data);
	struct transcript_who got;

	got.candidate = cursor_blob(&c);
	got.name = cursor_blob(&c);
	got.sitting = cursor_blob(&c);
	got.title = cursor_blob(&c);
	got.zone = cursor_blob(&c);
	if (!cursor_done(&c))
		return ERR_SYNTAX;
	*out = got;
	return ERR_OK;
}

bool
transcript_who_equal(
    const struct transcript_who *a, const struct transcript_who *b)
{
	return slice_equal(a->candidate, b->candidate) &&
	       slice_equal(a->name, b->name) &&
	       slice_equal(a->sitting, b->sitting) &&
	       slice_equal(a->title, b->title) && slice_equal(a->zone, b->zone);
}
