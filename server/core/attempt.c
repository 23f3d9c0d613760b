#include "core/attempt.h"

#include "exam/alloc.h"

/* Bounds that keep sums of journalled numbers far from overflow. */
#define INSTANT_MAX (INT64_C(1) << 52)
#define DURATION_MAX DAYS(30)
/* How long before a pause a client may say that something was entered. */
#define PAUSE_CLAIM_MS MINUTES(1)

typedef enum err action(struct attempt *, const struct event *,
    enum verdict *);

static const struct {
	const char *word;
	bool closed;
} states[N_ATTEMPT_STATES] = {
#define X(name, word, closed) [ATTEMPT_##name] = { word, closed },
	ATTEMPT_STATES(X)
#undef X
};

static action enrol, check_in, admit, sign_in, sign_out, move_device, open_paper,
    enter, leave_item, save, save_closed, flag, close_section, pause_clock,
    resume, extend, compensate, note, note_incident, ask_help, note_report,
    note_message, submit, expire, terminate, mark_absent, reopen, mark_scored,
    release;

/* What is possible wherever the attempt stands. */
#define ALWAYS                                                                 \
	[EVENT_TICKET_ISSUED] = note, [EVENT_SIGNED_IN] = sign_in,             \
	[EVENT_SIGNED_OUT] = sign_out, [EVENT_DEVICE_MOVED] = move_device,     \
	[EVENT_INCIDENT] = note_incident, [EVENT_MESSAGED] = note_message

#define BEFORE_OPENING                                                         \
	ALWAYS, [EVENT_REGISTERED] = enrol, [EVENT_HELP_ASKED] = ask_help,     \
	    [EVENT_EXTENDED] = extend, [EVENT_TERMINATED] = terminate,         \
	    [EVENT_ABSENT] = mark_absent, [EVENT_OPENED] = open_paper

#define WHILE_OPEN                                                             \
	ALWAYS, [EVENT_HELP_ASKED] = ask_help, [EVENT_EXTENDED] = extend,      \
	    [EVENT_TERMINATED] = terminate,                                    \
	    [EVENT_COMPENSATED] = compensate, [EVENT_ITEM_REPORTED] = note_report

#define ONCE_CLOSED                                                            \
	ALWAYS, [EVENT_ANSWERED] = save_closed, [EVENT_SCORED] = mark_scored,  \
	    [EVENT_RELEASED] = release

static action *const on[N_ATTEMPT_STATES][EVENT_KINDS] = {
	[ATTEMPT_EXPECTED] = {
		BEFORE_OPENING,
		[EVENT_CHECKED_IN] = check_in,
		[EVENT_ADMITTED] = admit,
	},
	[ATTEMPT_CHECKED_IN] = {
		BEFORE_OPENING,
		[EVENT_CHECKED_IN] = check_in,
		[EVENT_ADMITTED] = admit,
	},
	[ATTEMPT_ADMITTED] = {
		BEFORE_OPENING,
	},
	[ATTEMPT_OPENED] = {
		WHILE_OPEN,
		[EVENT_SECTION_ENTERED] = enter,
		[EVENT_ANSWERED] = save,
		[EVENT_PAUSED] = pause_clock,
		[EVENT_SUBMITTED] = submit,
		[EVENT_EXPIRED] = expire,
	},
	[ATTEMPT_IN_SECTION] = {
		WHILE_OPEN,
		[EVENT_ANSWERED] = save,
		[EVENT_FLAGGED] = flag,
		[EVENT_ITEM_LEFT] = leave_item,
		[EVENT_SECTION_CLOSED] = close_section,
		[EVENT_PAUSED] = pause_clock,
		[EVENT_SUBMITTED] = submit,
		[EVENT_EXPIRED] = expire,
	},
	[ATTEMPT_ON_BREAK] = {
		WHILE_OPEN,
		[EVENT_SECTION_ENTERED] = enter,
		[EVENT_ANSWERED] = save,
		[EVENT_PAUSED] = pause_clock,
		[EVENT_SUBMITTED] = submit,
		[EVENT_EXPIRED] = expire,
	},
	[ATTEMPT_PAUSED] = {
		WHILE_OPEN,
		[EVENT_ANSWERED] = save,
		[EVENT_RESUMED] = resume,
	},
	[ATTEMPT_SUBMITTED] = { ONCE_CLOSED, [EVENT_REOPENED] = reopen },
	[ATTEMPT_EXPIRED] = { ONCE_CLOSED, [EVENT_REOPENED] = reopen },
	[ATTEMPT_TERMINATED] = { ONCE_CLOSED, [EVENT_REOPENED] = reopen },
	[ATTEMPT_ABSENT] = { ONCE_CLOSED },
};

