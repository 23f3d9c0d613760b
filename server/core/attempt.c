#include "core/attempt_act.h"

#include "exam/alloc.h"

static const struct {
	const char *word;
	bool closed;
} states[N_ATTEMPT_STATES] = {
#define X(name, word, closed) [ATTEMPT_##name] = { word, closed },
	ATTEMPT_STATES(X)
#undef X
};

/* What is possible wherever the attempt stands. */
#define ALWAYS                                                                 \
	[EVENT_TICKET_ISSUED] = act_note, [EVENT_SIGNED_IN] = act_sign_in,     \
	[EVENT_SIGNED_OUT] = act_sign_out,                                     \
	[EVENT_DEVICE_MOVED] = act_move_device,                                \
	[EVENT_INCIDENT] = act_note_incident,                                  \
	[EVENT_MESSAGED] = act_note_message, [EVENT_SEEN] = act_see

#define BEFORE_OPENING                                                         \
	ALWAYS, [EVENT_REGISTERED] = act_enrol,                                \
	    [EVENT_HELP_ASKED] = act_ask_help, [EVENT_EXTENDED] = act_extend,  \
	    [EVENT_SEATED] = act_note, [EVENT_OPENED] = act_open,              \
	    [EVENT_TERMINATED] = act_terminate,                                \
	    [EVENT_ABSENT] = act_mark_absent

#define BEFORE_ADMISSION                                                       \
	BEFORE_OPENING, [EVENT_CHECKED_IN] = act_check_in,                     \
	    [EVENT_ADMITTED] = act_admit

#define ONCE_OPENED                                                            \
	ALWAYS, [EVENT_HELP_ASKED] = act_ask_help,                             \
	    [EVENT_ANSWERED] = act_save, [EVENT_EXTENDED] = act_extend,        \
	    [EVENT_SEATED] = act_note, [EVENT_TERMINATED] = act_terminate

#define WHILE_IT_GOES_ON                                                       \
	ONCE_OPENED, [EVENT_PAUSED] = act_pause,                               \
	    [EVENT_COMPENSATED] = act_compensate,                              \
	    [EVENT_SUBMITTED] = act_submit, [EVENT_EXPIRED] = act_expire

#define ONCE_CLOSED                                                            \
	ALWAYS, [EVENT_ANSWERED] = act_save_closed,                            \
	    [EVENT_SCORED] = act_score, [EVENT_RELEASED] = act_release

#define ONCE_CLOSED_WITH_A_PAPER                                               \
	ONCE_CLOSED, [EVENT_REOPENED] = act_reopen, [EVENT_MARKED] = act_mark

static attempt_act *const on[N_ATTEMPT_STATES][EVENT_KINDS] = {
	[ATTEMPT_EXPECTED] = { BEFORE_ADMISSION },
	[ATTEMPT_CHECKED_IN] = { BEFORE_ADMISSION },
	[ATTEMPT_ADMITTED] = { BEFORE_OPENING },
	[ATTEMPT_OPENED] = {
		WHILE_IT_GOES_ON,
		[EVENT_DRAWN] = act_draw,
		[EVENT_SECTION_ENTERED] = act_enter,
	},
	[ATTEMPT_IN_SECTION] = {
		WHILE_IT_GOES_ON,
		[EVENT_FLAGGED] = act_flag,
		[EVENT_ITEM_LEFT] = act_leave_item,
		[EVENT_ITEM_REPORTED] = act_report,
		[EVENT_SECTION_CLOSED] = act_close_section,
	},
	[ATTEMPT_ON_BREAK] = {
		WHILE_IT_GOES_ON,
		[EVENT_SECTION_ENTERED] = act_enter,
	},
	[ATTEMPT_PAUSED] = {
		ONCE_OPENED,
		[EVENT_RESUMED] = act_resume, /* gives lost time back, too */
	},
	[ATTEMPT_SUBMITTED] = { ONCE_CLOSED_WITH_A_PAPER },
	[ATTEMPT_EXPIRED] = { ONCE_CLOSED_WITH_A_PAPER },
	[ATTEMPT_TERMINATED] = { ONCE_CLOSED_WITH_A_PAPER },
	[ATTEMPT_ABSENT] = { ONCE_CLOSED },
};

