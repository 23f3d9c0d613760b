#include "http_made.h"

#include "http_requests.h"
#include "http_stream.h"

#define REQUESTS_MAX 3
#define CHANGES_MAX 4
#define SPAN_MAX 8

/* What parsers stumble over. */
static const struct slice pieces[] = {
#define PIECE(bytes) { bytes, sizeof(bytes) - 1 }
	/* clang-format off */
	PIECE("\r\n"), PIECE("\n"), PIECE("\r"), PIECE("\r\n\r\n"), PIECE(" "),
	PIECE("\t"), PIECE("\000"), PIECE("\013"), PIECE("\014"), PIECE("\177"),
	PIECE("\200"), PIECE("\240"), PIECE("\377"), PIECE(":"), PIECE(","),
	PIECE(";"), PIECE("="), PIECE("+"), PIECE("-"), PIECE("0"), PIECE("1"),
	PIECE("x"), PIECE("_"), PIECE("."), PIECE(".."), PIECE("/"),
	PIECE("//"), PIECE("/../"), PIECE("/./"), PIECE("\\"), PIECE("%"),
	PIECE("%2e"), PIECE("%2f"), PIECE("%00"), PIECE("%25"), PIECE("%0a"),
	PIECE("%C3%A9"), PIECE("?"), PIECE("#"), PIECE("@"), PIECE("["),
	PIECE("]"), PIECE("http://b"), PIECE("\""), PIECE("*"), PIECE("\r\n "),
	PIECE("\r\n\t"), PIECE(" HTTP/1.1"), PIECE("HTTP/1.0"),
	PIECE("Host: b\r\n"), PIECE("X-A: b\r\n"),
	PIECE("Content-Length: 0\r\n"), PIECE("Content-Length: 1\r\n"),
	PIECE("Content-Length: 5\r\n"), PIECE("Content-Length: 27\r\n"),
	PIECE("Content-Length: 28\r\n"),
	PIECE("Transfer-Encoding: chunked\r\n"),
	PIECE("Transfer-Encoding: identity\r\n"), PIECE("chunked"),
	PIECE("0\r\n\r\n"), PIECE("1\r\nx\r\n0\r\n\r\n"),
	PIECE("Connection: close\r\n"), PIECE("Connection: keep-alive\r\n"),
	PIECE("Connection: Content-Length\r\n"), PIECE("Connection: x\r\n"),
	PIECE("Expect: 100-continue\r\n"), PIECE("Upgrade: h2c\r\n"),
	PIECE("Cookie: a=b\r\n"), PIECE("Authorization: Bearer x\r\n"),
	PIECE("Accept-Encoding: gzip;q=0\r\n"), PIECE("hello"),
	PIECE("Connection: close, x\r\n"), PIECE("Connection: closed\r\n"),
	PIECE("Connection: keep-alive, close\r\n"),
	PIECE("Connection: X-Through\r\n"), PIECE("X-Through: b\r\n"),
	PIECE("Proxy-Connection: close\r\n"), PIECE("Keep-Alive: b\r\n"),
	PIECE("TE: trailers\r\n"), PIECE("Trailer: X-A\r\n"),
	PIECE("If-None-Match: \"b\"\r\n"), PIECE("Origin: https://a\r\n"),
	PIECE("Content-Type: application/json\r\n"),
	PIECE("Idempotency-Key: b\r\n"), PIECE("Range: bytes=0-0\r\n"),
	PIECE("Max-Forwards: 0\r\n"), PIECE("Content-Encoding: gzip\r\n"),
	/* clang-format on */
#undef PIECE
};

static size_t
below(struct rng *rng, size_t n)
{
	return n == 0 ? 0 : rng_below(rng, (uint32_t)n);
}

/* A part of b goes; something comes in its place. */
static void
replace(struct buf *b, size_t at, size_t len, struct slice by)
{
	struct buf out = { 0 };

	buf_put(&out, b->at, at);
	buf_put_slice(&out, by);
	buf_put(&out, b->at + at + len, b->len - at - len);
	buf_fini(b);
	*b = out;
}

