/* What came of it, against what was expected. */
#include <math.h>
#include <string.h>

#include "story.h"

/* ---- finding a member ---- */

/* Short words for what is said often. */
static const char *const short_words[][2] = {
	{ "remaining", "clock.remaining_ms" },
	{ "running", "clock.running" },
	{ "pause-left", "break.remaining_ms" },
	{ "extended", "entitlement.extended_ms" },
	{ "compensated", "entitlement.compensation_ms" },
	{ "total", "entitlement.total_ms" },
};

static const char *
long_word(const char *path)
{
	size_t i;

	for (i = 0; i < sizeof(short_words) / sizeof(*short_words); i++)
		if (strcmp(path, short_words[i][0]) == 0)
			return short_words[i][1];
	return path;
}

/* sections.2.answered: elements of lists are counted from 1. */
static const json_t *
find_member(const json_t *v, const char *path)
{
	char name[IDENT_MAX];
	size_t len;

	for (; *path != '\0' && v != NULL; path += path[len] == '.' ? len + 1 : len) {
		len = strcspn(path, ".");
		snprintf(name, sizeof(name), "%.*s", (int)len, path);
		v = json_is_array(v) ?
		    json_array_get(v, strtoul(name, NULL, 10) - 1) :
		    json_object_get(v, name);
	}
	return v;
}

/* ---- comparing ---- */

static bool
text_is(const struct line *l, const char *text, const char *expected)
{
	struct buf whole = { 0 };
	struct wall a, b;
	bool same;

	if (strcmp(text, expected) == 0)
		return true;
	if (long_text(&whole, expected)) {
		same = slice_equal(buf_slice(&whole), slice_of(text));
		buf_fini(&whole);
		return same;
	}
	return wall_parse(&a, text) && line_time_parse(&b, l, expected) &&
	    a.ms == b.ms;
}

static bool
number_is(const json_t *v, const char *expected)
{
	int64_t ms;
	double n;
	char *end;

	if (json_is_integer(v) && duration_parse(&ms, expected))
		return json_integer_value(v) == ms;
	n = strtod(expected, &end);
	return *end == '\0' && end != expected &&
	    fabs(json_number_value(v) - n) < 1e-9;
}

static bool
value_is(const struct line *l, const json_t *v, const char *expected)
{
	if (strcmp(expected, "none") == 0)
		return v == NULL || json_is_null(v);
	if (json_is_string(v))
		return text_is(l, json_string_value(v), expected);
	if (json_is_boolean(v))
		return strcmp(expected, json_is_true(v) ? "true" : "false") == 0;
	if (json_is_number(v))
		return number_is(v, expected);
	if (json_is_array(v)) /* how many */
		return strtoul(expected, NULL, 10) == json_array_size(v);
	if (json_is_object(v))
		return strcmp(expected, "there") == 0;
	return false;
}

/* In the sentence, or in one of the mistakes. */
static bool
says(const json_t *v, const char *words)
{
	const json_t *line, *errors = json_object_get(v, "errors");
	const char *detail = json_string_value(json_object_get(v, "detail"));
	size_t i;

	if (detail != NULL && strstr(detail, words) != NULL)
		return true;
	json_array_foreach(errors, i, line)
		if (strstr(json_string_value(line), words) != NULL)
			return true;
	return false;
}

static void
tell(char told[TOLD_MAX], const char *path, const json_t *v,
    const char *expected)
{
	char *is = v != NULL ? json_dumps(v, JSON_ENCODE_ANY) : NULL;

	snprintf(told, TOLD_MAX, "%s is %s, not %s", path,
	    is != NULL ? is : "absent", expected);
	free(is);
}

/* ---- labels ---- */

static const struct story_label *
find_label(const struct story *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n_labels; i++)
		if (strcmp(s->labels[i].name, name) == 0)
			return &s->labels[i];
	return NULL;
}

static json_t *
without_time(const struct scene_reply *r)
{
	json_t *copy = json_deep_copy(r->body);

	(void)json_object_del(copy, "server_time");
	(void)json_object_del(copy, "at"); /* of a problem: the same */
	return copy;
}

static void
remember(struct story *s, struct line *l, const char *name,
    const struct scene_reply *r)
{
	struct story_label *label;

	if (find_label(s, name) != NULL || s->n_labels == STORY_LABELS_MAX)
		line_fail(l, "there is a reply \"%s\" already, or too many",
		    name);
	label = &s->labels[s->n_labels++];
	snprintf(label->name, sizeof(label->name), "%s", name);
	label->body = without_time(r);
}

