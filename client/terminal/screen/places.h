/* places: the pages of everything but items. */
#ifndef TERMINAL_PLACES_H
#define TERMINAL_PLACES_H

#include "terminal/screen/page.h"
#include "terminal/screen/view.h"

/* Where the candidate is: waiting, rules, overview, break, pause, end. */
void place_page(struct page *, const struct view *);
/* What stands in the place of that. */
void sheet_page(struct page *, const struct view *);

#endif
