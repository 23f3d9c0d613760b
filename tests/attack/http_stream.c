#include "http_stream.h"

#include "net/target.h"

static bool
is_clean(const struct http_head *h)
{
	struct target t;

	return target_match(&t, PORT_CANDIDATE, h->method, h->path) !=
	       REFUSED_TARGET;
}

static enum http_verdict
refused(struct stream_request *r, enum refusal why)
{
	r->why = why;
	return HTTP_REFUSED;
}

enum http_verdict
stream_next(struct stream_request *r, struct slice *rest)
{
	struct http_head *h = &r->head;
	enum http_verdict v = http_read_head(h, &r->why, *rest);
	size_t len;

	if (v != HTTP_WHOLE)
		return v;
	if (!is_clean(h))
		return refused(r, REFUSED_TARGET);
	if (h->body_len > BODY_ANSWER_MAX)
		return refused(r, REFUSED_BIG_BODY);
	len = h->len + (size_t)h->body_len;
	if (rest->len < len)
		return HTTP_MORE;
	r->whole = (struct slice){ rest->at, len };
	r->body = (struct slice){ rest->at + h->len, len - h->len };
	*rest = (struct slice){ rest->at + len, rest->len - len };
	return HTTP_WHOLE;
}

void
stream_tell_bytes(struct buf *b, struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '\r' || c == '\n')
			buf_put_text(b, c == '\r' ? "\\r" : "\\n");
		else if (c >= ' ' && c < 0x7f)
			buf_put_u8(b, c);
		else
			buf_printf(b, "\\%o", c);
	}
}

static void
put_body(struct buf *b, struct slice body)
{
	if (body.len == 0)
		return;
	buf_put_text(b, " [");
	stream_tell_bytes(b, body);
	buf_put_text(b, "]");
}

static void
put_query(struct buf *b, struct slice query)
{
	if (query.at == NULL)
		return;
	buf_put_text(b, "?");
	buf_put_slice(b, query);
}

static void
tell(struct buf *b, const struct stream_request *r)
{
	buf_printf(b, "%s ", method_name(r->head.method));
	buf_put_slice(b, r->head.path);
	put_query(b, r->head.query);
	put_body(b, r->body);
}

void
stream_tell_all(struct buf *b, struct slice bytes)
{
	struct stream_request r;
	enum http_verdict v;

	while ((v = stream_next(&r, &bytes)) == HTTP_WHOLE) {
		tell(b, &r);
		if (r.head.close || bytes.len == 0)
			return;
		buf_put_text(b, ", ");
	}
	if (v == HTTP_MORE)
		buf_put_text(b, "...");
	else
		buf_printf(b, "%u %s", refusal_facts[r.why].status,
		    refusal_facts[r.why].rule);
}

static void
put_decoded(struct buf *b, struct slice path)
{
	char c;
	size_t i;

	for (i = 0; i < path.len; i++) {
		c = path.at[i];
		if (c == '%') {
			c = (char)(http_hex(path.at[i + 1]) << 4 |
				   http_hex(path.at[i + 2]));
			i += 2;
		}
		stream_tell_bytes(b, (struct slice){ &c, 1 });
	}
}

/* What is for one hop only is no part of the meaning; how long the body is, the
 * body says. */
static bool
is_for_all(enum http_field f)
{
	return f != FIELD_CONNECTION && f != FIELD_CONTENT_LENGTH;
}

void
stream_tell_meaning(struct buf *b, const struct stream_request *r)
{
	static const char *const names[N_HTTP_FIELDS] = {
#define X(name, text, times) text,
		HTTP_FIELDS(X)
#undef X
	};
	const struct http_head *h = &r->head;
	int f;

	buf_printf(b, "%s ", method_name(h->method));
	put_decoded(b, h->path);
	if (h->query.len > 0) /* none and an empty one ask for the same */
		put_query(b, h->query);
	for (f = 0; f < N_HTTP_FIELDS; f++) {
		if (h->fields[f].at == NULL || !is_for_all((enum http_field)f))
			continue;
		buf_printf(b, " %s:", names[f]);
		stream_tell_bytes(b, h->fields[f]);
	}
	put_body(b, r->body);
}
