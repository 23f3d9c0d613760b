#include "crowd.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/program.h"
#include "test.h"

static void
take_seat(struct crowd *c, size_t i)
{
	struct one *o = &c->ones[i];
	json_t *paper;

	sitter_init(&o->sitter, c->centre, i, "one of a crowd");
	sitter_enter(&o->sitter);
	paper = ask(o->sitter.wire, METHOD_GET, "/v1/attempt/paper", NULL, 200);
	o->items = json_incref(json_object_get(paper, "items"));
	json_decref(paper);
}

void
crowd_init(struct crowd *c, struct centre *centre)
{
	size_t i;

	*c = (struct crowd){ .centre = centre, .acks = -1 };
	c->stop = mmap(NULL, sizeof(bool), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(c->stop != MAP_FAILED);
	for (i = 0; i < CROWD_WRITERS; i++)
		take_seat(c, i);
}

void
crowd_fini(struct crowd *c)
{
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++) {
		sitter_fini(&c->ones[i].sitter);
		ledger_fini(&c->ones[i].ledger);
		json_decref(c->ones[i].items);
	}
	if (c->acks >= 0)
		close(c->acks);
}

void
crowd_start(struct crowd *c)
{
	int acks[2];
	uint32_t i;

	assert_int_equal(pipe2(acks, O_CLOEXEC), 0);
	for (i = 0; i < CROWD_WRITERS; i++)
		c->ones[i].pid = writer_start(&(struct writer){ i,
		    &c->ones[i].sitter, c->ones[i].items, acks[1], c->stop },
		    c->centre);
	close(acks[1]);
	c->acks = acks[0];
}

static void
add(struct crowd *c, const struct ack *a)
{
	struct one *o = &c->ones[a->writer];

	ledger_add(&o->ledger, a);
	c->n_acks++;
	c->n_again += a->tries > 1;
	if (o->back_us == 0 && a->asked_us > c->since_us)
		o->back_us = a->answered_us;
}

bool
crowd_take(struct crowd *c)
{
	struct ack a;
	ssize_t n;

	if (poll(&(struct pollfd){ c->acks, POLLIN, 0 }, 1,
		(int)CROWD_PATIENCE_MS) <= 0)
		fail_msg("nothing was acknowledged for %lld s",
		    (long long)(CROWD_PATIENCE_MS / SECONDS(1)));
	n = read(c->acks, &a, sizeof(a));
	if (n == 0)
		return false;
	assert_int_equal(n, sizeof(a));
	add(c, &a);
	return true;
}

void
crowd_take_many(struct crowd *c, unsigned n)
{
	while (n-- > 0)
		if (!crowd_take(c))
			fail_msg("the writers ended");
}

void
crowd_stop(struct crowd *c)
{
	size_t i;

	*c->stop = true;
	while (crowd_take(c))
		;
	for (i = 0; i < CROWD_WRITERS; i++)
		assert_int_equal(program_wait(c->ones[i].pid), 0);
}

size_t
crowd_check_journals(struct crowd *c)
{
	json_t *timeline;
	size_t i, left = 0;

	for (i = 0; i < CROWD_WRITERS; i++) {
		timeline = centre_timeline(c->centre,
		    c->ones[i].sitter.ticket->attempt);
		left += ledger_check_journal(&c->ones[i].ledger, timeline);
		json_decref(timeline);
	}
	return left;
}
