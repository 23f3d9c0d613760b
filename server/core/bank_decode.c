/* The reading half of bank_codec.h: a bank and its items. */
#include "core/bank_decoder.h"

#include "exam/limits.h"

static void
get_interaction(struct interaction *in, struct decoder *d)
{
	uint16_t i;

	in->type = (enum interaction_type)decode_enum(d, N_INTERACTION_TYPES);
	in->variable = cursor_u16(&d->c);
	in->shuffle = decode_bool(d);
	in->min_choices = cursor_u16(&d->c);
	in->max_choices = cursor_u16(&d->c);
	in->n_rows = cursor_u16(&d->c);
	in->row_max = cursor_u16(&d->c);
	in->column_max = cursor_u16(&d->c);
	in->max_length = cursor_u16(&d->c);
	in->min_words = cursor_u16(&d->c);
	in->max_words = cursor_u16(&d->c);
	in->n_choices = (uint16_t)decode_count(d, CHOICES_MAX);
	in->choices = arena_take(d->arena, in->n_choices, sizeof(*in->choices));
	for (i = 0; i < in->n_choices; i++) {
		in->choices[i].ident = cursor_blob(&d->c);
		in->choices[i].fixed = decode_bool(d);
		in->choices[i].view = cursor_blob(&d->c);
	}
	in->prompt = cursor_blob(&d->c);
}

static struct slice *
get_slices(uint16_t *n, struct decoder *d, uint16_t max)
{
	struct slice *list;
	uint16_t i;

	*n = (uint16_t)decode_count(d, max);
	list = arena_take(d->arena, *n, sizeof(*list));
	for (i = 0; i < *n; i++)
		list[i] = cursor_blob(&d->c);
	return list;
}

static uint16_t *
get_indexes(uint16_t *n, struct decoder *d, uint16_t max)
{
	uint16_t *list, i;

	*n = (uint16_t)decode_count(d, max);
	list = arena_take(d->arena, *n, sizeof(*list));
	for (i = 0; i < *n; i++)
		list[i] = cursor_u16(&d->c);
	return list;
}

static void
get_criteria(struct item *item, struct decoder *d)
{
	uint16_t i;

	item->n_criteria = (uint16_t)decode_count(d, CRITERIA_MAX);
	item->criteria =
	    arena_take(d->arena, item->n_criteria, sizeof(*item->criteria));
	for (i = 0; i < item->n_criteria; i++) {
		item->criteria[i].ident = cursor_blob(&d->c);
		item->criteria[i].text = cursor_blob(&d->c);
		item->criteria[i].max_marks = (int32_t)cursor_u32(&d->c);
	}
}

/* ---- the parts of a bank ---- */

static void
get_item(struct item *item, struct decoder *d)
{
	uint16_t i;

	item->ident = cursor_blob(&d->c);
	item->title = cursor_blob(&d->c);
	item->topic = cursor_blob(&d->c);
	item->lang = cursor_blob(&d->c);
	item->difficulty = (enum difficulty)decode_enum(d, N_DIFFICULTIES);
	item->max_marks = (int32_t)cursor_u32(&d->c);
	item->pretest = decode_bool(d);
	item->tags = get_slices(&item->n_tags, d, TAGS_MAX);
	item->enemies = get_slices(&item->n_enemies, d, ENEMIES_MAX);
	item->set = cursor_blob(&d->c);
	item->stimulus = cursor_u16(&d->c);
	item->images = get_indexes(&item->n_images, d, ITEM_IMAGES_MAX);
	get_criteria(item, d);
	item->n_variables = (uint16_t)decode_count(d, VARIABLES_MAX);
	item->variables = arena_take(d->arena, item->n_variables,
	    sizeof(*item->variables));
	for (i = 0; i < item->n_variables; i++)
		decode_variable(&item->variables[i], d);
	item->n_interactions = (uint16_t)decode_count(d, INTERACTIONS_MAX);
	item->interactions = arena_take(d->arena, item->n_interactions,
	    sizeof(*item->interactions));
	for (i = 0; i < item->n_interactions; i++)
		get_interaction(&item->interactions[i], d);
	item->processing = arena_take(d->arena, 1, sizeof(*item->processing));
	decode_expr(item->processing, d);
	item->view = cursor_blob(&d->c);
	item->rationale = cursor_blob(&d->c);
	item->source = cursor_blob(&d->c);
}

static void
get_stimuli(struct bank_parts *parts, struct decoder *d)
{
	size_t i;

	parts->n_stimuli = decode_count(d, STIMULI_MAX);
	parts->stimuli =
	    arena_take(d->arena, parts->n_stimuli, sizeof(*parts->stimuli));
	for (i = 0; i < parts->n_stimuli; i++) {
		struct stimulus *s = &parts->stimuli[i];

		s->ident = cursor_blob(&d->c);
		s->view = cursor_blob(&d->c);
		s->images = get_indexes(&s->n_images, d, ITEM_IMAGES_MAX);
	}
}

static void
get_images(struct bank_parts *parts, struct decoder *d)
{
	size_t i;

	parts->n_images = decode_count(d, IMAGES_MAX);
	parts->images =
	    arena_take(d->arena, parts->n_images, sizeof(*parts->images));
	for (i = 0; i < parts->n_images; i++) {
		struct image *image = &parts->images[i];

		image->ident = cursor_blob(&d->c);
		image->type = (enum image_type)decode_enum(d, N_IMAGE_TYPES);
		image->width = cursor_u16(&d->c);
		image->height = cursor_u16(&d->c);
		image->bytes = cursor_blob(&d->c);
	}
}

static void
get_parts(struct bank_parts *parts, struct decoder *d)
{
	size_t i;

	parts->ident = cursor_blob(&d->c);
	parts->version = cursor_blob(&d->c);
	parts->title = cursor_blob(&d->c);
	parts->n_topics = decode_count(d, BANK_TOPICS_MAX);
	parts->topics = arena_take(d->arena, parts->n_topics,
	    sizeof(*parts->topics));
	for (i = 0; i < parts->n_topics; i++) {
		parts->topics[i].ident = cursor_blob(&d->c);
		parts->topics[i].title = cursor_blob(&d->c);
	}
	get_stimuli(parts, d);
	get_images(parts, d);
	parts->n_items = decode_count(d, BANK_ITEMS_MAX);
	parts->items = arena_take(d->arena, parts->n_items,
	    sizeof(*parts->items));
	for (i = 0; !d->c.bad && i < parts->n_items; i++)
		get_item(&parts->items[i], d);
}

enum err
bank_parts_decode(struct bank_parts *out, struct arena *arena,
    struct slice bytes)
{
	struct decoder d = { .arena = arena };
	struct bank_parts parts;

	if (bytes.len > BANK_BYTES_MAX)
		return ERR_SYNTAX;
	d.c = cursor_on(arena_slice(arena, bytes));
	if (!slice_equal(cursor_take(&d.c, BANK_MAGIC.len), BANK_MAGIC) ||
	    cursor_u16(&d.c) != BANK_FORMAT)
		return ERR_SYNTAX;
	get_parts(&parts, &d);
	if (!cursor_done(&d.c))
		return ERR_SYNTAX;
	*out = parts;
	return ERR_OK;
}
