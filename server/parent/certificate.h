/* certificate: what the server shows to clients, and who signs what they show,
 * read and checked. */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include "exam/buf.h"
#include "exam/diag.h"
#include "exam/err.h"
#include "exam/time.h"

struct certificate_files {
	const char *chain, *key;
	const char *authorities; /* NULL: clients need no certificate */
};

/*
 * Appends the body of CONTROL_CERTIFICATE to *pem.  ERR_INVALID: each mistake
 * is in *mistakes: a file cannot be read, the key is not the certificate's, one
 * of the chain did not sign the one before, an authority may not sign
 * certificates, now is outside the dates of one.  What
 * will soon be wrong goes to *warnings, also when it holds.
 */
MUST_CHECK enum err certificate_read(struct buf *pem,
    const struct certificate_files *, struct wall now, struct diag *mistakes,
    struct diag *warnings);

/* The body that was made of them: when the first of the chain ends. */
struct wall certificate_ends(struct slice pem);

#endif
