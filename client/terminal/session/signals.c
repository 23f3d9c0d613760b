#include "terminal/session/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t interrupted, told_to_stop;

static void
on_signal(int number)
{
	if (number == SIGINT)
		interrupted = 1;
	else
		told_to_stop = 1;
}

void
signals_catch(void)
{
	struct sigaction act = { .sa_handler = on_signal };

	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
}

bool
signals_interrupted(void)
{
	bool was = interrupted != 0;

	interrupted = 0;
	return was;
}

bool
signals_told_to_stop(void)
{
	return told_to_stop != 0;
}
