/* item_page: an item as it is answered on a screen. */
#ifndef TERMINAL_ITEM_PAGE_H
#define TERMINAL_ITEM_PAGE_H

#include "terminal/screen/page.h"
#include "terminal/screen/view.h"

/* The view has a paper. */
void item_page(struct page *, const struct view *);

#endif
