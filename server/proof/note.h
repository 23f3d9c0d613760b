/*
 * note: text with signatures under it (c2sp.org/signed-note), Ed25519
 * (RFC 8032).
 *
 *	TEXT\n
 *	\n
 *	— NAME BASE64(key id, signature)\n
 *
 * A key is told as "NAME+KEYID+BASE64(0x01, key)".
 */
#ifndef PROOF_NOTE_H
#define PROOF_NOTE_H

#include "exam/buf.h"
#include "exam/err.h"

#define NOTE_NAME_MAX 255 /* c2sp.org/tlog-cosignature: an origin's length */
#define NOTE_ID_LEN 4
#define NOTE_KEY_LEN 32
#define NOTE_SIGNATURE_LEN 64
#define NOTE_SIGNATURES_MAX 32 /* a verifier must take 16 */
#define NOTE_KEY_MARK 1	       /* of Ed25519 in a key's text */

/* Who may have signed. */
struct note_key {
	char name[NOTE_NAME_MAX + 1];
	uint8_t id[NOTE_ID_LEN];
	uint8_t key[NOTE_KEY_LEN];
};

/* Not empty, UTF-8, no blank, no plus. */
bool note_name_is_valid(struct slice);
/* ERR_SYNTAX: it is none; ERR_INVALID: its id is not that of name and key. */
MUST_CHECK enum err note_key_parse(struct note_key *, struct slice text);
void note_key_put(struct buf *, const struct note_key *);
bool note_key_equal(const struct note_key *, const struct note_key *);

/* The secret half. */
struct note_signer;
/* A new one.  ERR_INVALID: the name; ERR_SYS: OpenSSL will not. */
MUST_CHECK enum err note_signer_make(struct note_signer **, struct slice name);
/* From PKCS #8 in PEM (RFC 5958, RFC 8410), as it was made or by `openssl
 * genpkey -algorithm ed25519`.  ERR_SYNTAX: it is none. */
MUST_CHECK enum err note_signer_read(
    struct note_signer **, struct slice name, struct slice pem);
/* Appends it as PEM. */
MUST_CHECK enum err note_signer_put(struct buf *, const struct note_signer *);
const struct note_key *note_signer_key(const struct note_signer *);
void note_signer_free(struct note_signer *);

/* A signed note, borrowed from where it was read. */
struct note {
	struct slice text;	 /* with its last newline */
	struct slice signatures; /* lines */
};

/* Appends text (which ends with a newline), blank line and signature. */
MUST_CHECK enum err note_sign(
    struct buf *, struct slice text, const struct note_signer *);
/* Appends another's signature under the same text. */
MUST_CHECK enum err note_sign_too(
    struct buf *, struct slice text, const struct note_signer *);

/* All of the bytes must be one note.  ERR_SYNTAX. */
MUST_CHECK enum err note_parse(struct note *, struct slice);
/*
 * The first of several with blank lines between; *rest goes on behind it.  Its
 * text has no blank line.  ERR_UNKNOWN: no bytes are left.  ERR_SYNTAX.
 */
MUST_CHECK enum err note_next(struct note *, struct slice *rest);
/* ERR_UNKNOWN: the key has not signed; ERR_INVALID: what stands there as its
 * signature is none of this text. */
MUST_CHECK enum err note_verify(const struct note *, const struct note_key *);

/* The next line of s, without its newline; false: s is empty, or its last line
 * has none. */
bool note_line(struct slice *line, struct slice *s);

#endif
