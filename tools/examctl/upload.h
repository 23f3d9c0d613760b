/* upload: a file sent to the server as it is. */
#ifndef EXAMCTL_UPLOAD_H
#define EXAMCTL_UPLOAD_H

#include "examctl/tell.h"

/* param: of the route, or NULL; the file's name goes along, so that mistakes
 * are told with it. */
enum outcome upload_and_tell(struct call *, enum route, const char *param,
    const char *path, tell_words *);

#endif
