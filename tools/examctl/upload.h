/* upload: a file sent to the server as it is. */
#ifndef EXAMCTL_UPLOAD_H
#define EXAMCTL_UPLOAD_H

#include "examctl/ask.h"

/* params: of the route, or NULL; the file's name goes along, so that mistakes
 * are told with it. */
enum outcome upload(json_t **reply, struct call *, enum route,
    const char *param, const char *path);

#endif
