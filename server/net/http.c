#include "net/http.h"

#include "net/host.h"

static const struct {
	const char *text;
	size_t len;
	enum { ONCE, MANY, NEVER } times;
} fields[N_HTTP_FIELDS] = {
#define X(name, text, times) { text, sizeof(text) - 1, times },
	HTTP_FIELDS(X)
#undef X
};

/* What a character may be part of. */
enum {
	DIGIT = 1,
	TOKEN = 2, /* RFC 9110 §5.6.2: methods, names of fields */
	VALUE = 4, /* RFC 9110 §5.5: visible, blank or beyond ASCII */
	PATH = 8,  /* RFC 3986 §3.3; a percent sign is looked at apart */
	QUERY = 16
};

/* Each byte's, by the kinds that there are. */
#define N 0
#define V VALUE
#define T (VALUE | TOKEN)
#define Q (VALUE | QUERY)
#define P (VALUE | QUERY | PATH)
#define U (VALUE | QUERY | PATH | TOKEN)
#define D (VALUE | QUERY | PATH | TOKEN | DIGIT)
static const unsigned char classes[256] = {
	/* clang-format off */
	N, N, N, N, N, N, N, N, N, V, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	V, U, V, T, U, T, U, U, P, P, U, U, P, U, U, P,
	D, D, D, D, D, D, D, D, D, D, P, P, V, P, V, Q,
	P, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
	U, U, U, U, U, U, U, U, U, U, U, V, V, V, T, U,
	T, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
	U, U, U, U, U, U, U, U, U, U, U, V, T, V, U, N,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	/* clang-format on */
};
#undef N
#undef V
#undef T
#undef Q
#undef P
#undef U
#undef D

static bool
is_of(char c, unsigned class)
{
	return (classes[(unsigned char)c] & class) != 0;
}

/* How many characters at the start are of that class. */
static size_t
span(struct slice s, unsigned class)
{
	size_t i = 0;

	while (i < s.len && is_of(s.at[i], class))
		i++;
	return i;
}

static bool
is_all(struct slice s, unsigned class)
{
	return span(s, class) == s.len;
}

static bool
is_token(struct slice s)
{
	return s.len > 0 && is_all(s, TOKEN);
}

int
http_hex(char c)
{
	if (is_of(c, DIGIT))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
http_word_is(struct slice s, const char *lower)
{
	size_t i;

	if (s.len != strlen(lower))
		return false;
	for (i = 0; i < s.len; i++) {
		char c = s.at[i];

		if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != lower[i])
			return false;
	}
	return true;
}

