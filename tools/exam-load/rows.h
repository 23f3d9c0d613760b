/*
 * rows: rows of a room in the bytes of its event stream.
 *
 * A pure function on what has come, however it was cut: two hundred dashboards
 * are sent megabytes a second, and nothing but who was saved when is of
 * interest.
 */
#ifndef EXAM_LOAD_ROWS_H
#define EXAM_LOAD_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "exam/slice.h"

/* last_saved: the time as it stands there; not called where there is none. */
typedef void rows_call(void *owner, uint64_t attempt, struct slice last_saved);

/* *len bytes are done with; the rest is to be given again, with what follows.
 * Did an event end in them? */
bool rows_take(size_t *len, struct slice bytes, rows_call *, void *owner);

#endif
