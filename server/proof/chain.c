#include "proof/chain.h"

#include <string.h>

#define HEADER_LEN (30 + SHA256_LEN)

void
chain_content(uint8_t out[SHA256_LEN], struct slice salt, struct slice payload)
{
	hash_sha256_two(out, salt, payload);
}

static void
put(uint8_t *p, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> (8 * i));
}

void
chain_hash(uint8_t out[SHA256_LEN], const struct chain_link *l,
    const uint8_t before[SHA256_LEN], const uint8_t content[SHA256_LEN])
{
	uint8_t header[HEADER_LEN];

	put(header, l->attempt, 8);
	put(header + 8, l->number, 4);
	put(header + 12, l->kind, 2);
	put(header + 14, (uint64_t)l->at.wall.ms, 8);
	put(header + 22, (uint64_t)l->at.mono.ms, 8);
	memcpy(header + 30, before, SHA256_LEN);
	hash_sha256_two(out,
	    (struct slice){ (const char *)header, sizeof(header) },
	    (struct slice){ (const char *)content, SHA256_LEN });
}
