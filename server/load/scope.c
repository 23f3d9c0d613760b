#include "load/scope.h"

#include <math.h>
#include <stdlib.h>

#include "core/text.h"

void
scope_mistake(const struct scope *s, const struct json *at, const char *fmt,
    ...)
{
	char where[SCOPE_WORDS_MAX + SCOPE_NAME_MAX + 8];
	struct slice name = at->name;
	struct buf what = { 0 };
	va_list ap;

	if (name.len > SCOPE_NAME_MAX)
		name.len = SCOPE_NAME_MAX;
	if (at == s->object)
		name.len = 0;
	snprintf(where, sizeof(where), "%s%s%.*s", s->words,
	    *s->words != '\0' && name.len > 0 ? ", " : "", SLICE_FMT(name));
	va_start(ap, fmt);
	buf_vprintf(&what, fmt, ap);
	va_end(ap);
	diag_add(s->diag, at->line, where, "%.*s", SLICE_FMT(buf_slice(&what)));
	buf_fini(&what);
}

/* The known name that may have been meant, or NULL. */
static const char *
nearest(struct slice name, const struct member *known)
{
	const char *found = NULL;
	size_t best = SIZE_MAX;

	for (; known->name != NULL; known++)
		if (text_may_mean(&best, name, slice_of(known->name)))
			found = known->name;
	return found;
}

static bool
is_known(struct slice name, const struct member *known)
{
	for (; known->name != NULL; known++)
		if (slice_is(name, known->name))
			return true;
	return false;
}

static void
tell_unknown(const struct scope *s, const struct json *m,
    const struct member *known)
{
	struct json here = { .line = m->line }; /* its name is in the text */
	const char *meant = nearest(m->name, known);
	struct slice name = m->name;
	struct buf all = { 0 };

	if (name.len > SCOPE_NAME_MAX)
		name.len = SCOPE_NAME_MAX;
	for (; known->name != NULL; known++)
		buf_printf(&all, "%s\"%s\"", all.len > 0 ? ", " : "",
		    known->name);
	if (meant != NULL)
		scope_mistake(s, &here,
		    "unknown member \"%.*s\"; did you mean \"%s\"?",
		    SLICE_FMT(name), meant);
	else
		scope_mistake(s, &here,
		    "unknown member \"%.*s\"; allowed are %.*s",
		    SLICE_FMT(name), SLICE_FMT(buf_slice(&all)));
	buf_fini(&all);
}

bool
scope_open(struct scope *s, struct diag *diag, const struct json *object,
    const struct member *known, const char *words, ...)
{
	const struct member *k;
	const struct json *m;
	va_list ap;

	s->object = object;
	s->diag = diag;
	va_start(ap, words);
	vsnprintf(s->words, sizeof(s->words), words, ap);
	va_end(ap);
	if (object->kind != JSON_OBJECT) {
		scope_mistake(s, object, "is %s; it must be an object",
		    json_kind_text(object->kind));
		return false;
	}
	for (m = object->first; m != NULL; m = m->next)
		if (!is_known(m->name, known))
			tell_unknown(s, m, known);
	for (k = known; k->name != NULL; k++)
		if (k->required && json_member(object, k->name) == NULL)
			scope_mistake(s, object, "\"%s\" is missing", k->name);
	return true;
}

const struct json *
scope_member(const struct scope *s, const char *name)
{
	return json_member(s->object, name);
}

static bool
is_kind(const struct scope *s, const struct json *v, enum json_kind kind)
{
	if (v->kind != kind)
		scope_mistake(s, v, "is %s; it must be %s",
		    json_kind_text(v->kind), json_kind_text(kind));
	return v->kind == kind;
}

/* Nobody sees it: a control character, one that turns the direction of
 * writing, a byte order mark, a noncharacter. */
static bool
is_unseen(uint32_t c, bool lines)
{
	if (c == '\n' || c == '\t')
		return !lines;
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	    c == 0xfeff || (c >= 0xfdd0 && c <= 0xfdef) ||
	    (c & 0xfffe) == 0xfffe;
}

