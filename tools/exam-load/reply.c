#include "exam-load/reply.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "exam/limits.h"

#define STATUS_LINE "HTTP/1.1 "

/* A decimal number that fits; false: it is none. */
static bool
parse_number(size_t *number, struct slice s)
{
	size_t n = 0, i;

	if (s.len == 0 || s.len > 9)
		return false;
	for (i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		n = 10 * n + (size_t)(s.at[i] - '0');
	}
	*number = n;
	return true;
}

/* The value, if the line is this header. */
static bool
header_is(struct slice *value, struct slice line, const char *name)
{
	size_t len = strlen(name);

	if (line.len <= len || line.at[len] != ':' ||
	    strncasecmp(line.at, name, len) != 0)
		return false;
	*value = (struct slice){ line.at + len + 1, line.len - len - 1 };
	while (value->len > 0 && *value->at == ' ') {
		value->at++;
		value->len--;
	}
	return true;
}

struct head {
	size_t len; /* with the empty line */
	size_t body_len;
	bool has_length;
};

static bool
parse_header(struct reply *r, struct head *h, struct slice line)
{
	struct slice value;
	size_t number;

	if (header_is(&value, line, "Content-Length")) {
		if (h->has_length || !parse_number(&h->body_len, value))
			return false;
		h->has_length = true;
	} else if (header_is(&value, line, "Content-Type"))
		r->stream = value.len >= 17 &&
		    strncmp(value.at, "text/event-stream", 17) == 0;
	else if (header_is(&value, line, "Connection"))
		r->close = value.len == 5 &&
		    strncasecmp(value.at, "close", 5) == 0;
	else if (header_is(&value, line, "Retry-After") &&
	    parse_number(&number, value))
		r->retry_after = (int)number;
	else if (header_is(&value, line, "Transfer-Encoding"))
		return false;
	return true;
}

/* "HTTP/1.1 200 OK", then headers, all in head. */
static bool
parse_head(struct reply *r, struct head *h, struct slice head)
{
	const char *at = head.at, *end = head.at + head.len;
	size_t status;

	if (head.len < 12 ||
	    memcmp(at, STATUS_LINE, sizeof(STATUS_LINE) - 1) != 0 ||
	    !parse_number(&status, (struct slice){ at + 9, 3 }))
		return false;
	r->status = (int)status;
	at = memchr(at, '\n', head.len);
	for (at++; at < end;) {
		const char *next = memchr(at, '\r', (size_t)(end - at));
		struct slice line = { at, (size_t)(next - at) };

		if (line.len > 0 && !parse_header(r, h, line))
			return false;
		at = next + 2;
	}
	return h->has_length || r->stream || r->status == 204;
}

enum err
reply_next(
    size_t *len, struct reply *reply, struct slice bytes, size_t body_max)
{
	const char *end = memmem(bytes.at, bytes.len, "\r\n\r\n", 4);
	struct reply r = { 0 };
	struct head h = { 0 };

	if (end == NULL)
		return bytes.len > HTTP_HEAD_MAX ? ERR_TOO_BIG : ERR_BUSY;
	h.len = (size_t)(end - bytes.at) + 4;
	if (!parse_head(&r, &h, (struct slice){ bytes.at, h.len }))
		return ERR_SYNTAX;
	if (r.stream)
		h.body_len = bytes.len - h.len;
	if (h.body_len > body_max)
		return ERR_TOO_BIG;
	if (bytes.len - h.len < h.body_len)
		return ERR_BUSY;
	r.body = (struct slice){ bytes.at + h.len, h.body_len };
	*len = h.len + h.body_len;
	*reply = r;
	return ERR_OK;
}

struct slice
reply_member(struct slice body, const char *name)
{
	char wanted[48];
	size_t len = strlen(name);
	struct slice value;
	const char *at;

	if (len + 3 > sizeof(wanted) || body.len == 0)
		return SLICE_NONE;
	wanted[0] = '"';
	memcpy(wanted + 1, name, len);
	memcpy(wanted + 1 + len, "\":", 2);
	at = memmem(body.at, body.len, wanted, len + 3);
	if (at == NULL)
		return SLICE_NONE;
	value.at = at + len + 3;
	value.len = 0;
	if (value.at < body.at + body.len && *value.at == '"') {
		value.at++;
		while (value.at + value.len < body.at + body.len &&
		    value.at[value.len] != '"')
			value.len++;
		return value;
	}
	while (value.at + value.len < body.at + body.len &&
	    strchr(",}]", value.at[value.len]) == NULL)
		value.len++;
	return value;
}
