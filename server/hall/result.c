/* result: marks of closed attempts, derived, kept and released. */
#include "base/log.h"
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/roster.h"
#include "hall/seat.h"

/* Thousandths that an item can give here. */
static int64_t
most_marks(const struct seat *s, const struct item *item)
{
	return item->max_marks -
	    (marking_counts(s) ? 0 : item_hand_marks(item));
}

/* What processing gives for the item, and what people gave. */
static int64_t
score_one(struct seat *s, const struct paper *paper, uint16_t i)
{
	int32_t marks;

	if (score_item(&marks, seat_bank(s), paper, i,
		answer_response(attempt_answer(&s->attempt, i))) != ERR_OK)
		log_line(LOG_ERROR, "attempt %llu: item %u could not be marked",
		    (unsigned long long)s->chain.attempt, i + 1u);
	return (int64_t)marks + marking_given(s, i);
}

/* Marks of one section: its items' thousandths, not below 0.  What is on trial
 * does not count. */
static void
score_section(struct section_score *to, struct seat *s,
    const struct paper *paper, uint16_t section)
{
	const struct plan_section *p = &s->attempt.plan->sections[section];
	const struct item *item;
	int64_t marks, most;
	uint16_t i;

	for (i = p->first; i < p->first + p->count; i++) {
		item = bank_item(seat_bank(s), paper_item(paper, i));
		if (item->pretest)
			continue;
		most = most_marks(s, item);
		marks = score_one(s, paper, i);
		to->max_marks += most;
		to->marks += marks;
		profile_add(&s->profile, section,
		    (uint16_t)bank_item_topic(seat_bank(s),
			paper_item(paper, i)),
		    marks, most);
	}
	if (to->marks < 0)
		to->marks = 0;
}

static void
score_attempt(struct score *score, struct seat *s, const struct paper *paper)
{
	const struct programme_route *route = seat_route(s);
	const struct attempt_plan *plan = s->attempt.plan;
	uint32_t weights[SECTIONS_MAX] = { 0 };
	uint16_t i;

	*score = (struct score){ .n_sections = plan->n_sections,
		.cut = route->cut };
	for (i = 0; i < plan->n_sections; i++) {
		score->sections[i].cut = route->sections[i].cut;
		weights[i] = route->sections[i].weight;
		score_section(&score->sections[i], s, paper, i);
	}
	score_total(score, weights);
	profile_settle(&s->profile);
}

void
result_pack(struct buf *b, const struct seat *s)
{
	uint16_t i;

	score_encode(s->score, b);
	profile_pack(&s->profile, b);
	for (i = 0; i < s->n_scripts; i++)
		buf_put_u16(b, s->scripts[i]);
}

static void
result_store(struct hall *h, const struct seat *s)
{
	struct buf b = { 0 };
	char key[24];

	result_pack(&b, s);
	snprintf(key, sizeof(key), "%llu", (unsigned long long)s->chain.attempt);
	object_put(h, STORE_RESULT, key, &b);
	buf_fini(&b);
}

/* What is left of the bytes: two for each script. */
static bool
restore_scripts(struct seat *s, struct cursor *c)
{
	uint16_t i;

	if (c->bad || c->left % 2 != 0 || c->left / 2 > PAPER_ITEMS_MAX)
		return false;
	s->n_scripts = (uint16_t)(c->left / 2);
	s->scripts = alloc_resize(s->scripts, s->n_scripts + 1u,
	    sizeof(*s->scripts));
	for (i = 0; i < s->n_scripts; i++)
		s->scripts[i] = cursor_u16(c);
	return cursor_done(c);
}

enum err
result_restore(struct hall *h, const char *key, struct slice bytes)
{
	struct seat *s = seat_find(h, strtoull(key, NULL, 10));
	struct cursor c = cursor_on(bytes);
	struct score score;

	if (s == NULL || score_decode(&score, &c) != ERR_OK)
		return ERR_STATE;
	profile_fini(&s->profile);
	if (profile_unpack(&s->profile, &c) != ERR_OK ||
	    !restore_scripts(s, &c))
		return ERR_STATE;
	free(s->score);
	s->score = alloc_copy(&score, sizeof(score));
	return ERR_OK;
}

bool
result_fits(const struct seat *s)
{
	const struct attempt_plan *plan = s->attempt.plan;
	uint16_t i;

	if (s->score == NULL)
		return true;
	if (plan == NULL || s->score->n_sections != plan->n_sections)
		return false;
	for (i = 0; i < s->n_scripts; i++)
		if (s->scripts[i] >= plan->n_items)
			return false;
	for (i = 0; i < s->profile.n; i++)
		if (s->profile.topics[i].section >= plan->n_sections ||
		    (s->profile.topics[i].topic != TOPIC_REST &&
			s->profile.topics[i].topic >=
			    bank_n_topics(seat_bank(s))))
			return false;
	return true;
}

bool
result_derive(struct seat *s)
{
	const struct paper *paper = seat_paper(s);
	struct score score;

	if (paper == NULL || s->attempt.answers == NULL)
		return false;
	marking_find(s, paper);
	profile_fini(&s->profile);
	score_attempt(&score, s, paper);
	free(s->score);
	s->score = alloc_copy(&score, sizeof(score));
	return true;
}

/* An attempt that was terminated before it was opened has no marks; what waits
 * for markers is stored, but is no result yet. */
void
result_score(struct hall *h, struct seat *s)
{
	struct event e = { .kind = EVENT_SCORED };
	struct buf data = { 0 };

	if (!result_derive(s))
		return;
	e.number = (uint32_t)s->score->percent;
	e.code = s->score->passed;
	score_encode(s->score, &data);
	e.data = buf_slice(&data);
	if (marking_settled(s) == s->n_scripts)
		journal_note(h, s, &e);
	buf_fini(&data);
	result_store(h, s);
}

void
result_release(struct hall *h, struct seat *s, struct slice by)
{
	struct event e = { .kind = EVENT_RELEASED, .by = by };

	if (s->score == NULL || !s->attempt.scored || s->attempt.released)
		return;
	journal_note(h, s, &e);
	push_state(h, s);
}

bool
result_is_there(const struct seat *s)
{
	return s->score != NULL && attempt_is_closed(&s->attempt) &&
	    marking_settled(s) == s->n_scripts;
}

bool
result_waits(const struct seat *s)
{
	return s->score != NULL && attempt_is_closed(&s->attempt) &&
	    marking_settled(s) < s->n_scripts;
}

/* ---- releasing a sitting ---- */

static void
release_room(struct hall *h, struct roster *roster, struct slice by)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		result_release(h, roster->seats[i], by);
	if (roster->results == RESULTS_RELEASED)
		return;
	journal_admin(h, by, SLICE_NONE, slice_of(roster->sitting->ident),
	    "results released");
	roster->results = RESULTS_RELEASED;
	roster_store(h, roster);
}

void
result_release_all(struct hall *h, struct request *r)
{
	static const char *const names[] = { NULL };
	struct roster *roster = roster_of_path(h, r);
	struct body b;

	if (roster == NULL)
		return;
	body_open(&b, r->frame->body, names);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if (roster->results < RESULTS_CONFIRMED) {
		reply_problem(h, r, &(struct problem){ .err = ERR_SECOND_PERSON,
			.rule = "results.confirmed",
			.detail = "Results are released after one person has "
				  "proposed and another has confirmed them." });
	} else {
		release_room(h, roster, slice_of(r->staff->name));
		roster_write(reply_begin(h), roster);
		reply_end(h, r, 200);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
