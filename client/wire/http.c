#include "wire/http.h"

#include <strings.h>

#include "exam/limits.h"

struct seen {
	bool length, retry, type;
};

/* One line without its CRLF; ERR_BUSY if it has no end yet. */
static enum err
take_line(struct slice *line, struct slice *rest)
{
	const char *end = rest->len > 0 ? memchr(rest->at, '\n', rest->len) :
					  NULL;
	size_t n;

	if (end == NULL)
		return ERR_BUSY;
	n = (size_t)(end - rest->at);
	if (n == 0 || end[-1] != '\r')
		return ERR_SYNTAX;
	*line = (struct slice){ rest->at, n - 1 };
	if (memchr(line->at, '\r', line->len) != NULL ||
	    memchr(line->at, '\0', line->len) != NULL)
		return ERR_SYNTAX;
	rest->at += n + 1;
	rest->len -= n + 1;
	return ERR_OK;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "HTTP/1.1 200 OK" */
static enum err
read_status(int *status, struct slice line)
{
	const char *p = line.at + 9;

	if (line.len < 12 || memcmp(line.at, "HTTP/1.1 ", 9) != 0 ||
	    !is_digit(p[0]) || !is_digit(p[1]) || !is_digit(p[2]) ||
	    (line.len > 12 && p[3] != ' '))
		return ERR_SYNTAX;
	*status = (p[0] - '0') * 100 + (p[1] - '0') * 10 + p[2] - '0';
	return *status >= 200 && *status <= 599 ? ERR_OK : ERR_SYNTAX;
}

/* Decimal digits and nothing else. */
static enum err
read_number(size_t *value, struct slice s, size_t most)
{
	size_t got = 0, i;

	if (s.len == 0)
		return ERR_SYNTAX;
	for (i = 0; i < s.len; i++) {
		if (!is_digit(s.at[i]))
			return ERR_SYNTAX;
		got = got * 10 + (size_t)(s.at[i] - '0');
		if (got > most)
			return ERR_TOO_BIG;
	}
	*value = got;
	return ERR_OK;
}

static bool
is_name(struct slice s, const char *name)
{
	return s.len == strlen(name) && strncasecmp(s.at, name, s.len) == 0;
}

/* A media type, whatever its parameters. */
static bool
is_type(struct slice value, const char *type)
{
	size_t n = strlen(type);

	return value.len >= n && strncasecmp(value.at, type, n) == 0 &&
	    (value.len == n || value.at[n] == ';' || value.at[n] == ' ');
}

static bool
once(bool *seen)
{
	bool first = !*seen;

	*seen = true;
	return first;
}

static enum err
read_retry_after(int *seconds, struct slice value)
{
	size_t n;
	enum err e = read_number(&n, value, WIRE_RETRY_AFTER_MAX);

	if (e == ERR_TOO_BIG)
		n = WIRE_RETRY_AFTER_MAX;
	else if (e != ERR_OK)
		return e;
	*seconds = (int)n;
	return ERR_OK;
}

static enum err
read_header(struct http_head *h, struct seen *seen, struct slice name,
    struct slice value)
{
	if (is_name(name, "Transfer-Encoding"))
		return ERR_SYNTAX;
	if (is_name(name, "Content-Length"))
		return once(&seen->length) ?
		    read_number(&h->length, value, WIRE_BODY_MAX) :
		    ERR_SYNTAX;
	if (is_name(name, "Retry-After"))
		return once(&seen->retry) ?
		    read_retry_after(&h->retry_after, value) :
		    ERR_SYNTAX;
	if (is_name(name, "Connection"))
		h->close |= is_name(value, "close");
	if (is_name(name, "Content-Type")) {
		if (!once(&seen->type))
			return ERR_SYNTAX;
		h->event_stream = is_type(value, "text/event-stream");
		h->json = is_type(value, "application/json") ||
		    is_type(value, "application/problem+json");
	}
	return ERR_OK;
}

/* "Name: value" with the spaces around the value left out. */
static enum err
split_header(struct slice *name, struct slice *value, struct slice line)
{
	const char *colon = memchr(line.at, ':', line.len);

	if (colon == NULL || colon == line.at || line.at[0] == ' ' ||
	    line.at[0] == '\t' || colon[-1] == ' ' || colon[-1] == '\t')
		return ERR_SYNTAX;
	*name = (struct slice){ line.at, (size_t)(colon - line.at) };
	*value = (struct slice){ colon + 1, line.len - name->len - 1 };
	while (value->len > 0 && (*value->at == ' ' || *value->at == '\t')) {
		value->at++;
		value->len--;
	}
	while (value->len > 0 && (value->at[value->len - 1] == ' ' ||
				     value->at[value->len - 1] == '\t'))
		value->len--;
	return ERR_OK;
}

static enum err
read_headers(struct http_head *h, struct seen *seen, struct slice *rest)
{
	struct slice line, name, value;
	enum err e;
	int n;

	for (n = 0; (e = take_line(&line, rest)) == ERR_OK; n++) {
		if (line.len == 0)
			return ERR_OK;
		if (n == HTTP_HEADERS_MAX)
			return ERR_TOO_BIG;
		e = split_header(&name, &value, line);
		if (e == ERR_OK)
			e = read_header(h, seen, name, value);
		if (e != ERR_OK)
			return e;
	}
	return e;
}

/* Where does the body end? */
static enum err
settle_length(struct http_head *h, const struct seen *seen)
{
	if (seen->length)
		return h->status == 204 && h->length > 0 ? ERR_SYNTAX : ERR_OK;
	h->endless = h->event_stream && h->status == 200;
	return h->endless || h->status == 204 ? ERR_OK : ERR_SYNTAX;
}

enum err
http_read_head(struct http_head *h, size_t *len, struct slice bytes)
{
	struct http_head got = { 0 };
	struct seen seen = { false, false, false };
	struct slice rest = bytes, line;
	enum err e = take_line(&line, &rest);

	if (e == ERR_OK)
		e = read_status(&got.status, line);
	if (e == ERR_OK)
		e = read_headers(&got, &seen, &rest);
	if (e == ERR_BUSY && bytes.len >= HTTP_HEAD_MAX)
		return ERR_TOO_BIG;
	if (e == ERR_OK)
		e = settle_length(&got, &seen);
	if (e == ERR_OK) {
		*h = got;
		*len = bytes.len - rest.len;
	}
	return e;
}
