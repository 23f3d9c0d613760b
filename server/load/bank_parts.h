/*
 * The parts of a bank file beside its items.  Only the files load/bank*.c use
 * it.  Each reads its member of the file, or adds to the diag.
 */
#ifndef LOAD_BANK_PARTS_H
#define LOAD_BANK_PARTS_H

#include "core/bank.h"
#include "load/members.h"

void bank_read_images(
    struct bank_parts *, struct arena *, const struct scope *);
/* Images have been read. */
void bank_read_stimuli(
    struct bank_parts *, struct arena *, const struct scope *);
/* What items say of one another, once all are read; list: their JSON. */
void bank_check_relations(
    const struct bank_parts *, const struct scope *, const struct json *list);
/* Images and stimuli that no item uses. */
void bank_warn_unused(
    const struct bank_parts *, const struct scope *, struct diag *warnings);

/* Opens a member that is an object of at most max named things, each by an
 * identifier; NULL: there is none, or it is wrong. */
const struct json *bank_open_named(
    const struct scope *, const char *name, size_t max);

#endif
