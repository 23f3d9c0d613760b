#include "net/tls.h"

#include "exam/limits.h"

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

/* Or is something wrong with what comes next, or no memory for it? */
static bool
is_at_the_end(void)
{
	unsigned long e = ERR_peek_last_error();

	return ERR_GET_LIB(e) == ERR_LIB_PEM &&
	       ERR_GET_REASON(e) == PEM_R_NO_START_LINE;
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
	ok = ok && is_at_the_end();
	ERR_clear_error();
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

/* Takes the store.  An intermediate authority in it needs no root. */
static bool
demand_certificates(SSL_CTX *tls, X509_STORE *signers)
{
	SSL_CTX_set0_verify_cert_store(tls, signers);
	SSL_CTX_set_max_cert_list(tls, CLIENT_CHAIN_MAX);
	SSL_CTX_set_verify(tls,
	    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	return X509_STORE_set_flags(signers, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
	    SSL_CTX_set_purpose(tls, X509_PURPOSE_SSL_CLIENT) == 1;
}

static bool
use_authorities(SSL_CTX *tls, BIO *in)
{
	X509_STORE *signers = X509_STORE_new();
	X509 *x;
	bool ok = signers != NULL && demand_certificates(tls, signers);
	size_t n = 0;

	while (ok && (x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		ok = X509_STORE_add_cert(signers, x) == 1 &&
		     SSL_CTX_add_client_CA(tls, x) == 1;
		X509_free(x);
		n++;
	}
	ok = ok && n > 0 && is_at_the_end();
	ERR_clear_error();
	return ok;
}

static bool
read_with(bool (*use)(SSL_CTX *, BIO *), SSL_CTX *tls, struct slice pem)
{
	BIO *in = BIO_new_mem_buf(pem.at, (int)pem.len);
	bool ok = in != NULL && use(tls, in);

	BIO_free(in);
	return ok;
}

/* Takes what stands before the next NUL; false: there is none. */
static bool
take_part(struct slice *part, struct slice *rest)
{
	const char *end = rest->len > 0 ? memchr(rest->at, '\0', rest->len) :
					  NULL;

	if (end == NULL)
		return false;
	*part = (struct slice){ rest->at, (size_t)(end - rest->at) };
	*rest = (struct slice){ end + 1, rest->len - part->len - 1 };
	return true;
}

enum err
tls_open(SSL_CTX **tls, struct slice pem, const struct net_options *options)
{
	struct slice chain, key, authorities = pem;
	SSL_CTX *fresh;
	bool ok;

	if (!take_part(&chain, &authorities) || !take_part(&key, &authorities))
		return ERR_SYNTAX;
	fresh = SSL_CTX_new(TLS_server_method());
	ok = fresh != NULL && set_rules(fresh, options->tls12) &&
	     read_with(use_chain, fresh, chain) && read_with(use_key, fresh, key);
	if (ok && options->port == PORT_STAFF && authorities.len > 0)
		ok = read_with(use_authorities, fresh, authorities);
	if (!ok) {
		ERR_clear_error();
		SSL_CTX_free(fresh);
		return ERR_SYNTAX;
	}
	*tls = fresh;
	return ERR_OK;
}
