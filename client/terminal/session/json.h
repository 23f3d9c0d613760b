/*
 * json: reading members of the server's objects.  A member that is absent or
 * of another kind reads as nothing; what must be there, the caller checks.
 */
#ifndef TERMINAL_JSON_H
#define TERMINAL_JSON_H

#include <jansson.h>

#include "exam/time.h"

static inline const char *
json_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text == NULL ? "" : text;
}

static inline int64_t
json_number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

/* Numbers of items, sections and choices; 0 if it is out of their range. */
static inline int
json_small(const json_t *object, const char *name)
{
	int64_t n = json_number(object, name);

	return n >= 0 && n <= INT32_MAX ? (int)n : 0;
}

static inline bool
json_truth(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

static inline struct wall
json_time(const json_t *object, const char *name)
{
	struct wall w = { 0 };

	if (!wall_parse(&w, json_text(object, name)))
		w.ms = 0;
	return w;
}

#endif
