#include "parent/certificate.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "control.h"
#include "base/openssl.h"

#define FILE_MAX ((CONTROL_BODY_MAX - 2) / 3) /* what each part may take */

static enum err
read_file(struct buf *text, const char *path, struct diag *d)
{
	enum err e = file_read(text, path, FILE_MAX);

	if (e == ERR_SYS)
		diag_add(d, 0, path, "%s", strerror(errno));
	else if (e != ERR_OK)
		diag_add(d, 0, path, "is larger than %d bytes", FILE_MAX);
	else if (memchr(text->at, '\0', text->len) != NULL)
		e = ERR_INVALID;
	if (e == ERR_INVALID)
		diag_add(d, 0, path, "is not PEM");
	return e;
}

/* An encrypted key would ask a question that nobody hears. */
static int
no_passphrase(char *text, int room, int rw, void *context)
{
	(void)text;
	(void)room;
	(void)rw;
	(void)context;
	return -1;
}

static EVP_PKEY *
parse_key(const struct buf *text, const char *path, struct diag *d)
{
	BIO *in = BIO_new_mem_buf(text->at, (int)text->len);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, no_passphrase, NULL);

	BIO_free(in);
	if (key == NULL)
		diag_add(d, 0, path, "holds no private key in PEM that can be "
		    "read without a passphrase");
	return key;
}

/* Is the moment of *t before w? */
static bool
is_before(const ASN1_TIME *t, struct wall w)
{
	time_t seconds = (time_t)(w.ms / 1000);

	return X509_cmp_time(t, &seconds) < 0;
}

static void
check_dates(const X509 *x, const char *path, struct wall now,
    struct diag *mistakes, struct diag *warnings)
{
	const ASN1_TIME *end = X509_get0_notAfter(x);

	if (!is_before(X509_get0_notBefore(x), wall_add(now, SECONDS(1))))
		diag_add(mistakes, 0, path, "is not valid yet");
	else if (is_before(end, now))
		diag_add(mistakes, 0, path, "has expired");
	else if (is_before(end, wall_add(now, CERTIFICATE_WARN_MS)))
		diag_add(warnings, 0, path, "expires within %d days",
		    (int)(CERTIFICATE_WARN_MS / DAYS(1)));
}

static void
check_mode(const char *path, struct diag *warnings)
{
	struct stat s;

	if (stat(path, &s) == 0 && (s.st_mode & S_IRWXO) != 0)
		diag_add(warnings, 0, path, "everybody may read this key");
}

/* ---- the server's own, and who signed it ---- */

static void
add_mistake(struct diag *mistakes, const char *path, int n, const char *words)
{
	if (n == 1)
		diag_add(mistakes, 0, path, "%s", words);
	else
		diag_add(mistakes, 0, path, "certificate %d: %s", n, words);
}

/* By name, by what it may do (RFC 5280 §4.2) and by its signature. */
static bool
is_signed_by(X509 *x, X509 *by)
{
	return X509_check_issued(by, x) == X509_V_OK &&
	       X509_verify(x, X509_get0_pubkey(by)) == 1;
}

static void
check_date_of(const X509 *x, int n, const char *path, struct wall now,
    struct diag *mistakes, struct diag *warnings)
{
	struct buf where = { 0 };

	buf_put_text(&where, path);
	if (n > 1)
		buf_printf(&where, ": certificate %d", n);
	buf_put_u8(&where, '\0');
	check_dates(x, where.at, now, mistakes, warnings);
	buf_fini(&where);
}

/* Each must be signed by the next; the last one's authority is the clients'. */
static void
check_chain(X509 *own, BIO *rest, const char *path, struct wall now,
    struct diag *mistakes, struct diag *warnings)
{
	X509 *x = own, *by;
	int n = 1;

	X509_up_ref(own);
	check_date_of(own, n, path, now, mistakes, warnings);
	while (
	    (by = PEM_read_bio_X509(rest, NULL, no_passphrase, NULL)) != NULL) {
		check_date_of(by, ++n, path, now, mistakes, warnings);
		if (!is_signed_by(x, by))
			add_mistake(
			    mistakes, path, n, "did not sign the one before");
		X509_free(x);
		x = by;
	}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		add_mistake(mistakes, path, n + 1, "cannot be read");
	X509_free(x);
}

