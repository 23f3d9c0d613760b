/* Is the time that a candidate gets the time that they are entitled to? */
#include <inttypes.h>
#include <string.h>

#include "rehearse/actor.h"

#define SHORT_ADVICE                                                           \
	"do not hold the exam: look at the window, the times and this "        \
	"candidate's accommodation in the schedule and the candidate list"
#define LONG_ADVICE "report this as a defect of examd, with the report"

static void
judge(struct actor *a, struct cast *c, int64_t available, int64_t entitled,
    const char *what)
{
	if (available < entitled)
		finding_add(c->findings, SEVERITY_ERROR, "time.short",
		    a->who->number, SHORT_ADVICE,
		    "%s: %s is %" PRId64 " ms, entitled are %" PRId64 " ms",
		    a->who->number, what, available, entitled);
	else if (available > entitled)
		finding_add(c->findings, SEVERITY_ERROR, "time.long",
		    a->who->number, LONG_ADVICE,
		    "%s: %s is %" PRId64 " ms, entitled are %" PRId64 " ms",
		    a->who->number, what, available, entitled);
}

void
actor_judge_entry(struct actor *a, struct cast *c)
{
	const struct sitting_route *timing =
	    &c->roll->sitting->routes[a->who->route];
	int64_t available = a->deadline.ms - c->now.ms, entitled;

	if (timing->whole_ms == 0)
		entitled = entitlement_section_ms(
		    a->who->entitlement, timing, (uint16_t)(a->section - 1));
	else if (a->section == 1)
		entitled = entitlement_total_ms(a->who->entitlement, timing);
	else
		entitled = a->left_ms;
	judge(a, c, available, entitled,
	    timing->whole_ms == 0 ? "the time for the section"
				  : "the time that remains");
}

void
actor_judge_return(struct actor *a, struct cast *c, struct wall deadline,
    int64_t compensation_ms)
{
	if (deadline.ms == 0 || a->deadline.ms == 0)
		return;
	judge(a, c, a->deadline.ms - deadline.ms,
	    a->compensation_ms - compensation_ms,
	    "what a restart of the server moved the deadline by");
}

void
actor_judge_save(struct actor *a, struct cast *c, const char *verdict)
{
	bool counts = strcmp(verdict, "counted") == 0;

	if (a->step == STEP_LATE && counts)
		finding_add(c->findings, SEVERITY_ERROR, "time.long",
		    a->who->number, LONG_ADVICE,
		    "%s: an answer at the deadline counts", a->who->number);
	else if (a->step != STEP_LATE && !counts)
		finding_add(c->findings, SEVERITY_ERROR, "time.short",
		    a->who->number, SHORT_ADVICE,
		    "%s: an answer %" PRId64 " ms before the deadline was "
		    "told \"%s\"",
		    a->who->number, a->deadline.ms - c->now.ms, verdict);
}

void
actor_judge_open(struct actor *a, struct cast *c)
{
	finding_add(c->findings, SEVERITY_ERROR, "time.long", a->who->number,
	    LONG_ADVICE, "%s: section %u is still open at its end",
	    a->who->number, a->section);
}
