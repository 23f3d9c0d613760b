/* The table of state x event, cell by cell. */
#include "test.h"

#include "support/sat.h"

/*
 * One column a state: expected, checked-in, admitted, opened, in-section,
 * on-break, paused, submitted, expired, terminated, absent.
 * '.' refused; '=' possible, the state stays; else the state it becomes.
 */
static const char letters[N_ATTEMPT_STATES + 1] = "ecaosbpSXTA";

static const struct {
	enum event_kind kind;
	const char *becomes;
} table[] = {
	{ EVENT_REGISTERED,      "===........" },
	{ EVENT_TICKET_ISSUED,   "===========" },
	{ EVENT_CHECKED_IN,      "cc........." },
	{ EVENT_ADMITTED,        "aa........." },
	{ EVENT_SIGNED_IN,       "===========" },
	{ EVENT_SIGNED_OUT,      "===========" },
	{ EVENT_DEVICE_MOVED,    "===========" },
	{ EVENT_OPENED,          "ooo........" },
	{ EVENT_SECTION_ENTERED, "...s.s....." },
	{ EVENT_ITEM_LEFT,       "....=......" },
	{ EVENT_ANSWERED,        "...=======." },
	{ EVENT_FLAGGED,         "....=......" },
	{ EVENT_SECTION_CLOSED,  "....o......" },
	{ EVENT_PAUSED,          "...ppp....." },
	{ EVENT_RESUMED,         "......s...." },
	{ EVENT_EXTENDED,        "=======...." },
	{ EVENT_COMPENSATED,     "...===....." },
	{ EVENT_INCIDENT,        "===========" },
	{ EVENT_HELP_ASKED,      "=======...." },
	{ EVENT_ITEM_REPORTED,   "....=......" },
	{ EVENT_MESSAGED,        "===========" },
	{ EVENT_SUBMITTED,       "...SSS....." },
	{ EVENT_EXPIRED,         "...XXX....." },
	{ EVENT_TERMINATED,      "TTTTTTT...." },
	{ EVENT_ABSENT,          "AAA........" },
	{ EVENT_REOPENED,        ".......sss." },
	{ EVENT_SCORED,          ".......====" },
	{ EVENT_RELEASED,        ".......====" },
	{ EVENT_ADMINISTERED,    "..........." },
	{ EVENT_MARKED,          ".......===." },
	{ EVENT_SEATED,          "=======...." },
	{ EVENT_SEEN,            "===========" },
	{ EVENT_DRAWN,           "...=......." },
};

/* A draw of its eight items. */
static const char drawn[8 * 2 + SCREENS_LEN];

/* An event of a kind that the attempt takes if it is possible at all. */
static struct event
fitting(const struct attempt *a, enum event_kind kind, struct buf *plan)
{
	struct event e = { .kind = kind, .at = sat_instant(MINUTES(2)),
		.item = a->section == 1 ? 0 : 3, .seq = 1, .number = 1,
		.position = 1 };
	bool was_in = a->state == ATTEMPT_IN_SECTION;

	e.section = (uint16_t)(was_in ? a->section - 1 : a->section);
	if (kind == EVENT_REGISTERED)
		e.number = 1000;
	else if (kind == EVENT_DEVICE_MOVED)
		e.number = 0;
	else if (kind == EVENT_OPENED)
		e.data = buf_slice(plan);
	else if (kind == EVENT_EXTENDED || kind == EVENT_COMPENSATED)
		e.ms = MINUTES(1);
	else if (kind == EVENT_MARKED)
		e.by = SLICE("anna");
	else if (kind == EVENT_SEEN)
		e.about = a->told;
	else if (kind == EVENT_DRAWN)
		e.data = (struct slice){ drawn, sizeof(drawn) };
	return e;
}

static void
check_cell(enum attempt_state from, enum event_kind kind, char becomes)
{
	struct attempt_plan p = { .n_sections = 1,
		.sections = { { .count = 1 } } };
	struct buf plan = { 0 };
	struct attempt a;
	struct event e;
	uint32_t n;

	attempt_plan_encode(&p, &plan);
	sat_reach(&a, (struct sat_exam){ 0 }, from);
	if (attempt_is_closed(&a))
		sat_do(&a, SAT(MINUTES(2), .kind = EVENT_SCORED));
	if (kind == EVENT_SEEN)
		sat_do(&a, SAT(MINUTES(2), .kind = EVENT_MESSAGED));
	e = fitting(&a, kind, &plan);
	n = a.n_events;
	if (becomes == '.') {
		sat_refused(&a, ERR_STATE, &e);
	} else {
		sat_do(&a, &e);
		assert_int_equal(a.n_events, n + 1);
		assert_int_equal(a.state, becomes == '=' ? from :
		    (enum attempt_state)(strchr(letters, becomes) - letters));
	}
	attempt_fini(&a);
	buf_fini(&plan);
}

