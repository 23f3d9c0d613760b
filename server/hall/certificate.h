/* certificate: sittings and the certificate that serves them.  For the files of this folder. */
#ifndef HALL_CERTIFICATE_H
#define HALL_CERTIFICATE_H

#include "hall/state.h"

/* ERR_STATE: it would end in the midst of a sitting; each is in the diag. */
MUST_CHECK enum err certificate_may_start(const struct hall *, struct diag *);
/* The calendar, or the certificate, is another: log what does not fit. */
void certificate_warn(const struct hall *);

#endif
