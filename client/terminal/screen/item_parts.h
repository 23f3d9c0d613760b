/*
 * item_parts: what the pages of parts share: the spot, a line of a part, where
 * the candidate may be.  Private to item_page.c and match_page.c.
 */
#ifndef TERMINAL_ITEM_PARTS_H
#define TERMINAL_ITEM_PARTS_H

#include "terminal/screen/page.h"
#include "terminal/screen/view.h"

static inline bool
spot_is_here(const struct view *v, size_t part, size_t line)
{
	return v->focus.part == part && v->focus.line == line;
}

static inline void
spot_begin(struct page *p, const struct view *v, size_t part, size_t line)
{
	if (spot_is_here(v, part, line))
		page_focus_begin(p);
}

static inline void
spot_end(struct page *p, const struct view *v, size_t part, size_t line)
{
	if (spot_is_here(v, part, line))
		page_focus_end(p);
}

static inline enum style
spot_style(const struct view *v, size_t part, size_t line)
{
	return spot_is_here(v, part, line) ? STYLE_STRONG : STYLE_PLAIN;
}

static inline const char *
spot_marker(const struct view *v, size_t part, size_t line)
{
	return spot_is_here(v, part, line) ? v->signs->here : " ";
}

/* match_page.c */
void match_page(
    struct page *, const struct view *, const struct item *, size_t part);

#endif
