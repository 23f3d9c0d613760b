#include "load/json.h"

#include "load/json_scan.h"

#define CHUNK 512 /* values allocated at once */

struct chunk {
	struct chunk *next;
	size_t n;
	struct json values[CHUNK];
};

struct json_document {
	struct chunk *chunks;
	size_t n_values;
	char *texts; /* every string and number; as long as the file */
	const struct json *root;
};

struct reader {
	struct json_document *document;
	struct slice name; /* of the member that is being read */
	int depth;
	struct scan scan;
};

const char *
json_kind_text(enum json_kind kind)
{
	static const char *const texts[] = { "null", "false", "true",
		"a number", "a string", "a list", "an object" };

	return texts[kind];
}

static struct json *
new_value(struct reader *r, enum json_kind kind)
{
	struct json_document *d = r->document;
	struct chunk *c = d->chunks;
	struct json *v;

	if (d->n_values++ >= JSON_NODES_MAX) {
		scan_mistake(&r->scan, "more than %d values", JSON_NODES_MAX);
		return NULL;
	}
	if (c == NULL || c->n == CHUNK) {
		c = (struct chunk *)alloc_zero(1, sizeof(*c));
		c->next = d->chunks;
		d->chunks = c;
	}
	v = &c->values[c->n++];
	v->kind = kind;
	v->name = r->name;
	v->line = r->scan.line;
	return v;
}

static struct json *
read_string(struct reader *r)
{
	struct json *v = new_value(r, JSON_STRING);

	if (v != NULL)
		v->text = scan_string(&r->scan);
	return v;
}

static struct json *
read_number(struct reader *r)
{
	struct json *v = new_value(r, JSON_NUMBER);

	if (v != NULL)
		v->text = scan_number(&r->scan);
	return v;
}

static struct json *
read_word(struct reader *r)
{
	if (scan_word(&r->scan, SLICE("null")))
		return new_value(r, JSON_NULL);
	if (scan_word(&r->scan, SLICE("true")))
		return new_value(r, JSON_TRUE);
	if (scan_word(&r->scan, SLICE("false")))
		return new_value(r, JSON_FALSE);
	scan_unexpected(&r->scan, "a value");
	return NULL;
}

static struct json *read_value(struct reader *);

static void
append(struct json *parent, struct json **last, struct json *child)
{
	if (*last == NULL)
		parent->first = child;
	else
		(*last)->next = child;
	*last = child;
	parent->n++;
}

/* A member twice is a mistake that does not stop the reading. */
static void
check_new_name(struct reader *r, const struct json *object, struct slice name)
{
	const struct json *m;

	if (object->n >= JSON_MEMBERS_MAX)
		scan_mistake(&r->scan, "an object has more than %d members",
		    JSON_MEMBERS_MAX);
	for (m = object->first; m != NULL; m = m->next)
		if (slice_equal(m->name, name)) {
			diag_add(r->scan.diag, r->scan.line, "",
			    "the member \"%.64s\" is already on line %d",
			    name.at, m->line);
			return;
		}
}

static struct json *
read_member(struct reader *r, const struct json *object)
{
	struct slice name = scan_string(&r->scan), outer = r->name;
	struct json *v;

	if (r->scan.broken)
		return NULL;
	check_new_name(r, object, name);
	scan_space(&r->scan);
	if (!scan_expect(&r->scan, ':', "\":\" after the name"))
		return NULL;
	scan_space(&r->scan);
	r->name = name;
	v = read_value(r);
	r->name = outer;
	return v;
}

/* Between two values; the last has none behind it. */
static bool
read_comma(struct reader *r, int end)
{
	if (!scan_expect(&r->scan, ',',
		end == '}' ? "\",\" or \"}\"" : "\",\" or \"]\""))
		return false;
	scan_space(&r->scan);
	if (scan_peek(&r->scan) != end)
		return true;
	scan_mistake(&r->scan,
	    "a comma stands before \"%c\"; the last %s has none behind it", end,
	    end == '}' ? "member" : "element");
	return false;
}

