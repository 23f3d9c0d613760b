#include "exam-load/phase.h"

const struct phase_facts phase_facts[N_PHASES] = {
	[PHASE_SIGN_IN] = { arrive_start, arrive_over, NULL },
	[PHASE_OPEN] = { arrive_start, arrive_over, NULL },
	[PHASE_ENTER] = { arrive_start, arrive_over, NULL },
	[PHASE_STREAM] = { arrive_start, arrive_over, NULL },
	[PHASE_WATCH] = { watch_start, watch_over, NULL },
	[PHASE_IDLE] = { idle_start, idle_over, NULL },
	[PHASE_CLOSED] = { closed_start, save_over, closed_next },
	[PHASE_STEADY] = { steady_start, save_over, steady_next },
	[PHASE_BELL] = { bell_start, bell_over, bell_next },
	[PHASE_RESULTS] = { arrive_start, arrive_over, NULL },
	[PHASE_CHECK] = { check_start, check_over, NULL },
};
