/* What a proctor does reaches a candidate who sits there. */
#include "base/clock.h"
#include "sitter.h"
#include "test.h"

static struct centre centre;
static size_t next_seat;

static int
open_centre(void **state)
{
	(void)state;
	centre_init(&centre, "uuuu");
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	centre_fini(&centre);
	return 0;
}

/* A candidate in the first section, with the stream's first state heard. */
static void
sit_down(struct sitter *s)
{
	sitter_init(s, &centre, next_seat++, "the first device");
	sitter_enter(s);
	json_decref(sitter_hear(s, &centre, "state"));
}

static const char *
state_of(const json_t *attempt)
{
	return text_in(attempt, "state");
}

static int64_t
time_in(const json_t *json, const char *name)
{
	struct wall w = { 0 };

	assert_true(wall_parse(&w, text_in(json, name)));
	return w.ms;
}

/* The wall's milliseconds do not begin with the exam clock's. */
static void
assert_same_ms(int64_t a, int64_t b)
{
	if (a < b - 1 || a > b + 1)
		fail_msg("%lld ms are not %lld ms", (long long)a,
		    (long long)b);
}

/* When the newest event of an attempt happened. */
static int64_t
last_event_time(const struct sitter *s)
{
	json_t *timeline = centre_timeline(&centre, s->ticket->attempt);
	const json_t *events = json_object_get(timeline, "events");
	int64_t at = time_in(json_array_get(events,
				 json_array_size(events) - 1), "at");

	json_decref(timeline);
	return at;
}

static void
an_extension_lengthens_a_running_clock_by_exactly_its_minutes(void **state)
{
	struct sitter s;
	json_t *before, *after;
	int64_t elapsed, grown;

	(void)state;
	sit_down(&s);
	before = sitter_attempt(&s);
	centre_act(&centre, s.ticket->attempt, "extend",
	    json_pack("{s:i}", "minutes", 7));
	after = sitter_hear(&s, &centre, "state");
	elapsed = time_in(after, "server_time") -
	    time_in(before, "server_time");
	grown = remaining_in(after) - remaining_in(before);
	assert_same_ms(grown, MINUTES(7) - elapsed);
	assert_int_equal(number_in(json_object_get(after, "entitlement"),
			     "extended_ms"), MINUTES(7));
	json_decref(before);
	json_decref(after);
	sitter_fini(&s);
}

static void
a_paused_clock_stands_still_and_goes_on_where_it_was(void **state)
{
	struct sitter s;
	json_t *paused, *later, *resumed;
	int64_t since;

	(void)state;
	sit_down(&s);
	centre_act(&centre, s.ticket->attempt, "pause", NULL);
	paused = sitter_hear(&s, &centre, "state");
	assert_string_equal(state_of(paused), "paused");
	later = sitter_attempt(&s);
	assert_int_equal(remaining_in(later), remaining_in(paused));
	centre_act(&centre, s.ticket->attempt, "resume", NULL);
	resumed = sitter_hear(&s, &centre, "state");
	assert_string_equal(state_of(resumed), "in-section");
	since = time_in(resumed, "server_time") - last_event_time(&s);
	assert_same_ms(remaining_in(resumed), remaining_in(paused) - since);
	json_decref(paused);
	json_decref(later);
	json_decref(resumed);
	sitter_fini(&s);
}

static void
a_second_device_ends_the_first(void **state)
{
	struct sitter first, second;

	(void)state;
	sit_down(&first);
	sitter_init(&second, &centre, next_seat - 1, "the second device");
	json_decref(sitter_hear(&first, &centre, "taken-over"));
	json_decref(ask(first.wire, METHOD_GET, "/v1/attempt", NULL, 401));
	json_decref(sitter_attempt(&second));
	sitter_fini(&first);
	sitter_fini(&second);
}

static void
a_message_is_heard_word_for_word(void **state)
{
	static const char words[] = "The door stays open \xe2\x80\x93 \"till\" 5.";
	struct sitter s;
	json_t *message;
	char path[64];

	(void)state;
	sit_down(&s);
	snprintf(path, sizeof(path), "/v1/attempts/%d/messages",
	    s.ticket->attempt);
	json_decref(ask(centre.desk, METHOD_POST, path,
	    json_pack("{s:s}", "text", words), 200));
	message = sitter_hear(&s, &centre, "message");
	assert_string_equal(text_in(message, "text"), words);
	json_decref(message);
	sitter_fini(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_extension_lengthens_a_running_clock_by_exactly_its_minutes),
		cmocka_unit_test(
		    a_paused_clock_stands_still_and_goes_on_where_it_was),
		cmocka_unit_test(a_second_device_ends_the_first),
		cmocka_unit_test(a_message_is_heard_word_for_word),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
