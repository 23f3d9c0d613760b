#include "exam-load/crowd.h"

#include <event2/event.h>
#include <stdio.h>

#include "base/clock.h"
#include "exam-load/candidate.h"
#include "exam-load/dashboards.h"
#include "exam-load/phase.h"

#define TICK_US 100000
#define TELL_US 200000
#define COMPLAINTS_MAX 5

static const struct order *
order_now(const struct crowd *crowd)
{
	return &crowd->plan.orders[crowd->at];
}

static void
tell_progress(const struct crowd *crowd, int64_t now_us)
{
	bool over = crowd->at == crowd->plan.n;

	if (!crowd->options.progress)
		return;
	fprintf(stderr,
	    "\r\033[K%s %d s: %zu of %zu in, %zu failed, %zu saves%s",
	    over ? "over" : phase_words[order_now(crowd)->phase],
	    (int)((now_us - crowd->phase_us) / SECOND_US), crowd->entered,
	    crowd->n, crowd->failed, crowd->n_acks, over ? "\n" : "");
}

/* ---- going through the plan ---- */

/* Candidates' and proctors'. */
static struct link_traffic
traffic_of(const struct crowd *crowd)
{
	struct link_traffic t = *crowd->target->traffic;

	if (crowd->proctors.target != NULL)
		link_traffic_add(&t, crowd->proctors.target->traffic);
	return t;
}

void
crowd_measure(struct crowd *crowd, const struct order *o)
{
	const struct link_traffic t = traffic_of(crowd);

	stretch_begin(
	    crowd_stretch(crowd), o, crowd->admin, &t, crowd->options.parent);
}

static void
begin_phase(struct crowd *crowd)
{
	const struct order *o;

	crowd->phase_us = clock_stopwatch_us();
	crowd->begun = crowd->n;
	crowd->busy = 0;
	crowd->goal = GOAL_NOTHING;
	crowd->saving = false;
	tell_progress(crowd, crowd->phase_us);
	if (crowd->at == crowd->plan.n) {
		event_base_loopbreak(crowd->target->base);
		return;
	}
	o = order_now(crowd);
	crowd_measure(crowd, o);
	phase_facts[o->phase].start(crowd, o);
	crowd_look(crowd);
}

void
crowd_measured(struct crowd *crowd)
{
	const struct link_traffic t = traffic_of(crowd);

	stretch_end(
	    crowd_stretch(crowd), crowd->admin, &t, crowd->options.parent);
}

void
crowd_look(struct crowd *crowd)
{
	event_active(crowd->turn, 0, 0);
}

/* Nobody came in: there is nothing to do in the phases that are left. */
static bool
is_hopeless(const struct crowd *crowd)
{
	return crowd->failed == crowd->n;
}

static void
turn(evutil_socket_t fd, short what, void *owner)
{
	struct crowd *crowd = owner;
	const struct order *o = order_now(crowd);

	(void)fd;
	(void)what;
	if (crowd->at == crowd->plan.n ||
	    !phase_facts[o->phase].over(crowd, o, clock_stopwatch_us()))
		return;
	crowd_measured(crowd);
	crowd->at = is_hopeless(crowd) ? crowd->plan.n : crowd->at + 1;
	begin_phase(crowd);
}

static void
tick(evutil_socket_t fd, short what, void *owner)
{
	struct crowd *crowd = owner;
	int64_t now = clock_stopwatch_us();
	size_t i;

	for (i = 0; i < crowd->n; i++)
		candidate_tick(&crowd->candidates[i], now);
	if (crowd->dashboards != NULL)
		dashboards_tick(crowd->dashboards, now);
	if (now / TICK_US % (TELL_US / TICK_US) == 0)
		tell_progress(crowd, now);
	turn(fd, what, owner);
}

/* ---- everybody pursues a goal ---- */

/* Whoever is next, until enough are busy. */
static void
begin_more(struct crowd *crowd)
{
	int64_t now = clock_stopwatch_us();

	while (crowd->begun < crowd->n &&
	       (crowd->at_once == 0 || crowd->busy < crowd->at_once)) {
		struct candidate *c = &crowd->candidates[crowd->begun++];

		if (candidate_is_done(c, crowd->goal))
			continue;
		crowd->busy++;
		candidate_pursue_at(c, crowd->goal, now);
	}
	if (crowd->busy == 0)
		crowd_look(crowd);
}

/* Each at its own moment, evenly. */
static void
begin_spread(struct crowd *crowd, int64_t over_us)
{
	int64_t from = clock_stopwatch_us();
	size_t i;

	crowd->begun = crowd->n;
	for (i = 0; i < crowd->n; i++) {
		struct candidate *c = &crowd->candidates[i];

		if (candidate_is_done(c, crowd->goal))
			continue;
		crowd->busy++;
		candidate_pursue_at(c, crowd->goal,
		    from + over_us * (int64_t)i / (int64_t)crowd->n);
	}
	if (crowd->busy == 0)
		crowd_look(crowd);
}

