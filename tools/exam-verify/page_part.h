/*
 * page_part: what the parts of the page are made of, and those with files of
 * their own.  For the page's files only.
 */
#ifndef VERIFY_PAGE_PART_H
#define VERIFY_PAGE_PART_H

#include "exam-verify/check.h"

struct page {
	struct buf *b;
	const struct story *story;
	const struct evidence *evidence;
	const struct findings *findings;
};

/* The event's fields, or NULL: they are not shown. */
const struct event *page_event(const struct page *, size_t i);

/* Until page_table_end(); titles end with NULL, "#" begins one of numbers. */
void page_table(struct buf *, const char *const *titles);
void page_table_end(struct buf *);
void page_cell_time(const struct page *, struct wall);
/* Less than 0: an empty one. */
void page_cell_duration(const struct page *, int64_t ms);
void page_cell_thousandths(const struct page *, int64_t);

/* Each in page_PART.c. */
void page_put_times(const struct page *);
void page_put_marks(const struct page *);
void page_put_timeline(const struct page *);

#endif
