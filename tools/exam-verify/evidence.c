#include "exam-verify/evidence.h"

#include <errno.h>
#include <inttypes.h>

#include "core/number.h"
#include "proof/code.h"

/* A reader goes on after a mistake, with zeros and empty texts; whoever began
 * it looks at the diag in the end. */
struct reader {
	struct evidence *to;
	struct diag *diag;
};

static void
wrong(struct reader *r, const struct json *v, const char *name,
    const char *wanted)
{
	diag_add(r->diag, v != NULL ? v->line : 0, name, "is not %s", wanted);
}

/* ---- members ---- */

static const struct json *
member(struct reader *r, const struct json *of, const char *name,
    enum json_kind kind, const char *wanted)
{
	const struct json *v = json_member(of, name);

	if (v != NULL && v->kind == kind)
		return v;
	wrong(r, v != NULL ? v : of, name, wanted);
	return NULL;
}

static struct slice
read_text(struct reader *r, const struct json *of, const char *name)
{
	const struct json *v = member(r, of, name, JSON_STRING, "a text");

	return v != NULL ? v->text : SLICE("");
}

static int64_t
read_number(struct reader *r, const struct json *of, const char *name,
    int64_t least, int64_t most)
{
	const struct json *v = member(r, of, name, JSON_NUMBER, "a number");
	char *end;
	long long n;

	if (v == NULL)
		return 0;
	errno = 0;
	n = strtoll(v->text.at, &end, 10);
	if (errno == 0 && *end == '\0' && n >= least && n <= most)
		return n;
	wrong(r, v, name, "a whole number that can be here");
	return 0;
}

static int32_t
read_thousandths(struct reader *r, const struct json *of, const char *name)
{
	const struct json *v = member(r, of, name, JSON_NUMBER, "a number");
	int32_t n = 0;

	if (v != NULL && !number_thousandths(&n, strtod(v->text.at, NULL)))
		wrong(r, v, name, "a number that can be here");
	return n;
}

static bool
read_bool(struct reader *r, const struct json *of, const char *name)
{
	const struct json *v = json_member(of, name);

	if (v == NULL || (v->kind != JSON_TRUE && v->kind != JSON_FALSE))
		wrong(r, v != NULL ? v : of, name, "true or false");
	return v != NULL && v->kind == JSON_TRUE;
}

static bool
is_null(const struct json *of, const char *name)
{
	const struct json *v = json_member(of, name);

	return v != NULL && v->kind == JSON_NULL;
}

static void
read_hex(struct reader *r, const struct json *of, const char *name,
    uint8_t out[SHA256_LEN])
{
	if (!hash_unhex(out, SHA256_LEN, read_text(r, of, name)))
		wrong(r, json_member(of, name), name, "64 digits 0-9 and a-f");
}

/* A list of hashes; *n is their number. */
static const uint8_t (*read_hashes(struct reader *r, const struct json *of,
    const char *name, size_t *n))[SHA256_LEN]
{
	const struct json *list = member(r, of, name, JSON_ARRAY, "a list");
	const struct json *v;
	uint8_t(*out)[SHA256_LEN];

	*n = 0;
	if (list == NULL)
		return NULL;
	out = arena_take(&r->to->arena, list->n, sizeof(*out));
	for (v = list->first; v != NULL; v = v->next)
		if (v->kind != JSON_STRING ||
		    code_get_base64_of(out[(*n)++], SHA256_LEN, v->text) !=
			ERR_OK)
			wrong(r, v, name, "a list of hashes in base64");
	return (const uint8_t(*)[SHA256_LEN])out;
}

/* ---- the head ---- */

static void
read_version(struct reader *r, const struct json *of, const char *name,
    struct transcript_version *out)
{
	const struct json *v;

	if (is_null(of, name))
		return;
	v = member(r, of, name, JSON_OBJECT, "a version");
	if (v == NULL)
		return;
	out->name = read_text(r, v, name);
	read_hex(r, v, "sha256", out->sha256);
	if (out->name.len == 0)
		wrong(r, v, name, "a version with a name");
}

static void
read_form(struct reader *r, const struct json *root)
{
	struct slice format = read_text(r, root, "format");
	struct slice form = read_text(r, root, "form");

	if (!slice_is(format, TRANSCRIPT_FORMAT))
		wrong(r, root, "format", "\"" TRANSCRIPT_FORMAT "\"");
	if (slice_is(form, "board"))
		r->to->head.form = TRANSCRIPT_BOARD;
	else if (!slice_is(form, "candidate"))
		wrong(r, root, "form", "\"candidate\" or \"board\"");
}

static void
read_evidence(struct reader *r, const struct json *root)
{
	struct transcript *t = &r->to->head;

	t->origin = read_text(r, root, "origin");
	t->keys = read_text(r, root, "keys");
	t->checkpoint = read_text(r, root, "checkpoint");
	if (!is_null(root, "published")) {
		t->published = read_text(r, root, "published");
		if (t->published.len == 0)
			wrong(r, root, "published", "a checkpoint or null");
	}
	t->consistency =
	    read_hashes(r, root, "consistency", &t->n_consistency);
}

static void
read_head(struct reader *r, const struct json *root)
{
	struct transcript *t = &r->to->head;

	read_form(r, root);
	read_evidence(r, root);
	t->attempt = (uint64_t)read_number(r, root, "attempt", 1, INT64_MAX);
	t->who.candidate = read_text(r, root, "candidate");
	t->who.name = read_text(r, root, "name");
	t->who.sitting = read_text(r, root, "sitting");
	t->who.title = read_text(r, root, "title");
	t->who.zone = read_text(r, root, "zone");
	if (!route_name_parse(&t->route, read_text(r, root, "route")))
		wrong(r, root, "route", "\"upgrade\" or \"full\"");
	read_version(r, root, "bank", &t->bank);
	read_version(r, root, "programme", &t->programme);
}

