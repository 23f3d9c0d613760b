/*
 * session: where the server is and who asks.
 *
 * Asked in this order: the options; the environment ($EXAMD_DATA,
 * $EXAMCTL_SERVER, $EXAMCTL_CA, $EXAMCTL_CERTIFICATE, $EXAMCTL_CERTIFICATE_KEY,
 * $EXAMCTL_USER); what `examctl login` kept in $XDG_STATE_HOME/examctl/session,
 * a file only its owner can read.
 */
#ifndef EXAMCTL_SESSION_H
#define EXAMCTL_SESSION_H

#include "exam/diag.h"
#include "examctl/command.h"

struct session {
	char *address; /* for wire_server_new() */
	char *ca;      /* or NULL */
	char *certificate, *key; /* to show, both or neither */
	char *user;    /* NULL: by the socket, or not known yet */
	char *token;   /* of `examctl login`, or NULL */
};

/* ERR_INVALID: nothing says where the server is, or two things do; a certificate
 * without its key.  session_fini() either way. */
MUST_CHECK enum err session_find(struct session *, const struct call *,
    struct diag *);
void session_fini(struct session *);

MUST_CHECK enum err session_keep(const struct session *, struct diag *);
/* Forgets the kept one; fine if there is none. */
void session_forget(void);

/* Appends the password, NUL-ended, from where the options say or from the
 * person.  ERR_INVALID: there is none and nobody to ask. */
MUST_CHECK enum err session_password(struct buf *, const struct call *,
    const char *user, struct diag *);
/* First line of a file, NUL-ended. */
MUST_CHECK enum err password_from_file(struct buf *, const char *path,
    struct diag *);

#endif