static struct slice
trim(struct slice s)
{
	while (s.len > 0 && (s.at[0] == ' ' || s.at[0] == '\t')) {
		s.at++;
		s.len--;
	}
	while (s.len > 0 &&
	    (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* What stands before the first mark, and what behind it; false: no mark. */
static bool
cut(struct slice *before, struct slice *rest, char mark)
{
	const char *at = rest->len > 0 ? memchr(rest->at, mark, rest->len) : NULL;
	size_t n;

	if (at == NULL)
		return false;
	n = (size_t)(at - rest->at);
	*before = (struct slice){ rest->at, n };
	*rest = (struct slice){ at + 1, rest->len - n - 1 };
	return true;
}

bool
http_list_next(struct slice *part, struct slice *list, char between)
{
	struct slice s;

	if (list->at == NULL)
		return false;
	if (!cut(&s, list, between)) {
		s = *list;
		*list = SLICE_NONE;
	}
	*part = trim(s);
	return true;
}

enum line { LINE_MORE, LINE_WHOLE, LINE_LONG, LINE_BAD };

/* The next line without its CR LF, which must end within max bytes. */
static enum line
take_line(struct slice *line, struct slice *rest, size_t max)
{
	struct slice look = { rest->at, rest->len < max ? rest->len : max };
	struct slice got;
	size_t whole;

	if (!cut(&got, &look, '\n'))
		return rest->len < max ? LINE_MORE : LINE_LONG;
	whole = got.len + 1;
	if (got.len == 0 || got.at[got.len - 1] != '\r')
		return LINE_BAD;
	*line = (struct slice){ got.at, got.len - 1 };
	*rest = (struct slice){ rest->at + whole, rest->len - whole };
	return LINE_WHOLE;
}

/* Characters of that class, and bytes in hexadecimal but NUL. */
static bool
is_uri_text(struct slice s, unsigned class)
{
	size_t i;

	while ((i = span(s, class)) < s.len) {
		if (s.at[i] != '%' || s.len - i < 3 ||
		    http_hex(s.at[i + 1]) < 0 || http_hex(s.at[i + 2]) < 0 ||
		    (s.at[i + 1] == '0' && s.at[i + 2] == '0'))
			return false;
		s = (struct slice){ s.at + i + 3, s.len - i - 3 };
	}
	return true;
}

static enum refusal
read_target(struct http_head *h, struct slice target)
{
	if (target.len == 0 || target.at[0] != '/')
		return REFUSED_TARGET;
	if (cut(&h->path, &target, '?'))
		h->query = target;
	else
		h->path = target;
	if (!is_uri_text(h->path, PATH) || !is_uri_text(h->query, QUERY))
		return REFUSED_TARGET;
	return REFUSED_NOT;
}

static enum refusal
read_method(struct http_head *h, struct slice method)
{
	int m;

	for (m = 0; m < N_METHODS; m++)
		if (slice_is(method, method_name((enum http_method)m))) {
			h->method = (enum http_method)m;
			return REFUSED_NOT;
		}
	return REFUSED_UNKNOWN_METHOD;
}

static bool
is_version(struct slice s)
{
	return s.len == 8 && memcmp(s.at, "HTTP/", 5) == 0 &&
	       is_of(s.at[5], DIGIT) && s.at[6] == '.' && is_of(s.at[7], DIGIT);
}

static enum refusal
read_request_line(struct http_head *h, struct slice line)
{
	struct slice method, target;
	enum refusal why;

	if (!cut(&method, &line, ' ') || !cut(&target, &line, ' ') ||
	    !is_token(method) || !is_version(line))
		return REFUSED_LINE;
	if ((why = read_method(h, method)) != REFUSED_NOT)
		return why;
	if (!slice_is(line, "HTTP/1.1"))
		return REFUSED_VERSION;
	return read_target(h, target);
}

/* N_HTTP_FIELDS: none of those that are looked at. */
static enum http_field
find_field(struct slice name)
{
	int f;

	for (f = 0; f < N_HTTP_FIELDS; f++)
		if (name.len == fields[f].len &&
		    http_word_is(name, fields[f].text))
			break;
	return (enum http_field)f;
}

/* What it names, a hop would take away; nobody may differ over what is left. */
static enum refusal
read_connection(struct http_head *h, struct slice list)
{
	struct slice part;

	while (http_list_next(&part, &list, ',')) {
		if (http_word_is(part, "close"))
			h->close = true;
		if (find_field(part) != N_HTTP_FIELDS)
			return REFUSED_FRAMING;
	}
	return REFUSED_NOT;
}

static enum refusal
note_field(struct http_head *h, enum http_field f, struct slice value)
{
	if (fields[f].times == NEVER)
		return REFUSED_FRAMING;
	if (fields[f].times == ONCE && h->fields[f].at != NULL)
		return REFUSED_TWICE;
	h->fields[f] = value;
	return f == FIELD_CONNECTION ? read_connection(h, value) : REFUSED_NOT;
}

static enum refusal
read_field(struct http_head *h, struct slice line)
{
	struct slice name;
	enum http_field f;

	if (!cut(&name, &line, ':') || !is_token(name) || !is_all(line, VALUE))
		return REFUSED_FIELD;
	f = find_field(name);
	return f < N_HTTP_FIELDS ? note_field(h, f, trim(line)) : REFUSED_NOT;
}

/* No sign, no blank, no list, no needless zero. */
static enum refusal
read_length(struct http_head *h)
{
	struct slice s = h->fields[FIELD_CONTENT_LENGTH];
	uint64_t n = 0;
	size_t i;

	if (s.at == NULL)
		return REFUSED_NOT;
	if (s.len == 0 || (s.len > 1 && s.at[0] == '0'))
		return REFUSED_LENGTH;
	for (i = 0; i < s.len; i++) {
		if (!is_of(s.at[i], DIGIT))
			return REFUSED_LENGTH;
		n = n > UINT64_MAX / 16 ? UINT64_MAX / 16 + 1
					: n * 10 + (uint64_t)(s.at[i] - '0');
	}
	h->body_len = n > UINT64_MAX / 16 ? UINT64_MAX : n;
	return REFUSED_NOT;
}

static enum refusal
read_fields(struct http_head *h)
{
	if (!host_is_valid(h->fields[FIELD_HOST]))
		return REFUSED_HOST;
	return read_length(h);
}

static enum http_verdict
refused(enum refusal *out, enum refusal why)
{
	*out = why;
	return HTTP_REFUSED;
}

/* The next line of the head; all of it must end within HTTP_HEAD_MAX. */
static enum http_verdict
take_head_line(struct slice *line, struct slice *rest, enum refusal *why,
    size_t used)
{
	switch (take_line(line, rest, HTTP_HEAD_MAX - used)) {
	case LINE_MORE:
		return HTTP_MORE;
	case LINE_LONG:
		return refused(why, REFUSED_BIG_HEAD);
	case LINE_BAD:
		return refused(why, REFUSED_FIELD);
	case LINE_WHOLE:
		break;
	}
	return HTTP_WHOLE;
}

static enum http_verdict
read_lines(struct http_head *h, enum refusal *why, struct slice bytes,
    struct slice rest)
{
	enum http_verdict v;
	struct slice line;
	enum refusal no;
	int n;

	for (n = 0;; n++) {
		v = take_head_line(&line, &rest, why,
		    (size_t)(rest.at - bytes.at));
		if (v != HTTP_WHOLE)
			return v;
		if (line.len == 0)
			break;
		if (n >= HTTP_HEADERS_MAX)
			return refused(why, REFUSED_BIG_HEAD);
		if ((no = read_field(h, line)) != REFUSED_NOT)
			return refused(why, no);
	}
	if ((no = read_fields(h)) != REFUSED_NOT)
		return refused(why, no);
	h->len = (size_t)(rest.at - bytes.at);
	return HTTP_WHOLE;
}

enum http_verdict
http_read_head(struct http_head *head, enum refusal *why, struct slice bytes)
{
	struct http_head h = { .method = METHOD_GET };
	struct slice line, rest = bytes;
	enum http_verdict v;
	enum refusal no;

	switch (take_line(&line, &rest, HTTP_LINE_MAX)) {
	case LINE_MORE:
		return HTTP_MORE;
	case LINE_LONG:
		return refused(why, REFUSED_LONG_TARGET);
	case LINE_BAD:
		return refused(why, REFUSED_LINE);
	case LINE_WHOLE:
		break;
	}
	if ((no = read_request_line(&h, line)) != REFUSED_NOT)
		return refused(why, no);
	v = read_lines(&h, why, bytes, rest);
	if (v == HTTP_WHOLE)
		*head = h;
	return v;
}
