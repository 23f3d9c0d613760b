/*
 * line: one statement of a script, as words.
 *
 * A line that begins with a blank goes on with the one above it; # begins a
 * comment; "…" is one word; a comma at a word's end is only for the reader.
 * What is wrong with a line ends the program with path:line.
 */
#ifndef SCENARIO_LINE_H
#define SCENARIO_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "exam/time.h"

#define LINE_WORDS_MAX 96
#define LINE_ROOM 4096

struct line {
	const char *path;
	int number; /* of its first line */
	char room[LINE_ROOM];
	size_t used;
	const char *words[LINE_WORDS_MAX];
	size_t n, at;
	const char *zone; /* of times in it */
};

struct script {
	const char *path;
	FILE *file;
	int number;	 /* of `ahead` */
	char *ahead;	 /* the next line; NULL: none */
	size_t room;
};

void script_open(struct script *, const char *path);
bool script_next(struct script *, struct line *);
void script_close(struct script *);

__attribute__((format(printf, 2, 3), noreturn)) void line_fail(
    const struct line *, const char *fmt, ...);

bool line_more(const struct line *);
/* The next word; the line fails without one. */
const char *line_word(struct line *);
/* Goes past the word if it is the next. */
bool line_if(struct line *, const char *word);
/* All of these words, or none. */
bool line_if_two(struct line *, const char *first, const char *second);
int64_t line_number(struct line *, int64_t min, int64_t max);
/* 1h30m, 19m59.999s, 300ms, +1h, -1h: milliseconds. */
int64_t line_duration(struct line *);
bool duration_parse(int64_t *ms, const char *text);
/* 2026-03-29T01:30, seconds optional, in the zone; or RFC 3339.  "+1ms" may
 * follow as a word. */
struct wall line_time(struct line *);
bool line_time_parse(struct wall *, const struct line *, const char *text);

#endif
