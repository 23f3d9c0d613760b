/* The candidate's program goes on while parts of the server die under it. */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "test.h"
#include "unattended.h"
#include "watch.h"

#define ITEMS 9	       /* of the upgrade */
#define ANSWERED 3     /* when trouble begins */
#define STOPPED_MS 3000

static const char answers[] =
    "{\"accept_rules\": true, \"think_ms\": [100, 200],"
    " \"answers\": {\"default\": \"random\"}, \"route\": {\"submit\": true}}";

static struct centre centre;

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

/* ---- what is left of it ---- */

/* Each item was answered once, and so it stands in the journal. */
static void
assert_journal(const struct ticket *t)
{
	json_t *timeline = centre_timeline(&centre, t->attempt);
	unsigned item, change, seen[ITEMS + 1] = { 0 };
	const json_t *event;
	size_t i;

	json_array_foreach (json_object_get(timeline, "events"), i, event) {
		if (strcmp(text_in(event, "kind"), "answered") != 0)
			continue;
		assert_int_equal(sscanf(text_in(event, "text"),
				     "answered item %u (change %u)", &item,
				     &change), 2);
		assert_in_range(item, 1, ITEMS);
		assert_int_equal(change, 1);
		seen[item]++;
	}
	for (item = 1; item <= ITEMS; item++)
		assert_int_equal(seen[item], 1);
	json_decref(timeline);
}

static void
assert_summary(const json_t *summary)
{
	const json_t *verdicts = json_object_get(summary, "verdicts");

	assert_string_equal(text_in(summary, "state"), "submitted");
	assert_int_equal(number_in(summary, "saves"), ITEMS);
	assert_int_equal(number_in(summary, "acknowledged"), ITEMS);
	assert_int_equal(number_in(verdicts, "counted"), ITEMS);
}

/* The n-th candidate sits the exam; trouble comes in its midst. */
static void
sit_through(size_t n, void (*trouble)(const struct unattended *))
{
	struct unattended u;
	json_t *summary;

	unattended_start(&u, &centre, n, answers);
	watch_answers(&centre, n, ANSWERED);
	trouble(&u);
	summary = unattended_end(&u, 0);
	assert_summary(summary);
	assert_journal(&centre.tickets[n]);
	json_decref(summary);
}

/* ---- trouble ---- */

static void
kill_hall(const struct unattended *u)
{
	(void)u;
	server_kill_part(server_hall(&centre.server));
}

static void
kill_net(const struct unattended *u)
{
	(void)u;
	server_kill_part(server_net(&centre.server));
}

static void
restart_all(const struct unattended *u)
{
	(void)u;
	server_kill(&centre.server);
	server_start(&centre.server);
}

/* The candidate's program must not end before the hall goes on. */
static void
stop_hall(const struct unattended *u)
{
	int client = (int)syscall(SYS_pidfd_open, u->pid, 0);
	pid_t hall = server_hall(&centre.server);

	assert_true(client >= 0 && hall > 0);
	assert_int_equal(kill(hall, SIGSTOP), 0);
	assert_int_equal(poll(&(struct pollfd){ client, POLLIN, 0 }, 1,
			     STOPPED_MS), 0);
	assert_int_equal(kill(hall, SIGCONT), 0);
	close(client);
}

static void
it_goes_on_when_the_hall_is_killed(void **state)
{
	(void)state;
	sit_through(0, kill_hall);
}

static void
it_goes_on_when_its_net_is_killed(void **state)
{
	(void)state;
	sit_through(1, kill_net);
}

static void
it_goes_on_when_the_hall_stands_still(void **state)
{
	(void)state;
	sit_through(2, stop_hall);
}

static void
it_goes_on_when_the_whole_server_is_killed(void **state)
{
	(void)state;
	sit_through(3, restart_all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_goes_on_when_the_hall_is_killed),
		cmocka_unit_test(it_goes_on_when_its_net_is_killed),
		cmocka_unit_test(it_goes_on_when_the_hall_stands_still),
		cmocka_unit_test(it_goes_on_when_the_whole_server_is_killed),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
