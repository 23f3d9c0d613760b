/*
 * statement: what a person says about a server, dated and signed by it as a
 * note:
 *
 *	examd statement v1\n		no head and no seal begins so
 *	ORIGIN\n
 *	RFC 3339 time of signing\n
 *	by NAME\n			the account that asked for it
 *	TEXT				lines, none of them empty
 *	\n
 *	— ORIGIN <signature>\n
 *
 * The signature says that the server was asked to sign this then, and by whom;
 * what the text says is that person's word.
 */
#ifndef PROOF_STATEMENT_H
#define PROOF_STATEMENT_H

#include "exam/time.h"
#include "proof/note.h"

#define STATEMENT_KIND "examd statement v1"

struct statement {
	struct slice origin, by, text; /* borrowed */
	struct wall at;
};

/* ERR_INVALID: the text has an empty line, or does not end one; ERR_SYS. */
MUST_CHECK enum err statement_put(
    struct buf *, const struct statement *, const struct note_signer *);
/* What the note's text says; its signature is another matter.  ERR_SYNTAX. */
MUST_CHECK enum err statement_parse(struct statement *, const struct note *);
/* Does the file begin as one? */
bool statement_is(struct slice bytes);

#endif
