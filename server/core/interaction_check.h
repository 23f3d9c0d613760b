/* The part of item_check() that looks at one interaction.  Nobody else
 * includes this. */
#ifndef CORE_INTERACTION_CHECK_H
#define CORE_INTERACTION_CHECK_H

#include "core/item.h"

/* v is its variable, a response that has passed variable_check(). */
MUST_CHECK enum err interaction_check(
    const struct interaction *, const struct variable *v, struct buf *why);

/* Text of at most max bytes, as a person may write it? */
static inline bool
text_fits(struct slice text, size_t max)
{
	return text.len <= max && text_length(text) != SIZE_MAX;
}

#endif
