/*
 * The bodies of every route: BODIES_<name> for each name of the route list.
 *
 * To describe a new route: its body and its reply become schemas, with an
 * example each, in openapi/candidate.json or openapi/staff.json; their names
 * are said here.  server_time and the refusals that follow from the route list
 * (no session, role, unknown object, idempotency, sizes, states) are added by
 * openapi.c.  Then tests/interface compares every reply with it.
 */
#ifndef PROTO_OPENAPI_ROUTES_H
#define PROTO_OPENAPI_ROUTES_H

#include <stdint.h>

#include "exam/err.h"

struct route_bodies {
	const char *asks;	/* schema of the body; NULL: none */
	const char *asks_also;	/* other media types that are taken */
	const char *query;	/* parameters, by name */
	int status;		/* of success */
	const char *gives;	/* schema of the reply; NULL: not JSON */
	const char *gives_also; /* other media types of the reply */
	const char *events;	/* of a stream: "name:Schema name:Schema" */
	uint32_t refuses;	/* ON(error) that only this route knows */
};

#define ON(error) (1u << ERR_##error)

#define BODIES_OPENAPI .status = 200, .gives = "Description"
#define BODIES_STAFF_OPENAPI BODIES_OPENAPI

/* ---- candidates ---- */

#define GIVES_ATTEMPT .status = 200, .gives = "Attempt"
#define WAITS ON(DEVICE) /* not on a device that waits */

#define BODIES_SIGN_IN                                                         \
	.asks = "SignIn", .status = 201, .gives = "SignedIn",                  \
	.refuses = ON(SIGN_IN) | ON(TOO_EARLY) | ON(TOO_LATE) | ON(FULL)
#define BODIES_SIGN_OUT .status = 200, .gives = "Done"
#define BODIES_ATTEMPT GIVES_ATTEMPT
#define BODIES_OPEN                                                            \
	.asks = "Open", GIVES_ATTEMPT,                                         \
	.refuses = WAITS | ON(TOO_EARLY) | ON(TOO_LATE)
#define BODIES_ENTER GIVES_ATTEMPT, .refuses = WAITS | ON(TOO_LATE)
#define BODIES_PAPER                                                           \
	.status = 200, .gives = "Paper", .refuses = WAITS | ON(TOO_LATE)
#define BODIES_IMAGE                                                           \
	.status = 200, .gives_also = "image/png image/jpeg",                   \
	.refuses = WAITS | ON(TOO_LATE) | ON(BUSY)
#define BODIES_NEXT                                                            \
	.asks = "Next", GIVES_ATTEMPT, .refuses = WAITS | ON(TOO_LATE)
#define BODIES_ANSWER                                                          \
	.asks = "Answer", .status = 200, .gives = "Saved",                     \
	.refuses = WAITS | ON(FULL)
#define BODIES_FLAG                                                            \
	.asks = "Flag", .status = 200, .gives = "Flagged",                     \
	.refuses = WAITS | ON(TOO_LATE)
#define BODIES_HELP                                                            \
	.asks = "Help", .status = 200, .gives = "Done", .refuses = WAITS
#define BODIES_REPORT                                                          \
	.asks = "Report", .status = 200, .gives = "Done",                      \
	.refuses = WAITS | ON(TOO_LATE)
#define BODIES_CLOSE GIVES_ATTEMPT, .refuses = WAITS | ON(TOO_LATE)
#define BODIES_SUBMIT                                                          \
	.asks = "Submit", GIVES_ATTEMPT, .refuses = WAITS | ON(TOO_LATE)
#define BODIES_SEEN                                                            \
	.asks = "Shown", .status = 200, .gives = "Seen", .refuses = WAITS
#define BODIES_RESULT                                                          \
	.status = 200, .gives = "Result", .refuses = WAITS | ON(TOO_EARLY)
#define BODIES_EVENTS                                                          \
	.status = 200,                                                         \
	.events = "state:Attempt message:Message taken-over:TakenOver"
#define BODIES_RECEIPT                                                         \
	.status = 200, .gives = "ReceiptFile",                                 \
	.refuses = WAITS | ON(STATE) | ON(FULL) | ON(BUSY)
#define BODIES_CHECKPOINT .status = 200, .gives = "Published"
#define BODIES_HEALTH .status = 200, .gives = "Health"

/* ---- staff ---- */

#define GIVES_ROW .status = 200, .gives = "Row"
#define GIVES_SITTING .status = 200, .gives = "Sitting"
#define UPLOADED "text/csv text/plain application/octet-stream"

#define BODIES_STAFF_SIGN_IN                                                   \
	.asks = "SignIn", .status = 201, .gives = "SignedIn",                  \
	.refuses = ON(SIGN_IN) | ON(FULL)
#define BODIES_STAFF_SIGN_OUT .status = 200, .gives = "Done"
#define BODIES_STAFF_HEALTH BODIES_HEALTH
#define BODIES_STAFF_CHECKPOINT BODIES_CHECKPOINT
#define BODIES_LOG .status = 200, .gives = "Consistency"
#define BODIES_LOG_KEY                                                         \
	.asks = "Act", .status = 200, .gives = "Keys", .refuses = ON(FULL)
#define BODIES_LOG_STATEMENT                                                   \
	.asks = "Statement", .status = 200, .gives = "Signed"
#define BODIES_STATUS .status = 200, .gives = "Status"
#define BODIES_METRICS .status = 200, .gives_also = "text/plain"
#define BODIES_BACKUP                                                          \
	.asks = "Backup", .status = 201, .gives = "BackedUp",                  \
	.refuses = ON(CONFLICT)
