/*
 * page: an attempt and what was found, as one HTML page for people: no script,
 * nothing fetched, made to be printed.
 */
#ifndef VERIFY_PAGE_H
#define VERIFY_PAGE_H

#include "exam-verify/check.h"

void page_put(struct buf *, const struct story *, const struct findings *);

#endif
