#include "rehearse/play.h"

#include "core/attempt.h"
#include "core/paper.h"
#include "rehearse/playing.h"

#define AWAY_MS SECONDS(8)
#define STEPS_A_CANDIDATE (4 * PAPER_ITEMS_MAX)

/* ---- replies ---- */

/* Each candidate has the connections 2 i + 2 and 2 i + 3. */
static void
hear(void *ctx, const struct frame_reply *r)
{
	struct playing *p = ctx;
	uint64_t i = r->conn / 2 - 1;

	if (r->conn == DESK_CONN) {
		json_decref(p->told);
		p->told = NULL;
		if (r->status < 300)
			p->told = json_loadb(r->body.at, r->body.len, 0, NULL);
	} else if (i < p->roll->n_candidates) {
		actor_hear(&p->actors[i], &p->cast, r);
	}
}

/* ---- the journal, as it grows ---- */

static void
take_paper(struct playing *p, struct actor *a, size_t i, const struct event *e)
{
	const struct attempt_plan *plan = p->opened;
	struct attempt_drawn drawn;
	struct paper_list list = { 0 };
	uint16_t k;

	if (plan == NULL ||
	    attempt_drawn_decode(&drawn, plan->n_items, e->data) != ERR_OK)
		return;
	list.n_sections = plan->n_sections;
	list.n_items = plan->n_items;
	list.items = drawn.items;
	for (k = 0; k < plan->n_sections; k++)
		list.ends[k] = (uint16_t)(plan->sections[k].first +
					  plan->sections[k].count);
	if (paper_restore(&a->paper, p->roll->bank, &list, e->seed) != ERR_OK)
		a->paper = NULL;
	for (k = 0; a->paper != NULL && k < plan->n_items; k++)
		p->play->used[drawn.items[k]]++;
	p->play->forms[i] = plan->form;
}

static void
take_plan(struct playing *p, const struct event *e)
{
	free(p->opened);
	if (attempt_plan_decode(&p->opened, e->data) != ERR_OK)
		p->opened = NULL;
}

static bool
see_event(void *ctx, const struct store_event *row)
{
	struct playing *p = ctx;
	struct roll_candidate *who = roll_of_attempt(p->roll, row->attempt);
	struct event e;
	size_t i;

	p->position = row->position;
	if (who == NULL || event_decode(&e, row->kind, row->payload) != ERR_OK)
		return true;
	i = (size_t)(who - p->roll->candidates);
	if (e.kind == EVENT_OPENED)
		take_plan(p, &e);
	else if (e.kind == EVENT_DRAWN)
		take_paper(p, &p->actors[i], i, &e);
	if (e.kind == EVENT_EXPIRED ||
	    (e.kind == EVENT_SECTION_CLOSED && e.code == CLOSED_BY_TIME))
		p->closings++;
	return true;
}

static enum err
read_journal(struct playing *p)
{
	p->closings = 0;
	return store_each_event(
	    stage_store(p->stage), p->position, see_event, p);
}

/* ---- time ---- */

static void
note_bell(struct playing *p, struct wall at, uint64_t turns, int64_t us)
{
	if (p->closings <= p->play->bell.attempts)
		return;
	p->play->bell.at = at;
	p->play->bell.attempts = p->closings;
	p->play->bell.turns = turns;
	p->play->bell.us = us;
}

static bool
somebody_sits(const struct playing *p)
{
	return p->cast.n_begun > p->cast.n_closed;
}

/* A second at most, so that what a bell costs can be told. */
static enum err
pass_some(struct playing *p, struct wall at)
{
	struct stage_figures before = *stage_figures(p->stage);
	const struct stage_figures *f = stage_figures(p->stage);
	struct wall second = wall_add(stage_now(p->stage), SECONDS(1));
	enum err e = stage_pass_to(p->stage, second.ms < at.ms ? second : at);

	if (e == ERR_OK)
		e = read_journal(p);
	note_bell(p, stage_now(p->stage), f->turns - before.turns,
	    f->hall_us - before.hall_us);
	return e;
}

/* Where nobody's clock runs, days pass at once. */
static enum err
pass_to(struct playing *p, struct wall at)
{
	enum err e = ERR_OK;

	if (!somebody_sits(p) && at.ms > stage_now(p->stage).ms)
		e = stage_jump_to(p->stage, at);
	while (e == ERR_OK && stage_now(p->stage).ms < at.ms)
		e = pass_some(p, at);
	p->cast.now = stage_now(p->stage);
	return e;
}

static enum err
restart(struct playing *p)
{
	size_t i;
	enum err e;

	p->cast.restart = (struct wall){ INT64_MAX };
	if (!somebody_sits(p))
		return ERR_OK;
	e = stage_restart(p->stage, AWAY_MS, p->diag);
	if (e != ERR_OK)
		return e;
	p->play->away_ms = AWAY_MS;
	p->cast.now = stage_now(p->stage);
	for (i = 0; i < p->roll->n_candidates; i++) {
		struct actor *a = &p->actors[i];

		actor_restarted(a, &p->cast);
		if (a->heap_index != SIZE_MAX)
			queue_put(&p->queue, a);
	}
	return read_journal(p);
}

/* ---- the loop ---- */

/* Who acts now asks; who has asked far too often is taken out. */
static void
ask_all(struct playing *p)
{
	struct actor *a;

	p->n_asked = 0;
	while (p->n_asked < TOGETHER_MAX &&
	       (a = queue_first(&p->queue)) != NULL &&
	       a->at.ms <= p->cast.now.ms) {
		queue_take_first(&p->queue);
		if (++a->n_steps > STEPS_A_CANDIDATE) {
			finding_add(p->cast.findings, SEVERITY_ERROR,
			    "play.endless", a->who->number, NULL,
			    "%s does not come to an end", a->who->number);
			a->step = STEP_DONE;
			continue;
		}
		p->asked[p->n_asked++] = a;
		actor_ask(
		    a, &p->cast, p->stage, 2 * (uint64_t)(a - p->actors) + 2);
	}
}

