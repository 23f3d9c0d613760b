#include "support/identity.h"

#include <stdio.h>
#include <stdlib.h>

#define DAY_SECONDS (24L * 60 * 60)

static void
need(bool done)
{
	if (!done)
		abort();
}

static void
set_names(X509 *x, const char *name, const struct identity *by)
{
	X509_NAME *subject = X509_get_subject_name(x);

	need(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
		 (const unsigned char *)name, -1, -1, 0) == 1);
	need(X509_set_issuer_name(x, by != NULL ?
		     X509_get_subject_name(by->x509) : subject) == 1);
}

static void
add_extension(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	need(e != NULL && X509_add_ext(x, e, -1) == 1);
	X509_EXTENSION_free(e);
}

static void
make(struct identity *i, const char *name, const struct identity *by, int from,
    int to)
{
	static long serial;

	i->x509 = X509_new();
	i->key = EVP_EC_gen("P-256");
	need(i->x509 != NULL && i->key != NULL);
	need(X509_set_version(i->x509, X509_VERSION_3) == 1);
	ASN1_INTEGER_set(X509_get_serialNumber(i->x509), ++serial);
	X509_gmtime_adj(X509_getm_notBefore(i->x509), from * DAY_SECONDS);
	X509_gmtime_adj(X509_getm_notAfter(i->x509), to * DAY_SECONDS);
	set_names(i->x509, name, by);
	need(X509_set_pubkey(i->x509, i->key) == 1);
}

static void
sign(struct identity *i, const struct identity *by)
{
	need(X509_sign(i->x509, by != NULL ? by->key : i->key, EVP_sha256()) >
	    0);
}

void
identity_make_authority(struct identity *i, const char *name,
    const struct identity *by, int from, int to)
{
	make(i, name, by, from, to);
	add_extension(i->x509, NID_basic_constraints, "critical,CA:TRUE");
	sign(i, by);
}

void
identity_make(struct identity *i, const char *name, const struct identity *by,
    const char *usage)
{
	make(i, name, by, -1, 1);
	add_extension(i->x509, NID_ext_key_usage, usage);
	sign(i, by);
}

void
identity_fini(struct identity *i)
{
	X509_free(i->x509);
	EVP_PKEY_free(i->key);
	*i = (struct identity){ 0 };
}

void
identity_write(const struct identity *i, const char *certificate, bool append)
{
	FILE *f = fopen(certificate, append ? "a" : "w");

	need(f != NULL && PEM_write_X509(f, i->x509) == 1);
	fclose(f);
}

void
identity_write_key(const struct identity *i, const char *key)
{
	FILE *f = fopen(key, "w");

	need(f != NULL &&
	    PEM_write_PrivateKey(f, i->key, NULL, NULL, 0, NULL, NULL) == 1);
	fclose(f);
}
