/*
 * tls: what every TLS connection of this process has in common.
 *
 * TLS 1.3, or also 1.2 with forward secrecy and AEAD; X25519 and P-256; no
 * tickets, no resumption, no early data, no renegotiation, no compression.
 * On the staff's port, where authorities are named, the handshake fails unless
 * the client shows a certificate for clients (RFC 5280 §4.2.1.12) that leads to
 * one of them.  On the candidates' port none is ever asked for.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include "exam/err.h"
#include "exam/slice.h"
#include "base/openssl.h"
#include "roles.h"

/*
 * pem: the body of CONTROL_CERTIFICATE.  ERR_SYNTAX: it cannot be read, or
 * certificate and key do not belong together, or there is no memory for them.
 * The caller frees *tls with SSL_CTX_free(); connections keep their own
 * reference.
 */
MUST_CHECK enum err tls_open(SSL_CTX **tls, struct slice pem,
    const struct net_options *);

#endif
