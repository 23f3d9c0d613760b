/* Saves and what becomes of them; flags; what is on the screen. */
#include "core/attempt_act.h"

#include "exam/alloc.h"

static const struct plan_section *
current_section(const struct attempt *a)
{
	return &a->plan->sections[a->section - 1];
}

const char *
verdict_word(enum verdict v)
{
	static const char *const words[N_VERDICTS] = {
#define X(name, word) word,
		VERDICTS(X)
#undef X
	};

	return words[v];
}

/* ---- judging ---- */

static bool
counts(enum verdict v)
{
	return v == VERDICT_COUNTED || v == VERDICT_LATE_COUNTED;
}

/* Does the client show that it was entered before this instant?  Its claim is
 * in wall time, which the two clocks of the event relate to the exam clock. */
static bool
entered_before(const struct event *e, struct mono t)
{
	return e->wall.ms > 0 &&
	    e->at.mono.ms - (e->at.wall.ms - e->wall.ms) < t.ms;
}

/*
 * By when it arrived.  In a pause the client's word is enough, however old the
 * claim: a network that failed before the pause delivers what was entered in
 * time, and who works in the pause could as well save it after.
 */
static enum verdict
judge_time(const struct attempt *a, const struct event *e)
{
	struct mono end = attempt_deadline(a), at = e->at.mono;

	if (a->state == ATTEMPT_PAUSED && mono_reached(at, a->since) &&
	    !mono_reached(a->since, end))
		return entered_before(e, a->since) ? VERDICT_COUNTED :
						     VERDICT_PAUSED;
	if (!mono_reached(at, end))
		return VERDICT_COUNTED;
	if (!mono_reached(at, mono_add(end, a->plan->late_ms)) &&
	    entered_before(e, end))
		return VERDICT_LATE_COUNTED;
	return VERDICT_LATE;
}

static enum verdict
judge(const struct attempt *a, const struct event *e)
{
	const struct plan_section *s = current_section(a);
	enum verdict v;

	if (!a->section_open || e->item < s->first ||
	    (s->linear && e->item < a->item))
		return VERDICT_CLOSED;
	v = judge_time(a, e);
	return counts(v) && e->seq <= a->answers[e->item].seq ? VERDICT_STALE :
								v;
}

/* ---- saving ---- */

static void
answer_store(struct answer *s, const struct event *e, enum verdict verdict)
{
	if (s->len > ANSWER_INLINE)
		free(s->response.bytes);
	memset(&s->response, 0, sizeof(s->response));
	s->len = (uint16_t)e->data.len;
	if (s->len > ANSWER_INLINE)
		s->response.bytes = alloc_copy(e->data.at, s->len);
	else if (s->len > 0)
		memcpy(s->response.inline_bytes, e->data.at, s->len);
	s->position = e->position;
	s->saved_at = e->at.wall;
	s->seq = e->seq;
	s->verdict = (uint8_t)verdict;
}

static enum err
check_save(const struct attempt *a, const struct event *e)
{
	if (e->seq == 0 || e->data.len > UINT16_MAX)
		return ERR_INVALID;
	if (a->plan == NULL || e->item >= a->plan->n_items)
		return ERR_STATE;
	return ERR_OK;
}

static void
note_seen(struct attempt *a, const struct event *e)
{
	if (e->seq > a->seen[e->item])
		a->seen[e->item] = e->seq;
	a->last_saved = e->at.wall;
}

/* Has the candidate been shown this item yet? */
static bool
was_shown(const struct attempt *a, uint16_t item)
{
	const struct plan_section *s;

	if (a->section == 0)
		return false;
	s = current_section(a);
	return s->linear ? item <= a->item : item < s->first + s->count;
}

enum err
act_save(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	enum err err = check_save(a, e);

	if (err != ERR_OK)
		return err;
	if (!was_shown(a, e->item))
		return ERR_STATE;
	*verdict = judge(a, e);
	if (counts(*verdict)) {
		uint16_t *answered = &a->answered[a->section - 1];
		struct answer *s = &a->answers[e->item];
		bool had = s->len > 0;

		answer_store(s, e, *verdict);
		*answered = (uint16_t)(*answered + (s->len > 0) - had);
	}
	if (*verdict == VERDICT_LATE || *verdict == VERDICT_LATE_COUNTED)
		a->n_late++;
	note_seen(a, e);
	return ERR_OK;
}

enum err
act_save_closed(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	enum err err = check_save(a, e);

	if (err != ERR_OK)
		return err;
	*verdict = VERDICT_CLOSED;
	a->n_late++;
	note_seen(a, e);
	return ERR_OK;
}

/* ---- on the screen ---- */

bool
attempt_shows(const struct attempt *a, uint16_t item)
{
	const struct plan_section *s;

	if (a->state != ATTEMPT_IN_SECTION)
		return false;
	s = current_section(a);
	return item >= s->first && item - s->first < s->count &&
	    (!s->linear || item == a->item);
}

static enum err
check_screen(const struct attempt *a, const struct event *e)
{
	if (!attempt_shows(a, e->item))
		return ERR_STATE;
	return mono_reached(e->at.mono, attempt_deadline(a)) ? ERR_TOO_LATE :
							       ERR_OK;
}

enum err
act_flag(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	enum err err = check_screen(a, e);
	uint16_t *flagged = &a->flagged[a->section - 1];
	bool *now;

	(void)verdict;
	if (err != ERR_OK)
		return err;
	now = &a->answers[e->item].flagged;
	*flagged = (uint16_t)(*flagged + (e->code != 0) - *now);
	*now = e->code != 0;
	return ERR_OK;
}

enum err
act_leave_item(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	const struct plan_section *s = current_section(a);
	enum err err = check_screen(a, e);

	(void)verdict;
	if (!s->linear || e->item + 1 >= s->first + s->count)
		return ERR_STATE;
	if (err == ERR_OK)
		a->item++;
	return err;
}

enum err
act_report(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (!attempt_shows(a, e->item))
		return ERR_STATE;
	a->n_reports++;
	return ERR_OK;
}

/* ---- what is stored ---- */

const struct answer *
attempt_answer(const struct attempt *a, uint16_t item)
{
	static const struct answer blank;

	return item < a->n_answers ? &a->answers[item] : &blank;
}

/* The items of the sections entered are the first of the paper. */
void
answers_make_room(struct attempt *a)
{
	uint16_t n = a->n_answers, i;

	for (i = 0; i < a->section && i < a->plan->n_sections; i++) {
		const struct plan_section *s = &a->plan->sections[i];

		if (s->first + s->count > n)
			n = (uint16_t)(s->first + s->count);
	}
	a->answers = alloc_resize(a->answers, n, sizeof(*a->answers));
	memset(a->answers + a->n_answers, 0,
	    (size_t)(n - a->n_answers) * sizeof(*a->answers));
	a->n_answers = n;
}

struct slice
answer_response(const struct answer *s)
{
	return (struct slice){ s->len > ANSWER_INLINE ?
		    s->response.bytes :
		    s->response.inline_bytes,
		s->len };
}

bool
answer_counts(const struct answer *s)
{
	return s->position != 0;
}

void
attempt_forget_answers(struct attempt *a)
{
	uint16_t i;

	if (a->answers == NULL)
		return;
	for (i = 0; i < a->n_answers; i++)
		if (a->answers[i].len > ANSWER_INLINE)
			free(a->answers[i].response.bytes);
	free(a->answers);
	a->answers = NULL;
	a->n_answers = 0;
}
