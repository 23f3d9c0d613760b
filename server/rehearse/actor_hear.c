/* What a reply means, and what comes next. */
#include <jansson.h>
#include <string.h>

#include "rehearse/actor.h"

#define EVERY_MIN_MS SECONDS(1)
#define AWAY_MIN_S 30 /* of who is disconnected */
#define AWAY_MORE_S 60
#define BREAK_PART 60 /* in a hundred of a break */
#define SIGN_IN_BEFORE_MS MINUTES(1)
#define REFUSED_ADVICE                                                         \
	"put right what the refusal names, or report it as a defect of examd"

/* What was asked for, and the rule of a finding if it is refused. */
static const struct {
	enum route route;
	const char *rule;
} refused[STEP_DONE] = {
#define X(name, port, route) { ROUTE_##route, "play.refused." #route },
	STEPS(X)
#undef X
};

/* ---- what comes next ---- */

static const struct actor_section *
current(const struct actor *a)
{
	return &a->sections[a->section > 0 ? a->section - 1 : 0];
}

static void
go_on(struct actor *a, enum step step, struct wall at)
{
	a->step = step;
	a->at = at;
}

static void
end(struct actor *a, struct cast *c)
{
	if (a->paper != NULL)
		c->n_closed++;
	a->step = STEP_DONE;
}

/* To the bell, a millisecond before it. */
static void
wait_for_the_bell(struct actor *a)
{
	go_on(a, STEP_LAST, wall_add(a->deadline, -1));
}

static bool
is_last_item(const struct actor *a)
{
	return a->item + 1 >= current(a)->first + current(a)->count;
}

/* A step of an open section, unless the bell comes before. */
static void
in_time(struct actor *a, const struct cast *c, enum step step)
{
	struct wall at = wall_add(c->now, a->every_ms);

	if (a->deadline.ms > 0 && at.ms >= a->deadline.ms - 1)
		wait_for_the_bell(a);
	else
		go_on(a, step, at);
}

static void
after_answer(struct actor *a, struct cast *c)
{
	if (is_last_item(a) && a->intent.stays) {
		wait_for_the_bell(a);
	} else if (current(a)->linear) {
		go_on(a, STEP_NEXT, c->now);
	} else if (is_last_item(a)) {
		in_time(a, c, STEP_CLOSE);
	} else {
		a->item++;
		in_time(a, c, STEP_ANSWER);
	}
}

static void
enter_next(struct actor *a, struct cast *c)
{
	int64_t wait = a->break_ms * BREAK_PART / 100;

	go_on(a, STEP_ENTER, wall_add(c->now, wait));
}

/* Between sections, or at the end. */
static void
go_to_next_section(struct actor *a, struct cast *c)
{
	if ((ONCE_BEGUN_AND_CLOSED >> a->state & 1) != 0)
		end(a, c);
	else if (a->section < a->n_sections)
		enter_next(a, c);
	else
		go_on(a, STEP_SUBMIT, c->now);
}

static void
arrive(struct actor *a, struct cast *c)
{
	const struct sitting *s = c->roll->sitting;
	struct wall at;

	intent_draw(
	    &a->intent, &a->rng, a->who, s->opens, sitting_last_entry(s));
	if (a->intent.absent) {
		c->n_absent++;
		end(a, c);
		return;
	}
	at = wall_add(a->intent.arrives, -SIGN_IN_BEFORE_MS);
	go_on(a, STEP_SIGN_IN, at.ms > c->now.ms ? at : c->now);
}

/* What the proctor has to do before this one can open. */
static void
come_in(struct actor *a, struct cast *c)
{
	const struct sitting *s = c->roll->sitting;
	struct wall at = a->intent.arrives;

	if (s->check_in && a->state == ATTEMPT_EXPECTED) {
		a->state = ATTEMPT_CHECKED_IN;
		go_on(a, STEP_CHECK_IN, c->now);
	} else if (s->admission && a->state != ATTEMPT_ADMITTED) {
		a->state = ATTEMPT_ADMITTED;
		go_on(a, STEP_ADMIT, c->now);
	} else {
		a->then = STEP_OPEN;
		a->then_at = at.ms > c->now.ms ? at : c->now;
		go_on(a, STEP_LISTEN, c->now);
	}
}