/* Where the first such character is, or SIZE_MAX. */
static size_t
find_unseen(struct slice text, bool lines)
{
	struct slice rest = text;
	uint32_t c = 0;
	size_t at;

	for (at = 0; text_next(&c, &rest); at = text.len - rest.len)
		if (is_unseen(c, lines))
			return at;
	return SIZE_MAX;
}

bool
scope_text_of(struct slice *text, const struct scope *s, const struct json *v,
    size_t max, bool lines)
{
	size_t bad;

	if (!is_kind(s, v, JSON_STRING))
		return false;
	bad = find_unseen(v->text, lines);
	if (text_is_blank(v->text))
		scope_mistake(s, v, "is empty");
	else if (v->text.len > max)
		scope_mistake(s, v, "has %zu bytes; at most %zu are allowed",
		    v->text.len, max);
	else if (bad != SIZE_MAX)
		scope_mistake(s, v, "has a control character (byte %zu)",
		    bad + 1);
	else {
		*text = v->text;
		return true;
	}
	return false;
}

bool
scope_text(struct slice *text, const struct scope *s, const char *name,
    size_t max)
{
	const struct json *v = scope_member(s, name);

	return v != NULL && scope_text_of(text, s, v, max, false);
}

bool
scope_words(struct slice *text, const struct scope *s, const char *name,
    size_t max)
{
	const struct json *v = scope_member(s, name);

	return v != NULL && scope_text_of(text, s, v, max, true);
}

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool
is_ident(struct slice s)
{
	return s.len > 0 && s.len <= IDENT_MAX &&
	    strspn(s.at, DIGITS LETTERS) > 0 &&
	    strspn(s.at, DIGITS LETTERS "._-") == s.len;
}

bool
scope_ident_of(struct slice *ident, const struct scope *s,
    const struct json *v)
{
	if (!is_kind(s, v, JSON_STRING))
		return false;
	if (!is_ident(v->text)) {
		scope_mistake(s, v,
		    "must be 1 to %d letters, digits, \".\", \"_\" or \"-\" "
		    "and begin with a letter or digit",
		    IDENT_MAX);
		return false;
	}
	*ident = v->text;
	return true;
}

bool
scope_ident(struct slice *ident, const struct scope *s, const char *name)
{
	const struct json *v = scope_member(s, name);

	return v != NULL && scope_ident_of(ident, s, v);
}

bool
scope_flag(bool *flag, const struct scope *s, const char *name)
{
	const struct json *v = scope_member(s, name);

	if (v == NULL)
		return false;
	if (v->kind != JSON_TRUE && v->kind != JSON_FALSE) {
		scope_mistake(s, v, "is %s; it must be true or false",
		    json_kind_text(v->kind));
		return false;
	}
	*flag = v->kind == JSON_TRUE;
	return true;
}

bool
scope_number_of(double *number, const struct scope *s, const struct json *v)
{
	if (!is_kind(s, v, JSON_NUMBER))
		return false;
	*number = strtod(v->text.at, NULL);
	return true;
}

bool
scope_number(double *number, const struct scope *s, const char *name)
{
	const struct json *v = scope_member(s, name);

	return v != NULL && scope_number_of(number, s, v);
}

/* An integer, of units of which `scale` make the number's one. */
static bool
scaled(int64_t *value, const struct scope *s, const struct json *v,
    int64_t min, int64_t max, int scale)
{
	double x, units;

	if (!scope_number_of(&x, s, v))
		return false;
	units = round(x * scale);
	/* The nearest double of units / scale is what strtod() gave for it. */
	if (x >= -1e12 && x <= 1e12 && units / scale != x)
		scope_mistake(s, v, scale == 1 ? "is %.40s; it must be whole"
					       : "is %.40s; at most three decimals "
						 "are allowed",
		    v->text.at);
	else if (units < (double)min || units > (double)max)
		scope_mistake(s, v, "is %.40s; allowed is %.10g to %.10g",
		    v->text.at, (double)min / scale, (double)max / scale);
	else {
		*value = (int64_t)units;
		return true;
	}
	return false;
}

