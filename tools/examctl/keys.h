/*
 * keys: the files under DIR/keys that a server needs to begin.
 *
 *	pepper	  32 random bytes; access codes are stored under it
 *	ca.pem	  a certificate authority that signs one certificate: its key
 *		  is forgotten at once, so nothing else can be signed with it
 *	cert.pem  the server's certificate and the authority's
 *	key.pem	  the server's key
 *
 * ECDSA P-256 with SHA-256 (RFC 5480), certificates after RFC 5280.
 */
#ifndef EXAMCTL_KEYS_H
#define EXAMCTL_KEYS_H

#include "exam/diag.h"
#include "exam/err.h"
#include "exam/time.h"

/* The longest list of names that is taken, bytes. */
#define KEYS_NAMES_MAX 1024

/*
 * Writes them into the directory, which must exist.  names: host names and IP
 * addresses, comma separated, beside localhost, 127.0.0.1 and ::1, or NULL.
 * ERR_INVALID: a name is none.  ERR_SYS: the disk.
 */
MUST_CHECK enum err keys_make(const char *directory, const char *names,
    struct wall now, struct diag *);

#endif
