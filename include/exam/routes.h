/*
 * The route list: every request there is, said once.  It drives the
 * dispatcher, the access checks and /openapi.json, for which the bodies of
 * each are named in server/proto/openapi_routes.h.
 *
 * ROUTES(X): X(name, method, path, port, who, limit, resend, summary)
 *	port	CANDIDATE or STAFF: which listener takes it
 *	who	roles that may (PUBLIC: before sign-in; CANDIDATE: a signed-in
 *		candidate; else a union of staff roles)
 *	limit	of the body, bytes; 0: must have none
 *	resend	SAFE	reads only
 *		SAME	doing it twice is doing it once
 *		KEY	needs an Idempotency-Key header; a resend gets the
 *			first reply again
 * {name} in a path is one segment, percent-decoded, at most IDENT_MAX bytes.
 * HEAD is answered where GET is.
 */
#ifndef EXAM_ROUTES_H
#define EXAM_ROUTES_H

#include <stdint.h>

#include "exam/limits.h"

#define ROLE_PUBLIC 0u
#define ROLE_CANDIDATE 1u
#define ROLE_PROCTOR 2u
#define ROLE_EXAMINER 4u
#define ROLE_REGISTRAR 8u
#define ROLE_OPERATOR 16u
#define ROLE_STAFF                                                             \
	(ROLE_PROCTOR | ROLE_EXAMINER | ROLE_REGISTRAR | ROLE_OPERATOR)

#define STAFF_ROLES(X)                                                         \
	X(PROCTOR, "proctor")                                                  \
	X(EXAMINER, "examiner")                                                \
	X(REGISTRAR, "registrar")                                              \
	X(OPERATOR, "operator")

#define CANDIDATE_ROUTES(X)                                                    \
	X(SIGN_IN, POST, "/v1/session", CANDIDATE, ROLE_PUBLIC,                \
	    BODY_SMALL_MAX, SAME, "sign in with number and access code")       \
	X(SIGN_OUT, DELETE, "/v1/session", CANDIDATE, ROLE_CANDIDATE, 0, SAME, \
	    "sign out")                                                        \
	X(ATTEMPT, GET, "/v1/attempt", CANDIDATE, ROLE_CANDIDATE, 0, SAFE,     \
	    "where the attempt stands, its sections and its clock")            \
	X(OPEN, POST, "/v1/attempt/open", CANDIDATE, ROLE_CANDIDATE,           \
	    BODY_SMALL_MAX, SAME, "accept the rules and draw the paper")       \
	X(ENTER, POST, "/v1/attempt/sections/{section}/enter", CANDIDATE,      \
	    ROLE_CANDIDATE, 0, SAME, "enter a section: its clock starts")      \
	X(PAPER, GET, "/v1/attempt/paper", CANDIDATE, ROLE_CANDIDATE, 0, SAFE, \
	    "the items that are visible now, with what is saved")              \
	X(IMAGE, GET, "/v1/attempt/items/{item}/images/{image}", CANDIDATE,    \
	    ROLE_CANDIDATE, 0, SAFE, "an image of an item on the screen")      \
	X(NEXT, POST, "/v1/attempt/next", CANDIDATE, ROLE_CANDIDATE,           \
	    BODY_SMALL_MAX, SAME, "linear section: on to the next item")       \
	X(ANSWER, PUT, "/v1/attempt/answers/{item}", CANDIDATE,                \
	    ROLE_CANDIDATE, BODY_ANSWER_MAX, SAME, "save a response")          \
	X(FLAG, PUT, "/v1/attempt/flags/{item}", CANDIDATE, ROLE_CANDIDATE,    \
	    BODY_SMALL_MAX, SAME, "flag an item for review, or clear it")      \
	X(HELP, POST, "/v1/attempt/help", CANDIDATE, ROLE_CANDIDATE,           \
	    BODY_SMALL_MAX, KEY, "ask the proctor for help")                   \
	X(REPORT, POST, "/v1/attempt/reports", CANDIDATE, ROLE_CANDIDATE,      \
	    BODY_SMALL_MAX, KEY, "report a faulty item")                       \
	X(CLOSE, POST, "/v1/attempt/sections/{section}/close", CANDIDATE,      \
	    ROLE_CANDIDATE, 0, SAME, "close a section for good")               \
	X(SUBMIT, POST, "/v1/attempt/submit", CANDIDATE, ROLE_CANDIDATE,       \
	    BODY_SMALL_MAX, SAME, "submit the attempt")                        \
	X(SEEN, PUT, "/v1/attempt/seen", CANDIDATE, ROLE_CANDIDATE,            \
	    BODY_SMALL_MAX, SAME, "what was told is on the screen")            \
	X(RECEIPT, GET, "/v1/attempt/receipt", CANDIDATE, ROLE_CANDIDATE, 0,   \
	    SAFE, "the receipt of what was closed last, as a file")            \
	X(RESULT, GET, "/v1/attempt/result", CANDIDATE, ROLE_CANDIDATE, 0,     \
	    SAFE, "the result, once it is released")                           \
	X(EVENTS, GET, "/v1/events", CANDIDATE, ROLE_CANDIDATE, 0, SAFE,       \
	    "server-sent events: state, message, taken-over")                  \
	X(CHECKPOINT, GET, "/v1/checkpoint", CANDIDATE, ROLE_PUBLIC, 0, SAFE,  \
	    "the last published head of the journal, and who signs")           \
	X(HEALTH, GET, "/v1/health", CANDIDATE, ROLE_PUBLIC, 0, SAFE,          \
	    "is the server there, and what time is it")                        \
	X(OPENAPI, GET, "/openapi.json", CANDIDATE, ROLE_PUBLIC, 0, SAFE,      \
	    "what this port takes and gives, as OpenAPI 3.1")

