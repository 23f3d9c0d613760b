#include "wire/request.h"

#include "wire/server.h"

/* The port is left out when it is the one that https means. */
static void
put_host(struct buf *b, const struct wire_server *s)
{
	bool bracket = strchr(s->host, ':') != NULL;

	buf_printf(b, "Host: %s%s%s", bracket ? "[" : "", s->host,
	    bracket ? "]" : "");
	if (s->port != NULL && strcmp(s->port, "443") != 0)
		buf_printf(b, ":%s", s->port);
	buf_put_text(b, "\r\n");
}

void
request_put(struct buf *b, const struct wire_server *s, const char *token,
    const struct wire_request *r)
{
	const char *type = r->content_type != NULL ? r->content_type :
						     "application/json";

	buf_printf(b, "%s %s HTTP/1.1\r\n", method_name(r->method), r->path);
	put_host(b, s);
	if (token != NULL)
		buf_printf(b, "Authorization: Bearer %s\r\n", token);
	if (r->key != NULL)
		buf_printf(b, "Idempotency-Key: %s\r\n", r->key);
	if (r->body.len > 0)
		buf_printf(b, "Content-Type: %s\r\n", type);
	if (r->method != METHOD_GET)
		buf_printf(b, "Content-Length: %zu\r\n", r->body.len);
	buf_put_text(b, "\r\n");
	buf_put_slice(b, r->body);
}
