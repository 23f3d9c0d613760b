/*
 * Candidates of one sitting: a CSV or JSON file in, a JSON object a line out.
 * exam-candidates(5).
 */
#ifndef LOAD_CANDIDATES_H
#define LOAD_CANDIDATES_H

#include "core/entitlement.h"
#include "exam/diag.h"
#include "exam/err.h"

struct candidate {
	char number[IDENT_MAX + 1];
	char name[NAME_MAX_LEN + 1];
	enum route_name route;
	struct entitlement entitlement;
	char room[IDENT_MAX + 1]; /* "": none */
	char seat[IDENT_MAX + 1]; /* "": none */
};

struct candidates {
	size_t n;
	struct candidate *rows; /* owned; in the order of the file */
};

/* ERR_INVALID: the diag has every mistake, and there is nothing to free. */
MUST_CHECK enum err load_candidates(struct candidates *, struct slice text,
    struct diag *);
void candidates_fini(struct candidates *);

/* One as JSON, without a line end, and back. */
void load_candidate_write(struct buf *, const struct candidate *);
MUST_CHECK enum err load_candidate_read(struct candidate *, struct slice line,
    struct diag *);

#endif
