#include "examctl/keys.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/openssl.h"

#include <openssl/pem.h>

#include "base/hash.h"
#include "exam/limits.h"
#include "examctl/files.h"

#define PEPPER_LEN 32
#define ALWAYS_NAMED "localhost,127.0.0.1,::1"
#define SKEW_MS MINUTES(5) /* a client's clock may be behind by so much */

struct certificate {
	X509 *x509;
	EVP_PKEY *key;
};

static void
certificate_fini(struct certificate *c)
{
	X509_free(c->x509);
	EVP_PKEY_free(c->key);
	*c = (struct certificate){ 0 };
}

/* 126 random bits: positive, and short enough for RFC 5280 §4.1.2.2. */
static bool
set_serial(X509 *x509)
{
	unsigned char bytes[16];
	BIGNUM *number;
	bool set;

	hash_random(bytes, sizeof(bytes));
	bytes[0] = (bytes[0] & 0x3f) | 0x40;
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	set = number != NULL &&
	    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL;
	BN_free(number);
	return set;
}

static bool
set_days(X509 *x509, struct wall now)
{
	time_t from = (time_t)((now.ms - SKEW_MS) / 1000);
	time_t until =
	    (time_t)((now.ms - SKEW_MS + DAYS(CERTIFICATE_DAYS)) / 1000) - 1;

	return ASN1_TIME_set(X509_getm_notBefore(x509), from) != NULL &&
	    ASN1_TIME_set(X509_getm_notAfter(x509), until) != NULL;
}

static bool
set_subject(X509 *x509, const char *common_name)
{
	X509_NAME *name = X509_get_subject_name(x509);

	return X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
		   (const unsigned char *)"examd", -1, -1, 0) == 1 &&
	    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		(const unsigned char *)common_name, -1, -1, 0) == 1;
}

static bool
add_extension(X509 *x509, X509 *issuer, int kind, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;
	bool added;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, x509, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, kind, value);
	added = extension != NULL && X509_add_ext(x509, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return added;
}

/* A key and a certificate without extensions or signature. */
static bool
certificate_begin(struct certificate *c, const char *common_name,
    struct wall now)
{
	c->key = EVP_EC_gen("P-256");
	c->x509 = X509_new();
	return c->key != NULL && c->x509 != NULL &&
	    X509_set_version(c->x509, X509_VERSION_3) == 1 &&
	    set_serial(c->x509) && set_days(c->x509, now) &&
	    set_subject(c->x509, common_name) &&
	    X509_set_pubkey(c->x509, c->key) == 1;
}

static bool
certificate_sign(struct certificate *c, const struct certificate *issuer)
{
	return X509_set_issuer_name(c->x509,
		   X509_get_subject_name(issuer->x509)) == 1 &&
	    X509_sign(c->x509, issuer->key, EVP_sha256()) > 0;
}

static bool
make_authority(struct certificate *ca, struct wall now)
{
	char serial[9], name[64];
	uint8_t random[4];

	hash_random(random, sizeof(random));
	hash_hex(serial, random, sizeof(random));
	snprintf(name, sizeof(name), "examd authority %s", serial);
	return certificate_begin(ca, name, now) &&
	    add_extension(ca->x509, ca->x509, NID_basic_constraints,
		"critical,CA:TRUE,pathlen:0") &&
	    add_extension(ca->x509, ca->x509, NID_key_usage,
		"critical,keyCertSign,cRLSign") &&
	    add_extension(ca->x509, ca->x509, NID_subject_key_identifier,
		"hash") &&
	    certificate_sign(ca, ca);
}

static bool
make_server(struct certificate *server, const struct certificate *ca,
    const char *alternative_names, struct wall now)
{
	return certificate_begin(server, "examd server", now) &&
	    add_extension(server->x509, ca->x509, NID_basic_constraints,
		"critical,CA:FALSE") &&
	    add_extension(server->x509, ca->x509, NID_key_usage,
		"critical,digitalSignature") &&
	    add_extension(server->x509, ca->x509, NID_ext_key_usage,
		"serverAuth") &&
	    add_extension(server->x509, ca->x509, NID_subject_alt_name,
		alternative_names) &&
	    add_extension(server->x509, ca->x509, NID_subject_key_identifier,
		"hash") &&
	    add_extension(server->x509, ca->x509, NID_authority_key_identifier,
		"keyid:always") &&
	    certificate_sign(server, ca);
}

