/*
 * sitting: one date and window, and the rules that hold in it.
 * Read-only facts, except that a postponement replaces the whole.
 */
#ifndef CORE_SITTING_H
#define CORE_SITTING_H

#include "core/programme.h"
#include "exam/slice.h"
#include "exam/time.h"

enum navigation { NAVIGATION_FREE, NAVIGATION_LINEAR };
enum takeover { TAKEOVER_FREE, TAKEOVER_PROCTOR }; /* a second sign-in */
enum late { LATE_REFUSE, LATE_ACCEPT };
enum release { RELEASE_HELD, RELEASE_AT_ONCE };

/* How one section of a route is sat. */
struct sitting_section {
	int64_t time_ms; /* 0 when the time is for the whole */
	enum navigation navigation;
	int64_t break_ms; /* offered after it; 0: none */
};

struct sitting_route {
	bool offered;
	int64_t whole_ms; /* time for the whole; 0: per section */
	uint16_t n_sections;
	struct sitting_section sections[SECTIONS_MAX];
};

/*
 * A room of a sitting, its seats numbered from 1.  Names are owned.  Its
 * proctors are the accounts that see and touch who sits in it.
 */
struct sitting_room {
	char *ident, *title;
	uint16_t n_seats;
	uint16_t row_length; /* seats in a row; 0: not known */
	char **proctors;
	uint16_t n_proctors;
};

struct sitting {
	char *ident, *title;
	char *programme, *programme_version;
	char *bank, *bank_version;
	char *zone;		    /* IANA */
	char *opens_civil, *closes_civil; /* as written, for people */
	struct wall opens, closes;  /* half-open window */
	int64_t late_entry_ms;	    /* after opens; -1: sitting_last_entry() */
	int64_t grace_ms;	    /* deadline to closing */
	enum late late;
	int64_t late_ms;	    /* LATE_ACCEPT: within so much of the deadline */
	enum takeover takeover;
	enum release release;
	bool check_in;	   /* identity must be checked first */
	bool admission;	   /* a proctor admits each candidate */
	bool practice;	   /* codes and results may be easy */
	char *rules;	   /* to be accepted; lines */
	struct sitting_route routes[N_ROUTE_NAMES];
	struct sitting_room *rooms; /* in the order of the schedule; or none */
	uint16_t n_rooms;
	char **chiefs; /* accounts of proctors who see every room */
	uint16_t n_chiefs;
};

void sitting_free(struct sitting *);

/* The first instant at which nobody may begin any more (half-open).  Without
 * a late-entry limit that is the last moment that leaves everybody their base
 * time on the longest route: the window less that. */
struct wall sitting_last_entry(const struct sitting *);

/*
 * Base time and longest possible duration on a route without accommodation:
 * every section (or the whole) and every break.
 */
int64_t sitting_base_ms(const struct sitting *, enum route_name);
int64_t sitting_breaks_ms(const struct sitting *, enum route_name);

/* The room's place in the sitting, or n_rooms if it has none of that name. */
uint16_t sitting_find_room(const struct sitting *, struct slice ident);

/* A name of a list: the proctors of a room, the chiefs of a sitting. */
bool sitting_names(char *const *names, uint16_t n, const char *account);

/* Put another list in the place of one; the names are copied. */
void sitting_set_names(
    char ***names, uint16_t *n, char *const *others, uint16_t n_others);

/*
 * Could one read what the other writes?  Neighbours are the seats to the left
 * and right in the row, and the up to three nearest in the row before and in
 * the row behind.  Without a row length they are the next numbers.  No seat
 * is its own neighbour; a number that the room does not have has none.
 */
bool sitting_seats_are_neighbours(
    const struct sitting_room *, unsigned a, unsigned b);

#endif