static void
must_equal(struct story *s, struct line *l, const char *name,
    const struct scene_reply *r)
{
	const struct story_label *label = find_label(s, name);
	json_t *body = without_time(r);

	if (label == NULL)
		line_fail(l, "there is no reply \"%s\"", name);
	if (!json_equal(body, label->body))
		line_fail(l, "the reply is %s, not %s", json_dumps(body, 0),
		    json_dumps(label->body, 0));
	json_decref(body);
}

/* ---- members ---- */

/* @NAME: as it was in that reply. */
static bool
is_as_remembered(const struct story *s, const struct line *l, const char *path,
    const json_t *v, const char *name)
{
	const struct story_label *label = find_label(s, name);

	if (label == NULL)
		line_fail(l, "there is no reply \"%s\"", name);
	return json_equal(v, find_member(label->body, path));
}

static bool
member_is(const struct story *s, const struct line *l, const json_t *object,
    const char *path, const char *expected)
{
	const json_t *v = find_member(object, path);

	if (strcmp(path, "saying") == 0)
		return says(object, expected);
	if (*expected == '@')
		return is_as_remembered(s, l, path, v, expected + 1);
	return value_is(l, v, expected);
}

bool
outcome_members(const struct story *s, const struct line *l,
    const json_t *object, char told[TOLD_MAX])
{
	const char *path, *expected;
	size_t i;

	for (i = l->at; i + 1 < l->n; i += 2) {
		path = long_word(l->words[i]);
		expected = l->words[i + 1];
		if (member_is(s, l, object, path, expected))
			continue;
		tell(told, path, strcmp(path, "saying") == 0 ?
			object :
			find_member(object, path), expected);
		return false;
	}
	if (i < l->n)
		line_fail(l, "\"%s\" has no value", l->words[i]);
	return true;
}

void
outcome_rest(const struct story *s, struct line *l, const json_t *object)
{
	char told[TOLD_MAX];

	if (!outcome_members(s, l, object, told))
		line_fail(l, "%s", told);
	l->at = l->n;
}

/* ---- the arrow ---- */

static void
must_succeed(struct line *l, const struct scene_reply *r)
{
	if (r->status >= 300)
		line_fail(l, "it is refused: %.*s",
		    SLICE_FMT(buf_slice(&r->text)));
}

static void
must_be_refused(struct line *l, const struct scene_reply *r)
{
	const char *type = json_string_value(json_object_get(r->body, "type"));
	const char *expected = line_word(l);
	const char *last = type != NULL ? strrchr(type, ':') : NULL;

	if (r->status < 300 || last == NULL || strcmp(last + 1, expected) != 0)
		line_fail(l, "it is %d %.*s, not refused as %s", r->status,
		    SLICE_FMT(buf_slice(&r->text)), expected);
}

/* The verdict of a save. */
static void
must_be_verdict(struct line *l, const struct scene_reply *r)
{
	const char *expected = line_word(l);
	const char *verdict = json_string_value(
	    json_object_get(r->body, "verdict"));

	must_succeed(l, r);
	if (verdict == NULL || strcmp(verdict, expected) != 0)
		line_fail(l, "it is %s, not %s",
		    verdict != NULL ? verdict : "no save", expected);
}

static void
judge(struct story *s, struct line *l, const struct scene_reply *r)
{
	const char *label = NULL;

	if (line_if_two(l, "same", "as")) {
		must_equal(s, l, line_word(l), r);
		return;
	}
	if (line_if(l, "refused"))
		must_be_refused(l, r);
	else if (line_if(l, "ok"))
		must_succeed(l, r);
	else
		must_be_verdict(l, r);
	if (l->n - l->at >= 2 && strcmp(l->words[l->n - 2], "as") == 0) {
		label = l->words[l->n - 1];
		l->n -= 2;
	}
	outcome_rest(s, l, r->body);
	if (label != NULL)
		remember(s, l, label, r);
}

void
outcome(struct story *s, struct line *l, struct scene_reply *r)
{
	if (!line_more(l))
		must_succeed(l, r);
	else if (line_if(l, "->"))
		judge(s, l, r);
	else
		line_fail(l, "\"%s\" is not understood here", line_word(l));
	scene_reply_fini(r);
}
