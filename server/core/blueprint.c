#include "core/blueprint.h"

#include <string.h>

uint16_t
blueprint_scored(const struct blueprint_section *section)
{
	uint32_t n = 0;
	uint16_t i;

	if (section->items > 0)
		return section->items;
	for (i = 0; i < section->n_rules; i++)
		n += section->rules[i].min;
	return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
}

uint32_t
blueprint_items(const struct blueprint_section *section)
{
	return (uint32_t)blueprint_scored(section) + section->pretest;
}

bool
topic_covers(struct slice topic, struct slice below)
{
	if (topic.len == 0)
		return true;
	if (below.len < topic.len || memcmp(below.at, topic.at, topic.len) != 0)
		return false;
	return below.len == topic.len || below.at[topic.len] == '.';
}

uint32_t
blueprint_use_limit(const struct blueprint *b, uint32_t papers)
{
	uint64_t limit = (uint64_t)papers * b->exposure_percent / 100;

	if (b->exposure_percent == 0)
		return UINT32_MAX;
	return limit > 0 ? (uint32_t)limit : 1;
}