static bool
is_address(const char *name)
{
	unsigned char bytes[16];

	return inet_pton(AF_INET, name, bytes) == 1 ||
	    inet_pton(AF_INET6, name, bytes) == 1;
}

/* Letters, digits, hyphens and dots, with an optional "*." (RFC 1123 §2.1,
 * RFC 6125 §6.4.3). */
static bool
is_host_name(const char *name)
{
	size_t i;

	if (strncmp(name, "*.", 2) == 0)
		name += 2;
	if (*name == '\0' || *name == '.' || *name == '-' ||
	    strlen(name) > 253)
		return false;
	for (i = 0; name[i] != '\0'; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '-' &&
		    (name[i] != '.' || name[i + 1] == '.'))
			return false;
	return true;
}

/* "DNS:localhost,IP:127.0.0.1,…" as OpenSSL reads it. */
static enum err
put_names(struct buf *out, const char *names, struct diag *d)
{
	char list[KEYS_NAMES_MAX], *rest = list, *name;

	if ((size_t)snprintf(list, sizeof(list), "%s%s%s", ALWAYS_NAMED,
		names != NULL ? "," : "", names != NULL ? names : "") >=
	    sizeof(list)) {
		diag_add(d, 0, "--name", "the list is too long");
		return ERR_INVALID;
	}
	while ((name = strsep(&rest, ",")) != NULL) {
		bool address = is_address(name);

		if (!address && !is_host_name(name)) {
			diag_add(d, 0, "--name",
			    "\"%s\" is neither a host name nor an address",
			    name);
			return ERR_INVALID;
		}
		buf_printf(out, "%s%s:%s", out->len > 0 ? "," : "",
		    address ? "IP" : "DNS", name);
	}
	buf_put_u8(out, '\0');
	return ERR_OK;
}

static enum err
write_bio(const char *directory, const char *name, mode_t mode, BIO *bio,
    struct diag *d)
{
	char path[PATH_MAX], *bytes;
	long len = BIO_get_mem_data(bio, &bytes);

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return files_write_new(path, mode, (struct slice){ bytes, (size_t)len },
	    d);
}

static enum err
write_certificates(const char *directory, const char *name, X509 *first,
    X509 *second, struct diag *d)
{
	BIO *bio = BIO_new(BIO_s_mem());
	enum err e = ERR_SYS;

	if (bio != NULL && PEM_write_bio_X509(bio, first) == 1 &&
	    (second == NULL || PEM_write_bio_X509(bio, second) == 1))
		e = write_bio(directory, name, 0644, bio, d);
	BIO_free(bio);
	return e;
}

static enum err
write_key(const char *directory, EVP_PKEY *key, struct diag *d)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	enum err e = ERR_SYS;

	if (bio != NULL &&
	    PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1)
		e = write_bio(directory, "key.pem", 0600, bio, d);
	BIO_free(bio);
	return e;
}

static enum err
write_pepper(const char *directory, struct diag *d)
{
	char path[PATH_MAX], pepper[PEPPER_LEN];
	enum err e;

	snprintf(path, sizeof(path), "%s/pepper", directory);
	hash_random(pepper, sizeof(pepper));
	e = files_write_new(path, 0600, (struct slice){ pepper, PEPPER_LEN }, d);
	explicit_bzero(pepper, sizeof(pepper));
	return e;
}

static enum err
write_keys(const char *directory, const struct certificate *ca,
    const struct certificate *server, struct diag *d)
{
	enum err e = write_pepper(directory, d);

	if (e == ERR_OK)
		e = write_certificates(directory, "ca.pem", ca->x509, NULL, d);
	if (e == ERR_OK)
		e = write_certificates(directory, "cert.pem", server->x509,
		    ca->x509, d);
	if (e == ERR_OK)
		e = write_key(directory, server->key, d);
	return e == ERR_OK ? files_sync_directory(directory, d) : e;
}

enum err
keys_make(const char *directory, const char *names, struct wall now,
    struct diag *d)
{
	struct certificate ca = { 0 }, server = { 0 };
	struct buf list = { 0 };
	enum err e = put_names(&list, names, d);

	if (e == ERR_OK && (!make_authority(&ca, now) ||
		!make_server(&server, &ca, list.at, now))) {
		diag_add(d, 0, "certificate", "libcrypto refuses: %s",
		    ERR_reason_error_string(ERR_peek_last_error()));
		e = ERR_SYS;
	}
	if (e == ERR_OK)
		e = write_keys(directory, &ca, &server, d);
	certificate_fini(&ca);
	certificate_fini(&server);
	buf_fini(&list);
	return e;
}
