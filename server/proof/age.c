#include "proof/age.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/openssl.h"
#include "exam/alloc.h"
#include "proof/code.h"

#define FILE_KEY_LEN 16
#define TAG_LEN 16
#define NONCE_LEN 12
#define CHECKSUM_DIGITS 6

struct age {
	EVP_CIPHER_CTX *cipher;
	uint8_t key[AGE_KEY_LEN];
	uint8_t nonce[NONCE_LEN]; /* a big-endian count, and 1 for the last */
};

static struct slice
bytes(const void *at, size_t len)
{
	return (struct slice){ at, len };
}

/* ---- recipients: BIP 173 ---- */

static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static uint32_t
polymod(uint32_t sum, unsigned value)
{
	static const uint32_t generator[5] = { 0x3b6a57b2, 0x26508e6d,
		0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	uint32_t top = sum >> 25;
	int i;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (i = 0; i < 5; i++)
		if ((top >> i & 1) != 0)
			sum ^= generator[i];
	return sum;
}

/* Of the part before the digits, "age". */
static uint32_t
prefix_sum(void)
{
	static const char prefix[] = "age";
	uint32_t sum = 1;
	const char *p;

	for (p = prefix; *p != '\0'; p++)
		sum = polymod(sum, (unsigned)*p >> 5);
	sum = polymod(sum, 0);
	for (p = prefix; *p != '\0'; p++)
		sum = polymod(sum, (unsigned)*p & 31);
	return sum;
}

/* Lower case, if it is not mixed. */
static bool
fold_case(char out[AGE_RECIPIENT_LEN], struct slice text)
{
	bool lower = false, upper = false;
	size_t i;

	for (i = 0; i < text.len; i++) {
		char c = text.at[i];

		lower = lower || (c >= 'a' && c <= 'z');
		upper = upper || (c >= 'A' && c <= 'Z');
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return !lower || !upper;
}

static bool
read_digits(uint8_t values[AGE_RECIPIENT_LEN], const char *text, size_t n)
{
	const char *at;
	size_t i;

	for (i = 0; i < n; i++) {
		at = text[i] != '\0' ? strchr(digits, text[i]) : NULL;
		if (at == NULL)
			return false;
		values[i] = (uint8_t)(at - digits);
	}
	return true;
}

/* The last of 52 digits has four bits that belong to no byte. */
static bool
join_bits(uint8_t key[AGE_KEY_LEN], const uint8_t *values)
{
	unsigned left = 0, n = 0;
	size_t i, made = 0;

	for (i = 0; i < AGE_RECIPIENT_LEN - 4 - CHECKSUM_DIGITS; i++) {
		left = (left << 5 | values[i]) & 0xfff;
		n += 5;
		if (n >= 8) {
			n -= 8;
			key[made++] = (uint8_t)(left >> n);
		}
	}
	return (left & ((1u << n) - 1)) == 0;
}

static enum err
refuse(struct buf *why, const char *words)
{
	buf_put_text(why, words);
	return ERR_INVALID;
}

enum err
age_recipient_read(uint8_t key[AGE_KEY_LEN], struct slice text, struct buf *why)
{
	const size_t n = AGE_RECIPIENT_LEN - 4;
	char folded[AGE_RECIPIENT_LEN];
	uint8_t values[AGE_RECIPIENT_LEN], got[AGE_KEY_LEN];
	uint32_t sum = prefix_sum();
	size_t i;

	if (text.len != AGE_RECIPIENT_LEN)
		return refuse(why, "a recipient of age has 62 characters and "
				   "begins with age1");
	if (!fold_case(folded, text))
		return refuse(why, "a recipient is written in small letters or "
				   "in capitals, not in both");
	if (memcmp(folded, "age1", 4) != 0)
		return refuse(why, "a recipient of age begins with age1");
	if (!read_digits(values, folded + 4, n))
		return refuse(why,
		    "a recipient has no 1, b, i or o after age1, "
		    "and nothing but letters and digits");
	for (i = 0; i < n; i++)
		sum = polymod(sum, values[i]);
	if (sum != 1 || !join_bits(got, values))
		return refuse(why, "the recipient's check characters do not "
				   "fit: it is misspelt");
	memcpy(key, got, sizeof(got));
	return ERR_OK;
}

/* ---- keys ---- */

/* RFC 5869 with SHA-256; 32 bytes are the first block. */
static void
derive(uint8_t out[SHA256_LEN], struct slice secret, struct slice salt,
    const char *info)
{
	static const uint8_t none[SHA256_LEN];
	uint8_t extracted[SHA256_LEN];
	struct buf last = { 0 };

	if (salt.len == 0)
		salt = bytes(none, sizeof(none));
	hash_hmac(extracted, salt, secret);
	buf_put_text(&last, info);
	buf_put_u8(&last, 1);
	hash_hmac(out, bytes(extracted, sizeof(extracted)), buf_slice(&last));
	buf_fini(&last);
	OPENSSL_cleanse(extracted, sizeof(extracted));
}

/* A key of our own for this once: its public half, and what it shares. */
static enum err
share_secret(uint8_t share[AGE_KEY_LEN], uint8_t secret[AGE_KEY_LEN],
    const uint8_t recipient[AGE_KEY_LEN])
{
	EVP_PKEY *own = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
	EVP_PKEY *theirs = EVP_PKEY_new_raw_public_key(
	    EVP_PKEY_X25519, NULL, recipient, AGE_KEY_LEN);
	EVP_PKEY_CTX *ctx = own != NULL ? EVP_PKEY_CTX_new(own, NULL) : NULL;
	size_t len = AGE_KEY_LEN, shared = AGE_KEY_LEN;
	enum err e = ERR_FULL;

	if (ctx != NULL && theirs != NULL && EVP_PKEY_derive_init(ctx) == 1 &&
	    EVP_PKEY_get_raw_public_key(own, share, &len) == 1)
		e = EVP_PKEY_derive_set_peer(ctx, theirs) == 1 &&
			    EVP_PKEY_derive(ctx, secret, &shared) == 1
			? ERR_OK
			: ERR_INVALID;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(own);
	EVP_PKEY_free(theirs);
	ERR_clear_error();
	return e;
}

/* Appends the bytes encrypted, and their tag. */
static enum err
seal(struct age *a, struct buf *out, const uint8_t key[AGE_KEY_LEN],
    struct slice plain)
{
	uint8_t *to = (uint8_t *)buf_reserve(out, plain.len + TAG_LEN);
	int len = 0, rest = 0;

	if (EVP_EncryptInit_ex2(
		a->cipher, EVP_chacha20_poly1305(), key, a->nonce, NULL) == 1 &&
	    (plain.len == 0 ||
		EVP_EncryptUpdate(a->cipher, to, &len,
		    (const uint8_t *)plain.at, (int)plain.len) == 1) &&
	    EVP_EncryptFinal_ex(a->cipher, to + len, &rest) == 1 &&
	    EVP_CIPHER_CTX_ctrl(a->cipher, EVP_CTRL_AEAD_GET_TAG, TAG_LEN,
		to + plain.len) == 1) {
		out->len += plain.len + TAG_LEN;
		return ERR_OK;
	}
	ERR_clear_error();
	return ERR_FULL;
}

/* ---- the header ---- */

/* RFC 4648 section 4, without padding. */
static void
put_base64(struct buf *out, struct slice s)
{
	size_t start = out->len;

	code_put_base64(out, s);
	while (out->len > start && out->at[out->len - 1] == '=')
		out->len--;
}

/* The recipient's stanza: whose share, and the file key under what it gives. */
static enum err
put_stanza(struct age *a, struct buf *out, const uint8_t file_key[FILE_KEY_LEN],
    const uint8_t recipient[AGE_KEY_LEN])
{
	uint8_t salt[2 * AGE_KEY_LEN], secret[AGE_KEY_LEN], wrap[SHA256_LEN];
	struct buf body = { 0 };
	enum err e = share_secret(salt, secret, recipient);

	if (e != ERR_OK)
		return e;
	memcpy(salt + AGE_KEY_LEN, recipient, AGE_KEY_LEN);
	derive(wrap, bytes(secret, sizeof(secret)), bytes(salt, sizeof(salt)),
	    "age-encryption.org/v1/X25519");
	e = seal(a, &body, wrap, bytes(file_key, FILE_KEY_LEN));
	buf_put_text(out, "-> X25519 ");
	put_base64(out, bytes(salt, AGE_KEY_LEN));
	buf_put_text(out, "\n");
	put_base64(out, buf_slice(&body)); /* 43 columns of 64 */
	buf_put_text(out, "\n");
	buf_fini(&body);
	OPENSSL_cleanse(secret, sizeof(secret));
	OPENSSL_cleanse(wrap, sizeof(wrap));
	return e;
}

static enum err
put_header(struct age *a, struct buf *out, const uint8_t file_key[FILE_KEY_LEN],
    const uint8_t recipient[AGE_KEY_LEN])
{
	uint8_t key[SHA256_LEN], mac[SHA256_LEN];
	struct buf header = { 0 };
	enum err e;

	buf_put_text(&header, "age-encryption.org/v1\n");
	e = put_stanza(a, &header, file_key, recipient);
	buf_put_text(&header, "---");
	derive(key, bytes(file_key, FILE_KEY_LEN), SLICE_NONE, "header");
	hash_hmac(mac, bytes(key, sizeof(key)), buf_slice(&header));
	buf_put_text(&header, " ");
	put_base64(&header, bytes(mac, sizeof(mac)));
	buf_put_text(&header, "\n");
	if (e == ERR_OK)
		buf_put_slice(out, buf_slice(&header));
	buf_fini(&header);
	return e;
}

enum err
age_begin(
    struct age **out, struct buf *to, const uint8_t recipient[AGE_KEY_LEN])
{
	struct age *a = alloc_zero(1, sizeof(*a));
	uint8_t file_key[FILE_KEY_LEN], salt[16];
	enum err e;

	a->cipher = EVP_CIPHER_CTX_new();
	hash_random(file_key, sizeof(file_key));
	hash_random(salt, sizeof(salt));
	e = a->cipher != NULL ? put_header(a, to, file_key, recipient)
			      : ERR_FULL;
	derive(a->key, bytes(file_key, sizeof(file_key)),
	    bytes(salt, sizeof(salt)), "payload");
	OPENSSL_cleanse(file_key, sizeof(file_key));
	if (e != ERR_OK) {
		age_free(a);
		return e;
	}
	buf_put(to, salt, sizeof(salt));
	*out = a;
	return ERR_OK;
}

/* ---- the payload ---- */

static void
count_up(uint8_t nonce[NONCE_LEN])
{
	int i;

	for (i = NONCE_LEN - 2; i >= 0 && ++nonce[i] == 0; i--)
		;
}

enum err
age_chunk(struct age *a, struct buf *out, struct slice plain, bool last)
{
	enum err e;

	assert(last ? plain.len <= AGE_CHUNK : plain.len == AGE_CHUNK);
	a->nonce[NONCE_LEN - 1] = last;
	e = seal(a, out, a->key, plain);
	if (e == ERR_OK)
		count_up(a->nonce);
	return e;
}

void
age_free(struct age *a)
{
	if (a == NULL)
		return;
	EVP_CIPHER_CTX_free(a->cipher);
	OPENSSL_cleanse(a->key, sizeof(a->key));
	free(a);
}
