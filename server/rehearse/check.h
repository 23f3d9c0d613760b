/*
 * check: what speaks against holding a sitting as it is.
 *
 * Each adds its findings; examctl(1), Rehearsals, lists the rules.
 */
#ifndef REHEARSE_CHECK_H
#define REHEARSE_CHECK_H

#include "rehearse/finding.h"
#include "rehearse/play.h"
#include "rehearse/roll.h"

/* ---- check_roll.c: before the play ---- */

/* Rooms too full, seats twice, proctors who cannot come in. */
void check_rooms(struct findings *, const struct roll *);
/* Is anybody registered, and who has no access code? */
void check_tickets(struct findings *, const struct roll *);
/* Enough people for what two have to do. */
void check_accounts(struct findings *, const struct roll *);

/* ---- check_plan.c: once the entitlements are known ---- */

/* Civil times, and clocks that are changed in between. */
void check_zone(struct findings *, const struct roll *);
void check_entitlements(struct findings *, const struct roll *);
/* Can every paper be drawn, for so many? */
void check_blueprint(struct findings *, const struct roll *);

/* ---- check_machine.c ---- */

struct machine {
	const char *certificate; /* PEM; NULL: not known */
	const char *data;	 /* the data directory; NULL: not known */
	int64_t ballast;	 /* bytes that are still to be kept back */
	struct wall wall;
	int64_t boottime; /* ms */
	char boot_id[40];
	bool synchronised;
};

void check_certificate(
    struct findings *, const struct machine *, const struct roll *);
/* By what a played attempt wrote. */
void check_disk(struct findings *, const struct machine *, const struct roll *,
    int64_t bytes_an_attempt);
void check_clock(
    struct findings *, const struct machine *, const struct roll *);

/* ---- check_play.c: after it ---- */

/* Items that were used too often or never, neighbours with the same form. */
void check_items(struct findings *, const struct roll *, const struct play *);
void check_forms(struct findings *, const struct roll *, const struct play *);
void check_marking(struct findings *, const struct roll *, const struct play *);

#endif