static void
check_pair(const struct buf *chain, const struct buf *key_text,
    const struct certificate_files *f, struct wall now, struct diag *mistakes,
    struct diag *warnings)
{
	BIO *in = BIO_new_mem_buf(chain->at, (int)chain->len);
	X509 *own = PEM_read_bio_X509(in, NULL, no_passphrase, NULL);
	EVP_PKEY *key = parse_key(key_text, f->key, mistakes);

	ERR_clear_error();
	if (own == NULL)
		diag_add(mistakes, 0, f->chain, "holds no certificate in PEM");
	else
		check_chain(own, in, f->chain, now, mistakes, warnings);
	if (own != NULL && key != NULL && X509_check_private_key(own, key) != 1)
		diag_add(mistakes, 0, f->key, "is not the key of %s", f->chain);
	X509_free(own);
	EVP_PKEY_free(key);
	BIO_free(in);
	ERR_clear_error();
}

/* ---- who signs for staff ---- */

/* The n-th of a file.  By RFC 5280 §4.2.1.9 it must say that it may sign. */
static void
check_authority(X509 *x, int n, const char *path, struct wall now,
    struct diag *mistakes, struct diag *warnings)
{
	struct buf where = { 0 };

	buf_printf(&where, "%s: certificate %d", path, n);
	buf_put_u8(&where, '\0');
	check_dates(x, where.at, now, mistakes, warnings);
	if (X509_check_ca(x) != 1)
		diag_add(mistakes, 0, where.at, "is not of an authority");
	buf_fini(&where);
}

static void
check_authorities(const struct buf *text, const char *path, struct wall now,
    struct diag *mistakes, struct diag *warnings)
{
	BIO *in = BIO_new_mem_buf(text->at, (int)text->len);
	X509 *x;
	int n = 0;

	while ((x = PEM_read_bio_X509(in, NULL, no_passphrase, NULL)) != NULL) {
		check_authority(x, ++n, path, now, mistakes, warnings);
		X509_free(x);
	}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		diag_add(mistakes, 0, path, "certificate %d cannot be read",
		    n + 1);
	else if (n == 0)
		diag_add(mistakes, 0, path, "holds no certificate in PEM");
	BIO_free(in);
	ERR_clear_error();
}

static void
put_parts(struct buf *pem, const struct buf *chain, const struct buf *key,
    const struct buf *authorities)
{
	buf_put_slice(pem, buf_slice(chain));
	buf_put_u8(pem, '\0');
	buf_put_slice(pem, buf_slice(key));
	buf_put_u8(pem, '\0');
	buf_put_slice(pem, buf_slice(authorities));
}

enum err
certificate_read(struct buf *pem, const struct certificate_files *f,
    struct wall now, struct diag *mistakes, struct diag *warnings)
{
	struct buf chain = { 0 }, key = { 0 }, authorities = { 0 };
	size_t before = mistakes->count;
	enum err chain_read = read_file(&chain, f->chain, mistakes);
	enum err key_read = read_file(&key, f->key, mistakes);

	if (chain_read == ERR_OK && key_read == ERR_OK)
		check_pair(&chain, &key, f, now, mistakes, warnings);
	check_mode(f->key, warnings);
	if (f->authorities != NULL &&
	    read_file(&authorities, f->authorities, mistakes) == ERR_OK)
		check_authorities(&authorities, f->authorities, now, mistakes,
		    warnings);
	if (mistakes->count == before)
		put_parts(pem, &chain, &key, &authorities);
	if (key.len > 0)
		explicit_bzero(key.at, key.len);
	buf_fini(&chain);
	buf_fini(&key);
	buf_fini(&authorities);
	return mistakes->count == before ? ERR_OK : ERR_INVALID;
}

static struct wall
end_of(const X509 *x)
{
	struct tm t;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(x), &t) != 1)
		return (struct wall){ INT64_MAX }; /* cannot be: it was read */
	return (struct wall){ (int64_t)timegm(&t) * 1000 };
}

struct wall
certificate_ends(struct slice pem)
{
	BIO *in = BIO_new_mem_buf(pem.at, (int)strlen(pem.at));
	struct wall ends = { INT64_MAX };
	X509 *x;

	while ((x = PEM_read_bio_X509(in, NULL, no_passphrase, NULL)) != NULL) {
		if (end_of(x).ms < ends.ms)
			ends = end_of(x);
		X509_free(x);
	}
	BIO_free(in);
	ERR_clear_error();
	return ends;
}