/* ---- events ---- */

static struct slice
read_base64(struct reader *r, const struct json *of, const char *name)
{
	struct slice text = read_text(r, of, name);
	struct buf bytes = { 0 };
	struct slice kept = SLICE("");

	if (text.len > 0 && code_get_base64(&bytes, text) != ERR_OK)
		wrong(r, json_member(of, name), name, "base64");
	else if (bytes.len > 0)
		kept = arena_slice(&r->to->arena, buf_slice(&bytes));
	buf_fini(&bytes);
	return kept;
}

static struct slice
read_salt(struct reader *r, const struct json *of)
{
	struct slice text = read_text(r, of, "salt");
	size_t len = text.len / 2;
	uint8_t *salt = arena_take(&r->to->arena, len + 1, 1);

	if (len == 0 || len > SHA256_LEN || !hash_unhex(salt, len, text))
		wrong(r, json_member(of, "salt"), "salt", "hex digits");
	return (struct slice){ (const char *)salt, len };
}

static void
decode(struct evidence *e, size_t i)
{
	const struct transcript_event *row = &e->events[i];

	if (row->withheld ||
	    event_decode(&e->decoded[i], row->kind, row->payload) != ERR_OK)
		return;
	e->is_decoded[i] = true;
	e->decoded[i].at = row->at;
	e->decoded[i].position = row->position;
}

static void
read_event(struct reader *r, const struct json *v, struct transcript_event *e)
{
	e->position = (uint64_t)read_number(r, v, "position", 1, INT64_MAX);
	e->number = (uint32_t)read_number(r, v, "number", 1, UINT32_MAX);
	e->kind = (enum event_kind)read_number(r, v, "kind", 1,
	    EVENT_KINDS - 1);
	e->at.wall.ms = read_number(r, v, "wall", INT64_MIN, INT64_MAX);
	e->at.mono.ms = read_number(r, v, "mono", INT64_MIN, INT64_MAX);
	e->withheld = json_member(v, "withheld") != NULL;
	if (!e->withheld) {
		e->salt = read_salt(r, v);
		e->payload = read_base64(r, v, "payload");
	}
	read_hex(r, v, "content", e->content);
	read_hex(r, v, "hash", e->hash);
	e->proof = read_hashes(r, v, "proof", &e->n_proof);
}

static void
read_events(struct reader *r, const struct json *root)
{
	const struct json *list =
	    member(r, root, "events", JSON_ARRAY, "a list");
	struct evidence *e = r->to;
	const struct json *v;

	if (list == NULL)
		return;
	e->events = arena_take(&e->arena, list->n, sizeof(*e->events));
	e->decoded = arena_take(&e->arena, list->n, sizeof(*e->decoded));
	e->is_decoded = arena_take(&e->arena, list->n, sizeof(*e->is_decoded));
	for (v = list->first; v != NULL && r->diag->count == 0; v = v->next) {
		read_event(r, v, &e->events[e->n]);
		if (r->diag->count == 0)
			decode(e, e->n++);
	}
}

/* ---- the result ---- */

static void
read_section(struct reader *r, const struct json *v, struct section_score *s)
{
	s->marks = read_thousandths(r, v, "marks");
	s->max_marks = read_thousandths(r, v, "max_marks");
	s->percent = read_thousandths(r, v, "percent");
	s->cut = read_thousandths(r, v, "cut");
	s->passed = read_bool(r, v, "passed");
}

static void
read_result(struct reader *r, const struct json *root)
{
	struct score *score = &r->to->result;
	const struct json *v, *list;

	if (is_null(root, "result"))
		return;
	v = member(r, root, "result", JSON_OBJECT, "a result");
	if (v == NULL)
		return;
	r->to->has_result = true;
	score->passed = read_bool(r, v, "passed");
	score->percent = read_thousandths(r, v, "percent");
	score->cut = read_thousandths(r, v, "cut");
	list = member(r, v, "sections", JSON_ARRAY, "a list");
	if (list == NULL || list->n > SECTIONS_MAX) {
		wrong(r, v, "sections", "a list of a paper's sections");
		return;
	}
	for (v = list->first; v != NULL; v = v->next)
		read_section(r, v, &score->sections[score->n_sections++]);
}

/* ---- the whole ---- */

enum err
evidence_read(struct evidence **out, struct slice text, struct diag *diag)
{
	struct evidence *e = alloc_zero(1, sizeof(*e));
	struct reader r = { e, diag };
	size_t before = diag->count;

	if (json_read(&e->document, text, diag) == ERR_OK) {
		read_head(&r, json_root(e->document));
		read_events(&r, json_root(e->document));
		read_result(&r, json_root(e->document));
	}
	if (diag->count != before) {
		evidence_free(e);
		return ERR_INVALID;
	}
	*out = e;
	return ERR_OK;
}

void
evidence_free(struct evidence *e)
{
	if (e == NULL)
		return;
	if (e->document != NULL)
		json_free(e->document);
	arena_fini(&e->arena);
	free(e);
}

void
evidence_write(struct buf *b, const struct evidence *e)
{
	size_t i;

	transcript_open(b, &e->head);
	for (i = 0; i < e->n; i++)
		transcript_event(b, &e->events[i]);
	transcript_close(b, e->has_result ? &e->result : NULL);
}