#define BODIES_ACCOUNTS .status = 200, .gives = "Accounts"
#define BODIES_ACCOUNT_ADD                                                     \
	.asks = "AccountAdd", .status = 201, .gives = "Account",               \
	.refuses = ON(CONFLICT)
#define BODIES_ACCOUNT_PASSWORD                                                \
	.asks = "AccountPassword", .status = 200, .gives = "Account"
#define BODIES_ACCOUNT_ROLES                                                   \
	.asks = "AccountRoles", .status = 200, .gives = "Account"
#define BODIES_BANKS .status = 200, .gives = "Banks"
#define BODIES_BANK_LOAD                                                       \
	.asks = "BankFile", .asks_also = UPLOADED, .query = "file",            \
	.status = 201, .gives = "Bank", .refuses = ON(CONFLICT)
#define BODIES_ITEM_PREVIEW .status = 200, .gives = "Item"
#define BODIES_ITEM_IMAGE                                                      \
	.status = 200, .gives_also = "image/png image/jpeg",                   \
	.refuses = ON(BUSY)
#define BODIES_PROGRAMMES .status = 200, .gives = "Programmes"
#define BODIES_PROGRAMME_LOAD                                                  \
	.asks = "ProgrammeFile", .asks_also = UPLOADED, .query = "file",       \
	.status = 201, .gives = "Programme", .refuses = ON(CONFLICT)
#define BODIES_SITTINGS .status = 200, .gives = "Sittings"
#define BODIES_SCHEDULE_LOAD                                                   \
	.asks = "ScheduleFile", .asks_also = UPLOADED, .query = "file",        \
	.status = 201, .gives = "Scheduled"
#define BODIES_POSTPONE .asks = "Postpone", GIVES_SITTING, .refuses = ON(STATE)
#define BODIES_CANDIDATES                                                      \
	.asks = "CandidatesFile", .asks_also = UPLOADED, .query = "file",      \
	.status = 201, .gives = "Imported"
#define BODIES_TICKETS .status = 201, .gives = "Tickets"
#define BODIES_TICKET_REISSUE .asks = "Act", .status = 201, .gives = "Ticket"
#define BODIES_ROOM                                                            \
	.query = "only_room", .status = 200, .gives = "Room",                  \
	.refuses = ON(TOO_BIG)
#define BODIES_ROOMS .status = 200, .gives = "RoomList"
#define BODIES_ROOM_PROCTORS                                                   \
	.asks = "RoomProctors", .status = 200, .gives = "RoomFacts"
#define BODIES_SEAT .asks = "Seat", GIVES_ROW, .refuses = ON(CONFLICT)
#define BODIES_STAFF_EVENTS                                                    \
	.query = "only_room", .status = 200,                                   \
	.events = "room:Rows announcement:Announcement"
#define BODIES_BROADCAST .asks = "Broadcast", .status = 200, .gives = "Sent"
#define BODIES_TIMELINE .status = 200, .gives = "Timeline"
#define BODIES_CHECK_IN .asks = "CheckIn", GIVES_ROW
#define BODIES_ADMIT .asks = "Admit", GIVES_ROW
#define BODIES_PAUSE .asks = "Act", GIVES_ROW
#define BODIES_RESUME .asks = "Act", GIVES_ROW
#define BODIES_EXTEND .asks = "Extend", GIVES_ROW, .refuses = ON(SECOND_PERSON)
#define BODIES_MESSAGE .asks = "Text", GIVES_ROW
#define BODIES_MOVE_DEVICE .asks = "Act", GIVES_ROW
#define BODIES_REOPEN .asks = "Reopen", GIVES_ROW, .refuses = ON(SECOND_PERSON)
#define BODIES_INCIDENT .asks = "Act", GIVES_ROW
#define BODIES_TERMINATE .asks = "Act", GIVES_ROW
#define BODIES_SCRIPTS .status = 200, .gives = "Scripts"
#define BODIES_SCRIPT .status = 200, .gives = "ScriptToMark"
#define BODIES_SCRIPT_MARK                                                     \
	.asks = "Marks", .status = 200, .gives = "Script",                     \
	.refuses = ON(STATE)
#define BODIES_RESULTS                                                         \
	.query = "format", .status = 200, .gives = "Results",                  \
	.gives_also = "text/csv", .refuses = ON(TOO_BIG)
#define BODIES_ATTEMPT_RESULT                                                  \
	.status = 200, .gives = "Result", .refuses = ON(STATE)
#define BODIES_TRANSCRIPT                                                      \
	.status = 200, .gives_also = "text/plain", .refuses = ON(BUSY)
#define BODIES_BUNDLE                                                          \
	.asks = "Bundle", .status = 200,                                       \
	.gives_also = "application/octet-stream", .refuses = ON(BUSY)
#define BODIES_REPLAY .status = 200, .gives = "Replay", .refuses = ON(BUSY)
#define BODIES_RELEASE                                                         \
	.asks = "Nothing", GIVES_SITTING, .refuses = ON(SECOND_PERSON)
#define BODIES_PROPOSALS .status = 200, .gives = "Proposals"
#define BODIES_PROPOSE                                                         \
	.asks = "Propose", .status = 201, .gives = "Proposal",                 \
	.refuses = ON(STATE)
#define BODIES_CONFIRM                                                         \
	.asks = "Decide", .status = 200, .gives = "Proposal",                  \
	.refuses = ON(STATE) | ON(SECOND_PERSON)
#define BODIES_WITHDRAW                                                        \
	.asks = "Decide", .status = 200, .gives = "Proposal",                  \
	.refuses = ON(STATE)

#endif
