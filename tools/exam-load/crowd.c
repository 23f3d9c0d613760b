#include "exam-load/crowd.h"

#include <event2/event.h>
#include <stdio.h>

#include "base/clock.h"
#include "exam-load/candidate.h"

#define AT_ONCE 64		/* enter or check at the same time */
#define SECOND_US 1000000
/* the longest that a phase may take */
#define ENTERING_US (300 * (int64_t)SECOND_US)
#define DRAINING_US (10 * (int64_t)SECOND_US)
#define CHECKING_US (300 * (int64_t)SECOND_US)
#define TICK_US 200000
#define COMPLAINTS_MAX 5

static void begin_more(struct crowd *);

static void
tell_progress(const struct crowd *crowd, int64_t now_us)
{
	static const char *const names[] = { "entering", "running",
		"draining", "checking", "over" };

	if (!crowd->options.progress)
		return;
	fprintf(stderr,
	    "\r\033[K%s %d s: %zu of %zu in, %zu failed, %zu saves",
	    names[crowd->phase], (int)((now_us - crowd->phase_at) / SECOND_US),
	    crowd->entered, crowd->n, crowd->failed, crowd->n_acks);
	if (crowd->phase == PHASE_OVER)
		fputc('\n', stderr);
}

static void
set_phase(struct crowd *crowd, enum phase phase)
{
	crowd->phase = phase;
	crowd->phase_at = clock_stopwatch_us();
	crowd->begun = crowd->busy = 0;
	tell_progress(crowd, crowd->phase_at);
	if (phase == PHASE_OVER)
		event_base_loopbreak(crowd->target->base);
}

/* Those who came in begin to save, in paced mode spread over one interval. */
static void
start_running(struct crowd *crowd)
{
	const struct crowd_options *o = &crowd->options;
	size_t i, n = 0;
	int64_t now;

	set_phase(crowd, PHASE_RUNNING);
	account_take(&crowd->run, o->parent);
	now = clock_stopwatch_us();
	if (o->mode == MODE_PACED)
		crowd->interval_us =
		    (int64_t)crowd->entered * SECOND_US / o->rate;
	for (i = 0; i < crowd->n; i++)
		if (crowd->candidates[i].entered &&
		    (o->mode == MODE_CLOSED || o->mode == MODE_PACED))
			candidate_save_at(&crowd->candidates[i],
			    now +
				crowd->interval_us * (int64_t)n++ /
				    (int64_t)crowd->entered);
}

static void
stop_running(struct crowd *crowd)
{
	account_take(&crowd->end, crowd->options.parent);
	crowd->run_us = clock_stopwatch_us() - crowd->phase_at;
	set_phase(crowd, PHASE_DRAINING);
}

static bool
is_drained(const struct crowd *crowd)
{
	size_t i;

	for (i = 0; i < crowd->n; i++)
		if (crowd->candidates[i].asked)
			return false;
	return true;
}

static void
start_checking(struct crowd *crowd)
{
	if (crowd->n_acks == 0) {
		set_phase(crowd, PHASE_OVER);
		return;
	}
	set_phase(crowd, PHASE_CHECKING);
	begin_more(crowd);
}

/* Whoever has not been checked keeps its acknowledgements unproved. */
static void
count_unchecked(struct crowd *crowd)
{
	size_t i;

	for (i = crowd->begun; i < crowd->n; i++)
		if (crowd->candidates[i].last_event > 0)
			crowd->verdict.unchecked++;
	crowd->verdict.unchecked += crowd->busy;
}

/* Begin with candidates until enough are busy; when none is left and none
 * busy, the phase is over. */
static void
begin_more(struct crowd *crowd)
{
	bool checking = crowd->phase == PHASE_CHECKING;
	size_t at_once =
	    crowd->options.mode == MODE_HERD ? crowd->n : (size_t)AT_ONCE;

	while (crowd->begun < crowd->n && crowd->busy < at_once) {
		struct candidate *c = &crowd->candidates[crowd->begun++];

		if (checking && c->last_event == 0)
			continue;
		crowd->busy++;
		if (checking)
			candidate_check(c);
		else
			candidate_enter(c);
	}
	if (crowd->begun < crowd->n || crowd->busy > 0)
		return;
	if (checking)
		set_phase(crowd, PHASE_OVER);
	else if (crowd->entered == 0)
		set_phase(crowd, PHASE_OVER);
	else
		start_running(crowd);
}

void
crowd_entered(struct crowd *crowd, int64_t began_us)
{
	latency_add(&crowd->entries,
	    (uint64_t)(clock_stopwatch_us() - began_us));
	crowd->entered++;
	crowd->busy--;
	begin_more(crowd);
}

void
crowd_failed(struct crowd *crowd)
{
	crowd->failed++;
	crowd->busy--;
	begin_more(crowd);
}