static void
insert_piece(struct buf *b, struct rng *rng)
{
	size_t which = below(rng, sizeof(pieces) / sizeof(pieces[0]));

	replace(b, below(rng, b->len + 1), 0, pieces[which]);
}

static void
change_byte(struct buf *b, struct rng *rng)
{
	if (b->len > 0)
		b->at[below(rng, b->len)] = (char)below(rng, 256);
}

static void
change_bit(struct buf *b, struct rng *rng)
{
	size_t at = below(rng, b->len);

	if (b->len > 0)
		b->at[at] = (char)(b->at[at] ^ (1 << below(rng, 8)));
}

static void
drop_bytes(struct buf *b, struct rng *rng)
{
	size_t at = below(rng, b->len + 1), n = 1 + below(rng, SPAN_MAX);

	replace(b, at, n < b->len - at ? n : b->len - at, SLICE_NONE);
}

/* Where a line starts, and with its end how long it is. */
static struct slice
some_line(const struct buf *b, struct rng *rng)
{
	size_t at = below(rng, b->len), end = at;

	if (b->len == 0)
		return SLICE_NONE;
	while (at > 0 && b->at[at - 1] != '\n')
		at--;
	while (end < b->len && b->at[end] != '\n')
		end++;
	return (struct slice){ b->at + at, end + (end < b->len ? 1 : 0) - at };
}

/* A line of it is there again, at the start of another one. */
static void
repeat_line(struct buf *b, struct rng *rng)
{
	struct slice line = some_line(b, rng), there = some_line(b, rng);
	struct buf copy = { 0 };

	if (line.at == NULL)
		return;
	buf_put_slice(&copy, line);
	replace(b, (size_t)(there.at - b->at), 0, buf_slice(&copy));
	buf_fini(&copy);
}

static void
drop_line(struct buf *b, struct rng *rng)
{
	struct slice line = some_line(b, rng);

	if (line.at != NULL)
		replace(b, (size_t)(line.at - b->at), line.len, SLICE_NONE);
}

static bool
is_field(struct slice s)
{
	return s.at[s.len - 1] == '\n' && memchr(s.at, ':', s.len) != NULL;
}

/* Where a line may stand, so that what is made may be good. */
static void
insert_field(struct buf *b, struct rng *rng)
{
	struct slice there = some_line(b, rng), field;

	do
		field = pieces[below(rng, sizeof(pieces) / sizeof(pieces[0]))];
	while (!is_field(field));
	if (there.at != NULL)
		replace(b, (size_t)(there.at - b->at), 0, field);
}

static void
change(struct buf *b, struct rng *rng)
{
	static void (*const ways[])(struct buf *, struct rng *) = {
		insert_piece,
		change_byte,
		change_bit,
		drop_bytes,
		repeat_line,
		drop_line,
		insert_field,
	};

	ways[below(rng, sizeof(ways) / sizeof(ways[0]))](b, rng);
}

static size_t
count_cases(void)
{
	size_t n = 0;

	while (request_case(n) != NULL)
		n++;
	return n;
}

static bool
is_good(struct slice bytes)
{
	struct stream_request r;

	return stream_next(&r, &bytes) == HTTP_WHOLE && !r.head.close;
}

/* Mostly one that is taken, so that what is done to it matters, and what comes
 * behind it is looked at. */
static struct slice
some_request(struct rng *rng)
{
	bool any = below(rng, 4) == 0;
	size_t n = count_cases();
	struct slice got;

	do
		got = request_case(below(rng, n))->bytes;
	while (!any && !is_good(got));
	return got;
}

void
http_make(struct buf *b, struct rng *rng)
{
	size_t requests = 1 + below(rng, REQUESTS_MAX);
	size_t changes = below(rng, CHANGES_MAX + 1);

	while (requests-- > 0)
		buf_put_slice(b, some_request(rng));
	while (changes-- > 0)
		change(b, rng);
}
