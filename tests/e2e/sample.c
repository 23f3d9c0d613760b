#include "sample.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "test.h"

#define FILE_MAX (4 << 20)

static json_t *
read_json(const char *folder, const char *name, const char *kind)
{
	json_error_t error;
	char path[64];
	json_t *json;

	snprintf(path, sizeof(path), "%s/%s.%s.json", folder, name, kind);
	json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		fail_msg("%s: %s", path, error.text);
	return json;
}

static const char *
text_of(const json_t *json, const char *name, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text != NULL ? text : otherwise;
}

/* ---- parts ---- */

static json_t *
true_false(const json_t *item)
{
	return json_pack("[{s:s,s:[{s:s,s:s},{s:s,s:s}]}]", "kind", "choice",
	    "choices", "id", "true", "text",
	    text_of(item, "true_text", "True"), "id", "false", "text",
	    text_of(item, "false_text", "False"));
}

static json_t *
gaps(const json_t *item)
{
	json_t *parts = json_array(), *gap;
	size_t i;

	json_array_foreach (json_object_get(item, "gaps"), i, gap)
		json_array_append_new(parts, json_pack("{s:s,s:O}", "kind",
			"inline", "choices", json_object_get(gap, "choices")));
	return parts;
}

static json_t *
parts_of(const json_t *item)
{
	const char *type = text_of(item, "type", "");
	json_t *part;

	if (strcmp(type, "composite") == 0)
		return json_incref(json_object_get(item, "interactions"));
	if (strcmp(type, "inline") == 0)
		return gaps(item);
	if (strcmp(type, "true-false") == 0)
		return true_false(item);
	part = json_pack("{s:s}", "kind",
	    strcmp(type, "single") == 0 || strcmp(type, "multiple") == 0 ?
		"choice" :
		strcmp(type, "number") == 0 ? "text" : type);
	json_object_update_missing(part, (json_t *)(uintptr_t)item);
	return json_pack("[o]", part);
}

/* ---- the files ---- */

static void
read_key(struct buf *b, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "tests/e2e/keys/%s.key", name);
	assert_int_equal(file_read(b, path, FILE_MAX), ERR_OK);
}

void
sample_open(struct sample *s, const char *name)
{
	struct slice left;
	const json_t *item;
	struct key_line line;
	size_t i;

	*s = (struct sample){ .name = name,
		.bank = read_json("question-banks", name, "bank"),
		.programme = read_json("schedules", name, "programme") };
	read_key(&s->key, name);
	left = buf_slice(&s->key);
	s->n_items = json_array_size(json_object_get(s->bank, "items"));
	s->items = calloc(s->n_items, sizeof(*s->items));
	json_array_foreach (json_object_get(s->bank, "items"), i, item) {
		assert_true(key_next(&line, &left));
		assert_true(slice_is(line.item, text_of(item, "id", "")));
		s->items[i] = (struct sample_item){ item, parts_of(item),
			line.response, line.marks };
	}
}

void
sample_close(struct sample *s)
{
	size_t i;

	for (i = 0; i < s->n_items; i++)
		json_decref(s->items[i].parts);
	free(s->items);
	buf_fini(&s->key);
	json_decref(s->bank);
	json_decref(s->programme);
}

const struct sample_item *
sample_find(const struct sample *s, const char *stem)
{
	size_t i;

	for (i = 0; i < s->n_items; i++)
		if (strcmp(text_of(s->items[i].item, "stem", ""), stem) == 0)
			return &s->items[i];
	fail_msg("%s has no item \"%s\"", s->name, stem);
	return NULL;
}

bool
sample_part_is(const json_t *part, const char *kind)
{
	return strcmp(text_of(part, "kind", ""), kind) == 0;
}

bool
sample_is_trial(const struct sample_item *item)
{
	return json_is_true(json_object_get(item->item, "pretest"));
}

int32_t
sample_thousandths(const json_t *json, const char *name, int32_t otherwise)
{
	const json_t *v = json_object_get(json, name);

	return v == NULL ? otherwise
			 : (int32_t)lround(json_number_value(v) * 1000);
}