enum err
attempt_apply(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	action *act = on[a->state][e->kind];
	enum err err;

	if (act == NULL)
		return ERR_STATE;
	if (e->at.mono.ms < -INSTANT_MAX || e->at.mono.ms > INSTANT_MAX ||
	    e->at.wall.ms < -INSTANT_MAX || e->at.wall.ms > INSTANT_MAX ||
	    e->wall.ms < -INSTANT_MAX || e->wall.ms > INSTANT_MAX ||
	    e->ms < 0 || e->ms > DURATION_MAX)
		return ERR_INVALID;
	err = act(a, e, verdict);
	if (err == ERR_OK)
		a->n_events++;
	return err;
}

/* The earlier of two instants of the exam clock. */
static struct mono
earlier(struct mono a, struct mono b)
{
	return a.ms < b.ms ? a : b;
}

static bool
runs(const struct attempt *a)
{
	return a->deadline.ms != MONO_NEVER.ms;
}

/* From here on the allowance does not shrink. */
static void
stop_clock(struct attempt *a, struct mono at)
{
	a->ran = runs(a);
	if (a->ran) {
		a->left_ms = a->deadline.ms - at.ms;
		a->stands = true;
		a->deadline = MONO_NEVER;
	}
}

static void
start_clock(struct attempt *a, struct mono at, int64_t ms)
{
	a->deadline = mono_add(at, ms);
	a->stands = false;
}

static void
no_clock(struct attempt *a)
{
	a->deadline = MONO_NEVER;
	a->stands = false;
	a->left_ms = 0;
}

static const struct plan_section *
current_section(const struct attempt *a)
{
	return &a->plan->sections[a->section - 1];
}

static bool
section_has(const struct plan_section *s, uint16_t item)
{
	return item >= s->first && item - s->first < s->count;
}

/* ---- before the paper ---- */

static enum err
enrol(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->number < 1000 || e->number > 5000 || e->code >= N_ROUTE_NAMES)
		return ERR_INVALID;
	a->entitlement = (struct entitlement){ e->number, e->ms };
	a->route = (enum route_name)e->code;
	return ERR_OK;
}

static enum err
check_in(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->state = ATTEMPT_CHECKED_IN;
	return ERR_OK;
}

static enum err
admit(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->state = ATTEMPT_ADMITTED;
	return ERR_OK;
}

static enum err
mark_absent(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->before = a->state;
	a->state = ATTEMPT_ABSENT;
	return ERR_OK;
}

static enum err
open_paper(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	struct attempt_plan plan;
	enum err err = attempt_plan_decode(&plan, e->data);

	(void)verdict;
	if (err != ERR_OK)
		return ERR_INVALID;
	a->plan = alloc_copy(&plan, sizeof(plan));
	a->answers = alloc_zero(plan.n_items, sizeof(*a->answers));
	memcpy(a->seed, e->seed, sizeof(a->seed));
	a->whole_ms = e->ms;
	a->window_closes = e->wall;
	/* The wall clock is asked this once; from now on it may jump. */
	a->window_end = mono_add(e->at.mono,
	    e->wall.ms - e->at.wall.ms + a->pending_ms);
	a->state = ATTEMPT_OPENED;
	return ERR_OK;
}

/* ---- devices ---- */

static enum err
sign_in(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->number != a->devices + 1)
		return ERR_INVALID;
	a->devices = e->number;
	if (e->code != 0)
		a->waiting_device = e->number;
	else
		a->device = e->number;
	return ERR_OK;
}

static enum err
sign_out(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->number == 0)
		return ERR_INVALID;
	if (a->device == e->number)
		a->device = 0;
	if (a->waiting_device == e->number)
		a->waiting_device = 0;
	return ERR_OK;
}

static enum err
move_device(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->number != 0 && e->number != a->waiting_device)
		return ERR_INVALID;
	a->device = e->number;
	a->waiting_device = 0;
	return ERR_OK;
}

/* ---- sections ---- */

static enum err
enter(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	const struct plan_section *s;

	(void)verdict;
	if (e->section != a->section || a->section >= a->plan->n_sections)
		return ERR_STATE;
	if (mono_reached(e->at.mono, attempt_deadline(a)))
		return ERR_TOO_LATE;
	s = &a->plan->sections[a->section];
	if (a->whole_ms == 0)
		start_clock(a, e->at.mono, s->time_ms + a->pending_ms);
	else if (a->stands)
		start_clock(a, e->at.mono, a->left_ms + a->pending_ms);
	else if (!runs(a))
		start_clock(a, e->at.mono, a->whole_ms + a->pending_ms);
	a->pending_ms = 0;
	a->break_end = MONO_NEVER;
	a->section++;
	a->section_open = true;
	a->item = s->first;
	a->state = ATTEMPT_IN_SECTION;
	return ERR_OK;
}

