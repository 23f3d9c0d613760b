#include "terminal/session/outbox.h"

#include "exam/alloc.h"
#include "exam/limits.h"
#include "terminal/session/json.h"

struct outbox {
	struct outbox_entry *entries;
	size_t n, room;
	int64_t flag_seq;
};

struct outbox *
outbox_new(void)
{
	return alloc_zero(1, sizeof(struct outbox));
}

static void
clear(struct outbox *o)
{
	while (o->n > 0)
		json_decref(o->entries[--o->n].value);
}

void
outbox_free(struct outbox *o)
{
	if (o == NULL)
		return;
	clear(o);
	free(o->entries);
	free(o);
}

static void
remove_at(struct outbox *o, size_t i)
{
	json_decref(o->entries[i].value);
	o->n--;
	memmove(&o->entries[i], &o->entries[i + 1],
	    (o->n - i) * sizeof(*o->entries));
}

static void
append(struct outbox *o, struct outbox_entry entry)
{
	if (o->n == o->room) {
		o->room = o->room > 0 ? 2 * o->room : 16;
		o->entries = alloc_resize(o->entries, o->room,
		    sizeof(*o->entries));
	}
	o->entries[o->n++] = entry;
}

void
outbox_done(struct outbox *o, enum outbox_kind kind, int item, int64_t seq)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->entries[i].kind == kind && o->entries[i].item == item &&
		    o->entries[i].seq <= seq) {
			remove_at(o, i);
			return;
		}
}

void
outbox_put_answer(struct outbox *o, int item, int64_t seq, json_t *response,
    struct wall entered_at)
{
	outbox_done(o, OUTBOX_ANSWER, item, seq);
	append(o, (struct outbox_entry){ OUTBOX_ANSWER, item, seq,
			json_incref(response), entered_at });
}

void
outbox_put_flag(struct outbox *o, int item, bool flagged)
{
	outbox_done(o, OUTBOX_FLAG, item, o->flag_seq);
	append(o, (struct outbox_entry){ OUTBOX_FLAG, item, ++o->flag_seq,
			json_boolean(flagged), { 0 } });
}

const struct outbox_entry *
outbox_at(const struct outbox *o, size_t i)
{
	return i < o->n ? &o->entries[i] : NULL;
}

const struct outbox_entry *
outbox_find(const struct outbox *o, enum outbox_kind kind, int item)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->entries[i].kind == kind && o->entries[i].item == item)
			return &o->entries[i];
	return NULL;
}

size_t
outbox_count(const struct outbox *o)
{
	return o->n;
}

size_t
outbox_answers(const struct outbox *o)
{
	size_t i, n = 0;

	for (i = 0; i < o->n; i++)
		n += o->entries[i].kind == OUTBOX_ANSWER;
	return n;
}

static json_t *
entry_json(const struct outbox_entry *e)
{
	char at[WALL_TEXT_MAX];

	if (e->kind == OUTBOX_FLAG)
		return json_pack("{s:i,s:O}", "item", e->item, "flagged",
		    e->value);
	return json_pack("{s:i,s:I,s:O,s:s}", "item", e->item, "seq",
	    (json_int_t)e->seq, "response", e->value, "entered_at",
	    wall_format(at, e->entered_at));
}

json_t *
outbox_json(const struct outbox *o)
{
	json_t *list = alloc_checked(json_array());
	size_t i;

	for (i = 0; i < o->n; i++)
		json_array_append_new(list,
		    alloc_checked(entry_json(&o->entries[i])));
	return alloc_checked(json_pack("{s:o}", "entries", list));
}

static enum err
read_entry(struct outbox *o, const json_t *json)
{
	json_t *flagged = json_object_get(json, "flagged");
	json_t *response = json_object_get(json, "response");
	int item = json_small(json, "item");
	int64_t seq = json_number(json, "seq");
	struct wall at;

	if (item == 0)
		return ERR_SYNTAX;
	if (json_is_boolean(flagged)) {
		outbox_put_flag(o, item, json_is_true(flagged));
		return ERR_OK;
	}
	if (!json_is_array(response) || seq < 1 ||
	    !wall_parse(&at, json_text(json, "entered_at")))
		return ERR_SYNTAX;
	outbox_put_answer(o, item, seq, response, at);
	return ERR_OK;
}

enum err
outbox_read(struct outbox *o, const json_t *json)
{
	const json_t *list = json_object_get(json, "entries");
	enum err e = json_is_array(list) ? ERR_OK : ERR_SYNTAX;
	size_t i;

	if (json_array_size(list) > 2 * PAPER_ITEMS_MAX)
		e = ERR_SYNTAX;
	for (i = 0; i < json_array_size(list) && e == ERR_OK; i++)
		e = read_entry(o, json_array_get(list, i));
	if (e != ERR_OK)
		clear(o);
	return e;
}
