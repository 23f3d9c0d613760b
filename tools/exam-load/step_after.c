/* What a candidate asks when it has saved, and what it makes of the reply. */
#include <string.h>

#include "base/clock.h"
#include "exam-load/candidate.h"
#include "exam-load/reply.h"
#include "exam-load/steps.h"
#include "exam/routes.h"

static bool
is_over(const char *state)
{
	return state != NULL && (strcmp(state, "submitted") == 0 ||
				    strcmp(state, "expired") == 0 ||
				    strcmp(state, "terminated") == 0);
}

static uint64_t
count_answered(const json_t *attempt)
{
	const json_t *section;
	uint64_t n = 0;
	size_t i;

	json_array_foreach(json_object_get(attempt, "sections"), i, section)
	    n +=
	    (uint64_t)json_integer_value(json_object_get(section, "answered"));
	return n;
}

/* The paper of what is over is not shown any more; how many items have an
 * answer is.  Fewer than were acknowledged, and something is lost. */
static void
check_answered(struct candidate *c, const json_t *attempt)
{
	struct verdict *v = &c->crowd->verdict;
	uint64_t answered = count_answered(attempt), kept = 0;
	size_t i;

	for (i = 0; i < c->questions.n; i++)
		kept += c->kept[i].seq > 0;
	v->checked += kept;
	if (answered < kept)
		v->lost += kept - answered;
	if (json_string_length(json_object_get(attempt, "receipt")) == 0)
		crowd_trouble(c->crowd, TROUBLE_REFUSED,
		    SLICE("an attempt is over and has no receipt"));
}

enum step
step_take_end(struct candidate *c, struct slice body)
{
	json_t *attempt = json_loadb(body.at, body.len, 0, NULL);
	int64_t deadline = c->crowd->offset_us + 1000 * c->deadline_ms;
	int64_t at = c->told_end_us > 0 ? c->told_end_us : clock_stopwatch_us();

	c->ended =
	    is_over(json_string_value(json_object_get(attempt, "state")));
	if (c->ended) {
		check_answered(c, attempt);
		latency_add(&crowd_stretch(c->crowd)->ended,
		    at > deadline ? (uint64_t)(at - deadline) : 0);
	}
	json_decref(attempt);
	return c->ended ? STEP_READY : STEP_END;
}

void
step_put_result(struct buf *out, struct candidate *c)
{
	step_put_get(out, c, ROUTE_RESULT);
}

/* It must say whether the candidate passed. */
enum step
step_take_result(struct candidate *c, struct slice body)
{
	struct slice passed = reply_member(body, "passed");

	(void)c;
	return slice_is(passed, "true") || slice_is(passed, "false")
		   ? STEP_READY
		   : STEP_FAILED;
}

static const json_t *
item_of(const json_t *paper, uint16_t number)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(paper, "items"), i,
	    item) if (json_integer_value(json_object_get(item, "item")) ==
		      number) return item;
	return NULL;
}

/* One item: what the server has against what it acknowledged.  A later save
 * that was sent and never acknowledged may be there, too. */
static void
check_item(struct verdict *v, const struct question *q, const struct kept *k,
    const json_t *item)
{
	json_int_t seq = json_integer_value(json_object_get(item, "seq"));
	const json_t *response = json_object_get(item, "response");

	v->checked++;
	if (seq < (json_int_t)k->seq)
		v->lost++;
	else if (!(seq == (json_int_t)k->seq &&
		     question_response_is(q, k->seed, response)) &&
		 !(seq == (json_int_t)k->sent_seq &&
		     question_response_is(q, k->sent_seed, response)))
		v->altered++;
}

enum step
step_take_check(struct candidate *c, struct slice body)
{
	json_t *paper = json_loadb(body.at, body.len, 0, NULL);
	size_t i;

	for (i = 0; i < c->questions.n; i++)
		if (c->kept[i].seq > 0)
			check_item(&c->crowd->verdict, &c->questions.at[i],
			    &c->kept[i],
			    item_of(paper, c->questions.at[i].item));
	json_decref(paper);
	return STEP_READY;
}
