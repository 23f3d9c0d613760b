/* exhibit: the tables and images of an item or a stimulus, exam-bank(5). */
#ifndef LOAD_EXHIBIT_H
#define LOAD_EXHIBIT_H

#include "core/bank.h"
#include "load/members.h"

struct exhibits {
	const struct bank_parts *bank; /* borrowed: its images */
	uint16_t n_images;
	uint16_t images[ITEM_IMAGES_MAX]; /* indexes in the bank; the first is
					     number 1 to the candidate */
	struct buf view;		  /* `,"exhibits":[…]`, or nothing */
};

/* Add "exhibits" of the scope, if it has them.  buf_fini(&view) is the
 * caller's. */
void exhibits_read(struct exhibits *, const struct scope *);

#endif
