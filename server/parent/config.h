/*
 * config: examd.conf(5), read and checked.
 *
 * config_parse() is pure: bytes in, settings or mistakes out.  Every mistake
 * is told at once.  What needs a look at the machine (does the certificate
 * match its key?) is checked by those who open it.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "parent/address.h"
#include "base/log.h"
#include "exam/diag.h"
#include "exam/err.h"
#include "exam/slice.h"

struct addresses {
	struct address list[LISTEN_MAX];
	size_t n;
};

/* Owns its texts.  Paths are absolute, or relative to the working directory. */
struct config {
	char *directory;
	char *certificate, *key;
	char *staff_authority; /* NULL: staff need no certificate */
	char *user; /* NULL: stay who we are */
	char *proxy_from; /* addresses, comma separated; NULL: from nobody */
	struct addresses candidates, staff;
	uint32_t processes;
	uint32_t connections, per_address;
	int64_t wal_limit, ballast;
	enum log_level level;
	bool tls12;
	bool sandbox;
};

/*
 * Reads text; d->path is the file's name, which relative paths start from.
 * ERR_INVALID: mistakes, each a line in *d.  Settings hold only after ERR_OK;
 * config_fini() then frees them.
 */
MUST_CHECK enum err config_parse(struct config *, struct slice text,
    struct diag *d);
/* The same from the file d->path. */
MUST_CHECK enum err config_read(struct config *, struct diag *d);
void config_fini(struct config *);

#endif
