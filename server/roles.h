/*
 * roles: what the one executable can be.
 *
 *	examd -c FILE		the parent (parent.h)
 *	examd hall …		the hall       } executed by the parent with the
 *	examd net …		one net        } control socket as descriptor 3,
 *	examd helper JOB	one helper     } their options as arguments
 *	examd --rehearse …	a sitting in advance, by itself
 *
 * Each function runs until it is told to stop and returns the exit status.
 */
#ifndef ROLES_H
#define ROLES_H

/* The hall's and its parent's: the data are refused, which another start would
 * do again.  EX_CONFIG of sysexits.h; examd.service names it. */
#define EXIT_REFUSED 78

#include <stdbool.h>
#include <stdint.h>

#include "control.h"
#include "exam/routes.h"

struct hall_options {
	const char *directory; /* the data directory */
	int64_t wal_limit;     /* bytes, 0: choose by the measured sync time */
	int64_t ballast;       /* bytes kept back for the exam */
	const char *accept_rollback; /* see hall.h; NULL: none is accepted */
	int64_t certificate_ends; /* milliseconds of the wall clock */
	bool certificate_must_last; /* see hall.h: at the server's start */
	bool sandbox;		  /* off only to debug */
};
int hall_run(const struct hall_options *); /* hall_run.c */

struct net_options {
	enum port port;
	bool tls12;		/* also TLS 1.2, AEAD suites only */
	uint32_t connections;	/* at most so many at once */
	uint32_t per_address;	/* of them from one address, not signed in */
	bool sandbox;		/* seccomp and Landlock; off only to debug */
	const char *proxy_from; /* PROXY protocol v2 from these addresses, comma
				   separated; NULL: from nobody */
};
int net_run(const struct net_options *); /* net/net_run.c */

int helper_run(enum helper_job, bool sandbox); /* helper.c */

struct rehearsal_options {
	const char *backup, *sitting;
	const char *config; /* of the server it is for; NULL: not known */
	uint64_t seed;
	bool keep; /* the copy that was played on */
};
int rehearsal_run(const struct rehearsal_options *); /* rehearsal.c */

#endif
