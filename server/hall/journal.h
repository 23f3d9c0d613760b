/* journal: every event goes through here.  For the files of this folder. */
#ifndef HALL_JOURNAL_H
#define HALL_JOURNAL_H

#include "hall/state.h"

/*
 * Apply, hash, and put into the journal.  e->at is filled where it is zero
 * (now).  The attempt's refusals come back; nothing has happened then.
 */
MUST_CHECK enum err journal_event(struct hall *, struct seat *, struct event *,
    enum verdict *);
/* The same where a refusal would be our own bug or does not matter: logged. */
void journal_note(struct hall *, struct seat *, struct event *);
/* An administrative act. */
void journal_admin(struct hall *, struct slice by, struct slice reason,
    struct slice object, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void journal_init(struct hall *);
/* Write snapshots of dirty chains: at most n, and none more once they have so
 * many bytes. */
void journal_snapshots(struct hall *, size_t n, size_t bytes);
/* Recovery: what a snapshot and an event say.  ERR_STATE: it is not what was
 * written.  ERR_INVALID: it is, but this code cannot follow it. */
MUST_CHECK enum err journal_restore(struct hall *, const struct store_snapshot *);
MUST_CHECK enum err journal_replay(struct hall *, const struct store_event *);
/*
 * A chain's events, last first, from a position of it on, as store_walk_back();
 * each is shown once its hash is verified.  ERR_STATE: one is not what was
 * written; the log names it.
 */
MUST_CHECK enum err journal_walk(struct hall *, const struct chain *,
    uint64_t from, store_see_event *, void *ctx);
/* Answer that something of this attempt's journal cannot be told: 500. */
void journal_refuse(struct hall *, struct request *, const struct seat *);
/* Bring back the answers of a closed attempt by folding its events again. */
MUST_CHECK enum err journal_recall(struct hall *, struct seat *);
/* What the save at this position was told when it was acknowledged. */
MUST_CHECK enum err journal_verdict(struct hall *, const struct seat *,
    uint64_t position, enum verdict *);

#endif
