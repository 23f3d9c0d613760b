/* What the hall keeps for people has an end. */
#include "test.h"

#include "hall/journal.h"
#include "hall/reply.h"
#include "hall/session.h"
#include "support/scene.h"

#define NOON (INT64_C(1777896000000)) /* 2026-05-04T12:00Z */

static int
start(void **state)
{
	struct scene *s = alloc_zero(1, sizeof(*s));

	scene_open(s, (struct wall){ NOON });
	*state = s;
	return 0;
}

static int
end(void **state)
{
	scene_close(*state);
	free(*state);
	return 0;
}

static void
sign_in_at(struct hall *h, int number, int64_t ms)
{
	char key[2 * SHA256_LEN + 1];
	struct buf b = { 0 };

	snprintf(key, sizeof(key), "%064d", number);
	out_open(&b, NULL);
	out_word(&b, "account", "local");
	out_time(&b, "at", (struct wall){ ms });
	out_close(&b);
	assert_int_equal(session_restore(h, key, buf_slice(&b)), ERR_OK);
	buf_fini(&b);
}

static void
expired_sessions_are_swept_wherever_they_stand_in_the_list(void **state)
{
	struct scene *s = *state;
	struct hall *h = s->hall;
	int i;

	for (i = 0; i < 100; i++)
		sign_in_at(h, i, i % 2 == 0 ? NOON : NOON - HOURS(13));
	session_sweep(h);
	assert_int_equal(HASH_COUNT(h->sessions), 50);
	assert_int_equal(h->local->sessions, 50);
}

static void
a_sweep_is_made_once_a_second_at_most(void **state)
{
	struct scene *s = *state;
	struct hall *h = s->hall;

	session_sweep(h);
	sign_in_at(h, 1, NOON - HOURS(13));
	session_sweep(h);
	assert_int_equal(HASH_COUNT(h->sessions), 1);
	h->now.mono.ms += SECONDS(1);
	session_sweep(h);
	assert_int_equal(HASH_COUNT(h->sessions), 0);
}

/* As if a request of this seat, or of the staff, had been answered. */
static void
keep(struct hall *h, struct seat *seat, int number)
{
	struct frame_request frame = { .route = ROUTE_HELP };
	struct request r = { .frame = &frame, .seat = seat };
	char key[64];

	snprintf(key, sizeof(key), "%s %d", seat != NULL ? "attempt/1" : "staff/a",
	    number);
	r.reply_key = key;
	out_close(reply_begin(h));
	reply_keep(h, &r, 200);
}

static void
a_candidate_pushes_out_only_their_own_replies(void **state)
{
	static struct seat seat;
	struct scene *s = *state;
	struct hall *h = s->hall;
	const struct kept_reply *first, *oldest;
	int i;

	keep(h, NULL, 0);
	for (i = 0; i < 200; i++)
		keep(h, &seat, i);
	assert_int_equal(h->n_seat_replies, 64);
	assert_int_equal(seat.n_replies, 64);
	HASH_FIND_STR(h->replies, "staff/a 0", first);
	assert_non_null(first);
	HASH_FIND_STR(h->replies, "attempt/1 136", oldest);
	assert_ptr_equal(seat.replies, oldest);
}

static int
start_with_a_small_wal(void **state)
{
	const struct scene at = { .wal_limit = 256 << 10, .now.wall = { NOON },
		.boottime = HOURS(1) };
	struct scene *s = alloc_zero(1, sizeof(*s));

	scene_make(s, &at);
	scene_start(s, 0, false);
	*state = s;
	return 0;
}

static void
a_hall_that_never_rests_keeps_a_short_wal(void **state)
{
	struct scene *s = *state;
	struct store_facts f;
	int i;

	for (i = 0; i < 1000; i++) {
		journal_admin(s->hall, SLICE("anna"), SLICE("other"),
		    SLICE("test"), "said once more");
		scene_turn(s);
	}
	store_facts(s->store, &f);
	assert_true(f.checkpoints > 10);
	assert_true(f.wal_bytes < 2 * s->wal_limit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    expired_sessions_are_swept_wherever_they_stand_in_the_list,
		    start, end),
		cmocka_unit_test_setup_teardown(
		    a_sweep_is_made_once_a_second_at_most, start, end),
		cmocka_unit_test_setup_teardown(
		    a_candidate_pushes_out_only_their_own_replies, start, end),
		cmocka_unit_test_setup_teardown(
		    a_hall_that_never_rests_keeps_a_short_wal,
		    start_with_a_small_wal, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
