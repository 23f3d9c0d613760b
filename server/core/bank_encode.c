/* The writing half of bank_codec.h. */
#include "core/bank_codec.h"

static void
put_double(struct buf *b, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	buf_put_u64(b, bits);
}

static void
put_atom(struct buf *b, enum value_type type, struct atom a)
{
	switch (type) {
	case VALUE_BOOLEAN:
		buf_put_u8(b, a.truth);
		break;
	case VALUE_INTEGER:
		buf_put_i64(b, a.integer);
		break;
	case VALUE_FLOAT:
	case VALUE_DURATION:
		put_double(b, a.real);
		break;
	case VALUE_STRING:
	case VALUE_IDENTIFIER:
		buf_put_blob(b, a.text);
		break;
	case VALUE_PAIR:
	case VALUE_DIRECTED_PAIR:
		buf_put_blob(b, a.pair.first);
		buf_put_blob(b, a.pair.second);
		break;
	case VALUE_POINT:
		buf_put_u32(b, (uint32_t)a.point.x);
		buf_put_u32(b, (uint32_t)a.point.y);
		break;
	case N_VALUE_TYPES:
		break;
	}
}

static void
put_value(struct buf *b, const struct value *v)
{
	uint32_t i;

	buf_put_u32(b, v->n);
	if (v->n == 0)
		return;
	buf_put_u8(b, (uint8_t)v->cardinality);
	buf_put_u8(b, (uint8_t)v->type);
	for (i = 0; i < v->n; i++)
		put_atom(b, v->type, v->atoms[i]);
}

static void
put_area(struct buf *b, const struct area *a)
{
	uint16_t i;

	buf_put_u8(b, (uint8_t)a->shape);
	buf_put_u32(b, a->n_coords);
	for (i = 0; i < a->n_coords; i++)
		buf_put_u32(b, (uint32_t)a->coords[i]);
}

/* A bound that is not there is not written: one bank, one encoding. */
static void
put_bound(struct buf *b, bool has, double bound)
{
	buf_put_u8(b, has);
	if (has)
		put_double(b, bound);
}

static void
put_mapping(struct buf *b, const struct mapping *m, enum value_type type)
{
	uint16_t i;

	put_double(b, m->fallback);
	put_bound(b, m->has_lower, m->lower);
	put_bound(b, m->has_upper, m->upper);
	buf_put_u32(b, m->n_entries);
	for (i = 0; i < m->n_entries; i++) {
		put_atom(b, type, m->entries[i].key);
		buf_put_u8(b, m->entries[i].case_sensitive);
		put_double(b, m->entries[i].mapped);
	}
}

static void
put_areas(struct buf *b, const struct area_mapping *m)
{
	uint16_t i;

	put_double(b, m->fallback);
	put_bound(b, m->has_lower, m->lower);
	put_bound(b, m->has_upper, m->upper);
	buf_put_u32(b, m->n_entries);
	for (i = 0; i < m->n_entries; i++) {
		put_area(b, &m->entries[i].area);
		put_double(b, m->entries[i].mapped);
	}
}

static void
put_table(struct buf *b, const struct lookup_table *t)
{
	uint16_t i;

	buf_put_u8(b, (uint8_t)t->kind);
	put_value(b, &t->fallback);
	buf_put_u32(b, t->n_entries);
	for (i = 0; i < t->n_entries; i++) {
		put_double(b, t->entries[i].source);
		buf_put_u8(b, t->entries[i].include_boundary);
		put_value(b, &t->entries[i].target);
	}
}

static void
put_variable(struct buf *b, const struct variable *v)
{
	buf_put_blob(b, v->ident);
	buf_put_u8(b, (uint8_t)v->kind);
	buf_put_u8(b, (uint8_t)v->cardinality);
	buf_put_u8(b, (uint8_t)v->type);
	put_value(b, &v->fallback);
	put_value(b, &v->correct);
	buf_put_u8(b, v->mapping != NULL);
	if (v->mapping != NULL)
		put_mapping(b, v->mapping, v->type);
	buf_put_u8(b, v->areas != NULL);
	if (v->areas != NULL)
		put_areas(b, v->areas);
	buf_put_u8(b, v->table != NULL);
	if (v->table != NULL)
		put_table(b, v->table);
}

static void
put_interaction(struct buf *b, const struct interaction *in)
{
	uint16_t i;

	buf_put_u8(b, (uint8_t)in->type);
	buf_put_u16(b, in->variable);
	buf_put_u8(b, in->shuffle);
	buf_put_u16(b, in->min_choices);
	buf_put_u16(b, in->max_choices);
	buf_put_u16(b, in->n_rows);
	buf_put_u16(b, in->row_max);
	buf_put_u16(b, in->column_max);
	buf_put_u16(b, in->max_length);
	buf_put_u16(b, in->min_words);
	buf_put_u16(b, in->max_words);
	buf_put_u32(b, in->n_choices);
	for (i = 0; i < in->n_choices; i++) {
		buf_put_blob(b, in->choices[i].ident);
		buf_put_u8(b, in->choices[i].fixed);
		buf_put_blob(b, in->choices[i].view);
	}
	buf_put_blob(b, in->prompt);
}

static void
put_tolerance(struct buf *b, const struct expr_tolerances *t)
{
	buf_put_u8(b, (uint8_t)t->mode);
	put_double(b, t->below);
	put_double(b, t->above);
	buf_put_u8(b, t->include_lower);
	buf_put_u8(b, t->include_upper);
}