/* ---- hearing ---- */

static void
hear_ticket(struct actor *a, struct cast *c, const struct frame_reply *r)
{
	json_t *ticket = json_loadb(r->body.at, r->body.len, 0, NULL);
	const char *code = json_string_value(json_object_get(ticket, "code"));

	snprintf(a->code, sizeof(a->code), "%s", code != NULL ? code : "");
	json_decref(ticket);
	go_on(a, STEP_TRY, c->now);
}

static void
hear_sign_in(struct actor *a, struct cast *c, const struct frame_reply *r)
{
	bool waits = memmem(r->body.at, r->body.len, "\"device\":\"waiting\"",
			 18) != NULL;

	memcpy(a->token, r->token, TOKEN_LEN);
	if (a->step == STEP_TRY)
		go_on(a, STEP_TRY_LOOK, c->now);
	else if (waits)
		go_on(a, STEP_MOVE, c->now);
	else if (a->step == STEP_RETURN)
		go_on(a, STEP_LISTEN, c->now);
	else
		come_in(a, c);
}

/* The server closes a section so long after its deadline. */
static int64_t
closing_ms(const struct cast *c)
{
	const struct sitting *s = c->roll->sitting;
	int64_t late_ms = s->late == LATE_ACCEPT ? s->late_ms : 0;

	return s->grace_ms > late_ms ? s->grace_ms : late_ms;
}

static void
hear_answer(struct actor *a, struct cast *c, const struct frame_reply *r)
{
	json_t *ack = json_loadb(r->body.at, r->body.len, 0, NULL);
	const char *verdict =
	    json_string_value(json_object_get(ack, "verdict"));

	c->n_saves++;
	actor_judge_save(a, c, verdict != NULL ? verdict : "");
	json_decref(ack);
	if (a->step == STEP_LAST)
		go_on(a, STEP_LATE, a->deadline);
	else if (a->step == STEP_LATE)
		go_on(
		    a, STEP_LOOK, wall_add(c->now, closing_ms(c) + SECONDS(1)));
	else
		after_answer(a, c);
}

static void
hear_entered(struct actor *a, struct cast *c)
{
	const struct actor_section *s = current(a);
	int64_t allowance = a->deadline.ms - c->now.ms;

	actor_judge_entry(a, c);
	if (c->restart.ms == 0)
		c->restart = wall_add(c->now, allowance / 2);
	a->item = s->first;
	a->every_ms = allowance * a->intent.pace / 100 /
		      (int64_t)(s->count > 0 ? s->count : 1);
	/* Of a time for the whole, each section its share. */
	if (c->roll->sitting->routes[a->who->route].whole_ms != 0)
		a->every_ms /= a->n_sections - a->section + 1;
	a->every_ms -= a->every_ms % EVERY_MIN_MS;
	if (a->every_ms < EVERY_MIN_MS)
		a->every_ms = EVERY_MIN_MS;
	go_on(a, STEP_PAPER, c->now);
}

/* Some lose their connection in the middle of the first section. */
static void
hear_paper(struct actor *a, struct cast *c)
{
	int64_t away = SECONDS(AWAY_MIN_S + rng_below(&a->rng, AWAY_MORE_S));

	if (a->paper == NULL) {
		finding_add(c->findings, SEVERITY_ERROR, "play.paper",
		    a->who->number, NULL,
		    "%s: the paper that was opened is not in the journal",
		    a->who->number);
		end(a, c);
		return;
	}
	in_time(a, c, STEP_ANSWER);
	if (!a->intent.disconnects || a->step != STEP_ANSWER)
		return;
	a->intent.disconnects = false;
	if (a->at.ms + away >= a->deadline.ms - 1)
		return;
	a->then = STEP_ANSWER;
	a->then_at = wall_add(a->at, away);
	go_on(a, STEP_RETURN, a->then_at);
}

