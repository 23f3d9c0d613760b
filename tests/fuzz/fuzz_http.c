/*
 * Any bytes as a request on either port.  However they are cut, the verdict is
 * the same; what is taken points into the bytes and is what was promised.
 */
#include <stdint.h>
#include <stdlib.h>

#include "net/host.h"
#include "net/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_within(struct slice part, struct slice whole)
{
	return part.len == 0 ||
	    (part.at >= whole.at && part.len <= whole.len &&
		part.at <= whole.at + (whole.len - part.len));
}

static void
check_head(const struct http_head *h, struct slice bytes)
{
	int f;

	must(h->len <= bytes.len && h->len <= HTTP_HEAD_MAX);
	must(memcmp(bytes.at + h->len - 4, "\r\n\r\n", 4) == 0);
	must(memchr(bytes.at, '\0', h->len) == NULL);
	must(h->path.len > 0 && h->path.at[0] == '/');
	must(is_within(h->path, bytes) && is_within(h->query, bytes));
	for (f = 0; f < N_HTTP_FIELDS; f++)
		must(is_within(h->fields[f], bytes));
	must(h->fields[FIELD_TRANSFER_ENCODING].at == NULL);
	must(host_is_valid(h->fields[FIELD_HOST]));
}

static bool
has_empty_part(struct slice path)
{
	return memmem(path.at, path.len, "//", 2) != NULL;
}

static void
check_request(const struct http_head *h, enum port port)
{
	struct frame_request r = { .conn = 1 };
	struct target t;
	enum refusal why = request_read(&r, &t, h, port, PEER_TCP);
	const struct route_facts *f = &route_facts[r.route];
	size_t i;

	must(why == REFUSED_TARGET || !has_empty_part(h->path));
	if (why != REFUSED_NOT) {
		must(refusal_facts[why].status >= 400);
		return;
	}
	must(f->port == port && h->body_len <= f->body_max);
	must(f->who == ROLE_PUBLIC || r.has_token);
	must(f->resend != RESEND_KEY || r.key.len > 0);
	for (i = 0; i < ROUTE_PARAMS_MAX; i++)
		must(r.params[i].len <= IDENT_MAX &&
		    (r.params[i].len == 0 ||
			(memchr(r.params[i].at, '/', r.params[i].len) == NULL &&
			    memchr(r.params[i].at, '\0', r.params[i].len) ==
				NULL)));
}

/* The same verdict as of all bytes as soon as there is one; none is taken
 * back. */
static void
check_cuts(struct slice all, enum http_verdict verdict, enum refusal why)
{
	size_t step = all.len > 512 ? all.len / 64 : 1, n;
	struct http_head h;
	enum refusal no = REFUSED_NOT;

	for (n = 0; n < all.len; n += step) {
		enum http_verdict v = http_read_head(&h, &no,
		    (struct slice){ all.at, n });

		must(v == HTTP_MORE || v == verdict);
		must(v != HTTP_REFUSED || no == why);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = { (const char *)data, size };
	enum refusal why = REFUSED_NOT;
	enum http_verdict verdict;
	struct http_head h;

	verdict = http_read_head(&h, &why, all);
	check_cuts(all, verdict, why);
	if (verdict == HTTP_MORE)
		must(size < HTTP_HEAD_MAX);
	if (verdict != HTTP_WHOLE)
		return 0;
	check_head(&h, all);
	check_request(&h, PORT_CANDIDATE);
	check_request(&h, PORT_STAFF);
	return 0;
}
