/*
 * news: what the session has to tell, in order, each once.
 */
#ifndef TERMINAL_NEWS_H
#define TERMINAL_NEWS_H

#include "exam/buf.h"
#include "exam/time.h"

enum news_kind {
	NEWS_SIGN_IN_REFUSED, /* text; it may be tried again */
	NEWS_SIGNED_IN,
	NEWS_ATTEMPT,	 /* the attempt was read anew; text: what was done to
			    it by others, may be empty */
	NEWS_PAPER,	 /* the paper was read anew */
	NEWS_SAVED,	 /* item, verdict, at */
	NEWS_FLAGGED,	 /* item */
	NEWS_NOT_SAVED,	 /* item, text: the server will not have it */
	NEWS_DONE,	 /* act: the server did it */
	NEWS_REFUSED,	 /* act, text */
	NEWS_RESULT,	 /* session_result() */
	NEWS_PICTURE,	 /* item; text: the file that has the picture now */
	NEWS_RECEIPT,	 /* text: the file that has it from now on */
	NEWS_NO_RECEIPT, /* text: why there is no such file */
	NEWS_OFFLINE,	 /* text: what happened; told once until … */
	NEWS_ONLINE,	 /* … it is over */
	NEWS_MESSAGE,	 /* message, text, at: from the proctor */
	NEWS_LOCAL_COPY, /* text: the outbox's file cannot be kept or read */
	NEWS_TAKEN_OVER, /* another device goes on; this session is over */
	NEWS_ENDED,	 /* the server does not know this sign-in any more */
};

enum verdict {
	VERDICT_COUNTED,
	VERDICT_STALE,
	VERDICT_LATE,
	VERDICT_LATE_COUNTED,
	VERDICT_PAUSED,
	VERDICT_CLOSED,
	N_VERDICTS
};
const char *verdict_name(enum verdict);
/* Sentences that end what "Item 3: " begins, without the time. */
const char *verdict_words(enum verdict);

/* What the candidate can ask for. */
enum act {
	ACT_OPEN,
	ACT_ENTER, /* number: the section */
	ACT_NEXT,  /* number: the item that is left */
	ACT_CLOSE, /* number: the section */
	ACT_SUBMIT,
	ACT_HELP,   /* text */
	ACT_REPORT, /* number: the item; text */
	ACT_RESULT,
	ACT_PICTURE, /* number: the item; text: the number of its image */
	N_ACTS
};

struct news {
	enum news_kind kind;
	enum act act;
	int item;
	enum verdict verdict;
	struct wall at;
	int64_t message; /* its number */
	char *text; /* the news's own, never NULL once told */
};

/* A queue; { 0 } is empty. */
struct news_queue {
	struct news *at;
	size_t n, room;
};

/* Takes a copy of the text. */
void news_put(struct news_queue *, struct news, struct slice text);
/* The oldest, handed over: free its text.  false: there is none. */
bool news_take(struct news_queue *, struct news *);
void news_fini(struct news_queue *);

#endif
