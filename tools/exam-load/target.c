/* Where the server is, and whom to trust: struct link_target. */
#include "base/openssl.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "exam-load/link.h"

/* "HOST:PORT", "[::1]:PORT"; false: it is neither. */
static bool
split(char host[256], const char **port, const char *text)
{
	const char *colon = strrchr(text, ':');
	size_t len = colon != NULL ? (size_t)(colon - text) : 0;

	if (len > 2 && text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len == 0 || len >= 256 || colon[1] == '\0')
		return false;
	memcpy(host, text, len);
	host[len] = '\0';
	*port = colon + 1;
	return true;
}

static bool
is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, address, sizeof(in));
		return ntohl(in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, address, sizeof(in6));
		return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
	}
	return false;
}

static enum err
resolve(struct link_target *t, char why[256], const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;
	unsigned char bytes[16];
	int result = getaddrinfo(t->name, port, &hints, &found);

	if (result != 0) {
		snprintf(why, 256, "%.100s: %.100s", t->name,
		    gai_strerror(result));
		return ERR_INVALID;
	}
	memcpy(&t->address, found->ai_addr, found->ai_addrlen);
	t->address_len = found->ai_addrlen;
	t->name_is_ip = inet_pton(AF_INET, t->name, bytes) == 1 ||
	    inet_pton(AF_INET6, t->name, bytes) == 1;
	freeaddrinfo(found);
	return ERR_OK;
}

static enum err
trust(struct link_target *t, char why[256], const char *ca_file)
{
	t->tls = SSL_CTX_new(TLS_client_method());
	if (t->tls == NULL ||
	    SSL_CTX_load_verify_locations(t->tls, ca_file, NULL) != 1) {
		snprintf(why, 256, "%.200s holds no certificate to trust",
		    ca_file);
		ERR_clear_error();
		return ERR_INVALID;
	}
	SSL_CTX_set_verify(t->tls, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_min_proto_version(t->tls, TLS1_2_VERSION);
	SSL_CTX_set_session_cache_mode(t->tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(t->tls,
	    SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return ERR_OK;
}

enum err
link_target_init(struct link_target *target, char why[256],
    const char *host_and_port, const char *ca_file, bool local_only)
{
	struct link_target t = { 0 };
	const char *port;
	enum err e;

	if (!split(t.name, &port, host_and_port)) {
		snprintf(why, 256, "\"%.200s\" is no HOST:PORT", host_and_port);
		return ERR_INVALID;
	}
	e = resolve(&t, why, port);
	if (e != ERR_OK)
		return e;
	if (local_only &&
	    !is_loopback((const struct sockaddr *)&t.address)) {
		snprintf(why, 256,
		    "%.100s is not this machine: --anywhere allows it, if "
		    "you may do this to that server",
		    t.name);
		return ERR_INVALID;
	}
	e = trust(&t, why, ca_file);
	if (e != ERR_OK) {
		link_target_fini(&t);
		return e;
	}
	t.traffic = alloc_zero(1, sizeof(*t.traffic));
	*target = t;
	return ERR_OK;
}

void
link_target_fini(struct link_target *t)
{
	SSL_CTX_free(t->tls);
	free(t->traffic);
	t->tls = NULL;
	t->traffic = NULL;
}
