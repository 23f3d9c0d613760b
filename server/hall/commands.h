/* commands: one function a route, and what they share.  For the files of this folder. */
#ifndef HALL_COMMANDS_H
#define HALL_COMMANDS_H

#include "hall/state.h"

typedef void handler(struct hall *, struct request *);

handler session_sign_in, session_sign_out, staff_sign_in, staff_sign_out,
    candidate_attempt, candidate_open, candidate_enter, candidate_paper,
    candidate_image, candidate_next, candidate_save, candidate_flag,
    candidate_help, candidate_seen, candidate_report, candidate_close,
    candidate_submit, candidate_result, attempt_result, candidate_events,
    health, operate_describe, operate_status, operate_metrics, operate_backup,
    account_list, account_add, account_set_password, account_set_roles,
    bank_list, bank_load, bank_preview, bank_preview_image, programme_list,
    programme_load, sitting_list, schedule_load, sitting_postpone,
    candidates_import, tickets_issue, ticket_reissue, proctor_room,
    proctor_events, proctor_broadcast, proctor_timeline, room_list,
    room_set_proctors, place_move, proctor_check_in, proctor_admit,
    proctor_pause, proctor_resume, proctor_extend, proctor_message,
    proctor_move_device, proctor_reopen, proctor_incident, proctor_terminate,
    result_list, result_release_all, script_list, script_show, marking_mark,
    proposal_list, proposal_make, proposal_confirm, proposal_withdraw,
    candidate_receipt, checkpoint_show, log_consistency, log_rotate_key,
    log_statement, transcript_show, bundle_make, replay_show;

/* What came of a helper, by job (errand.c has the table). */
typedef void job_done(struct hall *, struct request *, struct errand *,
    int status, struct slice output);

job_done bank_loaded, programme_loaded, schedule_loaded, schedule_fitted,
    candidates_parsed,
    account_hashed, staff_checked;

/* Shared words: the reasons of acts, "reason" and "words" of a body. */
struct act {
	struct slice reason, words;
};
void act_read(struct body *, struct act *);
void act_event(struct event *, const struct request *, const struct act *);
bool reason_is_known(struct slice);

/* An object of the store, written and deleted. */
void object_put(struct hall *, enum store_kind, const char *key,
    const struct buf *);
void object_delete(struct hall *, enum store_kind, const char *key);

/* A decimal number of at most 18 digits as we write it: no sign, no leading
 * zero, nothing behind it. */
bool number_read(uint64_t *, struct slice);

/* "a@b", owned by the caller. */
char *text_join(const char *a, const char *between, const char *b);
char *text_of(struct slice);

#endif
