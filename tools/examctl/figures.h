/*
 * figures: what was measured of a machine, in a file that says when, where and
 * of which version; a JSON object (RFC 8259) of the format "exam-figures-1".
 */
#ifndef EXAMCTL_FIGURES_H
#define EXAMCTL_FIGURES_H

#include <jansson.h>

#include "exam/diag.h"
#include "exam/err.h"
#include "examctl/plan_model.h"

#define FIGURES_DAYS 90 /* kernels and disks change; older is warned of */
#define MACHINE_TEXT_MAX 192

/* "AMD EPYC 7B13, 2 cores" */
void figures_machine(char text[MACHINE_TEXT_MAX]);
/* What is free of it now; the disk is that of this path. */
MUST_CHECK enum err figures_free(
    struct plan_machine *, const char *path, struct diag *);

/* ERR_SYS: it cannot be written. */
MUST_CHECK enum err figures_write(const char *path, const struct plan_figures *,
    unsigned candidates, struct wall now, struct diag *);
/*
 * Lines about what may have changed since go to warnings.  ERR_SYS: it cannot
 * be read; ERR_INVALID: it is none, or another machine's.
 */
MUST_CHECK enum err figures_read(struct plan_figures *, const char *path,
    struct wall now, struct diag *, struct diag *warnings);

/* As it stands in the file, the caller's to free. */
json_t *figures_json(const struct plan_figures *);

#endif
