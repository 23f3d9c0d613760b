/*
 * csv: rows of a comma-separated file (RFC 4180), a row at a time.  Lines end
 * with LF or CRLF; a byte order mark and empty lines are skipped.
 */
#ifndef LOAD_CSV_H
#define LOAD_CSV_H

#include "exam/diag.h"

#define CSV_FIELDS_MAX 32

struct csv {
	struct slice left;
	int line;
	struct buf room; /* the fields of the row read last */
	struct diag *diag;
};

struct csv_row {
	int line; /* where it begins */
	size_t n;
	struct slice fields[CSV_FIELDS_MAX]; /* unquoted, NUL behind each;
						valid until the next row */
};

void csv_init(struct csv *, struct slice text, struct diag *);
void csv_fini(struct csv *);
/* false: there are no more rows, or the rest cannot be read, which has been
 * told. */
bool csv_next(struct csv_row *, struct csv *);

#endif
