/*
 * sample: a sample bank as its file has it, its programme, and its key made by
 * hand.
 */
#ifndef E2E_SAMPLE_H
#define E2E_SAMPLE_H

#include <jansson.h>

#include "exam/buf.h"
#include "support/key.h"

struct sample_item {
	const json_t *item; /* of the bank file */
	/* What a candidate answers separately: { "kind", "choices", ... },
	 * as interactions of a composite item. */
	json_t *parts;
	struct slice response, marks; /* of the key */
};

struct sample {
	const char *name;
	json_t *bank, *programme;
	struct buf key;
	struct sample_item *items;
	size_t n_items;
};

/* name: "ctss" and the like. */
void sample_open(struct sample *, const char *name);
void sample_close(struct sample *);

/* The item that a candidate reads this stem of; one that the bank does not have
 * fails the test. */
const struct sample_item *sample_find(const struct sample *,
    const char *stem);
bool sample_part_is(const json_t *part, const char *kind);
bool sample_is_trial(const struct sample_item *);
/* A number of a file in thousandths; otherwise, if it is not there. */
int32_t sample_thousandths(const json_t *, const char *name,
    int32_t otherwise);

#endif