static void
each_event_is_possible_where_the_table_says_and_nowhere_else(void **state)
{
	size_t i;
	int from;

	(void)state;
	assert_int_equal(sizeof(table) / sizeof(*table), EVENT_KINDS - 1);
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(table[i].kind, i + 1);
		for (from = 0; from < N_ATTEMPT_STATES; from++)
			check_cell((enum attempt_state)from, table[i].kind,
			    table[i].becomes[from]);
	}
}

static void
a_paper_is_drawn_once_and_by_as_many_items_as_are_planned(void **state)
{
	struct slice data = { drawn, sizeof(drawn) };
	struct buf with_items = { 0 };
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ 0 });
	data.len -= 2;
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_DRAWN, .data = data));
	data.len += 2;
	sat_do(&a, SAT(0, .kind = EVENT_DRAWN, .data = data));
	sat_refused(&a, ERR_STATE, SAT(0, .kind = EVENT_DRAWN, .data = data));
	attempt_plan_encode(a.plan, &with_items);
	attempt_fini(&a);
	attempt_init(&a);
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_OPENED, .data = buf_slice(&with_items)));
	attempt_fini(&a);
	buf_fini(&with_items);
}

static void
times_and_durations_out_of_bounds_are_refused(void **state)
{
	const int64_t far = INT64_C(1) << 53;
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ 0 });
	sat_refused(&a, ERR_INVALID, SAT(far, .kind = EVENT_PAUSED));
	sat_refused(&a, ERR_INVALID, SAT(-far, .kind = EVENT_PAUSED));
	sat_refused(&a, ERR_INVALID,
	    &(struct event){ .kind = EVENT_PAUSED, .at.wall.ms = far });
	sat_refused(&a, ERR_INVALID,
	    &(struct event){ .kind = EVENT_PAUSED, .at.mono.ms = far });
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_PAUSED, .wall = { -far }));
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_EXTENDED, .ms = DAYS(30) + 1));
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_EXTENDED, .ms = -1));
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_EXTENDED, .ms = 0));
	attempt_fini(&a);
}

static void
an_entitlement_or_a_route_that_does_not_exist_is_refused(void **state)
{
	struct attempt a;

	(void)state;
	attempt_init(&a);
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_REGISTERED, .number = 999));
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_REGISTERED, .number = 5001));
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_REGISTERED,
		.number = 1000, .code = N_ROUTE_NAMES));
	sat_do(&a, SAT(0, .kind = EVENT_REGISTERED, .number = 1250,
		.ms = MINUTES(10), .code = ROUTE_FULL));
	assert_int_equal(a.entitlement.factor, 1250);
	assert_int_equal(a.entitlement.extra_ms, MINUTES(10));
	assert_int_equal(a.route, ROUTE_FULL);
	attempt_fini(&a);
}

static void
a_paper_whose_plan_cannot_be_read_is_not_opened(void **state)
{
	struct attempt a;

	(void)state;
	attempt_init(&a);
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_OPENED));
	assert_null(a.plan);
	attempt_fini(&a);
}

static void
sections_are_entered_and_closed_in_order(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ 0 });
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_SECTION_ENTERED, .section = 1));
	sat_enter(&a, 0, 1);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_SECTION_CLOSED, .section = 1));
	sat_close(&a, 0, 1);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_SECTION_ENTERED, .section = 0));
	sat_enter(&a, 0, 2);
	sat_close(&a, 0, 2);
	sat_enter(&a, 0, 3);
	sat_close(&a, 0, 3);
	assert_int_equal(a.state, ATTEMPT_OPENED);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_SECTION_ENTERED, .section = 3));
	attempt_fini(&a);
}

static void
a_result_is_released_once_it_is_scored(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ 0 }, ATTEMPT_SUBMITTED);
	sat_refused(&a, ERR_STATE, SAT(0, .kind = EVENT_RELEASED));
	sat_do(&a, SAT(0, .kind = EVENT_SCORED));
	sat_do(&a, SAT(0, .kind = EVENT_RELEASED));
	assert_true(a.released);
	sat_do(&a, SAT(0, .kind = EVENT_REOPENED));
	assert_false(a.scored);
	assert_false(a.released);
	attempt_fini(&a);
}

static void
words_are_counted_and_help_ends_with_a_message_or_the_attempt(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ 0 }, ATTEMPT_IN_SECTION);
	sat_do(&a, SAT(0, .kind = EVENT_INCIDENT));
	sat_do(&a, SAT(0, .kind = EVENT_ITEM_REPORTED, .item = 3));
	sat_do(&a, SAT(0, .kind = EVENT_HELP_ASKED));
	assert_true(a.help_open);
	sat_do(&a, SAT(0, .kind = EVENT_MESSAGED));
	assert_true(a.help_open);
	sat_do(&a, SAT(0, .kind = EVENT_MESSAGED, .by = SLICE("anna")));
	assert_false(a.help_open);
	sat_do(&a, SAT(0, .kind = EVENT_HELP_ASKED));
	sat_do(&a, SAT(0, .kind = EVENT_TERMINATED));
	assert_false(a.help_open);
	assert_int_equal(a.n_incidents, 1);
	assert_int_equal(a.n_reports, 1);
	assert_int_equal(a.n_messages, 2);
	attempt_fini(&a);
}

