/*
 * answers: the file that answers for nobody (exam(1), UNATTENDED).
 */
#ifndef TERMINAL_ANSWERS_H
#define TERMINAL_ANSWERS_H

#include <jansson.h>

#include "exam/diag.h"
#include "exam/err.h"
#include "terminal/session/paper.h"

enum answers_default { ANSWERS_FIRST, ANSWERS_SKIP, ANSWERS_RANDOM };

struct answers {
	json_t *source;
	bool accept_rules;
	int64_t think_min_ms, think_max_ms; /* before each answer */
	const json_t *by_stem; /* NULL: none */
	enum answers_default otherwise;
	int sections;	/* take so many; INT_MAX: all */
	bool submit;
};

/* ERR_INVALID: every mistake is in diag. */
MUST_CHECK enum err answers_load(struct answers *, struct diag *,
    const char *path);
MUST_CHECK enum err answers_read(struct answers *, struct diag *, json_t *);
void answers_fini(struct answers *);

/*
 * The response to an item, a new reference; NULL: it is left unanswered.
 * random is any number.  Texts of choices that the item does not have are
 * passed over.
 */
json_t *answers_response(const struct answers *, const struct item *,
    uint32_t random);

#endif