#define STAFF_ROUTES(X)                                                        \
	X(STAFF_SIGN_IN, POST, "/v1/session", STAFF, ROLE_PUBLIC,              \
	    BODY_SMALL_MAX, SAME, "sign in with name and password")            \
	X(STAFF_SIGN_OUT, DELETE, "/v1/session", STAFF, ROLE_STAFF, 0, SAME,   \
	    "sign out")                                                        \
	X(STAFF_HEALTH, GET, "/v1/health", STAFF, ROLE_PUBLIC, 0, SAFE,        \
	    "is the server there, and what time is it")                        \
	X(STAFF_OPENAPI, GET, "/openapi.json", STAFF, ROLE_PUBLIC, 0, SAFE,    \
	    "what this port takes and gives, as OpenAPI 3.1")                  \
	X(STAFF_CHECKPOINT, GET, "/v1/checkpoint", STAFF, ROLE_PUBLIC, 0,      \
	    SAFE, "the last published head of the journal, and who signs")     \
	X(LOG, GET, "/v1/log/{from}", STAFF, ROLE_STAFF, 0, SAFE,              \
	    "proof that the published head grew out of a smaller one")         \
	X(LOG_KEY, POST, "/v1/log/key", STAFF, ROLE_OPERATOR, BODY_SMALL_MAX,  \
	    KEY, "hand the signing of evidence over to a new key")             \
	X(LOG_STATEMENT, POST, "/v1/log/statement", STAFF, ROLE_OPERATOR,      \
	    BODY_SMALL_MAX, KEY, "date and sign a statement about the server") \
	X(STATUS, GET, "/v1/status", STAFF, ROLE_STAFF, 0, SAFE,               \
	    "what the server is doing: attempts, journal, disk, clock")        \
	X(METRICS, GET, "/v1/metrics", STAFF, ROLE_OPERATOR, 0, SAFE,          \
	    "the same and more as figures for Prometheus")                     \
	X(BACKUP, POST, "/v1/backup", STAFF, ROLE_OPERATOR, BODY_SMALL_MAX,    \
	    KEY, "copy data, pepper and keys to a folder, while running")      \
	X(ACCOUNTS, GET, "/v1/accounts", STAFF, ROLE_OPERATOR, 0, SAFE,        \
	    "staff accounts and their roles")                                  \
	X(ACCOUNT_ADD, POST, "/v1/accounts", STAFF, ROLE_OPERATOR,             \
	    BODY_SMALL_MAX, KEY, "add a staff account")                        \
	X(ACCOUNT_PASSWORD, PUT, "/v1/accounts/{name}/password", STAFF,        \
	    ROLE_OPERATOR, BODY_SMALL_MAX, SAME, "set a new password")         \
	X(ACCOUNT_ROLES, PUT, "/v1/accounts/{name}/roles", STAFF,              \
	    ROLE_OPERATOR, BODY_SMALL_MAX, SAME,                               \
	    "set the roles; none closes the account")                          \
	X(BANKS, GET, "/v1/banks", STAFF, ROLE_STAFF, 0, SAFE,                 \
	    "the loaded bank versions")                                        \
	X(BANK_LOAD, POST, "/v1/banks", STAFF, ROLE_EXAMINER, BODY_UPLOAD_MAX, \
	    SAME, "load a bank file as a new immutable version")               \
	X(ITEM_PREVIEW, GET, "/v1/banks/{bank}/{version}/items/{item}", STAFF, \
	    ROLE_EXAMINER, 0, SAFE, "an item as a candidate sees it")          \
	X(ITEM_IMAGE, GET,                                                     \
	    "/v1/banks/{bank}/{version}/items/{item}/images/{image}", STAFF,   \
	    ROLE_EXAMINER, 0, SAFE, "an image of an item")                     \
	X(PROGRAMMES, GET, "/v1/programmes", STAFF, ROLE_STAFF, 0, SAFE,       \
	    "the loaded programmes")                                           \
	X(PROGRAMME_LOAD, POST, "/v1/programmes", STAFF, ROLE_REGISTRAR,       \
	    BODY_UPLOAD_MAX, SAME, "load a programme file")                    \
	X(SITTINGS, GET, "/v1/sittings", STAFF, ROLE_STAFF, 0, SAFE,           \
	    "the calendar")                                                    \
	X(SCHEDULE_LOAD, POST, "/v1/schedules", STAFF, ROLE_REGISTRAR,         \
	    BODY_UPLOAD_MAX, SAME, "load a schedule file")                     \
	X(POSTPONE, POST, "/v1/sittings/{sitting}/postpone", STAFF,            \
	    ROLE_REGISTRAR, BODY_SMALL_MAX, KEY,                               \
	    "move a sitting that has not begun to a later time")               \
	X(CANDIDATES, POST, "/v1/sittings/{sitting}/candidates", STAFF,        \
	    ROLE_REGISTRAR, BODY_UPLOAD_MAX, SAME,                             \
	    "import candidates with route and entitlement")                    \
	X(TICKETS, POST, "/v1/sittings/{sitting}/tickets", STAFF,              \
	    ROLE_REGISTRAR, 0, KEY, "issue access codes, shown once")          \
	X(TICKET_REISSUE, POST, "/v1/attempts/{attempt}/ticket", STAFF,        \
	    ROLE_REGISTRAR | ROLE_PROCTOR, BODY_SMALL_MAX, KEY,                \
	    "a new access code; the old one ends")                             \
	X(ROOM, GET, "/v1/sittings/{sitting}/room", STAFF,                     \
	    ROLE_PROCTOR | ROLE_REGISTRAR, 0, SAFE, "every attempt, live")     \
	X(STAFF_EVENTS, GET, "/v1/sittings/{sitting}/events", STAFF,           \
	    ROLE_PROCTOR, 0, SAFE,                                             \
	    "server-sent events: a room's changes, announcements")             \
	X(ROOMS, GET, "/v1/sittings/{sitting}/rooms", STAFF,                   \
	    ROLE_PROCTOR | ROLE_REGISTRAR, 0, SAFE,                            \
	    "the rooms, their proctors and how many are where")                \
	X(ROOM_PROCTORS, PUT, "/v1/sittings/{sitting}/rooms/{room}", STAFF,    \
	    ROLE_REGISTRAR, BODY_SMALL_MAX, SAME, "other proctors for a room") \
	X(BROADCAST, POST, "/v1/sittings/{sitting}/messages", STAFF,           \
	    ROLE_PROCTOR, BODY_SMALL_MAX, KEY, "a message to everybody")       \
	X(TIMELINE, GET, "/v1/attempts/{attempt}", STAFF,                      \
	    ROLE_PROCTOR | ROLE_REGISTRAR, 0, SAFE,                            \
	    "one attempt and everything that happened in it")                  \
	X(CHECK_IN, POST, "/v1/attempts/{attempt}/check-in", STAFF,            \
	    ROLE_PROCTOR, BODY_SMALL_MAX, KEY, "note the identity document")   \
	X(ADMIT, POST, "/v1/attempts/{attempt}/admit", STAFF, ROLE_PROCTOR,    \
	    BODY_SMALL_MAX, KEY, "let a candidate begin")                      \
	X(PAUSE, POST, "/v1/attempts/{attempt}/pause", STAFF, ROLE_PROCTOR,    \
	    BODY_SMALL_MAX, KEY, "stop a candidate's clock")                   \
	X(RESUME, POST, "/v1/attempts/{attempt}/resume", STAFF, ROLE_PROCTOR,  \
	    BODY_SMALL_MAX, KEY, "let it run again")                           \
	X(EXTEND, POST, "/v1/attempts/{attempt}/extend", STAFF, ROLE_PROCTOR,  \
	    BODY_SMALL_MAX, KEY, "give more minutes")                          \
	X(MESSAGE, POST, "/v1/attempts/{attempt}/messages", STAFF,             \
	    ROLE_PROCTOR, BODY_SMALL_MAX, KEY, "a message to one candidate")   \
	X(MOVE_DEVICE, POST, "/v1/attempts/{attempt}/move-device", STAFF,      \
	    ROLE_PROCTOR, BODY_SMALL_MAX, KEY,                                 \
	    "let the waiting device take over, or free the seat")              \
	X(SEAT, POST, "/v1/attempts/{attempt}/seat", STAFF,                    \
	    ROLE_PROCTOR | ROLE_REGISTRAR, BODY_SMALL_MAX, KEY,                \
	    "move a candidate to another seat or room")                        \
	X(REOPEN, POST, "/v1/attempts/{attempt}/reopen", STAFF, ROLE_PROCTOR,  \
	    BODY_SMALL_MAX, KEY, "reopen a mistaken submission")               \
	X(INCIDENT, POST, "/v1/attempts/{attempt}/incidents", STAFF,           \
	    ROLE_PROCTOR, BODY_SMALL_MAX, KEY, "note what happened")           \
	X(TERMINATE, POST, "/v1/attempts/{attempt}/terminate", STAFF,          \
	    ROLE_PROCTOR, BODY_SMALL_MAX, KEY, "end an attempt for good")      \
	X(SCRIPTS, GET, "/v1/sittings/{sitting}/scripts", STAFF,               \
	    ROLE_EXAMINER, 0, SAFE, "texts that people mark, and how far")     \
	X(SCRIPT, GET, "/v1/scripts/{script}", STAFF, ROLE_EXAMINER, 0, SAFE,  \
	    "one text to mark: item, response, rubric, marks given")           \
	X(SCRIPT_MARK, PUT, "/v1/scripts/{script}/marks", STAFF,               \
	    ROLE_EXAMINER, BODY_SMALL_MAX, SAME,                               \
	    "give marks for each criterion of the rubric")                     \
	X(RESULTS, GET, "/v1/sittings/{sitting}/results", STAFF,               \
	    ROLE_EXAMINER | ROLE_REGISTRAR, 0, SAFE, "results of a sitting")   \
	X(ATTEMPT_RESULT, GET, "/v1/attempts/{attempt}/result", STAFF,         \
	    ROLE_EXAMINER | ROLE_REGISTRAR, 0, SAFE,                           \
	    "one candidate's result, with a profile by topics")                \
	X(TRANSCRIPT, GET, "/v1/attempts/{attempt}/transcript", STAFF,         \
	    ROLE_EXAMINER | ROLE_REGISTRAR, 0, SAFE,                           \
	    "all that happened in an attempt, with proofs, as a file")         \
	X(BUNDLE, POST, "/v1/attempts/{attempt}/bundle", STAFF, ROLE_EXAMINER, \
	    BODY_SMALL_MAX, SAME,                                              \
	    "all that a board needs to judge an attempt, encrypted")           \
	X(REPLAY, GET, "/v1/attempts/{attempt}/replay", STAFF,                 \
	    ROLE_EXAMINER | ROLE_REGISTRAR | ROLE_OPERATOR, 0, SAFE,           \
	    "derive an attempt again and compare it with what is kept")        \
	X(RELEASE, POST, "/v1/sittings/{sitting}/release", STAFF,              \
	    ROLE_REGISTRAR, BODY_SMALL_MAX, KEY,                               \
	    "show confirmed results to the candidates")                        \
	X(PROPOSALS, GET, "/v1/proposals", STAFF, ROLE_STAFF, 0, SAFE,         \
	    "acts that wait for a second person")                              \
	X(PROPOSE, POST, "/v1/proposals", STAFF, ROLE_STAFF, BODY_SMALL_MAX,   \
	    KEY, "propose an act that needs two")                              \
	X(CONFIRM, POST, "/v1/proposals/{proposal}/confirm", STAFF,            \
	    ROLE_STAFF, BODY_SMALL_MAX, KEY, "confirm another's proposal")     \
	X(WITHDRAW, POST, "/v1/proposals/{proposal}/withdraw", STAFF,          \
	    ROLE_STAFF, BODY_SMALL_MAX, KEY, "take a proposal back")

#define ROUTES(X) CANDIDATE_ROUTES(X) STAFF_ROUTES(X)

enum route {
#define X(name, method, path, port, who, limit, resend, summary) ROUTE_##name,
	ROUTES(X)
#undef X
	    N_ROUTES
};

enum http_method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_PUT,
	METHOD_DELETE,
	N_METHODS
};
enum port { PORT_CANDIDATE, PORT_STAFF, N_PORTS };
enum resend { RESEND_SAFE, RESEND_SAME, RESEND_KEY };

struct route_facts {
	const char *name; /* "BANK_LOAD" */
	enum http_method method;
	const char *path;
	enum port port;
	unsigned who; /* ROLE_… */
	uint32_t body_max;
	enum resend resend;
	const char *summary;
};

#define ROUTE_PARAMS_MAX 4

extern const struct route_facts route_facts[N_ROUTES]; /* base/routes.c */
const char *method_name(enum http_method);

#endif
