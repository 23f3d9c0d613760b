#include "examctl/commands.h"

#define SERVER                                                                 \
	(TAKES(DATA) | TAKES(SOCKET) | TAKES(SERVER) | TAKES(CA) |             \
	    TAKES(USER) | TAKES(PASSWORD_FILE))
#define ASKS (SERVER | TAKES(JSON))
#define ACTS (ASKS | TAKES(REASON) | TAKES(WORDS))

const struct command commands[] = {
	{ "init", "DIR", 1, 1, TAKES(NAMES) | TAKES(CANDIDATES) | TAKES(STAFF),
	    run_init,
	    "make a data directory: configuration, keys, certificate" },
	{ "restore", "BACKUP DIR", 2, 2, 0, run_restore,
	    "make a data directory from a backup" },
	{ "login", "", 0, 0, TAKES(SERVER) | TAKES(CA) | TAKES(USER) |
	    TAKES(PASSWORD_FILE), run_login,
	    "sign in once for the calls that follow" },
	{ "logout", "", 0, 0, TAKES(SERVER) | TAKES(CA) | TAKES(USER) |
	    TAKES(PASSWORD_FILE), run_logout, "end that session" },
	{ "status", "", 0, 0, ASKS, run_status,
	    "what the server is doing: attempts, journal, disk, clock" },
	{ "backup", "DIRECTORY", 1, 1, ASKS, run_backup,
	    "let the running server copy its data to a directory of its "
	    "machine" },

	{ "staff list", "", 0, 0, ASKS, run_staff_list,
	    "the staff accounts and their roles" },
	{ "staff add", "NAME ROLE...", 2, 5,
	    ASKS | TAKES(LOCAL_USER) | TAKES(NEW_PASSWORD_FILE), run_staff_add,
	    "add an account: proctor, examiner, registrar, operator" },
	{ "staff password", "NAME", 1, 1, ASKS | TAKES(NEW_PASSWORD_FILE),
	    run_staff_password, "set a new password" },
	{ "staff roles", "NAME [ROLE...]", 1, 5, ASKS, run_staff_roles,
	    "set the roles; none closes the account" },

	{ "bank check", "FILE...", 1, ANY_NUMBER, 0, run_bank_check,
	    "tell every mistake in question banks, without a server" },
	{ "bank load", "FILE", 1, 1, ASKS, run_bank_load,
	    "load a question bank as a new version" },
	{ "bank list", "", 0, 0, ASKS, run_bank_list,
	    "the loaded versions and who approved them" },
	{ "bank preview", "FILE|BANK@VERSION ITEM", 2, 2, ASKS,
	    run_bank_preview, "show an item as a candidate sees it" },
	{ "bank approve", "BANK@VERSION", 1, 1, ACTS, run_bank_approve,
	    "propose that a version be approved; a second person confirms" },

	{ "programme check", "FILE...", 1, ANY_NUMBER, 0, run_programme_check,
	    "tell every mistake in programmes, without a server" },
	{ "programme load", "FILE", 1, 1, ASKS, run_programme_load,
	    "load a programme" },
	{ "programme list", "", 0, 0, ASKS, run_programme_list,
	    "the loaded programmes" },
	{ "schedule check", "FILE...", 1, ANY_NUMBER,
	    TAKES(PROGRAMME) | TAKES(BANK), run_schedule_check,
	    "tell every mistake in schedules, without a server" },
	{ "schedule load", "FILE", 1, 1, ASKS, run_schedule_load,
	    "load the sittings of a schedule" },
	{ "schedule list", "", 0, 0, ASKS, run_schedule_list, "the calendar" },
	{ "postpone", "SITTING OPENS", 2, 2, ACTS, run_postpone,
	    "move a sitting that has not begun, to 2026-12-01T09:00 of its "
	    "zone" },

	{ "candidates check", "FILE...", 1, ANY_NUMBER, 0,
	    run_candidates_check,
	    "tell every mistake in candidate lists, without a server" },
	{ "candidates import", "SITTING FILE", 2, 2, ASKS,
	    run_candidates_import, "register candidates for a sitting" },
	{ "tickets", "SITTING", 1, 1, ASKS | TAKES(CSV) | TAKES(TEXT),
	    run_tickets,
	    "issue the access codes that are missing; each is shown once" },
	{ "ticket reissue", "ATTEMPT", 1, 1, ACTS | TAKES(CSV) | TAKES(TEXT),
	    run_ticket_reissue, "a new access code; the old one ends" },

	{ "room", "SITTING", 1, 1, ASKS | TAKES(WATCH), run_room,
	    "every attempt of a sitting, live with --watch" },
	{ "show", "ATTEMPT", 1, 1, ASKS, run_show,
	    "one attempt and everything that happened in it" },
	{ "check-in", "ATTEMPT", 1, 1, ACTS | TAKES(DOCUMENT), run_check_in,
	    "note the identity document" },
	{ "admit", "ATTEMPT", 1, 1, ASKS, run_admit,
	    "let a candidate begin" },
	{ "pause", "ATTEMPT", 1, 1, ACTS, run_pause,
	    "stop a candidate's clock" },
	{ "resume", "ATTEMPT", 1, 1, ACTS, run_resume, "let it run again" },
	{ "extend", "ATTEMPT MINUTES", 2, 2, ACTS, run_extend,
	    "give more minutes" },
	{ "message", "[ATTEMPT] TEXT", 1, 2, ASKS | TAKES(SITTING),
	    run_message, "write to one candidate, or to all of a sitting" },
	{ "move-device", "ATTEMPT", 1, 1, ACTS, run_move_device,
	    "let the waiting device take over, or free the seat" },
	{ "reopen", "ATTEMPT", 1, 1, ACTS | TAKES(MINUTES) | TAKES(PROPOSE),
	    run_reopen,
	    "reopen a mistaken submission; to give time back, --propose it" },
	{ "terminate", "ATTEMPT", 1, 1, ACTS | TAKES(YES), run_terminate,
	    "end an attempt for good" },

	{ "results", "SITTING", 1, 1, ASKS | TAKES(CSV), run_results,
	    "the results of a sitting" },
	{ "propose-results", "SITTING", 1, 1, ACTS, run_propose_results,
	    "propose that they be confirmed; a second person confirms" },
	{ "release", "SITTING", 1, 1, ASKS, run_release,
	    "show confirmed results to the candidates" },
	{ "proposals", "", 0, 0, ASKS, run_proposals,
	    "acts that wait for a second person" },
	{ "confirm", "PROPOSAL", 1, 1, ASKS | TAKES(WORDS), run_confirm,
	    "confirm another person's proposal" },
	{ "withdraw", "PROPOSAL", 1, 1, ASKS | TAKES(WORDS), run_withdraw,
	    "take a proposal back" },
};

const size_t n_commands = sizeof(commands) / sizeof(*commands);
