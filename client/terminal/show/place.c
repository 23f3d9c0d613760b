#include "terminal/show/place.h"

enum place
place_of(const struct attempt *a)
{
	if (a == NULL)
		return PLACE_SIGN_IN;
	if (a->waiting_device && !attempt_is_over(a))
		return PLACE_DEVICE;
	switch (a->state) {
	case ATTEMPT_EXPECTED:
	case ATTEMPT_CHECKED_IN:
	case ATTEMPT_ADMITTED:
		return a->may_open == NULL ? PLACE_RULES : PLACE_WAITING;
	case ATTEMPT_OPENED:
		return PLACE_OVERVIEW;
	case ATTEMPT_IN_SECTION:
		return PLACE_SECTION;
	case ATTEMPT_ON_BREAK:
		return PLACE_BREAK;
	case ATTEMPT_PAUSED:
		return PLACE_PAUSED;
	case ATTEMPT_SUBMITTED:
	case ATTEMPT_EXPIRED:
	case ATTEMPT_TERMINATED:
	case ATTEMPT_ABSENT:
	case N_ATTEMPT_STATES:
		break;
	}
	return PLACE_ENDED;
}

bool
place_runs_on(enum place place)
{
	return place >= PLACE_OVERVIEW && place <= PLACE_PAUSED;
}
