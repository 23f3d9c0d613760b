/*
 * finding: what a rehearsal found, for people to act on.
 *
 * Findings of one rule with the same advice are one: the first one's facts,
 * the names of the first FINDING_NAMES_MAX it is about, and how many there
 * are.
 */
#ifndef REHEARSE_FINDING_H
#define REHEARSE_FINDING_H

#include <stddef.h>
#include <stdint.h>

#include "exam/buf.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE, N_SEVERITIES };

struct findings {
	struct finding *list;
	size_t n;
};

void findings_fini(struct findings *);

/*
 * rule and advice are literals; who is a candidate, room, account …, or NULL
 * for the sitting; advice NULL: there is nothing to do.  The rest are the
 * facts, a sentence.
 */
__attribute__((format(printf, 6, 7))) void finding_add(struct findings *,
    enum severity, const char *rule, const char *who, const char *advice,
    const char *fmt, ...);

/* How many findings of this severity. */
size_t findings_count(const struct findings *, enum severity);
/* Is there one of this rule, and how grave? */
bool findings_has(const struct findings *, enum severity, const char *rule);

/* A member "findings" of a JSON object, the gravest first. */
void findings_write(struct buf *, const struct findings *);

#endif
