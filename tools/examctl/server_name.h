/* server_name: what candidates type to reach the server. */
#ifndef EXAMCTL_SERVER_NAME_H
#define EXAMCTL_SERVER_NAME_H

#include "examctl/command.h"

/*
 * --server-name; else the first address on which the server of the data
 * directory listens for candidates, if it is one that can be typed.  The
 * caller's to free; NULL: it is not known.
 */
char *server_name(const struct call *);

#endif
