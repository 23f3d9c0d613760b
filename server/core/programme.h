/*
 * programme: what a credential demands; its routes and their sections.
 * Read-only once loaded.  Everything in it lives in its own arena:
 * programme_new(), take from &p->arena, programme_free().
 */
#ifndef CORE_PROGRAMME_H
#define CORE_PROGRAMME_H

#include "core/marking.h"
#include "core/paper.h"

/* Who may sit again; zeros: no such rule. */
struct resit_policy {
	uint16_t attempts;  /* at most so many in all */
	uint16_t wait_days; /* since the last one was closed */
	uint16_t wait_days_after_absence;
};

enum route_name { ROUTE_UPGRADE, ROUTE_FULL, N_ROUTE_NAMES };

struct programme_section {
	const char *title;
	uint32_t weight;      /* > 0 */
	int32_t cut;	      /* thousandths of a percent, 0: none */
};

struct programme_route {
	bool offered;
	int32_t cut; /* of the total, thousandths of a percent */
	uint16_t n_sections;
	struct programme_section *sections;
	struct blueprint blueprint; /* same number of sections */
};

struct programme {
	struct arena arena;
	const char *ident;   /* "ctss" */
	const char *version; /* "2026.1" */
	const char *credential, *title, *body;
	const char *prerequisite; /* credential the upgrade starts from, or NULL */
	struct marking_policy marking;
	struct resit_policy resit;
	struct programme_route routes[N_ROUTE_NAMES];
};

struct programme *programme_new(void);
void programme_free(struct programme *);
const char *route_name_text(enum route_name); /* "upgrade", "full" */
/* false if it is neither. */
bool route_name_parse(enum route_name *, struct slice);

#endif
