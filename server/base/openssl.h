/*
 * openssl: OpenSSL's headers beside ours.  They give the name ERR_STATE, which
 * is one of our errors, to a type that we do not use.
 */
#ifndef BASE_OPENSSL_H
#define BASE_OPENSSL_H

#define ERR_STATE openssl_err_state
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

#endif
