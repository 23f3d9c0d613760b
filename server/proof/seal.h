/*
 * seal: a signature under a whole text, which stands behind it as a note:
 *
 *	… the text …\n
 *	KIND\n
 *	<64 hex: SHA-256 of all before KIND>\n
 *	\n
 *	— ORIGIN <signature>\n
 *
 * KIND says what is sealed, "examd transcript seal v1", and the version of it.
 */
#ifndef PROOF_SEAL_H
#define PROOF_SEAL_H

#include "proof/note.h"

/* Seals what is in the buf.  ERR_SYS: OpenSSL will not. */
MUST_CHECK enum err seal_put(
    struct buf *, const char *kind, const struct note_signer *);

struct seal {
	struct slice sealed; /* the text, with its last newline */
	struct note note;
};

/* Parts the bytes.  ERR_SYNTAX: there is no seal of this kind behind them. */
MUST_CHECK enum err seal_split(struct seal *, struct slice, const char *kind);
/* Is the note about these bytes?  Who signed it, note_verify() says. */
bool seal_fits(const struct seal *, const char *kind);

#endif
