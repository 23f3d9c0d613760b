#include "support/self_signed.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

#define DAY_SECONDS (24L * 60 * 60)

static void
need(int done)
{
	if (done <= 0)
		abort();
}

static void
add_names(X509 *x)
{
	X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL,
	    NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");

	need(names != NULL && X509_add_ext(x, names, -1));
	X509_EXTENSION_free(names);
}

static X509 *
make(EVP_PKEY *key, long from, long to)
{
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);

	need(X509_set_version(x, X509_VERSION_3));
	need(ASN1_INTEGER_set(X509_get_serialNumber(x), 1));
	X509_gmtime_adj(X509_getm_notBefore(x), from);
	X509_gmtime_adj(X509_getm_notAfter(x), to);
	need(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)"localhost", -1, -1, 0));
	need(X509_set_issuer_name(x, name));
	need(X509_set_pubkey(x, key));
	add_names(x);
	need(X509_sign(x, key, EVP_sha256()));
	return x;
}

static void
write_pair(const char *certificate, const char *key, long from, long to)
{
	EVP_PKEY *k = EVP_EC_gen("P-256");
	X509 *x = make(k, from, to);
	FILE *f;

	need((f = fopen(certificate, "w")) != NULL);
	need(PEM_write_X509(f, x));
	fclose(f);
	need((f = fopen(key, "w")) != NULL);
	need(PEM_write_PrivateKey(f, k, NULL, NULL, 0, NULL, NULL));
	fclose(f);
	X509_free(x);
	EVP_PKEY_free(k);
}

void
self_signed_write(const char *certificate, const char *key, int from, int to)
{
	write_pair(certificate, key, from * DAY_SECONDS, to * DAY_SECONDS);
}

void
self_signed_write_for(const char *certificate, const char *key, int minutes)
{
	write_pair(certificate, key, -DAY_SECONDS, minutes * 60L);
}
