#include "proof/seal.h"

#include "base/hash.h"

static void
put_words(struct buf *b, const char *kind, struct slice sealed)
{
	char hex[2 * SHA256_LEN + 1];
	uint8_t hash[SHA256_LEN];

	hash_sha256(hash, sealed);
	hash_hex(hex, hash, sizeof(hash));
	buf_printf(b, "%s\n%s\n", kind, hex);
}

enum err
seal_put(struct buf *b, const char *kind, const struct note_signer *signer)
{
	struct buf words = { 0 };
	enum err err;

	put_words(&words, kind, buf_slice(b));
	err = note_sign(b, buf_slice(&words), signer);
	buf_fini(&words);
	return err;
}

/* Where the last line that says nothing but this begins; NULL: none does. */
static const char *
last_line(struct slice s, const char *line)
{
	size_t len = strlen(line), i;

	for (i = s.len; i-- > 0;)
		if ((i == 0 || s.at[i - 1] == '\n') && s.len - i > len &&
		    memcmp(s.at + i, line, len) == 0 && s.at[i + len] == '\n')
			return s.at + i;
	return NULL;
}

enum err
seal_split(struct seal *out, struct slice bytes, const char *kind)
{
	const char *begins = last_line(bytes, kind);
	struct seal got;
	size_t len;

	if (begins == NULL)
		return ERR_SYNTAX;
	len = (size_t)(begins - bytes.at);
	got.sealed = (struct slice){ bytes.at, len };
	if (note_parse(&got.note, (struct slice){ begins, bytes.len - len }) !=
	    ERR_OK)
		return ERR_SYNTAX;
	*out = got;
	return ERR_OK;
}

bool
seal_fits(const struct seal *s, const char *kind)
{
	struct buf words = { 0 };
	bool fits;

	put_words(&words, kind, s->sealed);
	fits = slice_equal(buf_slice(&words), s->note.text);
	buf_fini(&words);
	return fits;
}