static enum err
leave_item(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	const struct plan_section *s = current_section(a);

	(void)verdict;
	if (!s->linear || e->item != a->item || e->item + 1 >= s->first + s->count)
		return ERR_STATE;
	if (mono_reached(e->at.mono, attempt_deadline(a)))
		return ERR_TOO_LATE;
	a->item++;
	return ERR_OK;
}

static enum err
close_section(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	const struct plan_section *s = current_section(a);
	bool more = a->section < a->plan->n_sections;

	(void)verdict;
	if (e->section + 1 != a->section)
		return ERR_STATE;
	a->section_open = false;
	a->state = ATTEMPT_OPENED;
	if (a->whole_ms == 0)
		no_clock(a);
	if (more && s->break_ms > 0) {
		stop_clock(a, e->at.mono);
		a->break_end = mono_add(e->at.mono, s->break_ms);
		a->state = ATTEMPT_ON_BREAK;
	}
	return ERR_OK;
}

/* ---- answers ---- */

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

/* Does the client show that it was entered before this instant?  Its claim is
 * in wall time, which the two clocks of the event relate to the exam clock. */
static bool
entered_before(const struct event *e, struct mono t)
{
	return e->wall.ms > 0 && e->wall.ms <= e->at.wall.ms &&
	    e->at.mono.ms - (e->at.wall.ms - e->wall.ms) < t.ms;
}

/* By when it arrived, and nothing else. */
static enum verdict
judge_time(const struct attempt *a, const struct event *e)
{
	struct mono end = a->state == ATTEMPT_PAUSED ?
	    earlier(mono_add(a->paused_at, a->left_ms), a->window_end) :
	    attempt_deadline(a);

	if (a->state == ATTEMPT_PAUSED &&
	    mono_reached(e->at.mono, a->paused_at))
		return entered_before(e, a->paused_at) &&
			e->at.wall.ms - e->wall.ms <= PAUSE_CLAIM_MS +
				(e->at.mono.ms - a->paused_at.ms) ?
		    VERDICT_COUNTED :
		    VERDICT_PAUSED;
	if (!mono_reached(e->at.mono, end))
		return VERDICT_COUNTED;
	if (a->plan->late_ms > 0 &&
	    !mono_reached(e->at.mono, mono_add(end, a->plan->late_ms)) &&
	    entered_before(e, end))
		return VERDICT_LATE_COUNTED;
	return VERDICT_LATE;
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

static enum err
save(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	enum err err = check_save(a, e);
	const struct plan_section *s;
	struct answer *answer;

	if (err != ERR_OK)
		return err;
	if (a->section == 0)
		return ERR_STATE;
	s = current_section(a);
	if (e->item >= s->first + s->count ||
	    (a->section_open && s->linear && e->item > a->item))
		return ERR_STATE; /* not shown yet */
	answer = &a->answers[e->item];
	if (e->item < s->first || !a->section_open ||
	    (s->linear && e->item < a->item))
		*verdict = VERDICT_CLOSED;
	else
		*verdict = judge_time(a, e);
	if ((*verdict == VERDICT_COUNTED || *verdict == VERDICT_LATE_COUNTED) &&
	    e->seq <= answer->seq)
		*verdict = VERDICT_STALE;
	if (*verdict == VERDICT_COUNTED || *verdict == VERDICT_LATE_COUNTED)
		answer_store(answer, e, *verdict);
	if (*verdict == VERDICT_LATE || *verdict == VERDICT_LATE_COUNTED)
		a->n_late++;
	return ERR_OK;
}

static enum err
save_closed(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	enum err err = check_save(a, e);

	if (err != ERR_OK)
		return err;
	*verdict = VERDICT_CLOSED;
	a->n_late++;
	return ERR_OK;
}

static enum err
flag(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (!attempt_shows(a, e->item))
		return ERR_STATE;
	if (mono_reached(e->at.mono, attempt_deadline(a)))
		return ERR_TOO_LATE;
	a->answers[e->item].flagged = e->code != 0;
	return ERR_OK;
}

/* ---- time ---- */

static enum err
pause_clock(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (a->state == ATTEMPT_ON_BREAK)
		a->break_left_ms = a->break_end.ms - e->at.mono.ms;
	stop_clock(a, e->at.mono);
	a->paused_at = e->at.mono;
	a->before = a->state;
	a->state = ATTEMPT_PAUSED;
	return ERR_OK;
}

static enum err
resume(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	int64_t stood = e->at.mono.ms - a->paused_at.ms;

	(void)verdict;
	if (stood < 0)
		return ERR_INVALID;
	if (a->ran)
		start_clock(a, e->at.mono, a->left_ms);
	if (a->before == ATTEMPT_ON_BREAK)
		a->break_end = mono_add(e->at.mono, a->break_left_ms);
	a->window_end = mono_add(a->window_end, stood);
	a->paused_ms += stood;
	a->state = a->before;
	return ERR_OK;
}

static enum err
extend(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->ms == 0)
		return ERR_INVALID;
	if (runs(a))
		a->deadline = mono_add(a->deadline, e->ms);
	else if (a->stands)
		a->left_ms += e->ms;
	else
		a->pending_ms += e->ms; /* for the next clock */
	if (a->plan != NULL)
		a->window_end = mono_add(a->window_end, e->ms);
	a->extended_ms += e->ms;
	return ERR_OK;
}

