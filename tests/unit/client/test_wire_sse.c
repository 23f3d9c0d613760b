#include "test.h"

#include <string.h>

#include "exam/limits.h"
#include "wire/sse.h"

static const char stream[] =
    ": hello\n\n"
    "event: state\ndata: {\"a\":\ndata:1}\n\n"
    "data: plain\r\n\r\n"
    "event: nothing\n\n"
    "id: 7\nretry: 5\nevent:taken-over\rdata\r\r"
    "event: cut off\ndata: never dispatched\n";

static const struct {
	const char *name, *data;
} events[] = { { "state", "{\"a\":\n1}" }, { "message", "plain" },
	{ "taken-over", "" } };

#define N_EVENTS (sizeof(events) / sizeof(*events))

static size_t
take_all(struct sse *s, size_t n)
{
	struct sse_event e;

	while (sse_next(s, &e) == ERR_OK) {
		assert_true(n < N_EVENTS);
		assert_true(slice_is(e.name, events[n].name));
		assert_true(slice_is(e.data, events[n].data));
		n++;
	}
	return n;
}

static void
a_stream_means_the_same_however_it_is_split(void **state)
{
	size_t step, at, n;

	(void)state;
	for (step = 1; step < sizeof(stream); step++) {
		struct sse s = { 0 };

		for (at = n = 0; at < sizeof(stream) - 1; at += step) {
			size_t left = sizeof(stream) - 1 - at;

			sse_feed(&s, (struct slice){ stream + at,
					 left < step ? left : step });
			n = take_all(&s, n);
		}
		assert_int_equal(n, N_EVENTS);
		sse_fini(&s);
	}
}

static void
an_event_without_end_is_given_up(void **state)
{
	static char line[1 << 16];
	struct sse s = { 0 };
	struct sse_event e;
	enum err got = ERR_BUSY;
	size_t fed;

	(void)state;
	memset(line, 'x', sizeof(line));
	for (fed = 0; got == ERR_BUSY && fed <= 2 * (size_t)SSE_EVENT_MAX;
	     fed += sizeof(line)) {
		sse_feed(&s, (struct slice){ line, sizeof(line) });
		got = sse_next(&s, &e);
	}
	assert_int_equal(got, ERR_TOO_BIG);
	sse_fini(&s);
}

/* With names, rooms and seats a row has some 440 bytes. */
static void
a_chiefs_view_of_the_largest_sitting_is_one_event(void **state)
{
	static char row[440];
	struct sse s = { 0 };
	struct sse_event e;
	int i;

	(void)state;
	memset(row, 'x', sizeof(row));
	sse_feed(&s, SLICE("data: "));
	for (i = 0; i < CANDIDATES_IMPORT_MAX; i++)
		sse_feed(&s, (struct slice){ row, sizeof(row) });
	assert_int_equal(sse_next(&s, &e), ERR_BUSY);
	sse_feed(&s, SLICE("\n\n"));
	assert_int_equal(sse_next(&s, &e), ERR_OK);
	assert_int_equal(
	    e.data.len, CANDIDATES_IMPORT_MAX * sizeof(row));
	sse_fini(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_means_the_same_however_it_is_split),
		cmocka_unit_test(
		    a_chiefs_view_of_the_largest_sitting_is_one_event),
		cmocka_unit_test(an_event_without_end_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
