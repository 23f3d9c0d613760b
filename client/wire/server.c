#include "wire/server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <strings.h>

#include "exam/alloc.h"

static char *
copy_text(const char *from, size_t len)
{
	char *text = alloc_zero(len + 1, 1);

	if (len > 0)
		memcpy(text, from, len);
	return text;
}

static bool
is_ip(const char *host)
{
	unsigned char room[16];

	return inet_pton(AF_INET, host, room) == 1 ||
	    inet_pton(AF_INET6, host, room) == 1;
}

static bool
is_port(const char *text)
{
	int value = 0;

	for (; *text >= '0' && *text <= '9' && value <= 65535; text++)
		value = value * 10 + *text - '0';
	return *text == '\0' && value >= 1 && value <= 65535;
}

/* HOST, HOST:PORT, [IPv6], [IPv6]:PORT */
static enum err
split_host(struct wire_server *s, const char *text)
{
	bool bracket = *text == '[';
	const char *host = bracket ? text + 1 : text;
	size_t n = strcspn(host, bracket ? "]" : ":/");
	const char *rest = host + n;

	if (n == 0 || (bracket && *rest++ != ']') ||
	    (*rest != '\0' && (*rest != ':' || !is_port(rest + 1))))
		return ERR_INVALID;
	s->host = copy_text(host, n);
	s->port = alloc_text(*rest == ':' ? rest + 1 : "443");
	s->host_is_ip = is_ip(s->host);
	return bracket && !s->host_is_ip ? ERR_INVALID : ERR_OK;
}

static enum err
read_address(struct wire_server *s, const char *address)
{
	size_t n;

	if (strncmp(address, "unix:", 5) == 0 && address[5] != '\0') {
		s->path = alloc_text(address + 5);
		s->host = alloc_text("localhost");
		s->name = alloc_text(s->path);
		return ERR_OK;
	}
	if (strncasecmp(address, "https://", 8) == 0)
		address += 8;
	n = strlen(address);
	if (n > 0 && address[n - 1] == '/')
		n--;
	s->name = copy_text(address, n);
	return split_host(s, s->name);
}

static enum err
trust(SSL_CTX *tls, char why[WIRE_WHY_MAX], const char *ca_file)
{
	int ok = ca_file == NULL ?
	    SSL_CTX_set_default_verify_paths(tls) :
	    SSL_CTX_load_verify_file(tls, ca_file);

	if (ok == 1)
		return ERR_OK;
	snprintf(why, WIRE_WHY_MAX, "%.200s holds no certificate to trust",
	    ca_file == NULL ? "the system" : ca_file);
	return ERR_INVALID;
}

static enum err
make_tls(struct wire_server *s, char why[WIRE_WHY_MAX], const char *ca_file)
{
	s->tls = alloc_checked(SSL_CTX_new(TLS_client_method()));
	SSL_CTX_set_min_proto_version(s->tls, TLS1_2_VERSION);
	SSL_CTX_set_verify(s->tls, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_mode(s->tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return trust(s->tls, why, ca_file);
}

enum err
wire_server_new(struct wire_server **server, char why[WIRE_WHY_MAX],
    const char *address, const char *ca_file)
{
	struct wire_server *s = alloc_zero(1, sizeof(*s));
	enum err e = read_address(s, address);

	signal(SIGPIPE, SIG_IGN); /* OpenSSL writes without MSG_NOSIGNAL */
	if (e != ERR_OK)
		snprintf(why, WIRE_WHY_MAX,
		    "%.100s is no server address: write HOST:PORT or unix:PATH",
		    address);
	else if (s->path == NULL)
		e = make_tls(s, why, ca_file);
	if (e == ERR_OK)
		*server = s;
	else
		wire_server_free(s);
	return e;
}

static int
no_passphrase(char *text, int room, int rw, void *context)
{
	(void)text;
	(void)room;
	(void)rw;
	(void)context;
	return -1;
}

enum err
wire_server_present(struct wire_server *s, char why[WIRE_WHY_MAX],
    const char *certificate, const char *key)
{
	enum err e = ERR_OK;

	if (s->tls == NULL)
		return ERR_OK;
	SSL_CTX_set_default_passwd_cb(s->tls, no_passphrase);
	if (SSL_CTX_use_certificate_chain_file(s->tls, certificate) != 1) {
		snprintf(why, WIRE_WHY_MAX,
		    "%.200s holds no certificate in PEM", certificate);
		e = ERR_INVALID;
	} else if (SSL_CTX_use_PrivateKey_file(s->tls, key,
		       SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(s->tls) != 1) {
		snprintf(why, WIRE_WHY_MAX,
		    "%.80s is not the key of %.80s, in PEM without a "
		    "passphrase", key, certificate);
		e = ERR_INVALID;
	}
	ERR_clear_error();
	return e;
}

void
wire_server_free(struct wire_server *s)
{
	if (s == NULL)
		return;
	if (s->addresses != NULL)
		freeaddrinfo(s->addresses);
	SSL_CTX_free(s->tls);
	free(s->name);
	free(s->host);
	free(s->port);
	free(s->path);
	free(s);
}

const char *
wire_server_name(const struct wire_server *s)
{
	return s->name;
}

enum err
server_resolve(struct wire_server *s, char why[WIRE_WHY_MAX])
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV };
	int got;

	if (s->addresses != NULL)
		return ERR_OK;
	got = getaddrinfo(s->host, s->port, &hints, &s->addresses);
	if (got == 0)
		return ERR_OK;
	s->addresses = NULL;
	snprintf(why, WIRE_WHY_MAX, "%.100s cannot be found: %.100s", s->host,
	    gai_strerror(got));
	return ERR_SYS;
}

/* The address goes into the certificate check, a name also into SNI. */
SSL *
server_new_tls(const struct wire_server *s)
{
	SSL *ssl = SSL_new(s->tls);

	if (ssl == NULL)
		return NULL;
	if (s->host_is_ip ?
		X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), s->host) :
		SSL_set_tlsext_host_name(ssl, s->host) == 1 &&
			SSL_set1_host(ssl, s->host) == 1)
		return ssl;
	SSL_free(ssl);
	return NULL;
}