static void
hear_attempt(struct actor *a, struct cast *c, const struct frame_reply *r)
{
	struct wall deadline = a->deadline;
	int64_t compensation_ms = a->compensation_ms;

	if (!actor_view(a, r->body)) {
		finding_add(c->findings, SEVERITY_ERROR, "play.reply",
		    a->who->number, NULL, "%s: a reply cannot be understood",
		    a->who->number);
		end(a, c);
	} else if (a->step == STEP_TRY_LOOK) {
		go_on(a, STEP_TRY_OUT, c->now);
	} else if (a->step == STEP_OPEN) {
		c->n_begun++;
		enter_next(a, c);
	} else if (a->step == STEP_ENTER) {
		hear_entered(a, c);
	} else if (a->step == STEP_NEXT && a->state == ATTEMPT_IN_SECTION) {
		a->item++;
		in_time(a, c, STEP_ANSWER);
	} else if (a->step == STEP_LOOK && a->then != STEP_DONE) {
		actor_judge_return(a, c, deadline, compensation_ms);
		go_on(a, STEP_LISTEN, c->now);
	} else if (a->state == ATTEMPT_IN_SECTION) {
		actor_judge_open(a, c);
		end(a, c);
	} else {
		a->left_ms = deadline.ms - c->now.ms;
		go_to_next_section(a, c);
	}
}

/* The bell is where the clock says now. */
static void
hear_stream(struct actor *a, struct cast *c)
{
	enum step then = a->then;

	a->then = STEP_DONE;
	if (then == STEP_LAST || then == STEP_LATE)
		wait_for_the_bell(a);
	else
		go_on(a, then, a->then_at.ms > c->now.ms ? a->then_at : c->now);
}

static void
hear_refusal(struct actor *a, struct cast *c, const struct frame_reply *r)
{
	json_t *problem = json_loadb(r->body.at, r->body.len, 0, NULL);
	const char *detail =
	    json_string_value(json_object_get(problem, "detail"));
	const char *rule = json_string_value(json_object_get(problem, "rule"));

	finding_add(c->findings, SEVERITY_ERROR, refused[a->step].rule,
	    a->who->number, REFUSED_ADVICE, "%s: %s: refused: %s (%s)",
	    a->who->number, route_facts[refused[a->step].route].summary,
	    detail != NULL ? detail : "no reason was given",
	    rule != NULL ? rule : "no rule");
	json_decref(problem);
	end(a, c);
}

static void
hear_done(struct actor *a, struct cast *c, const struct frame_reply *r)
{
	switch (a->step) {
	case STEP_TICKET:
		hear_ticket(a, c, r);
		break;
	case STEP_TRY:
	case STEP_SIGN_IN:
	case STEP_RETURN:
		hear_sign_in(a, c, r);
		break;
	case STEP_TRY_OUT:
		arrive(a, c);
		break;
	case STEP_CHECK_IN:
	case STEP_ADMIT:
		come_in(a, c);
		break;
	case STEP_LISTEN:
		hear_stream(a, c);
		break;
	case STEP_MOVE:
		go_on(a, STEP_LISTEN, c->now);
		break;
	case STEP_PAPER:
		hear_paper(a, c);
		break;
	case STEP_ANSWER:
	case STEP_LAST:
	case STEP_LATE:
		hear_answer(a, c, r);
		break;
	case STEP_TRY_LOOK:
	case STEP_OPEN:
	case STEP_ENTER:
	case STEP_NEXT:
	case STEP_LOOK:
	case STEP_CLOSE:
	case STEP_SUBMIT:
		hear_attempt(a, c, r);
		break;
	case STEP_DONE:
		break;
	}
}

void
actor_hear(struct actor *a, struct cast *c, const struct frame_reply *r)
{
	if (!a->waits)
		return;
	a->waits = false;
	if (r->status >= 300)
		hear_refusal(a, c, r);
	else
		hear_done(a, c, r);
}

void
actor_restarted(struct actor *a, struct cast *c)
{
	if (!actor_is_open(a))
		return;
	/* Already on the way to a stream: it is opened anew. */
	if (a->step != STEP_LISTEN && a->step != STEP_RETURN) {
		a->then = a->step;
		a->then_at = a->at;
	}
	go_on(a, STEP_LOOK, c->now);
}
