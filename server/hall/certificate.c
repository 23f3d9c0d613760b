/*
 * certificate: does what the server shows to clients last as long as its
 * sittings do?
 *
 * The parent knows the certificate, the hall the calendar.  One that ends in
 * the midst of a sitting is no certificate to start with, unless somebody sits
 * an exam just now: then it is told, and they go on.  Of sittings that open
 * after its end it is told that another will be needed; a reload brings it.
 */
#include "base/log.h"
#include "hall/calendar.h"
#include "hall/certificate.h"
#include "hall/roster.h"

static bool
is_known(const struct hall *h)
{
	return h->certificate_ends.ms != 0;
}

/* Does some of it come, and last, after the certificate's end? */
static bool
outlasts_it(const struct hall *h, const struct roster *r)
{
	int64_t last = roster_last_window(r).ms;

	return last > h->now.wall.ms && last > h->certificate_ends.ms;
}

static bool
is_under_way(const struct hall *h, const struct roster *r)
{
	return roster_has_begun(r) && h->now.wall.ms < roster_last_window(r).ms;
}

static bool
somebody_sits(const struct hall *h)
{
	const struct roster *r;

	for (r = h->rosters; r != NULL; r = r->hh.next)
		if (is_under_way(h, r))
			return true;
	return false;
}

static void
refuse(const struct hall *h, struct diag *d, const struct roster *r)
{
	char ends[WALL_TEXT_MAX], opens[WALL_TEXT_MAX], closes[WALL_TEXT_MAX];

	diag_add(d, 0, r->sitting->ident,
	    "the certificate ends at %s, in the midst of this sitting, which "
	    "opens at %s and closes at %s; install one that lasts longer",
	    wall_format(ends, h->certificate_ends),
	    wall_format(opens, r->sitting->opens),
	    wall_format(closes, roster_last_window(r)));
}

enum err
certificate_may_start(const struct hall *h, struct diag *d)
{
	const struct roster *r;
	size_t before = d->count;

	if (!is_known(h) || somebody_sits(h))
		return ERR_OK;
	for (r = h->rosters; r != NULL; r = r->hh.next)
		if (outlasts_it(h, r) &&
		    r->sitting->opens.ms < h->certificate_ends.ms)
			refuse(h, d, r);
	return d->count == before ? ERR_OK : ERR_STATE;
}

/* The one that opens first, and how many there are. */
static const struct roster *
first_to_outlast_it(const struct hall *h, size_t *n)
{
	const struct roster *r, *first = NULL;

	*n = 0;
	for (r = h->rosters; r != NULL; r = r->hh.next) {
		if (!outlasts_it(h, r))
			continue;
		++*n;
		if (first == NULL ||
		    r->sitting->opens.ms < first->sitting->opens.ms)
			first = r;
	}
	return first;
}

void
certificate_warn(const struct hall *h)
{
	char ends[WALL_TEXT_MAX], closes[WALL_TEXT_MAX];
	const struct roster *first;
	size_t n;

	if (!is_known(h) || (first = first_to_outlast_it(h, &n)) == NULL)
		return;
	log_line(LOG_WARNING,
	    "the certificate ends at %s; sittings that close later: %zu, first "
	    "%s at %s; install one that lasts longer, and reload",
	    wall_format(ends, h->certificate_ends), n, first->sitting->ident,
	    wall_format(closes, roster_last_window(first)));
}

void
hall_set_certificate(struct hall *h, struct wall ends)
{
	h->certificate_ends = ends;
	certificate_warn(h);
}
