/* preview: an item as a candidate sees it, in text, and what they do not see.
 */
#ifndef EXAMCTL_PREVIEW_H
#define EXAMCTL_PREVIEW_H

#include <jansson.h>

#include "core/item.h"
#include "exam/buf.h"

#define PREVIEW_WIDTH 76 /* columns */

/* item: the ITEM of server/proto/README.md. */
void preview_item(struct buf *, const json_t *item);
/* Its key, marks, rubric and rationale, in the letters and numbers that
 * preview_item() gives to choices as written. */
void preview_key(struct buf *, const struct item *);

/* a, b … z, aa: as the terminal client names choices. */
void preview_letter(struct buf *, size_t place);
/* Tables and images, indented by so many columns. */
void preview_exhibits(struct buf *, const json_t *exhibits, size_t indent);

#endif
