/*
 * campaign_file: how far a campaign has come, kept in a file so that it can be
 * stopped and resumed, and told to people in a report.
 *
 * A state is lines of a word and a value:
 *
 *	campaign power
 *	seed 7
 *	cases 120
 *	milliseconds 61000
 *	failed 1
 *	failures 17
 *	done 431218 1200 310
 */
#ifndef SURVIVE_CAMPAIGN_FILE_H
#define SURVIVE_CAMPAIGN_FILE_H

#include "campaign.h"
#include "exam/buf.h"
#include "exam/err.h"

#define FAILURES_MAX 20 /* then something is wrong with all of them */

struct progress {
	uint64_t seed, cases, ms, failed; /* cases: the next one's number */
	uint64_t failures[FAILURES_MAX];  /* their numbers */
	uint64_t done[TALLIES_MAX];
};

/* Both say on stderr what is wrong: the file cannot be read or written, or it
 * is no state of this campaign. */
MUST_CHECK enum err progress_load(
    struct progress *, const struct campaign *, const char *path);
MUST_CHECK enum err progress_save(
    const struct progress *, const struct campaign *, const char *path);
/* words: how it ended, or that it goes on. */
MUST_CHECK enum err progress_report(const struct progress *,
    const struct campaign *, const char *words, const char *path);

/* "1200 cuts, 31 commits, 2 cases, 0 failed, 61 s", without a new line. */
void progress_tell(
    struct buf *, const struct progress *, const struct campaign *);
void progress_tell_replay(
    struct buf *, const struct campaign *, uint64_t seed, uint64_t number);

#endif
