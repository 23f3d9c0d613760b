/* errand: requests that wait for a helper.  For the files of this folder. */
#ifndef HALL_ERRAND_H
#define HALL_ERRAND_H

#include "hall/state.h"

/* A request that will be answered later, by its maker. */
struct errand *errand_new(struct hall *, struct request *, enum hall_job);
/* Ask a helper.  The caller fills in what it needs of the returned errand.
 * NULL, and answered: too many wait. */
struct errand *errand_start(struct hall *, struct request *, enum hall_job,
    struct slice input);
/* The request waits on under another number, of which nobody has been told;
 * what the caller's errand held is the new one's. */
struct errand *errand_pass_on(struct hall *, struct errand *);
/* The same, and another helper is asked. */
void errand_ask_again(
    struct hall *, struct errand *, enum hall_job, struct slice input);
void errand_free(struct hall *, struct errand *);

#endif
