#include "net/request.h"

#include "base/hash.h"

#define KEY_MAX 64

/* Where a token was found decides what else must be checked. */
enum token_place { TOKEN_NOWHERE, TOKEN_HEADER, TOKEN_COOKIE };

const char *
request_cookie(enum port port)
{
	return port == PORT_STAFF ? "__Host-exam-staff" : "__Host-exam";
}

static bool
is_changing(enum http_method m)
{
	return m != METHOD_GET && m != METHOD_HEAD;
}

static bool
read_bearer(uint8_t token[TOKEN_LEN], struct slice value)
{
	static const char scheme[] = "bearer ";
	size_t n = sizeof(scheme) - 1;

	if (value.len < n || !http_word_is((struct slice){ value.at, n }, scheme))
		return false;
	return hash_unhex(token, TOKEN_LEN,
	    (struct slice){ value.at + n, value.len - n });
}

static bool
read_cookie(uint8_t token[TOKEN_LEN], struct slice cookies, const char *name)
{
	size_t n = strlen(name);
	struct slice part;

	while (http_list_next(&part, &cookies, ';'))
		if (part.len > n && memcmp(part.at, name, n) == 0 &&
		    part.at[n] == '=')
			return hash_unhex(token, TOKEN_LEN,
			    (struct slice){ part.at + n + 1, part.len - n - 1 });
	return false;
}

/* Who sends an Authorization means it: then no cookie counts. */
static enum token_place
read_token(uint8_t token[TOKEN_LEN], const struct http_head *h, enum port port)
{
	struct slice bearer = h->fields[FIELD_AUTHORIZATION];
	struct slice cookies = h->fields[FIELD_COOKIE];

	if (bearer.at != NULL)
		return read_bearer(token, bearer) ? TOKEN_HEADER : TOKEN_NOWHERE;
	if (read_cookie(token, cookies, request_cookie(port)))
		return TOKEN_COOKIE;
	return TOKEN_NOWHERE;
}

static bool
is_own_origin(struct slice origin, struct slice host)
{
	static const char scheme[] = "https://";
	size_t n = sizeof(scheme) - 1;

	return origin.len > n && memcmp(origin.at, scheme, n) == 0 &&
	    slice_equal((struct slice){ origin.at + n, origin.len - n }, host);
}

/*
 * A changing request from a browser says where its page comes from.  What it
 * says must be us; with a cookie, which a browser adds by itself, it must say
 * so.
 */
static bool
may_change(const struct http_head *h, enum token_place token)
{
	struct slice origin = h->fields[FIELD_ORIGIN];
	struct slice site = h->fields[FIELD_SEC_FETCH_SITE];

	if (site.at != NULL && !slice_is(site, "same-origin"))
		return false;
	if (origin.at != NULL && !is_own_origin(origin, h->fields[FIELD_HOST]))
		return false;
	return token != TOKEN_COOKIE || site.at != NULL || origin.at != NULL;
}

static bool
is_key(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '-' || c == '_'))
			return false;
	}
	return s.len > 0 && s.len <= KEY_MAX;
}

static bool
key_is_right(struct slice key, enum resend resend)
{
	return key.at != NULL ? is_key(key) : resend != RESEND_KEY;
}

/* JSON; where files are uploaded also what they come as. */
static bool
media_is_taken(struct slice type, uint32_t body_max)
{
	static const char *const taken[] = { "application/json", "text/csv",
		"text/plain", "application/octet-stream" };
	size_t n = body_max == BODY_UPLOAD_MAX ? 4 : 1, i;
	struct slice word, charset;
	bool known = false;

	if (!http_list_next(&word, &type, ';'))
		return false;
	for (i = 0; i < n; i++)
		known = known || http_word_is(word, taken[i]);
	if (known && http_list_next(&charset, &type, ';'))
		known = http_word_is(charset, "charset=utf-8") ||
		    http_word_is(charset, "charset=\"utf-8\"");
	return known && type.at == NULL;
}

static enum refusal
judge(const struct http_head *h, const struct route_facts *route,
    enum token_place token, enum peer_kind peer)
{
	if (h->body_len > route->body_max)
		return REFUSED_BIG_BODY;
	if (is_changing(h->method) && !may_change(h, token))
		return REFUSED_ORIGIN;
	if (route->who != ROLE_PUBLIC && token == TOKEN_NOWHERE &&
	    peer != PEER_LOCAL)
		return REFUSED_SESSION;
	if (h->body_len > 0 &&
	    !media_is_taken(h->fields[FIELD_CONTENT_TYPE], route->body_max))
		return REFUSED_MEDIA;
	if (!key_is_right(h->fields[FIELD_IDEMPOTENCY_KEY], route->resend))
		return REFUSED_KEY;
	return REFUSED_NOT;
}

enum refusal
request_read(struct frame_request *r, struct target *t,
    const struct http_head *h, enum port port, enum peer_kind peer)
{
	enum refusal why = target_match(t, port, h->method, h->path);
	uint8_t token[TOKEN_LEN] = { 0 };
	enum token_place place;

	if (why != REFUSED_NOT)
		return why;
	place = read_token(token, h, port);
	why = judge(h, &route_facts[t->route], place, peer);
	if (why != REFUSED_NOT)
		return why;
	r->route = t->route;
	r->has_token = place != TOKEN_NOWHERE;
	memset(r->token, 0, TOKEN_LEN);
	if (r->has_token)
		memcpy(r->token, token, TOKEN_LEN);
	memcpy(r->params, t->params, sizeof(r->params));
	r->query = h->query;
	r->key = h->fields[FIELD_IDEMPOTENCY_KEY];
	return REFUSED_NOT;
}
