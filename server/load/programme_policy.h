/* What a programme says of marking and of sitting again; for programme.c. */
#ifndef LOAD_PROGRAMME_POLICY_H
#define LOAD_PROGRAMME_POLICY_H

#include "core/programme.h"
#include "load/scope.h"

/* "marking" and "resit" of the file; one marker and no rules by default. */
void load_read_policies(struct programme *, const struct scope *);
/* As members of the file, each behind a comma. */
void load_write_policies(struct buf *, const struct programme *);

#endif
