/* A backup that is made while candidates save, and a server that starts on it. */
#include <stdlib.h>
#include <string.h>

#include "crowd.h"
#include "support/program.h"
#include "test.h"

#define ACKS_BEFORE 300
#define ACKS_AFTER 100

static struct centre centre;
static struct crowd crowd;

/* Of each writer and item: what was acknowledged before the backup began. */
static int64_t before[CROWD_WRITERS][LEDGER_ITEMS_MAX + 1];

static int
open_centre(void **state)
{
	(void)state;
	centre_init(&centre, "uuuuuu");
	crowd_init(&crowd, &centre);
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	crowd_fini(&crowd);
	centre_fini(&centre);
	return 0;
}

static void
remember_what_was_acknowledged(void)
{
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++)
		memcpy(before[i], crowd.ones[i].ledger.acked,
		    sizeof(before[i]));
}

/* examd goes on with what was restored, at the same addresses. */
static void
restore_elsewhere(const char *backup)
{
	struct server restored;

	assert_int_equal(server_stop(&centre.server), 0);
	server_init_beside(&restored, &centre.server, "restored");
	free(program_output(0, ARGV(EXAMCTL, "restore", backup,
	    restored.data)));
	server_start(&restored);
	centre_move(&centre, &restored);
}

static void
a_backup_is_made_while_candidates_save(void **state)
{
	char backup[SERVER_PATH_MAX];

	(void)state;
	server_path(backup, &centre.server, "backup");
	crowd_start(&crowd);
	crowd_take_many(&crowd, ACKS_BEFORE);
	remember_what_was_acknowledged();
	free(centre_ctl(&centre, 0, ARGV("backup", backup)));
	crowd_take_many(&crowd, ACKS_AFTER);
	crowd_stop(&crowd);
	restore_elsewhere(backup);
}

/* Each item as it was at one moment of the backup, and a response that fits. */
static void
assert_paper(size_t i, const json_t *items)
{
	const int64_t *acked = crowd.ones[i].ledger.acked;
	const json_t *item;
	json_t *expected;
	int64_t seq;
	size_t k;

	json_array_foreach (items, k, item) {
		seq = number_in(item, "seq");
		assert_in_range(seq, before[i][k + 1], acked[k + 1]);
		if (seq == 0)
			continue;
		expected = sitter_response(item, (unsigned)seq);
		assert_true(json_equal(expected,
		    json_object_get(item, "response")));
		json_decref(expected);
	}
}

static void
the_codes_work_and_every_save_before_it_is_there(void **state)
{
	struct sitter s;
	json_t *paper;
	size_t i;

	(void)state;
	for (i = 0; i < CROWD_WRITERS; i++) {
		sitter_init(&s, &centre, i, "after the fire");
		paper = ask(s.wire, METHOD_GET, "/v1/attempt/paper", NULL, 200);
		assert_paper(i, json_object_get(paper, "items"));
		json_decref(paper);
		sitter_fini(&s);
	}
}

/* The saves of one item, in order, without a gap, and not one too many. */
static void
assert_prefix(size_t i, const json_t *timeline)
{
	int64_t stored[LEDGER_ITEMS_MAX + 1] = { 0 };
	unsigned item, change;
	const json_t *event;
	size_t k;

	json_array_foreach (json_object_get(timeline, "events"), k, event) {
		if (sscanf(text_in(event, "text"),
			"answered item %u (change %u)", &item, &change) != 2)
			continue;
		assert_in_range(item, 1, LEDGER_ITEMS_MAX);
		assert_int_equal(change, stored[item] + 1);
		stored[item] = change;
	}
	for (k = 1; k <= LEDGER_ITEMS_MAX; k++)
		assert_in_range(stored[k], before[i][k],
		    crowd.ones[i].ledger.acked[k]);
}

static void
it_holds_a_prefix_of_what_was_acknowledged(void **state)
{
	json_t *timeline;
	size_t i;

	(void)state;
	for (i = 0; i < CROWD_WRITERS; i++) {
		timeline = centre_timeline(&centre,
		    centre.tickets[i].attempt);
		assert_prefix(i, timeline);
		json_decref(timeline);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_backup_is_made_while_candidates_save),
		cmocka_unit_test(
		    the_codes_work_and_every_save_before_it_is_there),
		cmocka_unit_test(it_holds_a_prefix_of_what_was_acknowledged),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
