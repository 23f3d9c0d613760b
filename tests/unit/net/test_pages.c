#include "test.h"

#include "net/pages.h"

static const struct reply_manner plainly = { .port = PORT_CANDIDATE,
	.tls = true, .date = "Sun, 06 Nov 1994 08:49:37 GMT" };

static struct buf out;
static char head[1024];

static int
clear(void **state)
{
	(void)state;
	buf_fini(&out);
	return 0;
}

/* What "/" says to a client that sends these fields. */
static const char *
first_page(const char *fields, struct reply_manner m)
{
	struct http_head h;
	enum refusal why = REFUSED_NOT;

	snprintf(head, sizeof(head), "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n",
	    fields);
	assert_int_equal(http_read_head(&h, &why, slice_of(head)), HTTP_WHOLE);
	buf_clear(&out);
	pages_put(&out, pages_find(m.port, h.path), &h, m);
	*buf_reserve(&out, 1) = '\0';
	return out.at;
}

static const struct page *
page(enum port port, const char *path)
{
	return pages_find(port, slice_of(path));
}

static void
expect(const char *reply, const char *text)
{
	if (strstr(reply, text) == NULL)
		fail_msg("no %s in %s", text, reply);
}

static void
each_port_has_its_own_page(void **state)
{
	(void)state;
	assert_non_null(page(PORT_CANDIDATE, "/"));
	assert_non_null(page(PORT_STAFF, "/"));
	assert_string_not_equal(page(PORT_CANDIDATE, "/")->tag,
	    page(PORT_STAFF, "/")->tag);
	assert_null(page(PORT_STAFF, "/sw.js"));
	assert_null(page(PORT_CANDIDATE, "/index.html"));
	assert_null(page(PORT_CANDIDATE, "//"));
	assert_null(page(PORT_CANDIDATE, ""));
}

static void
candidates_are_served_nothing_of_the_staff_s(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < pages_candidate.n; i++)
		assert_null(strstr(pages_candidate.at[i].path, "proctor"));
	for (i = 0; i < pages_staff.n; i++)
		assert_null(strstr(pages_staff.at[i].path, "candidate"));
}

static void
a_page_runs_nothing_but_ours(void **state)
{
	const char *reply = first_page("", plainly);

	(void)state;
	expect(reply, "HTTP/1.1 200 OK\r\n");
	expect(reply, "Content-Type: text/html; charset=utf-8\r\n");
	expect(reply, "default-src 'none'; script-src 'self'; ");
	expect(reply, "frame-ancestors 'none'; ");
	expect(reply, "require-trusted-types-for 'script'; ");
	assert_null(strstr(reply, "unsafe"));
	expect(reply, "X-Content-Type-Options: nosniff\r\n");
	expect(reply, "Referrer-Policy: no-referrer\r\n");
	expect(reply, "Cross-Origin-Opener-Policy: same-origin\r\n");
	expect(reply, "Strict-Transport-Security: ");
	assert_null(strstr(reply, "Set-Cookie"));
	expect(reply, "\r\n\r\n<!doctype html>");
}

static void
what_is_named_by_its_content_is_kept_for_good(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < pages_candidate.n; i++) {
		const struct page *p = &pages_candidate.at[i];

		assert_int_equal(p->kept, strncmp(p->path, "/assets/", 8) == 0);
	}
	expect(first_page("", plainly), "Cache-Control: no-cache\r\n");
}

static void
it_comes_packed_to_who_can_unpack_it(void **state)
{
	static const char *const can[] = { "gzip", "deflate, gzip, br",
		"br;q=1.0, GZIP;q=0.5" };
	static const char *const cannot[] = { "identity", "gzip;q=0",
		"br, gzip; q=0.000", "xgzip", "" };
	char field[80];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(can) / sizeof(can[0]); i++) {
		snprintf(field, sizeof(field), "Accept-Encoding: %s\r\n",
		    can[i]);
		expect(first_page(field, plainly),
		    "Content-Encoding: gzip\r\n");
		assert_memory_equal(out.at + out.len -
			page(PORT_CANDIDATE, "/")->packed.len, "\x1f\x8b", 2);
	}
	for (i = 0; i < sizeof(cannot) / sizeof(cannot[0]); i++) {
		snprintf(field, sizeof(field), "Accept-Encoding: %s\r\n",
		    cannot[i]);
		assert_null(strstr(first_page(field, plainly),
		    "Content-Encoding"));
	}
	expect(first_page("", plainly), "Vary: Accept-Encoding\r\n");
}

static void
what_the_client_has_is_not_sent_again(void **state)
{
	const char *tag = page(PORT_CANDIDATE, "/")->tag;
	char field[160];

	(void)state;
	snprintf(field, sizeof(field), "If-None-Match: \"x\", %s\r\n", tag);
	expect(first_page(field, plainly), "HTTP/1.1 304 Not Modified\r\n");
	assert_null(strstr(out.at, "Content-Length"));
	assert_memory_equal(out.at + out.len - 4, "\r\n\r\n", 4);
	snprintf(field, sizeof(field), "If-None-Match: %s\r\n", tag + 2);
	expect(first_page(field, plainly), "HTTP/1.1 304 ");
	expect(first_page("If-None-Match: *\r\n", plainly), "HTTP/1.1 304 ");
	expect(first_page("If-None-Match: \"x\"\r\n", plainly),
	    "HTTP/1.1 200 ");
}

static void
head_tells_the_length_and_sends_nothing(void **state)
{
	struct reply_manner m = plainly;
	char field[40];

	(void)state;
	m.head_only = true;
	snprintf(field, sizeof(field), "Content-Length: %zu\r\n",
	    page(PORT_CANDIDATE, "/")->plain.len);
	expect(first_page("", m), field);
	assert_memory_equal(out.at + out.len - 4, "\r\n\r\n", 4);
}

#define CASE(f) cmocka_unit_test_teardown(f, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_port_has_its_own_page),
		CASE(candidates_are_served_nothing_of_the_staff_s),
		CASE(a_page_runs_nothing_but_ours),
		CASE(what_is_named_by_its_content_is_kept_for_good),
		CASE(it_comes_packed_to_who_can_unpack_it),
		CASE(what_the_client_has_is_not_sent_again),
		CASE(head_tells_the_length_and_sends_nothing),
	};

	return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
