/* kill -9 of a process that saves, at moments it does not choose. */
#include "test.h"

#include "place.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 12

/* Saves until it is killed; the pipe makes it wait for a reader that is slow,
 * never the other way round. */
static void
save_for_ever(struct place *p, int acknowledge)
{
	uint64_t n;
	unsigned i;

	p->acknowledge = acknowledge;
	place_open(p);
	for (n = 0;; n++) {
		for (i = 0; i <= n % 7; i++)
			place_put(p);
		p->n_reported = 0;
		if (store_commit(p->store) != ERR_OK ||
		    store_checkpoint(p->store, n % 3 == 0) != ERR_OK)
			_exit(1);
	}
}

/* How many acknowledgements were heard in all, the last one's tag. */
static uint64_t
kill_after(struct place *p, unsigned acknowledgements)
{
	int pipes[2], status;
	uint64_t tag, last = 0;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0)
		save_for_ever(p, pipes[1]);
	close(pipes[1]);
	while (acknowledgements-- > 0) {
		assert_int_equal(read(pipes[0], &tag, sizeof(tag)),
		    sizeof(tag));
		last = tag;
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	while (read(pipes[0], &tag, sizeof(tag)) == sizeof(tag))
		last = tag;
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	return last;
}

static void
all_that_was_acknowledged_is_there_after_a_kill(void **state)
{
	unsigned seed = (unsigned)getpid(), round;
	struct place p;
	uint64_t last, n;

	(void)state;
	printf("seed %u\n", seed);
	place_make(&p);
	p.wal_limit = 32 << 10;
	for (round = 0; round < ROUNDS; round++) {
		last = kill_after(&p, (unsigned)rand_r(&seed) % 200 + 1);
		place_open(&p);
		assert_int_equal(place_count(&p, &n), ERR_OK);
		assert_true(n >= last);
		place_close(&p);
	}
	place_remove(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    all_that_was_acknowledged_is_there_after_a_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
