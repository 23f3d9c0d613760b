#include "proof/note.h"

#include "base/hash.h"
#include "base/openssl.h"
#include "core/text.h"
#include "proof/code.h"

#define DASH "\xe2\x80\x94 " /* U+2014 and a blank */

struct note_signer {
	struct note_key key;
	EVP_PKEY *secret;
};

/* ---- names and keys ---- */

static bool
is_blank(uint32_t c)
{
	return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool
note_name_is_valid(struct slice name)
{
	struct slice rest = name;
	uint32_t c;

	while (text_next(&c, &rest))
		if (is_blank(c) || c == '+' || c < ' ')
			return false;
	return name.len > 0 && name.len <= NOTE_NAME_MAX && rest.len == 0;
}

static void
compute_id(struct note_key *k)
{
	uint8_t tail[2 + NOTE_KEY_LEN] = { '\n', NOTE_KEY_MARK };
	uint8_t hash[SHA256_LEN];

	memcpy(tail + 2, k->key, NOTE_KEY_LEN);
	hash_sha256_two(hash, slice_of(k->name),
	    (struct slice){ (const char *)tail, sizeof(tail) });
	memcpy(k->id, hash, NOTE_ID_LEN);
}

static enum err
set_name(struct note_key *k, struct slice name)
{
	if (!note_name_is_valid(name))
		return ERR_INVALID;
	memcpy(k->name, name.at, name.len);
	k->name[name.len] = '\0';
	return ERR_OK;
}

/* What stands before the next plus; *s goes on behind it. */
static bool
take_part(struct slice *part, struct slice *s)
{
	const char *plus = s->len > 0 ? memchr(s->at, '+', s->len) : NULL;

	if (plus == NULL)
		return false;
	*part = (struct slice){ s->at, (size_t)(plus - s->at) };
	*s = (struct slice){ plus + 1, s->len - part->len - 1 };
	return true;
}

enum err
note_key_parse(struct note_key *out, struct slice text)
{
	uint8_t bytes[1 + NOTE_KEY_LEN], id[NOTE_ID_LEN];
	char digits[2 * NOTE_ID_LEN + 1];
	struct slice name, hex;
	struct note_key k = { 0 };

	if (!take_part(&name, &text) || !take_part(&hex, &text) ||
	    set_name(&k, name) != ERR_OK || !hash_unhex(id, sizeof(id), hex) ||
	    code_get_base64_of(bytes, sizeof(bytes), text) != ERR_OK ||
	    bytes[0] != NOTE_KEY_MARK)
		return ERR_SYNTAX;
	memcpy(k.key, bytes + 1, NOTE_KEY_LEN);
	compute_id(&k);
	hash_hex(digits, k.id, NOTE_ID_LEN);
	if (!slice_is(hex, digits))
		return ERR_INVALID;
	*out = k;
	return ERR_OK;
}

void
note_key_put(struct buf *b, const struct note_key *k)
{
	char bytes[1 + NOTE_KEY_LEN] = { NOTE_KEY_MARK };
	char hex[2 * NOTE_ID_LEN + 1];

	memcpy(bytes + 1, k->key, NOTE_KEY_LEN);
	hash_hex(hex, k->id, NOTE_ID_LEN);
	buf_printf(b, "%s+%s+", k->name, hex);
	code_put_base64(b, (struct slice){ bytes, sizeof(bytes) });
}

bool
note_key_equal(const struct note_key *a, const struct note_key *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       memcmp(a->key, b->key, NOTE_KEY_LEN) == 0;
}

/* ---- signers ---- */

/* The signer owns the secret, or it is freed. */
static enum err
adopt(struct note_signer **out, struct slice name, EVP_PKEY *secret)
{
	struct note_signer *s = alloc_zero(1, sizeof(*s));
	size_t len = NOTE_KEY_LEN;
	enum err e = set_name(&s->key, name);

	s->secret = secret;
	if (e == ERR_OK &&
	    (EVP_PKEY_get_id(secret) != EVP_PKEY_ED25519 ||
		EVP_PKEY_get_raw_public_key(secret, s->key.key, &len) != 1))
		e = ERR_SYNTAX;
	if (e != ERR_OK) {
		note_signer_free(s);
		return e;
	}
	compute_id(&s->key);
	*out = s;
	return ERR_OK;
}

enum err
note_signer_make(struct note_signer **out, struct slice name)
{
	EVP_PKEY *secret = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

	if (secret == NULL) {
		ERR_clear_error();
		return ERR_SYS;
	}
	return adopt(out, name, secret);
}

enum err
note_signer_read(struct note_signer **out, struct slice name, struct slice pem)
{
	BIO *bio = BIO_new_mem_buf(pem.at, (int)pem.len);
	static char none[] = ""; /* else it would be asked for */
	EVP_PKEY *secret = NULL;

	if (bio != NULL)
		secret = PEM_read_bio_PrivateKey(bio, NULL, NULL, none);
	BIO_free(bio);
	ERR_clear_error();
	return secret != NULL ? adopt(out, name, secret) : ERR_SYNTAX;
}

enum err
note_signer_put(struct buf *b, const struct note_signer *s)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	char *text;
	long len;
	enum err e = ERR_SYS;

	if (bio != NULL && PEM_write_bio_PKCS8PrivateKey(bio, s->secret, NULL,
			       NULL, 0, NULL, NULL) == 1) {
		len = BIO_get_mem_data(bio, &text);
		buf_put(b, text, (size_t)len);
		e = ERR_OK;
	}
	BIO_free(bio);
	ERR_clear_error();
	return e;
}

