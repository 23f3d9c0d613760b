/*
 * session_state: the inside of a session, shared by the files that make it:
 * session.c (what is asked when), session_reply.c (what the answers mean),
 * session_receipt.c (receipts as files),
 * session_take.c (what the server says of the exam), session_practice.c (what
 * is said where there is no server).
 */
#ifndef TERMINAL_SESSION_STATE_H
#define TERMINAL_SESSION_STATE_H

#include "terminal/session/acts.h"
#include "terminal/session/memory.h"
#include "terminal/session/outbox.h"
#include "terminal/session/picture.h"
#include "terminal/session/session.h"
#include "wire/backoff.h"
#include "wire/stream.h"

enum phase { PHASE_SIGNED_OUT, PHASE_SIGNING_IN, PHASE_SIGNED_IN, PHASE_OVER };

enum task {
	TASK_NONE,
	TASK_SIGN_IN,
	TASK_ATTEMPT,
	TASK_SAVE,
	TASK_ACT,
	TASK_PAPER,
	TASK_SEEN,
	TASK_RECEIPT,
	N_TASKS
};

struct session {
	struct wire_server *server; /* lent; NULL in practice */
	struct practice *practice;  /* lent; NULL: there is a server */
	struct wire *wire;	    /* NULL in practice */
	struct stream *stream;	    /* NULL until signed in, and in practice */
	char *directory, *receipts, *device, *candidate, *code;
	char *receipt; /* short line of the one that is kept; NULL: none */
	enum phase phase;
	enum task task;		/* what the wire is busy with */
	struct outbox_entry sent; /* TASK_SAVE: which; its value is not kept */
	struct outbox_entry doubted; /* refused once: is the exam standing? */
	bool look_first;	/* at the attempt, before anything else */
	struct outbox *outbox;
	struct buf outbox_path; /* empty until the attempt is known */
	bool copy_failed;
	struct memory memory; /* in no file in practice */
	struct acts acts;
	struct attempt *attempt;
	struct paper *paper;
	json_t *result;
	struct pictures pictures;
	bool want_attempt, want_paper;
	struct mono look_at;	/* ask for the attempt then, unless told */
	int64_t told_message;	/* the last one told */
	int64_t seen;		/* the event that the server was told of last */
	int64_t sent_seen;	/* TASK_SEEN: which */
	int at_item;
	struct countdown clock, rest;
	int64_t server_ahead;	/* server_time - CLOCK_BOOTTIME, ms */
	bool offline, never_heard;
	struct mono lost_at, again_at;
	struct backoff backoff;
	struct news_queue news;
	struct session_counts counts;
};

/* session.c */
void session_tell(struct session *, struct news, const char *text);
void session_keep_copy(struct session *);
void session_lose(struct session *, const char *why, int retry_after);
void session_heard(struct session *);

/* What is to be asked next, if anything may be. */
enum task session_next_task(const struct session *);
/* The last event that the candidate has had before them; 0: none. */
int64_t session_shown(const struct session *);

/* session_practice.c: as far as it goes, at once. */
void session_advance_practice(struct session *);

/* session_reply.c: s->task as a request; then its reply, and the stream's. */
void session_request(struct session *, struct wire_request *, struct buf *path,
    struct buf *body);
void session_reply(struct session *, const struct wire_reply *);
void session_stream(struct session *, enum stream_news,
    const struct sse_event *);

/* session_receipt.c: write it to its file; or the server will not give it. */
void session_take_receipt(struct session *, const json_t *);
void session_refuse_receipt(struct session *, const char *text);

/* session_take.c: the JSON stays the caller's. */
void session_hear_time(struct session *, const json_t *);
void session_take_attempt(struct session *, json_t *);
void session_take_paper(struct session *, json_t *);
void session_plan_look(struct session *);
/* Unless it was told or read before. */
void session_tell_message(struct session *, const struct message *);

#endif
