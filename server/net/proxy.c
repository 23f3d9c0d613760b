#include "net/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "exam/limits.h"

#define PROXY_HEAD 16
#define PROXY_MARK "\r\n\r\n\0\r\nQUIT\n"

static void
map_v4(uint8_t address[ADDRESS_LEN], const void *four)
{
	memset(address, 0, 10);
	memset(address + 10, 0xff, 2);
	memcpy(address + 12, four, 4);
}

void
address_of(uint8_t address[ADDRESS_LEN], const struct sockaddr *from)
{
	struct sockaddr_in four;
	struct sockaddr_in6 six;

	memset(address, 0, ADDRESS_LEN);
	if (from->sa_family == AF_INET) {
		memcpy(&four, from, sizeof(four));
		map_v4(address, &four.sin_addr);
	} else if (from->sa_family == AF_INET6) {
		memcpy(&six, from, sizeof(six));
		memcpy(address, &six.sin6_addr, ADDRESS_LEN);
	}
}

bool
address_read(uint8_t address[ADDRESS_LEN], const char *text)
{
	uint8_t four[4];

	if (inet_pton(AF_INET, text, four) == 1) {
		map_v4(address, four);
		return true;
	}
	return inet_pton(AF_INET6, text, address) == 1;
}

enum err
proxies_read(struct proxies *to, const char *list)
{
	struct proxies got = { .n = 0 };
	char text[INET6_ADDRSTRLEN];
	size_t len;

	while (list != NULL && *list != '\0') {
		list += strspn(list, ", ");
		if ((len = strcspn(list, ", ")) == 0)
			break;
		if (got.n == PROXIES_MAX)
			return ERR_FULL;
		if (len >= sizeof(text))
			return ERR_SYNTAX;
		snprintf(text, sizeof(text), "%.*s", (int)len, list);
		if (!address_read(got.address[got.n++], text))
			return ERR_SYNTAX;
		list += len;
	}
	*to = got;
	return ERR_OK;
}

bool
proxies_have(const struct proxies *p, const uint8_t address[ADDRESS_LEN])
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (memcmp(p->address[i], address, ADDRESS_LEN) == 0)
			return true;
	return false;
}

static size_t
length_behind_head(struct slice bytes)
{
	return (size_t)((uint8_t)bytes.at[14] << 8 | (uint8_t)bytes.at[15]);
}

static bool
begins_well(struct slice bytes)
{
	size_t n = sizeof(PROXY_MARK) - 1;

	return memcmp(bytes.at, PROXY_MARK, bytes.len < n ? bytes.len : n) == 0;
}

size_t
proxy_need(struct slice bytes)
{
	size_t need = PROXY_HEAD;

	if (bytes.len > 0 && !begins_well(bytes))
		return 0;
	if (bytes.len >= PROXY_HEAD)
		need += length_behind_head(bytes);
	return need <= PROXY_HEAD_MAX ? need : 0;
}

enum err
proxy_read(uint8_t address[ADDRESS_LEN], struct slice bytes)
{
	unsigned version_command, family;

	if (bytes.len < PROXY_HEAD || bytes.len != proxy_need(bytes))
		return ERR_SYNTAX;
	version_command = (uint8_t)bytes.at[12];
	family = (uint8_t)bytes.at[13];
	if (version_command == 0x20) /* LOCAL */
		return ERR_OK;
	if (version_command != 0x21)
		return ERR_SYNTAX;
	if (family == 0x11 && bytes.len >= PROXY_HEAD + 12)
		map_v4(address, bytes.at + PROXY_HEAD);
	else if (family == 0x21 && bytes.len >= PROXY_HEAD + 36)
		memcpy(address, bytes.at + PROXY_HEAD, ADDRESS_LEN);
	else
		return ERR_SYNTAX;
	return ERR_OK;
}
