/*
 * scarce: memory runs out for a program.
 *
 * A library that the program is started with (LD_PRELOAD) counts what it
 * allocates: it, and SQLite, OpenSSL, jansson, libevent and the C library in
 * it.  The nth time, or from then on, there is nothing.
 */
#ifndef SUPPORT_SCARCE_H
#define SUPPORT_SCARCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define SCARCE_VARIABLE "EXAM_TEST_SCARCITY" /* where the struct is */

/* Shared by the test and what it starts. */
struct scarcity {
	char role[16]; /* the first argument; "": whoever has no role */
	_Atomic uint64_t asked;
	_Atomic uint64_t fail_at; /* by asked; 0: never */
	atomic_bool lasting;
	_Atomic uint64_t struck;
};

/* One for this process; it is there as long as the process. */
struct scarcity *scarcity_new(void);
/* From here on what is started and has this role counts, and fails. */
void scarcity_begin(
    struct scarcity *, const char *role, uint64_t nth, bool lasting);
/* What is started from here on has enough; what runs has, too. */
void scarcity_end(struct scarcity *);

#endif
