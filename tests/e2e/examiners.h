/*
 * examiners: two people who mark what candidates wrote, and a third who decides
 * where they differ too much.
 */
#ifndef E2E_EXAMINERS_H
#define E2E_EXAMINERS_H

#include "centre.h"

enum opinions {
	EQUAL, /* both give half */
	NEAR,  /* the second gives half a mark less than all */
	APART  /* all and nothing; the third gives half */
};

struct examiners {
	struct wire *first, *second, *third;
	int32_t tolerance; /* thousandths */
};

/* The sitting's scripts; the caller's. */
json_t *examiners_scripts(const struct examiners *, const char *sitting);
/* Marks one until it is settled; returns the thousandths it must have then. */
int32_t examiners_mark(const struct examiners *, const char *script,
    enum opinions);

#endif
