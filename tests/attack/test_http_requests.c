/* The table of requests, read by the parser, however they arrive. */
#include "http_requests.h"
#include "http_stream.h"
#include "test.h"

#define CASES_MIN 500 /* so that a table that is not seen fails */

static bool
is_read_right(const struct request_case *c)
{
	struct buf b = { 0 };
	bool right;

	stream_tell_all(&b, c->bytes);
	right = slice_is(buf_slice(&b), c->reads);
	if (!right)
		print_error("%s: %.*s, not %s\n", c->name,
		    SLICE_FMT(buf_slice(&b)), c->reads);
	buf_fini(&b);
	return right;
}

static void
each_request_is_read_as_the_table_says(void **state)
{
	const struct request_case *c;
	size_t i, wrong = 0;

	(void)state;
	for (i = 0; (c = request_case(i)) != NULL; i++)
		wrong += is_read_right(c) ? 0 : 1;
	assert_true(i >= CASES_MIN);
	assert_int_equal(wrong, 0);
}

/* What is there so far, as a server that gets this much at first reads it. */
static enum http_verdict
read_start(struct stream_request *r, struct slice bytes, size_t len)
{
	struct slice start = { bytes.at, len };

	return stream_next(r, &start);
}

/* Once there is a verdict on the first request, more bytes change nothing. */
static void
a_cut_at_any_byte_changes_nothing(void **state)
{
	const struct request_case *c;
	struct stream_request whole, part;
	enum http_verdict v, got;
	size_t i, n;

	(void)state;
	for (i = 0; (c = request_case(i)) != NULL; i++) {
		v = read_start(&whole, c->bytes, c->bytes.len);
		for (n = 0; n <= c->bytes.len; n++) {
			got = read_start(&part, c->bytes, n);
			if (got == HTTP_MORE)
				continue;
			if (got != v ||
			    (v == HTTP_REFUSED && part.why != whole.why))
				fail_msg("%s: cut at %zu", c->name, n);
			if (v == HTTP_WHOLE)
				assert_int_equal(
				    part.whole.len, whole.whole.len);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_request_is_read_as_the_table_says),
		cmocka_unit_test(a_cut_at_any_byte_changes_nothing),
	};

	return cmocka_run_group_tests_name("http requests", tests, NULL, NULL);
}
