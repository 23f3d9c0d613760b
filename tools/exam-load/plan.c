#include "exam-load/plan.h"

#define AT_ONCE 64 /* where it is not arriving that is measured */

const char *const phase_words[N_PHASES] = {
#define X(name, word, unit) [PHASE_##name] = word,
	PHASES(X)
#undef X
};

const char *const phase_units[N_PHASES] = {
#define X(name, word, unit) [PHASE_##name] = unit,
	PHASES(X)
#undef X
};

static struct order *
add(struct plan *plan, enum phase phase, int64_t ms)
{
	struct order *o = &plan->orders[plan->n++];

	*o = (struct order){ .phase = phase, .ms = ms };
	return o;
}

static void
add_gently(struct plan *plan, enum phase phase)
{
	add(plan, phase, 0)->at_once = AT_ONCE;
}

static void
add_steady(struct plan *plan, const struct order *of)
{
	struct order *o = add(plan, PHASE_STEADY, of->ms);

	o->rate = of->rate;
	o->think_ms = of->think_ms;
}

static void
add_bell(struct plan *plan, const struct order *of)
{
	add_gently(plan, PHASE_OPEN);
	add_gently(plan, PHASE_STREAM);
	add(plan, PHASE_ENTER, 0);
	add(plan, PHASE_BELL, of->ms)->answers = of->answers;
	add_gently(plan, PHASE_RESULTS);
}

void
plan_of_mode(struct plan *plan, enum mode mode, const struct order *of)
{
	*plan = (struct plan){ 0 };
	if (mode == MODE_HERD) {
		add(plan, PHASE_ENTER, of->ms);
		return;
	}
	if (mode == MODE_BELL) {
		add_bell(plan, of);
		return;
	}
	add_gently(plan, PHASE_ENTER);
	if (mode == MODE_IDLE) {
		add_gently(plan, PHASE_STREAM);
		add(plan, PHASE_IDLE, of->ms);
	} else if (mode == MODE_CLOSED)
		add(plan, PHASE_CLOSED, of->ms);
	else {
		if (mode == MODE_WALL)
			add(plan, PHASE_WATCH, 0)->dashboards = of->dashboards;
		add_steady(plan, of);
	}
}

void
plan_add_check(struct plan *plan)
{
	add_gently(plan, PHASE_CHECK);
}

bool
plan_watches(const struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (plan->orders[i].phase == PHASE_WATCH)
			return true;
	return false;
}

bool
order_claims_latency(const struct order *o)
{
	switch (o->phase) {
	case PHASE_SIGN_IN:
	case PHASE_OPEN:
	case PHASE_ENTER:
	case PHASE_RESULTS:
		return o->ms > 0;
	case PHASE_STEADY:
	case PHASE_BELL:
		return true;
	case PHASE_STREAM:
	case PHASE_WATCH:
	case PHASE_IDLE:
	case PHASE_CLOSED:
	case PHASE_CHECK:
	case N_PHASES:
		break;
	}
	return false;
}
