/*
 * The proof at the end: what the server has against what it acknowledged.
 *
 * Each candidate who was told "saved" connects again and fetches its paper
 * (step_after.c).  Where the administration socket is there, every
 * acknowledgement is looked up in the journal, too.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam/routes.h"
#include "exam-load/candidate.h"
#include "exam-load/phase.h"

#define PATIENCE_US (300 * SECOND_US)

void
check_start(struct crowd *crowd, const struct order *o)
{
	size_t i;

	for (i = 0; i < crowd->n; i++)
		candidate_stop(&crowd->candidates[i]);
	crowd_pursue(crowd, GOAL_CHECKED, o);
}

/* By candidate, then by place. */
static int
compare_acks(const void *a, const void *b)
{
	const struct ack *x = a, *y = b;

	if (x->candidate != y->candidate)
		return x->candidate < y->candidate ? -1 : 1;
	return (x->event > y->event) - (x->event < y->event);
}

static int
compare_events(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Two saves may not stand at the same place of the journal. */
static void
count_twice(struct crowd *crowd)
{
	uint64_t *events = alloc_zero(crowd->n_acks, sizeof(*events));
	size_t i;

	for (i = 0; i < crowd->n_acks; i++)
		events[i] = crowd->acks[i].event;
	qsort(events, crowd->n_acks, sizeof(*events), compare_events);
	for (i = 1; i < crowd->n_acks; i++)
		if (events[i] == events[i - 1])
			crowd->verdict.twice++;
	free(events);
}

/* One candidate's acknowledgements against the events of its attempt, both in
 * the order of the journal. */
static void
check_record(
    struct crowd *crowd, const struct ack *acks, size_t n, const json_t *events)
{
	const struct candidate *c = &crowd->candidates[acks->candidate];
	size_t i, k = 0, n_events = json_array_size(events);
	const json_t *e = NULL;
	uint64_t at = 0;

	for (i = 0; i < n; i++) {
		while (k < n_events && at < acks[i].event) {
			e = json_array_get(events, k++);
			at = (uint64_t)json_integer_value(
			    json_object_get(e, "event"));
		}
		if (at != acks[i].event)
			crowd->verdict.lost++;
		else if (json_integer_value(json_object_get(e, "item")) !=
			 c->questions.at[acks[i].question].item)
			crowd->verdict.altered++;
		else
			crowd->verdict.recorded++;
	}
}

static void
look_up(struct crowd *crowd, const struct ack *acks, size_t n)
{
	const struct candidate *c = &crowd->candidates[acks->candidate];
	char path[64];
	json_t *attempt;

	snprintf(path, sizeof(path), "%.*s%" PRIu64,
	    (int)strcspn(route_facts[ROUTE_TIMELINE].path, "{"),
	    route_facts[ROUTE_TIMELINE].path, c->attempt);
	if (admin_get(&attempt, crowd->admin, path) != ERR_OK) {
		crowd->verdict.unchecked++;
		return;
	}
	check_record(crowd, acks, n, json_object_get(attempt, "events"));
	json_decref(attempt);
}

static void
look_all_up(struct crowd *crowd)
{
	const struct ack *acks = crowd->acks;
	size_t from, to;

	qsort(crowd->acks, crowd->n_acks, sizeof(*acks), compare_acks);
	for (from = 0; from < crowd->n_acks; from = to) {
		for (to = from; to < crowd->n_acks &&
				acks[to].candidate == acks[from].candidate;
		     to++)
			;
		look_up(crowd, acks + from, to - from);
	}
}

bool
check_over(struct crowd *crowd, const struct order *o, int64_t now_us)
{
	size_t left = crowd->busy + crowd->n - crowd->begun;

	(void)o;
	if (left > 0 && now_us - crowd->phase_us <= PATIENCE_US)
		return false;
	crowd->verdict.unchecked += left;
	if (crowd->n_acks > 0) {
		count_twice(crowd);
		if (crowd->admin->path != NULL)
			look_all_up(crowd);
	}
	return true;
}
