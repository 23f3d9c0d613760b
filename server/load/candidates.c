#include "load/candidates.h"

#include "core/text.h"
#include "load/csv.h"
#include "load/json_scan.h"
#include "load/members.h"

static const struct member candidate_members[] = MEMBERS(CANDIDATE_MEMBERS);
static const char *const routes[] = { "upgrade", "full", NULL };

/* Numbers seen, by hash, so that a list of any order is checked in one go. */
#define SLOTS (1u << 16) /* > 2 * CANDIDATES_IMPORT_MAX */

struct reader {
	struct candidates all;
	size_t capacity;
	uint32_t *slots; /* index in all.rows + 1; 0: free */
	struct diag *diag;
};

static void
copy(char *to, struct slice text)
{
	memcpy(to, text.at, text.len);
	to[text.len] = '\0';
}

static void
read_members(struct candidate *c, const struct scope *s)
{
	int64_t factor = FACTOR_MIN, minutes = 0;
	unsigned route = ROUTE_FULL;
	struct slice text;

	*c = (struct candidate){ 0 };
	if (scope_ident(&text, s, "number"))
		copy(c->number, text);
	if (scope_text(&text, s, "name", NAME_MAX_LEN))
		copy(c->name, text);
	if (scope_ident(&text, s, "room"))
		copy(c->room, text);
	if (scope_text(&text, s, "seat", IDENT_MAX))
		copy(c->seat, text);
	scope_choose(&route, s, "route", routes);
	c->route = (enum route_name)route;
	scope_decimal(&factor, s, "factor", FACTOR_MIN, FACTOR_MAX);
	scope_decimal(&minutes, s, "extra_minutes", 0,
	    SITTING_MINUTES_MAX * INT64_C(1000));
	c->entitlement = (struct entitlement){ (uint32_t)factor, minutes * 60 };
}

static uint32_t
hash(const char *text)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h;
}

/* The row that has this number already, or SIZE_MAX and it is remembered. */
static size_t
find_number(struct reader *r, const char *number)
{
	uint32_t at = hash(number) % SLOTS;

	for (; r->slots[at] != 0; at = (at + 1) % SLOTS)
		if (strcmp(r->all.rows[r->slots[at] - 1].number, number) == 0)
			return r->slots[at] - 1;
	r->slots[at] = (uint32_t)r->all.n + 1;
	return SIZE_MAX;
}

static void
append(struct reader *r, const struct json *object, const struct scope *s,
    const struct candidate *c)
{
	if (r->all.n == CANDIDATES_IMPORT_MAX) {
		scope_mistake(s, object, "is beyond %d candidates; divide the "
					 "file",
		    CANDIDATES_IMPORT_MAX);
		return;
	}
	if (*c->number != '\0' && find_number(r, c->number) != SIZE_MAX) {
		scope_mistake(s, object, "the number stands twice in the file");
		return;
	}
	if (r->all.n > 0 &&
	    (*c->room != '\0') != (*r->all.rows[0].room != '\0')) {
		scope_mistake(s, object,
		    *c->room != '\0'
			? "names a room, which others before it do not; name "
			  "one "
			  "for all or for none"
			: "names no room, which others before it do; name one "
			  "for all or for none");
		return;
	}
	if (r->all.n == r->capacity) {
		r->capacity = r->capacity > 0 ? 2 * r->capacity : 64;
		r->all.rows = (struct candidate *)alloc_resize(
		    r->all.rows, r->capacity, sizeof(*c));
	}
	r->all.rows[r->all.n++] = *c;
}

static void
read_candidate(struct reader *r, const struct json *object, size_t number)
{
	const struct json *v = json_member(object, "number");
	struct candidate c;
	struct scope s;
	bool ok;

	if (v != NULL && v->kind == JSON_STRING)
		ok = scope_open(&s, r->diag, object, candidate_members,
		    "candidate %.64s", v->text.at);
	else
		ok = scope_open(&s, r->diag, object, candidate_members,
		    "row %zu", number);
	if (!ok)
		return;
	read_members(&c, &s);
	append(r, object, &s, &c);
}

static void
read_json(struct reader *r, struct slice text)
{
	struct json_document *document;
	const struct json *v;
	size_t number = 1;

	if (json_read(&document, text, r->diag) != ERR_OK)
		return;
	for (v = json_root(document)->first; v != NULL; v = v->next)
		read_candidate(r, v, number++);
	json_free(document);
}

/* Columns that hold numbers; one that is none stays text, for the message. */
static enum json_kind
field_kind(struct slice name, struct slice field)
{
	char room[CSV_FIELDS_MAX];
	struct diag ignored = { .path = "" };
	struct scan scan = { .left = field, .texts = room, .diag = &ignored };

	if ((!slice_is(name, "factor") && !slice_is(name, "extra_minutes")) ||
	    field.len >= sizeof(room))
		return JSON_STRING;
	scan_number(&scan);
	diag_fini(&ignored);
	return scan.broken || scan.left.len > 0 ? JSON_STRING : JSON_NUMBER;
}

struct table {
	size_t n;
	struct slice names[CSV_FIELDS_MAX];
};

/* A row as an object: an empty field is an absent member.  The members are an
 * array that the object lends. */
static struct json
row_object(struct json members[CSV_FIELDS_MAX], const struct table *table,
    const struct csv_row *row)
{
	struct json object = { .kind = JSON_OBJECT, .line = row->line };
	size_t i;

	for (i = 0; i < row->n; i++) {
		if (row->fields[i].len == 0)
			continue;
		members[object.n] = (struct json){
			.kind = field_kind(table->names[i], row->fields[i]),
			.line = row->line,
			.text = row->fields[i],
			.name = table->names[i],
		};
		if (object.n > 0)
			members[object.n - 1].next = &members[object.n];
		object.n++;
	}
	object.first = object.n > 0 ? members : NULL;
	return object;
}