void
crowd_checked(struct crowd *crowd, bool could_ask)
{
	if (!could_ask)
		crowd->verdict.unchecked++;
	crowd->busy--;
	begin_more(crowd);
}

void
crowd_acknowledged(struct crowd *crowd, const struct ack *ack, int64_t due_us)
{
	int64_t now;

	if (crowd->n_acks == crowd->acks_room) {
		crowd->acks_room =
		    crowd->acks_room > 0 ? 2 * crowd->acks_room : 4096;
		crowd->acks = alloc_resize(crowd->acks, crowd->acks_room,
		    sizeof(*crowd->acks));
	}
	crowd->acks[crowd->n_acks++] = *ack;
	now = clock_stopwatch_us();
	/* libevent's timers may be early by a millisecond */
	latency_add(&crowd->saves, now > due_us ? (uint64_t)(now - due_us) : 0);
	if (crowd->n_acks >= CROWD_SAVES_MAX &&
	    crowd->phase == PHASE_RUNNING)
		stop_running(crowd);
}

void
crowd_trouble(struct crowd *crowd, enum trouble trouble, struct slice words)
{
	crowd->troubles[trouble]++;
	if (words.len == 0 || crowd->complaints >= COMPLAINTS_MAX)
		return;
	crowd->complaints++;
	fprintf(stderr, "%sexam-load: %.*s\n",
	    crowd->options.progress ? "\r\033[K" : "",
	    (int)(words.len < 400 ? words.len : 400), words.at);
}

static void
tick(evutil_socket_t fd, short what, void *owner)
{
	struct crowd *crowd = owner;
	int64_t now = clock_stopwatch_us(), in_phase = now - crowd->phase_at;
	size_t i;

	(void)fd;
	(void)what;
	for (i = 0; i < crowd->n; i++)
		candidate_tick(&crowd->candidates[i], now);
	tell_progress(crowd, now);
	switch (crowd->phase) {
	case PHASE_ENTERING:
		if (in_phase > ENTERING_US)
			set_phase(crowd, PHASE_OVER);
		break;
	case PHASE_RUNNING:
		if (in_phase >= (int64_t)crowd->options.seconds * SECOND_US)
			stop_running(crowd);
		break;
	case PHASE_DRAINING:
		if (is_drained(crowd) || in_phase > DRAINING_US)
			start_checking(crowd);
		break;
	case PHASE_CHECKING:
		if (in_phase > CHECKING_US) {
			count_unchecked(crowd);
			set_phase(crowd, PHASE_OVER);
		}
		break;
	case PHASE_OVER:
		break;
	}
}

static int
compare_events(const void *a, const void *b)
{
	uint64_t x = ((const struct ack *)a)->event;
	uint64_t y = ((const struct ack *)b)->event;

	return (x > y) - (x < y);
}

/* Two saves may not stand at the same place of the journal. */
static void
count_twice(struct crowd *crowd)
{
	size_t i;

	if (crowd->n_acks == 0)
		return;
	qsort(crowd->acks, crowd->n_acks, sizeof(*crowd->acks),
	    compare_events);
	for (i = 1; i < crowd->n_acks; i++)
		if (crowd->acks[i].event == crowd->acks[i - 1].event)
			crowd->verdict.twice++;
}

static void
crowd_init(struct crowd *crowd, const struct crowd_options *options,
    const struct link_target *target, const struct tickets *tickets)
{
	uint64_t seed = options->seed;
	size_t i;

	*crowd = (struct crowd){ .options = *options, .target = target,
		.n = options->connections };
	crowd->candidates = alloc_zero(crowd->n, sizeof(*crowd->candidates));
	for (i = 0; i < crowd->n; i++)
		candidate_init(&crowd->candidates[i], crowd, &tickets->at[i],
		    (uint64_t)seed_next(&seed) << 32 | i);
}

enum err
crowd_run(struct crowd *crowd, const struct crowd_options *options,
    const struct link_target *target, const struct tickets *tickets)
{
	const struct timeval pace = { 0, TICK_US };
	struct event *timer;

	crowd_init(crowd, options, target, tickets);
	timer = alloc_checked(
	    event_new(target->base, -1, EV_PERSIST, tick, crowd));
	event_add(timer, &pace);
	account_take(&crowd->begin, options->parent);
	set_phase(crowd, PHASE_ENTERING);
	begin_more(crowd);
	event_base_dispatch(target->base);
	event_free(timer);
	count_twice(crowd);
	return crowd->entered > 0 ? ERR_OK : ERR_STATE;
}

void
crowd_fini(struct crowd *crowd)
{
	size_t i;

	for (i = 0; i < crowd->n; i++)
		candidate_fini(&crowd->candidates[i]);
	free(crowd->candidates);
	free(crowd->acks);
	*crowd = (struct crowd){ 0 };
}
