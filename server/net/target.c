#include "net/target.h"

#include "net/http.h"

#define SEGMENTS_MAX 8 /* the longest route has six */

/* A path in decoded segments: "/a/b" is a, b; "/a/" is a and nothing. */
struct segments {
	struct slice at[SEGMENTS_MAX];
	size_t n;
};

static bool
is_continuation(struct slice s, size_t i)
{
	return i < s.len && ((unsigned char)s.at[i] & 0xc0) == 0x80;
}

/* The length of the character at i, RFC 3629; 0: it is none. */
static size_t
utf8_length(struct slice s, size_t i)
{
	unsigned char c = (unsigned char)s.at[i];
	unsigned char next = i + 1 < s.len ? (unsigned char)s.at[i + 1] : 0;
	size_t n, k;

	if (c < 0x80)
		return 1;
	n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || (c == 0xe0 && next < 0xa0) ||
	    (c == 0xed && next > 0x9f) || (c == 0xf0 && next < 0x90) ||
	    (c == 0xf4 && next > 0x8f))
		return 0;
	for (k = 1; k < n; k++)
		if (!is_continuation(s, i + k))
			return 0;
	return n;
}

static bool
is_clean(struct slice s)
{
	size_t i, n;

	if (slice_is(s, ".") || slice_is(s, ".."))
		return false;
	for (i = 0; i < s.len; i += n) {
		unsigned char c = (unsigned char)s.at[i];

		if (c < ' ' || c == 0x7f || c == '/' || c == '\\')
			return false;
		if ((n = utf8_length(s, i)) == 0)
			return false;
	}
	return true;
}

/* Decoded into room where it has a percent sign; returns the room used. */
static size_t
decode(struct slice *segment, char *room)
{
	struct slice s = *segment;
	size_t i, n = 0;

	if (s.len == 0 || memchr(s.at, '%', s.len) == NULL)
		return 0;
	for (i = 0; i < s.len; i++, n++) {
		room[n] = s.at[i];
		if (s.at[i] != '%')
			continue;
		room[n] = (char)(http_hex(s.at[i + 1]) << 4 |
		    http_hex(s.at[i + 2]));
		i += 2;
	}
	*segment = (struct slice){ room, n };
	return n;
}

static enum refusal
split(struct segments *to, char *room, struct slice path)
{
	struct slice rest = { path.at + 1, path.len - 1 }, s;
	size_t n = 0, used = 0;

	while (http_list_next(&s, &rest, '/')) {
		used += decode(&s, room + used);
		if (!is_clean(s))
			return REFUSED_TARGET;
		if (n < SEGMENTS_MAX)
			to->at[n] = s;
		n++;
	}
	if (n > SEGMENTS_MAX)
		return REFUSED_PATH;
	to->n = n;
	return REFUSED_NOT;
}

/* Does the path of a route fit?  The parameters, in order, if it does. */
static bool
fits(struct slice params[ROUTE_PARAMS_MAX], const char *path,
    const struct segments *have)
{
	struct slice rest = slice_of(path + 1), want;
	size_t i = 0, n = 0;

	memset(params, 0, sizeof(struct slice) * ROUTE_PARAMS_MAX);
	while (http_list_next(&want, &rest, '/')) {
		struct slice s;

		if (i >= have->n)
			return false;
		s = have->at[i++];
		if (want.at[0] != '{') {
			if (!slice_equal(s, want))
				return false;
		} else if (s.len == 0 || s.len > IDENT_MAX) {
			return false;
		} else {
			params[n++] = s;
		}
	}
	return i == have->n;
}

enum refusal
target_match(struct target *t, enum port port, enum http_method method,
    struct slice path)
{
	enum http_method as = method == METHOD_HEAD ? METHOD_GET : method;
	struct slice params[ROUTE_PARAMS_MAX];
	struct segments have;
	enum refusal why = split(&have, t->room, path);
	int r;

	if (why != REFUSED_NOT)
		return why;
	why = REFUSED_PATH;
	for (r = 0; r < N_ROUTES; r++) {
		if (route_facts[r].port != port ||
		    !fits(params, route_facts[r].path, &have))
			continue;
		if (route_facts[r].method != as) {
			why = REFUSED_METHOD;
			continue;
		}
		t->route = (enum route)r;
		memcpy(t->params, params, sizeof(params));
		return REFUSED_NOT;
	}
	return why;
}

char *
target_allow(char text[TARGET_ALLOW_MAX], enum port port, struct slice path)
{
	static const enum http_method order[] = { METHOD_GET, METHOD_HEAD,
		METHOD_POST, METHOD_PUT, METHOD_DELETE };
	struct target t;
	size_t i;

	text[0] = '\0';
	for (i = 0; i < N_METHODS; i++) {
		if (target_match(&t, port, order[i], path) != REFUSED_NOT)
			continue;
		if (text[0] != '\0')
			strcat(text, ", ");
		strcat(text, method_name(order[i]));
	}
	return text;
}
