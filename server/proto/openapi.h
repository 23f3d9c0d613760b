/*
 * openapi: the interface described for machines (OpenAPI 3.1), made from the
 * route list.
 *
 * Each port has a document of its own, for the same path may mean two things
 * and candidates need not read what staff may do.  What a body looks like is
 * data in openapi/: common.json, and one file a port.  Which body is whose is
 * said in openapi_routes.h; a route that is not there does not compile.
 */
#ifndef PROTO_OPENAPI_H
#define PROTO_OPENAPI_H

#include "exam/buf.h"
#include "exam/routes.h"

/* Appends the document of this port, JSON. */
void openapi_write(struct buf *, enum port, const char *version);

#endif
