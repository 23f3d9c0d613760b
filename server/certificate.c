#include "certificate.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "control.h"
#include "net/openssl.h"

static enum err
read_file(struct buf *text, const char *path, struct diag *d)
{
	enum err e = file_read(text, path, CONTROL_BODY_MAX / 2);

	if (e == ERR_SYS)
		diag_add(d, 0, path, "%s", strerror(errno));
	else if (e != ERR_OK)
		diag_add(d, 0, path, "is larger than %d bytes",
		    CONTROL_BODY_MAX / 2);
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

static X509 *
parse_certificate(const struct buf *text, const char *path, struct diag *d)
{
	BIO *in = BIO_new_mem_buf(text->at, (int)text->len);
	X509 *x = PEM_read_bio_X509(in, NULL, no_passphrase, NULL);

	BIO_free(in);
	if (x == NULL)
		diag_add(d, 0, path, "holds no certificate in PEM");
	return x;
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

static void
check(const struct buf *chain_text, const struct buf *key_text,
    const char *chain, const char *key, struct wall now, struct diag *mistakes,
    struct diag *warnings)
{
	X509 *x = parse_certificate(chain_text, chain, mistakes);
	EVP_PKEY *private = parse_key(key_text, key, mistakes);

	if (x != NULL)
		check_dates(x, chain, now, mistakes, warnings);
	if (x != NULL && private != NULL &&
	    X509_check_private_key(x, private) != 1)
		diag_add(mistakes, 0, key, "is not the key of %s", chain);
	X509_free(x);
	EVP_PKEY_free(private);
	ERR_clear_error();
}

enum err
certificate_read(struct buf *pem, const char *chain, const char *key,
    struct wall now, struct diag *mistakes, struct diag *warnings)
{
	struct buf chain_text = { 0 }, key_text = { 0 };
	size_t before = mistakes->count;
	enum err chain_read = read_file(&chain_text, chain, mistakes);
	enum err key_read = read_file(&key_text, key, mistakes);

	if (chain_read == ERR_OK && key_read == ERR_OK)
		check(&chain_text, &key_text, chain, key, now, mistakes,
		    warnings);
	check_mode(key, warnings);
	if (mistakes->count == before) {
		buf_put_slice(pem, buf_slice(&chain_text));
		buf_put_u8(pem, '\0');
		buf_put_slice(pem, buf_slice(&key_text));
	}
	if (key_text.len > 0)
		explicit_bzero(key_text.at, key_text.len);
	buf_fini(&chain_text);
	buf_fini(&key_text);
	return mistakes->count == before ? ERR_OK : ERR_INVALID;
}
