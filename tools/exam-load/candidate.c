#include "exam-load/candidate.h"

#include <event2/event.h>

#include "base/clock.h"
#include "exam-load/phase.h"
#include "exam-load/reply.h"

#define REPLY_US 20000000	 /* longer, and nobody would wait */
#define AGAIN_MS 100		 /* doubled for each try in a row … */
#define AGAIN_MAX_MS 3200	 /* … up to this */
#define TRIES 12		 /* to reach a goal: half a minute */
#define LOOK_US (SECOND_US / 4)	 /* whether it is over */

static void
set_timer(struct candidate *c, int64_t us)
{
	struct timeval t = { us / SECOND_US, us % SECOND_US };

	event_add(c->timer, &t);
}

static void
close_links(struct candidate *c)
{
	link_close(&c->link);
	link_close(&c->stream);
	buf_fini(&c->in);
	buf_fini(&c->stream_in);
	c->asked = false;
}

/* It will not reach what it pursues, or not save any more. */
static void
give_up(struct candidate *c)
{
	enum goal goal = c->goal;

	close_links(c);
	c->goal = GOAL_NOTHING;
	c->step = goal > GOAL_STREAMED ? STEP_READY : STEP_FAILED;
	if (goal != GOAL_NOTHING)
		crowd_missed(c->crowd);
}

/* The step under way, once more after a while. */
void
candidate_try_again(struct candidate *c, int64_t least_ms)
{
	unsigned doublings = c->tries < 5 ? c->tries : 5;
	int64_t ms = AGAIN_MS << doublings;

	c->asked = false;
	if (++c->tries > TRIES && c->goal != GOAL_NOTHING) {
		give_up(c);
		return;
	}
	if (ms > AGAIN_MAX_MS)
		ms = AGAIN_MAX_MS;
	ms = ms / 2 + seed_next(&c->random) % (ms / 2 + 1);
	set_timer(c, 1000 * (ms > least_ms ? ms : least_ms));
}

/* ---- saves ---- */

static void
choose_save(struct candidate *c)
{
	struct kept *k;

	c->current =
	    (uint16_t)(seed_next(&c->random) % (uint32_t)c->questions.n);
	k = &c->kept[c->current];
	k->sent_seq++;
	k->sent_seed = seed_next(&c->random);
	c->step = STEP_SAVE;
}

/* The next save: at once, or when it is due. */
static void
save_again(struct candidate *c)
{
	struct crowd *crowd = c->crowd;
	int64_t now = clock_stopwatch_us(), due = PHASE_NEVER;

	c->step = STEP_READY;
	if (crowd->saving)
		due = phase_facts[crowd_stretch(crowd)->order.phase].next_save(
		    c, now);
	if (due == PHASE_NEVER)
		return;
	c->due_us = due;
	if (due > now) {
		set_timer(c, due - now);
		return;
	}
	choose_save(c);
	candidate_work(c);
}

/* ---- replies ---- */

/* Was this the last step to what it pursues? */
static bool
is_goal(const struct candidate *c, enum step done)
{
	switch (c->goal) {
	case GOAL_SIGNED_IN:
		return done == STEP_WINDOW;
	case GOAL_OPENED:
		return done == STEP_OPEN || done == STEP_ATTEMPT;
	case GOAL_ENTERED:
		return done == STEP_PAPER;
	case GOAL_STREAMED:
		return done == STEP_STREAM;
	case GOAL_ENDED:
		return done == STEP_END;
	case GOAL_RESULT:
		return done == STEP_RESULT;
	case GOAL_CHECKED:
		return done == STEP_CHECK;
	case GOAL_NOTHING:
		break;
	}
	return false;
}

static void
reached(struct candidate *c)
{
	if (c->goal == GOAL_CHECKED)
		close_links(c);
	c->streamed |= c->goal == GOAL_STREAMED;
	c->goal = GOAL_NOTHING;
	c->step = STEP_READY;
	crowd_reached(c->crowd, c->due_us);
}

/* What follows from a good reply. */
static void
go_on(struct candidate *c, enum step next)
{
	enum step done = c->step;

	c->tries = 0;
	c->step = next;
	if (done <= STEP_PAPER && c->goal != GOAL_NOTHING)
		c->next = next;
	if (next == STEP_FAILED) {
		crowd_trouble(c->crowd, TROUBLE_REFUSED,
		    SLICE("the attempt is not in the state it should be"));
		give_up(c);
	} else if (next == STEP_END)
		set_timer(c, LOOK_US);
	else if (done == STEP_SAVE)
		save_again(c);
	else if (is_goal(c, done))
		reached(c);
	else
		candidate_work(c);
}

/* An answer that the exam does not take any more is explained by that. */
static void
save_refused(struct candidate *c, const struct reply *r)
{
	crowd_stretch(c->crowd)->refused++;
	if (crowd_stretch(c->crowd)->order.phase != PHASE_BELL) {
		crowd_trouble(c->crowd, TROUBLE_REFUSED, r->body);
		give_up(c);
	} else
		save_again(c);
}

