/*
 * damage: what a disk does to a file that nobody wrote.
 */
#ifndef SURVIVE_DAMAGE_H
#define SURVIVE_DAMAGE_H

#include "core/rng.h"
#include "exam/buf.h"

#define DAMAGE_WORDS_MAX 96

/* One damage to a file of pages of so many bytes behind a header; words say
 * which. */
void damage_one(char words[DAMAGE_WORDS_MAX], struct buf *file, size_t header,
    size_t page, struct rng *);

#endif
