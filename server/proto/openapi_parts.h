/*
 * The parts of /openapi.json, for openapi*.c alone.  A json_t that is returned
 * is the caller's, but for what openapi_find() lends.
 */
#ifndef PROTO_OPENAPI_PARTS_H
#define PROTO_OPENAPI_PARTS_H

#include <jansson.h>

#include "exam/routes.h"
#include "proto/openapi_routes.h"

#define OPENAPI_NAME_LEN 64 /* of a route, a media type, a component */

struct description {
	json_t *common, *own; /* the files */
	json_t *components;   /* those that are used */
	enum port port;
};

extern const struct route_bodies route_bodies[N_ROUTES];

/* A component of the files; NULL: there is none. */
json_t *openapi_find(const struct description *, const char *kind,
    const char *name);
/* { "$ref": "#/components/KIND/NAME" } */
json_t *openapi_refer(const char *kind, const char *name);
/* The next word of a list, into word; returns what follows it, or NULL at the
 * end of the list. */
const char *openapi_next_word(char word[OPENAPI_NAME_LEN], const char *list);

/* The content of the request's body, by media type. */
json_t *openapi_asked(const struct description *, const struct route_bodies *);
json_t *openapi_responses(const struct description *, enum route);

#endif