/* Give back the time before this event in which nobody was served, to every
 * clock that was still running when it began. */
static enum err
compensate(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	struct mono from = mono_add(e->at.mono, -e->ms);

	(void)verdict;
	if (a->state == ATTEMPT_PAUSED)
		return ERR_STATE; /* resuming gives it back */
	if (runs(a) && !mono_reached(from, a->deadline))
		a->deadline = mono_add(a->deadline, e->ms);
	if (a->state == ATTEMPT_ON_BREAK && !mono_reached(from, a->break_end))
		a->break_end = mono_add(a->break_end, e->ms);
	if (!mono_reached(from, a->window_end))
		a->window_end = mono_add(a->window_end, e->ms);
	a->compensation_ms += e->ms;
	return ERR_OK;
}

/* ---- words ---- */

static enum err
note(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)a, (void)e, (void)verdict;
	return ERR_OK;
}

static enum err
note_incident(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->n_incidents++;
	return ERR_OK;
}

static enum err
ask_help(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->help_open = true;
	return ERR_OK;
}

static enum err
note_report(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->item >= a->plan->n_items || !attempt_shows(a, e->item))
		return ERR_STATE;
	a->n_reports++;
	return ERR_OK;
}

static enum err
note_message(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->n_messages++;
	a->help_open = false;
	return ERR_OK;
}

/* ---- the end, and back ---- */

static void
close_attempt(struct attempt *a, const struct event *e, enum attempt_state to)
{
	if (a->state == ATTEMPT_PAUSED) {
		/* the clock stands already; what ran before is remembered */
		if (e->at.mono.ms > a->paused_at.ms)
			a->window_end = mono_add(a->window_end,
			    e->at.mono.ms - a->paused_at.ms);
	} else {
		if (a->state == ATTEMPT_ON_BREAK)
			a->break_left_ms = a->break_end.ms - e->at.mono.ms;
		stop_clock(a, e->at.mono);
		a->before = a->state;
	}
	a->break_end = MONO_NEVER;
	a->help_open = false;
	a->state = to;
}

static enum err
submit(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	close_attempt(a, e, ATTEMPT_SUBMITTED);
	return ERR_OK;
}

static enum err
expire(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	close_attempt(a, e, ATTEMPT_EXPIRED);
	return ERR_OK;
}

static enum err
terminate(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	close_attempt(a, e, ATTEMPT_TERMINATED);
	return ERR_OK;
}

static enum err
reopen(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	int64_t left = (a->ran && a->left_ms > 0 ? a->left_ms : 0) + e->ms;

	(void)verdict;
	if (a->plan == NULL) {
		/* terminated before it was opened */
		a->state = a->before;
		a->pending_ms += e->ms;
		return ERR_OK;
	}
	if (a->answers == NULL)
		return ERR_STATE; /* forgotten: replay it first */
	if (a->ran)
		start_clock(a, e->at.mono, left);
	else if (a->stands)
		a->left_ms += e->ms;
	else
		a->pending_ms += e->ms;
	if (a->before == ATTEMPT_ON_BREAK)
		a->break_end = mono_add(e->at.mono,
		    a->break_left_ms > 0 ? a->break_left_ms : 0);
	if (a->window_end.ms < e->at.mono.ms + left)
		a->window_end = mono_add(e->at.mono, left);
	a->extended_ms += e->ms;
	a->scored = a->released = false;
	a->state = a->before;
	return ERR_OK;
}

