/* dispatch: which command is whose, and who may. */
#include "hall/commands.h"
#include "hall/hall.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/seat.h"
#include "hall/session.h"

#include "base/log.h"

static handler *const handlers[N_ROUTES] = {
	[ROUTE_SIGN_IN] = session_sign_in,
	[ROUTE_SIGN_OUT] = session_sign_out,
	[ROUTE_ATTEMPT] = candidate_attempt,
	[ROUTE_OPEN] = candidate_open,
	[ROUTE_ENTER] = candidate_enter,
	[ROUTE_PAPER] = candidate_paper,
	[ROUTE_IMAGE] = candidate_image,
	[ROUTE_NEXT] = candidate_next,
	[ROUTE_ANSWER] = candidate_save,
	[ROUTE_FLAG] = candidate_flag,
	[ROUTE_HELP] = candidate_help,
	[ROUTE_REPORT] = candidate_report,
	[ROUTE_CLOSE] = candidate_close,
	[ROUTE_SUBMIT] = candidate_submit,
	[ROUTE_SEEN] = candidate_seen,
	[ROUTE_RECEIPT] = candidate_receipt,
	[ROUTE_RESULT] = candidate_result,
	[ROUTE_EVENTS] = candidate_events,
	[ROUTE_CHECKPOINT] = checkpoint_show,
	[ROUTE_HEALTH] = health,
	[ROUTE_OPENAPI] = operate_describe,
	[ROUTE_STAFF_SIGN_IN] = staff_sign_in,
	[ROUTE_STAFF_SIGN_OUT] = staff_sign_out,
	[ROUTE_STAFF_HEALTH] = health,
	[ROUTE_STAFF_OPENAPI] = operate_describe,
	[ROUTE_STAFF_CHECKPOINT] = checkpoint_show,
	[ROUTE_LOG] = log_consistency,
	[ROUTE_LOG_KEY] = log_rotate_key,
	[ROUTE_LOG_STATEMENT] = log_statement,
	[ROUTE_STATUS] = operate_status,
	[ROUTE_METRICS] = operate_metrics,
	[ROUTE_BACKUP] = operate_backup,
	[ROUTE_ACCOUNTS] = account_list,
	[ROUTE_ACCOUNT_ADD] = account_add,
	[ROUTE_ACCOUNT_PASSWORD] = account_set_password,
	[ROUTE_ACCOUNT_ROLES] = account_set_roles,
	[ROUTE_BANKS] = bank_list,
	[ROUTE_BANK_LOAD] = bank_load,
	[ROUTE_ITEM_PREVIEW] = bank_preview,
	[ROUTE_ITEM_IMAGE] = bank_preview_image,
	[ROUTE_PROGRAMMES] = programme_list,
	[ROUTE_PROGRAMME_LOAD] = programme_load,
	[ROUTE_SITTINGS] = sitting_list,
	[ROUTE_SCHEDULE_LOAD] = schedule_load,
	[ROUTE_POSTPONE] = sitting_postpone,
	[ROUTE_CANDIDATES] = candidates_import,
	[ROUTE_TICKETS] = tickets_issue,
	[ROUTE_TICKET_REISSUE] = ticket_reissue,
	[ROUTE_ROOM] = proctor_room,
	[ROUTE_STAFF_EVENTS] = proctor_events,
	[ROUTE_ROOMS] = room_list,
	[ROUTE_ROOM_PROCTORS] = room_set_proctors,
	[ROUTE_BROADCAST] = proctor_broadcast,
	[ROUTE_TIMELINE] = proctor_timeline,
	[ROUTE_CHECK_IN] = proctor_check_in,
	[ROUTE_ADMIT] = proctor_admit,
	[ROUTE_PAUSE] = proctor_pause,
	[ROUTE_RESUME] = proctor_resume,
	[ROUTE_EXTEND] = proctor_extend,
	[ROUTE_MESSAGE] = proctor_message,
	[ROUTE_MOVE_DEVICE] = proctor_move_device,
	[ROUTE_SEAT] = place_move,
	[ROUTE_REOPEN] = proctor_reopen,
	[ROUTE_INCIDENT] = proctor_incident,
	[ROUTE_TERMINATE] = proctor_terminate,
	[ROUTE_SCRIPTS] = script_list,
	[ROUTE_SCRIPT] = script_show,
	[ROUTE_SCRIPT_MARK] = marking_mark,
	[ROUTE_RESULTS] = result_list,
	[ROUTE_ATTEMPT_RESULT] = attempt_result,
	[ROUTE_TRANSCRIPT] = transcript_show,
	[ROUTE_BUNDLE] = bundle_make,
	[ROUTE_REPLAY] = replay_show,
	[ROUTE_RELEASE] = result_release_all,
	[ROUTE_PROPOSALS] = proposal_list,
	[ROUTE_PROPOSE] = proposal_make,
	[ROUTE_CONFIRM] = proposal_confirm,
	[ROUTE_WITHDRAW] = proposal_withdraw,
};

