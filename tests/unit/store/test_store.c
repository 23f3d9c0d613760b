/* What putting, committing and walking promise while nothing goes wrong. */
#include "test.h"

#include "place.h"

#include "exam/limits.h"

static struct place place;

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	place_open(&place);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

static void
reopen(void)
{
	place_close(&place);
	place_open(&place);
}

static void
reported_only_after_commit(void **state)
{
	(void)state;
	place_put(&place);
	assert_true(store_pending(place.store));
	assert_int_equal(place.n_reported, 0);
	place_commit(&place);
	assert_false(store_pending(place.store));
	assert_int_equal(place.n_reported, 1);
}

static void
reports_come_once_and_in_order(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++)
		place_put(&place);
	place_commit(&place);
	place_commit(&place);
	assert_int_equal(place.n_reported, 100);
	for (i = 0; i < 100; i++)
		assert_int_equal(place.reported[i], i + 1);
}

static void
an_event_nobody_waits_for_is_not_reported(void **state)
{
	struct store_event e = place_event(&place);

	(void)state;
	store_put_event(place.store, &e, 0);
	place_commit(&place);
	assert_int_equal(place.n_reported, 0);
}

static void
put_again(void *ctx, uint64_t tag)
{
	struct store_event e = { .attempt = 2 };
	struct store **s = ctx;

	if (tag == 1)
		store_put_event(*s, &e, 2);
}

static void
a_report_may_put_for_the_next_commit(void **state)
{
	static struct store *s;
	struct store_options o = { .directory = place.directory,
		.report = put_again, .ctx = &s };
	struct store_event e = { .attempt = 2 };
	struct diag d = { 0 };

	(void)state;
	place_close(&place);
	assert_int_equal(store_open(&s, &o, &d), ERR_OK);
	store_put_event(s, &e, 1);
	assert_int_equal(store_commit(s), ERR_OK);
	assert_true(store_pending(s));
	assert_int_equal(store_commit(s), ERR_OK);
	assert_false(store_pending(s));
	assert_int_equal(store_last_position(s), 2);
	store_close(s);
}

static void
a_commit_of_nothing_writes_nothing(void **state)
{
	struct store_facts f;

	(void)state;
	place_commit(&place);
	store_facts(place.store, &f);
	assert_int_equal(f.commits, 0);
	assert_int_equal(f.wal_bytes, 0);
}

static void
what_was_committed_is_there_after_reopening(void **state)
{
	uint64_t n;

	(void)state;
	place_put(&place);
	place_put(&place);
	place_commit(&place);
	place_put(&place);
	reopen();
	assert_int_equal(place_count(&place, &n), ERR_OK);
	assert_int_equal(n, 2);
	assert_int_equal(store_last_position(place.store), 2);
}

struct seen {
	uint64_t positions[8];
	size_t n, enough;
};

static bool
see(void *ctx, const struct store_event *e)
{
	struct seen *s = ctx;

	s->positions[s->n++] = e->position;
	return s->n < s->enough;
}

static uint64_t
put_for(uint64_t attempt, uint64_t previous)
{
	struct store_event e = { .attempt = attempt, .previous = previous };

	store_put_event(place.store, &e, 0);
	return e.position;
}

static void
walking_back_sees_one_attempt_last_first(void **state)
{
	struct seen seen = { .enough = 8 };
	uint64_t mine = put_for(1, 0), other = put_for(2, 0);

	(void)state;
	mine = put_for(1, mine);
	other = put_for(2, other);
	mine = put_for(1, mine);
	place_commit(&place);
	assert_int_equal(store_walk_back(place.store, mine, see, &seen), ERR_OK);
	assert_int_equal(seen.n, 3);
	assert_int_equal(seen.positions[0], 5);
	assert_int_equal(seen.positions[1], 3);
	assert_int_equal(seen.positions[2], 1);
}

static void
a_walk_sees_what_is_not_committed_yet(void **state)
{
	struct seen seen = { .enough = 8 };
	uint64_t head = put_for(1, 0);

	(void)state;
	assert_int_equal(store_walk_back(place.store, head, see, &seen), ERR_OK);
	assert_int_equal(seen.n, 1);
}

static void
a_walk_ends_when_it_is_told_to(void **state)
{
	struct seen seen = { .enough = 2 };
	int i;

	(void)state;
	for (i = 0; i < 5; i++)
		place_put(&place);
	assert_int_equal(store_each_event(place.store, 1, see, &seen), ERR_OK);
	assert_int_equal(seen.n, 2);
	assert_int_equal(seen.positions[0], 2);
	seen.n = 0;
	assert_int_equal(store_walk_back(place.store, 5, see, &seen), ERR_OK);
	assert_int_equal(seen.n, 2);
}

static void
walking_back_from_nowhere_sees_nothing(void **state)
{
	struct seen seen = { .enough = 8 };

	(void)state;
	assert_int_equal(store_walk_back(place.store, 0, see, &seen), ERR_OK);
	assert_int_equal(seen.n, 0);
}

