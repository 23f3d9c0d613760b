#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parent/helpers.h"
#include "exam/limits.h"
#include "test.h"

static struct helpers *helpers;

/* This program as a helper: one echoes, one breaks, one never ends. */
static void
be_helper(const char *name)
{
	char bytes[64];
	ssize_t n = pread(4, bytes, sizeof(bytes), 0);

	if (strcmp(name, "bank") == 0)
		_exit(n >= 0 && write(5, bytes, (size_t)n) == n ? 0 : 2);
	if (strcmp(name, "programme") == 0)
		raise(SIGKILL);
	for (;;)
		pause();
}

static int
input(void)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	assert_int_equal(write(fd, "abc", 3), 3);
	return fd;
}

static void
ask(uint64_t job, enum helper_job work)
{
	assert_int_equal(helpers_ask(helpers, job, work, input()), ERR_OK);
}

static void
turn(int64_t now)
{
	struct helper_answer a;

	assert_false(helpers_turn(helpers, &a, now));
}

static struct helper_answer
wait_for_one(void)
{
	struct helper_answer a = { 0 };
	int wait;
	pid_t pid = waitpid(-1, &wait, 0);

	assert_true(helpers_reap(helpers, &a, pid, wait));
	return a;
}

static int
make(void **state)
{
	(void)state;
	helpers = helpers_new(true);
	return 0;
}

static int
drop(void **state)
{
	int wait;

	(void)state;
	helpers_free(helpers);
	while (waitpid(-1, &wait, 0) > 0)
		;
	return 0;
}

static void
the_product_stands_at_the_beginning_of_the_output(void **state)
{
	struct helper_answer a;
	char bytes[8];

	(void)state;
	ask(7, HELPER_BANK);
	turn(0);
	a = wait_for_one();
	assert_int_equal(a.job, 7);
	assert_int_equal(a.status, 0);
	assert_true(a.wanted);
	assert_int_equal(read(a.output, bytes, sizeof(bytes)), 3);
	assert_memory_equal(bytes, "abc", 3);
	close(a.output);
}

static void
one_that_breaks_has_status_minus_one(void **state)
{
	struct helper_answer a;

	(void)state;
	ask(8, HELPER_PROGRAMME);
	turn(0);
	a = wait_for_one();
	assert_int_equal(a.job, 8);
	assert_int_equal(a.status, -1);
	close(a.output);
}

static void
one_that_never_ends_is_killed_in_time(void **state)
{
	struct helper_answer a;
	int wait;

	(void)state;
	ask(9, HELPER_SCHEDULE);
	turn(1000);
	assert_int_equal(helpers_deadline(helpers), 1000 + HELPER_MS);
	turn(1000 + HELPER_MS - 1);
	assert_int_equal(waitpid(-1, &wait, WNOHANG), 0);
	turn(1000 + HELPER_MS);
	a = wait_for_one();
	assert_int_equal(a.status, -1);
	assert_int_equal(helpers_deadline(helpers), INT64_MAX);
	close(a.output);
}

static void
only_so_many_run_at_once_and_the_others_follow(void **state)
{
	uint64_t job, sum = 0;
	struct helper_answer a;

	(void)state;
	for (job = 1; job <= HELPERS_MAX + 3; job++)
		ask(job, HELPER_BANK);
	for (job = 1; job <= HELPERS_MAX + 3; job++) {
		turn(0);
		a = wait_for_one();
		sum += a.job;
		close(a.output);
	}
	assert_int_equal(sum, (HELPERS_MAX + 3) * (HELPERS_MAX + 4) / 2);
}

static void
a_full_queue_refuses(void **state)
{
	int i, fd = input();

	(void)state;
	for (i = 0; i < HELPER_QUEUE_MAX; i++)
		ask((uint64_t)i, HELPER_BANK);
	assert_int_equal(helpers_ask(helpers, 99, HELPER_BANK, fd), ERR_FULL);
	close(fd);
}

static void
unknown_work_and_no_input_are_refused(void **state)
{
	int fd = input();

	(void)state;
	assert_int_equal(helpers_ask(helpers, 1, N_HELPER_JOBS, fd),
	    ERR_INVALID);
	assert_int_equal(helpers_ask(helpers, 1, HELPER_BANK, -1), ERR_INVALID);
	close(fd);
}

static void
answers_for_a_hall_that_is_gone_are_not_wanted(void **state)
{
	struct helper_answer a;

	(void)state;
	ask(1, HELPER_SCHEDULE);
	turn(0);
	ask(2, HELPER_BANK);
	helpers_clear(helpers);
	a = wait_for_one();
	assert_false(a.wanted);
	assert_int_equal(a.output, -1);
	turn(0);
	assert_int_equal(waitpid(-1, NULL, 0), -1);
}

static void
names_lead_back_to_the_work(void **state)
{
	enum helper_job found;
	int work;

	(void)state;
	for (work = 0; work < N_HELPER_JOBS; work++) {
		assert_int_equal(helper_by_name(&found,
				     helper_name((enum helper_job)work)),
		    ERR_OK);
		assert_int_equal(found, work);
	}
	assert_int_equal(helper_by_name(&found, "shell"), ERR_UNKNOWN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int
main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(the_product_stands_at_the_beginning_of_the_output),
		TEST(one_that_breaks_has_status_minus_one),
		TEST(one_that_never_ends_is_killed_in_time),
		TEST(only_so_many_run_at_once_and_the_others_follow),
		TEST(a_full_queue_refuses),
		TEST(unknown_work_and_no_input_are_refused),
		TEST(answers_for_a_hall_that_is_gone_are_not_wanted),
		TEST(names_lead_back_to_the_work),
	};

	if (argc > 2 && strcmp(argv[1], "helper") == 0)
		be_helper(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