void
crowd_pursue(struct crowd *crowd, enum goal goal, const struct order *o)
{
	crowd->goal = goal;
	crowd->begun = 0;
	crowd->at_once = o->at_once;
	if (o->at_once > 0)
		begin_more(crowd);
	else
		begin_spread(crowd, 1000 * o->ms);
}

static void
one_less(struct crowd *crowd)
{
	crowd->busy--;
	if (crowd->begun < crowd->n)
		begin_more(crowd);
	else if (crowd->busy == 0)
		crowd_look(crowd);
}

void
crowd_reached(struct crowd *crowd, int64_t due_us)
{
	struct stretch *s = crowd_stretch(crowd);
	int64_t now = clock_stopwatch_us();

	if (crowd->goal != GOAL_ENDED) {
		latency_add(
		    &s->took, now > due_us ? (uint64_t)(now - due_us) : 0);
		s->operations++;
	}
	if (crowd->goal == GOAL_ENTERED)
		crowd->entered++;
	one_less(crowd);
}

void
crowd_missed(struct crowd *crowd)
{
	if (crowd->goal == GOAL_CHECKED)
		crowd->verdict.unchecked++;
	else
		crowd->failed++;
	one_less(crowd);
}

/* ---- what was seen ---- */

void
crowd_acknowledged(struct crowd *crowd, const struct ack *ack, int64_t due_us,
    int64_t asked_us, struct slice saved_at)
{
	struct stretch *s = crowd_stretch(crowd);
	int64_t now = clock_stopwatch_us();

	if (crowd->n_acks == crowd->acks_room) {
		crowd->acks_room =
		    crowd->acks_room > 0 ? 2 * crowd->acks_room : 4096;
		crowd->acks = alloc_resize(crowd->acks, crowd->acks_room,
		    sizeof(*crowd->acks));
	}
	crowd->acks[crowd->n_acks++] = *ack;
	latency_add(&s->took, now > due_us ? (uint64_t)(now - due_us) : 0);
	if (!s->measured)
		s->operations++;
	if (crowd->dashboards != NULL)
		dashboards_note(
		    crowd->dashboards, ack->candidate, saved_at, asked_us);
	if (crowd->n_acks >= crowd->options.saves_max)
		crowd->saving = false;
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

/* A reply takes a while to come, so the least difference is the best. */
void
crowd_heard_time(struct crowd *crowd, const char *server_time)
{
	struct wall at;
	int64_t offset;

	if (server_time == NULL || !wall_parse(&at, server_time))
		return;
	offset = clock_stopwatch_us() - 1000 * at.ms;
	if (crowd->offset_us == 0 || offset < crowd->offset_us)
		crowd->offset_us = offset;
}

/* ---- a run ---- */

static void
crowd_init(struct crowd *crowd, const struct crowd_options *options,
    const struct plan *plan, const struct crowd_means *means)
{
	uint64_t seed = options->seed;
	size_t i;

	*crowd = (struct crowd){ .options = *options,
		.plan = *plan,
		.target = means->target,
		.proctors = means->proctors,
		.admin = means->admin,
		.n = options->connections };
	crowd->stretches = alloc_zero(plan->n, sizeof(*crowd->stretches));
	crowd->candidates = alloc_zero(crowd->n, sizeof(*crowd->candidates));
	for (i = 0; i < crowd->n; i++)
		candidate_init(&crowd->candidates[i], crowd,
		    &means->tickets->at[i],
		    (uint64_t)seed_next(&seed) << 32 | i);
}

enum err
crowd_run(struct crowd *crowd, const struct crowd_options *options,
    const struct plan *plan, const struct crowd_means *means)
{
	const struct timeval pace = { 0, TICK_US };
	struct event_base *base = means->target->base;
	struct event *timer;

	crowd_init(crowd, options, plan, means);
	crowd->turn = alloc_checked(event_new(base, -1, 0, turn, crowd));
	timer = alloc_checked(event_new(base, -1, EV_PERSIST, tick, crowd));
	event_add(timer, &pace);
	account_take(&crowd->begin, options->parent);
	begin_phase(crowd);
	event_base_dispatch(base);
	event_free(timer);
	return crowd->failed < crowd->n ? ERR_OK : ERR_STATE;
}

void
crowd_fini(struct crowd *crowd)
{
	size_t i;

	for (i = 0; i < crowd->n; i++)
		candidate_fini(&crowd->candidates[i]);
	dashboards_free(crowd->dashboards);
	if (crowd->turn != NULL)
		event_free(crowd->turn);
	free(crowd->candidates);
	free(crowd->stretches);
	free(crowd->acks);
	*crowd = (struct crowd){ 0 };
}
