#include "net/host.h"

#include <arpa/inet.h>

#define PORT_DIGITS_MAX 5
#define PORT_NUMBER_MAX 65535

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_of_label(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static bool
is_name(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.at[i] == '.' ? i == 0 || s.at[i - 1] == '.'
				   : !is_of_label(s.at[i]))
			return false;
	return s.len > 0;
}

/* With its brackets. */
static bool
is_address(struct slice s)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;

	if (s.len < 2 || s.len - 2 >= sizeof(text) || s.at[s.len - 1] != ']')
		return false;
	memcpy(text, s.at + 1, s.len - 2);
	text[s.len - 2] = '\0';
	return inet_pton(AF_INET6, text, &address) == 1;
}

static bool
is_port(struct slice s)
{
	unsigned n = 0;
	size_t i;

	if (s.len == 0 || s.len > PORT_DIGITS_MAX)
		return false;
	for (i = 0; i < s.len; i++) {
		if (!is_digit(s.at[i]))
			return false;
		n = n * 10 + (unsigned)(s.at[i] - '0');
	}
	return n <= PORT_NUMBER_MAX;
}

/* Where the port's colon stands, or the end. */
static size_t
host_end(struct slice s)
{
	size_t i = 0;

	if (s.len > 0 && s.at[0] == '[')
		while (i < s.len && s.at[i] != ']')
			i++;
	while (i < s.len && s.at[i] != ':')
		i++;
	return i;
}

bool
host_is_valid(struct slice s)
{
	size_t end = host_end(s);
	struct slice host = { s.at, end };

	if (end < s.len &&
	    !is_port((struct slice){ s.at + end + 1, s.len - end - 1 }))
		return false;
	return end > 0 && s.at[0] == '[' ? is_address(host) : is_name(host);
}