/* A list or an object. */
static struct json *
read_nested(struct reader *r, enum json_kind kind)
{
	struct json *parent = new_value(r, kind), *last = NULL, *child;
	bool object = kind == JSON_OBJECT;
	int end = object ? '}' : ']';

	scan_step(&r->scan, 1);
	scan_space(&r->scan);
	while (!r->scan.broken && scan_peek(&r->scan) != end) {
		if (parent->n > 0 && !read_comma(r, end))
			break;
		child = object ? read_member(r, parent) : read_value(r);
		if (child != NULL)
			append(parent, &last, child);
		scan_space(&r->scan);
	}
	if (!r->scan.broken)
		scan_step(&r->scan, 1);
	return parent;
}

static struct json *
read_deeper(struct reader *r, enum json_kind kind)
{
	struct json *v;

	if (r->depth >= JSON_DEPTH_MAX) {
		scan_mistake(&r->scan, "values are nested more than %d deep",
		    JSON_DEPTH_MAX);
		return NULL;
	}
	r->depth++;
	v = read_nested(r, kind);
	r->depth--;
	return v;
}

static struct json *
read_value(struct reader *r)
{
	int c = scan_peek(&r->scan);

	if (r->scan.broken)
		return NULL;
	if (c == '{')
		return read_deeper(r, JSON_OBJECT);
	if (c == '[')
		return read_deeper(r, JSON_ARRAY);
	if (c == '"')
		return read_string(r);
	if (c == '-' || (c >= '0' && c <= '9'))
		return read_number(r);
	return read_word(r);
}

static void
read_document(struct reader *r)
{
	struct json_document *d = r->document;

	scan_word(&r->scan, SLICE("\xef\xbb\xbf"));
	scan_space(&r->scan);
	d->root = read_value(r);
	scan_space(&r->scan);
	if (!r->scan.broken && r->scan.left.len > 0)
		scan_unexpected(&r->scan, "the end of the file");
}

enum err
json_read(struct json_document **out, struct slice text, struct diag *diag)
{
	struct json_document *d;
	struct reader r;

	if (text.len > BODY_UPLOAD_MAX) {
		diag_add(diag, 0, "", "is larger than %d MiB",
		    BODY_UPLOAD_MAX >> 20);
		return ERR_INVALID;
	}
	d = (struct json_document *)alloc_zero(1, sizeof(*d));
	/* Each string is shorter than its quotes make it, each number has a
	 * mark behind it: with an end mark each they fit, and one byte more
	 * for a number that ends the file. */
	d->texts = (char *)alloc_zero(text.len + 1, 1);
	r = (struct reader){ .document = d,
		.scan = { text, 1, false, d->texts, 0, diag } };
	read_document(&r);
	if (r.scan.broken) {
		json_free(d);
		return ERR_INVALID;
	}
	*out = d;
	return ERR_OK;
}

void
json_free(struct json_document *d)
{
	struct chunk *c;

	if (d == NULL)
		return;
	while ((c = d->chunks) != NULL) {
		d->chunks = c->next;
		free(c);
	}
	free(d->texts);
	free(d);
}

const struct json *
json_root(const struct json_document *d)
{
	return d->root;
}

const struct json *
json_member(const struct json *object, const char *name)
{
	const struct json *m;

	if (object->kind != JSON_OBJECT)
		return NULL;
	for (m = object->first; m != NULL; m = m->next)
		if (slice_is(m->name, name))
			return m;
	return NULL;
}

void
json_put_string(struct buf *b, struct slice s)
{
	size_t i;

	buf_put_u8(b, '"');
	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_put_text(b, "\\n");
		else if (c < 0x20)
			buf_printf(b, "\\u%04x", c);
		else
			buf_put_u8(b, c);
	}
	buf_put_u8(b, '"');
}

void
json_put_text(struct buf *b, const char *before, const char *text)
{
	buf_put_text(b, before);
	json_put_string(b, slice_of(text));
}
