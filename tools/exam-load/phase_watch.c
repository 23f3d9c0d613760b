/* Proctors open their dashboards, which stay until the run is over. */
#include "exam-load/dashboards.h"
#include "exam-load/phase.h"

#define PATIENCE_US (120 * SECOND_US)

void
watch_start(struct crowd *crowd, const struct order *o)
{
	dashboards_free(crowd->dashboards);
	crowd->dashboards = dashboards_new(crowd, o->dashboards);
	dashboards_tick(crowd->dashboards, crowd->phase_us);
}

bool
watch_over(struct crowd *crowd, const struct order *o, int64_t now_us)
{
	struct stretch *s = crowd_stretch(crowd);

	s->operations = dashboards_showing(crowd->dashboards);
	s->behind = o->dashboards - s->operations;
	return s->behind == 0 || now_us - crowd->phase_us > PATIENCE_US;
}
