#include "net/reply.h"

#include <time.h>

#include "base/hash.h"
#include "net/request.h"

static const char *const media[N_BODY_TYPES] = {
	[BODY_NONE] = "",
	[BODY_JSON] = "application/json",
	[BODY_PROBLEM] = "application/problem+json",
	[BODY_CSV] = "text/csv; charset=utf-8",
	[BODY_TEXT] = "text/plain; charset=utf-8",
	[BODY_PNG] = "image/png",
	[BODY_JPEG] = "image/jpeg",
	[BODY_OCTETS] = "application/octet-stream",
};

/* What is not a page has nothing to run and nothing to keep. */
static const char hygiene[] =
    "Cache-Control: no-store\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
#define HYGIENE ((struct slice){ hygiene, sizeof(hygiene) - 1 })

static const char
    transport[] = "Strict-Transport-Security: max-age=31536000\r\n";

/* The head of a reply is not longer, so that its memory is asked for once. */
#define HEAD_USUAL 512

static const char *
reason(unsigned status)
{
	static const struct {
		unsigned status;
		const char *text;
	} known[] = {
		{ 200, "OK" }, { 201, "Created" }, { 204, "No Content" },
		{ 304, "Not Modified" }, { 400, "Bad Request" }, { 401, "Unauthorized" },
		{ 403, "Forbidden" }, { 404, "Not Found" },
		{ 405, "Method Not Allowed" }, { 408, "Request Timeout" },
		{ 409, "Conflict" }, { 413, "Content Too Large" },
		{ 414, "URI Too Long" }, { 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" }, { 501, "Not Implemented" },
		{ 503, "Service Unavailable" },
		{ 505, "HTTP Version Not Supported" },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].status == status)
			return known[i].text;
	return "";
}

void
reply_date(char text[REPLY_DATE_MAX], struct wall now)
{
	time_t t = (time_t)(now.ms / 1000);
	struct tm tm = { .tm_mday = 1 };

	gmtime_r(&t, &tm);
	strftime(text, REPLY_DATE_MAX, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

static void
put_number(struct buf *b, uint64_t n)
{
	char text[20];
	size_t i = sizeof(text);

	do
		text[--i] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	buf_put(b, text + i, sizeof(text) - i);
}

static void
put_field(struct buf *b, const char *name, const char *value)
{
	buf_put_text(b, name);
	buf_put_text(b, ": ");
	buf_put_text(b, value);
	buf_put_text(b, "\r\n");
}

static void
put_number_field(struct buf *b, const char *name, uint64_t value)
{
	buf_put_text(b, name);
	buf_put_text(b, ": ");
	put_number(b, value);
	buf_put_text(b, "\r\n");
}

static void
put_cookie(struct buf *b, const struct frame_reply *r, enum port port)
{
	char token[2 * TOKEN_LEN + 1] = "";

	if ((r->flags & REPLY_SET_TOKEN) != 0)
		hash_hex(token, r->token, TOKEN_LEN);
	buf_put_text(b, "Set-Cookie: ");
	buf_put_text(b, request_cookie(port));
	buf_put_text(b, "=");
	buf_put_text(b, token);
	buf_put_text(b, "; Path=/; Secure; HttpOnly; SameSite=Strict");
	buf_put_text(b, token[0] == '\0' ? "; Max-Age=0\r\n" : "\r\n");
}

/* The status line, and the fields of every reply. */
static void
put_status(struct buf *b, unsigned status, struct slice own,
    struct reply_manner m)
{
	buf_put_text(b, "HTTP/1.1 ");
	put_number(b, status);
	buf_put_text(b, " ");
	buf_put_text(b, reason(status));
	buf_put_text(b, "\r\n");
	put_field(b, "Date", m.date);
	buf_put_slice(b, own);
	if (m.tls)
		buf_put(b, transport, sizeof(transport) - 1);
	if (status == 401)
		put_field(b, "WWW-Authenticate", "Bearer");
	if (m.close)
		put_field(b, "Connection", "close");
}

/* The end of the head, and the body.  A stream has no length: its end is the
 * connection's. */
static void
put_body(struct buf *b, const char *type, const struct frame_reply *r,
    struct reply_manner m)
{
	if (*type != '\0')
		put_field(b, "Content-Type", type);
	if ((r->flags & REPLY_STREAM) == 0 && r->status != 204)
		put_number_field(b, "Content-Length", r->body.len);
	buf_put_text(b, "\r\n");
	if (!m.head_only && r->status != 204)
		buf_put_slice(b, r->body);
}

void
reply_put(struct buf *b, const struct frame_reply *r, struct reply_manner m)
{
	bool stream = (r->flags & REPLY_STREAM) != 0;

	m.close = m.close || stream;
	buf_reserve(b, HEAD_USUAL + (m.head_only ? 0 : r->body.len));
	put_status(b, r->status, HYGIENE, m);
	if (r->retry_after > 0)
		put_number_field(b, "Retry-After", r->retry_after);
	if (m.tls && (r->flags & (REPLY_SET_TOKEN | REPLY_CLEAR_TOKEN)) != 0)
		put_cookie(b, r, m.port);
	put_body(b, stream ? "text/event-stream" : media[r->type], r, m);
}

void
reply_put_page(struct buf *b, const struct reply_page *p,
    struct reply_manner m)
{
	put_status(b, p->status, p->fields, m);
	if (p->type != NULL) {
		put_field(b, "Content-Type", p->type);
		put_number_field(b, "Content-Length", p->body.len);
	}
	buf_put_text(b, "\r\n");
	if (!m.head_only)
		buf_put_slice(b, p->body);
}

/* Everything in it is our own text and needs no escape. */
static void
put_problem(struct buf *b, const struct refusal_facts *f, struct wall now)
{
	char time[WALL_TEXT_MAX];

	wall_format(time, now);
	buf_printf(b,
	    "{\"type\":\"urn:examd:problem:%s\",\"title\":\"%s\","
	    "\"status\":%u,\"detail\":\"%s\",\"rule\":\"%s\","
	    "\"at\":\"%s\",\"server_time\":\"%s\"}",
	    err_type(f->err), err_text(f->err), f->status, f->detail, f->rule,
	    time, time);
}

void
reply_put_refusal(struct buf *b, enum refusal why, const char *allow,
    struct reply_manner m)
{
	const struct refusal_facts *f = &refusal_facts[why];
	struct frame_reply r = { .status = f->status, .type = BODY_PROBLEM };
	struct buf problem = { 0 };

	put_problem(&problem, f, m.now);
	r.body = buf_slice(&problem);
	put_status(b, r.status, HYGIENE, m);
	if (why == REFUSED_METHOD)
		put_field(b, "Allow", allow);
	if (f->status == 503)
		put_field(b, "Retry-After", "1");
	put_body(b, media[r.type], &r, m);
	buf_fini(&problem);
}
