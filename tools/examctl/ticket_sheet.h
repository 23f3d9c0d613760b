/*
 * ticket_sheet: admission tickets for paper, or for another program.
 * ticket: as in server/proto/README.md; its times are told in the sitting's
 * zone, because that is where the candidate reads them.
 */
#ifndef EXAMCTL_TICKET_SHEET_H
#define EXAMCTL_TICKET_SHEET_H

#include <jansson.h>

#include "exam/buf.h"

/* Cards to cut, 72 columns wide, three to a page of 60 lines.  server: how to
 * reach it, NULL: unknown. */
void ticket_sheet_text(struct buf *, const char *heading, const char *server,
    const json_t *tickets);
/* RFC 4180 with a header line. */
void ticket_sheet_csv(struct buf *, const json_t *tickets);

#endif
