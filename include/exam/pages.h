/*
 * The pages that are built into the server: made of client/web, served by net
 * as they are.
 */
#ifndef EXAM_PAGES_H
#define EXAM_PAGES_H

#include "exam/routes.h"
#include "exam/slice.h"

struct page {
	const char *path; /* "/", "/assets/proctor/main.0123456789.js" */
	const char *type; /* Content-Type */
	const char *tag;  /* ETag; weak, since both forms share it */
	bool kept;	  /* its name tells its content: it never changes */
	struct slice plain;
	struct slice packed; /* gzip; empty where that is not shorter */
};

struct pages {
	const struct page *at;
	size_t n;
};

extern const struct pages pages_candidate, pages_staff;

#endif