/* One name that holds others: the file was written for another separator. */
static bool
has_other_separator(const struct csv_row *row, struct diag *diag)
{
	struct slice name = row->fields[0];
	const char *other = row->n != 1 || name.len == 0	     ? NULL
			    : memchr(name.at, ';', name.len) != NULL ? ";"
			    : memchr(name.at, '\t', name.len) != NULL
				? "a tabulator"
				: NULL;

	if (other != NULL)
		diag_add(diag, row->line, "header",
		    "columns are separated by commas, not by %s", other);
	return other != NULL;
}

/* The header's names, kept in text; all must be known and stand once. */
static bool
read_header(struct table *table, struct buf *text, struct csv *csv)
{
	struct json members[CSV_FIELDS_MAX], object;
	size_t before = csv->diag->count, i, j, from = 0;
	struct csv_row row;
	struct scope s;

	if (!csv_next(&row, csv)) {
		if (csv->diag->count == before)
			diag_add(csv->diag, 0, "", "has no header row");
		return false;
	}
	if (has_other_separator(&row, csv->diag))
		return false;
	buf_put(text, csv->room.at, csv->room.len);
	table->n = row.n;
	for (i = 0; i < row.n; from += row.fields[i++].len + 1)
		table->names[i] = (struct slice){ text->at + from,
			row.fields[i].len };
	object = row_object(members, table, &row);
	scope_open(&s, csv->diag, &object, candidate_members, "header");
	for (i = 0; i < row.n; i++) {
		if (table->names[i].len == 0)
			scope_mistake(&s, &object, "column %zu has no name",
			    i + 1);
		for (j = 0; j < i; j++)
			if (slice_equal(table->names[i], table->names[j]))
				scope_mistake(&s, &object,
				    "column %zu has the name of column %zu",
				    i + 1, j + 1);
	}
	return csv->diag->count == before;
}

static void
read_row(struct reader *r, const struct table *table,
    const struct csv_row *row, size_t number)
{
	struct json members[CSV_FIELDS_MAX], object;

	if (row->n != table->n) {
		diag_add(r->diag, row->line, "",
		    "has %zu fields; the header has %zu", row->n, table->n);
		return;
	}
	object = row_object(members, table, row);
	read_candidate(r, &object, number);
}

static void
read_csv(struct reader *r, struct slice text)
{
	struct table table = { 0 };
	struct buf names = { 0 };
	struct csv_row row;
	struct csv csv;
	size_t number = 1;

	csv_init(&csv, text, r->diag);
	if (read_header(&table, &names, &csv))
		while (csv_next(&row, &csv))
			read_row(r, &table, &row, number++);
	csv_fini(&csv);
	buf_fini(&names);
}

/* A list in JSON begins so; a header never does. */
static bool
is_json(struct slice text)
{
	size_t i = text.len >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0
	    ? 3
	    : 0;

	while (i < text.len && memchr(" \t\r\n", text.at[i], 4) != NULL)
		i++;
	return i < text.len && text.at[i] == '[';
}

/* The line of the first byte that is not UTF-8, or 0. */
static int
foreign_line(struct slice text)
{
	uint32_t c = 0;
	int line = 1;

	while (text_next(&c, &text))
		line += c == '\n';
	return text.len > 0 ? line : 0;
}

enum err
load_candidates(struct candidates *out, struct slice text, struct diag *diag)
{
	struct reader r = { .diag = diag };
	size_t before = diag->count;
	int line;

	r.slots = (uint32_t *)alloc_zero(SLOTS, sizeof(*r.slots));
	if (is_json(text))
		read_json(&r, text);
	else if ((line = foreign_line(text)) > 0)
		diag_add(
		    diag, line, "", "is not UTF-8; save the file as UTF-8");
	else
		read_csv(&r, text);
	free(r.slots);
	if (diag->count == before && r.all.n == 0)
		diag_add(diag, 0, "", "names no candidate");
	if (diag->count != before) {
		candidates_fini(&r.all);
		return ERR_INVALID;
	}
	*out = r.all;
	return ERR_OK;
}

void
candidates_fini(struct candidates *all)
{
	free(all->rows);
	*all = (struct candidates){ 0 };
}

void
load_candidate_write(struct buf *b, const struct candidate *c)
{
	json_put_text(b, "{\"number\":", c->number);
	json_put_text(b, ",\"name\":", c->name);
	buf_printf(b, ",\"route\":\"%s\",\"factor\":%.10g,\"extra_minutes\":%.10g",
	    routes[c->route], c->entitlement.factor / 1000.0,
	    (double)c->entitlement.extra_ms / 60000);
	if (*c->room != '\0')
		json_put_text(b, ",\"room\":", c->room);
	if (*c->seat != '\0')
		json_put_text(b, ",\"seat\":", c->seat);
	buf_put_u8(b, '}');
}

enum err
load_candidate_read(struct candidate *out, struct slice line,
    struct diag *diag)
{
	size_t before = diag->count;
	struct json_document *document;
	struct candidate c;
	struct scope s;
	enum err err = json_read(&document, line, diag);

	if (err != ERR_OK)
		return err;
	if (scope_open(&s, diag, json_root(document), candidate_members, "%s",
		""))
		read_members(&c, &s);
	json_free(document);
	if (diag->count != before)
		return ERR_INVALID;
	*out = c;
	return ERR_OK;
}
