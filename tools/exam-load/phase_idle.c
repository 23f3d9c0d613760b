/* Nobody does anything: what does that cost? */
#include "exam-load/phase.h"

void
idle_start(struct crowd *crowd, const struct order *o)
{
	(void)o;
	crowd_stretch(crowd)->operations = crowd->entered;
}

bool
idle_over(struct crowd *crowd, const struct order *o, int64_t now_us)
{
	return now_us - crowd->phase_us >= 1000 * o->ms;
}