const struct note_key *
note_signer_key(const struct note_signer *s)
{
	return &s->key;
}

void
note_signer_free(struct note_signer *s)
{
	if (s == NULL)
		return;
	EVP_PKEY_free(s->secret);
	free(s);
}

/* ---- signing ---- */

static bool
sign(uint8_t *out, struct slice text, const struct note_signer *s)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t len = NOTE_SIGNATURE_LEN;
	bool ok = ctx != NULL &&
		  EVP_DigestSignInit(ctx, NULL, NULL, NULL, s->secret) == 1 &&
		  EVP_DigestSign(ctx, out, &len, (const unsigned char *)text.at,
		      text.len) == 1;

	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}

enum err
note_sign_too(struct buf *b, struct slice text, const struct note_signer *s)
{
	uint8_t bytes[NOTE_ID_LEN + NOTE_SIGNATURE_LEN];

	if (!sign(bytes + NOTE_ID_LEN, text, s))
		return ERR_SYS;
	memcpy(bytes, s->key.id, NOTE_ID_LEN);
	buf_printf(b, DASH "%s ", s->key.name);
	code_put_base64(
	    b, (struct slice){ (const char *)bytes, sizeof(bytes) });
	buf_put_text(b, "\n");
	return ERR_OK;
}

enum err
note_sign(struct buf *b, struct slice text, const struct note_signer *s)
{
	size_t before = b->len;
	enum err e;

	buf_put_slice(b, text);
	buf_put_text(b, "\n");
	e = note_sign_too(b, text, s);
	if (e != ERR_OK)
		b->len = before;
	return e;
}

/* ---- reading ---- */

bool
note_line(struct slice *line, struct slice *s)
{
	const char *end = s->len > 0 ? memchr(s->at, '\n', s->len) : NULL;

	if (end == NULL)
		return false;
	*line = (struct slice){ s->at, (size_t)(end - s->at) };
	*s = (struct slice){ end + 1, s->len - line->len - 1 };
	return true;
}

static bool
begins_signature(struct slice s)
{
	return s.len > sizeof(DASH) - 1 &&
	       memcmp(s.at, DASH, sizeof(DASH) - 1) == 0;
}

static bool
is_text(struct slice s)
{
	return text_length(s) != SIZE_MAX && memchr(s.at, '\t', s.len) == NULL;
}

struct signature {
	struct slice name;
	uint8_t id[NOTE_ID_LEN];
	struct slice text; /* base64 of the id and what follows */
};

