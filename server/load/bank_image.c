/* "images": {"id": {"type": "image/png", "data": "base64"}, …} */
#include "core/text.h"
#include "load/bank_parts.h"
#include "load/base64.h"
#include "load/image_head.h"

static const struct member picture_members[] = MEMBERS(PICTURE_MEMBERS);

const struct json *
bank_open_named(const struct scope *s, const char *name, size_t max)
{
	const struct json *list = scope_member(s, name), *v;

	if (list == NULL)
		return NULL;
	if (list->kind != JSON_OBJECT || list->n > max) {
		scope_mistake(
		    s, list, "must be an object of at most %zu %s", max, name);
		return NULL;
	}
	for (v = list->first; v != NULL; v = v->next)
		if (!ident_is_valid(v->name))
			scope_mistake(s, v,
			    "an id of %s must be 1 to %d letters, digits, "
			    "\".\", \"_\" or \"-\"",
			    name, IDENT_MAX);
	return list;
}

static enum err
decode(struct image *image, struct arena *arena, struct slice text,
    struct buf *why)
{
	enum err err = base64_read(&image->bytes, arena, text, why);

	if (err == ERR_OK && image->bytes.len > IMAGE_BYTES_MAX) {
		buf_printf(why, "has %zu bytes; at most %d are allowed",
		    image->bytes.len, IMAGE_BYTES_MAX);
		err = ERR_INVALID;
	}
	return err == ERR_OK ? image_read_head(image, why) : err;
}

static void
read_image(struct image *image, struct arena *arena, const struct scope *outer,
    const struct json *v)
{
	const struct json *data;
	struct buf why = { 0 };
	unsigned type;
	struct scope s;

	image->ident = arena_slice(arena, v->name);
	if (!scope_open(
		&s, outer->diag, v, picture_members, "image %.64s", v->name.at))
		return;
	data = scope_member(&s, "data");
	if (!scope_choose(&type, &s, "type", image_types) || data == NULL)
		return;
	image->type = (enum image_type)type;
	if (data->kind != JSON_STRING)
		scope_mistake(&s, data, "is %s; it must be a string",
		    json_kind_text(data->kind));
	else if (decode(image, arena, data->text, &why) != ERR_OK)
		scope_mistake(&s, data, "%.*s", SLICE_FMT(buf_slice(&why)));
	buf_fini(&why);
}

void
bank_read_images(
    struct bank_parts *parts, struct arena *arena, const struct scope *s)
{
	const struct json *list = bank_open_named(s, "images", IMAGES_MAX), *v;
	size_t bytes = 0;

	if (list == NULL)
		return;
	parts->images = arena_take(arena, list->n, sizeof(*parts->images));
	for (v = list->first; v != NULL; v = v->next) {
		read_image(&parts->images[parts->n_images], arena, s, v);
		bytes += parts->images[parts->n_images++].bytes.len;
	}
	if (bytes > IMAGES_BYTES_MAX)
		scope_mistake(s, list,
		    "have %zu bytes together; at most %d are allowed", bytes,
		    IMAGES_BYTES_MAX);
}
