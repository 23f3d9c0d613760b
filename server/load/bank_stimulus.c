/* "stimuli": {"id": {"title": "…", "text": "…", "exhibits": […]}, …} */
#include "load/bank_parts.h"
#include "load/exhibit.h"

static const struct member stimulus_members[] = MEMBERS(STIMULUS_MEMBERS);

static void
put_text(struct buf *view, const char *name, struct slice text)
{
	buf_printf(view, "%s\"%s\":", view->len > 0 ? "," : "", name);
	json_put_string(view, text);
}

static void
read_stimulus(struct stimulus *stimulus, const struct bank_parts *parts,
    struct arena *arena, const struct scope *outer, const struct json *v)
{
	struct exhibits exhibits = { .bank = parts };
	struct buf view = { 0 };
	struct slice text;
	struct scope s;

	stimulus->ident = arena_slice(arena, v->name);
	if (!scope_open(&s, outer->diag, v, stimulus_members, "stimulus %.64s",
		v->name.at))
		return;
	if (scope_text(&text, &s, "title", NAME_MAX_LEN))
		put_text(&view, "title", text);
	if (scope_words(&text, &s, "text", ITEM_TEXT_MAX))
		put_text(&view, "text", text);
	exhibits_read(&exhibits, &s);
	buf_put_slice(&view, buf_slice(&exhibits.view));
	if (view.len > ITEM_VIEW_MAX)
		scope_mistake(&s, v,
		    "has %zu bytes with its exhibits; at most "
		    "%d are allowed",
		    view.len, ITEM_VIEW_MAX);
	stimulus->view = arena_slice(arena, buf_slice(&view));
	stimulus->n_images = exhibits.n_images;
	stimulus->images =
	    arena_take(arena, exhibits.n_images, sizeof(*stimulus->images));
	memcpy(stimulus->images, exhibits.images,
	    exhibits.n_images * sizeof(*stimulus->images));
	buf_fini(&exhibits.view);
	buf_fini(&view);
}

void
bank_read_stimuli(
    struct bank_parts *parts, struct arena *arena, const struct scope *s)
{
	const struct json *list = bank_open_named(s, "stimuli", STIMULI_MAX);
	const struct json *v;

	if (list == NULL)
		return;
	parts->stimuli = arena_take(arena, list->n, sizeof(*parts->stimuli));
	for (v = list->first; v != NULL; v = v->next)
		read_stimulus(
		    &parts->stimuli[parts->n_stimuli++], parts, arena, s, v);
}
