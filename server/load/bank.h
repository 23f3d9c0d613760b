/*
 * Question banks: the file exam-bank(5) describes, as the bank of core.
 */
#ifndef LOAD_BANK_H
#define LOAD_BANK_H

#include "core/bank.h"
#include "exam/diag.h"

/*
 * ERR_INVALID: the diag has every mistake.  OK: there is none; every item's
 * key has been run through the scorer and gives its marks.  Warnings are what
 * an examiner should look at before the bank is approved; they refuse
 * nothing.
 */
MUST_CHECK enum err load_bank(struct bank **, struct slice text, struct diag *,
    struct diag *warnings);

/* Adds what speaks against a bank that is right: missing rationales and
 * sources, keys that give themselves away by length or place. */
void bank_warn(const struct bank *, struct diag *);

#endif
