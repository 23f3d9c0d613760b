/*
 * room_watch: a room followed by its event stream, until the person interrupts
 * it.  On a terminal a table that is drawn anew at every change and each
 * second; else a line for each change; with --json each event's data on a line.
 */
#ifndef EXAMCTL_ROOM_WATCH_H
#define EXAMCTL_ROOM_WATCH_H

#include "examctl/command.h"

enum outcome room_watch(struct call *, const char *sitting);

/* "room=aula" as --room says, in the buffer; NULL: it says nothing. */
const char *room_query(struct buf *, const struct call *);

#endif
