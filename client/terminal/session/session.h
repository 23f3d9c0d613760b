/*
 * session: one candidate and the server.
 *
 * It signs in, keeps the attempt and the paper as the server has them, sends
 * what the candidate enters and asks for, and listens to the event stream.  It
 * never blocks, survives a lost connection and a restarted server, and tells
 * what happens as news.  One request is under way at a time; in order of
 * urgency:
 *
 *	sign in; the first look at the attempt; unacknowledged changes, oldest
 *	first; acts in the order they were asked for; paper; attempt
 *
 * So an act that closes something never overtakes an answer.
 *
 * Changes are on this computer's disk (outbox_file.h) before they are sent,
 * and leave it when the server acknowledged them.  So is the session token,
 * until the exam is over or the server does not know it any more: who signs in
 * again from this computer is known by it (memory.h).
 */
#ifndef TERMINAL_SESSION_H
#define TERMINAL_SESSION_H

#include <poll.h>

#include "terminal/session/attempt.h"
#include "terminal/session/countdown.h"
#include "terminal/session/news.h"
#include "terminal/session/paper.h"
#include "wire/wire.h"

#define SESSION_FDS 2

struct practice;
struct session;

/* server is lent; directory (of state files) and device are copied. */
struct session *session_new(struct wire_server *, const char *directory,
    const char *device);
/* Practice is lent and takes the place of a server; pictures are kept in the
 * directory. */
struct session *session_new_practice(struct practice *, const char *directory);
void session_free(struct session *);
/* Keep receipts in this folder and not beside the unsaved answers.  Copied. */
void session_keep_receipts(struct session *, const char *directory);

/* Both copied.  What the server says comes as news. */
void session_sign_in(struct session *, const char *candidate,
    const char *code);
/* The response is taken.  Nothing happens if it is what is entered already. */
void session_answer(struct session *, struct item *, json_t *response);
void session_flag(struct session *, struct item *, bool flagged);
/* The candidate has read it; it is not told again, also by a later run. */
void session_read_message(struct session *, int64_t message);
/* The candidate is at this item. */
void session_be_at(struct session *, int item);
/* The position on the paper to go on from: of that item, or of the first one
 * without an answer. */
size_t session_begin_at(const struct session *);
/* text may be NULL.  ERR_FULL: too many acts wait for the connection. */
MUST_CHECK enum err session_ask(struct session *, enum act, int number,
    const char *text);

/* For poll(2): writes up to SESSION_FDS and returns how many. */
size_t session_poll(const struct session *, struct pollfd *);
struct mono session_deadline(const struct session *);
/* Moves on, as far as it can without waiting. */
void session_advance(struct session *);
/* The oldest news, handed over: free its text.  false: none. */
bool session_news(struct session *, struct news *);

/* NULL until they are known; they live until the next advance. */
const struct attempt *session_attempt(const struct session *);
const struct paper *session_paper(const struct session *);
const json_t *session_result(const struct session *);
/* Is the paper that of the section, and in a linear one the item, that is open
 * now? */
bool session_paper_fits(const struct session *);
struct countdown *session_clock(struct session *);
int64_t session_break_left(const struct session *);
/* What the server's clock shows, as far as it is known. */
struct wall session_server_now(const struct session *);

size_t session_unsaved(const struct session *); /* answers and flags */
bool session_is_unsaved(const struct session *, const struct item *);
size_t session_acts(const struct session *);	/* asked for, not done */
/* Is there a receipt that is not on this computer yet? */
bool session_receipt_is_due(const struct session *);
bool session_signing_in(const struct session *);
/* How long the server has not been heard of though it was asked; 0: it is
 * there. */
int64_t session_offline_ms(const struct session *);
/* The server's certificate is not trusted: waiting will not mend it. */
bool session_untrusted(const struct session *);

struct session_counts {
	size_t saves;	/* changes of answers, each seq once */
	size_t acknowledged;
	size_t verdicts[N_VERDICTS];
	size_t reconnects;
};
const struct session_counts *session_counts(const struct session *);

#endif
