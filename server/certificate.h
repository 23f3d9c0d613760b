/* certificate: what the server shows to clients, read and checked. */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include "exam/buf.h"
#include "exam/diag.h"
#include "exam/err.h"
#include "exam/time.h"

/*
 * Appends the PEM chain, NUL and the PEM key to *pem: the body of
 * CONTROL_CERTIFICATE.  ERR_INVALID: each mistake is in *mistakes: a file
 * cannot be read, the key is not the certificate's, now is outside its dates.
 * What will soon be wrong goes to *warnings, also when it holds.
 */
MUST_CHECK enum err certificate_read(struct buf *pem, const char *chain,
    const char *key, struct wall now, struct diag *mistakes,
    struct diag *warnings);

#endif
