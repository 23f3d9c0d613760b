/* preview: an item as a candidate sees it, in text. */
#ifndef EXAMCTL_PREVIEW_H
#define EXAMCTL_PREVIEW_H

#include <jansson.h>

#include "exam/buf.h"

/* item: the ITEM of server/proto/README.md. */
void preview_item(struct buf *, const json_t *item);

#endif
