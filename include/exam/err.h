/*
 * Every error there is.
 *
 * One list, so that the name in a log, the number in a frame, the HTTP status
 * and the problem type on the wire (RFC 9457) can never disagree.
 * X(name, code, HTTP status, problem type, text)
 * ERR_SYS means "errno says why"; ERR_IO means the disk, and ends the hall.
 */
#ifndef EXAM_ERR_H
#define EXAM_ERR_H

#define ERR_LIST(X)                                                            \
	X(OK, 0, 200, "ok", "ok")                                              \
	X(SYNTAX, 1, 400, "malformed", "the request is malformed")             \
	X(INVALID, 2, 422, "invalid", "a value is not allowed")                \
	X(SIGN_IN, 3, 401, "sign-in-failed",                                   \
	    "the number or the code is not right")                             \
	X(NO_SESSION, 4, 401, "not-signed-in", "sign in first")                \
	X(FORBIDDEN, 5, 403, "forbidden", "your role does not allow this")     \
	X(SECOND_PERSON, 6, 403, "second-person",                              \
	    "this act needs a second person")                                  \
	X(UNKNOWN, 7, 404, "unknown", "no such thing")                         \
	X(METHOD, 8, 405, "method", "the method is not allowed here")          \
	X(TOO_EARLY, 9, 409, "too-early", "the window has not opened")         \
	X(TOO_LATE, 10, 409, "too-late", "the window has closed")              \
	X(STATE, 11, 409, "state", "this is not possible now")                 \
	X(CONFLICT, 12, 409, "conflict", "it exists already and is different") \
	X(DEVICE, 13, 409, "device", "the attempt is open on another device")  \
	X(TOO_BIG, 14, 413, "too-big", "the request is larger than allowed")   \
	X(FULL, 15, 429, "limit", "a limit is reached")                        \
	X(BUSY, 16, 503, "busy", "the server cannot answer just now")          \
	X(IO, 17, 503, "not-saved", "it could not be saved")                   \
	X(SYS, 18, 500, "system", "the system refused")                        \
	X(KEY_REUSED, 19, 422, "key-reused",                                   \
	    "the idempotency key was used for another request")

enum err {
#define X(name, code, status, type, text) ERR_##name = code,
	ERR_LIST(X)
#undef X
};

#define MUST_CHECK __attribute__((warn_unused_result))

const char *err_text(enum err);
const char *err_type(enum err); /* last segment of the problem's type URI */
int err_status(enum err);       /* HTTP status */

#endif