static bool
instant_fits(int64_t ms)
{
	return ms >= -INSTANT_MAX && ms <= INSTANT_MAX;
}

static void
note_told(struct attempt *a, const struct event *e)
{
	a->told = e->position;
	a->to_show++;
}

enum err
attempt_apply(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	attempt_act *act = on[a->state][e->kind];
	enum err err;

	if (act == NULL)
		return ERR_STATE;
	if (!instant_fits(e->at.mono.ms) || !instant_fits(e->at.wall.ms) ||
	    !instant_fits(e->wall.ms) || e->ms < 0 || e->ms > DURATION_MAX)
		return ERR_INVALID;
	err = act(a, e, verdict);
	if (err != ERR_OK)
		return err;
	a->n_events++;
	if ((event_fields(e->kind) & F_TOLD) != 0)
		note_told(a, e);
	return ERR_OK;
}

void
attempt_init(struct attempt *a)
{
	*a = (struct attempt){ .entitlement = ENTITLEMENT_NONE,
		.window_end = MONO_NEVER, .deadline = MONO_NEVER,
		.break_end = MONO_NEVER };
}

void
attempt_fini(struct attempt *a)
{
	attempt_forget_answers(a);
	marking_fini(&a->marking);
	free(a->seen);
	a->seen = NULL;
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

/* ---- people ---- */

enum err
act_enrol(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->number < 1000 || e->number > 5000 || e->code >= N_ROUTE_NAMES)
		return ERR_INVALID;
	a->entitlement = (struct entitlement){ e->number, e->ms };
	a->route = (enum route_name)e->code;
	return ERR_OK;
}

enum err
act_check_in(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->state = ATTEMPT_CHECKED_IN;
	return ERR_OK;
}

enum err
act_admit(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->state = ATTEMPT_ADMITTED;
	return ERR_OK;
}

enum err
act_mark_absent(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->before = a->state;
	a->state = ATTEMPT_ABSENT;
	a->closing = a->n_events + 1;
	a->help_open = false;
	return ERR_OK;
}

/* ---- devices ---- */

enum err
act_sign_in(struct attempt *a, const struct event *e, enum verdict *verdict)
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

enum err
act_sign_out(struct attempt *a, const struct event *e, enum verdict *verdict)
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

enum err
act_move_device(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	(void)verdict;
	if (e->number != 0 && e->number != a->waiting_device)
		return ERR_INVALID;
	a->device = e->number;
	a->waiting_device = 0;
	return ERR_OK;
}

/* ---- words ---- */

enum err
act_note(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)a, (void)e, (void)verdict;
	return ERR_OK;
}

enum err
act_note_incident(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->n_incidents++;
	return ERR_OK;
}

enum err
act_ask_help(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->help_open = true;
	return ERR_OK;
}

enum err
act_note_message(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	(void)verdict;
	a->n_messages++;
	if (e->by.len > 0) /* what the server writes answers no call */
		a->help_open = false;
	return ERR_OK;
}

/* Each tells of one more event at least that was shown, or else of the last;
 * so there are never more of them than of what was told. */
enum err
act_see(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	bool is_last = e->about == a->told;

	(void)verdict;
	if (e->about <= a->shown || e->about > a->told ||
	    (!is_last && a->to_show <= 1))
		return ERR_INVALID;
	a->shown = e->about;
	a->shown_at = e->at.wall;
	a->to_show = is_last ? 0 : a->to_show - 1;
	return ERR_OK;
}

/* ---- the result ---- */

enum err
act_score(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	a->scored = true;
	return ERR_OK;
}

enum err
act_release(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)e, (void)verdict;
	if (!a->scored)
		return ERR_STATE;
	a->released = true;
	return ERR_OK;
}

/* What was marked is no result until it is scored again. */
enum err
act_mark(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (a->released || a->plan == NULL)
		return ERR_STATE;
	if (e->item >= a->plan->n_items || e->number > INT32_MAX)
		return ERR_INVALID;
	return marking_put(&a->marking, e->item, e->by, (int32_t)e->number);
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
