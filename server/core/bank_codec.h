/*
 * bank_codec: a bank's bytes, for bank.c alone.
 *
 * "exambank", u16 version, then the fields of the structs in their order;
 * numbers little-endian, doubles as their 64 bits, texts and arrays with a u32
 * length before them.  One bank has one encoding: what decodes, encodes to
 * the same bytes.
 */
#ifndef CORE_BANK_CODEC_H
#define CORE_BANK_CODEC_H

#include "core/bank.h"

#define BANK_MAGIC SLICE("exambank")
#define BANK_FORMAT 1

/* All but the items; then each of them, in order. */
void bank_parts_encode_head(struct buf *, const struct bank_parts *);
void bank_parts_encode_item(
    struct buf *, const struct bank_parts *, size_t item);
/*
 * ERR_SYNTAX unless every enumeration, length and limit on the way is in
 * range; what the parts mean is for bank_new() to check.  Everything lives in
 * the arena, the bytes are copied.
 */
MUST_CHECK enum err bank_parts_decode(struct bank_parts *, struct arena *,
    struct slice bytes);

#endif
