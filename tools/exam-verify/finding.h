/*
 * finding: what does not hold, where, and what that means; and what else a
 * person ought to know.
 */
#ifndef VERIFY_FINDING_H
#define VERIFY_FINDING_H

#include "exam/diag.h"

struct finding {
	char *file, *where, *what; /* owned; where may be "" */
};

struct findings {
	struct finding *all;
	size_t n;
	struct buf notes; /* lines: what was checked, and by whose key */
	bool is_unreadable; /* something could not be read at all */
};

void findings_fini(struct findings *);

__attribute__((format(printf, 4, 5))) void finding_add(struct findings *,
    const char *file, const char *where, const char *fmt, ...);
/* The file is not what it should be; nothing of it could be checked. */
__attribute__((format(printf, 3, 4))) void finding_unreadable(
    struct findings *, const char *file, const char *fmt, ...);
__attribute__((format(printf, 3, 4))) void finding_note(struct findings *,
    const char *file, const char *fmt, ...);

/* The same with what a reader said first: "is no receipt: line 10: …". */
void finding_add_diag(struct findings *, const char *file, const char *where,
    const char *what, const struct diag *);
void finding_unreadable_diag(struct findings *, const char *file,
    const char *what, const struct diag *);

/* Lines "file: where: what", then the notes; or a JSON array. */
void findings_text(struct buf *, const struct findings *);
void findings_json(struct buf *, const struct findings *);

#endif
