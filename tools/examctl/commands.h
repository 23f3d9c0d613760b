/* commands: what runs behind each line of the table, by file. */
#ifndef EXAMCTL_COMMANDS_H
#define EXAMCTL_COMMANDS_H

#include "examctl/command.h"

/* X(function) */
#define HANDLERS(X)                                                            \
	/* init.c, restore.c: without a server */                              \
	X(run_init)                                                            \
	X(run_restore)                                                         \
	/* operate.c */                                                        \
	X(run_login)                                                           \
	X(run_logout)                                                          \
	X(run_status)                                                          \
	X(run_metrics)                                                         \
	X(run_backup)                                                          \
	/* evidence.c, witness.c */                                            \
	X(run_checkpoint)                                                      \
	X(run_rotate_key)                                                      \
	X(run_witness)                                                         \
	/* appeal.c, replay.c */                                               \
	X(run_transcript)                                                      \
	X(run_appeal)                                                          \
	X(run_replay)                                                          \
	/* plan.c, rehearse.c */                                               \
	X(run_plan)                                                            \
	X(run_rehearse)                                                        \
	/* staff.c */                                                          \
	X(run_staff_list)                                                      \
	X(run_staff_add)                                                       \
	X(run_staff_password)                                                  \
	X(run_staff_roles)                                                     \
	/* bank.c, preview.c */                                                \
	X(run_bank_check)                                                      \
	X(run_bank_load)                                                       \
	X(run_bank_list)                                                       \
	X(run_bank_approve)                                                    \
	X(run_bank_preview)                                                    \
	/* calendar.c */                                                       \
	X(run_programme_check)                                                 \
	X(run_programme_load)                                                  \
	X(run_programme_list)                                                  \
	X(run_schedule_check)                                                  \
	X(run_schedule_load)                                                   \
	X(run_schedule_list)                                                   \
	X(run_postpone)                                                        \
	/* candidates.c */                                                     \
	X(run_candidates_check)                                                \
	X(run_candidates_import)                                               \
	X(run_tickets)                                                         \
	X(run_ticket_reissue)                                                  \
	/* room.c, attempt.c */                                                \
	X(run_room)                                                            \
	X(run_show)                                                            \
	X(run_seat)                                                            \
	X(run_check_in)                                                        \
	X(run_admit)                                                           \
	X(run_pause)                                                           \
	X(run_resume)                                                          \
	X(run_extend)                                                          \
	X(run_incident)                                                        \
	X(run_message)                                                         \
	X(run_move_device)                                                     \
	X(run_reopen)                                                          \
	X(run_terminate)                                                       \
	/* rooms.c */                                                          \
	X(run_rooms)                                                           \
	X(run_rooms_set_proctors)                                              \
	/* scripts.c, mark.c */                                                \
	X(run_scripts)                                                         \
	X(run_script)                                                          \
	X(run_mark)                                                            \
	/* results.c, report.c */                                              \
	X(run_results)                                                         \
	X(run_propose_results)                                                 \
	X(run_report)                                                          \
	X(run_reports)                                                         \
	X(run_release)                                                         \
	X(run_proposals)                                                       \
	X(run_confirm)                                                         \
	X(run_withdraw)

#define X(function) enum outcome function(struct call *);
HANDLERS(X)
#undef X

#endif
