/*
 * evidence: a transcript that was read.  Nothing of it is believed yet; its
 * form is checked, not what it says.
 */
#ifndef VERIFY_EVIDENCE_H
#define VERIFY_EVIDENCE_H

#include "exam/diag.h"
#include "load/json.h"
#include "proof/checkpoint.h"
#include "proof/keys.h"
#include "proof/transcript.h"

struct evidence {
	struct transcript head;
	size_t n;
	struct transcript_event *events;
	struct event *decoded; /* of each event; see is_decoded */
	bool *is_decoded;      /* false: withheld, or no fields of its kind */
	bool has_result;
	struct score result;
	struct json_document *document; /* texts point into it ... */
	struct arena arena;		/* ... or into this */
};

/* ERR_INVALID: the diag says where and what. */
MUST_CHECK enum err evidence_read(
    struct evidence **, struct slice json, struct diag *);
void evidence_free(struct evidence *);

/* The text as the server would write it. */
void evidence_write(struct buf *, const struct evidence *);

#endif