static bool
see_snapshot(void *ctx, const struct store_snapshot *one)
{
	struct buf *b = ctx;

	buf_printf(b, "%d@%d=%.*s ", (int)one->attempt, (int)one->head,
	    SLICE_FMT(one->state));
	return true;
}

static void
the_last_snapshot_of_each_attempt_is_kept(void **state)
{
	struct buf b = { 0 };
	struct store_snapshot one = { 9, 1, SLICE("old") };

	(void)state;
	place_put(&place);
	place_put(&place);
	store_put_snapshot(place.store, &one);
	place_commit(&place);
	one = (struct store_snapshot){ 9, 2, SLICE("new") };
	store_put_snapshot(place.store, &one);
	one = (struct store_snapshot){ 4, 2, SLICE("") };
	store_put_snapshot(place.store, &one);
	place_commit(&place);
	reopen();
	assert_int_equal(store_each_snapshot(place.store, see_snapshot, &b),
	    ERR_OK);
	assert_true(slice_is(buf_slice(&b), "4@2= 9@2=new "));
	buf_fini(&b);
}

static void
the_administrations_own_snapshot_is_read_back(void **state)
{
	struct buf b = { 0 };
	struct store_snapshot one = { 0, 1, SLICE("admin") };

	(void)state;
	place_put(&place);
	store_put_snapshot(place.store, &one);
	place_commit(&place);
	reopen();
	assert_int_equal(store_each_snapshot(place.store, see_snapshot, &b),
	    ERR_OK);
	assert_true(slice_is(buf_slice(&b), "0@1=admin "));
	buf_fini(&b);
}

static bool
see_object(void *ctx, const char *key, struct slice body)
{
	struct buf *b = ctx;

	buf_printf(b, "%s=%.*s ", key, SLICE_FMT(body));
	return true;
}

static void
every_kind_of_object_is_put_replaced_and_deleted(void **state)
{
	struct buf b = { 0 };
	int kind;

	(void)state;
	for (kind = 0; kind < N_STORE_KINDS; kind++) {
		enum store_kind k = (enum store_kind)kind;

		store_put_object(place.store, k, "b", SLICE("1"));
		store_put_object(place.store, k, "a", SLICE("2"));
		store_put_object(place.store, k, "b", SLICE("3"));
		store_put_object(place.store, k, "gone", SLICE("4"));
		place_commit(&place);
		store_put_object(place.store, k, "gone", SLICE_NONE);
		store_put_object(place.store, k, "empty", SLICE(""));
		place_commit(&place);
		buf_clear(&b);
		assert_int_equal(store_each_object(place.store, k, see_object,
				     &b), ERR_OK);
		assert_true(slice_is(buf_slice(&b), "a=2 b=3 empty= "));
	}
	buf_fini(&b);
}

static void
a_new_store_has_no_clock_and_no_mark(void **state)
{
	struct store_clock c, zero = { 0 };

	(void)state;
	assert_int_equal(store_last_clock(place.store, &c), ERR_OK);
	assert_memory_equal(&c, &zero, sizeof(c));
	assert_int_equal(store_mark(place.store), 0);
}

static void
the_last_clock_and_mark_survive(void **state)
{
	struct store_clock c = { .at = { { 1 }, { 2 } }, .boottime = 3,
		.boot_id = "c0ffee" };

	(void)state;
	store_put_clock(place.store, &c);
	c.boottime = -4;
	store_put_clock(place.store, &c);
	place_put(&place);
	store_put_mark(place.store, 1);
	place_commit(&place);
	reopen();
	memset(&c, 0, sizeof(c));
	assert_int_equal(store_last_clock(place.store, &c), ERR_OK);
	assert_int_equal(c.at.wall.ms, 1);
	assert_int_equal(c.at.mono.ms, 2);
	assert_int_equal(c.boottime, -4);
	assert_string_equal(c.boot_id, "c0ffee");
	assert_int_equal(store_mark(place.store), 1);
}

static uint64_t
checkpoints(void)
{
	struct store_facts f;

	store_facts(place.store, &f);
	return f.checkpoints;
}

static void
a_small_wal_is_left_alone(void **state)
{
	uint64_t before = checkpoints();

	(void)state;
	place_put(&place);
	place_commit(&place);
	assert_int_equal(store_checkpoint(place.store, true), ERR_OK);
	assert_int_equal(checkpoints(), before);
}

static void
a_wal_past_its_limit_is_checkpointed_though_busy(void **state)
{
	uint64_t before;
	int i;

	(void)state;
	place_close(&place);
	place.wal_limit = 64 << 10;
	place_open(&place);
	before = checkpoints();
	for (i = 0; i < 40; i++) {
		place_put(&place);
		place_commit(&place);
		assert_int_equal(store_checkpoint(place.store, false), ERR_OK);
	}
	assert_true(checkpoints() > before);
}