static void
put_attribute(struct buf *b, const struct expr *e)
{
	switch (expr_op_attribute(e->op)) {
	case EXPR_HAS_NONE:
		break;
	case EXPR_HAS_VARIABLE:
		buf_put_u16(b, e->variable);
		break;
	case EXPR_HAS_VALUE:
		put_value(b, &e->value);
		break;
	case EXPR_HAS_CONSTANT:
		buf_put_u8(b, (uint8_t)e->constant);
		break;
	case EXPR_HAS_RANGE:
		buf_put_u16(b, e->range.min);
		buf_put_u16(b, e->range.max);
		break;
	case EXPR_HAS_TOLERANCE:
		put_tolerance(b, &e->tolerance);
		break;
	case EXPR_HAS_ROUNDING:
		buf_put_u8(b, (uint8_t)e->rounding.mode);
		buf_put_u16(b, e->rounding.figures);
		break;
	case EXPR_HAS_CASE:
		buf_put_u8(b, e->case_sensitive);
		break;
	case EXPR_HAS_AREA:
		put_area(b, &e->area);
		break;
	case EXPR_HAS_FUNCTION:
		buf_put_u8(b, (uint8_t)e->function);
		break;
	case EXPR_HAS_STATISTIC:
		buf_put_u8(b, (uint8_t)e->statistic);
		break;
	case EXPR_HAS_COUNT:
		buf_put_u16(b, e->count);
		break;
	}
}

static void
put_expr(struct buf *b, const struct expr *e)
{
	uint16_t i;

	buf_put_u8(b, (uint8_t)e->op);
	put_attribute(b, e);
	buf_put_u32(b, e->n_children);
	for (i = 0; i < e->n_children; i++)
		put_expr(b, &e->children[i]);
}

static void
put_slices(struct buf *b, const struct slice *list, uint16_t n)
{
	uint16_t i;

	buf_put_u32(b, n);
	for (i = 0; i < n; i++)
		buf_put_blob(b, list[i]);
}

static void
put_indexes(struct buf *b, const uint16_t *list, uint16_t n)
{
	uint16_t i;

	buf_put_u32(b, n);
	for (i = 0; i < n; i++)
		buf_put_u16(b, list[i]);
}

static void
put_criteria(struct buf *b, const struct item *item)
{
	uint16_t i;

	buf_put_u32(b, item->n_criteria);
	for (i = 0; i < item->n_criteria; i++) {
		buf_put_blob(b, item->criteria[i].ident);
		buf_put_blob(b, item->criteria[i].text);
		buf_put_u32(b, (uint32_t)item->criteria[i].max_marks);
	}
}

/* ---- the parts of a bank ---- */

static void
put_item(struct buf *b, const struct item *item)
{
	uint16_t i;

	buf_put_blob(b, item->ident);
	buf_put_blob(b, item->title);
	buf_put_blob(b, item->topic);
	buf_put_blob(b, item->lang);
	buf_put_u8(b, (uint8_t)item->difficulty);
	buf_put_u32(b, (uint32_t)item->max_marks);
	buf_put_u8(b, item->pretest);
	put_slices(b, item->tags, item->n_tags);
	put_slices(b, item->enemies, item->n_enemies);
	buf_put_blob(b, item->set);
	buf_put_u16(b, item->stimulus);
	put_indexes(b, item->images, item->n_images);
	put_criteria(b, item);
	buf_put_u32(b, item->n_variables);
	for (i = 0; i < item->n_variables; i++)
		put_variable(b, &item->variables[i]);
	buf_put_u32(b, item->n_interactions);
	for (i = 0; i < item->n_interactions; i++)
		put_interaction(b, &item->interactions[i]);
	put_expr(b, item->processing);
	buf_put_blob(b, item->view);
	buf_put_blob(b, item->rationale);
	buf_put_blob(b, item->source);
}

static void
put_stimulus(struct buf *b, const struct stimulus *s)
{
	buf_put_blob(b, s->ident);
	buf_put_blob(b, s->view);
	put_indexes(b, s->images, s->n_images);
}

static void
put_image(struct buf *b, const struct image *image)
{
	buf_put_blob(b, image->ident);
	buf_put_u8(b, (uint8_t)image->type);
	buf_put_u16(b, image->width);
	buf_put_u16(b, image->height);
	buf_put_blob(b, image->bytes);
}

void
bank_parts_encode_head(struct buf *b, const struct bank_parts *parts)
{
	size_t i;

	buf_put_slice(b, BANK_MAGIC);
	buf_put_u16(b, BANK_FORMAT);
	buf_put_blob(b, parts->ident);
	buf_put_blob(b, parts->version);
	buf_put_blob(b, parts->title);
	buf_put_u32(b, (uint32_t)parts->n_topics);
	for (i = 0; i < parts->n_topics; i++) {
		buf_put_blob(b, parts->topics[i].ident);
		buf_put_blob(b, parts->topics[i].title);
	}
	buf_put_u32(b, (uint32_t)parts->n_stimuli);
	for (i = 0; i < parts->n_stimuli; i++)
		put_stimulus(b, &parts->stimuli[i]);
	buf_put_u32(b, (uint32_t)parts->n_images);
	for (i = 0; i < parts->n_images; i++)
		put_image(b, &parts->images[i]);
	buf_put_u32(b, (uint32_t)parts->n_items);
}

void
bank_parts_encode_item(
    struct buf *b, const struct bank_parts *parts, size_t item)
{
	put_item(b, &parts->items[item]);
}