static void
happens_at(struct attempt *a, uint64_t position, enum event_kind kind)
{
	struct event e = { .kind = kind, .at = sat_instant(0),
		.position = position };

	sat_do(a, &e);
}

/* Three acts, at positions 10, 20 and 30; what is at 40 nobody is told. */
static void
tell_three(struct attempt *a)
{
	sat_reach(a, (struct sat_exam){ 0 }, ATTEMPT_IN_SECTION);
	happens_at(a, 10, EVENT_MESSAGED);
	happens_at(a, 20, EVENT_PAUSED);
	happens_at(a, 30, EVENT_RESUMED);
	happens_at(a, 40, EVENT_INCIDENT);
}

static void
what_was_told_is_seen_once_and_in_order(void **state)
{
	struct attempt a;

	(void)state;
	tell_three(&a);
	assert_int_equal(a.told, 30);
	assert_int_equal(a.shown, 0);
	sat_refused(&a, ERR_INVALID, SAT(1, .kind = EVENT_SEEN, .about = 31));
	sat_refused(&a, ERR_INVALID, SAT(1, .kind = EVENT_SEEN, .about = 0));
	sat_do(&a, SAT(MINUTES(4), .kind = EVENT_SEEN, .about = 20));
	assert_int_equal(a.shown, 20);
	assert_int_equal(a.shown_at.ms, sat_instant(MINUTES(4)).wall.ms);
	sat_refused(&a, ERR_INVALID, SAT(1, .kind = EVENT_SEEN, .about = 20));
	sat_refused(&a, ERR_INVALID, SAT(1, .kind = EVENT_SEEN, .about = 10));
	sat_do(&a, SAT(MINUTES(5), .kind = EVENT_SEEN, .about = 30));
	assert_int_equal(a.to_show, 0);
	attempt_fini(&a);
}

/* Positions between them are as good as the one before, but no more often. */
static void
nothing_is_said_to_be_seen_more_often_than_something_was_told(void **state)
{
	struct attempt a;

	(void)state;
	tell_three(&a);
	sat_do(&a, SAT(1, .kind = EVENT_SEEN, .about = 1));
	sat_do(&a, SAT(1, .kind = EVENT_SEEN, .about = 2));
	sat_refused(&a, ERR_INVALID, SAT(1, .kind = EVENT_SEEN, .about = 3));
	sat_do(&a, SAT(1, .kind = EVENT_SEEN, .about = 30));
	attempt_fini(&a);
}

static void
an_item_that_is_not_on_the_screen_cannot_be_reported(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ 0 }, ATTEMPT_IN_SECTION);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ITEM_REPORTED, .item = 4));
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ITEM_REPORTED, .item = UINT16_MAX));
	attempt_fini(&a);
}

static void
the_closing_event_is_remembered_by_its_number(void **state)
{
	struct attempt a;
	uint32_t n;

	(void)state;
	sat_reach(&a, (struct sat_exam){ 0 }, ATTEMPT_IN_SECTION);
	assert_int_equal(a.closing, 0);
	n = a.n_events;
	sat_do(&a, SAT(MINUTES(3), .kind = EVENT_SUBMITTED));
	sat_do(&a, SAT(MINUTES(3), .kind = EVENT_SCORED));
	assert_int_equal(a.closing, n + 1);
	sat_do(&a, SAT(MINUTES(3), .kind = EVENT_REOPENED));
	sat_do(&a, SAT(MINUTES(3), .kind = EVENT_SUBMITTED));
	assert_int_equal(a.closing, n + 4);
	attempt_fini(&a);
	sat_reach(&a, (struct sat_exam){ 0 }, ATTEMPT_ABSENT);
	assert_int_equal(a.closing, 1);
	attempt_fini(&a);
}

static void
marks_by_hand_are_kept_until_the_attempt_is_opened_again(void **state)
{
	const struct hand_mark *mark;
	struct attempt a, b;
	struct buf bytes = { 0 };

	(void)state;
	sat_reach(&a, (struct sat_exam){ 0 }, ATTEMPT_SUBMITTED);
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_MARKED, .by = SLICE("anna"), .item = 500));
	sat_do(&a, SAT(0, .kind = EVENT_MARKED, .by = SLICE("anna"),
	    .item = 1, .number = 2500));
	attempt_pack(&a, &bytes);
	assert_int_equal(attempt_unpack(&b, buf_slice(&bytes)), ERR_OK);
	mark = marking_by(&b.marking, 1, SLICE("anna"));
	assert_non_null(mark);
	assert_int_equal(mark->marks, 2500);
	sat_do(&b, SAT(0, .kind = EVENT_REOPENED));
	assert_int_equal(b.marking.n, 0);
	buf_fini(&bytes);
	attempt_fini(&a);
	attempt_fini(&b);
}

