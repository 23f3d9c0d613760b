/* The journal's bytes of an event: there and back, and nothing else. */
#include "test.h"

#include "core/event.h"

/* Every field different from zero and from the others. */
static struct event
full_event(unsigned kind)
{
	struct event e = { .kind = (enum event_kind)kind, .section = 0x0102,
		.item = 0x0304, .seq = 0x05060708, .code = 9,
		.number = 0x0a0b0c0d, .ms = INT64_MIN + 14, .wall = { INT64_MAX },
		.by = SLICE("anna"), .reason = SLICE("technical"),
		.text = SLICE("words\0and more"), .data = SLICE("\1\2\3"),
		.about = UINT64_MAX - 15 };
	int i;

	for (i = 0; i < EVENT_SEED_LEN; i++)
		e.seed[i] = (uint8_t)(i + 100);
	return e;
}

static void
check_slice(struct slice got, struct slice want, bool carried)
{
	if (carried)
		assert_true(slice_equal(got, want));
	else
		assert_int_equal(got.len, 0);
}

static void
check_fields(const struct event *got, const struct event *want, unsigned has)
{
#define CHECK(field, bit)                                                      \
	assert_true(got->field == ((has & (bit)) != 0 ? want->field : 0))
	CHECK(section, F_SECTION);
	CHECK(item, F_ITEM);
	CHECK(seq, F_SEQ);
	CHECK(code, F_CODE);
	CHECK(number, F_NUMBER);
	CHECK(ms, F_MS);
	CHECK(wall.ms, F_WALL);
	CHECK(about, F_ABOUT);
	CHECK(seed[0], F_SEED);
	CHECK(seed[EVENT_SEED_LEN - 1], F_SEED);
#undef CHECK
	check_slice(got->by, want->by, (has & F_BY) != 0);
	check_slice(got->reason, want->reason, (has & F_REASON) != 0);
	check_slice(got->text, want->text, (has & F_TEXT) != 0);
	check_slice(got->data, want->data, (has & F_DATA) != 0);
}

static void
each_kind_comes_back_with_its_fields_and_no_others(void **state)
{
	unsigned kind;

	(void)state;
	for (kind = 1; kind < EVENT_KINDS; kind++) {
		struct event e = full_event(kind), got;
		struct buf b = { 0 };

		event_encode(&e, &b);
		assert_int_equal(event_decode(&got, kind, buf_slice(&b)),
		    ERR_OK);
		assert_int_equal(got.kind, kind);
		assert_int_equal(got.position, 0);
		check_fields(&got, &e, event_fields((enum event_kind)kind));
		buf_fini(&b);
	}
}

static void
a_payload_cut_short_or_too_long_is_refused(void **state)
{
	unsigned kind;
	size_t len;

	(void)state;
	for (kind = 1; kind < EVENT_KINDS; kind++) {
		struct event e = full_event(kind), got;
		struct buf b = { 0 };

		event_encode(&e, &b);
		buf_put_u8(&b, 0);
		for (len = 0; len <= b.len; len++)
			if (len != b.len - 1)
				assert_int_equal(event_decode(&got, kind,
				    (struct slice){ b.at, len }), ERR_SYNTAX);
		buf_fini(&b);
	}
}

static void
a_kind_that_does_not_exist_is_refused(void **state)
{
	struct event got;

	(void)state;
	assert_int_equal(event_decode(&got, 0, SLICE_NONE), ERR_SYNTAX);
	assert_int_equal(event_decode(&got, EVENT_KINDS, SLICE_NONE),
	    ERR_SYNTAX);
	assert_int_equal(event_decode(&got, UINT32_MAX, SLICE_NONE),
	    ERR_SYNTAX);
}

/* What is in a journal stays what it was. */
static void
the_bytes_of_an_answer_are_these(void **state)
{
	static const char want[] = "\x02\x00" "\x07\x00\x00\x00"
		"\x01\x02\x00\x00\x00\x00\x00\x00" "\x02\x00\x00\x00" "hi";
	const struct event e = { .kind = EVENT_ANSWERED, .item = 2, .seq = 7,
		.wall = { 0x201 }, .data = SLICE("hi") };
	struct buf b = { 0 };

	(void)state;
	event_encode(&e, &b);
	assert_int_equal(b.len, sizeof(want) - 1);
	assert_memory_equal(b.at, want, b.len);
	assert_int_equal(EVENT_ANSWERED, 11);
	assert_string_equal(event_word(EVENT_ANSWERED), "answered");
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_kind_comes_back_with_its_fields_and_no_others),
		cmocka_unit_test(a_payload_cut_short_or_too_long_is_refused),
		cmocka_unit_test(a_kind_that_does_not_exist_is_refused),
		cmocka_unit_test(the_bytes_of_an_answer_are_these),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
