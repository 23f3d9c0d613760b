/* choices: a value with the texts of the choices that it names. */
#ifndef VERIFY_CHOICES_H
#define VERIFY_CHOICES_H

#include "core/item.h"

/* [a "Paris", b "Rome"] for a response variable of choices, as the candidate
 * read them; any other value as literal_put_value() has it. */
void choices_put(
    struct buf *, const struct item *, uint16_t variable, struct value);
/* The values of all responses of an item, by variable; NULL: its key. */
void choices_put_all(
    struct buf *, const struct item *, const struct value *values);

#endif
