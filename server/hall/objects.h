/* objects: what the staff keep: accounts, banks, programmes, proposals, results.  For the files of this folder. */
#ifndef HALL_OBJECTS_H
#define HALL_OBJECTS_H

#include "hall/state.h"

struct account *account_find(struct hall *, struct slice name);
struct account *account_of_uid(struct hall *, uint32_t uid);
void account_write_roles(struct buf *, const char *name, unsigned roles);
MUST_CHECK enum err account_restore(struct hall *, const char *key,
    struct slice body);
void account_init(struct hall *);

struct bank_version *bank_find_version(struct hall *, struct slice key);
MUST_CHECK enum err bank_restore(struct hall *, const char *key,
    struct slice body);
MUST_CHECK enum err bank_restore_approval(struct hall *, const char *key,
    struct slice body);
void bank_approve(struct hall *, struct bank_version *, const char *by,
    const char *second);

/* Send a file to a helper; NULL: answered. */
struct errand *upload(struct hall *, struct request *, enum hall_job,
    const char *kind);
void reply_mistakes(struct hall *, struct request *, struct slice lines);

struct programme_version *programme_find(struct hall *, struct slice key);
MUST_CHECK enum err programme_restore(struct hall *, const char *key,
    struct slice body);

MUST_CHECK enum err proposal_restore(struct hall *, const char *key,
    struct slice body);
/* Is there an open proposal of this act on this object? */
struct proposal *proposal_open_on(struct hall *, int act, const char *object);

/* Its marks, and what people have to mark, from its answers; nothing is kept on
 * the disk.  false: it has no paper, or its answers are not there. */
bool result_derive(struct seat *);
/* What is stored of them. */
void result_pack(struct buf *, const struct seat *);
/* Mark a closed attempt and journal it. */
void result_score(struct hall *, struct seat *);
void result_release(struct hall *, struct seat *, struct slice by);

#endif
