/*
 * crowd: how many connections each address has that are not signed in.
 *
 * An IPv6 address counts as its /64, which is what one household gets.
 */
#ifndef NET_CROWD_H
#define NET_CROWD_H

#include <stdbool.h>
#include <stdint.h>

#define ADDRESS_LEN 16 /* IPv6, or IPv4 mapped into it */

struct crowd;

struct crowd *crowd_new(uint32_t per_address);
void crowd_free(struct crowd *);

/* false: this address has its share; nothing is counted. */
bool crowd_enter(struct crowd *, const uint8_t address[ADDRESS_LEN]);
/* Once for each crowd_enter() that was true. */
void crowd_leave(struct crowd *, const uint8_t address[ADDRESS_LEN]);
/* Has this address more than half of its share? */
bool crowd_is_dense(const struct crowd *, const uint8_t address[ADDRESS_LEN]);

#endif
