/* row: one attempt of a room, as a row of a table or as a sentence. */
#ifndef EXAMCTL_ROW_H
#define EXAMCTL_ROW_H

#include <jansson.h>

#include "examctl/table.h"

extern const struct column row_columns[];
extern const size_t n_row_columns;

/* Does this candidate wait for somebody of the staff? */
bool row_calls(const json_t *row);
/* since_ms: how long ago the server told it; running clocks moved on. */
void row_put(struct table *, const json_t *row, int64_t since_ms);
/* "C-1001 Ada (aula 12): in-section, section 2, 13 of 40 answered, 12:34 left".
 */
void row_sentence(struct buf *, const json_t *row);
void row_say(const json_t *row);

#endif
