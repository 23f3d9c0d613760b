/*
 * blueprint: what every paper of a route must be.
 *
 * A section draws `items` scored items by its rules, each item for one of
 * them, and `pretest` items on trial on top.  Everything here is read-only;
 * whoever loads it owns it.
 */
#ifndef CORE_BLUEPRINT_H
#define CORE_BLUEPRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "exam/slice.h"

/*
 * Of the items whose topic is `topic` or below it ("networks" covers
 * "networks.dns"; "" covers all), whose difficulty is in the set and which
 * have the tag ("": whatever they have), at least min and at most max.
 */
struct blueprint_rule {
	struct slice topic, tag;
	unsigned difficulties; /* bits 1u << DIFFICULTY_… */
	uint16_t min, max;
};

struct blueprint_section {
	uint16_t items; /* scored ones; 0: the sum of its rules' minima */
	uint16_t n_rules, n_limits, n_fixed;
	struct blueprint_rule *rules;  /* each scored item is drawn for one */
	struct blueprint_rule *limits; /* hold over all scored items of the
					  section, whichever rule drew them */
	struct slice *fixed; /* idents of items that are always in; each counts
				for a rule that it fits */
	uint16_t pretest;    /* items on trial, of those that fit some rule */
	bool shuffle_items;  /* false: bank order */
};

struct blueprint {
	uint16_t n_sections;
	struct blueprint_section *sections;
	uint16_t forms; /* parallel forms; 0: each candidate's own draw */
	uint16_t exposure_percent; /* no item in more of the forms or papers,
				      but for fixed ones; 0: no limit */
};

/* Scored items of a section; all its items, with those on trial. */
uint16_t blueprint_scored(const struct blueprint_section *);
uint32_t blueprint_items(const struct blueprint_section *);

/* Is the topic this one or below it? */
bool topic_covers(struct slice topic, struct slice below);

/*
 * How often an item may be used in so many forms or papers: the percentage,
 * rounded down, but once at least; UINT32_MAX without a limit.
 */
uint32_t blueprint_use_limit(const struct blueprint *, uint32_t papers);

#endif
