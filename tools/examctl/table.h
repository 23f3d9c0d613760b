/*
 * table: rows of cells in aligned columns.
 *
 *	table_new(columns) → table_cell() for each column of each row →
 *	table_put() → table_free()
 *
 * A column is as wide as its widest cell.  When the whole is wider than the
 * terminal, the cells of the last column, where it is marked so, stand below
 * their rows; then wide columns give way and their cells are cut; then spare
 * columns are left out, the last first.  The last may be one that wraps: its
 * cells go on below.  What stands below or wraps is never lost.
 */
#ifndef EXAMCTL_TABLE_H
#define EXAMCTL_TABLE_H

#include <stddef.h>

#include "exam/buf.h"

#define LIST_COLUMNS_MAX 16

enum column_kind {
	COLUMN_LEFT,
	COLUMN_RIGHT,
	COLUMN_WIDE,
	COLUMN_SPARE, /* as LEFT */
	COLUMN_WRAP,  /* the last */
	COLUMN_BELOW, /* the last */
};

struct column {
	const char *title;
	enum column_kind kind;
};

struct table;

/* The columns are borrowed until table_free(). */
struct table *table_new(const struct column *, size_t n);
void table_free(struct table *);

void table_cell(struct table *, const char *);
__attribute__((format(printf, 2, 3))) void table_cellf(struct table *,
    const char *fmt, ...);
size_t table_n_rows(const struct table *);

/* width 0: no limit.  bold: the titles are set off by colour. */
void table_put(struct buf *, const struct table *, size_t width, bool bold);

#endif
