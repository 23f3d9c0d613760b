#include "parent/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
host_parse(struct address *a, const char *host)
{
	*a = (struct address){ 0 };
	if (inet_pton(AF_INET, host, &a->at.v4.sin_addr) == 1) {
		a->at.v4.sin_family = AF_INET;
		a->len = sizeof(a->at.v4);
		return true;
	}
	if (inet_pton(AF_INET6, host, &a->at.v6.sin6_addr) == 1) {
		a->at.v6.sin6_family = AF_INET6;
		a->len = sizeof(a->at.v6);
		return true;
	}
	return false;
}

bool
address_is_host(const char *text)
{
	struct address a;

	return host_parse(&a, text);
}

static bool
port_parse(uint16_t *port, const char *text)
{
	size_t len = strspn(text, "0123456789");
	long n;

	if (len == 0 || len > 5 || text[len] != '\0')
		return false;
	n = strtol(text, NULL, 10);
	if (n > UINT16_MAX)
		return false;
	*port = (uint16_t)n;
	return true;
}

enum err
address_parse(struct address *a, const char *text)
{
	const char *colon = strrchr(text, ':');
	char host[ADDRESS_TEXT_MAX];
	bool bracketed = text[0] == '[';
	struct address found;
	uint16_t port;
	size_t len;

	if (colon == NULL || !port_parse(&port, colon + 1))
		return ERR_SYNTAX;
	len = (size_t)(colon - text);
	if (bracketed && (len < 2 || text[len - 1] != ']'))
		return ERR_SYNTAX;
	if (bracketed)
		text++, len -= 2;
	if (len >= sizeof(host))
		return ERR_SYNTAX;
	memcpy(host, text, len);
	host[len] = '\0';
	if (!host_parse(&found, host) ||
	    bracketed != (found.at.any.sa_family == AF_INET6))
		return ERR_SYNTAX;
	address_set_port(&found, port);
	*a = found;
	return ERR_OK;
}

uint16_t
address_port(const struct address *a)
{
	return ntohs(a->at.any.sa_family == AF_INET6 ? a->at.v6.sin6_port :
						       a->at.v4.sin_port);
}

void
address_set_port(struct address *a, uint16_t port)
{
	if (a->at.any.sa_family == AF_INET6)
		a->at.v6.sin6_port = htons(port);
	else
		a->at.v4.sin_port = htons(port);
}

char *
address_format(char text[ADDRESS_TEXT_MAX], const struct address *a)
{
	bool v6 = a->at.any.sa_family == AF_INET6;
	const void *at = v6 ? (const void *)&a->at.v6.sin6_addr :
			      (const void *)&a->at.v4.sin_addr;
	char host[INET6_ADDRSTRLEN];

	if (inet_ntop(a->at.any.sa_family, at, host, sizeof(host)) == NULL)
		strcpy(host, "?");
	snprintf(text, ADDRESS_TEXT_MAX, v6 ? "[%s]:%u" : "%s:%u", host,
	    (unsigned)address_port(a));
	return text;
}