/* What the net claims about the time is bounded by what we know. */
static struct instant
arrival(const struct hall *h, int64_t boottime)
{
	struct mono at = clock_mono(h->anchor, boottime);
	int64_t least = h->now.mono.ms - HELD_AT_MOST;

	if (least < h->started.mono.ms)
		least = h->started.mono.ms;
	if (at.ms > h->now.mono.ms)
		at.ms = h->now.mono.ms;
	if (at.ms < least)
		at.ms = least;
	return (struct instant){
		wall_add(h->now.wall, at.ms - h->now.mono.ms), at };
}

static bool
may_candidate(struct hall *h, struct request *r)
{
	enum route route = r->frame->route;

	if (r->session == NULL || r->session->seat == NULL) {
		reply_refuse(h, r, ERR_NO_SESSION, "Sign in first.");
		return false;
	}
	r->seat = r->session->seat;
	if (r->seat->waiting == r->session && route != ROUTE_ATTEMPT &&
	    route != ROUTE_EVENTS && route != ROUTE_SIGN_OUT) {
		reply_problem(h, r, &(struct problem){ .err = ERR_DEVICE,
			.rule = "sitting.takeover",
			.detail = "The exam is open on another device. The proctor "
				  "has to move it to this one." });
		return false;
	}
	return true;
}

/* The roles that may: "registrar or operator". */
static void
refuse_role(struct hall *h, struct request *r, unsigned roles)
{
	static const struct {
		unsigned role;
		const char *word;
	} list[] = {
#define X(name, word) { ROLE_##name, word },
		STAFF_ROLES(X)
#undef X
	};
	struct buf words = { 0 };
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(*list); i++) {
		if ((roles & list[i].role) == 0)
			continue;
		roles &= ~list[i].role;
		if (words.len > 0)
			buf_put_text(&words, roles == 0 ? " or " : ", ");
		buf_put_text(&words, list[i].word);
	}
	reply_refuse(h, r, ERR_FORBIDDEN,
	    "Your role does not allow this; it takes: %.*s.",
	    SLICE_FMT(buf_slice(&words)));
	buf_fini(&words);
}

static bool
may_staff(struct hall *h, struct request *r)
{
	const struct route_facts *facts = &route_facts[r->frame->route];

	if (r->frame->peer == PEER_LOCAL)
		r->staff = account_of_uid(h, r->frame->uid);
	else if (r->session != NULL)
		r->staff = r->session->account;
	if (r->staff == NULL) {
		reply_refuse(h, r, ERR_NO_SESSION, "%s",
		    r->frame->peer == PEER_LOCAL ?
			"No account belongs to this user of the machine." :
			"Sign in first.");
		return false;
	}
	if ((r->staff->roles & facts->who) == 0) {
		refuse_role(h, r, facts->who);
		return false;
	}
	return true;
}

/* Who may: by the route list, and never more than the net's port allows. */
static bool
may(struct hall *h, struct request *r)
{
	const struct route_facts *facts = &route_facts[r->frame->route];

	if (facts->port != h->nets[r->slot].port) {
		log_line(LOG_ERROR, "net %u sent %s, which is not of its port",
		    r->slot, facts->name);
		reply_refuse(h, r, ERR_FORBIDDEN, "Not on this port.");
		return false;
	}
	if (r->frame->has_token)
		r->session = session_find(h, r->frame->token);
	if (facts->who == ROLE_PUBLIC)
		return true;
	return facts->port == PORT_CANDIDATE ? may_candidate(h, r) :
					       may_staff(h, r);
}

/* Not in this state of the attempt, whatever the request says.  For the staff
 * seat_of_path() looks, once it knows that the attempt is theirs to see. */
static bool
is_possible(struct hall *h, struct request *r)
{
	unsigned states = route_states[r->frame->route];

	if (r->seat == NULL || states == 0 ||
	    (states >> r->seat->attempt.state & 1) != 0)
		return true;
	candidate_refuse(h, r, ERR_STATE);
	return false;
}

void
hall_hear(struct hall *h, unsigned slot, const struct frame_request *frame)
{
	struct request r = { .slot = slot, .frame = frame,
		.at = arrival(h, frame->arrived) };

	metrics_heard(h);
	if (slot < HALL_NETS_MAX && h->nets[slot].up && may(h, &r) &&
	    reply_is_first(h, &r) && is_possible(h, &r))
		handlers[frame->route](h, &r);
	free(r.reply_key);
}

void
hall_hear_gone(struct hall *h, unsigned slot, uint64_t conn)
{
	push_gone(h, slot, conn);
}
