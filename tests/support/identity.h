/* identity: a certificate and its ECDSA P-256 key; some may sign others. */
#ifndef SUPPORT_IDENTITY_H
#define SUPPORT_IDENTITY_H

#include <stdbool.h>

#include "base/openssl.h"

struct identity {
	X509 *x509;
	EVP_PKEY *key;
};

/* Valid from so many days from now (may be negative) to so many; self-signed
 * if by is NULL. */
void identity_make_authority(struct identity *, const char *name,
    const struct identity *by, int from, int to);
/* Valid today.  usage: "clientAuth" or "serverAuth". */
void identity_make(struct identity *, const char *name,
    const struct identity *by, const char *usage);
void identity_fini(struct identity *);

/* As PEM.  append: behind what is in the file. */
void identity_write(const struct identity *, const char *certificate,
    bool append);
void identity_write_key(const struct identity *, const char *key);

#endif
