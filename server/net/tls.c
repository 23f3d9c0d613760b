#include "net/tls.h"

#include <stdlib.h>

/* The protocol in the client's offer that we speak; nobody else's. */
static int
choose_protocol(SSL *ssl, const unsigned char **chosen, unsigned char *len,
    const unsigned char *offer, unsigned n, void *arg)
{
	static const unsigned char ours[] = "\x08http/1.1";
	unsigned i;

	(void)ssl;
	(void)arg;
	for (i = 0; i < n; i += offer[i] + 1u)
		if (offer[i] == ours[0] && n - i >= sizeof(ours) - 1 &&
		    memcmp(offer + i, ours, sizeof(ours) - 1) == 0) {
			*chosen = offer + i + 1;
			*len = ours[0];
			return SSL_TLSEXT_ERR_OK;
		}
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static bool
set_rules(SSL_CTX *tls, bool also_12)
{
	char groups[] = "X25519:P-256"; /* the library's macro wants char * */

	SSL_CTX_set_options(tls, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION |
		SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
		SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS |
		SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_alpn_select_cb(tls, choose_protocol, NULL);
	return SSL_CTX_set_min_proto_version(tls,
		   also_12 ? TLS1_2_VERSION : TLS1_3_VERSION) == 1 &&
	    SSL_CTX_set_num_tickets(tls, 0) == 1 &&
	    SSL_CTX_set_max_early_data(tls, 0) == 1 &&
	    SSL_CTX_set1_groups_list(tls, groups) == 1 &&
	    SSL_CTX_set_ciphersuites(tls,
		"TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
		"TLS_CHACHA20_POLY1305_SHA256") == 1 &&
	    SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
}

static bool
use_chain(SSL_CTX *tls, BIO *in)
{
	X509 *own = PEM_read_bio_X509(in, NULL, NULL, NULL), *more;
	bool ok = own != NULL && SSL_CTX_use_certificate(tls, own) == 1;

	X509_free(own);
	while (ok && (more = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL)
		if (SSL_CTX_add0_chain_cert(tls, more) != 1) {
			X509_free(more);
			ok = false;
		}
	ERR_clear_error(); /* the end of the chain is told as an error */
	return ok;
}

static bool
use_key(SSL_CTX *tls, BIO *in)
{
	char nobody_to_ask[] = ""; /* the passphrase of a locked key */
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, nobody_to_ask);
	bool ok = key != NULL && SSL_CTX_use_PrivateKey(tls, key) == 1 &&
	    SSL_CTX_check_private_key(tls) == 1;

	EVP_PKEY_free(key);
	ERR_clear_error();
	return ok;
}

static bool
read_with(bool (*use)(SSL_CTX *, BIO *), SSL_CTX *tls, struct slice pem)
{
	BIO *in = BIO_new_mem_buf(pem.at, (int)pem.len);
	bool ok;

	if (in == NULL)
		abort();
	ok = use(tls, in);
	BIO_free(in);
	return ok;
}

enum err
tls_open(SSL_CTX **tls, struct slice pem, bool also_12)
{
	const char *end = pem.len > 0 ? memchr(pem.at, '\0', pem.len) : NULL;
	struct slice chain, key;
	SSL_CTX *new;

	if (end == NULL)
		return ERR_SYNTAX;
	chain = (struct slice){ pem.at, (size_t)(end - pem.at) };
	key = (struct slice){ end + 1, pem.len - chain.len - 1 };
	if ((new = SSL_CTX_new(TLS_server_method())) == NULL ||
	    !set_rules(new, also_12))
		abort();
	if (!read_with(use_chain, new, chain) || !read_with(use_key, new, key)) {
		SSL_CTX_free(new);
		return ERR_SYNTAX;
	}
	*tls = new;
	return ERR_OK;
}