static enum err
mark_scored(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->scored = true;
	return ERR_OK;
}

static enum err
release(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	if (!a->scored)
		return ERR_STATE;
	a->released = true;
	return ERR_OK;
}

/* ---- what it says of itself ---- */

void
attempt_init(struct attempt *a)
{
	*a = (struct attempt){ .entitlement = ENTITLEMENT_NONE,
		.window_end = MONO_NEVER, .deadline = MONO_NEVER,
		.break_end = MONO_NEVER };
}

void
attempt_forget_answers(struct attempt *a)
{
	uint16_t i;

	if (a->answers == NULL)
		return;
	for (i = 0; i < a->plan->n_items; i++)
		if (a->answers[i].len > ANSWER_INLINE)
			free(a->answers[i].response.bytes);
	free(a->answers);
	a->answers = NULL;
}

void
attempt_fini(struct attempt *a)
{
	attempt_forget_answers(a);
	free(a->plan);
	a->plan = NULL;
}

bool
attempt_is_closed(const struct attempt *a)
{
	return states[a->state].closed;
}

bool
attempt_is_open(const struct attempt *a)
{
	return a->plan != NULL && !attempt_is_closed(a);
}

const char *
attempt_state_word(enum attempt_state s)
{
	return states[s].word;
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

struct mono
attempt_deadline(const struct attempt *a)
{
	return earlier(a->deadline, a->window_end);
}

int64_t
attempt_remaining(const struct attempt *a, struct mono now)
{
	int64_t ms;

	if (a->state == ATTEMPT_PAUSED && a->stands) {
		ms = earlier(mono_add(a->paused_at, a->left_ms),
		    a->window_end).ms - a->paused_at.ms;
	} else if (a->stands) {
		ms = a->left_ms;
	} else if (runs(a)) {
		ms = attempt_deadline(a).ms - now.ms;
	} else {
		return -1;
	}
	return ms > 0 ? ms : 0;
}

struct mono
attempt_due(const struct attempt *a)
{
	int64_t wait;

	if (!attempt_is_open(a) || a->state == ATTEMPT_PAUSED)
		return MONO_NEVER;
	wait = a->plan->grace_ms > a->plan->late_ms ? a->plan->grace_ms :
						      a->plan->late_ms;
	if (a->state == ATTEMPT_ON_BREAK)
		return earlier(a->break_end, mono_add(a->window_end, wait));
	return mono_add(attempt_deadline(a), wait);
}

enum event_kind
attempt_due_event(const struct attempt *a, struct mono now)
{
	if (mono_reached(now, a->window_end))
		return EVENT_EXPIRED;
	if (a->state == ATTEMPT_ON_BREAK)
		return EVENT_SECTION_ENTERED;
	if (a->state == ATTEMPT_IN_SECTION && a->whole_ms == 0 &&
	    a->section < a->plan->n_sections)
		return EVENT_SECTION_CLOSED;
	return EVENT_EXPIRED;
}

bool
attempt_shows(const struct attempt *a, uint16_t item)
{
	const struct plan_section *s;

	if (a->state != ATTEMPT_IN_SECTION || item >= a->plan->n_items)
		return false;
	s = current_section(a);
	return section_has(s, item) && (!s->linear || item == a->item);
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

/* ---- may it begin? ---- */

static enum err
refuse(const char **rule, const char *name, enum err e)
{
	*rule = name;
	return e;
}

enum err
attempt_may_open(const struct attempt *a, const struct sitting *s,
    struct wall now, const char **rule, struct wall *earliest)
{
	earliest->ms = 0;
	if (a->plan != NULL || attempt_is_closed(a))
		return refuse(rule, "attempt.once", ERR_STATE);
	if (now.ms < s->opens.ms) {
		*earliest = s->opens;
		return refuse(rule, "sitting.window", ERR_TOO_EARLY);
	}
	if (now.ms >= entitlement_window_closes(a->entitlement, s, a->route).ms)
		return refuse(rule, "sitting.window", ERR_TOO_LATE);
	if (now.ms >= sitting_last_entry(s).ms)
		return refuse(rule, "sitting.late-entry", ERR_TOO_LATE);
	if (s->check_in && a->state == ATTEMPT_EXPECTED)
		return refuse(rule, "sitting.check-in", ERR_STATE);
	if (s->admission && a->state != ATTEMPT_ADMITTED)
		return refuse(rule, "sitting.admission", ERR_STATE);
	return ERR_OK;
}
