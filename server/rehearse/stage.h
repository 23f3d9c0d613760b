/*
 * stage: the hall without its wires, on a clock that the caller moves.
 *
 * Time stands still but for stage_pass_to() and stage_jump_to().  Requests are
 * decided one by one between stage_begin() and stage_end(); their replies come
 * from inside stage_end(), after the commit, as they would reach a net.
 */
#ifndef REHEARSE_STAGE_H
#define REHEARSE_STAGE_H

#include "exam/diag.h"
#include "exam/frame.h"
#include "store/store.h"

struct stage;

/* Which of the two ports a request comes to. */
enum stage_port { STAGE_CANDIDATES, STAGE_STAFF, N_STAGE_PORTS };

typedef void stage_reply(void *ctx, const struct frame_reply *);

struct stage_setup {
	const char *directory; /* examd.db and keys/pepper; is written */
	const char *version;
	struct wall begins; /* not before the copy's last sign of life */
	stage_reply *reply;
	void *ctx;
};

/* ERR_STATE, ERR_IO, ERR_SYS: the diag says what does not fit. */
MUST_CHECK enum err stage_open(
    struct stage **, const struct stage_setup *, struct diag *);
void stage_close(struct stage *);

/* The hall ends as if it were killed, and runs again so much later. */
MUST_CHECK enum err stage_restart(
    struct stage *, int64_t away_ms, struct diag *);

struct wall stage_now(const struct stage *);
/* The store of the running hall, to look at; another one after a restart. */
struct store *stage_store(const struct stage *);

/* Time passes up to there, with every turn that the hall wants on the way. */
MUST_CHECK enum err stage_pass_to(struct stage *, struct wall);
/* The same with one turn, at the end: where nobody's clock runs. */
MUST_CHECK enum err stage_jump_to(struct stage *, struct wall);

void stage_begin(struct stage *);
/* conn, route, token, params, key and body are the caller's to fill in; the
 * staff is the account "local". */
void stage_ask(struct stage *, enum stage_port, struct frame_request *);
/* The connection of an event stream has ended. */
void stage_gone(struct stage *, uint64_t conn);
/* Turns until nothing is left to do now.  ERR_IO. */
MUST_CHECK enum err stage_end(struct stage *);

struct stage_figures {
	uint64_t turns, requests;
	uint64_t pushed_bytes;
	int64_t hall_us; /* spent in the hall, all in all */
	int64_t slowest_turn_us;
	struct wall slowest_turn_at;
};
const struct stage_figures *stage_figures(const struct stage *);

#endif
