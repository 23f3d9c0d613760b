#include "test.h"

#include "net/reply.h"

static struct buf out;
static const struct reply_manner plainly = { .port = PORT_STAFF, .tls = true,
	.date = "Sun, 06 Nov 1994 08:49:37 GMT", .now = { 784111777000 } };

static int
clear(void **state)
{
	(void)state;
	buf_fini(&out);
	return 0;
}

static const char *
text(void)
{
	*buf_reserve(&out, 1) = '\0';
	return out.at;
}

static void
a_reply_is_these_bytes(void **state)
{
	const struct frame_reply r = { .status = 200, .type = BODY_CSV,
		.body = SLICE("a,b\r\n") };

	(void)state;
	reply_put(&out, &r, plainly);
	assert_string_equal(text(),
	    "HTTP/1.1 200 OK\r\n"
	    "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
	    "Cache-Control: no-store\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "Content-Security-Policy: default-src 'none'; "
	    "frame-ancestors 'none'\r\n"
	    "Strict-Transport-Security: max-age=31536000\r\n"
	    "Content-Type: text/csv; charset=utf-8\r\n"
	    "Content-Length: 5\r\n"
	    "\r\n"
	    "a,b\r\n");
}

static void
an_image_says_what_it_is_and_is_not_kept(void **state)
{
	struct frame_reply r = {
		.status = 200, .type = BODY_PNG, .body = SLICE("…")
	};

	(void)state;
	reply_put(&out, &r, plainly);
	assert_non_null(strstr(text(), "Content-Type: image/png\r\n"));
	assert_non_null(strstr(text(), "Cache-Control: no-store\r\n"));
	assert_non_null(strstr(text(), "X-Content-Type-Options: nosniff\r\n"));
	buf_clear(&out);
	r.type = BODY_JPEG;
	reply_put(&out, &r, plainly);
	assert_non_null(strstr(text(), "Content-Type: image/jpeg\r\n"));
}

static void
a_refusal_is_this_problem(void **state)
{
	(void)state;
	reply_put_refusal(&out, REFUSED_PATH, "", plainly);
	assert_non_null(strstr(text(), "HTTP/1.1 404 Not Found\r\n"));
	assert_non_null(strstr(text(),
	    "\r\n\r\n{\"type\":\"urn:examd:problem:unknown\","
	    "\"title\":\"no such thing\",\"status\":404,"
	    "\"detail\":\"Nothing has this path.\",\"rule\":\"http.path\","
	    "\"at\":\"1994-11-06T08:49:37.000Z\","
	    "\"server_time\":\"1994-11-06T08:49:37.000Z\"}"));
}

static void
nothing_is_said_about_a_body_that_cannot_be(void **state)
{
	const struct frame_reply r = { .status = 204, .body = SLICE("x") };

	(void)state;
	reply_put(&out, &r, plainly);
	assert_null(strstr(text(), "Content-Length"));
	assert_memory_equal(out.at + out.len - 4, "\r\n\r\n", 4);
}

static void
the_hall_says_when_to_come_back(void **state)
{
	const struct frame_reply r = { .status = 429, .retry_after = 37 };

	(void)state;
	reply_put(&out, &r, plainly);
	assert_non_null(strstr(text(), "Retry-After: 37\r\n"));
	assert_non_null(strstr(text(), "Content-Length: 0\r\n"));
}

static void
cookies_are_for_tls_only(void **state)
{
	const struct frame_reply r = { .status = 201,
		.flags = REPLY_SET_TOKEN };
	struct reply_manner local = plainly;

	(void)state;
	reply_put(&out, &r, plainly);
	assert_non_null(strstr(text(), "Set-Cookie: __Host-exam-staff=0000"));
	buf_clear(&out);
	local.tls = false;
	reply_put(&out, &r, local);
	assert_null(strstr(text(), "Set-Cookie"));
	assert_null(strstr(text(), "Strict-Transport-Security"));
}

static void
the_date_is_in_http_s_own_form(void **state)
{
	char date[REPLY_DATE_MAX];

	(void)state;
	reply_date(date, (struct wall){ 784111777999 });
	assert_string_equal(date, "Sun, 06 Nov 1994 08:49:37 GMT");
}

#define CASE(f) cmocka_unit_test_teardown(f, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_reply_is_these_bytes),
		CASE(an_image_says_what_it_is_and_is_not_kept),
		CASE(a_refusal_is_this_problem),
		CASE(nothing_is_said_about_a_body_that_cannot_be),
		CASE(the_hall_says_when_to_come_back),
		CASE(cookies_are_for_tls_only),
		CASE(the_date_is_in_http_s_own_form),
	};

	return cmocka_run_group_tests_name("reply", tests, NULL, NULL);
}
