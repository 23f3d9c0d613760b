/*
 * The rooms of a sitting, JSON in and out: members of the sitting's object.
 */
#ifndef LOAD_ROOMS_H
#define LOAD_ROOMS_H

#include "core/sitting.h"
#include "load/scope.h"

/* "rooms" and "chiefs"; mistakes go to the scope's diag. */
void load_rooms_read(struct sitting *, const struct scope *);

/* Append them, each with a comma before; nothing where there are none. */
void load_rooms_write(struct buf *, const struct sitting *);

#endif
