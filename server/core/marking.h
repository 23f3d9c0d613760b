/*
 * marking: marks given by people, and when they settle.
 *
 * A script is what one candidate wrote for one item with a rubric.  A marker
 * gives marks for each criterion without seeing what another gave.  The
 * programme says how many markers a script has, and how far two may differ:
 *
 *	one marker				that marker's marks
 *	two, |first - second| <= tolerance	the mean, rounded half up to a
 *						thousandth of a mark
 *	two, further apart			a third person, who sees both,
 *						decides, and that stands
 *
 * Pure; the bytes of a marking belong to its attempt.
 */
#ifndef CORE_MARKING_H
#define CORE_MARKING_H

#include <stdint.h>

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/limits.h"
#include "exam/slice.h"

struct marking_policy {
	uint8_t markers;   /* 1 or MARKERS_MAX - 1 */
	int32_t tolerance; /* thousandths of a mark; with two markers */
};

/* What one person gave for one script. */
struct hand_mark {
	uint16_t item; /* 0-based place in the paper */
	int32_t marks; /* thousandths, the sum of the criteria */
	char by[IDENT_MAX + 1];
};

/* All of an attempt, in the order in which people first marked. */
struct marking {
	uint16_t n;
	struct hand_mark *marks;
};

enum script_state {
	SCRIPT_WAITING, /* for its first or second marker */
	SCRIPT_DIFFERS, /* two are too far apart */
	SCRIPT_SETTLED,
};

void marking_fini(struct marking *);

/* This person's marks for this item, instead of those they gave before.
 * ERR_FULL: MARKERS_MAX others have marked it.  ERR_INVALID: a name longer than
 * IDENT_MAX or none, or marks out of range. */
MUST_CHECK enum err marking_put(struct marking *, uint16_t item,
    struct slice by, int32_t marks);

/* The nth (from 0) who marked the item, or NULL. */
const struct hand_mark *marking_nth(const struct marking *, uint16_t item,
    unsigned n);
/* What this person gave, or NULL. */
const struct hand_mark *marking_by(const struct marking *, uint16_t item,
    struct slice by);

/* *marks is written when it is settled. */
enum script_state marking_state(int32_t *marks, const struct marking *,
    uint16_t item, struct marking_policy);

/* May this person mark the item now?  Whoever marked may correct that, until a
 * third has decided; a third only when two differ.  ERR_STATE: it has its
 * markers. */
MUST_CHECK enum err marking_may(const struct marking *, uint16_t item,
    struct slice by, struct marking_policy);

/* Have as many marked it as the programme wants?  Then all see all. */
bool marking_is_open(const struct marking *, uint16_t item,
    struct marking_policy);

const char *script_state_word(enum script_state);

/* For snapshots.  ERR_SYNTAX: not what marking_pack() writes. */
void marking_pack(const struct marking *, struct buf *);
MUST_CHECK enum err marking_unpack(struct marking *, struct cursor *);

#endif
