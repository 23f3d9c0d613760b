/*
 * pages: the built-in pages, served without the hall.
 *
 * Each port has its own; nothing is read from a disk.
 */
#ifndef NET_PAGES_H
#define NET_PAGES_H

#include "exam/pages.h"
#include "net/http.h"
#include "net/reply.h"

/* NULL: the port has no such page.  path: as http_read_head() gives it. */
const struct page *pages_find(enum port, struct slice path);

/* The methods a page takes, for Allow. */
#define PAGES_ALLOW "GET, HEAD"

/* 304 for a page the client has; else 200, packed if it may be (RFC 9110
 * §12.5.3, §13.1.2).  The head's method is GET or HEAD. */
void pages_put(struct buf *, const struct page *, const struct http_head *,
    struct reply_manner);

#endif