static void
queue_again(struct playing *p)
{
	size_t i;

	for (i = 0; i < p->n_asked; i++) {
		struct actor *a = p->asked[i];

		if (a->waits)
			finding_add(p->cast.findings, SEVERITY_ERROR,
			    "play.silent", a->who->number, NULL,
			    "%s: a request got no reply", a->who->number);
		else if (a->step != STEP_DONE)
			queue_put(&p->queue, a);
	}
}

static enum err
act(struct playing *p)
{
	enum err e;

	stage_begin(p->stage);
	ask_all(p);
	e = stage_end(p->stage);
	if (e == ERR_OK)
		e = read_journal(p);
	queue_again(p);
	return e;
}

/* ERR_SYS: whoever watches wants it to end. */
static enum err
tell(const struct playing *p)
{
	struct play_progress at = { .now = p->cast.now,
		.begun = p->cast.n_begun,
		.closed = p->cast.n_closed,
		.candidates = p->play->candidates };

	if (p->setup->progress == NULL ||
	    p->setup->progress(p->setup->ctx, &at))
		return ERR_OK;
	diag_add(p->diag, 0, "", "was stopped before the end");
	return ERR_SYS;
}

static enum err
sit(struct playing *p)
{
	const struct actor *a;
	enum err e = ERR_OK;

	while (e == ERR_OK && (a = queue_first(&p->queue)) != NULL) {
		if (p->cast.restart.ms != 0 && a->at.ms >= p->cast.restart.ms) {
			e = pass_to(p, p->cast.restart);
			if (e == ERR_OK)
				e = restart(p);
			continue;
		}
		e = pass_to(p, a->at);
		if (e == ERR_OK)
			e = act(p);
		if (e == ERR_OK)
			e = tell(p);
	}
	return e;
}

/* ---- all of it ---- */

static void
call_actors(struct playing *p)
{
	size_t i;

	for (i = 0; i < p->roll->n_candidates; i++) {
		struct actor *a = &p->actors[i];

		actor_init(a, &p->roll->candidates[i], p->setup->seed,
		    (uint32_t)i, p->cast.now);
		if ((BEFORE_IT_BEGINS >> a->state & 1) == 0) {
			a->step = STEP_DONE;
			finding_add(p->cast.findings, SEVERITY_NOTE,
			    "play.begun", a->who->number, NULL,
			    "has begun already and is left alone");
			continue;
		}
		p->play->candidates++;
		queue_put(&p->queue, a);
	}
}

static void
take_figures(struct playing *p)
{
	const struct stage_figures *f = stage_figures(p->stage);
	struct play *to = p->play;

	to->begun = p->cast.n_begun;
	to->absent = p->cast.n_absent;
	to->saves = p->cast.n_saves;
	to->turns = f->turns;
	to->requests = f->requests;
	to->hall_us = f->hall_us;
	to->slowest_turn_us = f->slowest_turn_us;
	to->slowest_turn_at = f->slowest_turn_at;
}

/* The last window closes: who did not come is absent then. */
static enum err
close_the_day(struct playing *p)
{
	struct wall end = wall_add(
	    roll_latest_end(p->roll), AWAY_MS + GRACE_MAX + LATE_ACCEPT_MAX);

	p->play->ends = p->cast.now;
	return pass_to(p, end);
}

static enum err
perform(struct playing *p)
{
	enum err e = play_call_roll(p);

	p->cast.now = stage_now(p->stage);
	p->position = store_last_position(stage_store(p->stage));
	if (e == ERR_OK) {
		call_actors(p);
		e = sit(p);
	}
	if (e == ERR_OK)
		e = close_the_day(p);
	if (e == ERR_OK)
		e = play_take_results(p);
	take_figures(p);
	return e;
}

enum err
play_run(struct play *play, const struct play_setup *setup, struct roll *roll,
    struct findings *findings, struct diag *d)
{
	struct playing *p = alloc_zero(1, sizeof(*p));
	struct stage_setup stage = { .directory = setup->directory,
		.version = setup->version,
		.begins = setup->begins,
		.reply = hear,
		.ctx = p };
	enum err e;
	size_t i;

	*play = (struct play){ 0 };
	play->used = alloc_zero(bank_n_items(roll->bank), sizeof(*play->used));
	play->forms = alloc_zero(roll->n_candidates, sizeof(*play->forms));
	p->setup = setup;
	p->play = play;
	p->roll = roll;
	p->diag = d;
	p->cast = (struct cast){ .roll = roll, .findings = findings };
	p->actors = alloc_zero(roll->n_candidates, sizeof(*p->actors));
	e = stage_open(&p->stage, &stage, d);
	if (e == ERR_OK) {
		e = perform(p);
		stage_close(p->stage);
	}
	if (e != ERR_OK && d->count == 0)
		diag_add(d, 0, setup->directory, "%s", err_text(e));
	for (i = 0; i < roll->n_candidates; i++)
		actor_fini(&p->actors[i]);
	queue_fini(&p->queue);
	json_decref(p->told);
	free(p->actors);
	free(p->opened);
	free(p);
	return e;
}

void
play_fini(struct play *p)
{
	free(p->used);
	free(p->forms);
	*p = (struct play){ 0 };
}
