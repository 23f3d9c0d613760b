#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

static int64_t
ask(clockid_t id)
{
	struct timespec t;

	if (clock_gettime(id, &t) != 0)
		abort();
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_boottime(void)
{
	return ask(CLOCK_BOOTTIME);
}

struct wall
clock_wall(void)
{
	return (struct wall){ ask(CLOCK_REALTIME) };
}

int64_t
clock_stopwatch_us(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_BOOTTIME, &t) != 0)
		abort();
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct instant
clock_now(struct clock_anchor a)
{
	return (struct instant){ clock_wall(), clock_mono(a, clock_boottime()) };
}

void
clock_boot_id(char text[40])
{
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "r");

	memset(text, 0, 40);
	if (f == NULL)
		return;
	if (fgets(text, 40, f) == NULL)
		text[0] = '\0';
	fclose(f);
	text[strcspn(text, "\n")] = '\0';
}

bool
clock_synchronised(void)
{
	struct timex t = { .modes = 0 };
	int state = adjtimex(&t);

	return state >= 0 && state != TIME_ERROR &&
	    (t.status & STA_UNSYNC) == 0;
}