static void
marks_of_a_released_result_stand(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ 0 }, ATTEMPT_SUBMITTED);
	sat_do(&a, SAT(0, .kind = EVENT_SCORED));
	sat_do(&a, SAT(0, .kind = EVENT_RELEASED));
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_MARKED, .by = SLICE("anna")));
	attempt_fini(&a);
}

static void
states_and_verdicts_have_the_words_of_the_interface(void **state)
{
	(void)state;
	assert_string_equal(attempt_state_word(ATTEMPT_ON_BREAK), "on-break");
	assert_string_equal(attempt_state_word(ATTEMPT_ABSENT), "absent");
	assert_string_equal(verdict_word(VERDICT_LATE_COUNTED), "late-counted");
	assert_string_equal(verdict_word(VERDICT_CLOSED), "closed");
}

/* ---- devices ---- */

static void
devices_are_numbered_in_the_order_they_sign_in(void **state)
{
	struct attempt a;

	(void)state;
	attempt_init(&a);
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_SIGNED_IN, .number = 2));
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_SIGNED_IN, .number = 0));
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_IN, .number = 1));
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_SIGNED_IN, .number = 1));
	assert_int_equal(a.device, 1);
	attempt_fini(&a);
}

static void
a_device_that_waits_gets_the_attempt_when_the_proctor_moves_it(void **state)
{
	struct attempt a;

	(void)state;
	attempt_init(&a);
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_IN, .number = 1));
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_IN, .number = 2, .code = 1));
	assert_int_equal(a.device, 1);
	assert_int_equal(a.waiting_device, 2);
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_DEVICE_MOVED, .number = 1));
	sat_do(&a, SAT(0, .kind = EVENT_DEVICE_MOVED, .number = 2));
	assert_int_equal(a.device, 2);
	assert_int_equal(a.waiting_device, 0);
	sat_do(&a, SAT(0, .kind = EVENT_DEVICE_MOVED, .number = 0));
	assert_int_equal(a.device, 0);
	attempt_fini(&a);
}

static void
signing_out_frees_only_the_place_of_that_device(void **state)
{
	struct attempt a;

	(void)state;
	attempt_init(&a);
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_SIGNED_OUT));
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_IN, .number = 1));
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_IN, .number = 2, .code = 1));
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_OUT, .number = 7));
	assert_int_equal(a.device, 1);
	assert_int_equal(a.waiting_device, 2);
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_OUT, .number = 2));
	assert_int_equal(a.device, 1);
	assert_int_equal(a.waiting_device, 0);
	sat_do(&a, SAT(0, .kind = EVENT_SIGNED_OUT, .number = 1));
	assert_int_equal(a.device, 0);
	attempt_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_event_is_possible_where_the_table_says_and_nowhere_else),
		cmocka_unit_test(
		    a_paper_is_drawn_once_and_by_as_many_items_as_are_planned),
		cmocka_unit_test(times_and_durations_out_of_bounds_are_refused),
		cmocka_unit_test(
		    an_entitlement_or_a_route_that_does_not_exist_is_refused),
		cmocka_unit_test(a_paper_whose_plan_cannot_be_read_is_not_opened),
		cmocka_unit_test(sections_are_entered_and_closed_in_order),
		cmocka_unit_test(a_result_is_released_once_it_is_scored),
		cmocka_unit_test(
		    marks_by_hand_are_kept_until_the_attempt_is_opened_again),
		cmocka_unit_test(marks_of_a_released_result_stand),
		cmocka_unit_test(
		    words_are_counted_and_help_ends_with_a_message_or_the_attempt),
		cmocka_unit_test(what_was_told_is_seen_once_and_in_order),
		cmocka_unit_test(
		    nothing_is_said_to_be_seen_more_often_than_something_was_told),
		cmocka_unit_test(
		    an_item_that_is_not_on_the_screen_cannot_be_reported),
		cmocka_unit_test(the_closing_event_is_remembered_by_its_number),
		cmocka_unit_test(
		    states_and_verdicts_have_the_words_of_the_interface),
		cmocka_unit_test(devices_are_numbered_in_the_order_they_sign_in),
		cmocka_unit_test(
		    a_device_that_waits_gets_the_attempt_when_the_proctor_moves_it),
		cmocka_unit_test(
		    signing_out_frees_only_the_place_of_that_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
