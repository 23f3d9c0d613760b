/*
 * report: a candidate's score report, from the Result of the interface.
 *
 * The report is made once as a list of blocks (headings, lines, tables), and
 * written as text, HTML or PDF by three writers that know no exam.
 */
#ifndef REPORT_H
#define REPORT_H

#include <jansson.h>

#include "exam/buf.h"
#include "exam/err.h"

enum report_kind {
	REPORT_TITLE,	/* cells[0] */
	REPORT_HEADING, /* cells[0] */
	REPORT_LINE,	/* a paragraph, cells[0] */
	REPORT_VERDICT, /* the same, and it is what one looks for */
	REPORT_FACT,	/* name and value */
	REPORT_HEAD,	/* titles of the columns of the rows that follow */
	REPORT_ROW,
	REPORT_BAR,	/* name, share in per cent (.percent), words */
};

#define REPORT_CELLS_MAX 5
#define REPORT_IMPROVE_MAX 6 /* topics named: more is no advice */

struct report_block {
	enum report_kind kind;
	unsigned n_cells;
	char *cells[REPORT_CELLS_MAX]; /* owned; UTF-8 */
	double percent;
};

struct report {
	size_t n;
	struct report_block *blocks;
};

/* ERR_INVALID: it is no Result.  report_fini() either way. */
MUST_CHECK enum err report_make(struct report *, const json_t *result);
void report_fini(struct report *);

/* Append it. */
void report_text(struct buf *, const struct report *);
void report_html(struct buf *, const struct report *);
/* report_pdf.c, a library of its own (exam_report_pdf): A4, tagged, with fonts
 * of the machine.  ERR_IO: there is no font, or the library failed. */
MUST_CHECK enum err report_pdf(struct buf *, const struct report *);
/* Once, at the end: free what the libraries keep from one PDF to the next. */
void report_pdf_end(void);

#endif
