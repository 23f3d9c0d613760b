#include "proof/keys.h"

#define HAND_OVER "key hand-over"

void
keys_put_first(struct buf *b, const struct note_key *k)
{
	buf_printf(b, "%s\n", k->name);
	note_key_put(b, k);
	buf_put_text(b, "\n");
}

static void
put_hand_over(struct buf *b, const struct note_key *old,
    const struct note_key *next, struct wall at)
{
	char time[WALL_TEXT_MAX];

	buf_printf(b, "%s\n" HAND_OVER "\n", old->name);
	note_key_put(b, old);
	buf_put_text(b, "\n");
	note_key_put(b, next);
	buf_printf(b, "\n%s\n", wall_format(time, at));
}

enum err
keys_put_next(struct buf *b, const struct note_signer *old,
    const struct note_signer *next, struct wall at)
{
	size_t before = b->len;
	struct buf text = { 0 };
	enum err e;

	put_hand_over(&text, note_signer_key(old), note_signer_key(next), at);
	buf_put_text(b, "\n");
	e = note_sign(b, buf_slice(&text), old);
	if (e == ERR_OK)
		e = note_sign_too(b, buf_slice(&text), next);
	if (e != ERR_OK)
		b->len = before;
	buf_fini(&text);
	return e;
}

static enum err
mistake(struct diag *d, size_t nth, enum err e, const char *what)
{
	char where[32];

	snprintf(where, sizeof(where), "key %zu", nth + 1);
	diag_add(d, 0, where, "%s", what);
	return e;
}

static enum err
parse_first(struct keys *k, struct slice *rest, struct diag *d)
{
	struct slice origin, key;

	if (!note_line(&origin, rest) || !note_line(&key, rest) ||
	    !note_name_is_valid(origin))
		return mistake(d, 0, ERR_SYNTAX,
		    "there must be an origin and a key, each on its line");
	memcpy(k->origin, origin.at, origin.len);
	if (note_key_parse(&k->all[0], key) != ERR_OK)
		return mistake(d, 0, ERR_SYNTAX,
		    "is not \"name+id+base64\" of an Ed25519 key");
	if (strcmp(k->origin, k->all[0].name) != 0)
		return mistake(d, 0, ERR_INVALID, "its name is not the origin");
	k->n = 1;
	return ERR_OK;
}

/* The new key and the time, of a text that is just what we would write. */
static bool
parse_hand_over(struct note_key *next, struct wall *at,
    const struct note_key *old, struct slice text)
{
	struct slice rest = text, line[5];
	struct buf again = { 0 };
	char time[WALL_TEXT_MAX] = "";
	bool same;
	size_t i;

	for (i = 0; i < 5; i++)
		if (!note_line(&line[i], &rest))
			return false;
	if (note_key_parse(next, line[3]) != ERR_OK ||
	    line[4].len >= sizeof(time))
		return false;
	memcpy(time, line[4].at, line[4].len);
	if (!wall_parse(at, time))
		return false;
	put_hand_over(&again, old, next, *at);
	same = slice_equal(buf_slice(&again), text) &&
	       strcmp(old->name, next->name) == 0;
	buf_fini(&again);
	return same;
}

static enum err
add_next(struct keys *k, const struct note *n, struct diag *d)
{
	const struct note_key *old = keys_newest(k);
	struct note_key *next = &k->all[k->n];

	if (k->n == KEYS_MAX)
		return mistake(d, k->n, ERR_INVALID, "is one too many");
	if (!parse_hand_over(next, &k->since[k->n], old, n->text))
		return mistake(d, k->n, ERR_SYNTAX,
		    "is no hand-over from the key before it");
	if (note_verify(n, old) != ERR_OK)
		return mistake(d, k->n, ERR_INVALID,
		    "the key before it has not signed the hand-over");
	if (note_verify(n, next) != ERR_OK)
		return mistake(d, k->n, ERR_INVALID,
		    "has not signed the hand-over itself");
	k->n++;
	return ERR_OK;
}

enum err
keys_parse(struct keys *out, struct slice text, struct diag *d)
{
	struct keys *k = alloc_zero(1, sizeof(*k));
	struct note n;
	enum err e = parse_first(k, &text, d);

	while (e == ERR_OK && text.len > 0) {
		e = note_next(&n, &text);
		if (e == ERR_OK)
			e = add_next(k, &n, d);
		else
			e = mistake(d, k->n, ERR_SYNTAX,
			    "what follows the key before it is no signed note");
	}
	if (e == ERR_OK)
		*out = *k;
	free(k);
	return e;
}

const struct note_key *
keys_newest(const struct keys *k)
{
	return &k->all[k->n - 1];
}

enum err
keys_verify(size_t *which, const struct keys *k, const struct note *n)
{
	enum err e = ERR_UNKNOWN;
	size_t i;

	for (i = 0; i < k->n && e == ERR_UNKNOWN; i++) {
		e = note_verify(n, &k->all[i]);
		if (e == ERR_OK && which != NULL)
			*which = i;
	}
	return e;
}