static void
an_idle_moment_is_used_earlier(void **state)
{
	uint64_t before;
	int i;

	(void)state;
	place_close(&place);
	place.wal_limit = 64 << 10;
	place_open(&place);
	before = checkpoints();
	for (i = 0; i < 6; i++) {
		place_put(&place);
		place_commit(&place);
	}
	assert_int_equal(store_checkpoint(place.store, false), ERR_OK);
	assert_int_equal(checkpoints(), before);
	assert_int_equal(store_checkpoint(place.store, true), ERR_OK);
	assert_int_equal(checkpoints(), before + 1);
}

static void
no_checkpoint_while_something_is_pending(void **state)
{
	uint64_t before;
	int i;

	(void)state;
	place_close(&place);
	place.wal_limit = 16 << 10;
	place_open(&place);
	for (i = 0; i < 6; i++) {
		place_put(&place);
		place_commit(&place);
	}
	place_put(&place);
	before = checkpoints();
	assert_int_equal(store_checkpoint(place.store, true), ERR_OK);
	assert_int_equal(checkpoints(), before);
	place_commit(&place);
	assert_int_equal(store_checkpoint(place.store, true), ERR_OK);
	assert_int_equal(checkpoints(), before + 1);
	assert_int_equal(store_checkpoint(place.store, true), ERR_OK);
	assert_int_equal(checkpoints(), before + 1);
}

/* So that a full disk is met by COMMIT, whose failure can be made good. */
static void
nothing_is_written_before_the_commit(void **state)
{
	size_t len = STORE_CACHE_KIB * 1024 + 1;
	struct buf big = { 0 };
	struct store_facts f;

	(void)state;
	memset(buf_reserve(&big, len), 'x', len);
	big.len = len;
	store_put_object(place.store, STORE_BANK, "big", buf_slice(&big));
	store_put_object(place.store, STORE_BANK, "too", buf_slice(&big));
	store_facts(place.store, &f);
	assert_int_equal(f.wal_bytes, 0);
	place_commit(&place);
	store_facts(place.store, &f);
	assert_true(f.wal_bytes > (int64_t)len);
	buf_fini(&big);
}

static void
an_outgrown_wal_gives_its_room_back(void **state)
{
	struct buf big = { 0 };
	struct store_facts f;

	(void)state;
	place_close(&place);
	place.wal_limit = 64 << 10;
	place_open(&place);
	memset(buf_reserve(&big, 1 << 20), 'x', 1 << 20);
	big.len = 1 << 20;
	store_put_object(place.store, STORE_BANK, "big", buf_slice(&big));
	place_commit(&place);
	store_facts(place.store, &f);
	assert_true(f.wal_bytes > 1 << 20);
	assert_int_equal(store_checkpoint(place.store, true), ERR_OK);
	store_facts(place.store, &f);
	assert_int_equal(f.wal_bytes, 0);
	assert_true(f.database_bytes > 1 << 20);
	buf_fini(&big);
}

static void
the_facts_count_what_happened(void **state)
{
	struct store_facts f;

	(void)state;
	place_put(&place);
	place_put(&place);
	place_commit(&place);
	place_put(&place);
	place_commit(&place);
	store_facts(place.store, &f);
	assert_int_equal(f.events, 3);
	assert_int_equal(f.commits, 2);
	assert_true(f.wal_bytes > 0);
	assert_true(f.disk_free_bytes > 0);
	assert_true(f.sync_us_max >= f.sync_us);
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(reported_only_after_commit),
		CLAIM(reports_come_once_and_in_order),
		CLAIM(an_event_nobody_waits_for_is_not_reported),
		CLAIM(a_report_may_put_for_the_next_commit),
		CLAIM(a_commit_of_nothing_writes_nothing),
		CLAIM(what_was_committed_is_there_after_reopening),
		CLAIM(walking_back_sees_one_attempt_last_first),
		CLAIM(a_walk_sees_what_is_not_committed_yet),
		CLAIM(a_walk_ends_when_it_is_told_to),
		CLAIM(walking_back_from_nowhere_sees_nothing),
		CLAIM(the_last_snapshot_of_each_attempt_is_kept),
		CLAIM(the_administrations_own_snapshot_is_read_back),
		CLAIM(every_kind_of_object_is_put_replaced_and_deleted),
		CLAIM(a_new_store_has_no_clock_and_no_mark),
		CLAIM(the_last_clock_and_mark_survive),
		CLAIM(a_small_wal_is_left_alone),
		CLAIM(a_wal_past_its_limit_is_checkpointed_though_busy),
		CLAIM(an_idle_moment_is_used_earlier),
		CLAIM(no_checkpoint_while_something_is_pending),
		CLAIM(nothing_is_written_before_the_commit),
		CLAIM(an_outgrown_wal_gives_its_room_back),
		CLAIM(the_facts_count_what_happened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
