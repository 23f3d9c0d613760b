#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "net/http.h"

#define HOST "Host: exam.example\r\n"

struct sample {
	const char *text;
	enum http_verdict verdict;
	enum refusal why;
};

#define GOOD(text) { text, HTTP_WHOLE, REFUSED_NOT }
#define MORE(text) { text, HTTP_MORE, REFUSED_NOT }
#define BAD(text, why) { text, HTTP_REFUSED, REFUSED_##why }

static const struct sample samples[] = {
	GOOD("GET / HTTP/1.1\r\n" HOST "\r\n"),
	GOOD("HEAD /v1/health HTTP/1.1\r\n" HOST "\r\n"),
	GOOD("GET /a?b=c%20d&e=/? HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n"),
	GOOD("DELETE /a HTTP/1.1\r\nhOsT:\texam.example \t\r\n\r\n"),
	GOOD("PUT /a HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"),
	GOOD("POST /a HTTP/1.1\r\n" HOST
	     "Content-Length: 12\r\nX-Empty:\r\n\r\n"),
	GOOD("GET / HTTP/1.1\r\n" HOST "X: caf\xc3\xa9\r\n\r\n"),
	GOOD("GET / HTTP/1.1\r\n" HOST
	     "If-None-Match: a\r\nIf-None-Match: b\r\n\r\n"),

	MORE(""),
	MORE("GET / HT"),
	MORE("GET / HTTP/1.1\r\n" HOST),
	MORE("GET / HTTP/1.1\r\n" HOST "\r"),

	BAD("\r\nGET / HTTP/1.1\r\n", LINE),
	BAD("GET / HTTP/1.1\n" HOST "\n", LINE),
	BAD("GET  / HTTP/1.1\r\n", LINE),
	BAD("GET / HTTP/1.1 \r\n", LINE),
	BAD(" GET / HTTP/1.1\r\n", LINE),
	BAD("GET /\r\n", LINE),
	BAD("GET / http/1.1\r\n", LINE),
	BAD("GET / HTTP/1.10\r\n", LINE),
	BAD("G\"T / HTTP/1.1\r\n", LINE),
	BAD("GET\t/ HTTP/1.1\r\n", LINE),
	BAD("get / HTTP/1.1\r\n", UNKNOWN_METHOD),
	BAD("PATCH / HTTP/1.1\r\n", UNKNOWN_METHOD),
	BAD("CONNECT a:1 HTTP/1.1\r\n", UNKNOWN_METHOD),
	BAD("PRI * HTTP/2.0\r\n", UNKNOWN_METHOD),
	BAD("GET / HTTP/1.0\r\n", VERSION),
	BAD("GET / HTTP/2.0\r\n", VERSION),
	BAD("GET http://exam.example/ HTTP/1.1\r\n", TARGET),
	BAD("GET * HTTP/1.1\r\n", TARGET),
	BAD("GET a HTTP/1.1\r\n", TARGET),
	BAD("GET /a#b HTTP/1.1\r\n", TARGET),
	BAD("GET /a\\b HTTP/1.1\r\n", TARGET),
	BAD("GET /\x7f HTTP/1.1\r\n", TARGET),
	BAD("GET /\xc3\xa9 HTTP/1.1\r\n", TARGET),
	BAD("GET /%0 HTTP/1.1\r\n", TARGET),
	BAD("GET /%zz HTTP/1.1\r\n", TARGET),
	BAD("GET /%00 HTTP/1.1\r\n", TARGET),
	BAD("GET /?%00 HTTP/1.1\r\n", TARGET),
	BAD("GET /?a%2 HTTP/1.1\r\n", TARGET),

	BAD("GET / HTTP/1.1\r\n" HOST "A: b\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n A: b\r\n" HOST "\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\nHost : exam.example\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST "A b: c\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST "X-\xc3\xa9: c\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST ": c\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST "no colon\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST "A: b\rc\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST "A: b\x1f\r\n\r\n", FIELD),
	BAD("GET / HTTP/1.1\r\n" HOST "A: b\x7f\r\n\r\n", FIELD),

	BAD("GET / HTTP/1.1\r\n\r\n", HOST),
	BAD("GET / HTTP/1.1\r\nHost:\r\n\r\n", HOST),
	BAD("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", HOST),
	BAD("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HOST),
	BAD("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", HOST),
	BAD("GET / HTTP/1.1\r\n" HOST HOST "\r\n", TWICE),
	BAD("GET / HTTP/1.1\r\n" HOST
	    "Authorization: a\r\nAuthorization: b\r\n\r\n", TWICE),
	BAD("GET / HTTP/1.1\r\n" HOST
	    "Idempotency-Key: a\r\nIdempotency-Key: a\r\n\r\n", TWICE),
	BAD("GET / HTTP/1.1\r\n" HOST "Cookie: a=b\r\nCookie: a=c\r\n\r\n",
	    TWICE),
	BAD("GET / HTTP/1.1\r\n" HOST
	    "Connection: close\r\nConnection: keep-alive\r\n\r\n", TWICE),
	BAD("PUT / HTTP/1.1\r\n" HOST
	    "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", TWICE),
	BAD("PUT / HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\n", LENGTH),
	BAD("PUT / HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\n", LENGTH),
	BAD("PUT / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", LENGTH),
	BAD("PUT / HTTP/1.1\r\n" HOST "Content-Length: 1 2\r\n\r\n", LENGTH),
	BAD("PUT / HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\n", LENGTH),
	BAD("PUT / HTTP/1.1\r\n" HOST "Content-Length: 01\r\n\r\n", LENGTH),
	BAD("PUT / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", LENGTH),
	BAD("PUT / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n",
	    FRAMING),
	BAD("PUT / HTTP/1.1\r\n" HOST "transfer-encoding: xchunked\r\n\r\n",
	    FRAMING),
	BAD("PUT / HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n\r\n", FRAMING),
	BAD("PUT / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n\r\n", FRAMING),
	BAD("GET / HTTP/1.1\r\n" HOST "Upgrade: websocket\r\n\r\n", FRAMING),
};

#define N_SAMPLES (sizeof(samples) / sizeof(samples[0]))

/* The bytes come in these two parts; the first is judged alone, then all. */
static enum http_verdict
read_split(enum refusal *why, struct slice all, size_t first)
{
	struct http_head h;
	enum http_verdict v;

	v = http_read_head(&h, why, (struct slice){ all.at, first });
	if (v == HTTP_MORE)
		v = http_read_head(&h, why, all);
	return v;
}

static void
each_request_gets_its_verdict_however_it_is_cut(void **state)
{
	size_t i, first;

	(void)state;
	for (i = 0; i < N_SAMPLES; i++) {
		struct slice all = slice_of(samples[i].text);

		for (first = 0; first <= all.len; first++) {
			enum refusal why = REFUSED_NOT;
			enum http_verdict v = read_split(&why, all, first);

			if (v != samples[i].verdict || why != samples[i].why)
				fail_msg("cut at %zu: %d %d: %s", first, (int)v,
				    (int)why, samples[i].text);
		}
	}
}

static void
a_nul_is_refused_wherever_it_stands(void **state)
{
	static const char good[] = "GET /a HTTP/1.1\r\n" HOST "A: b\r\n\r\n";
	char bad[sizeof(good)];
	size_t i;

	(void)state;
	for (i = 0; i + 1 < sizeof(good); i++) {
		enum refusal why = REFUSED_NOT;

		memcpy(bad, good, sizeof(good));
		bad[i] = '\0';
		if (read_split(&why, (struct slice){ bad, sizeof(bad) - 1 }, 0) ==
		    HTTP_WHOLE)
			fail_msg("NUL at %zu is taken", i);
	}
}

static struct http_head
head_of(const char *text)
{
	struct http_head h;
	enum refusal why;

	assert_int_equal(http_read_head(&h, &why, slice_of(text)), HTTP_WHOLE);
	return h;
}

static void
a_head_says_what_was_sent(void **state)
{
	static const char text[] =
	    "POST /v1/a%20b?x=%31 HTTP/1.1\r\nHost: exam.example:8443\r\n"
	    "Content-Type:application/json  \r\nContent-Length: 4096\r\n"
	    "Connection: keep-alive, Close\r\n\r\nbody";
	struct http_head h = head_of(text);

	(void)state;
	assert_int_equal(h.len, sizeof(text) - 5);
	assert_int_equal(h.method, METHOD_POST);
	assert_true(slice_is(h.path, "/v1/a%20b"));
	assert_true(slice_is(h.query, "x=%31"));
	assert_true(slice_is(h.fields[FIELD_HOST], "exam.example:8443"));
	assert_true(slice_is(h.fields[FIELD_CONTENT_TYPE], "application/json"));
	assert_null(h.fields[FIELD_COOKIE].at);
	assert_int_equal(h.body_len, 4096);
	assert_true(h.close);
}

static void
a_length_beyond_counting_is_very_large(void **state)
{
	struct http_head h = head_of("PUT / HTTP/1.1\r\n" HOST
	    "Content-Length: 18446744073709551617\r\n\r\n");

	(void)state;
	assert_true(h.body_len == UINT64_MAX);
}

/* start, then fill until so many bytes, then end. */
static char *
filled(const char *start, size_t len, const char *end)
{
	char *text = calloc(1, len + 1);
	size_t at = strlen(start), stop = len - strlen(end);

	memcpy(text, start, at);
	memset(text + at, 'a', stop - at);
	memcpy(text + stop, end, strlen(end));
	return text;
}

static enum refusal
refusal_of(const char *text)
{
	struct http_head h;
	enum refusal why = REFUSED_NOT;

	(void)http_read_head(&h, &why, slice_of(text));
	return why;
}

static void
a_request_line_may_have_4096_bytes_and_no_more(void **state)
{
	char *fits = filled("GET /", HTTP_LINE_MAX, " HTTP/1.1\r\n");
	char *long_one = filled("GET /", HTTP_LINE_MAX + 1, " HTTP/1.1\r\n");
	char *endless = filled("GET /", HTTP_LINE_MAX, "");

	(void)state;
	assert_int_equal(refusal_of(fits), REFUSED_NOT);
	assert_int_equal(refusal_of(long_one), REFUSED_LONG_TARGET);
	assert_int_equal(refusal_of(endless), REFUSED_LONG_TARGET);
	free(fits);
	free(long_one);
	free(endless);
}

static void
a_head_may_have_8192_bytes_and_no_more(void **state)
{
	static const char start[] = "GET / HTTP/1.1\r\n" HOST "A: ";
	char *fits = filled(start, HTTP_HEAD_MAX, "\r\n\r\n");
	char *long_one = filled(start, HTTP_HEAD_MAX + 1, "\r\n\r\n");

	(void)state;
	assert_int_equal(head_of(fits).len, HTTP_HEAD_MAX);
	assert_int_equal(refusal_of(long_one), REFUSED_BIG_HEAD);
	long_one[HTTP_HEAD_MAX] = '\0'; /* its last byte has not come */
	assert_int_equal(refusal_of(long_one), REFUSED_BIG_HEAD);
	free(fits);
	free(long_one);
}

static void
more_than_64_fields_are_refused(void **state)
{
	char text[2048] = "GET / HTTP/1.1\r\n" HOST;
	int i;

	(void)state;
	for (i = 1; i < HTTP_HEADERS_MAX; i++)
		strcat(text, "A: b\r\n");
	strcat(text, "\r\n");
	assert_int_equal(refusal_of(text), REFUSED_NOT);
	text[strlen(text) - 2] = '\0';
	strcat(text, "A: b\r\n\r\n");
	assert_int_equal(refusal_of(text), REFUSED_BIG_HEAD);
}

static void
what_follows_a_head_does_not_change_it(void **state)
{
	struct http_head h = head_of("GET /a HTTP/1.1\r\n" HOST
	    "\r\nGET /b HTTP/9.9\n\n");

	(void)state;
	assert_true(slice_is(h.path, "/a"));
	assert_false(h.close);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_request_gets_its_verdict_however_it_is_cut),
		cmocka_unit_test(a_nul_is_refused_wherever_it_stands),
		cmocka_unit_test(a_head_says_what_was_sent),
		cmocka_unit_test(a_length_beyond_counting_is_very_large),
		cmocka_unit_test(a_request_line_may_have_4096_bytes_and_no_more),
		cmocka_unit_test(a_head_may_have_8192_bytes_and_no_more),
		cmocka_unit_test(more_than_64_fields_are_refused),
		cmocka_unit_test(what_follows_a_head_does_not_change_it),
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
