#include "proto/read.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "exam/buf.h"

void
body_fail(struct body *b, enum err e, const char *fmt, ...)
{
	va_list ap;

	if (b->err != ERR_OK)
		return;
	b->err = e;
	va_start(ap, fmt);
	vsnprintf(b->detail, sizeof(b->detail), fmt, ap);
	va_end(ap);
}

void
body_begin(void)
{
	json_set_alloc_funcs(alloc_bytes, free);
}

static bool
is_among(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

void
body_open(struct body *b, struct slice bytes, const char *const *names)
{
	json_error_t error;
	const char *name;
	json_t *value;

	*b = (struct body){ 0 };
	if (bytes.len == 0)
		bytes = SLICE("{}");
	b->root = json_loadb(bytes.at, bytes.len, JSON_REJECT_DUPLICATES, &error);
	if (b->root == NULL) {
		body_fail(b, ERR_SYNTAX, "The body is not JSON: %s.", error.text);
		return;
	}
	if (!json_is_object(b->root)) {
		body_fail(b, ERR_SYNTAX, "The body must be a JSON object.");
		return;
	}
	json_object_foreach(b->root, name, value)
		if (!is_among(name, names))
			body_fail(b, ERR_INVALID, "Unknown member \"%.64s\".", name);
}

enum err
body_close(struct body *b)
{
	json_decref(b->root);
	b->root = NULL;
	return b->err;
}

static json_t *
member(const struct body *b, const char *name)
{
	json_t *v = b->err == ERR_OK ? json_object_get(b->root, name) : NULL;

	return json_is_null(v) ? NULL : v;
}

bool
body_has(const struct body *b, const char *name)
{
	return member(b, name) != NULL;
}

static bool
has_control_characters(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

struct slice
body_text_if(struct body *b, const char *name, size_t min, size_t max)
{
	json_t *v = member(b, name);
	struct slice s;

	if (v == NULL)
		return SLICE_NONE;
	s = (struct slice){ json_string_value(v), json_string_length(v) };
	if (!json_is_string(v))
		body_fail(b, ERR_INVALID, "\"%s\" must be a text.", name);
	else if (s.len < min || s.len > max)
		body_fail(b, ERR_INVALID, "\"%s\" must have %zu to %zu bytes.",
		    name, min, max);
	else if (has_control_characters(s))
		body_fail(b, ERR_INVALID,
		    "\"%s\" must not have control characters.", name);
	else
		return s;
	return SLICE_NONE;
}

static void
require(struct body *b, const char *name)
{
	if (!body_has(b, name))
		body_fail(b, ERR_INVALID, "\"%s\" is missing.", name);
}

struct slice
body_text(struct body *b, const char *name, size_t min, size_t max)
{
	require(b, name);
	return body_text_if(b, name, min, max);
}

int64_t
body_int_if(struct body *b, const char *name, int64_t min, int64_t max,
    int64_t otherwise)
{
	json_t *v = member(b, name);
	int64_t i = json_integer_value(v);

	if (v == NULL)
		return otherwise;
	if (!json_is_integer(v) || i < min || i > max) {
		body_fail(b, ERR_INVALID,
		    "\"%s\" must be a whole number from %lld to %lld.", name,
		    (long long)min, (long long)max);
		return otherwise;
	}
	return i;
}

int64_t
body_int(struct body *b, const char *name, int64_t min, int64_t max)
{
	require(b, name);
	return body_int_if(b, name, min, max, min);
}

size_t
body_texts(struct body *b, const char *name, struct slice *list, size_t max)
{
	json_t *v = member(b, name);
	size_t n = json_array_size(v), i;

	require(b, name);
	if (v != NULL && (!json_is_array(v) || n > max)) {
		body_fail(b, ERR_INVALID,
		    "\"%s\" must be a list of at most %zu texts.", name, max);
		return 0;
	}
	for (i = 0; i < n; i++) {
		const json_t *text = json_array_get(v, i);

		if (!json_is_string(text)) {
			body_fail(b, ERR_INVALID, "\"%s\" must hold texts.", name);
			return 0;
		}
		list[i] = (struct slice){ json_string_value(text),
			json_string_length(text) };
	}
	return n;
}

bool
body_bool(struct body *b, const char *name)
{
	json_t *v = member(b, name);

	require(b, name);
	if (v != NULL && !json_is_boolean(v))
		body_fail(b, ERR_INVALID, "\"%s\" must be true or false.", name);
	return json_is_true(v);
}

struct wall
body_time_if(struct body *b, const char *name)
{
	struct slice s = body_text_if(b, name, 1, WALL_TEXT_MAX);
	struct wall w = { 0 };
	char text[WALL_TEXT_MAX + 1];

	if (s.len == 0)
		return w;
	memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	if (!wall_parse(&w, text))
		body_fail(b, ERR_INVALID,
		    "\"%s\" must be a time like 2026-11-22T09:00:00Z.", name);
	return w;
}

/* ---- marks ---- */

static bool
is_criterion(const char *name, const struct slice *criteria, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (slice_is(criteria[i], name))
			return true;
	return false;
}

static void
fail_criterion(
    struct body *b, const char *name, const struct slice *criteria, size_t n)
{
	struct buf all = { 0 };
	size_t i;

	for (i = 0; i < n; i++)
		buf_printf(
		    &all, "%s%.*s", i > 0 ? ", " : "", SLICE_FMT(criteria[i]));
	body_fail(b, ERR_INVALID,
	    "There is no criterion \"%.64s\"; there are %.*s.", name,
	    SLICE_FMT(buf_slice(&all)));
	buf_fini(&all);
}

void
body_marks_open(
    struct body *b, const char *name, const struct slice *criteria, size_t n)
{
	json_t *v = json_object_get(b->root, name), *marks;
	const char *given;

	if (b->err == ERR_OK && !json_is_object(v))
		body_fail(b, ERR_INVALID,
		    "\"%s\" must be an object: marks for each criterion.",
		    name);
	json_object_foreach(
	    v, given, marks) if (!is_criterion(given, criteria, n))
	    fail_criterion(b, given, criteria, n);
}

int64_t
body_marks(struct body *b, const char *name, struct slice member, int64_t max)
{
	const json_t *v = json_object_getn(json_object_get(b->root, name),
	    member.at, member.len);
	double thousandths = json_number_value(v) * 1000;
	int64_t marks;

	if (b->err != ERR_OK)
		return 0;
	/* The bound is of what is read, not of its double: 4.03 * 1000 is
	 * above 4030. */
	if (!json_is_number(v) || !(thousandths >= 0) ||
	    thousandths > (double)max + 0.5 || llround(thousandths) > max) {
		body_fail(b, ERR_INVALID,
		    v == NULL ? "The criterion \"%.*s\" needs marks: a number "
				"from 0 to %.10g."
			      : "The marks of the criterion \"%.*s\" must be a "
				"number from 0 to %.10g.",
		    SLICE_FMT(member), (double)max / 1000);
		return 0;
	}
	marks = llround(thousandths);
	if (fabs(thousandths - (double)marks) > 1e-6)
		body_fail(b, ERR_INVALID,
		    "The marks of the criterion \"%.*s\" have more than three "
		    "decimals.",
		    SLICE_FMT(member));
	return marks;
}
