#include "load/bank.h"

#include "load/bank_parts.h"
#include "load/item.h"

#define FORMAT "exam-bank-1"

static const struct member bank_members[] = MEMBERS(BANK_MEMBERS);

/* {"networks.dns": "Name resolution", …} */
static void
read_topics(struct bank_parts *parts, struct arena *arena,
    const struct scope *s)
{
	const struct json *v = scope_member(s, "topics");
	struct topic *topic;
	struct slice text;

	if (v == NULL)
		return;
	if (v->kind != JSON_OBJECT || v->n == 0) {
		scope_mistake(s, v, "must be an object: a title for each topic");
		return;
	}
	parts->topics = arena_take(arena, v->n, sizeof(*parts->topics));
	for (v = v->first; v != NULL; v = v->next) {
		topic = &parts->topics[parts->n_topics++];
		topic->ident = arena_slice(arena, v->name);
		if (!ident_is_valid(v->name))
			scope_mistake(s, v,
			    "a topic must be 1 to %d letters, digits, \".\", "
			    "\"_\" or \"-\"",
			    IDENT_MAX);
		if (scope_text_of(&text, s, v, NAME_MAX_LEN, false))
			topic->title = arena_slice(arena, text);
	}
}

static void
check_topic(const struct bank_parts *parts, const struct item *item,
    const struct scope *s, const struct json *v)
{
	const struct json *at = json_member(v, "topic");
	size_t i;

	if (item->topic.len == 0 || parts->n_topics == 0)
		return;
	for (i = 0; i < parts->n_topics; i++)
		if (slice_equal(parts->topics[i].ident, item->topic))
			return;
	scope_mistake(s, at,
	    "\"%.*s\" is not among the topics of the bank (item %.*s)",
	    SLICE_FMT(item->topic), SLICE_FMT(item->ident));
}

static void
read_items(struct bank_parts *parts, struct arena *arena,
    const struct scope *s, struct slice language)
{
	const struct json *list, *v;

	if (!scope_list(&list, s, "items", 1, BANK_ITEMS_MAX))
		return;
	parts->items = arena_take(arena, list->n, sizeof(*parts->items));
	for (v = list->first; v != NULL; v = v->next) {
		load_item(parts, arena, v, language, s->diag);
		check_topic(parts, &parts->items[parts->n_items - 1], s, v);
	}
	bank_check_relations(parts, s, list);
}

static void
read_bank(struct bank_parts *parts, struct arena *arena, const struct scope *s)
{
	struct slice text, language = SLICE_NONE;

	if (scope_ident(&text, s, "id"))
		parts->ident = arena_slice(arena, text);
	if (scope_ident(&text, s, "version"))
		parts->version = arena_slice(arena, text);
	if (scope_text(&text, s, "title", NAME_MAX_LEN))
		parts->title = arena_slice(arena, text);
	if (item_read_language(&text, s, "language"))
		language = arena_slice(arena, text);
	read_topics(parts, arena, s);
	bank_read_images(parts, arena, s);
	bank_read_stimuli(parts, arena, s);
	read_items(parts, arena, s, language);
}

static enum err
make_bank(struct bank **bank, struct arena *arena,
    const struct bank_parts *parts, struct diag *diag)
{
	struct buf why = { 0 };
	enum err err = bank_new(bank, arena, parts, &why);

	if (err != ERR_OK)
		diag_add(diag, 0, "", "%.*s", SLICE_FMT(buf_slice(&why)));
	buf_fini(&why);
	return err;
}

enum err
load_bank(struct bank **out, struct slice text, struct diag *diag,
    struct diag *warnings)
{
	struct bank_parts parts = { 0 };
	struct arena arena = { 0 };
	size_t before = diag->count;
	struct json_document *document;
	struct scope s;
	enum err err = json_read(&document, text, diag);

	if (err != ERR_OK)
		return err;
	if (scope_open_file(
		&s, diag, json_root(document), bank_members, FORMAT))
		read_bank(&parts, &arena, &s);
	if (diag->count == before)
		bank_warn_unused(&parts, &s, warnings);
	json_free(document);
	err = diag->count == before ? make_bank(out, &arena, &parts, diag)
				    : ERR_INVALID;
	arena_fini(&arena);
	if (err == ERR_OK)
		bank_warn(*out, warnings);
	return err;
}
