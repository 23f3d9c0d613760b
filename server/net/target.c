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
		if (!is_clean(s) || (s.len == 0 && rest.at != NULL))
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

/* Takes a segment off the path of a route: a parameter, or just this text. */
static bool
take_segment(const char **path, struct slice have)
{
	const char *at = *path + 1;
	size_t n = have.len;

	if (*at == '{') {
		*path = at + strcspn(at, "/");
		return n > 0 && n <= IDENT_MAX;
	}
	if (strncmp(at, have.at, n) != 0 || (at[n] != '/' && at[n] != '\0'))
		return false;
	*path = at + n;
	return true;
}

/* Does the path of a route fit?  The parameters, in order, if it does. */
static bool
fits(struct slice params[ROUTE_PARAMS_MAX], const char *path,
    const struct segments *have)
{
	size_t i, n = 0;

	memset(params, 0, sizeof(struct slice) * ROUTE_PARAMS_MAX);
	for (i = 0; *path != '\0'; i++) {
		bool is_parameter = path[1] == '{';

		if (i >= have->n || !take_segment(&path, have->at[i]))
			return false;
		if (is_parameter)
			params[n++] = have->at[i];
	}
	return i == have->n;
}

/* The route with this path and, if any_method is not set, this method. */
static bool
find_route(struct target *t, enum port port, enum http_method method,
    bool any_method, const struct segments *have)
{
	struct slice params[ROUTE_PARAMS_MAX];
	int r;

	for (r = 0; r < N_ROUTES; r++) {
		if (route_facts[r].port != port ||
		    !(any_method || route_facts[r].method == method) ||
		    !fits(params, route_facts[r].path, have))
			continue;
		t->route = (enum route)r;
		memcpy(t->params, params, sizeof(params));
		return true;
	}
	return false;
}

enum refusal
target_match(struct target *t, enum port port, enum http_method method,
    struct slice path)
{
	enum http_method as = method == METHOD_HEAD ? METHOD_GET : method;
	struct segments have;
	enum refusal why = split(&have, t->room, path);

	if (why != REFUSED_NOT)
		return why;
	if (find_route(t, port, as, false, &have))
		return REFUSED_NOT;
	return find_route(t, port, as, true, &have) ? REFUSED_METHOD
						    : REFUSED_PATH;
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
