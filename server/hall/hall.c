/* hall: the turn, and which command is whose. */
#include "hall/commands.h"
#include "hall/deadline.h"
#include "hall/draw.h"
#include "hall/hall.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/seat.h"
#include "hall/session.h"

#include "base/log.h"
#include "hall/retell.h"

#define SNAPSHOTS_A_SLICE 200 /* of some 5 us each, or fewer of essays ... */
#define SNAPSHOT_BYTES_A_SLICE (600 << 10) /* ... 3 KiB each without them */
/* When the hall ends; the largest attempt, of 32 MiB, may come on top. */
#define SNAPSHOT_BYTES_A_COMMIT (8 << 20)
#define SNAPSHOTS_MS SECONDS(10)
#define TAIL_IDLE 20000
#define TAIL_MAX 200000 /* events behind the mark: a second of recovery */
#define SNAPSHOTS_WHEN_BUSY 20

/*
 * The turn.  hall_hear() has decided everything that arrived, in memory; here
 * it becomes durable in one transaction, and only then may a head of it be
 * signed or a reply leave.  What deadlines and pushes add waits for the next
 * turn's commit.
 */
static enum err commit(struct hall *);
static void answer(struct hall *);
static enum err checkpoint(struct hall *, bool idle);
static void expire(struct hall *);
static void reap(struct hall *);

enum err
hall_turn(struct hall *h)
{
	enum err e = h->broken ? ERR_IO : commit(h);

	if (e != ERR_OK)
		return e;
	metrics_turn(h);
	evidence_answer(h);
	answer(h);
	e = checkpoint(h, false);
	if (e != ERR_OK)
		return e;
	evidence_look(h);
	retell_go_on(h);
	expire(h);
	reap(h);
	return ERR_OK;
}

/* Would somebody lose time if the server were away now: an attempt is open, or
 * could be opened? */
static bool
somebody_counts_on_us(const struct hall *h)
{
	const struct roster *r;

	if (h->n_open > 0)
		return true;
	for (r = h->rosters; r != NULL; r = r->hh.next)
		if (h->now.wall.ms >= r->sitting->opens.ms &&
		    h->now.wall.ms < r->sitting->closes.ms + r->given_ms)
			return true;
	return false;
}

static bool
heartbeat_is_due(struct hall *h)
{
	if (!mono_reached(h->now.mono, h->next_heartbeat))
		return false;
	h->next_heartbeat = mono_add(h->now.mono, HEARTBEAT_MS);
	return somebody_counts_on_us(h);
}

/* Every commit is also a sign of life. */
static enum err
commit(struct hall *h)
{
	struct store_clock clock = { .at = h->now,
		.boottime = h->now.mono.ms - h->anchor.mono.ms +
		    h->anchor.boottime };
	enum err e;

	push_states(h);
	if (!store_pending(h->store) && !heartbeat_is_due(h))
		return ERR_OK;
	memcpy(clock.boot_id, h->boot_id, sizeof(clock.boot_id));
	store_put_clock(h->store, &clock);
	h->next_heartbeat = mono_add(h->now.mono, HEARTBEAT_MS);
	e = store_commit(h->store);
	if (e == ERR_OK)
		metrics_committed(h);
	return e;
}

enum err
commit_start(struct hall *h)
{
	h->next_heartbeat = h->now.mono;
	return commit(h);
}

static void
answer(struct hall *h)
{
	h->wires.answer(h->wires.ctx);
}

/* In a busy hour no moment is quiet: then as soon as the WAL is large. */
static enum err
checkpoint(struct hall *h, bool idle)
{
	enum err e = store_checkpoint(h->store, idle);

	metrics_checkpointed(h);
	return e;
}

static void
expire(struct hall *h)
{
	deadline_expire(h);
	push_rooms(h);
	import_go_on(h, false);
	draw_go_on(h);
	backup_go_on(h);
}

static void
reap(struct hall *h)
{
	reply_forget_old(h);
	session_sweep(h);
}

bool
hall_has_work(const struct hall *h)
{
	return store_pending(h->store) || evidence_has_work(h) ||
	       import_waits(h) || retell_waits(h) || h->backup != NULL ||
	       h->n_formed > 0 || h->n_pushes > 0 ||
	       mono_reached(h->now.mono, deadline_next(h));
}

static struct mono
earlier(struct mono a, struct mono b)
{
	return a.ms < b.ms ? a : b;
}

struct mono
hall_wake(const struct hall *h)
{
	struct mono wake = deadline_next(h);

	if (h->rosters != NULL)
		wake = earlier(wake, h->next_heartbeat);
	wake = earlier(wake, evidence_next(h));
	if (h->rooms_changed)
		wake = earlier(wake, h->next_room_push);
	return wake;
}

static uint64_t
tail(const struct hall *h)
{
	return store_last_position(h->store) - store_mark(h->store);
}

/* Snapshots come now and then, not after every save: they are writes too. */
enum err
hall_idle(struct hall *h)
{
	if (mono_reached(h->now.mono, h->next_snapshots) || tail(h) > TAIL_IDLE) {
		journal_snapshots(h, SNAPSHOTS_A_SLICE, SNAPSHOT_BYTES_A_SLICE);
		if (TAILQ_EMPTY(&h->dirty))
			h->next_snapshots = mono_add(h->now.mono, SNAPSHOTS_MS);
	}
	return checkpoint(h, true);
}

enum err
hall_settle(struct hall *h)
{
	enum err e;

	while (h->n_formed > 0)
		draw_go_on(h);
	e = commit_start(h);
	while (e == ERR_OK && !TAILQ_EMPTY(&h->dirty)) {
		journal_snapshots(h, SIZE_MAX, SNAPSHOT_BYTES_A_COMMIT);
		e = commit(h);
	}
	if (e == ERR_OK)
		evidence_publish(h);
	return e;
}

/* In a busy hour snapshots go on too, so that a restart stays short. */
static void
keep_tail_short(struct hall *h)
{
	if (tail(h) > TAIL_MAX)
		journal_snapshots(
		    h, SNAPSHOTS_WHEN_BUSY, SNAPSHOT_BYTES_A_SLICE);
}

void
hall_begin(struct hall *h, struct instant now, int64_t lost_ms)
{
	struct instant before = h->now;

	h->now = now;
	deadline_check_clock(h, before);
	if (lost_ms >= STALL_MS)
		deadline_compensate(h, lost_ms, "the server stood still");
	keep_tail_short(h);
}

/* ---- who speaks to us ---- */

void
hall_net_up(struct hall *h, unsigned slot, enum port port)
{
	struct net *net = &h->nets[slot];

	push_gone_net(h, slot);
	buf_clear(&net->out);
	net->up = true;
	net->port = port;
	net->generation++;
}

void
hall_net_down(struct hall *h, unsigned slot)
{
	push_gone_net(h, slot);
	h->nets[slot].up = false;
	buf_fini(&h->nets[slot].out);
}

struct buf *
hall_out(struct hall *h, unsigned slot)
{
	return &h->nets[slot].out;
}

/* ---- the dispatcher ---- */

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
hall_set_synchronised(struct hall *h, bool synchronised)
{
	if (h->clock_synchronised && !synchronised)
		log_line(LOG_WARNING, "the machine's clock is no longer "
		    "synchronised; look at the time service");
	h->clock_synchronised = synchronised;
}

void
hall_hear_gone(struct hall *h, unsigned slot, uint64_t conn)
{
	push_gone(h, slot, conn);
}