bool
scope_integer_of(int64_t *value, const struct scope *s, const struct json *v,
    int64_t min, int64_t max)
{
	return scaled(value, s, v, min, max, 1);
}

bool
scope_integer(int64_t *value, const struct scope *s, const char *name,
    int64_t min, int64_t max)
{
	const struct json *v = scope_member(s, name);

	return v != NULL && scaled(value, s, v, min, max, 1);
}

bool
scope_decimal_of(int64_t *value, const struct scope *s, const struct json *v,
    int64_t min, int64_t max)
{
	return scaled(value, s, v, min, max, 1000);
}

bool
scope_decimal(int64_t *value, const struct scope *s, const char *name,
    int64_t min, int64_t max)
{
	const struct json *v = scope_member(s, name);

	return v != NULL && scope_decimal_of(value, s, v, min, max);
}

bool
scope_choose_of(unsigned *index, const struct scope *s, const struct json *v,
    const char *const words[])
{
	struct slice shown = v->text;
	struct buf all = { 0 };
	unsigned i;

	for (i = 0; words[i] != NULL; i++) {
		if (v->kind == JSON_STRING && slice_is(v->text, words[i])) {
			*index = i;
			buf_fini(&all);
			return true;
		}
		buf_printf(&all, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
	}
	if (shown.len > SCOPE_NAME_MAX)
		shown.len = SCOPE_NAME_MAX;
	if (v->kind != JSON_STRING)
		scope_mistake(s, v, "is %s; allowed are %.*s",
		    json_kind_text(v->kind), SLICE_FMT(buf_slice(&all)));
	else
		scope_mistake(s, v, "is \"%.*s\"; allowed are %.*s",
		    SLICE_FMT(shown), SLICE_FMT(buf_slice(&all)));
	buf_fini(&all);
	return false;
}

bool
scope_choose(unsigned *index, const struct scope *s, const char *name,
    const char *const words[])
{
	const struct json *v = scope_member(s, name);

	return v != NULL && scope_choose_of(index, s, v, words);
}

bool
scope_list(const struct json **list, const struct scope *s, const char *name,
    size_t min, size_t max)
{
	const struct json *v = scope_member(s, name);

	if (v == NULL || !is_kind(s, v, JSON_ARRAY))
		return false;
	if (v->n < min || v->n > max) {
		scope_mistake(s, v, "has %zu elements; allowed is %zu to %zu",
		    v->n, min, max);
		return false;
	}
	*list = v;
	return true;
}

char *
scope_keep(struct slice text)
{
	return (char *)alloc_checked(
	    strndup(text.len > 0 ? text.at : "", text.len));
}

/* ---- the whole file ---- */

struct format {
	const char *name;
	const char *what;
	const char *command; /* of examctl(1), for files of this kind */
};

static const struct format formats[] = {
	{ "exam-bank-1", "a question bank", "bank" },
	{ "exam-programme-1", "a programme", "programme" },
	{ "exam-schedule-1", "a schedule", "schedule" },
};

/* NULL: no format of ours. */
static const struct format *
find_format(struct slice name)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (slice_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

static void
tell_kind(const struct scope *s, const struct json *v, const char *format)
{
	const struct format *is = find_format(v->text);
	const struct format *wanted = find_format(slice_of(format));

	scope_mistake(s, v,
	    "this is %s (%s), not %s; \"examctl %s check\" is for it", is->what,
	    is->name, wanted->what, is->command);
}

bool
scope_open_file(struct scope *s, struct diag *diag, const struct json *root,
    const struct member *known, const char *format)
{
	const struct json *v = json_member(root, "format");
	bool text = v != NULL && v->kind == JSON_STRING;

	if (text && !slice_is(v->text, format) &&
	    find_format(v->text) != NULL) {
		*s = (struct scope){ .object = root, .diag = diag };
		tell_kind(s, v, format);
		return false;
	}
	if (!scope_open(s, diag, root, known, "%s", ""))
		return false;
	if (v != NULL && is_kind(s, v, JSON_STRING) &&
	    !slice_is(v->text, format))
		scope_mistake(s, v, "is not \"%s\"", format);
	return true;
}
