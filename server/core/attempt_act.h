/*
 * The acts of the table in attempt.c, one for each thing that can happen.
 * attempt_apply() has checked that the event's times and durations are in
 * bounds.  An act that refuses has changed nothing.  For attempt*.c alone.
 */
#ifndef CORE_ATTEMPT_ACT_H
#define CORE_ATTEMPT_ACT_H

#include "core/attempt.h"

/* Bounds that keep sums of journalled numbers far from overflow. */
#define INSTANT_MAX (INT64_C(1) << 52)
#define DURATION_MAX DAYS(30)

/* Its items; a plan that was decoded has room for them. */
void plan_draw(struct attempt_plan *, const uint16_t *items);

/* Room for the answers to all sections entered. */
void answers_make_room(struct attempt *);

typedef enum err attempt_act(struct attempt *, const struct event *,
    enum verdict *);

/* attempt.c: people, devices, words */
attempt_act act_enrol, act_check_in, act_admit, act_mark_absent;
attempt_act act_sign_in, act_sign_out, act_move_device;
attempt_act act_note, act_note_incident, act_note_message, act_ask_help;
attempt_act act_see;
attempt_act act_score, act_release, act_mark;

/* attempt_clock.c: all that starts, stops or moves a clock */
attempt_act act_open, act_draw, act_enter, act_close_section;
attempt_act act_pause, act_resume, act_extend, act_compensate;
attempt_act act_submit, act_expire, act_terminate, act_reopen;

/* attempt_answer.c: the items of the open section */
attempt_act act_save, act_save_closed, act_flag, act_leave_item, act_report;

#endif
