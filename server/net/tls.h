/*
 * tls: what every TLS connection of this process has in common.
 *
 * TLS 1.3, or also 1.2 with forward secrecy and AEAD; X25519 and P-256; no
 * tickets, no resumption, no early data, no renegotiation, no compression.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include <stdbool.h>

#include "exam/err.h"
#include "exam/slice.h"
#include "net/openssl.h"

/*
 * pem: the certificate chain, a NUL, the private key (CONTROL_CERTIFICATE).
 * ERR_SYNTAX: it cannot be read or the two do not belong together.
 * The caller frees *tls with SSL_CTX_free(); connections keep their own
 * reference.
 */
MUST_CHECK enum err tls_open(SSL_CTX **tls, struct slice pem, bool also_12);

#endif