/* ERR_SYNTAX: the line is none. */
static enum err
signature_parse(struct signature *out, struct slice line)
{
	struct buf bytes = { 0 };
	const char *blank;
	enum err e;

	if (!begins_signature(line))
		return ERR_SYNTAX;
	out->name = (struct slice){ line.at + sizeof(DASH) - 1,
		line.len - (sizeof(DASH) - 1) };
	blank = memchr(out->name.at, ' ', out->name.len);
	if (blank == NULL)
		return ERR_SYNTAX;
	out->text = (struct slice){ blank + 1,
		(size_t)(line.at + line.len - blank - 1) };
	out->name.len = (size_t)(blank - out->name.at);
	e = code_get_base64(&bytes, out->text);
	if (e == ERR_OK &&
	    (bytes.len <= NOTE_ID_LEN || !note_name_is_valid(out->name)))
		e = ERR_SYNTAX;
	if (e == ERR_OK)
		memcpy(out->id, bytes.at, NOTE_ID_LEN);
	buf_fini(&bytes);
	return e;
}

/* The signature lines at the beginning of *rest, which goes on behind them. */
static enum err
take_signatures(struct slice *lines, struct slice *rest)
{
	struct slice from = *rest, line;
	struct signature unused;
	size_t n = 0;

	while (begins_signature(*rest)) {
		if (n++ == NOTE_SIGNATURES_MAX || !note_line(&line, rest) ||
		    signature_parse(&unused, line) != ERR_OK)
			return ERR_SYNTAX;
	}
	*lines = (struct slice){ from.at, (size_t)(rest->at - from.at) };
	return n > 0 ? ERR_OK : ERR_SYNTAX;
}

/* The last "\n\n" separates them. */
enum err
note_parse(struct note *out, struct slice s)
{
	struct slice rest;
	struct note n;
	size_t at = s.len;

	while (at >= 2 && memcmp(s.at + at - 2, "\n\n", 2) != 0)
		at--;
	if (at < 2)
		return ERR_SYNTAX;
	n.text = (struct slice){ s.at, at - 1 };
	rest = (struct slice){ s.at + at, s.len - at };
	if (take_signatures(&n.signatures, &rest) != ERR_OK || rest.len != 0 ||
	    !is_text(n.text))
		return ERR_SYNTAX;
	*out = n;
	return ERR_OK;
}

enum err
note_next(struct note *out, struct slice *rest)
{
	struct slice s = *rest, line = SLICE_NONE;
	struct note n = { .text = s };

	while (s.len > 0 && s.at[0] == '\n')
		note_line(&line, &s);
	if (s.len == 0)
		return ERR_UNKNOWN;
	n.text.at = s.at;
	do
		if (!note_line(&line, &s))
			return ERR_SYNTAX;
	while (line.len > 0);
	n.text.len = (size_t)(line.at - n.text.at);
	if (take_signatures(&n.signatures, &s) != ERR_OK || !is_text(n.text))
		return ERR_SYNTAX;
	*out = n;
	*rest = s;
	return ERR_OK;
}

/* ---- verifying ---- */

static bool
verify(struct slice text, const uint8_t *signature, const struct note_key *k)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key(
	    EVP_PKEY_ED25519, NULL, k->key, NOTE_KEY_LEN);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = key != NULL && ctx != NULL &&
		  EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
		  EVP_DigestVerify(ctx, signature, NOTE_SIGNATURE_LEN,
		      (const unsigned char *)text.at, text.len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return ok;
}

enum err
note_verify(const struct note *n, const struct note_key *k)
{
	uint8_t bytes[NOTE_ID_LEN + NOTE_SIGNATURE_LEN];
	struct slice rest = n->signatures, line;
	enum err e = ERR_UNKNOWN;
	struct signature s;

	while (note_line(&line, &rest)) {
		if (signature_parse(&s, line) != ERR_OK)
			return ERR_INVALID;
		if (!slice_is(s.name, k->name) ||
		    memcmp(s.id, k->id, NOTE_ID_LEN) != 0)
			continue;
		if (code_get_base64_of(bytes, sizeof(bytes), s.text) !=
			ERR_OK ||
		    !verify(n->text, bytes + NOTE_ID_LEN, k))
			return ERR_INVALID;
		e = ERR_OK;
	}
	return e;
}
