/*
 * target: from a path to a route and its parameters.
 */
#ifndef NET_TARGET_H
#define NET_TARGET_H

#include "exam/routes.h"
#include "exam/slice.h"
#include "net/refusal.h"

struct target {
	enum route route;
	struct slice params[ROUTE_PARAMS_MAX]; /* into the path or into room */
	char room[HTTP_LINE_MAX]; /* segments that had to be decoded */
};

/*
 * path: as http_read_head() gives it.  HEAD goes where GET does.
 * REFUSED_TARGET: a segment that is "." or "..", or empty but not the last, or
 * that decodes to a slash, a control character or what is not UTF-8.
 * REFUSED_PATH: no such route.  REFUSED_METHOD: target_allow() says which there
 * are.
 */
enum refusal target_match(struct target *, enum port, enum http_method,
    struct slice path);

#define TARGET_ALLOW_MAX 40
/* The methods of the routes with this path: "GET, HEAD, POST", or "". */
char *target_allow(char text[TARGET_ALLOW_MAX], enum port, struct slice path);

#endif
