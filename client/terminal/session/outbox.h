/*
 * outbox: changes that the server has not acknowledged, oldest first.
 *
 * At most one answer and one flag wait for each item: a later change takes the
 * place of an earlier one with a larger seq, because the larger counts (see
 * the server's proto/README.md).  An acknowledgement removes what it is about
 * and never a later change.  Sending an entry again is harmless: the server
 * knows it by item and seq.
 */
#ifndef TERMINAL_OUTBOX_H
#define TERMINAL_OUTBOX_H

#include <jansson.h>

#include "exam/err.h"
#include "exam/time.h"

enum outbox_kind { OUTBOX_ANSWER, OUTBOX_FLAG };

struct outbox_entry {
	enum outbox_kind kind;
	int item;
	int64_t seq;   /* answers: the server's; flags: our own count */
	json_t *value; /* the response, or true or false; the outbox's */
	struct wall entered_at;
};

struct outbox;

struct outbox *outbox_new(void);
void outbox_free(struct outbox *);

/* seq must be larger than any before for this item; the value is kept, not
 * taken. */
void outbox_put_answer(struct outbox *, int item, int64_t seq, json_t *response,
    struct wall entered_at);
void outbox_put_flag(struct outbox *, int item, bool flagged);
/* Removes the entry of that kind, item and seq, or an earlier one. */
void outbox_done(struct outbox *, enum outbox_kind, int item, int64_t seq);

/* By age; NULL at the end.  Lives until the outbox changes. */
const struct outbox_entry *outbox_at(const struct outbox *, size_t);
const struct outbox_entry *outbox_find(const struct outbox *, enum outbox_kind,
    int item);
size_t outbox_count(const struct outbox *);
size_t outbox_answers(const struct outbox *);

/* All of it as {"entries":[…]}, a new reference; and back into an empty one.
 * ERR_SYNTAX: it is not what we write; the outbox stays empty. */
json_t *outbox_json(const struct outbox *);
MUST_CHECK enum err outbox_read(struct outbox *, const json_t *);

#endif
