#include "story.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "campaign.h"

#define LINES_MAX (1u << 17) /* the oldest are forgotten */
#define LINES_TOLD 400	     /* of one attempt: a whole exam */
#define WHY_MAX 1024

struct line {
	int64_t at, numbers[2];
	uint64_t attempt;
	const char *words;
};

static struct line lines[LINES_MAX];
static uint64_t n_lines;

void
story_note(
    int64_t at, uint64_t attempt, const char *words, int64_t a, int64_t b)
{
	lines[n_lines++ % LINES_MAX] =
	    (struct line){ at, { a, b }, attempt, words };
}

static void
tell_words(const struct line *l)
{
	const char *c;
	int n = 0;

	for (c = l->words; *c != '\0'; c++)
		if (*c == '%' && n < 2)
			fprintf(stderr, "%" PRId64, l->numbers[n++]);
		else
			fputc(*c, stderr);
}

static bool
belongs(const struct line *l, uint64_t attempt)
{
	return l->attempt == 0 || l->attempt == attempt;
}

/* The first of the last lines that will be told. */
static uint64_t
beginning(uint64_t attempt)
{
	uint64_t i = n_lines, oldest = i > LINES_MAX ? i - LINES_MAX : 0;
	int n = 0;

	while (i > oldest && n < LINES_TOLD)
		n += belongs(&lines[--i % LINES_MAX], attempt);
	return i;
}

static void
tell(uint64_t attempt)
{
	uint64_t i;

	fprintf(
	    stderr, "the story of attempt %" PRIu64 ", seconds:\n", attempt);
	for (i = beginning(attempt); i < n_lines; i++) {
		const struct line *l = &lines[i % LINES_MAX];

		if (!belongs(l, attempt))
			continue;
		fprintf(stderr, "%10.3f  ", (double)l->at / 1000);
		tell_words(l);
		fputc('\n', stderr);
	}
}

void
story_fails(uint64_t attempt, const char *fmt, ...)
{
	char why[WHY_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	tell(attempt);
	case_fails("attempt %" PRIu64 ": %s", attempt, why);
}