/* The rules of the exam say no. */
static void
conflict(struct candidate *c, const struct reply *r)
{
	bool early = slice_is(
	    reply_member(r->body, "type"), "urn:examd:problem:too-early");

	if (c->step == STEP_SAVE)
		save_refused(c, r);
	else if (c->step == STEP_RESULT && early) {
		crowd_stretch(c->crowd)->refused++;
		reached(c);
	} else if (early) {
		crowd_trouble(c->crowd, TROUBLE_EARLY, SLICE_NONE);
		candidate_try_again(c, 0);
	} else if (c->step == STEP_OPEN) {
		c->step = STEP_ATTEMPT;
		candidate_work(c);
	} else {
		crowd_trouble(c->crowd, TROUBLE_REFUSED, r->body);
		give_up(c);
	}
}

/* A reply that is not the wanted one. */
static void
refused(struct candidate *c, const struct reply *r)
{
	if (r->status == 503 || r->status == 429) {
		crowd_trouble(c->crowd, TROUBLE_BUSY, SLICE_NONE);
		candidate_try_again(c, 1000 * (int64_t)r->retry_after);
	} else if (r->status == 401 && c->step != STEP_SIGN_IN) {
		c->resume = c->step;
		c->step = STEP_SIGN_IN;
		candidate_try_again(c, 0);
	} else if (r->status == 409)
		conflict(c, r);
	else {
		crowd_trouble(c->crowd, TROUBLE_REFUSED, r->body);
		give_up(c);
	}
}

void
candidate_streams(struct candidate *c)
{
	c->asked = false;
	go_on(c, STEP_READY);
}

void
candidate_replied(struct candidate *c, const struct reply *r)
{
	c->asked = false;
	if (r->close)
		link_close(&c->link);
	if (r->status >= 200 && r->status < 300)
		go_on(c, step_take(c, r->body));
	else
		refused(c, r);
}

/* Now it was due: what the generator itself adds is counted, too. */
static void
begin_due(struct candidate *c)
{
	int64_t late = clock_stopwatch_us() - c->due_us;

	latency_add(
	    &crowd_stretch(c->crowd)->lateness, late > 0 ? (uint64_t)late : 0);
}

static const enum step first_steps[] = {
	[GOAL_STREAMED] = STEP_STREAM,
	[GOAL_ENDED] = STEP_END,
	[GOAL_RESULT] = STEP_RESULT,
	[GOAL_CHECKED] = STEP_CHECK,
};

static void
timer_due(evutil_socket_t fd, short what, void *owner)
{
	struct candidate *c = owner;

	(void)fd;
	(void)what;
	if (c->step == STEP_READY && c->goal != GOAL_NOTHING) {
		begin_due(c);
		c->step =
		    c->goal < GOAL_STREAMED ? c->next : first_steps[c->goal];
	} else if (c->step == STEP_READY && c->crowd->saving) {
		begin_due(c);
		choose_save(c);
	}
	if (c->step < N_STEPS || c->step == STEP_STREAM)
		candidate_work(c);
}

void
candidate_init(struct candidate *c, struct crowd *crowd,
    const struct ticket *ticket, uint64_t seed)
{
	*c = (struct candidate){ .crowd = crowd,
		.ticket = ticket,
		.random = seed,
		.step = STEP_READY,
		.resume = STEP_OPEN };
	candidate_wire_init(c);
	c->timer = alloc_checked(
	    event_new(crowd->target->base, -1, 0, timer_due, c));
}

void
candidate_fini(struct candidate *c)
{
	close_links(c);
	event_free(c->timer);
	questions_fini(&c->questions);
	free(c->kept);
}

bool
candidate_is_done(const struct candidate *c, enum goal goal)
{
	switch (goal) {
	case GOAL_SIGNED_IN:
		return c->step == STEP_FAILED || c->token[0] != '\0';
	case GOAL_OPENED:
		return c->step == STEP_FAILED || c->opened;
	case GOAL_ENTERED:
		return c->step == STEP_FAILED || c->entered;
	case GOAL_STREAMED:
		return c->step == STEP_FAILED || c->streamed;
	case GOAL_ENDED:
	case GOAL_RESULT:
		return c->step == STEP_FAILED || !c->entered;
	case GOAL_CHECKED: /* the paper of what is over is not shown */
		return c->last_event == 0 || c->ended;
	case GOAL_NOTHING:
		break;
	}
	return true;
}

void
candidate_stop(struct candidate *c)
{
	event_del(c->timer);
	close_links(c);
	if (c->step != STEP_FAILED)
		c->step = STEP_READY;
	c->goal = GOAL_NOTHING;
}

void
candidate_pursue_at(struct candidate *c, enum goal goal, int64_t us)
{
	int64_t now = clock_stopwatch_us();

	if (c->asked || goal == GOAL_CHECKED)
		candidate_stop(c);
	c->goal = goal;
	c->tries = 0;
	c->step = STEP_READY;
	c->due_us = us;
	set_timer(c, us > now ? us - now : 0);
}

void
candidate_save_at(struct candidate *c, int64_t us)
{
	int64_t now = clock_stopwatch_us();

	c->due_us = us;
	set_timer(c, us > now ? us - now : 0);
}

bool
candidate_is_saving(const struct candidate *c)
{
	return c->step == STEP_SAVE;
}

void
candidate_tick(struct candidate *c, int64_t now_us)
{
	if (!c->asked || now_us - c->asked_us < REPLY_US)
		return;
	crowd_trouble(c->crowd, TROUBLE_TIMEOUT, SLICE_NONE);
	link_close(&c->link);
	buf_fini(&c->in);
	if (c->goal == GOAL_STREAMED) {
		link_close(&c->stream);
		buf_fini(&c->stream_in);
	}
	candidate_try_again(c, 0);
}
