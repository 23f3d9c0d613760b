/*
 * openssl: OpenSSL's headers beside ours.  They give the name ERR_STATE, which
 * is one of enum err, to a type that nothing here uses.
 */
#ifndef WIRE_OPENSSL_H
#define WIRE_OPENSSL_H

#define ERR_STATE openssl_err_state
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

#endif
