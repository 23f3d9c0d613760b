/*
 * Blueprints: what a section of a programme draws, JSON in and out.
 */
#ifndef LOAD_BLUEPRINT_H
#define LOAD_BLUEPRINT_H

#include "core/arena.h"
#include "core/blueprint.h"
#include "load/scope.h"

/* From the members of a section that are the blueprint's. */
void load_blueprint_section(
    struct blueprint_section *, struct arena *, const struct scope *);
/* From those of the route, once its sections are read; says what a paper may
 * not have. */
void load_blueprint_route(struct blueprint *, const struct scope *);

/* Append the same members, with commas between them. */
void load_blueprint_write_section(
    struct buf *, const struct blueprint_section *);
/* Each with a comma behind it. */
void load_blueprint_write_route(struct buf *, const struct blueprint *);

#endif
